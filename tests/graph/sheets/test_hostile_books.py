"""Hostile and broken workbooks are refused, each with its place and its exact words."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from graph.checking import chain_of, read_chain
from graph.errors import InputError
from graph.reading import drafts_of, read_text
from graph.sheets import archive
from graph.sheets.archive import BadBook
from graph.sheets.drafts import book_draft
from graph.sheets.entries import parts_of
from graph.sheets.marking import marked_book
from graph.sheets.workbook import Workbook
from tests.graph.sheets.books import HEAD, MAIN, book, packed, parts, row, sheet, text_cell, units
from tests.timing import took

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ANEW = "Öppna den i kalkylprogrammet och spara den på nytt."


def refused(content: bytes, name: str = "f.xlsx", language: str = "sv") -> list[str]:
    with pytest.raises(InputError) as caught:
        read_text(content, name)
    return [fault.text(language) for fault in caught.value.faults]


def declared(content: bytes, size: int) -> bytes:
    """The same zip, its list of contents lying about how large the last part is."""
    at = content.rfind(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def with_part(name: str, content: str) -> bytes:
    return packed({**parts({"Enheter": sheet(row(1, "Id"))}), name: content})


def encrypted_entry() -> bytes:
    content = bytearray(units())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    return bytes(content)


ENTITIES = (
    f'{HEAD}<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is>'
    "</c></row></sheetData></worksheet>"
)
OUTSIDE = ENTITIES.replace('"ha"', 'SYSTEM "file:///etc/passwd"')
DEEP = f'{HEAD}<worksheet xmlns="{MAIN}">' + "<a>" * 100_000 + "</a>" * 100_000 + "</worksheet>"

BROKEN = {
    "not a zip": (b"id;namn\n", "f.xlsx: Filen är ingen Excelarbetsbok. "
                  "Spara den som .xlsx, eller som .csv om den är en text."),
    "empty": (b"", "f.xlsx: Filen är ingen Excelarbetsbok. "
              "Spara den som .xlsx, eller som .csv om den är en text."),
    "old format": (OLE, "f.xlsx: Filen är en arbetsbok i det gamla formatet .xls. "
                   "Öppna den och spara den som .xlsx."),
    "locked": (OLE + "EncryptedPackage".encode("utf-16-le"),
               "f.xlsx: Arbetsboken är låst med ett lösenord. Spara den utan lösenord."),
    "locked part": (encrypted_entry(),
                    "f.xlsx: Arbetsboken är låst med ett lösenord. Spara den utan lösenord."),
    "cut short": (units()[:-60], "f.xlsx: Arbetsboken är trasig och går inte att packa upp. "
                  f"{ANEW}"),
    "another format": (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
                       "f.xlsx: Filen är inget kalkylblad i formatet .xlsx. "
                       "Öppna den i kalkylprogrammet och spara den som .xlsx."),
    "some zip": (packed({"a.txt": "a"}), "f.xlsx: Filen är inget kalkylblad i formatet .xlsx. "
                 "Öppna den i kalkylprogrammet och spara den som .xlsx."),
    "path out": (with_part("../../etc/cron.d/x", "x"),
                 "f.xlsx: Arbetsboken har delar med namn som leder ut ur den."),
    "path from the root": (with_part("/etc/passwd", "x"),
                           "f.xlsx: Arbetsboken har delar med namn som leder ut ur den."),
    "path of Windows": (with_part("..\\..\\x", "x"),
                        "f.xlsx: Arbetsboken har delar med namn som leder ut ur den."),
    "bomb": (declared(with_part("xl/z", "x"), 0xFFFFFFF0),
             "f.xlsx: Arbetsboken blir större än 512 MB när den packas upp. "
             "Ta bort tomma rader och bilder, eller dela upp den."),
    "entities": (book({"Enheter": ENTITIES}), "f.xlsx: Arbetsbokens XML har en dokumenttyp, "
                 f"som kan dölja vad som helst. {ANEW}"),
    "entity outside": (book({"Enheter": OUTSIDE}), "f.xlsx: Arbetsbokens XML har en dokumenttyp, "
                       f"som kan dölja vad som helst. {ANEW}"),
    "deep": (book({"Enheter": DEEP}), "f.xlsx: Arbetsbokens XML ligger i fler än 100 nivåer."),
    "no XML": (book({"Enheter": "<worksheet"}), "f.xlsx: En del av arbetsboken "
               f"(xl/worksheets/sheet1.xml) går inte att tyda. {ANEW}"),
    "cell outside": (units(row(2, text_cell("XFE2", "x"))),
                     "f.xlsx: Arbetsboken har en cell som inte kan finnas (XFE2)."),
    "text that isn't there": (units(row(2, '<c r="A2" t="s"><v>7</v></c>')),
                              f"f.xlsx: Arbetsboken är trasig och går inte att packa upp. {ANEW}"),
    "nothing known": (book({"Blad1": sheet(row(1, "a", "b"))}),
                      "f.xlsx: Inget blad känns igen (blad: Blad1). "
                      "Utgå från mallen: rodtrad template --out mall.xlsx"),
    "formula without value": (units(row(2, "a", "A", '<c r="C2"><f>1+1</f><v></v></c>')),
                              "f.xlsx, blad Enheter, cell C2: Formeln har inget uträknat värde. "
                              "Öppna filen i kalkylprogrammet och spara den, eller skriv värdet."),
    "error": (units(row(2, "a", "A", '<c r="C2" t="e"><v>#REF!</v></c>')),
              "f.xlsx, blad Enheter, cell C2: Cellen visar felet #REF!. "
              "Rätta formeln, eller skriv värdet."),
    "no number": (units(row(2, "a", "A", '<c r="C2"><v>1e999</v></c>')),
                  "f.xlsx, blad Enheter, cell C2: Talet 1e999 går inte att tyda."),
    "no id": (units(row(2, "", "A", "enhet")), "f.xlsx, blad Enheter, rad 2: Här saknas 'Id'."),
    "missing column": (units(row(2, "a", "A"), head=("Id", "Namn")),
                       "f.xlsx, blad Enheter, rad 1: Kolumnen 'Slag' saknas. Lägg till den. En "
                       "lista utan id görs om till ett förslag med rodtrad import FIL --propose "
                       "FÖRSLAG."),
    "column twice": (units(row(2, "a", "A", "enhet", "B"),
                           head=("Id", "Namn", "Slag", "Benämning")),
                     "f.xlsx, blad Enheter, cell D1: Kolumnen 'Benämning' säger detsamma som "
                     "'Namn'. Behåll bara en av dem."),
    "control character": (units(row(2, "a", "A_x0007_", "enhet")),
                          "f.xlsx, blad Enheter, cell B2: Styrtecknet U+0007 får inte finnas i en "
                          "text (efter 'A\\u0007'). Ta bort det."),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_refused_with_place_and_exact_words(case: str) -> None:
    content, said = BROKEN[case]
    assert refused(content) == [said]


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts({"Enheter": sheet(row(1, "Id"))}).items():
            made.writestr(name, part)
        with made.open("xl/big.xml", "w", force_zip64=True) as big:
            for _ in range(archive.MAX_UNPACKED // 2**22 + 1):
                big.write(bytes(2**22))
    content = buffer.getvalue()
    assert len(content) < 2**20
    tracemalloc.start()
    said = refused(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said == [BROKEN["bomb"][1]]
    assert most < 3 * 2**20


def test_a_part_packed_far_better_than_any_sheet_is_refused() -> None:
    said = refused(with_part("xl/media/image1.bmp", "\x00" * 2**25))
    assert said == ["f.xlsx: En del av arbetsboken är packad 1028 gånger, långt mer än något "
                    "kalkylblad. Ta bort tomma rader, eller spara den på nytt."]


def test_a_part_larger_than_it_says_is_refused() -> None:
    content = bytearray(book({"Enheter": sheet(row(1, "Id"))}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    assert refused(bytes(content)) == [BROKEN["cut short"][1]]


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    content = units(row(2, "a", "A", "enhet"), row(1_048_576, text_cell("XFD1048576", "x")))
    assert len(content) < 5_000
    tracemalloc.start()
    reading = read_text(content, "f.xlsx")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [unit.id for unit in reading.files[0].units] == ["a"]
    assert "f.xlsx, blad Enheter, cell XFD1048576: Celler utan rubrik är inte lästa." in [
        notice.text() for notice in reading.notices
    ]
    assert most < 2 * 2**20
    near = units(row(2, "a", "A", "enhet"), row(3, text_cell("D3", "x")))
    assert took(lambda: read_text(content, "f.xlsx")) < 5 * took(lambda: read_text(near, "f.xlsx"))


def test_a_hundred_megabyte_cell_is_told_by_its_place_and_never_held() -> None:
    text = "x" * (100 * 2**20)
    content = packed(parts({"Enheter": sheet(row(1, "Id", "Namn", "Slag"),
                                             row(2, "a", text, "enhet"))}), zipfile.ZIP_STORED)
    del text
    tracemalloc.start()
    said = refused(content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said == ["f.xlsx, blad Enheter, cell B2: Texten har 1000001 tecken; 1000000 är det "
                    "längsta som går."]
    assert most < 12 * 2**20


def test_rows_stream_so_that_memory_does_not_follow_their_number() -> None:
    most = []
    for count in (1_000, 10_000):
        content = book({"Enheter": sheet(row(1, "Id", "Namn", "Slag"), *(
            row(at, f"e{at}", f"Enhet {at}", "enhet") for at in range(2, count)))})  # fmt: skip
        (page,) = Workbook(content).sheets
        tracemalloc.start()
        assert sum(1 for _ in page.rows()) == count - 1
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most[1] < 1.5 * most[0] + 2**17


def test_the_words_are_there_in_english_too() -> None:
    assert refused(BROKEN["formula without value"][0], language="en") == [
        "f.xlsx, sheet Enheter, cell C2: The formula has no stored value. "
        "Open the file in the spreadsheet program and save it, or write the value."
    ]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    content = book({
        "Enheter": sheet(row(1, "Id", "Namn", "Slag", "Del av"), row(2, "a", "", "enhet", "b"),
                         row(3, "a", "A", "", "a")),
        "Mål": sheet(row(1, "Id", "Mål", "Nivå", "Gäller från"), row(2, "m", "M", "nivå", "igår")),
    })  # fmt: skip
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_chain([path])
    assert [(fault.sheet, fault.cell or fault.line, fault.code) for fault in caught.value.faults
            ] == [
        ("Enheter", 2, "missing"),
        ("Enheter", "D2", "unknown_reference"),
        ("Enheter", 3, "missing"),
        ("Enheter", "A3", "duplicate_id"),
        ("Mål", "C2", "unknown_level"),
        ("Mål", "D2", "bad_day"),
    ]


def test_so_many_faults_that_nobody_reads_them_stop_the_reading() -> None:
    rows = [row(at, f'<c r="A{at}" t="e"><v>#N/A</v></c>', "A", "enhet") for at in range(2, 6002)]
    mål = sheet(row(1, "Id", "Mål", "Nivå", "Enhet"), row(2, "m", "M", "namnd", "u"))
    content = book({"Enheter": sheet(row(1, "Id", "Namn", "Slag"), *rows), "Mål": mål})
    said = refused(content)
    assert len(said) == 5001
    assert said[0] == "f.xlsx: Här slutade läsningen efter 5000 fel."
    few = book({"Mål": mål, "Enheter": sheet(row(1, "Id", "Namn", "Slag"), *rows[:4_990])})
    with pytest.raises(InputError) as caught:
        chain_of([book_draft(few, "f.xlsx")])
    assert len(caught.value.faults) == 4_991


def test_more_merges_than_anyone_makes_are_refused() -> None:
    merges = "".join(f'<mergeCell ref="A{at}:A{at + 1}"/>' for at in range(2, 100_010))
    content = book({"Enheter": sheet(row(1, "Id", "Namn", "Slag"),
                                     after=f"<mergeCells>{merges}</mergeCells>")})
    assert refused(content) == [
        "f.xlsx: Ett blad har fler än 100000 sammanslagna celler och dolda kolumner."
    ]


@pytest.mark.parametrize("said", ['"', '";', '""', "(hur:", "a(hur: ", ";", "\n", '"a";'])
def test_cells_made_to_be_slow_to_part_are_not(said: str) -> None:
    half, whole = (said * (length // len(said)) for length in (100_000, 200_000))
    assert took(lambda: parts_of(whole)) < 3.2 * took(lambda: parts_of(half))


def test_merges_over_the_whole_sheet_cost_nothing() -> None:
    def merged(corner: str) -> bytes:
        merges = "".join(f'<mergeCell ref="A{at}:{corner}"/>' for at in range(2, 2002))
        return book({"Enheter": sheet(row(1, "Id", "Namn", "Slag"), row(2, "a", "A", "enhet"),
                                      after=f"<mergeCells>{merges}</mergeCells>")})

    wide, narrow = merged("XFD1048576"), merged("B2003")
    assert len(read_text(wide, "f.xlsx").files[0].units) == 1
    assert took(lambda: read_text(wide, "f.xlsx")) < 5 * took(lambda: read_text(narrow, "f.xlsx"))


def test_a_hostile_part_that_isnt_read_is_refused_before_a_marked_copy_is_made() -> None:
    content = packed({**parts({"Enheter": sheet(row(1, "Id"), row(2, "a"))}),
                      "docProps/core.xml": ENTITIES})
    faults = book_draft(content, "f.xlsx").faults
    assert faults
    with pytest.raises(BadBook) as caught:
        marked_book(content, faults)
    assert caught.value.code == "book_entity"


def test_files_of_other_programs_are_told_so(tmp_path: Path) -> None:
    path = tmp_path / "f.ods"
    path.write_bytes(packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}))
    with pytest.raises(InputError) as caught:
        chain_of(drafts_of([path]))
    assert caught.value.faults[0].code == "book_other"
