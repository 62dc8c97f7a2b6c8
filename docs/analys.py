"""
From plan files to a networkx question, a GraphML file and a map page.

    python docs/analys.py [FOLDER]

The text beside it: docs/analysts.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from graph.bridges.graphml import write_graphml
from graph.bridges.networkx_bridge import to_networkx
from graph.checking import read_chain
from graph.projection import project
from queries.audit import Audit, audit
from queries.states import GOAL_STATES
from queries.view import View
from service.maps import focus_map
from service.samples import tyreso_files
from visualizations import vis
from visualizations.request import MapRequest

TOP = ""  # No goal has an empty id, so this can stand above all roots.


def needles_eyes(graph: nx.DiGraph[str], roots: list[str]) -> Counter[str]:
    """
    For each goal, how many others have no way to a root but through it.

    These are its descendants in the dominator tree, drawn from above.
    """
    down = graph.reverse()
    down.add_edges_from((TOP, root) for root in roots)
    above = nx.immediate_dominators(down, TOP)
    held: Counter[str] = Counter()
    for goal in above:
        while (goal := above.get(goal) or TOP) != TOP:
            held[goal] += 1
    return held


def supported(found: Audit) -> nx.DiGraph[str]:
    """The goals that are rooted or roots, and the carrying links between them."""
    p = found.projection
    kept = [p.ids[goal] for goal in np.flatnonzero(found.states.supported).tolist()]
    return to_networkx(p, found.links.carries).subgraph(kept).copy()


def main(folder: Path) -> None:
    """Answer two questions about the sample, and leave a GraphML file and a map behind."""
    chain, _ = read_chain(tyreso_files())
    projection = project(chain)
    found = audit(projection, View(year=2024))
    graph = supported(found)
    roots = [projection.ids[root] for root in found.scene.roots.tolist()]

    print("Mål som bär flest andra ensamma (faller målet, faller de):")
    held = needles_eyes(graph, roots)
    below = sorted((goal for goal in held if goal not in roots), key=lambda g: (-held[g], g))
    for goal in below[:5]:
        print(f"  {held[goal]:3}  {goal}  {graph.nodes[goal]['title']}")

    print("Mål som flest kortaste vägar går igenom:")
    between = nx.betweenness_centrality(graph, normalized=False)
    for goal in sorted(between, key=lambda each: (-between[each], each))[:5]:
        print(f"  {between[goal]:5.1f}  {goal}  {graph.nodes[goal]['title']}")

    states = {
        projection.ids[goal]: GOAL_STATES[found.states.state[goal]]
        for goal in found.goals_in_force
    }
    columns: dict[str, Any] = {"state": states, "betweenness": between, "holds_alone": dict(held)}
    write_graphml(graph, folder / "tyreso.graphml", columns)

    network = vis.network(focus_map(found, MapRequest(root=below[0])))
    page = network.generate_html(notebook=False)
    (folder / "tyreso.html").write_text(page, encoding="utf-8")
    print(f"Skrev {folder / 'tyreso.graphml'} och {folder / 'tyreso.html'}.")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
