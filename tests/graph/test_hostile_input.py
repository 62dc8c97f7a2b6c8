"""Every sort of hostile or broken plan file is refused, with place and exact words."""

import json
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.checking import chain_of, read_chain
from graph.errors import InputError
from graph.reading import limits, read_files
from graph.reading.decoding import load
from graph.reading.files import draft_of
from graph.reading.report import Report

HEAD = "rodtrad: 1\nsource: {id: s}\n"
GOAL = "- {id: g, title: T, level: namnd"


def refused(content: str | bytes, name: str = "f.yaml", language: str = "sv") -> list[str]:
    """The faults of one file with those of its references, one line each."""
    with pytest.raises(InputError) as caught:
        chain_of([draft_of(content, name)])
    return [fault.text(language) for fault in caught.value.faults]


# What stands after the two lines of the head, and what is said of it.
YAML = {
    "unclosed bracket": (
        "units: [{id: u, name: U, kind: k}",
        "f.yaml:3:8: Listan eller raden som börjar här avslutas inte rätt. "
        "Se efter att varje [ har sin ] och varje { sin }, med komma emellan.",
    ),
    "unclosed quote": ('goals: "x', "f.yaml:3:8: Citattecknet som börjar här avslutas aldrig."),
    "tab": (
        "goals:\n\t- x",
        "f.yaml:4:1: En text får inte börja med det här tecknet, och rader får inte dras in med "
        "tabb. Sätt citattecken om texten, eller dra in med blanksteg.",
    ),
    "second colon": (
        "goals:\n- id: a: b",
        "f.yaml:4:8: Här står ett kolon för mycket, eller så är raden indragen fel. "
        "Sätt citattecken om en text som har kolon i sig.",
    ),
    "indent": (
        "units:\n - {id: u, name: U, kind: k}\n x: 1",
        "f.yaml:5:2: Raden är indragen på ett sätt som inte går ihop med raderna ovanför. "
        "Rader som hör ihop ska börja i samma kolumn.",
    ),
    "escape": (
        'goals: "\\q"',
        "f.yaml:3:9: Det som följer på omvänt snedstreck går inte att tyda. "
        "Skriv två omvända snedstreck, eller använd enkla citattecken om texten.",
    ),
    "anchor": (
        "units: &a []",
        "f.yaml:3:8: Ankare och alias ('a') används inte i planfiler. "
        "Skriv ut värdet, eller sätt citattecken om en text som börjar med & eller *.",
    ),
    "alias": (
        "units: *a",
        "f.yaml:3:8: Ankare och alias ('a') används inte i planfiler. "
        "Skriv ut värdet, eller sätt citattecken om en text som börjar med & eller *.",
    ),
    "tag": (
        "units: !!python/object:os.system []",
        "f.yaml:3:8: Typmärken ('tag:yaml.org,2002:python/object:os.system') används inte i "
        "planfiler. Ta bort det, eller sätt citattecken om en text som börjar med utropstecken.",
    ),
    "two documents": (
        "---\nrodtrad: 1",
        "f.yaml:3:1: Filen har mer än ett dokument ('---'). Lägg dem i var sin fil.",
    ),
    "deep nesting": (
        "goals: " + "[" * 200_000,
        "f.yaml:3:27: Listor och grupper ligger i fler än 20 nivåer.",
    ),
    "deep blocks": (
        "goals: \n" + "- " * 200_000,
        "f.yaml:4:39: Listor och grupper ligger i fler än 20 nivåer.",
    ),
    "key that is a list": (
        "units:\n- {[a]: 1, id: u, name: U, kind: k}",
        "f.yaml:4:4: En nyckel ska vara en text, inte en lista eller en grupp.",
    ),
    "doubled key": (
        "units:\n- id: u\n  name: U\n  name: V\n  kind: k",
        "f.yaml:6:3: Nyckeln 'name' står redan på rad 5. Behåll bara en av dem.",
    ),
    "unknown key": (
        f"goals:\n{GOAL}, titel: x}}",
        "f.yaml:4:35: Okänd nyckel 'titel'. Menade du 'title'?",
    ),
    "unknown section": ("mål: []", "f.yaml:3:1: Okänd nyckel 'mål'. Här kan stå: rodtrad, source, "
        "model, units, plans, areas, goals, indicators, exemptions, forwards, assessments, "
        "participation, guarantees, assignments, documents."),
    "missing": ("goals:\n- {id: g, level: namnd}", "f.yaml:4:3: Här saknas 'title'."),
    "missing id": ("goals:\n- {title: T, level: namnd}", "f.yaml:4:3: Här saknas 'id'."),
    "blank id": (
        "units:\n- {id: \"\u00a0\u200b\", name: U, kind: k}",
        "f.yaml:4:8: Värdet är tomt. Skriv en text, eller ta bort raden.",
    ),
    "blank title": (
        "goals:\n- {id: g, title: ' ', level: namnd}",
        "f.yaml:4:18: Värdet är tomt. Skriv en text, eller ta bort raden.",
    ),
    "control character, raw": (
        "units:\n- {id: a\x07b, name: U, kind: k}",
        "f.yaml:4:9: Styrtecknet U+0007 får inte finnas i en text (efter '- {id: a'). "
        "Ta bort det.",
    ),
    "control character, escaped": (
        'units:\n- {id: "a\\u0007b", name: U, kind: k}',
        "f.yaml:4:8: Styrtecknet U+0007 får inte finnas i en text (efter 'a\\u0007b'). "
        "Ta bort det.",
    ),
    "line break in an id": (
        'units:\n- {id: "a\\nb", name: U, kind: k}',
        "f.yaml:4:8: Styrtecknet U+000A får inte finnas i en text (efter 'a\\u000ab'). "
        "Ta bort det.",
    ),
    "list for a text": (
        "goals:\n- {id: g, title: [a], level: namnd}",
        "f.yaml:4:18: Här ska stå ett enda värde, inte […].",
    ),
    "text for an item": ("goals: [g]", "f.yaml:3:9: Här ska stå nycklar med värden, inte g."),
    "text for a section": ("goals: g", "f.yaml:3:8: Här ska stå en lista, inte g."),
    "no such day": (
        f"goals:\n{GOAL}, valid_from: 2024-13-01}}",
        "f.yaml:4:47: Datumet 2024-13-01 finns inte. "
        "Skriv ÅÅÅÅ-MM-DD, till exempel 2024-03-31.",
    ),
    "not a day": (
        f"goals:\n{GOAL}, valid_from: i våras}}",
        "f.yaml:4:47: 'i våras' är inte ett datum. Skriv ÅÅÅÅ-MM-DD, till exempel 2024-03-31.",
    ),
    "end before start": (
        f"goals:\n{GOAL}, valid_from: 2024-02-01, valid_to: 2024-01-01}}",
        "f.yaml:4:69: Slutet (valid_to 2024-01-01) är före början (valid_from 2024-02-01).",
    ),
    "decision that ends before it": (
        f"goals:\n{GOAL}}}\nexemptions:\n"
        "- {goal: g, reason: r, decided_on: 2024-02-01, until: 2024-01-01}",
        "f.yaml:6:55: Slutet (until 2024-01-01) är före början (decided_on 2024-02-01).",
    ),
    "bad period": (
        "plans: [{id: p, kind: k, period: 2024-T4}]",
        "f.yaml:3:34: '2024-T4' är inte en period. Skriv 2024, 2024-2027, 2024-03, 2024-T1, "
        "2024-Q1, ett datum eller {from: …, to: …}.",
    ),
    "period backwards": (
        "plans: [{id: p, kind: k, period: 2027-2024}]",
        "f.yaml:3:34: Perioden 2027-2024 slutar innan den börjar. Skriv den tidigaste först.",
    ),
    "period backwards, in parts": (
        "plans: [{id: p, kind: k, period: {from: 2024-02-01, to: 2024-01-01}}]",
        "f.yaml:3:34: Perioden 2024-02-01/2024-01-01 slutar innan den börjar. "
        "Skriv den tidigaste först.",
    ),
    "not a number": (
        f"goals:\n{GOAL}, budget_tkr: .nan}}",
        "f.yaml:4:47: '.nan' är inte ett tal. Skriv bara siffror, till exempel 80 eller 79.5.",
    ),
    "endless number": (
        f"goals:\n{GOAL}, budget_tkr: {'9' * 5000}}}",
        f"f.yaml:4:47: '{'9' * 79}…' är inte ett tal. "
        "Skriv bara siffror, till exempel 80 eller 79.5.",
    ),
    "number out of range": (
        f"goals:\n{GOAL}, budget_tkr: 1e15}}",
        "f.yaml:4:47: Talet 1e15 är för stort eller för nära noll. "
        "Tal ska vara mindre än 1000000000000000, och 0 eller minst 0.0001.",
    ),
    "half a person": (
        "units: [{id: u, name: U, kind: k}]\n"
        "participation: [{unit: u, date: 2024-01-01, took_part: 1.5}]",
        "f.yaml:4:56: 1.5 är inte ett heltal.",
    ),
    "more than all": (
        "units: [{id: u, name: U, kind: k}]\n"
        "participation: [{unit: u, date: 2024-01-01, took_part: 3, of: 2}]",
        "f.yaml:4:56: 'took_part' (3) är mer än 'of' (2).",
    ),
    "unknown choice": (
        f"goals:\n{GOAL}, status: adoptd}}",
        "f.yaml:4:43: 'adoptd' går inte att välja. Menade du 'adopted'? "
        "Välj bland: draft, adopted, rejected, dropped.",
    ),
    "unknown verdict": (
        f"goals:\n{GOAL}}}\nassessments: [{{goal: g, period: 2024, verdict: 7}}]",
        "f.yaml:5:48: '7' går inte att välja. Välj bland: met, partly, not_met, cannot_judge.",
    ),
    "exemption of nothing": (
        "exemptions: [{reason: r}]",
        "f.yaml:3:14: Här saknas ett av: goal, unit.",
    ),
    "assessment of two": (
        f"areas: [{{id: a, name: A}}]\ngoals:\n{GOAL}}}\n"
        "assessments: [{goal: g, area: a, period: 2024, verdict: met}]",
        "f.yaml:6:31: Bara ett av dessa får stå: goal, area, plan.",
    ),
    "area without unit": (
        f"areas: [{{id: a, name: A}}]\ngoals:\n{GOAL}}}\n"
        "exemptions: [{goal: g, area: a, reason: r}]",
        "f.yaml:6:30: 'area' får bara stå tillsammans med 'unit'.",
    ),
    "the same link twice": (
        f"goals:\n{GOAL}, contributes_to: [\u00e5, {{to: a\u030a}}]}}",
        "f.yaml:4:55: Länken till 'å' står två gånger på samma mål. Behåll bara en av dem.",
    ),
    "unknown level": (
        "goals: [{id: g, title: T, level: nämnd}]",
        "f.yaml:3:34: Nivån 'nämnd' finns inte. "
        "Nivåerna är: vision, fullmaktige, namnd, enhet, grupp.",
    ),
    "doubled id": (
        f"goals:\n{GOAL}}}\n{GOAL}}}",
        "f.yaml:5:8: Id:t 'g' finns redan i goals, på f.yaml:4. "
        "Ett id får stå en gång i varje avsnitt.",
    ),
    "dangling plan": (
        f"plans: [{{id: np-bun-2024, kind: k}}]\ngoals:\n{GOAL}, plan: np-bun-2042}}",
        "f.yaml:5:41: 'np-bun-2042' finns inte i plans. Menade du 'np-bun-2024'?",
    ),
    "dangling unit": (
        f"goals:\n{GOAL}, unit: u}}",
        "f.yaml:4:41: 'u' finns inte i units. Lägg till det, eller ta med filen där det står.",
    ),
    "unit circle": (
        "units:\n- {id: a, name: A, kind: k, parent: b}\n- {id: b, name: B, kind: k, parent: a}",
        "f.yaml:4:37: 'parent' går i en cirkel: a → b → a. Ta bort ett av stegen.",
    ),
    "unit in itself": (
        "units: [{id: a, name: A, kind: k, parent: a}]",
        "f.yaml:3:43: 'parent' går i en cirkel: a → a. Ta bort ett av stegen.",
    ),
    "plan circle": (
        "plans:\n- {id: p, kind: k, replaces: q}\n- {id: q, kind: k, replaces: [p]}",
        "f.yaml:4:30: 'replaces' går i en cirkel: p → q → p. Ta bort ett av stegen.",
    ),
    "no root": (
        "model: {levels: [{id: a, name: A}]}",
        "f.yaml:3:17: Ingen nivå är rotnivå. "
        "Sätt 'root: true' på den nivå som fullmäktige beslutar om.",
    ),
    "two roots": (
        "model:\n  levels:\n  - {id: a, name: A, root: true}\n  - {id: b, name: B, root: true}",
        "f.yaml:6:28: Flera nivåer är rotnivå: a, b. Behåll 'root: true' på en av dem.",
    ),
    "unknown need": (
        "model: {levels: [{id: a, name: A, root: true, needs: b}]}",
        "f.yaml:3:54: Nivån 'b' finns inte. Nivåerna är: a.",
    ),
    "bad flag": (
        "model: {levels: [{id: a, name: A, root: true, every_area: ja}]}",
        "f.yaml:3:59: 'ja' är varken sant eller falskt. Skriv true eller false.",
    ),
    "bad deadline": (
        "model: {levels: [{id: a, name: A, root: true, deadline: 02-30}]}",
        "f.yaml:3:57: '02-30' är inte en dag på året. Skriv MM-DD, till exempel 10-31.",
    ),
    "bad year": (
        "model: {current_year: 20240}",
        "f.yaml:3:23: 20240 är inte ett år. Skriv fyra siffror, till exempel 2024.",
    ),
}


