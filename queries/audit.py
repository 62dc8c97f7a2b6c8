"""
The whole audit of a projection seen through a view, as arrays.

Every rendering (terminal, JSON, page, map) is made from this one object. Parts that not
everybody asks for are worked out when first read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.projection import Projection
from queries.areas import Sweep, Words, areas_by_chain
from queries.cycles import cycles
from queries.depth import Depth, depth
from queries.links import Links, link_states
from queries.matrix import Answer, Cell, answering_level, answers, matrix
from queries.rows import Rows, rows_of
from queries.score import Score, score
from queries.states import States, goal_states
from queries.view import Scene, View


@dataclass(frozen=True)
class Audit:
    """The answer to every question about one projection and one view."""

    scene: Scene

    @property
    def projection(self) -> Projection:
        """What was asked."""
        return self.scene.projection

    @property
    def view(self) -> View:
        """The view it was asked of."""
        return self.scene.view

    @cached_property
    def links(self) -> Links:
        """Link states."""
        return link_states(self.scene)

    @cached_property
    def states(self) -> States:
        """Goal states and witnesses."""
        return goal_states(self.scene, self.links)

    @cached_property
    def depth(self) -> Depth:
        """Answered, deep_any and deep_all."""
        return depth(self.scene, self.links)

    @cached_property
    def sweep(self) -> Sweep:
        """The sweeping order of the carrying links."""
        return Sweep(self.scene, self.links)

    @cached_property
    def chain_areas(self) -> Words:
        """Areas by chain."""
        return areas_by_chain(self.scene, self.sweep)

    @cached_property
    def cycles(self) -> list[list[int]]:
        """Rings of goals."""
        return cycles(self.scene, self.links, self.sweep.layers)

    @cached_property
    def rows(self) -> dict[int, Rows]:
        """The rows of every level that units owe goals at, by level."""
        return {
            place: rows_of(self.scene, place)
            for place, level in enumerate(self.scene.levels[: self.scene.lowest + 1])
            if level.owed_by
        }

    @cached_property
    def matrix(self) -> list[Cell]:
        """Unit × area, for the levels that ask for every area."""
        asked = [
            rows_of(self.scene, place)
            for place, level in enumerate(self.scene.levels[: self.scene.lowest + 1])
            if level.every_area
        ]
        return matrix(self.scene, self.links, self.states, self.chain_areas, asked)

    @cached_property
    def answers(self) -> list[Answer]:
        """Unit × root goal."""
        level = answering_level(self.scene)
        if level is None:
            return []
        return answers(self.scene, self.links, self.states, self.chain_areas, self.rows[level])

    @cached_property
    def score(self) -> Score:
        """The trace score."""
        return score(self.scene, self.links, self.states, self.depth)

    @cached_property
    def goals_in_force(self) -> list[int]:
        """Goals in force, by id."""
        return np.flatnonzero(self.scene.goals).tolist()


def audit(projection: Projection, view: View | None = None) -> Audit:
    """Ask everything of a projection; UsageError if the view names an unknown level."""
    settled = (view or View()).settled(projection.governance)
    return Audit(Scene(projection, settled))
