"""
What each unit carries, as text and CSV: load, what root goals hang on, and split plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from queries.audit import Audit
from queries.concentration import SEVERAL, Load, loads, necks, sole_units, upward
from queries.parts import SplitPlan, split_plans
from service.reports.lines import named, wrapped
from service.reports.sheet import csv_text
from service.reports.summary import view_line
from service.reports.table import safe, table
from service.reports.words import counted, pick

HEAD = (
    ("enhet", "unit"),
    ("mål", "goals"),
    ("rotade", "rooted"),
    ("uppåt", "up"),
    ("nedåt", "down"),
    ("fullmäktigemål", "root goals"),
    ("ensam om", "alone with"),
)
# The columns of the CSV, and its kinds of rows.
_CSV_HEAD = (
    ("slag", "kind"),
    ("nivå", "level"),
    ("enhet", "unit"),
    ("namn", "name"),
    ("plan", "plan"),
    ("mål", "goals"),
    ("rotade", "rooted"),
    ("kopplingar uppåt", "links up"),
    ("kopplingar nedåt", "links down"),
    ("fullmäktigemål", "root goals"),
    ("ensam om fullmäktigemål", "alone with root goals"),
    ("målområden", "areas"),
    ("ensam om målområden", "alone with areas"),
)
_KINDS = {
    "unit": ("enhet", "unit"),
    "part": ("del av plan", "part of a plan"),
    "none": ("ingen del", "no part"),
}


def load_text(audit: Audit, language: str = "sv") -> str:
    """A sentence, a table for each level, root goals that hang on one, and split plans."""
    order = upward(audit)
    sole, tree = sole_units(audit, order), necks(audit, order)
    p, levels = audit.projection, audit.scene.levels
    hanging = [
        (root, f"{p.ids[root]}: {levels[level].name}, {p.frame.units[units[root]].name}")
        for root in audit.scene.roots.tolist()
        for level, units in sole.items()
        if units[root] != SEVERAL
    ]
    through = [
        f"{p.ids[root]}: {', '.join(p.ids[goal] for goal in ring)}"
        for root in audit.scene.roots.tolist()
        for ring in tree.of(root)[:1]
    ]
    lines = wrapped(_opening(audit, len({root for root, _ in hanging}), language))
    lines += wrapped(view_line(audit, language))
    found = loads(audit, sole)
    for level in audit.rows:
        own = [each for each in found if each.level == level]
        if own:
            lines += ["", levels[level].name, *_table(audit, own, language)]
    one_unit = pick(("Hänger på en enda enhet", "Hang on one unit"), language)
    lines += named(one_unit, (told for _, told in hanging))
    lines += named(pick(("Hänger på ett enda mål", "Hang on one goal"), language), through)
    splits = split_plans(audit)
    if splits:
        lines += ["", f"{pick(('Delade planer', 'Split plans'), language)} ({len(splits)})"]
    for split in splits:
        for line in _split(audit, split, language):
            lines += wrapped(safe(line), "  • ", "    ")
    return "\n".join(lines) + "\n"


def load_csv(audit: Audit, language: str = "sv") -> str:
    """A row for each level and unit, then those of split plans: each part, and what none has."""
    rows = [*_unit_rows(audit, language), *_split_rows(audit, language)]
    return csv_text([pick(pair, language) for pair in _CSV_HEAD], rows)


def _unit_rows(audit: Audit, language: str) -> Iterator[Sequence[object]]:
    p, kind = audit.projection, pick(_KINDS["unit"], language)
    for each in loads(audit):
        unit = p.frame.units[each.unit]
        yield (
            kind, audit.scene.levels[each.level].name, unit.id, unit.name, "", each.goals,
            each.rooted, each.links_up, each.links_down, _ids(p.ids, each.roots),
            _ids(p.ids, each.alone), "", "",
        )  # fmt: skip


def _split_rows(audit: Audit, language: str) -> Iterator[Sequence[object]]:
    p, kinds = audit.projection, {key: pick(pair, language) for key, pair in _KINDS.items()}
    areas = [area.id for area in p.frame.areas]
    for split in split_plans(audit):
        level, unit = audit.scene.levels[split.level].name, p.frame.units[split.unit]
        for part in split.parts:
            yield (
                kinds["part"], level, unit.id, unit.name, p.frame.plans[part.plan].id, "",
                len(part.goals), "", "", _ids(p.ids, part.roots), _ids(p.ids, part.roots_alone),
                _ids(areas, part.areas), _ids(areas, part.areas_alone),
            )  # fmt: skip
        if split.missing:
            left = _ids(areas, split.missing)
            yield (kinds["none"], level, unit.id, unit.name, *("",) * 7, left, "")


def _ids(ids: Sequence[str], those: Sequence[int]) -> str:
    return ", ".join(ids[each] for each in those)


def _opening(audit: Audit, hanging: int, language: str) -> str:
    whole = len(audit.scene.roots)
    if not whole:
        none = ("Inga fullmäktigemål gäller i vyn.", "No root goals are in force in the view.")
        return pick(none, language)
    return pick(
        (
            f"{hanging} av {whole} fullmäktigemål hänger på en enda enhet på någon nivå.",
            f"{hanging} of {whole} root goals hang on one unit at some level.",
        ),
        language,
    )


def _table(audit: Audit, own: Sequence[Load], language: str) -> list[str]:
    p = audit.projection
    rows = [
        (
            p.frame.units[each.unit].name,
            str(each.goals),
            str(each.rooted),
            str(each.links_up),
            str(each.links_down),
            str(len(each.roots)),
            ", ".join(p.ids[root] for root in each.alone),
        )
        for each in own
    ]
    return table([pick(pair, language) for pair in HEAD], rows)


def _split(audit: Audit, split: SplitPlan, language: str) -> Iterator[str]:
    p = audit.projection
    areas, unit = p.frame.areas, p.frame.units[split.unit].name
    whole = counted(len(split.covered), "areas", language)
    for part in split.parts:
        plan = p.frame.plans[part.plan]
        alone = [areas[area].id for area in part.areas_alone]
        alone += [p.ids[root] for root in part.roots_alone]
        told = pick(
            (
                f"{unit}: {plan.name or plan.id} bär {len(part.areas)} av de {whole} som "
                "delarna bär tillsammans",
                f"{unit}: {plan.name or plan.id} carries {len(part.areas)} of the {whole} that "
                "the parts carry together",
            ),
            language,
        )
        if alone:
            told += pick((", ensam om ", ", alone with "), language) + ", ".join(alone)
        yield told
    if split.missing:
        left = ", ".join(areas[area].id for area in split.missing)
        yield pick((f"{unit}: ingen del bär {left}", f"{unit}: no part carries {left}"), language)
