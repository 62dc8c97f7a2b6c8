"""
The lenses of a map: answers to other questions, spelled for what draws them.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from graph.model import Indicator, Reading
from queries.audit import Audit
from queries.differences import KINDS, Difference
from queries.impact import Impact, impact
from queries.leaning import leaning
from queries.rules.verdicts.followup import reaches
from service.compared import Compared
from service.showing import number
from visualizations.gather import clean, joined
from visualizations.lens import Lens
from visualizations.model import PLAIN_WIDTH, Chart
from visualizations.wording import number_of, say
from visualizations.wrapping import ems

# How many candidates are named beside a goal that loses its last support.
NAMED = 3
# The thickest line that leaning gives, in pixels: lines side by side stand 7 apart.
THICKEST = 6.0
# A longer unit of measure doesn't stand beside the figures of a chart.
UNIT_EMS = 2.2
# Where a comparison has so many times fewer goals on one side, the data is what differs.
FAR_FEWER = 4
# Whether a period is in the view.
Holds = Callable[[datetime.date, datetime.date], bool]
# How a direction is written for people.
SIGNS = {">=": "≥", "<=": "≤"}


def impact_lens(audit: Audit, names: Sequence[str], language: str) -> Lens:
    """What a drop would cost; UsageError for names there aren't."""
    found = impact(audit, names)
    codes = ("dropped", "loses_last", "loses_one", "loses_answer")
    goal = np.full(audit.projection.count, -1, dtype=np.int8)
    for place in (3, 2, 1):
        goal[getattr(found, codes[place])] = place
    goal[found.drops.goals & audit.scene.goals] = 0
    link = np.where(found.drops.links & audit.links.carries, 0, -1).astype(np.int8)
    return Lens(
        name="impact",
        codes=codes,
        goal=goal,
        link=link,
        told=_Candidates(found, language).told,
        summary=_impact_summary(found, language),
        chooses=True,
    )


class _Candidates:
    """Who could carry a goal that loses its last support; asked of the goals that are shown."""

    def __init__(self, found: Impact, language: str) -> None:
        self._found, self._language = found, language
        self._lost = set(found.loses_last)

    def told(self, goal: int) -> list[str]:
        """One line, or none."""
        if goal not in self._lost:
            return []
        p = self._found.audit.projection
        near = [p.titles[each.goal] for each in self._found.candidates_of(goal, NAMED)]
        code = "candidates" if near else "candidates.none"
        return [say(code, self._language, list="; ".join(f"”{title}”" for title in near))]


def _impact_summary(found: Impact, language: str) -> tuple[str, ...]:
    counted = (
        ("impact.last", len(found.loses_last)),
        ("impact.one", len(found.loses_one)),
        ("impact.answer", len(found.loses_answer)),
        ("impact.cells", len(found.lost_cells)),
        ("impact.indicators", len(found.indicators_without_goal)),
    )
    told = [number_of(code, count, language) for code, count in counted if count]
    dropped = int(np.count_nonzero(found.drops.goals & found.audit.scene.goals))
    first = number_of("impact.dropped", dropped, language)
    if not told:
        return (first, say("impact.nothing", language))
    return (first, say("impact", language, list=joined(told, language)))


def weight_lens(audit: Audit, language: str) -> Lens:
    """What hangs on what: lines as thick as what leans on them, and goals that bear alone."""
    found = leaning(audit)
    bears = found.goals
    at_most = max(1, int(found.links.max(initial=1)))
    width = PLAIN_WIDTH + (THICKEST - PLAIN_WIDTH) * np.sqrt(found.links / at_most)
    most = int(bears.max(initial=0))
    summary = [say("weight", language)]
    if most:
        title = audit.projection.titles[int(bears.argmax())]
        summary.append(number_of("weight.most", most, language, title=clean(title)))

    return Lens(
        name="weight",
        codes=("bears",),
        goal=np.where(bears > 0, 0, -1).astype(np.int8),
        width=width,
        leaning=found.links,
        text=lambda goal: number_of("weight.bears", int(bears[goal]), language),
        summary=tuple(summary),
    )


def indicator_lens(audit: Audit, language: str) -> Lens:
    """The goals' indicators, with outcome and target by period."""
    p = audit.projection
    measures: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in p.frame.indicators:
        for ident in indicator.measures:
            measures[p.number[ident]].append(indicator)
    charts = {
        goal: tuple(chart_of(each, language, audit.scene.holds) for each in found)
        for goal, found in measures.items()
        if audit.scene.goals[goal]
    }
    said = np.full(p.count, -1, dtype=np.int8)

    def text(goal: int) -> str:
        if said[goal] != 2:
            return ""
        if any(last_of(each, audit.scene.holds) for each in measures[goal]):
            return say("measured.no_target", language)
        lasts = [last.period for each in measures[goal] if (last := last_of(each)) is not None]
        if not lasts:
            return say("measured.no_outcome", language)
        latest = max(lasts, key=lambda period: period.last)
        return say("measured.earlier", language, period=latest.text)

    for goal in charts:
        met = [_met(audit, each) for each in measures[goal]]
        said[goal] = 0 if False in met else 1 if True in met else 2
    return Lens(
        name="indicators",
        codes=("off_target", "on_target", "measured"),
        goal=said,
        text=text,
        charts=lambda goal: charts.get(goal, ()),
        told=lambda goal: [chart.text for chart in charts.get(goal, ())],
        summary=(say("indicators", language, number=len(charts), total=len(audit.goals_in_force)),),
    )


def _met(audit: Audit, indicator: Indicator) -> bool | None:
    """Whether the last outcome in the view reached its target; None where that isn't known."""
    last = last_of(indicator, audit.scene.holds)
    return None if last is None else reaches(indicator, last)


