"""
Write anew what docs/findings.md takes from the rules: severities and titles, thresholds, and which
rules answer each question. What a rule looks for and what to do is written by hand; a rule that is
new on the page gets the sentence of its verdict and its next step to begin with.

    .venv/bin/python tools/findings_page.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from queries.rules.spec import Rule

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "findings.md"


def main() -> None:
    """Rewrite the page in place."""
    sys.path.insert(0, str(ROOT))
    from queries.rules.book import builtin

    lines = []
    part = ""
    by_hand: dict[str, list[str]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            part = line
        if part == "## Thresholds" and line.startswith("| T"):
            continue
        if not part and line.startswith("| T"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            by_hand[cells[0]] = cells[3:]
            continue
        if not part and by_hand and not line:
            lines += [row(rule, by_hand.get(rule.id)) for rule in builtin()]
            by_hand = {}
        if part.startswith("## Where") and line.startswith("| A"):
            question = line.strip("|").split("|")[0].strip()
            answering = [rule.id for rule in builtin() if question in rule.source]
            head = line.rsplit("|", 2)[0]
            line = f"{head}| {', '.join(answering) or '–'} |"
        lines.append(line)
        if part == "## Thresholds" and line.startswith("|---"):
            lines += [
                f"| {rule.id} | `{name}` | {said(each.value)} | {bounds(each.least, each.most)} "
                f"| {each.about['en']} |"
                for rule in builtin()
                for name, each in rule.tunable.items()
            ]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def row(rule: Rule, by_hand: list[str] | None) -> str:
    """A rule's line of the first table."""
    if by_hand is None:
        from queries.rules.verdicts import VERDICTS

        verdict = VERDICTS[rule.verdict] if rule.verdict else None
        looks = " ".join((verdict.__doc__ or "").split("\n\n")[0].split()) if verdict else ""
        looks = re.sub(r" \([A0-9, ]+\)", "", looks).rstrip(".")
        texts = (looks or rule.why["en"], rule.next_step["en"])
        by_hand = [lower(text).rstrip(".") for text in texts]
    return f"| {rule.id} | {rule.severity} | {rule.title['sv']} | {' | '.join(by_hand)} |"


def lower(text: str) -> str:
    """A sentence as it stands in a cell: without its capital."""
    return text[:1].lower() + text[1:]


def said(value: object) -> str:
    """A threshold's value as the page writes it."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def bounds(least: object, most: object) -> str:
    """Within what a threshold may be set."""
    if least is None and most is None:
        return "–"
    return f"{'…' if least is None else least}–{'…' if most is None else most}"


if __name__ == "__main__":
    main()
