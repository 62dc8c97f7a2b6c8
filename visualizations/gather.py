"""
From what was selected to boxes and links with their words: the map before it is laid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from graph.layers import Indices
from graph.text import escape, fold, thousands
from visualizations.facts import Facts
from visualizations.lens import Lens
from visualizations.model import PLAIN_WIDTH, Edge, Node
from visualizations.request import OPENED_AT_MOST, MapRequest
from visualizations.selection import LEAST, Selection
from visualizations.tallies import PROBLEMS, tally
from visualizations.wording import CHANGE_MARKS, MARKS, number_of, say
from visualizations.wrapping import packed, wrapped

TITLE_EMS = 13.6
LINE_HEIGHT = 17
MARGIN = 12
CHART_HEIGHT = 42
TITLE_AT_MOST = 2000
# More lines than all there can be to say of goals that stand together.
PARTS_AT_MOST = 40


class Gathering:
    """Boxes and links of one selection; `nodes` and `edges` are filled when made."""

    def __init__(
        self,
        facts: Facts,
        request: MapRequest,
        selection: Selection,
        lens: Lens | None,
        language: str,
    ) -> None:
        """Linear in the links of the goals that are shown."""
        self._facts, self._request, self._selection = facts, request, selection
        self._lens, self._language = lens, language
        self._told_below: dict[int, int] = {}
        if lens is not None:
            tops = np.array(list(selection.shown), dtype=np.intp)
            self._told_below = facts.counts_below(tops, lens.goal >= 0)
        self._names = [level.name for level in facts.projection.governance.levels]
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.column: dict[str, int] = {}
        self.counted = 0
        self._unmerged: dict[int, int] = {}
        self._merge()
        for goal in selection.shown:
            self._goal(goal)
        self._links()
        for level, goals in selection.rest.items():
            self._rest(level, goals)

    def _say(self, code: str, **values: object) -> str:
        return say(code, self._language, **values)

    # --- goals

    def _goal(self, goal: int) -> None:
        facts, p = self._facts, self._facts.projection
        held = bool(facts.in_force[goal])
        state = facts.goal_states[facts.goal_state[goal]] if held else "gone"
        code = state if held or p.exists[goal] else "missing"
        hidden_up = sum(
            target not in self._selection.shown for _, target in facts.parents(goal)
        )
        hidden_down = self._unmerged.get(goal, 0)
        self.counted += hidden_up + hidden_down
        level = int(p.level[goal]) if p.exists[goal] else self._level_of_nobody(goal)
        below = int(facts.below.goals[goal])
        troubled = int(facts.below.troubled[goal])
        example = p.bases[goal] == "made_up"
        missing = held and bool(facts.missing[goal].any())
        title = clean(p.titles[goal]) or clean(p.ids[goal])
        if p.codes[goal]:
            title = f"{clean(p.codes[goal] or '')} {title}"
        lens, change = self._lens, ""
        notes = [self._say(code)]
        told: list[str] = []
        below_lens = ""
        if lens is not None:
            change = lens.code(goal)
            said = lens.text(goal) if lens.text else ""
            told += [clean(said) or self._say(f"change.{change}")] if change else []
            told += [clean(line) for line in lens.told(goal)] if lens.told else []
            if self._told_below[goal]:
                touched = self._told_below[goal]
                below_lens = number_of(f"below.{lens.name}", touched, self._language)
        notes += [*told, below_lens] if below_lens else told
        if example:
            notes.append(self._say("example.long"))
        if missing:
            notes.append(self._say("unanswered"))
        if below:
            notes.append(self._below(below))
        if troubled:
            notes.append(self._say("troubled", n=troubled))
        if hidden_up:
            notes.append(self._say("more_up", n=hidden_up))
        foot = [self._say(code)] if state in (*PROBLEMS, "exempt", "gone") else []
        foot += [self._say("example")] if example else []
        if hidden_down and below_lens:
            foot.append(below_lens)
        if hidden_down:
            foot.append("▸ " + self._below(below))
        if hidden_down and troubled:
            foot.append(f"! {thousands(troubled, self._language)}")
        elif missing:
            foot.append("! " + self._say("unanswered"))
        if hidden_up:
            foot.append(f"◂ {thousands(hidden_up, self._language)}")
        label = wrapped(f"{MARKS[state]} {title[:400]}", TITLE_EMS, 2)
        if change:
            label += wrapped(f"{CHANGE_MARKS[change]} {told[0]}", TITLE_EMS, 2)
        # Numbers stand whole, whatever a lens has to say.
        label += packed(foot, TITLE_EMS)
        key = f"g:{p.ids[goal]}"
        opened = goal in self._selection.opened
        charts = tuple(lens.charts(goal)) if lens is not None and lens.charts else ()
        self.column[key] = level
        self.nodes[key] = Node(
            key=key,
            kind="goal" if held else "gone",
            goal=p.ids[goal],
            title=title,
            label=tuple(label),
            level=p.governance.levels[level].id,
            level_name=self._names[level],
            state=state,
            state_text=self._say(code),
            mark=MARKS[state],
            units=tuple(
                clean(p.frame.units[unit].name) for unit in p.held_by.of(goal).tolist()
            ),
            held_by=self._held_by(goal),
            example=example,
            below=below,
            troubled=troubled,
            hidden_up=hidden_up,
            hidden_down=hidden_down,
            notes=tuple(notes),
            focused=goal in self._selection.focus and self._request.root is not None,
            opened=opened,
            change=change,
            change_text=told[0] if change else "",
            charts=charts,
            more=self._opening(p.ids[goal]) if hidden_down and not opened else None,
            more_text=self._say("open.below", title=short(title)) if hidden_down else "",
            height=LINE_HEIGHT * len(label) + CHART_HEIGHT * len(charts) + MARGIN,
        )

    def _held_by(self, goal: int) -> tuple[tuple[str, str], ...]:
        p = self._facts.projection
        units = [p.frame.units[unit] for unit in p.held_by.of(goal).tolist()]
        out = [(f"unit:{unit.id}", clean(unit.name)) for unit in units]
        if p.plan[goal] >= 0:
            plan = p.frame.plans[p.plan[goal]]
            out.append((f"plan:{plan.id}", clean(plan.name or plan.id)))
        return tuple(out)

    def _opening(self, goal: str) -> MapRequest:
        """The map with a goal opened; around it, once this one is full."""
        again = goal in self._request.expanded
        return self._request.opened(goal) if again or self._fits else self._request.focused(goal)

    @property
    def _fits(self) -> bool:
        """True if there is room for one more opened goal."""
        shown, request = self._selection.shown, self._request
        return len(shown) + LEAST < request.cap and len(request.expanded) < OPENED_AT_MOST

    def _below(self, count: int) -> str:
        exact = self._facts.below.exact
        return self._say("below" if exact else "below.least", n=count)

    def _level_of_nobody(self, goal: int) -> int:
        """A goal that isn't there stands one level above the highest that points at it."""
        p = self._facts.projection
        sources = p.source[self._facts.children(goal)]
        return max(0, int(p.level[sources].min()) - 1) if sources.size else 0

    # --- links

    def _links(self) -> None:
        facts, p, shown = self._facts, self._facts.projection, self._selection.shown
        for goal in sorted(shown):
            if not facts.in_force[goal]:
                continue
            for link, target in facts.parents(goal, selves=True):
                if target not in shown:
                    continue
                state = facts.link_states[facts.link_state[link]]
                text = "" if state == "valid" else self._say(f"link.{state}")
                leaning = self._leaning(link)
                if leaning > 1:
                    text = f"{leaning} {text}".strip()
                source_id, target_id = p.ids[goal], p.ids[target]
                self.edges.append(
                    Edge(
                        key=f"l:{len(source_id)}:{source_id}>{target_id}",
                        source=f"g:{source_id}",
                        target=f"g:{target_id}",
                        state=state,
                        carries=bool(facts.carries[link]),
                        text=f"? {text}" if state == "suspect" else text,
                        how=clean(p.hows[link] or ""),
                        change="" if self._lens is None else self._lens.link_code(link),
                        width=self._width(link),
                    )
                )

    def _width(self, link: int) -> float:
        widths = None if self._lens is None else self._lens.width
        return PLAIN_WIDTH if widths is None else round(float(widths[link]), 1)

    def _leaning(self, link: int) -> int:
        numbers = None if self._lens is None else self._lens.leaning
        return 0 if numbers is None else int(numbers[link])

    def _merge(self) -> None:
        """
        Boxes for goals below an opened one that didn't fit, with one line for all their links.

        Where nothing was opened the links to goals that aren't shown become a number on it.
        """
        facts, p, selection = self._facts, self._facts.projection, self._selection
        for goal in selection.shown:
            links = facts.children(goal)
            if not links.size:
                continue
            hidden = links[~selection.has(p.source[links])]
            if not hidden.size:
                continue
            if goal not in selection.opened:
                self._unmerged[goal] = len(hidden)
                continue
            barred = selection.barred[p.source[hidden]]
            if barred.any():
                self._unmerged[goal] = int(np.count_nonzero(barred))
                hidden = hidden[~barred]
            if not hidden.size:
                continue
            goals = p.source[hidden]
            levels = p.level[goals]
            lower = levels[levels > p.level[goal]]
            level = int(lower.min() if lower.size else levels.min())
            said = number_of("more", len(goals), self._language)
            title = short(clean(p.titles[goal]) or clean(p.ids[goal]))
            if p.ids[goal] not in self._request.expanded and self._fits:
                more, code = self._request.opened(p.ids[goal]), "open.more"
            else:
                more, code = self._next_page(goal, len(hidden)), "open.page"
            key = f"c:{p.ids[goal]}"
            self._count(
                key, level, goals, hidden, said, more, self._say(code, title=title)
            )
            self.counted += len(hidden)
            self.edges.append(
                Edge(
                    key=f"m:{p.ids[goal]}",
                    source=key,
                    target=f"g:{p.ids[goal]}",
                    state="merged",
                    carries=bool(facts.carries[hidden].any()),
                    text=str(len(hidden)),
                    count=len(hidden),
                )
            )

    def _next_page(self, goal: int, hidden: int) -> MapRequest:
        request, name = self._request, self._facts.projection.ids[goal]
        if request.root != name or self._selection.chosen:
            return request.focused(name)
        step = request.page + 1
        whole = len(self._facts.children(goal))
        return request.focused(name, page=step if step * request.page_size() < whole else 0)

    def _rest(self, level: int, goals: Indices) -> None:
        request, facts = self._request, self._facts
        if self._selection.chosen:
            code, step = "rest.chosen", request.page + 1
            turned = step if step * request.page_size(chosen=True) < self._selection.total else 0
            more = replace(request, page=turned, expanded=())
        else:
            code = "more" if self._selection.crowded else "rest"
            states = sorted({facts.goal_states[s] for s in facts.goal_state[goals].tolist()})
            level_id = facts.projection.governance.levels[level].id
            more = replace(
                request, root=None, expanded=(), page=0, levels=(level_id,), states=tuple(states)
            )
        said = number_of(code, len(goals), self._language)
        none = np.empty(0, dtype=np.intp)
        self._count(f"r:{level}", level, goals, none, said, more, self._say("open.rest"))

    def _count(
        self,
        key: str,
        level: int,
        goals: Indices,
        links: Indices,
        said: str,
        more: MapRequest,
        more_text: str,
    ) -> None:
        """A box for goals that aren't shown, with what is to be known of them."""
        facts = self._facts
        parts = tally(facts, self._lens, goals, links, self._language)
        lines = wrapped(f"{MARKS['count']} {said}" + (", " if parts else ""), TITLE_EMS, 2)
        lines += wrapped(", ".join(parts), TITLE_EMS, PARTS_AT_MOST)
        self.column[key] = level
        self.nodes[key] = Node(
            key=key,
            kind="count",
            goal=None,
            title=", ".join([said, *parts]),
            label=tuple(lines),
            level=facts.projection.governance.levels[level].id,
            level_name=self._names[level],
            state="count",
            state_text=self._say("count"),
            mark=MARKS["count"],
            count=len(goals),
            troubled=int(np.count_nonzero(facts.troubled[goals])),
            more=more,
            more_text=more_text,
            height=LINE_HEIGHT * len(lines) + MARGIN,
        )


def clean(text: str) -> str:
    """One line of text that shows what it holds: blanks folded, unseen characters spelled out."""
    if text.isprintable() and "  " not in text and len(text) <= TITLE_AT_MOST:
        return text.strip()
    folded = fold(text.replace("\xad", ""))
    return escape(folded if len(folded) <= TITLE_AT_MOST else folded[: TITLE_AT_MOST - 1] + "…")


def short(title: str, most: int = 60) -> str:
    """A title that fits in a sentence."""
    if len(title) <= most:
        return title
    cut = title[: most - 1]
    # At the end of a word, unless that leaves next to nothing.
    whole = cut.rpartition(" ")[0] if title[most - 1] != " " else cut
    return (whole if len(whole) > most // 2 else cut).rstrip() + "…"


def joined(parts: Sequence[str], language: str) -> str:
    """A list in words: a, b och c."""
    if len(parts) < 2:
        return "".join(parts)
    word = " and " if language == "en" else " och "
    return ", ".join(parts[:-1]) + word + parts[-1]
