"""
On what the goals stand that are covered in depth, and which fail together where they aren't
(docs/semantics.md, Downward; docs/proofs.md).

Goals are numbers of the projection, levels places in the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


class Grounds:
    """
    The grounds of one kind of depth, deep_all if `whole`, else deep_any; linear in links.

    `counted` holds for each goal in force those that contribute, each with the levels that it
    counts as; `needs` the levels that a goal needs.
    """

    def __init__(
        self,
        counted: Mapping[int, Mapping[int, set[int]]],
        needs: Mapping[int, set[int]],
        *,
        whole: bool,
    ) -> None:
        self._counted, self._whole = counted, whole
        # What a goal waits for: its levels; or all goals that contribute, and as negative numbers
        # the levels that never come.
        self._open = {goal: set(needed) for goal, needed in needs.items()}
        if whole:
            for goal in (goal for goal, needed in needs.items() if needed):
                lacks = needs[goal].difference(*counted[goal].values())
                self._open[goal] = {*counted[goal], *(-1 - level for level in lacks)}
        self._stands_on: dict[int, list[int]] = {goal: [] for goal in counted}
        self._rank = {goal: place for place, goal in enumerate(self._settled())}

    def _settled(self) -> list[int]:
        """The covered goals, each after those that it stands on."""
        up: dict[int, list[int]] = {}
        for goal, sources in self._counted.items():
            for source in sources:
                up.setdefault(source, []).append(goal)
        settled = [goal for goal, waiting in self._open.items() if not waiting]
        for goal in settled:
            for target in up.get(goal, ()):
                waiting = self._open[target]
                met = waiting & ({goal} if self._whole else self._counted[target][goal])
                if met:
                    waiting -= met
                    self._stands_on[target].append(goal)
                    if not waiting:
                        settled.append(target)
        return settled

    def of(self, goal: int) -> tuple[bool, list[int]]:
        """
        True, and the goal and all it stands on, each after what it stands on itself; or False,
        and a set with the goal in it of which none stands on goals outside.
        """
        if goal in self._rank:
            found = _led_to(goal, lambda each: self._stands_on[each])
            return True, sorted(found, key=lambda each: self._rank[each])
        return False, sorted(_led_to(goal, self._fails_with))

    def _fails_with(self, goal: int) -> list[int]:
        """Those that would have to be covered first: none where a level is missing."""
        lacks = min(self._open[goal])
        if self._whole:
            return [lacks] if lacks >= 0 else []
        return [source for source, levels in self._counted[goal].items() if lacks in levels]


def _led_to(start: int, onward: Callable[[int], Iterable[int]]) -> set[int]:
    found = {start}
    waiting = [start]
    while waiting:
        fresh = [each for each in onward(waiting.pop()) if each not in found]
        found.update(fresh)
        waiting += fresh
    return found