@pytest.mark.parametrize(("rest", "said"), YAML.values(), ids=YAML)
def test_a_broken_file_is_refused_in_so_many_words(rest: str, said: str) -> None:
    assert refused(HEAD + rest) == [said]


def test_a_version_nobody_knows_is_refused() -> None:
    assert refused("rodtrad: 2\nsource: {id: s}") == [
        "f.yaml:1:10: Formatversionen 2 är okänd. Känd version: 1."
    ]


@pytest.mark.parametrize("content", ["", "# bara en kommentar\n", "- a", "hej", "null"])
def test_what_is_no_plan_file_at_all_is_refused(content: str) -> None:
    assert refused(content)[0].endswith(
        "Filen är tom eller börjar inte som en planfil. "
        "En planfil börjar med raden 'rodtrad: 1'."
    )


def test_a_file_without_head_is_told_what_belongs_there() -> None:
    right = "Överst ska stå 'rodtrad: 1' och 'source: {id: …}'."
    assert refused("units: []") == [
        f"f.yaml:1:1: Filen saknar 'rodtrad'. {right}",
        f"f.yaml:1:1: Filen saknar 'source'. {right}",
    ]


def test_all_faults_are_told_at_once_those_of_references_too() -> None:
    content = HEAD + (
        "goals:\n- {id: a, level: namnd, plan: p}\n"
        "- {id: b, title: T, level: nammd, titel: x, valid_from: 2024-02-30}\n"
        "- {id: b, title: T, level: namnd}\n"
    )
    with pytest.raises(InputError) as caught:
        chain_of([draft_of(content, "f.yaml")])
    assert [(f.line, f.column, f.code) for f in caught.value.faults] == [
        (4, 3, "missing"),
        (4, 31, "unknown_reference"),
        (5, 28, "unknown_level"),
        (5, 35, "unknown_key"),
        (5, 57, "no_such_day"),
        (6, 8, "duplicate_id"),
    ]


