"""Where the sample that `rodtrad demo` shows is kept.

The wheel carries it inside this package; an editable install reads it from `samples/` at the top
of the repository, so that a change to the sample is seen at once.
"""

from importlib.resources import files
from pathlib import Path


def tyreso_files() -> list[Path]:
    """Which plan files make up the Tyresö sample, sorted by name.

    They refer to each other and are read together. Raises FileNotFoundError when an installation
    lacks them; that is a fault of the package, not of the user.
    """
    package = Path(str(files("service")))
    places = (package / "_samples" / "tyreso", package.parent / "samples" / "tyreso")
    for place in places:
        found = sorted(place.glob("*.yaml"))
        if found:
            return found
    looked_in = " or ".join(str(place) for place in places)
    raise FileNotFoundError(f"no sample plan files in {looked_in}")
