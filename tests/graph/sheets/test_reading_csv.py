"""CSV from any program is read as it is meant, alone or as several files that belong together."""

from pathlib import Path

import pytest

from graph.checking import read_chain
from graph.errors import InputError
from graph.reading import read_text

TEXT = "Id;Namn;Slag\nbun;Barn- och utbildningsnämnden;nämnd\n"


def refused(content: str | bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_text(content, "f.csv")
    return [fault.text() for fault in caught.value.faults]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_whatever_separates_and_however_it_is_encoded(
    separator: str, encoding: str, ending: str
) -> None:
    content = TEXT.replace(";", separator).replace("\n", ending).encode(encoding)
    unit = read_text(content, "enheter.csv").files[0].units[0]
    assert (unit.id, unit.name, unit.kind) == ("bun", "Barn- och utbildningsnämnden", "nämnd")


def test_a_first_line_may_name_the_separator() -> None:
    unit = read_text("sep=,\nId,Namn,Slag\na,A;B,enhet\n", "f.csv").files[0].units[0]
    assert unit.name == "A;B"
    assert unit.place is not None and unit.place.line == 3


def test_decimal_commas_and_line_breaks_in_cells(tmp_path: Path) -> None:
    (tmp_path / "utfall.csv").write_text("Indikator;Period;Utfall\nbetyg;2023;79,5\n")
    (tmp_path / "indikatorer.csv").write_text(
        'Id;Namn;Definition\nbetyg;Betyg;"Rad 1\nRad 2 ""så"""\n')
    chain, _ = read_chain([tmp_path / "utfall.csv", tmp_path / "indikatorer.csv"])
    assert chain.indicators[0].readings[0].value == 79.5
    assert chain.indicators[0].definition == 'Rad 1\nRad 2 "så"'


def test_what_would_run_as_a_formula_comes_back_as_it_was() -> None:
    texts = ["=1+1", "+46", "-1", "@x", "'=", "\tx"]
    rows = "".join(f"m{at};'{said};namnd\n" for at, said in enumerate(texts))
    titles = [goal.title for goal in read_text("Id;Mål;Nivå\n" + rows, "f.csv").files[0].goals]
    assert titles == texts
    plain = read_text("Id;Mål;Nivå\nm;'citat';namnd\n", "f.csv").files[0].goals[0]
    assert plain.title == "'citat'"


def test_faults_know_their_file_and_cell(tmp_path: Path) -> None:
    (tmp_path / "enheter.csv").write_text(TEXT, encoding="utf-8")
    (tmp_path / "mål.csv").write_text(
        "Id;Mål;Nivå;Enhet;Gäller från\nm;M;namnd;bnu;2024-02-30\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_chain([tmp_path / "enheter.csv", tmp_path / "mål.csv"])
    name = (tmp_path / "mål.csv").as_posix()
    assert [fault.text() for fault in caught.value.faults] == [
        f"{name}, cell D2: 'bnu' finns inte i Enheter. Menade du 'bun'?",
        f"{name}, cell E2: Datumet 2024-02-30 finns inte. "
        "Skriv ÅÅÅÅ-MM-DD, till exempel 2024-03-31.",
    ]


def test_a_quotation_mark_that_is_never_closed_is_told() -> None:
    assert refused('Id;Namn;Slag\na;"A;enhet\nb;B;enhet\n') == [
        "f.csv, rad 2: Ett citattecken på raden avslutas aldrig, eller så följer text efter det. "
        "Skriv två citattecken för ett som hör till texten."
    ]


def test_a_cell_that_is_too_long_is_told() -> None:
    assert refused("Id;Namn;Slag\na;" + "x" * 1_000_002 + ";enhet\n") == [
        "f.csv, rad 2: En cell på raden har fler än 1000000 tecken."
    ]


def test_control_characters_and_binary_files_are_told() -> None:
    assert refused("Id;Namn;Slag\na;A\x07;enhet\n") == [
        "f.csv, rad 2: Styrtecknet U+0007 får inte finnas i en text (efter 'a;A'). Ta bort det."
    ]
    assert refused(b"PK\x00\x01")[0].startswith("f.csv: Filen är inte en textfil.")


def test_a_row_wider_than_a_sheet_is_told() -> None:
    assert refused("Id;Namn;Slag\n" + ";" * 20_000 + "\n") == [
        "f.csv, rad 2: Raden har fler kolumner än ett kalkylblad."
    ]


def test_a_file_that_isnt_there_is_told_and_the_others_are_not_blamed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_chain([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert str(caught.value) == f"{(tmp_path / 'b.csv').as_posix()}: Filen finns inte."