def test_faults_before_a_syntax_fault_are_told_with_it() -> None:
    said = refused(HEAD + "goals:\n- {id: g, titel: x, level: namnd}\n- {id: [\n")
    assert [line.split(": ")[0] for line in said] == ["f.yaml:4:3", "f.yaml:4:11", "f.yaml:6:1"]


JSON = {
    "cut off": (
        '{"rodtrad": 1, "source": {"id": "s"}, "goals": [',
        "f.json:1:49: Här väntades ett värde.",
    ),
    "trailing comma": (
        '{"rodtrad": 1, "source": {"id": "s"}, "goals": [],}',
        "f.json:1:51: Här väntades en nyckel inom citattecken, "
        "eller så är kommat före ett för mycket.",
    ),
    "text after the end": (
        '{"rodtrad": 1, "source": {"id": "s"}} x',
        "f.json:1:39: Här står något efter slutet.",
    ),
    "NaN": (
        '{"rodtrad": 1, "source": {"id": "s"},\n "goals": [{"id": "g", "title": "T", '
        '"level": "namnd", "budget_tkr": NaN}]}',
        "f.json:2:70: 'NaN' är inte ett tal. Skriv bara siffror, till exempel 80 eller 79.5.",
    ),
    "doubled key": (
        '{"rodtrad": 1,\n "source": {"id": "s",\n "id": "t"}}',
        "f.json:3:2: Nyckeln 'id' står redan på rad 2. Behåll bara en av dem.",
    ),
    "deep nesting": (
        '{"rodtrad": 1, "source": {"id": "s"}, "goals": ' + "[" * 200_000,
        "f.json:1:67: Listor och grupper ligger i fler än 20 nivåer.",
    ),
    "deep objects": (
        '{"rodtrad": 1, "source": {"id": "s"}, "goals": [' + '{"exempt": ' * 100_000,
        "f.json:1:247: Listor och grupper ligger i fler än 20 nivåer.",
    ),
    "lone surrogate": (
        '{"rodtrad": 1, "source": {"id": "\\ud83d"}}',
        "f.json:1:33: Styrtecknet U+D83D får inte finnas i en text (efter '\\ud83d'). Ta bort det.",
    ),
    "unknown key": (
        '{"rodtrad": 1, "source": {"id": "s"},\n "goals": [\n  {"id": "g", "title": "T",\n'
        '   "level": "namnd", "arreas": []}]}',
        "f.json:4:22: Okänd nyckel 'arreas'. Menade du 'areas'?",
    ),
}


