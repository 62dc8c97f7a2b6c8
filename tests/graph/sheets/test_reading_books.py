"""Workbooks as people make them are read as they are meant, and what was put right is said."""

import datetime
from pathlib import Path

import pytest

from graph.chain import PlanFile
from graph.checking import read_chain
from graph.errors import InputError
from graph.model import Goal, Link, Place
from graph.reading import read_text
from tests.graph.sheets.books import MAIN, book, row, sheet, units

GOALS = ("Id", "Mål", "Nivå", "Bidrar till")
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="[$-41D]mmm\\ yyyy;@"/><numFmt numFmtId="166" '
    'formatCode="&quot;dag&quot; 0"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="166"/><xf numFmtId="20"/></cellXfs></styleSheet>'
)


def read(content: bytes, name: str = "f.xlsx") -> PlanFile:
    return read_text(content, name).files[0]


def notices(content: bytes, name: str = "f.xlsx") -> list[str]:
    """What was put right, but for the name of the source, which every file here leaves out."""
    return [notice.text() for notice in read_text(content, name).notices
            if notice.code != "read_source"]  # fmt: skip


def goals(*rows: str, head: tuple[str, ...] = GOALS, styles: str = "") -> bytes:
    return book({"Mål": sheet(row(1, *head), *rows)}, styles=styles)


@pytest.mark.parametrize(
    "head",
    [("Id", "Namn", "Slag"), ("id", "name", "kind"), ("ID *", " NAMN: ", "slag?"),
     ("Id", "Name", "Kind"), ("Beteckning", "Benämning", "Enhetstyp")],
)  # fmt: skip
def test_headings_are_known_in_both_languages_and_as_keys(head: tuple[str, ...]) -> None:
    unit = read(units(row(2, "a", "A", "enhet"), head=head)).units[0]
    assert (unit.id, unit.name, unit.kind) == ("a", "A", "enhet")


def test_columns_may_stand_in_any_order_below_a_title_and_after_blank_rows() -> None:
    content = book({"Enheter": sheet(
        row(2, "Organisationen 2024"), row(5, "Slag", "", "Namn", "Id"),
        row(9, "enhet", "", "A", "a"), row(12, "enhet", "", "B", "b"),
    )})  # fmt: skip
    found = read(content).units
    assert [(unit.id, unit.name) for unit in found] == [("a", "A"), ("b", "B")]
    assert [unit.place for unit in found] == [Place("f.xlsx[Enheter]", 9),
                                              Place("f.xlsx[Enheter]", 12)]  # fmt: skip


def test_a_sheet_with_any_name_is_known_by_its_headings() -> None:
    content = book({"Blad1": sheet(row(1, "Id", "Mål", "Nivå"), row(2, "m", "M", "namnd")),
                    "Anteckningar": sheet(row(1, "Ring Åsa"))})  # fmt: skip
    assert read(content).goals[0].title == "M"
    assert notices(content) == ["f.xlsx: Blad som inte känns igen är inte lästa: Anteckningar."]


def test_columns_that_mean_nothing_are_told_in_one_line_and_left_out() -> None:
    content = units(row(2, "a", "A", "enhet", "x", "y"), head=("Id", "Namn", "Slag", "Färg", "Vem"))
    assert notices(content) == [
        "f.xlsx: Kolumner som inte känns igen är inte lästa: Färg, Vem."
    ]


def test_numbers_are_ids_as_people_see_them() -> None:
    stored = ("2024", "2025.0", "1.2", "7.0000000000000009", "1E3", "-3")
    rows = (row(at, f'<c r="A{at}"><v>{said}</v></c>', "A", "enhet")
            for at, said in enumerate(stored, 2))
    shown = ["2024", "2025", "1.2", "7", "1000", "-3"]
    assert [unit.id for unit in read(units(*rows)).units] == shown


def test_blanks_that_nobody_sees_are_taken_from_ids() -> None:
    content = goals(row(2, "\u00a0m\u200b", "M", "fullmaktige"),
                    row(3, "n", "N", "namnd", "m\u00a0"))
    assert read(content).goals[1].contributes_to == (Link(to="m"),)
    assert notices(content) == [
        "f.xlsx, blad Mål, cell A2: Blanktecken runt 'm' är borttagna (antal ställen: 1)."
    ]


