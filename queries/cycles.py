"""
Cycles: goals that carry each other in a ring (docs/semantics.md, Cycles).
"""

from __future__ import annotations

import numpy as np

from graph.layers import Layers
from queries.links import Links
from queries.view import Scene


def cycles(scene: Scene, links: Links, layers: Layers) -> list[list[int]]:
    """
    The strongly connected components of more than one goal, and goals that carry
    themselves; members and components in number order.
    """
    p = scene.projection
    looped = np.flatnonzero(links.carries & (p.source == p.target))
    found = {(int(p.source[link]),) for link in looped}
    if layers.component is not None:
        members = np.argsort(layers.component, kind="stable")
        sizes = np.bincount(layers.component, minlength=layers.components)
        ends = np.cumsum(sizes)
        for component in np.flatnonzero(sizes > 1).tolist():
            ring = members[ends[component] - sizes[component] : ends[component]].tolist()
            found -= {(goal,) for goal in ring}
            found.add(tuple(ring))
    return [list(ring) for ring in sorted(found)]


def closed_path(scene: Scene, links: Links, ring: list[int]) -> list[int]:
    """
    A shortest way from the ring's first goal back to itself, that goal at both ends.

    Of several the one whose ids come first; linear in the ring's links.
    """
    p = scene.projection
    members = set(ring)
    first = ring[0]
    came_from: dict[int, int] = {}
    front = [first]
    while front:
        onward: list[int] = []
        for goal in front:
            for link in range(p.out[goal], p.out[goal + 1]):
                target = int(p.target[link])
                if not links.carries[link] or target not in members:
                    continue
                if target == first:
                    way = [first]
                    while goal != first:
                        way.append(goal)
                        goal = came_from[goal]
                    return [first, *reversed(way)]
                if target not in came_from:
                    came_from[target] = goal
                    onward.append(target)
        front = onward
    return list(ring)
