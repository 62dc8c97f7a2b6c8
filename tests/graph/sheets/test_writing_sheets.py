"""What is written as XLSX or CSV and read again is the same chain."""

import csv
import datetime
import io
import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.chain import PlanFile
from graph.checking import join, read_chain
from graph.digest import digest
from graph.errors import UsageError
from graph.model import (
    Area,
    Assignment,
    Exempt,
    Goal,
    Indicator,
    Link,
    Plan,
    Reading,
    Source,
    Unit,
)
from graph.period import parse_period
from graph.reading import read_files, read_text
from graph.sheets.tables import tables_of
from graph.sheets.writing import write_csv, write_xlsx
from graph.text import nfc, trim
from service.samples import tyreso_files
from tests.chains import chains

LANGUAGES = ("sv", "en")
TROUBLE = ("=1+1", "+46", "-1", "@SUM(A1)", "'=x", "'", "''", '"', '"a"; b', "a; b", ";", "_x0041_",
           "_x000D_", " a", "a\n", "\ta", "no", "2024", "1:30", "ja", "x (hur: y)", "x (how: y)",
           "true", "0,5", "1e5", "🚲", "<b>", "a&amp;b", "\u202eabc", "http://x", "*", "Id", "#N/A")


def as_id(text: str) -> str:
    """The text as an id may be: printable, and nothing unseen at its ends."""
    return nfc(trim("".join(filter(str.isprintable, text)))) or "x"


def as_number(number: float) -> int | float:
    """The number as the reader keeps it: whole ones whole, none too small."""
    return int(number) if number == int(number) else number if abs(number) > 1e-3 else 0


# What no text may hold isn't among these, nor the two characters that no cell holds.
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"),
                        exclude_characters="\ufffe\uffff")  # fmt: skip
TEXTS = st.one_of(st.sampled_from(TROUBLE), st.text(LETTERS, min_size=1, max_size=12).map(nfc))
IDS = TEXTS.map(as_id)
# A text of nothing but blanks says nothing, in a plan file too.
SAID = TEXTS.map(lambda text: text if text.strip() else "x")
NUMBERS = st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e14, 1e14)).map(as_number)


@st.composite
def plan_files(draw: st.DrawFn) -> PlanFile:
    """Small files whose every text and id is out for trouble."""
    ids = draw(st.lists(IDS, min_size=2, max_size=4, unique=True))
    goals = tuple(
        Goal(
            id=own, title=draw(SAID), description=draw(st.none() | SAID), level="namnd",
            unit=tuple(draw(st.lists(st.sampled_from(ids), unique=True))),
            tags=tuple(draw(st.lists(IDS, max_size=3))), budget_tkr=draw(st.none() | NUMBERS),
            valid_from=draw(st.none() | st.dates()),
            contributes_to=tuple(
                Link(to=to, how=draw(st.none() | SAID))
                for to in draw(st.lists(IDS, max_size=3, unique=True))
            ),
            exempt=draw(st.none() | st.builds(Exempt, reason=SAID, note=st.none() | SAID)),
        )
        for own in ids
    )  # fmt: skip
    units = tuple(Unit(id=own, name=draw(SAID), kind=draw(IDS)) for own in ids)
    indicators = (Indicator(id=ids[0], name=draw(SAID), readings=tuple(
        Reading(period=parse_period(period), value=draw(NUMBERS), gender=draw(st.none() | SAID))
        for period in ("2023", "2024-T1", "/2024-03-01"))),)  # fmt: skip
    return PlanFile(source=Source(id=draw(IDS)), goals=goals, units=units, indicators=indicators)


def again(file: PlanFile, form: str, language: str, folder: Path) -> tuple[PlanFile, ...]:
    """What comes back."""
    if form == "xlsx":
        return read_text(write_xlsx(file, language), "f.xlsx").files
    for path in folder.glob("*.csv"):
        path.unlink()
    for name, content in write_csv(file, language).items():
        (folder / name).write_bytes(content)
    return read_files(sorted(folder.glob("*.csv"))).files


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("csv")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_random_chains_come_back_with_their_digest(form: str, language: str, folder: Path) -> None:
    @settings(max_examples=15, deadline=None)
    @given(chains("medium"))
    def holds(chain: object) -> None:
        assert isinstance(chain, tuple)
        file = read_text(json.dumps(chain[0]), "c.json").files[0]
        back = again(file, form, language, folder)
        assert digest(join(back)) == digest(join([file]))
        assert back[0].source == file.source

    holds()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_ids_and_numbers_come_back_as_they_were(
    form: str, language: str, folder: Path
) -> None:
    @settings(max_examples=40, deadline=None)
    @given(plan_files())
    def holds(file: PlanFile) -> None:
        assert digest(join(again(file, form, language, folder))) == digest(join([file]))

    holds()


