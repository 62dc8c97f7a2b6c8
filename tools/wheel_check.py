"""Does the built wheel work where nothing but it and its locked dependencies is installed?

Builds the source distribution and from that the wheel, installs the wheel in an empty environment
with the hashed run-time lock, and uses it from another directory. Exits 1 at the first promise
that doesn't hold, naming it. Run with the project's own Python: `make wheel-check`.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "queries", "service", "visualizations")
# Kinds of package data that must come along, with what each is.
DATA_KINDS = {".cypher": "queries", ".html": "pages", ".js": "scripts", ".css": "style sheets"}
SIZE_LIMIT_MB = 300
# What the embedded engine brings; the size limit is for the rest.
ENGINE = ("arcadedb-embedded", "jpype1")

FACTS = """
import importlib.metadata as metadata, json, re
normal = lambda name: re.sub(r"[-_.]+", "-", name).lower()
sizes, owners = {}, metadata.packages_distributions()
for dist in metadata.distributions():
    paths = [dist.locate_file(file) for file in dist.files or ()]
    sizes[normal(dist.name)] = sum(path.stat().st_size for path in paths if path.is_file())
print(json.dumps({"sizes": sizes, "owners": owners}))
"""


def main() -> None:
    """Check every promise in turn; exit 1 at the first that is broken."""
    with tempfile.TemporaryDirectory(prefix="rodtrad wheel å ") as made:
        work = Path(made)
        wheel = build(work / "dist")
        check_contents(wheel)
        python = install(wheel, work / "env")
        elsewhere = work / "elsewhere"
        elsewhere.mkdir()
        check_facts(python, elsewhere)
        run(str(python), str(ROOT / "tools" / "catalogues.py"), cwd=elsewhere)
        check_command(python.parent / "rodtrad", python, elsewhere)
    print("wheel-check: passed")


def build(target: Path) -> Path:
    """Build sdist and, from it, the wheel; say where the wheel is."""
    # The build backend is in the development lock; an isolated build would fetch one without hash.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(ROOT))
    wheels = sorted(target.glob("*.whl"))
    require(len(wheels) == 1, f"one wheel is built, not {len(wheels)}")
    return wheels[0]


def check_contents(wheel: Path) -> None:
    """Look for modules, package data and samples in the wheel, and for what shouldn't be there."""
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if not name.endswith("/")}
    tops = {name.split("/")[0] for name in shipped if ".dist-info/" not in name}
    require(tops == set(PACKAGES), f"the wheel holds the four packages alone, not {sorted(tops)}")
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and "__pycache__" not in name:
                require(name in shipped, f"{name} is in the wheel")
    for ending, what in DATA_KINDS.items():
        require(any(name.endswith(ending) for name in shipped), f"{what} (*{ending}) are shipped")
    require(
        any("schema" in name.rsplit("/", 1)[-1] and name.endswith(".json") for name in shipped),
        "the JSON Schema of plan files is shipped",
    )
    samples = {path.name for path in (ROOT / "samples" / "tyreso").glob("*.yaml")}
    carried = {Path(name).name for name in shipped if name.startswith("service/_samples/tyreso/")}
    require(bool(samples) and samples <= carried, "the Tyresö sample is shipped")


def install(wheel: Path, environment: Path) -> Path:
    """Make an empty environment with the run-time lock and the wheel; say which Python it has."""
    python = environment / "bin" / "python"
    uv = (sys.executable, "-m", "uv")
    pip = (*uv, "pip", "install", "--quiet", "--python", str(python))
    run(*uv, "venv", "--quiet", "--python", sys.executable, str(environment))
    run(*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt"))
    run(*pip, "--no-deps", "--offline", str(wheel))
    run(*uv, "pip", "check", "--quiet", "--python", str(python))
    return python


def check_facts(python: Path, elsewhere: Path) -> None:
    """Who owns the four import names, and how large the installation is."""
    facts = json.loads(run(str(python), "-c", FACTS, cwd=elsewhere))
    for package in PACKAGES:
        owners = sorted(set(facts["owners"].get(package, [])))
        require(owners == ["rodtrad"], f"the import name {package} is rodtrad's, not {owners}")
    sizes: dict[str, int] = facts["sizes"]
    total = sum(size for name, size in sizes.items() if name not in ENGINE) / 1e6
    engine = sum(sizes.get(name, 0) for name in ENGINE) / 1e6
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))
    listed = ", ".join(f"{name} {sizes[name] / 1e6:.0f}" for name in largest[:6])
    print(f"wheel-check: installed {total:.0f} MB without the engine, engine {engine:.0f} MB")
    print(f"wheel-check: largest, in MB: {listed}")
    require(total <= SIZE_LIMIT_MB, f"at most {SIZE_LIMIT_MB} MB are installed, not {total:.0f}")


def check_command(command: Path, python: Path, elsewhere: Path) -> None:
    """Use the installed command on the shipped sample, far from the repository."""
    run(str(command), "--help", cwd=elsewhere)
    listing = "from service.samples import tyreso_files; print(*tyreso_files(), sep='\\n')"
    sample = run(str(python), "-c", listing, cwd=elsewhere).splitlines()
    require(all(path.startswith(str(python.parent.parent)) for path in sample), "sample is its own")
    # The sample shows every kind of trouble, so findings (exit 1) are what is expected of it.
    arguments = ("check", *sample, "--format", "json")
    report = json.loads(run(str(command), *arguments, cwd=elsewhere, fine=(0, 1)))
    require(report["format"] == "rodtrad.audit/1", "check answers in the published format")
    require(len(report["goals"]) > 0, "check finds goals in the sample")
    print(f"wheel-check: check answered for {len(report['goals'])} goals of the sample")


def run(*command: str, cwd: Path = ROOT, fine: tuple[int, ...] = (0,)) -> str:
    """Run a command to its end and return what it wrote; exit 1 when its exit code isn't fine."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in fine:
        print(done.stdout[-2000:], done.stderr[-4000:], sep="\n", file=sys.stderr)
        require(False, f"{' '.join(command[:6])} ends well, not with {done.returncode}")
    return done.stdout


def require(holds: bool, promise: str) -> None:
    """Exit 1, naming the promise, unless it holds."""
    if not holds:
        sys.exit(f"wheel-check: broken promise: {promise}")


if __name__ == "__main__":
    main()
