"""
Random goal chains: valid plan files as plain dicts, with everything in them that can go wrong.

``random_chain(seed, size)`` gives the same chain for the same seed; ``chains()`` is a Hypothesis
strategy over the same maker; ``drops(doc, rng)`` picks something to drop.
All dates stand around 2024. References resolve, but for those from goal to goal.
"""

from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.oracle import DEFAULT_LEVELS, Doc, fingerprint

# Ids that sort oddly, look like something else, or need quoting somewhere. All are NFC.
ODD_IDS = [
    *("n10", "n2", "n1", "å", "ä", "ö", "Z", "a", "a b", "B", "é", "10", "9", "2024", "no", "on"),
    *("1:30", "x/y", "q?", "#1", "100%", "a-b", "aa", "true", "null", "~", "=cmd()", "<b>", "Å"),
    *("\ufb00", "\U0001d50a", "\U0001f6b2", "ß", "ss", "z.1", "z_1", "it's", '"q"', "a,b", "k:1"),
    *("g->h", "goal:a", "unit:å", "b->c"),
]
SIZES = {"tiny": (1, 3), "small": (2, 6), "medium": (8, 24)}
AREA_KINDS = ["målområde", "fokusområde", "perspektiv"]
PERIODS: list[Any] = [
    *("2023", "2025", "2023-2024", "2024-2027", "2025-2026", "2024-03", "2024-T1", "2024-T3"),
    *("2024-Q2", "2023-Q4"),
    {"from": "2023-07-01", "to": "2024-06-30"},
    {"from": "2024-05-15", "to": "2024-12-31"},
]
DAYS = [
    *("2022-12-31", "2023-06-30", "2023-11-15", "2023-12-31", "2024-01-01", "2024-02-29"),
    *("2024-05-31", "2024-06-01", "2024-10-15", "2024-12-31", "2025-01-01", "2025-06-30"),
]
# Local kinds and what the model may map them to.
LOCAL_KINDS = {"styrelse": "nämnd", "skola": "enhet", "arbetslag": "grupp"}
STATES = ["vision", "root", "rooted", "exempt", "orphan", "broken", "detached"]
LINK_STATES = ["rejected", "outdated", "broken", "suspect", "predated", "unwanted", "valid"]
STATUSES = ["covered", "forwarded", "exempt", "tag_only", "weak", "no_plan", "empty"]


