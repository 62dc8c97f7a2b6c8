"""
Made-up municipalities of any size, straight as columns: the shape of the data, no texts.

Levels as in the default model: few goals at the top, many groups; one to three goals above
each; a sprinkle of skipped levels, broken ends, suspect links, drafts and exemptions.
"""

from __future__ import annotations

import datetime

import numpy as np

from graph.chain import Chain, PlanFile
from graph.columns import Columns, GoalColumns, LinkColumns
from graph.model import Area, Exempt, Goal, Link, Place, Plan, Source, Unit
from graph.period import parse_period
from graph.projection import Projection, build

LEVELS = ("vision", "fullmaktige", "namnd", "enhet", "grupp")


def sizes(goals: int) -> list[int]:
    """How many goals each level has."""
    top = [1, max(4, min(40, goals // 2_000)), max(20, goals // 500), max(40, goals // 10)]
    return [*top, goals - sum(top)]


def town(goals: int, seed: int = 1) -> Columns:
    """Columns of a municipality with this many goals and about 1.8 links for each."""
    rng = np.random.default_rng(seed)
    per_level = sizes(goals)
    start = np.cumsum([0, *per_level])
    names = np.char.add("g", np.char.zfill(rng.permutation(goals).astype(str), 8)).tolist()
    frame, unit_of_level = _frame(per_level)
    columns, links = GoalColumns(), LinkColumns()
    columns.id = names
    columns.title = [f"Mål {name}" for name in names]
    columns.code = columns.kind = [None] * goals
    columns.tags = [()] * goals
    columns.exempt_by = [None] * goals
    columns.budget_tkr = [None] * goals
    columns.basis = ["stated"] * goals
    columns.level = [LEVELS[level] for level in range(5) for _ in range(per_level[level])]
    columns.status = np.where(rng.random(goals) < 0.01, "draft", "adopted").tolist()
    columns.valid_from = columns.valid_to = [None] * goals
    columns.replaces = columns.addressed_to = [()] * goals
    columns.exempt = [(None, None) if lucky else None for lucky in rng.random(goals) < 0.002]
    columns.exempt_reason = ["Beslut" if each else None for each in columns.exempt]
    columns.file, columns.line = ["town.json"] * goals, list(range(1, goals + 1))
    columns.unit, columns.plan, columns.areas = [], [], []
    for level in range(5):
        choice = rng.integers(0, len(unit_of_level[level]), per_level[level]).tolist()
        columns.unit += [(unit_of_level[level][each],) for each in choice]
        plans = [f"p{unit}" for unit in unit_of_level[level]]
        columns.plan += [plans[each] if level else None for each in choice]
        tagged = rng.integers(0, 4, per_level[level]).tolist()
        columns.areas += [(f"a{each}",) if level in (1, 2) else () for each in tagged]
    for level in range(1, 5):
        own = np.arange(start[level], start[level + 1])
        times = rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2], size=len(own))
        source = np.repeat(own, times)
        above = np.where(rng.random(len(source)) < 0.03, max(level - 2, 0), level - 1)
        target = rng.integers(start[above], start[above + 1])
        pairs = np.unique(np.stack([source, target]), axis=1)
        links.source += [names[each] for each in pairs[0].tolist()]
        links.target += [names[each] for each in pairs[1].tolist()]
    count = len(links.source)
    links.status = np.where(rng.random(count) < 0.005, "rejected", "adopted").tolist()
    links.valid_from = links.how = [None] * count
    links.valid_to = [
        "2020-12-31" if ended else None for ended in (rng.random(count) < 0.01).tolist()
    ]
    links.suspect = (rng.random(count) < 0.01).tolist()
    return Columns(frame, columns, links, "sha256:" + "0" * 64, ("town",))


def projection(goals: int, seed: int = 1) -> Projection:
    """The projection of a made-up municipality."""
    return build(town(goals, seed))


def _frame(per_level: list[int]) -> tuple[Chain, list[list[str]]]:
    """Units, plans and areas: 20 nämnder, units and groups in step with the goals."""
    boards = [f"n{place:02}" for place in range(20)]
    parts = [f"e{place:05}" for place in range(max(20, per_level[3] // 5))]
    groups = [f"r{place:06}" for place in range(max(40, per_level[4] // 20))]
    units = [Unit(id="kf", name="Kommunfullmäktige", kind="fullmäktige")]
    units += [Unit(id=unit, name=f"Nämnd {unit}", kind="nämnd", parent="kf") for unit in boards]
    units += [
        Unit(id=unit, name=f"Enhet {unit}", kind="enhet", parent=boards[place % 20])
        for place, unit in enumerate(parts)
    ]
    units += [
        Unit(id=unit, name=f"Grupp {unit}", kind="grupp", parent=parts[place % len(parts)])
        for place, unit in enumerate(groups)
    ]
    units.sort(key=lambda unit: unit.id)
    year = parse_period("2024")
    kinds = {"f": "kommunplan", "n": "nämndplan", "e": "enhetsplan", "g": "gruppplan"}
    plans = [
        Plan(id=f"p{unit.id}", kind=kinds[unit.kind[0]], unit=unit.id, period=year)
        for unit in units
    ]
    areas = [Area(id=f"a{place}", name=f"Område {place}", period=year) for place in range(4)]
    frame = Chain(units=tuple(units), plans=tuple(plans), areas=tuple(areas))
    return frame, [["kf"], ["kf"], boards, parts, groups]


def plan_file(goals: int, seed: int = 1) -> PlanFile:
    """The same municipality as a plan file."""
    columns = town(goals, seed)
    written, frame = columns.goals, columns.frame
    links: dict[str, list[Link]] = {}
    for place, (source, target) in enumerate(
        zip(columns.links.source, columns.links.target, strict=True)
    ):
        end = columns.links.valid_to[place]
        links.setdefault(source, []).append(
            Link(
                to=target,
                status=columns.links.status[place],
                valid_to=datetime.date.fromisoformat(end) if end else None,
                place=Place("town.json", place + 1),
            )
        )
    made = tuple(
        Goal(
            id=name,
            title=written.title[place],
            level=written.level[place],
            status=written.status[place],
            unit=tuple(written.unit[place]),
            plan=written.plan[place],
            areas=tuple(written.areas[place]),
            exempt=Exempt(reason="Undantaget") if written.exempt[place] else None,
            contributes_to=tuple(links.get(name, ())),
            place=Place("town.json", written.line[place]),
        )
        for place, name in enumerate(written.id)
    )
    return PlanFile(
        source=Source(id="town", title="En påhittad kommun"),
        units=frame.units,
        plans=frame.plans,
        areas=frame.areas,
        goals=made,
    )
