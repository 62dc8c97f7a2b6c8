"""The pass in layers and the growth from fronts give the same answers where both apply."""

import numpy as np

from queries.depth import _grown_from_leaves
from queries.states import _next, steps_to
from queries.sweeps import level_bits, steps_and_next, what_lies_below
from tests.asking import audit_of
from tests.chains import random_chain


def test_sweeping_and_growing_agree_on_chains_without_cycles() -> None:
    seen = 0
    for seed in range(250):
        found = audit_of(*random_chain(seed, "medium" if seed % 5 == 0 else "small"))
        scene, links, p = found.scene, found.links, found.projection
        if not p.sweepable:
            continue
        seen += 1
        steps, following = steps_and_next(scene, links)
        grown = steps_to(scene, links.carries, scene.roots)
        assert (steps == grown).all()
        assert (following == _next(scene, links.carries, grown)).all()
        needs = level_bits(scene, scene.needs)[p.level]
        swept, slow = what_lies_below(scene, links, needs), _grown_from_leaves(scene, links, needs)
        inside = scene.goals
        assert (swept.filled[inside] == slow.filled[inside]).all()
        assert (swept.deep_any == slow.deep_any).all()
        assert (swept.deep_all == slow.deep_all).all()
    assert seen > 30


def test_a_graph_without_links_is_swept() -> None:
    doc = {
        "rodtrad": 1,
        "source": {"id": "s"},
        "goals": [{"id": "k", "title": "K", "level": "fullmaktige"}],
    }
    found = audit_of(doc, {"year": 2024})
    assert found.projection.sweepable
    assert np.flatnonzero(found.states.supported).tolist() == [0]
    assert not found.depth.answered.any()