@pytest.mark.parametrize(("content", "said"), JSON.values(), ids=JSON)
def test_broken_json_is_refused_in_so_many_words(content: str, said: str) -> None:
    assert refused(content, "f.json") == [said]


def test_a_reference_fault_in_json_knows_line_and_column() -> None:
    content = json.dumps(
        {"rodtrad": 1, "source": {"id": "s"},
         "goals": [{"id": "g", "title": "T", "level": "namnd", "unit": ["u"]}]}, indent=1)
    with pytest.raises(InputError) as caught:
        chain_of([draft_of(content, "f.yaml")])
    assert [(f.line, f.column, f.code) for f in caught.value.faults] == [
        (12, 5, "unknown_reference")
    ]


def test_messages_are_there_in_english_too() -> None:
    assert refused(HEAD + "goals:\n- {id: g, titel: x, title: T, level: namnd}", language="en") == [
        "f.yaml:4:11: Unknown key 'titel'. Did you mean 'title'?"
    ]


def test_an_endless_text_is_refused_and_not_shown() -> None:
    long = "x" * (limits.MAX_TEXT + 1)
    assert refused(f"{HEAD}goals: [{{id: g, title: {long}, level: namnd}}]") == [
        "f.yaml:3:24: Texten har 1000001 tecken; 1000000 är det längsta som går."
    ]


