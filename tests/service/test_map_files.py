"""Saved maps: the same from command line and service, the same picture in every form."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl
from xml.etree import ElementTree as Xml

import pytest
from flask.testing import FlaskClient
from jinja2 import Environment, PackageLoader, StrictUndefined

from graph.errors import UsageError
from service import pictures
from service.map_files import FORMS, file_name
from service.maps import focus_map
from tests.reading_pdf import text_of
from tests.service.cli.conftest import ROOT, Run, run
from tests.visualizations.chains_to_draw import audit_of, goals
from tests.visualizations.test_framed import ASKED, HOSTILE, drawn, hostile_map, texts
from visualizations.framed import framed
from visualizations.model import MapModel
from visualizations.request import MapRequest
from visualizations.shown import headings
from visualizations.shown import rows as shown_rows
from visualizations.wording import CHANGE_MARKS, MARKS, say

__all__ = ["run"]
JARS = ROOT / ".cache" / "verapdf-1.28.2" / "lib"
SAMPLE = [word for path in sorted((ROOT / "samples" / "tyreso").glob("*.yaml"))
          for word in ("--from", str(path))]


def letters(model: MapModel) -> list[str]:
    """Every text of the SVG as the fonts can draw it, blanks apart."""
    root = Xml.fromstring(framed(model))
    return ["".join(pictures.drawn(text).split()) for text in texts(root)]


@pytest.mark.parametrize("args", ASKED, ids=str)
def test_the_pdf_says_what_the_svg_says(args: dict[str, object]) -> None:
    model = drawn(**args)
    read = "".join(text_of(FORMS["pdf"].written(model)).split())
    place = 0
    for text in letters(model):
        # Words on lines are written twice: once as their own paper, once as ink.
        found = read.find(text, place)
        assert found - place in (0, len(text)), text
        place = found + len(text)
    assert place == len(read)


def test_the_pdf_is_tagged_titled_and_in_its_language() -> None:
    model = drawn(root="kf24-3")
    pdf = FORMS["pdf"].written(model)
    assert b"/Lang(sv)" in pdf and b"/Marked true" in pdf and b"/DisplayDocTitle true" in pdf
    assert b"<pdfuaid:part>1<" in pdf and b"CreationDate" not in pdf and b"ModDate" not in pdf
    assert pdf.count(b"/Type/StructElem/S/Figure") == 1
    (said,) = re.findall(rb"/S/Figure[^>]*/Alt<FEFF([0-9A-F]+)>", pdf)
    alternative = bytes.fromhex(said.decode()).decode("utf-16-be")
    for part in (model.title, *model.summary, model.hidden, model.digest):
        assert part in alternative


def test_a_png_has_two_dots_to_a_pixel() -> None:
    for args in ({}, {"root": "bun24-1"}):
        model = drawn(**args)
        root = Xml.fromstring(framed(model))
        png = FORMS["png"].written(model)
        assert png.startswith(b"\x89PNG")
        size = struct.unpack(">II", png[16:24])
        assert size == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))


def test_a_table_opens_as_the_rows_shown() -> None:
    model = drawn(lens="indicators")
    told = FORMS["csv"].written(model).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(told), delimiter=";")
    assert head == headings(model)
    assert len(rows) == len(model.nodes) + len(model.edges)
    stamp = (model.title, "år 2024, alla nivåer", model.digest)
    assert {tuple(row[-3:]) for row in rows} == {stamp}
    assert {row[2] for row in rows[: len(model.nodes)]} == {node.title for node in model.nodes}
    # What the picture and its legend tell stands in the rows too: outcomes and targets.
    told = "\n".join(";".join(row) for row in rows)
    charts = [chart.text for node in model.nodes for chart in node.charts]
    assert charts and all(text in told for text in charts)


def test_a_table_of_groups_names_them_so_and_weights_stand_in_theirs() -> None:
    rows = list(shown_rows(drawn(groups="unit")))
    assert {"grupp av mål"} < {row[0] for row in rows} and "mål som inte visas" not in str(rows)
    heavy = drawn(lens="weight")
    words = [row[11] for row in list(shown_rows(heavy))[len(heavy.nodes):]]
    assert [edge.text or None for edge in heavy.edges] == words
    assert any(words)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_do_nothing_in_any_form(text: str) -> None:
    model = hostile_map(text)
    pdf = FORMS["pdf"].written(model)
    assert "root:" not in text_of(pdf)
    assert b"/JavaScript" not in pdf and b"/URI" not in pdf and b"/Launch" not in pdf
    assert FORMS["png"].written(model).startswith(b"\x89PNG")
    table = csv.reader(io.StringIO(FORMS["csv"].written(model).decode("utf-8-sig")), delimiter=";")
    for cell in (cell for row in table for cell in row):
        assert not cell.startswith(("=", "+", "-", "@"))
        assert not {"\u202e", "\u2066"} & set(cell)


def test_what_no_font_draws_takes_no_more_room() -> None:
    assert pictures.drawn("å ◆◎●⊖◌○▲✕⊞▸◂ 🚲\n") == "å ◆◎●⊖◌○▲✕⊞▸◂ \ufffd\n"


def test_every_mark_and_arrow_can_be_drawn() -> None:
    signs = "".join([*MARKS.values(), *CHANGE_MARKS.values(), "▸◂→═━…·"])
    assert pictures.drawn(signs) == signs


def test_pictures_beyond_reason_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    model = drawn()
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1_000_000)
    with pytest.raises(UsageError, match="spara som SVG"):
        FORMS["png"].written(model)
    assert FORMS["pdf"].written(model)
    monkeypatch.setattr(pictures, "LONGEST", 1000)
    with pytest.raises(UsageError) as refused:
        FORMS["pdf"].written(model)
    assert "pixels" in refused.value.text("en")


def test_two_processes_save_the_same_bytes() -> None:
    program = (
        "import hashlib\n"
        "from tests.visualizations.test_framed import drawn\n"
        "from service.map_files import FORMS\n"
        "for args in ({}, {'lens': 'indicators', 'root': 'kf24-3'}):\n"
        "    for form in FORMS:\n"
        "        print(hashlib.sha256(FORMS[form].written(drawn(**args))).hexdigest())\n"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "2")
    ]
    assert found[0] == found[1] and len(set(found[0].split())) == 2 * len(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_command_line_and_service_give_the_same_bytes(
    client: FlaskClient, run: Run, tmp_path: Path, form: str
) -> None:
    answer = client.get(f"/api/v1/map.{form}?root=kf24-3&down=1&lens=indicators")
    assert answer.status_code == 200
    assert answer.content_type == FORMS[form].content_type
    named = f'attachment; filename="rodtrad-karta-kf24-3-2024.{form}"'
    assert answer.headers["Content-Disposition"] == named
    out = tmp_path / f"k.{form}"
    done = run("map", "kf24-3", *SAMPLE, "--down", "1", "--lens", "indicators", "--out", out)
    assert done.code == 0, done.err
    assert hashlib.sha256(answer.data).digest() == hashlib.sha256(out.read_bytes()).digest()


def test_the_form_is_told_by_the_name_and_may_not_gainsay_it(run: Run, tmp_path: Path) -> None:
    good = tmp_path / "k.json"
    good.write_text('{"rodtrad": 1, "source": {"id": "s"}, "goals": []}', encoding="utf-8")
    for words, said in (
        (("--format", "pdf", "--out", tmp_path / "k.png"), "slutar inte som pdf"),
        (("--out", tmp_path / "k.exe"), "Ange --format"),
        (("--out", tmp_path / "k"), "Ange --format"),
    ):
        refused = run("map", "--from", good, *words)
        assert refused.code == 2 and said in refused.err
        assert len(refused.err.splitlines()) == 1
    assert run("map", "--from", good, "--out", tmp_path / "k.SVG").code == 0
    assert (tmp_path / "k.SVG").read_text("utf-8").startswith("<?xml")
    assert run("map", "--from", good, "--format", "svg", "--out", tmp_path / "k").code == 0
    assert run("map", "--from", good, "--format", "svg").out == (tmp_path / "k").read_text("utf-8")


def test_files_are_compared_by_the_command(run: Run, tmp_path: Path) -> None:
    kept = {"id": "kf", "title": "Målet", "level": "fullmaktige"}
    added = {"id": "n", "title": "Nytt", "level": "namnd", "contributes_to": ["kf"]}
    for name, held in (("old", [kept]), ("new", [kept, added])):
        (tmp_path / f"{name}.json").write_text(json.dumps(goals(*held)), encoding="utf-8")
    words = ("map", "--from", tmp_path / "new.json", "--against")
    told = run(*words, tmp_path / "old.json", "--format", "json")
    assert told.code == 0, told.err
    answer = told.json()
    assert {node["goal"]: node["change"] for node in answer["nodes"]}["n"] == "new"
    assert answer["request"]["against"] == "old.json" and str(tmp_path) not in told.out
    refused = run(*words, tmp_path / "nowhere.json")
    assert refused.code == 2 and "planfil" in refused.err
    more = {"rodtrad": 1, "source": {"id": "more"}, "goals": [added]}
    (tmp_path / "more.json").write_text(json.dumps(more), encoding="utf-8")
    whole = (tmp_path / "old.json", "--against", tmp_path / "more.json")
    told = run(*words, *whole, "--format", "json")
    assert told.code == 0, told.err
    assert told.json()["request"]["against"] == "old.json, more.json"
    assert {node["change"] for node in told.json()["nodes"]} == {""}


@pytest.mark.parametrize(
    ("path", "status"), [("map.exe", 404), ("map.svg?root=nope", 404), ("map.png?down=x", 400)]
)
def test_what_cant_be_saved_is_a_problem(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_links_that_save_carry_what_is_shown(client: FlaskClient) -> None:
    model = drawn(root="kf24-3", expanded=["bun24-1"], lens="indicators")
    environment = Environment(
        loader=PackageLoader("visualizations", "templates"), autoescape=True,
        undefined=StrictUndefined,
    )
    told = environment.get_template("exports.html").render(
        model=model, data_url="/api/v1/map", say=lambda code: say(code, "sv")
    )
    links = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', told)]
    assert [link.partition("?")[0].rpartition(".")[2] for link in links] == [
        "svg", "png", "pdf", "html", "csv"
    ]
    for link in links:
        assert ("expanded", "bun24-1") in parse_qsl(link.partition("?")[2])
    assert client.get(links[0]).data == framed(model).encode()


def test_a_saved_map_is_called_by_its_goal_and_view() -> None:
    assert file_name(drawn(root="kf24-3"), "svg") == "rodtrad-karta-kf24-3-2024.svg"
    odd = goals({"id": 'a"/../b', "title": "Målet", "level": "fullmaktige"})
    model = focus_map(audit_of(odd, all=True), MapRequest(root='a"/../b'))
    assert file_name(model, "pdf") == "rodtrad-karta-alla.pdf"


@pytest.mark.verapdf
def test_verapdf_finds_no_fault(tmp_path: Path) -> None:
    """PDF/UA-1: plain, with charts, and hostile texts."""
    assert shutil.which("java") and JARS.is_dir(), "veraPDF isn't here (tools/setup-system)"
    made = [drawn(), drawn(lens="indicators"), *map(hostile_map, HOSTILE)]
    paths = [tmp_path / f"{n}.pdf" for n in range(len(made))]
    for path, model in zip(paths, made, strict=True):
        path.write_bytes(FORMS["pdf"].written(model))
    done = subprocess.run(
        ["java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", f"{JARS}/*",
         "org.verapdf.apps.GreenfieldCliWrapper", "--flavour", "ua1", "--format", "text",
         "-v", *map(str, paths)],
        capture_output=True, text=True, timeout=300, check=False,
    )
    verdicts = [line for line in done.stdout.splitlines() if line]
    assert verdicts == [f"PASS {path} ua1" for path in paths], done.stdout + done.stderr
