"""
The parameters that several routes take.
"""

from __future__ import annotations

from graph.messages import LANGUAGES
from graph.model import SECTIONS
from queries.findings import SEVERITIES
from queries.states import GOAL_STATES
from service.api.declared import Parameter
from service.asking import FALSE, MOST_ROWS, TRUE, asked
from service.maps import STEPS_AT_MOST, VALUE_AT_MOST, VALUES_AT_MOST
from visualizations.request import CAP, GROUPS, LENSES, MANY, OPENED_AT_MOST

USUAL_ROWS = 100
LONGEST_KEY, LONGEST_TAGS = 200, 1000


def levels() -> tuple[str, ...]:
    """The levels of the governance model."""
    return tuple(level.id for level in asked().audit.projection.governance.levels)


LANG = Parameter("lang", "choice", LANGUAGES)
VIEW = (
    Parameter("year", "whole", most=9999),
    Parameter("as_of", "day"),
    Parameter("all", "flag", (*TRUE, *filter(None, FALSE))),
    Parameter("through", "choice", levels),
    Parameter("drafts", "flag", (*TRUE, *filter(None, FALSE))),
    LANG,
)
PAGING = (Parameter("limit", "whole", most=MOST_ROWS), Parameter("cursor"))

LEVEL = Parameter("level", "choice", levels)
UNIT, AREA, GOAL = Parameter("unit"), Parameter("area"), Parameter("goal")
GOAL_FILTER = (LEVEL, Parameter("state", "choice", GOAL_STATES), UNIT, AREA)
SEVERITY = Parameter("severity", "choice", SEVERITIES)

# An id that can't stand in a path.
ID = Parameter("id")
IDENT = Parameter("ident", place="path")
NUMBER = Parameter("number", "whole", place="path")
SECTION = Parameter("section", "choice", tuple(SECTIONS), place="path")

MAP = (
    Parameter("root", most=VALUE_AT_MOST),
    Parameter("to", most=VALUE_AT_MOST),
    Parameter("up", "choice", ("all", *map(str, range(STEPS_AT_MOST + 1)))),
    Parameter("down", "whole", least=0, most=STEPS_AT_MOST),
    *(
        Parameter(
            name, most=VALUE_AT_MOST,
            times=OPENED_AT_MOST if name == "expanded" else VALUES_AT_MOST,
        )
        for name in MANY
    ),
    Parameter("against", "whole", most=9999),
    Parameter("lens", "choice", LENSES),
    Parameter("groups", "choice", GROUPS),
    Parameter("page", "whole", least=0, most=10**6),
    Parameter("cap", "whole", least=10, most=CAP),
    Parameter("target", "whole", least=10, most=CAP),
)  # fmt: skip

IF_MATCH = Parameter("If-Match", most=LONGEST_TAGS, place="header", required=True)
IF_NONE_MATCH = Parameter("If-None-Match", most=LONGEST_TAGS, place="header")
KEY = Parameter("Idempotency-Key", most=LONGEST_KEY, place="header")