def test_dates_are_dates_whatever_their_look_and_epoch() -> None:
    head = ("Id", "Mål", "Nivå", "Gäller från", "Gäller till")
    cells = '<c r="D2" s="1"><v>45292</v></c>', '<c r="E2" s="2"><v>45657.0</v></c>'
    goal = read(goals(row(2, "m", "M", "namnd", *cells), head=head, styles=STYLES)).goals[0]
    assert goal.valid_from == datetime.date(2024, 1, 1)
    assert goal.valid_to == datetime.date(2024, 12, 31)
    mac = book({"Mål": sheet(row(1, *head), row(2, "m", "M", "namnd", cells[0].replace(
        "45292", "43830")))}, styles=STYLES, within='<workbookPr date1904="1"/>')  # fmt: skip
    assert read(mac).goals[0].valid_from == datetime.date(2024, 1, 1)


def test_a_month_that_became_a_date_is_a_month_again() -> None:
    content = book({"Områden": sheet(row(1, "Id", "Namn", "Period"), row(
        2, "a", "A", '<c r="C2" s="3"><v>45352</v></c>'))}, styles=STYLES)  # fmt: skip
    period = read(content).areas[0].period
    assert period is not None and period.text == "2024-03"


def test_a_time_that_was_a_number_of_two_parts_is_read_as_it_looks() -> None:
    content = goals(row(2, "m", '<c r="B2" s="5"><v>0.0625</v></c>', "namnd"), styles=STYLES)
    assert read(content).goals[0].title == "1:30"


def test_a_number_beside_a_quoted_word_is_no_date() -> None:
    content = goals(row(2, '<c r="A2" s="4"><v>7</v></c>', "M", "namnd"), styles=STYLES)
    assert read(content).goals[0].id == "7"


def test_an_id_that_became_a_date_is_told() -> None:
    content = goals(row(2, '<c r="A2" s="1"><v>45293</v></c>', "M", "namnd"), styles=STYLES)
    with pytest.raises(InputError) as caught:
        read(content)
    assert str(caught.value) == (
        "f.xlsx, blad Mål, cell A2: Cellen är ett datum (2024-01-02), men här ska stå ett id. "
        "Kalkylprogram gör om 1-2 till en dag. Gör cellen till text och skriv id:t på nytt."
    )


def test_formulas_are_read_as_their_values() -> None:
    cells = ('<c r="A2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>',
             '<c r="B2"><f>1+1</f><v>2</v></c>', '<c r="C2" t="str"><f>X1</f><v>enhet</v></c>',
             '<c r="D2" t="str"><f>""</f><v></v></c>')
    unit = read(units(row(2, *cells), head=("Id", "Namn", "Slag", "Beskrivning"))).units[0]
    assert (unit.id, unit.name, unit.description) == ("ab", "2", None)


def test_merged_cells_hold_for_each_of_their_rows() -> None:
    content = book({"Mål": sheet(
        row(1, "Nivå", "Id", "Mål"), row(2, "namnd", "a", "A"), row(3, "", "b", "B"),
        row(4, "", "c", "C"), row(5, "enhet", "d", "D"), row(6, "", "", ""),
        after='<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="A5:A9"/></mergeCells>',
    )})  # fmt: skip
    assert [(goal.id, goal.level) for goal in read(content).goals] == [
        ("a", "namnd"), ("b", "namnd"), ("c", "namnd"), ("d", "enhet")]  # fmt: skip
    assert notices(content) == ["f.xlsx, blad Mål, cell A3: Sammanslagna celler är lästa som om "
                                "värdet stod på varje rad (antal: 2)."]  # fmt: skip


