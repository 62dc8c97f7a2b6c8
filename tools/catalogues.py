"""Is every text there in Swedish and in English, and is every text used?

Looks at the packages as they are installed, so that it can be asked of the built wheel too. Prints
what is wrong, a line each, and exits 1 if anything is.

A text counts as used if its key stands in the code, a template or a script, or is put together
there of words that stand there: `f"verdict.{verdict}"` uses `verdict.met` where `"met"` is written.
"""

import ast
import gettext
import re
import string
import sys
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import jinja2
import yaml
from jinja2 import nodes

PACKAGES = ("graph", "queries", "service", "visualizations")
LANGUAGES = ("sv", "en")
# Texts by the place they stand in: package, file or folder, and whether keys have a page before.
PAIRS = (
    ("service", "texts", True),
    ("visualizations", "words.yaml", False),
    ("queries", "sight.yaml", False),
)
# Whose sentences are filled with other words in each language.
UNLIKE = "queries/sight.yaml"
# Sections of the words of spreadsheets where the key itself is the English name.
NAMED_BY_KEY = ("sheets", "columns", "choices", "meta")
# The template function that looks up the word for a token of a kind.
KIND_AND_WORD = "word_of"
COMMAND_LINE = "service/locale/sv/LC_MESSAGES/rodtrad"


def main() -> None:
    """Print every fault; exit 1 if there is one."""
    faults = [*lacking(), *unused()]
    print(*faults, sep="\n", end="\n" if faults else "")
    sys.exit(bool(faults))


def catalogues() -> dict[str, dict[str, tuple[str, ...]]]:
    """The texts of each catalogue by key, as (Swedish, English)."""
    found = {}
    for package, name, paged in PAIRS:
        place = Path(str(files(package).joinpath(name)))
        told: dict[str, tuple[str, ...]] = {}
        for path in sorted(place.glob("*.yaml")) if place.is_dir() else [place]:
            for key, value in _yaml(path).items():
                told |= _paged(key, value) if paged else {str(key): tuple(value)}
        found[f"{package}/{name}"] = told
    found["graph/messages.yaml"] = {
        key: tuple(value.get(language, "") for language in LANGUAGES)
        for key, value in _yaml(Path(str(files("graph").joinpath("messages.yaml")))).items()
    }
    return found


def lacking() -> Iterator[str]:
    """Texts that one language lacks, or whose languages have different places to fill."""
    for name, texts in catalogues().items():
        for key, both in texts.items():
            if len(both) != len(LANGUAGES) or not all(str(text).strip() for text in both):
                yield f"{name}: {key} is lacking a language"
            elif name != UNLIKE and _places(both[0]) != _places(both[1]):
                yield f"{name}: {key} has other places in Swedish than in English"
    yield from _lacking_in_sheets()
    yield from _lacking_in_command_line()


def unused() -> Iterator[str]:
    """Texts that nothing shows."""
    for name, texts in catalogues().items():
        for key in texts:
            # What would be right, or is near, is looked up beside the message itself.
            whole = re.sub(r"\.(hint|near)$", "", key) if name == "graph/messages.yaml" else key
            if not use().of(whole):
                yield f"{name}: {key} is never used"


class Use:
    """What the packages write: texts, and patterns that texts are put together by."""

    def __init__(self) -> None:
        """Reads every module, template and script."""
        self.texts: set[str] = set()
        self.patterns: set[str] = set()
        jinja = jinja2.Environment(autoescape=True)
        for package in PACKAGES:
            for path in sorted(Path(str(files(package))).rglob("*")):
                if path.suffix == ".py":
                    self._python(ast.parse(path.read_text("utf-8")))
                elif path.suffix == ".html":
                    self._template(jinja.parse(path.read_text("utf-8")))
                elif path.suffix in (".js", ".typ", ".cypher") and "vendor" not in path.parts:
                    text = path.read_text("utf-8")
                    self.texts |= set(re.findall(r"[\"'`]([\w.-]+)[\"'`]", text))
                    self.texts |= set(re.findall(r"\.(\w+)", text))
                elif path.suffix == ".yaml" and path.parent.name == "builtin":
                    self.texts |= set(re.findall(r"[\w.]+", path.read_text("utf-8")))

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        # `what_if` may be one word of two, or the end of one and another.
        lazy = {each.replace("(.+)", "(.+?)") for each in self.patterns}
        return [re.compile(each) for each in sorted(self.patterns | lazy)]

    def of(self, key: str) -> bool:
        """True if the key is written, or is put together of what is."""
        if key in self.texts:
            return True
        found = (pattern.fullmatch(key) for pattern in self._patterns)
        return any(
            all(part.isdigit() or self.of(part) for part in match.groups())
            for match in found
            if match
        )

    def _python(self, tree: ast.AST) -> None:
        documented = {id(text) for text in _docstrings(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if id(node) not in documented:
                    self.texts.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    each.value if isinstance(each, ast.Constant) else None for each in node.values
                ]
                self._pattern([each if isinstance(each, str) else None for each in parts])
            elif isinstance(node, ast.keyword) and node.arg:
                self.texts.add(node.arg)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                # Fields are asked for by name.
                self.texts.add(node.target.id)

    def _template(self, tree: nodes.Template) -> None:
        for node in tree.find_all(nodes.Const):
            if isinstance(node.value, str):
                self.texts.add(node.value)
        self.texts |= {node.attr for node in tree.find_all(nodes.Getattr)}
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == KIND_AND_WORD:
                kind = call.args[0]
                self._pattern([f"{kind.value}." if isinstance(kind, nodes.Const) else None, None])
        for joined in tree.find_all(nodes.Concat):
            self._pattern([
                each.value if isinstance(each, nodes.Const) else None for each in joined.nodes
            ])

    def _pattern(self, parts: list[str | None]) -> None:
        said = "".join(each or "" for each in parts)
        named = re.search(r"[^\W_]", said) or said.startswith(".")
        if named and not re.search(r"\s", said):
            holes = ("(.+)" if each is None else re.escape(each) for each in parts)
            self.patterns.add("".join(holes))


@cache
def use() -> Use:
    """Read once: nothing is written meanwhile."""
    return Use()


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def _yaml(path: Path) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return told


def _paged(page: str, texts: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {f"{page}.{name}": tuple(both) for name, both in texts.items()}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _lacking_in_sheets() -> Iterator[str]:
    """
    What spreadsheets call things without its Swedish, or its English where no key stands for it.
    """
    told = _yaml(Path(str(files("graph.sheets").joinpath("words.yaml"))))
    waiting: list[tuple[str, object]] = list(told.items())
    while waiting:
        path, entry = waiting.pop()
        if not isinstance(entry, dict):
            continue
        waiting += [(f"{path}.{key}", value) for key, value in entry.items()]
        named = path.split(".")[0] in NAMED_BY_KEY
        wanted = [each for each in LANGUAGES if not (named and each == "en")]
        if entry.keys() & set(LANGUAGES) and not all(entry.get(each) for each in wanted):
            yield f"graph/sheets/words.yaml: {path} is lacking a language"


def _lacking_in_command_line() -> Iterator[str]:
    """Words of the command line library without Swedish, or not compiled."""
    source = Path(str(files("service"))).parent / f"{COMMAND_LINE}.po"
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', source.read_text("utf-8"), re.MULTILINE)
    with source.with_suffix(".mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)
    for english, swedish in pairs:
        plain = english.encode().decode("unicode_escape")
        if not swedish or known.gettext(plain) == plain != swedish:
            yield f"{COMMAND_LINE}.po: {english} is lacking Swedish"


if __name__ == "__main__":
    main()