def test_values_are_shown_safely_in_messages() -> None:
    said = refused(HEAD + 'units: [{id: "\\u202Egnp", name: U, kind: k, parent: "a\\u202Eb"}]')
    assert said == [
        "f.yaml:3:53: 'a\\u202eb' finns inte i units. "
        "Lägg till det, eller ta med filen där det står."
    ]


def test_a_file_of_nothing_but_faults_stops_being_read() -> None:
    said = refused(HEAD + "goals:\n" + "- x\n" * 20_000)
    assert len(said) == limits.MAX_FAULTS + 1
    assert said[0] == "f.yaml: Här slutade läsningen efter 5000 fel."


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00\xff", b"rodtrad: 1\x00"])
def test_a_file_that_isnt_text_is_refused(content: bytes) -> None:
    assert refused(content) == [
        "f.yaml: Filen är inte en textfil. En planfil skrivs i YAML eller JSON."
    ]


def test_a_missing_file_a_folder_and_a_fault_are_told_together(tmp_path: Path) -> None:
    broken = tmp_path / "b.yaml"
    broken.write_text(HEAD + "gols: []")
    with pytest.raises(InputError) as caught:
        read_files([tmp_path / "a.yaml", broken, tmp_path])
    assert [fault.text().removeprefix(tmp_path.as_posix()) for fault in caught.value.faults] == [
        ": Det här är en mapp eller något annat än en fil.",
        "/a.yaml: Filen finns inte.",
        "/b.yaml:3:1: Okänd nyckel 'gols'. Menade du 'goals'?",
    ]


