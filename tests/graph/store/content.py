"""Plan files for the store's tests: small, and one that holds a bit of everything."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from graph.chain import PlanFile
from graph.governance import DEFAULT_LEVELS, Governance
from graph.model import (
    Area,
    Assessment,
    Assignment,
    Decision,
    Document,
    Exempt,
    Exemption,
    Forward,
    Goal,
    Guarantee,
    Indicator,
    Link,
    Participation,
    Place,
    Plan,
    Reading,
    Source,
    Unit,
)
from graph.period import parse_period

FILE = "plan å.yaml"


def at(line: int) -> Place:
    return Place(FILE, line)


def goal(id: str, *links: Link | str, title: str | None = None, **more: Any) -> Goal:
    """A goal whose links are given as links or as bare ids."""
    written = tuple(Link(to=each) if isinstance(each, str) else each for each in links)
    return Goal(
        id=id, title=title or f"Mål {id}", level=more.pop("level", "grupp"),
        contributes_to=written, **more,
    )  # fmt: skip


def file(id: str, *goals: Goal, **sections: Any) -> PlanFile:
    """A source with these goals and other sections."""
    return PlanFile(source=Source(id=id), goals=goals, **sections)


def reworded(given: PlanFile, id: str, title: str) -> PlanFile:
    """The same file with another title for one goal."""
    goals = tuple(
        dataclasses.replace(each, title=title) if each.id == id else each for each in given.goals
    )
    return dataclasses.replace(given, goals=goals)


def everything() -> PlanFile:
    """Every section and every kind of field, with places."""
    day = dt.date(2023, 6, 21)
    return PlanFile(
        source=Source(id="allt", title="Allt", url="https://example.org/?a=1&b=å", place=at(2)),
        governance=Governance(
            levels=DEFAULT_LEVELS, unit_kinds=(("skola", "enhet"),), current_year=2024
        ),
        units=(
            Unit(id="kf", name="Kommunfullmäktige", kind="fullmäktige", place=at(4)),
            Unit(id="bun", name="BUN", kind="nämnd", parent="kf", valid_from=day, place=at(5)),
        ),
        plans=(
            Plan(id="kp", kind="kommunplan", unit="kf", period=parse_period("2024-2027"),
                 decided_on=day, budget_tkr=2.5, place=at(6), decisions=(
                     Decision(kind="preliminary", decided_on=day, place=at(7)),
                     Decision(kind="revised", reference="§ 1", basis="inferred", place=at(8)))),
            Plan(id="np", kind="nämndplan", unit="bun", period=parse_period("2024-01-01/"),
                 based_on=("kp",), place=at(9)),
            Plan(id="np-del", kind="nämndplan", part_of="np", replaces=("np", "kp"), place=at(10)),
        ),
        areas=(
            Area(id="mo2", number=2, name="Andra", replaces=("mo1",), place=at(12)),
            Area(id="mo1", name="Första", contributes_to=("v",), period=parse_period("2021"),
                 note="Här", source="KF § 1", place=at(11)),
        ),
        goals=(
            goal("v", level="vision", place=at(13)),
            goal("k", Link(to="v", how="så\nhär", place=at(15)), Link(to="borta", place=at(16)),
                 level="fullmaktige", unit=("kf", "bun"), plan="kp", areas=("mo2", "mo1"),
                 addressed_to=("bun",), tags=("b", "a"), budget_tkr=3, basis="made_up",
                 exempt=Exempt(reason="för att", until=day, place=at(17)), place=at(14)),
            goal("n", Link(to="k", status="draft", fingerprint_from="sha256:x", valid_from=day),
                 level="namnd", code="1.10", replaces=("förr",), valid_to=day, place=at(18)),
        ),
        indicators=(
            Indicator(id="i", name="Andel", measures=("n", "k"), owner="bun", target=80.5,
                      target_op=">=", place=at(19), readings=(
                          Reading(period=parse_period("2023-T1"), value=79, place=at(20)),
                          Reading(period=parse_period("2023-T1"), value=79, place=at(21)),
                          Reading(period=parse_period("2022"), gender="K"))),
        ),
        exemptions=(
            Exemption(unit="bun", area="mo1", reason="r", place=at(22)),
            Exemption(unit="bun", area="mo1", reason="r", place=at(23)),
            Exemption(goal="n", reason="g", until=day),
        ),
        forwards=(Forward(goal="k", unit="bun", level="namnd", reason="r"),),
        assessments=(Assessment(goal="k", period=parse_period("2023"), verdict="partly"),
                     Assessment(area="mo1", period=parse_period("2023"), verdict="met")),
        participation=(Participation(unit="bun", date=day, took_part=9, of=11),),
        guarantees=(Guarantee(id="i", title="Svar inom två dagar", unit="bun", goals=("n",)),),
        assignments=(Assignment(id="u1", title="Utred", given_on=parse_period("2024-03")),),
        documents=(Document(id="d", title="Rapport", plan="np", date=day, url="javascript:x"),),
    )  # fmt: skip


NASTY = (
    "a/b?c#d%20", "😀 mål", "\u202eomvänt", "=cmd()", "<script>alert(1)</script>", "' OR 1=1 //",
    'quote"\\back', "`tick`", "$rows", "{id: 1}", "no", "on", "1:30", "2024", "null", "å" * 2000,
)  # fmt: skip


def nasty() -> PlanFile:
    """Ids and texts that look like something else."""
    goals = [goal("rot", level="fullmaktige")]
    for number, text in enumerate(NASTY):
        goals.append(
            goal(text, "rot", f"finns inte {text}", title=text, description=text, code=text,
                 tags=(text, text), note=text, place=Place(text, number + 1)))  # fmt: skip
    return file("källa " + NASTY[0], *goals)


def places(files: tuple[PlanFile, ...]) -> list[Any]:
    """Where every item says it was written, nested ones too."""
    found: list[Any] = []
    for each in files:
        found.append(each.source.place)
        waiting = [item for name in each.names for item in each.section(name)]
        while waiting:
            item = waiting.pop()
            found.append(item.place)
            for name in ("decisions", "readings", "contributes_to", "exempt"):
                inner = getattr(item, name, None)
                waiting += [one for one in inner if not isinstance(one, str)] if isinstance(
                    inner, tuple
                ) else [inner] if inner else []
    return found
