"""Spreadsheets on the command line: template, check, import, export, and a list made a proposal."""

import io
import json
from pathlib import Path

import openpyxl
import pytest

from graph.checking import join, read_chain
from graph.digest import digest
from graph.model import Source
from graph.plain import chain_to_file
from graph.sheets.writing import write_csv, write_xlsx
from graph.store import Store
from tests.conftest import EMBEDDED
from tests.graph.sheets.books import book, row, sheet
from tests.service.cli.conftest import Run

LIST = """mål;enhet;bidrar till
Fler klarar skolan;Kommunfullmäktige;
Fler elever når målen i årskurs nio;Barn- och utbildningsnämnden;Fler klarar skolan!
Trygg i skolan;Exempelskolan;Fler elever når målen i årskurs 9
Lösa trådar;Barn- & utbildningsnämnden;rymdfart
"""


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "mål.xlsx"
    path.write_bytes(book({"Mål": sheet(
        row(1, "Id", "Mål", "Nivå", "Gäller från"), row(2, "m", "M", "namnd", "igår"),
        row(3, "n", "N", "ingen"))}))  # fmt: skip
    return path


def test_the_template_is_written_once_and_read_without_a_fault(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "mall.xlsx"
    ran = run("template", "--out", out)
    assert ran.code == 0
    assert f"Nästa steg: fyll i den och kör rodtrad check {out}" in ran.err
    assert run("check", out).code in (0, 1)
    again = run("template", "--out", out)
    assert again.code == 2 and f"Filen {out} finns redan." in again.err
    assert run("template", "--out", out, "--force", "--lang", "en").code == 0
    assert "Goals" in openpyxl.load_workbook(out).sheetnames


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_check_answers_of_spreadsheets_as_of_plan_files(
    run: Run, sample: list[Path], tmp_path: Path, form: str
) -> None:
    files = read_chain(sample)[0].files
    for file in files:
        (tmp_path / f"{file.source.id}.xlsx").write_bytes(write_xlsx(file))
    for name, content in write_csv(chain_to_file(join(files), Source(id="s"))).items():
        (tmp_path / name).write_bytes(content)
    given = sorted(tmp_path.glob(f"*.{form}"))
    native, sheets = (run("check", *paths, "--format", "json").json() for paths in (sample, given))
    assert native["data"]["digest"] == sheets["data"]["digest"]
    for key in ("goals", "links", "matrix", "score", "cycles"):
        assert native[key] == sheets[key]
    asked = [part for path in given for part in ("--from", path)]
    goal = native["goals"][5]["id"]
    assert run("trace", goal, *asked, "--format", "json").json()["goal"] == goal


def test_faults_come_as_json_with_sheet_and_cell(run: Run, wrong: Path) -> None:
    ran = run("check", wrong, "--format", "json")
    assert ran.code == 2
    assert [(each["sheet"], each["cell"], each["line"], each["column"], each["code"])
            for each in ran.json()["errors"]] == [
        ("Mål", "D2", 2, 4, "bad_day"), ("Mål", "C3", 3, 3, "unknown_level")]  # fmt: skip


def test_a_marked_copy_has_the_faults_and_the_file_is_left_alone(
    run: Run, wrong: Path, tmp_path: Path
) -> None:
    before, marked = wrong.read_bytes(), tmp_path / "fel.xlsx"
    ran = run("check", wrong, "--marked", marked)
    assert ran.code == 2
    assert f"{wrong}, blad Mål, cell D2: 'igår' är inte ett datum." in ran.err
    page = openpyxl.load_workbook(marked)["Mål"]
    assert [cell.coordinate for line in page.iter_rows() for cell in line if cell.comment] == [
        "D2", "C3"]  # fmt: skip
    assert wrong.read_bytes() == before
    again = run("check", wrong, "--marked", marked)
    assert again.code == 2 and "finns redan" in again.err


def test_no_copy_is_marked_of_a_file_without_faults_or_of_several(
    run: Run, wrong: Path, tmp_path: Path
) -> None:
    marked = tmp_path / "fel.xlsx"
    right = tmp_path / "enheter.csv"
    right.write_text("Id;Namn;Slag\na;A;enhet\n", encoding="utf-8")
    ran = run("check", right, "--marked", marked)
    assert f"Inget fel i filen; {marked} skrevs inte." in ran.err
    several = run("check", wrong, right, "--marked", marked)
    assert several.code == 2
    assert several.err == ("--marked gäller ett kalkylblad i taget. "
                           "Ange en .xlsx-fil, eller csv-filer som hör ihop.\n")  # fmt: skip
    assert not marked.exists()


def test_a_book_that_cant_be_opened_is_told_and_not_copied(run: Run, tmp_path: Path) -> None:
    path, marked = tmp_path / "f.xlsx", tmp_path / "fel.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    ran = run("check", path, "--marked", marked)
    assert ran.code == 2 and "gamla formatet .xls" in ran.err
    assert not marked.exists()


@pytest.mark.parametrize("store", [EMBEDDED], indirect=True)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_exported_and_imported_again_changes_nothing(
    run: Run, store: Store, sample: list[Path], tmp_path: Path, form: str
) -> None:
    url = store.url
    run("import", *sample, "--store", url)
    before = store.info().digest
    out = tmp_path / ("ut.xlsx" if form == "xlsx" else "ut")
    ran = run("export", "--store", url, "--source", "tyreso-bun", "--format", form, "--out", out)
    assert ran.code == 0
    given = [out] if form == "xlsx" else sorted(out.iterdir())
    report = run("import", *given, "--store", url, "--format", "json").json()
    assert not (report["new"] or report["removed"])
    assert store.info().digest == before


@pytest.mark.parametrize("store", [EMBEDDED], indirect=True)
def test_a_wrong_book_changes_nothing_in_the_store(
    run: Run, store: Store, sample: list[Path], wrong: Path
) -> None:
    run("import", *sample, "--store", store.url)
    before = store.info()
    assert run("import", wrong, "--store", store.url).code == 2
    assert store.info() == before


def test_a_list_becomes_a_proposal_that_counts_when_somebody_says_yes(
    run: Run, tmp_path: Path
) -> None:
    listed, proposal = tmp_path / "lista.csv", tmp_path / "forslag.xlsx"
    listed.write_text(LIST, encoding="cp1252")
    ran = run("import", listed, "--propose", proposal, "--store", f"embedded:{tmp_path / 'ingen'}")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "Mål: 4. Nya enheter: 4. Texter med förslag till koppling: 2, utan: 1.",
        "Nästa steg: skriv ja för de kopplingar som stämmer, och kör rodtrad import "
        f"{proposal}",
    ]
    assert not (tmp_path / "ingen").exists()
    chain, notices = read_chain([proposal])
    assert [goal.level for goal in chain.goals] == ["namnd", "namnd", "enhet", "fullmaktige"]
    assert not any(goal.contributes_to for goal in chain.goals)
    assert [notice.code for notice in notices] == ["unconfirmed_left"]
    opened = openpyxl.load_workbook(proposal)
    rows = list(opened["Kopplingar"].iter_rows(values_only=True))
    assert rows[0] == ("Från", "Till", "Bekräftad", "Likhet", "Skrivet som", "Föreslaget mål")
    assert [(row[1], row[3]) for row in rows[1:]] == [
        ("kommunfullmäktige-1", 100), ("barn-och-utbildningsnämnden-2", 91), (None, 0)]
    units = [row[3] for row in opened["Enheter"].iter_rows(values_only=True)]
    assert str(units[4]).startswith("Ny; liknar Barn- och utbildningsnämnden")
    opened["Kopplingar"]["C2"] = "ja"
    opened.save(proposal)
    confirmed, _ = read_chain([proposal])
    assert [(goal.id, goal.contributes_to[0].to) for goal in confirmed.goals
            if goal.contributes_to] == [
        ("barn-och-utbildningsnämnden-2", "kommunfullmäktige-1")]  # fmt: skip