def test_a_file_that_may_not_be_read_is_told_so(tmp_path: Path) -> None:
    # A name no file can have: the one refusal that the superuser meets too.
    with pytest.raises(InputError) as caught:
        read_files([tmp_path / ("x" * 300)])
    assert caught.value.faults[0].text().endswith(
        "Filen går inte att läsa (File name too long). Kontrollera att du har rätt att läsa den."
    )


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(HEAD + "# fyllnad\n" * 1_000_000)
    done = threading.Event()

    def grow() -> None:
        with path.open("ab", buffering=0) as file:
            while not done.is_set():
                file.write(b"#\n")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        said = {fault for _ in range(20) for fault in _said_of_loading(path)}
    finally:
        done.set()
        writer.join()
    assert said == {"f.yaml: Filen ändrades medan den lästes. Försök igen."}


def _said_of_loading(path: Path) -> list[str]:
    report = Report(path.name)
    load(path, report)
    return [fault.text() for fault in report.faults]


@pytest.fixture(scope="module")
def good() -> bytes:
    sample = Path(__file__).parents[2] / "samples" / "tyreso" / "02-kommunplaner.yaml"
    return sample.read_bytes()[:4000]


SCRAPS = [b"[", b"]", b"{", b"}", b":", b'"', b"'", b"\n", b"- ", b"null", b"&a ", b"*a", b"!!x ",
          b"\xff", b"\t", b"#", b"?", b"|", b"---\n", b", ", b"\xe2\x80\xa8", b"\\", b"1e999"]


@settings(max_examples=150, deadline=None)
@given(
    cuts=st.lists(
        st.tuples(st.integers(0, 3999), st.integers(0, 20), st.sampled_from(SCRAPS)),
        min_size=1, max_size=6,
    ),
    name=st.sampled_from(["f.yaml", "f.json"]),
)
def test_no_damage_is_more_than_faults_with_words(
    good: bytes, cuts: list[tuple[int, int, bytes]], name: str
) -> None:
    content = bytearray(good)
    for at, length, scrap in cuts:
        content[at : at + length] = scrap
    for fault in draft_of(bytes(content), name).faults:
        assert fault.message("sv") and fault.message("en")


def test_a_file_above_the_size_limit_isnt_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(limits.MAX_YAML_BYTES + 1)
    with pytest.raises(InputError) as caught:
        read_chain([path])
    assert caught.value.faults[0].message() == "Filen är större än 64 MB."
