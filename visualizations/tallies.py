"""
What is to be known of goals that stand together in one box.
"""

from __future__ import annotations

import numpy as np

from graph.layers import Indices
from visualizations.facts import Facts
from visualizations.lens import Lens
from visualizations.wording import number_of, say

PROBLEMS = ("orphan", "broken", "detached")


def tally(
    facts: Facts, lens: Lens | None, goals: Indices, links: Indices, language: str
) -> list[str]:
    """
    Parts of a sentence on goals and on their links: what the lens finds, what has no answer,
    what doesn't carry. Nothing is said of what there is none of.
    """
    many = len(goals) > 1
    out = []
    if lens is not None:
        said = lens.goal[goals]
        for place, code in enumerate(lens.codes):
            number = int(np.count_nonzero(said == place))
            if number:
                alone = say(f"change.{code}", language)
                out.append(number_of(f"group.{code}", number, language) if many else alone)
    states = np.bincount(facts.goal_state[goals], minlength=len(facts.goal_states) + 1)
    for name in PROBLEMS:
        number = int(states[facts.goal_states.index(name)])
        if number:
            what = say(name if number == 1 else f"{name}.many", language)
            code = "all_of_them" if number == len(goals) else "of_them"
            out.append(say(code, language, n=number, what=what) if many else what)
    numbers = {
        "unanswered.many": np.count_nonzero(facts.missing[goals].any(axis=1)),
        "suspects": np.count_nonzero(
            facts.link_state[links] == facts.link_states.index("suspect")
        ),
        "unlike": np.count_nonzero(~facts.carries[links]),
    }
    return out + [say(code, language, n=int(n)) for code, n in numbers.items() if n]