class _Maker:
    def __init__(self, rng: Random, size: str) -> None:
        self.rng = rng
        self.least, self.most = SIZES[size]
        self.doc: Doc = {"rodtrad": 1, "source": {"id": "chain", "title": "Slumpad kedja"}}
        self.levels: list[Doc] = DEFAULT_LEVELS

    # --- chance

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) >= 100 - percent

    def some(self, items: list[Any], least: int, most: int) -> list[Any]:
        count = min(len(items), self.rng.randint(least, most))
        return self.rng.sample(items, count)

    def ids(self, prefix: str, count: int) -> list[str]:
        """Mostly plain ids, some odd ones; none twice."""
        odd = self.rng.sample(ODD_IDS, min(count, len(ODD_IDS)))
        plain = [f"{prefix}{number}" for number in range(count)]
        return [odd[at] if at < len(odd) and self.chance(35) else plain[at] for at in range(count)]

    def interval(self, item: Doc, start: str, end: str, percent: int) -> None:
        """One or two dates, in order; now and then a stretch that is over or not begun."""
        if not self.chance(percent):
            return
        first, last = sorted(self.rng.sample(DAYS, 2))
        shape = self.rng.randrange(3)
        if shape != 1:
            item[start] = first
        if shape != 0:
            item[end] = last

    # --- the parts

    def model(self) -> None:
        roll = self.rng.randrange(10)
        if roll >= 5:
            model: Doc = {"levels": self._custom_levels()} if roll >= 8 else {}
            self.levels = model.get("levels", DEFAULT_LEVELS)
            if self.chance(70):
                model["unit_kinds"] = {kind: LOCAL_KINDS[kind] for kind in sorted(LOCAL_KINDS)}
            if self.chance(50) or not model:
                model["current_year"] = 2024
            self.doc["model"] = model
        self.root = next(at for at, level in enumerate(self.levels) if level.get("root"))

    def _custom_levels(self) -> list[Doc]:
        """Three to six levels, none of them named in order, with needs across several."""
        count = self.rng.randint(3, 6)
        names = self.rng.sample(["vision", "namnd", "bolag", "enhet", "å", "Z", "b 1"], count)
        root = self.rng.randrange(min(3, count - 1))
        owners = ["nämnd", "bolag", "enhet", "grupp"]
        levels: list[Doc] = []
        for at, name in enumerate(names):
            level: Doc = {"id": name, "name": name.title()}
            below = names[at + 1 :]
            if below and self.chance(85):
                level["needs"] = [below[0]] if self.chance(60) else self.some(below, 0, 2)
            if at == root:
                level["root"] = True
            if at >= root and self.chance(80):
                step = min(max(at - root - 1, 0), 3)
                level["owed_by"] = ["fullmäktige"] if at == root else [owners[step]]
                if at > root and self.chance(25):
                    level["owed_by"] = self.some(owners, 1, 2)
                if self.chance(70):
                    level["every_area"] = True if self.chance(50) else self.some(AREA_KINDS, 1, 2)
            if self.chance(70):
                level["plan"] = self.rng.choice(["kommunplan", "nämndplan", "enhetsplan"])
            levels.append(level)
        return levels

    def units(self) -> None:
        kinds = ["fullmäktige"]
        parents: list[int | None] = [None]
        for _ in range(self.rng.randint(2, 3)):
            kinds.append(self.rng.choice(["nämnd", "nämnd", "nämnd", "styrelse", "bolag"]))
            # Now and then a nämnd under another, or one that stands alone.
            inside = self.rng.randrange(len(kinds) - 1) if self.chance(15) else 0
            parents.append(None if self.chance(8) else inside)
        tops = len(kinds)
        for _ in range(self.rng.randint(2, 2 + self.most)):
            kind = self.rng.choice(["förvaltning", "kontor", "enhet", "enhet", "skola", "grupp"])
            kinds.append("arbetslag" if kind == "grupp" and self.chance(20) else kind)
            last = len(kinds) - 2
            deepest = last if kind == "grupp" else max(tops - 1, last // 2)
            parents.append(self.rng.randint(1, deepest))
        ids = self.ids("u", len(kinds))
        units = []
        for uid, kind, parent in zip(ids, kinds, parents, strict=True):
            unit: Doc = {"id": uid, "name": f"Enhet {uid}", "kind": kind}
            if parent is not None:
                unit["parent"] = ids[parent]
            self.interval(unit, "valid_from", "valid_to", 10)
            units.append(unit)
        self.doc["units"] = units
        self.unit_ids = ids
        self.kind_of = {unit["id"]: LOCAL_KINDS.get(unit["kind"], unit["kind"]) for unit in units}

    def plans(self) -> None:
        count = self.rng.randint(2, 3 + self.most)
        plans: list[Doc] = []
        for at, pid in enumerate(self.ids("p", count)):
            kind = self.rng.choice(["kommunplan", "nämndplan", "enhetsplan", "gruppplan"])
            holder = {"kommunplan": "fullmäktige", "nämndplan": "nämnd", "enhetsplan": "enhet"}
            fits = [uid for uid in self.unit_ids if self.kind_of[uid] == holder.get(kind, "grupp")]
            # Part-plans and plans prepared elsewhere: the unit is not always the expected one.
            unit = self.rng.choice(fits if fits and not self.chance(20) else self.unit_ids)
            plan: Doc = {"id": pid, "kind": kind, "name": f"Plan {pid}", "unit": unit}
            if not self.chance(10):
                plan["period"] = "2024" if self.chance(75) else self.rng.choice(PERIODS)
            if self.chance(18):
                plan["in_force_from"] = self.rng.choice(DAYS)
            if self.chance(10):
                plan["status"] = self.rng.choice(["draft", "draft", "rejected"])
            if self.chance(75):
                plan["decided_on"] = self.rng.choice(DAYS[1:8])
            earlier = [other["id"] for other in plans]
            if at and self.chance(25):
                plan["replaces"] = plans[-1]["id"] if self.chance(60) else self.rng.choice(earlier)
                if self.chance(50):
                    plan["unit"] = next(p["unit"] for p in plans if p["id"] == plan["replaces"])
            whole = [each for each in earlier if each != plan.get("replaces")]
            if whole and self.chance(15):
                plan["part_of"] = self.rng.choice(whole)
            plans.append(plan)
        self.doc["plans"] = plans

    def areas(self) -> None:
        areas: list[Doc] = []
        for number, aid in enumerate(self.ids("a", self.rng.randint(2, 4)), 1):
            area: Doc = {"id": aid, "number": number, "name": f"Område {aid}"}
            area["kind"] = "målområde" if self.chance(65) else self.rng.choice(AREA_KINDS)
            if not self.chance(10):
                late = {"from": "2024-06-01", "to": "2026-12-31"}
                other = ["2019-2022", "2025-2028", "2023", late]
                area["period"] = "2021-2024" if self.chance(75) else self.rng.choice(other)
            areas.append(area)
        self.doc["areas"] = areas
        self.area_ids = [area["id"] for area in areas]

    def goals(self) -> None:
        level_of: list[int] = []
        for at in range(len(self.levels)):
            count = self.rng.randint(self.least, self.most)
            level_of += [at] * (self.rng.randint(0, 2) if at < self.root else count)
        self.goal_ids = self.ids("g", len(level_of))
        self.at_level = dict(zip(self.goal_ids, level_of, strict=True))
        # Names that no goal has, though some goal may say it replaces them.
        self.nowhere = [gid for gid in ("borta", "gone", "ö9") if gid not in self.at_level]
        goals = [self._goal(gid) for gid in self.goal_ids]
        self._replacements(goals)
        for goal in goals:
            if links := self._links(goal, goals):
                goal["contributes_to"] = links
        if self.chance(50):
            self.rng.shuffle(goals)
        self.doc["goals"] = goals

    def _goal(self, gid: str) -> Doc:
        at = self.at_level[gid]
        goal: Doc = {"id": gid, "title": f"Mål  {gid}", "level": self.levels[at]["id"]}
        if self.chance(30):
            goal["description"] = self.rng.choice(["Vi gör mer.", " Vi\u00a0gör\n mer. ", "", "Å"])
        fits = [uid for uid in self.unit_ids if self.kind_of[uid] in self._owners(at)]
        where = fits if fits and not self.chance(15) else self.unit_ids
        if not self.chance(10):
            several = self.some(where, 2, 3) if self.chance(10) else [self.rng.choice(where)]
            goal["unit"] = several if len(several) > 1 or self.chance(10) else several[0]
        if self.chance(5 if at < self.root else 35):
            kind = self.levels[at].get("plan")
            plans = self.doc["plans"]
            same = [plan for plan in plans if plan["kind"] == kind] or plans
            goal["plan"] = self.rng.choice(plans if self.chance(15) else same)["id"]
        if self.chance(85 if at == self.root else 40):
            goal["areas"] = self.some(self.area_ids, 1, 2)
        if at == self.root and self.chance(40):
            goal["addressed_to"] = self.some(self.unit_ids[1:5], 1, 3)
        if self.chance(12):
            goal["status"] = self.rng.choice(["draft", "draft", "rejected", "dropped", "dropped"])
        self.interval(goal, "valid_from", "valid_to", 8)
        if self.chance(10):
            goal["exempt"] = self._decision("decided_on", "until")
        return goal

    def _owners(self, at: int) -> list[str]:
        if at <= self.root:
            return ["fullmäktige"]
        return list(self.levels[at].get("owed_by") or ["nämnd", "bolag"])

    def _decision(self, start: str, end: str) -> Doc:
        decision: Doc = {"reason": "Beslut", "decided_by": self.unit_ids[0]}
        self.interval(decision, start, end, 40)
        return decision

    def _replacements(self, goals: list[Doc]) -> None:
        for at, goal in enumerate(goals):
            if not self.chance(12):
                continue
            older = [other["id"] for other in goals[:at] if other["level"] == goal["level"]]
            choice = self.rng.choice(self.nowhere if not older or self.chance(30) else older)
            goal["replaces"] = [choice] if self.chance(30) else choice
            for other in goals[:at]:
                if other["id"] == choice and self.chance(60):
                    other["status"] = "dropped"

    def _links(self, goal: Doc, goals: list[Doc]) -> list[Any]:
        gid, at = goal["id"], self.at_level[goal["id"]]
        if self.chance(8):
            return []
        above = [other for other in self.goal_ids if self.at_level[other] == at - 1]
        higher = [other for other in self.goal_ids if self.at_level[other] < at]
        targets = self.some(above, 1, 1 if self.chance(60) else 3)
        wild = [gid] if self.chance(4) else []
        if higher and self.chance(30):
            wild.append(self.rng.choice(higher))
        if self.chance(12):
            wild.append(self.rng.choice(self.goal_ids))
        if self.chance(8):
            wild.append(self.rng.choice(self.nowhere))
        # Sometimes only the odd ones, so that not every goal is saved by its ordinary parent.
        targets = wild if wild and self.chance(40) else targets + wild
        by_id = {other["id"]: other for other in goals}
        return [self._link(goal, to, by_id.get(to)) for to in dict.fromkeys(targets)]

    def _link(self, goal: Doc, to: str, target: Doc | None) -> Any:
        if self.chance(50):
            return to
        link: Doc = {"to": to}
        self.interval(link, "valid_from", "valid_to", 12)
        if self.chance(12):
            link["status"] = self.rng.choice(["rejected", "rejected", "draft", "adopted"])
        if self.chance(20):
            link["how"] = "Bidrar genom eget arbete."
        for key, end in (("fingerprint_from", goal), ("fingerprint_to", target or {})):
            if self.chance(40):
                seen = {**end, "title": "En äldre lydelse"} if self.chance(30) else end
                link[key] = fingerprint(seen)
        return link

    def decisions(self) -> None:
        exemptions: list[Doc] = []
        boards = [uid for uid in self.unit_ids if self.kind_of[uid] in ("nämnd", "bolag")]
        for _ in range(self.rng.randint(0, 2)):
            exempt = self._decision("decided_on", "until")
            if self.goal_ids and self.chance(30):
                exempt["goal"] = self.rng.choice(self.goal_ids)
            else:
                common = boards and not self.chance(25)
                exempt["unit"] = self.rng.choice(boards if common else self.unit_ids)
                if self.chance(75):
                    exempt["area"] = self.rng.choice(self.area_ids)
            exemptions.append(exempt)
        if exemptions:
            self.doc["exemptions"] = exemptions
        forwards = [forward for _ in range(self.rng.randint(0, 5)) if (forward := self._forward())]
        if forwards:
            self.doc["forwards"] = forwards

    def _forward(self) -> Doc | None:
        """Mostly one that an existing link takes up: the goal, one step past a level, its unit."""
        links = [
            (goal, link["to"] if isinstance(link, dict) else link)
            for goal in self.doc["goals"]
            for link in goal.get("contributes_to", [])
        ]
        jumps = [
            (goal, to)
            for goal, to in links
            if to in self.at_level and self.at_level[goal["id"]] - self.at_level[to] >= 2
        ]
        if jumps and not self.chance(12):
            taker, goal = self.rng.choice(jumps)
            level = self.at_level[taker["id"]] - 1
            units = taker.get("unit") or self.rng.choice(self.unit_ids)
            unit = units[0] if isinstance(units, list) else units
            parents = {each["id"]: each.get("parent") for each in self.doc["units"]}
            while self.chance(95) and self.kind_of[unit] not in self._owners(level):
                if parents[unit] is None:
                    break
                unit = parents[unit]
        elif self.goal_ids:
            goal, unit = self.rng.choice(self.goal_ids), self.rng.choice(self.unit_ids)
            level = self.rng.randrange(len(self.levels))
        else:
            return None
        forward: Doc = {"goal": goal, "unit": unit, "level": self.levels[level]["id"]}
        forward["reason"] = "Lämnas vidare"
        self.interval(forward, "decided_on", "until", 25)
        return forward

    def indicators(self) -> None:
        if not self.goal_ids:
            return
        self.doc["indicators"] = [
            {"id": iid, "name": f"Indikator {iid}", "measures": self.some(self.goal_ids, 1, 3)}
            for iid in self.ids("i", self.rng.randint(0, 3))
        ]

    def view(self) -> Doc:
        roll = self.rng.randrange(20)
        if roll < 13:
            view: Doc = {"year": 2024}
        elif roll < 15:
            view = {"year": self.rng.choice([2023, 2025])}
        elif roll < 18:
            view = {"as_of": self.rng.choice(DAYS[3:11])}
        else:
            view = {"all": True}
        if self.chance(15):
            view["through"] = self.rng.choice(self.levels)["id"]
        if self.chance(20):
            view["drafts"] = True
        return view

    def chain(self) -> tuple[Doc, Doc]:
        self.model()
        self.units()
        self.plans()
        self.areas()
        self.goals()
        self.decisions()
        self.indicators()
        return self.doc, self.view()


def random_chain(seed: int, size: str = "small") -> tuple[Doc, Doc]:
    """A plan file and a view; the same for the same seed and size (tiny, small, medium)."""
    return _Maker(Random(seed), size).chain()


def shortened(doc: Doc, count: int) -> Doc:
    """The same plan file with its first goals only, and what refers to others left out."""
    kept = {goal["id"] for goal in doc["goals"][:count]}
    short = {**doc, "goals": doc["goals"][:count]}
    for section in ("exemptions", "forwards"):
        if section in doc:
            short[section] = [i for i in doc[section] if "goal" not in i or i["goal"] in kept]
    if "indicators" in doc:
        short["indicators"] = [i for i in doc["indicators"] if kept.issuperset(i["measures"])]
    return short


def chains(size: str = "small") -> st.SearchStrategy[tuple[Doc, Doc]]:
    """
    Plan files with a view. A failing one shrinks by losing goals from its end, and to a low seed:
    drawing every choice by itself shrinks further, but takes minutes.
    """
    counts = st.one_of(st.integers(1, 12), st.none())

    def build(seed: int, count: int | None) -> tuple[Doc, Doc]:
        doc, view = random_chain(seed, size)
        return (doc if count is None else shortened(doc, count)), view

    return st.builds(build, st.integers(0, 2**20), counts)


def drops(doc: Doc, rng: Random) -> list[str]:
    """One to three things to drop, named so that there is one way to read each."""
    named = {kind: {item["id"] for item in doc.get(f"{kind}s", [])} for kind in ("goal", "unit")}
    named["plan"] = {plan["id"] for plan in doc.get("plans", [])}
    every_id = set().union(*named.values())
    prefixed = {f"{kind}:{each}" for kind, ids in named.items() for each in ids}
    choices: dict[str, list[str]] = {}
    for kind, ids in named.items():
        others = set().union(*(more for key, more in named.items() if key != kind))
        full = {f"{kind}:{each}" for each in ids} - every_id
        choices[kind] = sorted(full | (ids - others))
    arrows = [
        f"{goal['id']}->{link['to'] if isinstance(link, dict) else link}"
        for goal in doc.get("goals", [])
        for link in goal.get("contributes_to", [])
    ]
    taken = every_id | prefixed
    choices["link"] = [name for name in arrows if arrows.count(name) == 1 and name not in taken]
    kinds = [kind for kind in ("goal", "goal", "link", "link", "unit", "plan") if choices[kind]]
    picked = [rng.choice(choices[kind]) for kind in rng.choices(kinds, k=rng.randint(1, 3))]
    return list(dict.fromkeys(picked))
