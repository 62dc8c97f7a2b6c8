"""How it is drawn: a renderer-neutral map model with its layout, and the pages and files that
spell it out. The picture is computed first and spelled last, so that every format shows the same.
"""

from visualizations.vis import network

__all__ = ["network"]