def test_what_is_hidden_is_read_and_said() -> None:
    content = book(
        {"Enheter": sheet(row(1, "Id", "Namn", "Slag"),
                          row(2, "a", "A", "enhet", more=' hidden="1"'),
                          before='<cols><col min="2" max="2" hidden="1"/></cols>'),
         "Mål": sheet(row(1, *GOALS), row(2, "m", "M", "namnd"))},
        states={"Mål": "hidden"},
    )  # fmt: skip
    assert len(read(content).units) == len(read(content).goals) == 1
    assert notices(content) == ["f.xlsx, blad Mål: Dolda blad, rader och kolumner är lästa som "
                                "andra, först i Mål (antal: 3)."]  # fmt: skip


def test_shared_and_rich_texts_are_read_whole_without_their_reading_aid() -> None:
    strings = (f'<sst xmlns="{MAIN}"><si><t>a</t></si><si><r><t>Nämn</t></r><r><t>den</t></r>'
               '<rPh sb="0" eb="1"><t>zzz</t></rPh></si><si><t>enhet</t></si></sst>')
    cells = [f'<c r="{letter}2" t="s"><v>{at}</v></c>' for at, letter in enumerate("ABC")]
    assert read(units(row(2, *cells), strings=strings)).units[0].name == "Nämnden"


def test_cells_without_an_address_and_prefixed_names_are_read() -> None:
    plain = units(row(2, "a", "A", "enhet"))
    content = book({"Enheter": sheet(
        '<row><c t="inlineStr"><is><t>Id</t></is></c><c t="inlineStr"><is><t>Namn</t></is></c>'
        '<c t="inlineStr"><is><t>Slag</t></is></c></row>',
        '<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>A</t></is></c>'
        '<c t="inlineStr"><is><t>enhet</t></is></c></row>',
    ).replace("<worksheet xmlns=", "<x:worksheet xmlns:x=").replace("</worksheet", "</x:worksheet")
     .replace("<row", "<x:row").replace("</row", "</x:row")})  # fmt: skip
    assert read(content) == read(plain)


@pytest.mark.parametrize("said", ["m1; m2", "m1;m2;", "m1\nm2", '"m1"; m2', "m1\r\n;m2"])
def test_several_values_stand_in_one_cell(said: str) -> None:
    content = goals(row(2, "n", "N", "namnd", said.replace("\r", "_x000D_")))
    assert [link.to for link in read(content).goals[0].contributes_to] == ["m1", "m2"]


def test_a_link_says_how_in_its_cell_or_in_a_row_of_its_own() -> None:
    content = book({
        "Kopplingar": sheet(row(1, "Från", "Till", "Hur", "Status", "Gäller från"),
                            row(2, "n", "m3", "Så", "Utkast", "2024-01-01")),
        "Mål": sheet(row(1, *GOALS), row(2, "n", "N", "Nämndmål", "m1 (hur: så; här); m2")),
    })  # fmt: skip
    assert read(content).goals == (Goal(
        id="n", title="N", level="namnd",
        contributes_to=(Link(to="m1", how="så; här"), Link(to="m2"), Link(
            to="m3", how="Så", status="draft", valid_from=datetime.date(2024, 1, 1))),
    ),)  # fmt: skip


def test_the_same_link_twice_is_told_where_it_stands_the_second_time() -> None:
    content = book({
        "Kopplingar": sheet(row(1, "Från", "Till"), row(2, "n", "m")),
        "Mål": sheet(row(1, *GOALS), row(2, "n", "N", "namnd", "m")),
    })  # fmt: skip
    with pytest.raises(InputError) as caught:
        read(content)
    assert [(fault.code, fault.sheet, fault.line) for fault in caught.value.faults] == [
        ("duplicate_link", "Kopplingar", 2)]  # fmt: skip


def test_a_row_that_belongs_to_nothing_is_told_with_what_was_perhaps_meant() -> None:
    content = book({
        "Utfall": sheet(row(1, "Indikator", "Period", "Utfall"), row(2, "betyg", "2024", "3")),
        "Indikatorer": sheet(row(1, "Id", "Namn"), row(2, "betyg-9", "Betyg")),
    })  # fmt: skip
    with pytest.raises(InputError) as caught:
        read(content)
    assert str(caught.value) == (
        "f.xlsx, blad Utfall, cell A2: 'betyg' finns inte i Indikatorer. Menade du 'betyg-9'?"
    )


