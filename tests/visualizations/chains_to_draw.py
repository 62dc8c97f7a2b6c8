"""Plan-file documents, random chains and the sample, as audits to draw."""

import json
from functools import cache
from typing import Any

from graph.checking import join, read_chain
from graph.projection import project
from graph.reading import read_text
from queries.audit import Audit, audit
from queries.view import View
from service.samples import tyreso_files


def audit_of(doc: dict[str, Any], **view: Any) -> Audit:
    text = json.dumps(doc, default=str)
    return audit(project(join(read_text(text, "chain.json").files)), View(**view))


def goals(*items: dict[str, Any]) -> dict[str, Any]:
    return {
        "rodtrad": 1,
        "source": {"id": "s"},
        "model": {"current_year": 2024},
        "goals": list(items),
    }


@cache
def tyreso() -> Audit:
    return audit(project(read_chain(tyreso_files())[0]))