def test_the_sample_comes_back_with_its_digest(tmp_path: Path) -> None:
    files = read_files(tyreso_files()).files
    for file in files:
        (tmp_path / f"{file.source.id}.xlsx").write_bytes(write_xlsx(file))
    chain, _ = read_chain(sorted(tmp_path.glob("*.xlsx")))
    assert digest(chain) == digest(join(files))


def sample() -> PlanFile:
    return PlanFile(
        source=Source(id="s"),
        units=(Unit(id="2024", name="=cmd()", kind="nämnd"),),
        plans=(Plan(id="p", kind="nämndplan", decided_on=datetime.date(2023, 10, 25)),),
        areas=(Area(id="a", name="A", number=1),),
        goals=(Goal(id="m", title="-1+1", level="namnd", contributes_to=(Link(to="n"),)),),
        assignments=(Assignment(id="u", title="U", due=parse_period("2024-T2")),),
    )


def test_the_same_content_is_the_same_bytes() -> None:
    assert write_xlsx(sample()) == write_xlsx(sample())
    assert write_csv(sample()) == write_csv(sample())


def test_texts_are_texts_days_are_days_and_numbers_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(sample())))
    assert book.sheetnames == ["Källa", "Enheter", "Planer", "Områden", "Mål", "Uppdrag"]
    units, plans, areas = book["Enheter"], book["Planer"], book["Områden"]
    assert [(cell.value, cell.data_type) for cell in units[2]] == [
        ("2024", "s"), ("=cmd()", "s"), ("nämnd", "s")]  # fmt: skip
    assert plans["C2"].value == datetime.datetime(2023, 10, 25) and plans["C2"].is_date
    assert [cell.value for cell in areas[1]] == ["Id", "Nummer", "Namn"]
    assert areas["B2"].value == 1
    assert units.freeze_panes == "B2" and units["A1"].font.bold


def test_csv_is_what_a_swedish_spreadsheet_opens() -> None:
    file = PlanFile(source=Source(id="s"), indicators=(
        Indicator(id="i", name="=1+1", target=79.5),))  # fmt: skip
    content = write_csv(file)["indikatorer.csv"]
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Id", "Namn", "Målvärde"], ["i", "'=1+1", "79,5"]]


def test_no_cell_of_csv_begins_as_a_formula() -> None:
    file = PlanFile(source=Source(id="s"), goals=tuple(
        Goal(id=f"m{at}", title=said, level="namnd") for at, said in enumerate(TROUBLE)
    ))  # fmt: skip
    for content in write_csv(file).values():
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))]


def test_what_a_cell_cant_hold_is_told_and_not_cut() -> None:
    long = PlanFile(source=Source(id="s"), goals=(Goal(id="m", title="x" * 32_768, level="namnd"),))
    with pytest.raises(UsageError) as caught:
        write_xlsx(long)
    assert str(caught.value) == ("Mål / m / Mål har 32768 tecken, och en cell rymmer 32767. "
                                 "Skriv den som YAML eller JSON i stället.")  # fmt: skip
    odd = PlanFile(source=Source(id="s"), goals=(Goal(id="m", title="x\uffff", level="namnd"),))
    with pytest.raises(UsageError, match=r"har ett tecken \(U\+FFFF\)"):
        write_xlsx(odd)


@pytest.mark.office
def test_what_libreoffice_opens_and_saves_is_the_same_chain(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice isn't installed (tools/setup-system)"
    trouble = PlanFile(source=Source(id="trouble"), goals=tuple(
        Goal(id=f"m{at}", title=said, level="namnd", tags=(as_id(said),),
             budget_tkr=as_number(at / 7),
             contributes_to=(Link(to=as_id(said), how=said if said.strip() else None),))
        for at, said in enumerate(TROUBLE)
    ))  # fmt: skip
    files = (trouble, *read_files(tyreso_files()).files)
    given = [tmp_path / f"{file.source.id}.xlsx" for file in files]
    for path, file in zip(given, files, strict=True):
        path.write_bytes(write_xlsx(file))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "back", *given],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    back = [tmp_path / "back" / path.name for path in given]
    assert digest(read_chain(back)[0]) == digest(join(files))


def test_only_columns_that_somebody_fills_are_written() -> None:
    tables = {table.name: table.headings for table in tables_of(sample(), "sv")}
    assert tables["Mål"] == ("Id", "Mål", "Nivå", "Bidrar till")