def test_words_of_the_format_are_told_in_the_words_of_the_sheet() -> None:
    content = goals(row(2, "m", "M", "namnd", "utkst"), head=("Id", "Mål", "Nivå", "Status"))
    with pytest.raises(InputError) as caught:
        read(content)
    assert str(caught.value) == (
        "f.xlsx, blad Mål, cell D2: 'utkst' går inte att välja. "
        "Välj bland: utkast, beslutad, avslagen, borttagen."
    )


def test_levels_of_the_book_hold_and_may_be_named() -> None:
    content = book({
        "Nivåer": sheet(row(1, "Id", "Namn", "Rot", "Behöver", "Varje område"),
                        row(2, "topp", "Översta", "ja", "bas"),
                        row(3, "bas", "Lägsta", "", "", "ja")),
        "Styrmodell": sheet(row(1, "År"), row(2, '<c r="A2"><v>2024</v></c>')),
        "Enhetsslag": sheet(row(1, "Eget slag", "Räknas som"), row(2, "skola", "enhet")),
        "Mål": sheet(row(1, *GOALS), row(2, "m", "M", "Lägsta")),
    })  # fmt: skip
    file = read(content)
    assert file.goals[0].level == "bas"
    assert file.governance is not None
    assert [level.every_area for level in file.governance.levels] == [False, True]
    assert file.governance.unit_kinds == (("skola", "enhet"),)
    assert file.governance.current_year == 2024


def test_examples_and_unconfirmed_rows_are_left_and_said() -> None:
    content = book({
        "Mål": sheet(row(1, "Exempel", "Id", "Mål", "Nivå"), row(2, "x", "e", "E", "namnd"),
                     row(3, "", "m", "M", "namnd")),
        "Kopplingar": sheet(row(1, "Från", "Till", "Bekräftad"), row(2, "m", "a", "ja"),
                            row(3, "m", "b", ""), row(4, "m", "c", "nej")),
    })  # fmt: skip
    assert read(content).goals == (
        Goal(id="m", title="M", level="namnd", contributes_to=(Link(to="a"),)),
    )
    assert notices(content) == [
        "f.xlsx, blad Mål, rad 2: Exempelrader är inte lästa (antal: 1).",
        "f.xlsx, blad Kopplingar, cell C3: Förslag som ingen har bekräftat är inte lästa "
        "(antal: 2). Skriv ja i kolumnen Bekräftad för dem som ska med.",
    ]


def test_the_heading_of_the_file_stands_in_a_sheet_of_its_own() -> None:
    content = book({"Källa": sheet(row(1, "Id", "Rubrik"), row(2, "k-2024", "Kedjan")),
                    "Mål": sheet(row(1, *GOALS), row(2, "m", "M", "namnd"))})  # fmt: skip
    assert (read(content).source.id, read(content).source.title) == ("k-2024", "Kedjan")
    without = read_text(goals(row(2, "m", "M", "namnd")), "mapp/mål-2024.xlsx")
    assert without.files[0].source.id == "mål-2024"
    assert without.notices[0].text() == (
        "mapp/mål-2024.xlsx: Källan heter 'mål-2024' efter filens namn. "
        "Ett blad Källa med kolumnen Id ger den ett eget namn."
    )


def test_books_and_plan_files_name_each_others_items(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(units(row(2, "bun", "Nämnden", "nämnd")))
    (tmp_path / "b.yaml").write_text(
        "rodtrad: 1\nsource: {id: b}\ngoals: [{id: m, title: M, level: namnd, unit: bun}]\n")
    chain, _ = read_chain([tmp_path / "b.yaml", tmp_path / "a.xlsx"])
    assert chain.goals[0].unit == ("bun",)


def test_a_text_is_text_whatever_it_looks_like() -> None:
    texts = ("=1+1", "+46", "-1", "@x", "no", "2024", "1:30", "<script>", "_x0041_", "a_x000D_b")
    rows = [row(at, f"m{at}", said, "namnd") for at, said in enumerate(texts, 2)]
    said = [goal.title for goal in read(goals(*rows)).goals]
    assert said == [*texts[:8], "A", "a\nb"]