def test_a_list_is_held_against_what_is_there(run: Run, sample: list[Path], tmp_path: Path) -> None:
    chain, _ = read_chain(sample)
    goal = next(goal for goal in chain.goals if goal.level == "fullmaktige")
    unit = next(unit for unit in chain.units if unit.kind == "nämnd")
    listed, proposal = tmp_path / "lista.xlsx", tmp_path / "forslag.xlsx"
    listed.write_bytes(book({"Blad1": sheet(
        row(1, "Mål", "Ansvarig", "Bidrar till"),
        row(2, "Ett nytt mål", unit.name.upper(), goal.title.lower()))}))  # fmt: skip
    assert run("import", listed, *sample, "--propose", proposal).code == 0
    opened = openpyxl.load_workbook(io.BytesIO(proposal.read_bytes()))
    assert "Enheter" not in opened.sheetnames
    assert opened["Kopplingar"]["B2"].value == goal.id
    whole, _ = read_chain([*sample, proposal])
    assert whole.by_id("goals")[f"{unit.id}-1"].unit == (unit.id,)
    assert digest(whole) != digest(chain)


def test_a_list_without_goals_is_told(run: Run, tmp_path: Path) -> None:
    listed = tmp_path / "lista.csv"
    listed.write_text("enhet;färg\na;b\n", encoding="utf-8")
    ran = run("import", listed, "--propose", tmp_path / "f.xlsx", "--format", "json")
    assert ran.code == 2
    assert [each["code"] for each in json.loads(ran.out)["errors"]] == ["book_nothing"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # Read as a sheet of links, whose goals aren't there; or as nothing at all.
        ("Mål;Enhet;Bidrar till\nFler läser;Bollen;Alla klarar skolan\n",
         {"plain_list", "unknown_reference"}),
        ("Formulering;Enhet\nFler läser;Bollen\n", {"plain_list", "book_nearest"}),
        ("Namn;Enhetstyp;Telefon\nAnna;enhet;08-123\n", {"book_nearest"}),
        ("Id;Formulering;Nivå;Enhet\na;Ett mål;enhet;b\n", {"unknown_reference"}),
        ("Namn;Telefon\nAnna;08-123\n", {"book_nothing"}),
    ],
)
def test_a_list_taken_for_a_plan_file_is_told_what_it_seems_to_be(
    run: Run, tmp_path: Path, text: str, codes: set[str]
) -> None:
    (tmp_path / "lista.csv").write_text(text, encoding="utf-8")
    for command in ("check", "import"):
        ran = run(command, tmp_path / "lista.csv", "--format", "json")
        assert ran.code == 2
        errors = json.loads(ran.out)["errors"]
        assert {each["code"] for each in errors} == codes
        hints = [each["hint"] for each in errors if each["code"] == "plain_list"]
        assert all("--propose" in hint and "lista.csv" in hint for hint in hints)