def last_of(indicator: Indicator, holds: Holds | None = None) -> Reading | None:
    """The last outcome of both genders together, in a view if one is given."""
    held = [
        each
        for each in indicator.readings
        if each.value is not None
        and each.gender is None
        and (holds is None or holds(each.period.first, each.period.last))
    ]
    return max(held, key=lambda each: (each.period.last, each.period.first), default=None)


def chart_of(indicator: Indicator, language: str, holds: Holds | None = None) -> Chart:
    """
    An indicator's readings by period, oldest first; its own target where a reading has none.

    What is told is the last outcome, of a view if one is given that has any.
    """
    readings = sorted(
        (each for each in indicator.readings if each.gender is None),
        key=lambda each: (each.period.first, each.period.last),
    )
    targets = [indicator.target if each.target is None else each.target for each in readings]
    unit = f"\u00a0{indicator.unit_of_measure}" if indicator.unit_of_measure else ""
    last = last_of(indicator, holds) or last_of(indicator)
    name, period, value, aim = clean(indicator.name), "", "", indicator.target
    if last is not None and last.value is not None:
        period, value = last.period.text, number(last.value, language)
        aim = indicator.target if last.target is None else last.target
    code = "chart" if value else "chart.none"
    told = say(code, language, name=name, period=period, value=value + unit)
    asked = ""
    if aim is not None:
        way = SIGNS.get(indicator.target_op or "=", indicator.target_op)
        asked = f"{way} {number(aim, language)}"
        told = say("chart.target", language, told=told, target=asked + unit)
    met = None if last is None else reaches(indicator, last)
    if met is not None:
        told = say("chart.met" if met else "chart.missed", language, told=told)
    if indicator.basis == "made_up":
        told = say("chart.example", language, told=told)
        name = say("chart.example.name", language, name=name)
    return Chart(
        name=name,
        periods=tuple(each.period.text for each in readings),
        values=tuple(each.value for each in readings),
        targets=tuple(targets),
        figures=clean(_figures(value, unit, period, asked)),
        text=clean(told),
    )


def _figures(value: str, unit: str, period: str, asked: str) -> str:
    """Outcome, year and target in few letters; a long unit stands in the words alone."""
    unit = unit if ems(unit) <= UNIT_EMS else ""
    outcome = [f"{value}{unit}", period] if value else []
    return " ".join(filter(None, [*outcome, f"({asked}{'' if value else unit})" if asked else ""]))


def compare_lens(
    compared: Compared,
    found: Mapping[str, Difference],
    before: Audit,
    against: str,
    language: str,
) -> Lens:
    """What differs from another year or file, `before`; `against` is what it is called."""
    names = compared.facts.projection.number
    goal = np.full(len(names), -1, dtype=np.int8)
    for ident, each in found.items():
        goal[names[ident]] = KINDS.index(each.kinds[0])
    link = np.where(compared.new_links, KINDS.index("new"), -1)
    link[compared.gone_links] = KINDS.index("removed")
    by_number = {names[ident]: each for ident, each in found.items()}
    # Each goal once, by what is marked on it: the sentence counts what the legend does.
    counts = Counter(each.kinds[0] for each in found.values())
    told = [number_of(f"compare.{kind}", counts[kind], language) for kind in KINDS if counts[kind]]
    then, now = (str(each.view.year or "") for each in (before, compared.after))
    years = then != now and bool(then and now)
    code = "compare.nothing" if not told else "compare.years" if years else "compare"
    said = [say(code, language, against=against, then=then, now=now, list=joined(told, language))]
    if any(len(each.kinds) > 1 for each in found.values()):
        said.append(say("compare.once", language))
    sides = (len(before.goals_in_force), then), (len(compared.after.goals_in_force), now)
    (held, few), (total, year) = sorted(sides, key=lambda side: side[0])
    if years and held * FAR_FEWER < total:
        said.append(number_of("compare.few", held, language, few=few, total=total, year=year))
    return Lens(
        name="compare",
        codes=KINDS,
        goal=goal,
        link=link.astype(np.int8),
        text=lambda place: _all_kinds(by_number.get(place), language),
        told=lambda place: _told(compared.after, by_number.get(place), language),
        summary=tuple(said),
        chooses=True,
    )


def _all_kinds(found: Difference | None, language: str) -> str:
    """Everything that has changed about a goal, the gravest first."""
    kinds = found.kinds if found is not None else ()
    return ", ".join(say(f"change.{kind}", language) for kind in kinds)


def _told(after: Audit, found: Difference | None, language: str) -> list[str]:
    """What was and what is, a line each."""
    if found is None:
        return []
    out = [say("was.earlier", language, was=found.earlier)] if found.earlier else []
    for key, was, now in found.told:
        one, other = (
            ", ".join(_name(after, key, each, language) for each in side) or "–"
            for side in (was, now)
        )
        out.append(say(f"was.{key}", language, was=one, now=other))
    return out


def _name(audit: Audit, key: str, ident: str, language: str) -> str:
    """What people call a unit, an area, a level, a goal or a state; a title is its own name."""
    p = audit.projection
    if key == "state":
        return say(ident, language)
    if key == "level":
        return p.governance.level(ident).name
    if key == "units" and ident in p.unit_number:
        return p.frame.units[p.unit_number[ident]].name
    if key == "areas" and ident in p.area_number:
        return p.frame.areas[p.area_number[ident]].name
    if key == "to" and ident in p.number:
        return f"”{p.titles[p.number[ident]] or ident}”"
    return ident
