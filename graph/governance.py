"""
The governance model (styrmodell): levels, who owes them, and what each level needs.

Dated data, never constants: a plan file may bring its own. Without one the five levels
below stand, as Swedish municipalities most often have them.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph import fields as f

DEADLINE_SHAPE = "MM-DD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """
    One planning level.

    `owed_by` are the unit kinds that must have goals here; `needs` the levels that must
    contribute to a goal of this level; `every_area` True, or the kinds of area each owing
    unit must have goals in; `deadline` a day of the year before, `MM-DD`.
    """

    id: str = f.ident()
    name: str = f.text(required=True)
    plan: str | None = f.text()
    owed_by: tuple[str, ...] = f.text(many=True)
    decided_by: str | None = f.text()
    deadline: str | None = f.text()
    root: bool = f.flag()
    needs: tuple[str, ...] = f.text(many=True)
    every_area: bool | tuple[str, ...] = f.flag()


DEFAULT_LEVELS = (
    Level(id="vision", name="Vision"),
    Level(
        id="fullmaktige",
        name="Fullmäktigemål",
        plan="kommunplan",
        decided_by="fullmäktige",
        deadline="06-30",
        root=True,
        needs=("namnd",),
    ),
    Level(
        id="namnd",
        name="Nämndmål",
        plan="nämndplan",
        owed_by=("nämnd",),
        decided_by="nämnd",
        deadline="10-31",
        needs=("enhet",),
        every_area=True,
    ),
    Level(
        id="enhet",
        name="Enhetsmål",
        plan="enhetsplan",
        owed_by=("enhet",),
        decided_by="förvaltningschef",
        deadline="12-31",
        needs=("grupp",),
    ),
    Level(id="grupp", name="Gruppmål", plan="gruppplan", owed_by=("grupp",)),
)


@dataclass(frozen=True, slots=True)
class Governance:
    """The model in use: its levels top first, local unit kinds, and the current year."""

    levels: tuple[Level, ...] = DEFAULT_LEVELS
    unit_kinds: tuple[tuple[str, str], ...] = ()
    current_year: int | None = None

    @property
    def root(self) -> int:
        """The place of the root level among the levels."""
        return next(place for place, level in enumerate(self.levels) if level.root)

    @property
    def order(self) -> dict[str, int]:
        """Each level id's place, 0 at the top."""
        return {level.id: place for place, level in enumerate(self.levels)}

    def level(self, level_id: str) -> Level:
        """The level with this id; KeyError if there is none."""
        return self.levels[self.order[level_id]]

    def kind_of(self, unit_kind: str) -> str:
        """The known kind that a unit kind counts as; its own where nothing is mapped."""
        return dict(self.unit_kinds).get(unit_kind, unit_kind)

    def owes(self, unit_kind: str, level: Level) -> bool:
        """True if units of this kind owe goals at the level, themselves or as a mapped kind."""
        return unit_kind in level.owed_by or self.kind_of(unit_kind) in level.owed_by
