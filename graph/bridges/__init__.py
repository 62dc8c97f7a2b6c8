"""
Ways to and from the tools that analysts have at hand: networkx, GraphML and py2neo.

None of them is on the path of any answer; docs/analysts.md shows them at work.
"""
