"""
What the input reader and the store say, in Swedish and English.

Keyed by a stable code; `code.hint` says what would be right, `code.near` the same where a
likely correction is known. Texts of the rules, pages
and reports stand with those; here are only those every package may need.
"""

from __future__ import annotations

LANGUAGES = ("sv", "en")

TABLE: dict[str, tuple[str, str]] = {
    # A file as such
    "no_such_file": ("Filen finns inte.", "There is no such file."),
    "not_a_file": ("Det här är en mapp eller något annat än en fil.", "This is not a file."),
    "unreadable": ("Filen går inte att läsa ({reason}).", "The file can't be read ({reason})."),
    "unreadable.hint": (
        "Kontrollera att du har rätt att läsa den.",
        "Check that you may read it.",
    ),
    "changed_while_read": (
        "Filen ändrades medan den lästes.",
        "The file changed while it was being read.",
    ),
    "changed_while_read.hint": ("Försök igen.", "Try again."),
    "too_large": ("Filen är större än {limit} MB.", "The file is larger than {limit} MB."),
    "too_large.hint": (
        "Dela upp den i flera filer, eller spara den som JSON.",
        "Split it into several files, or save it as JSON.",
    ),
    "not_text_file": ("Filen är inte en textfil.", "The file is not a text file."),
    "not_text_file.hint": (
        "En planfil skrivs i YAML eller JSON.",
        "A plan file is written in YAML or JSON.",
    ),
    "encoding": (
        "Filen säger sig vara UTF-16 men är det inte.",
        "The file says it is UTF-16 but is not.",
    ),
    "encoding.hint": ("Spara den som UTF-8.", "Save it as UTF-8."),
    "too_many_faults": (
        "Här slutade läsningen efter {count} fel.",
        "Reading stopped here after {count} faults.",
    ),
    # Grammar
    "not_a_plan_file": (
        "Filen är tom eller börjar inte som en planfil.",
        "The file is empty or does not begin as a plan file.",
    ),
    "not_a_plan_file.hint": (
        "En planfil börjar med raden 'rodtrad: 1'.",
        "A plan file begins with the line 'rodtrad: 1'.",
    ),
    "syntax": ("Raden går inte att tyda ({problem}).", "This can't be read ({problem})."),
    "syntax_colon": (
        "Det saknas ett kolon efter en nyckel.",
        "A colon is missing after a key.",
    ),
    "syntax_colon.hint": ("Skriv 'nyckel: värde'.", "Write 'key: value'."),
    "syntax_extra_colon": (
        "Här står ett kolon för mycket, eller så är raden indragen fel.",
        "There is one colon too many here, or the line is wrongly indented.",
    ),
    "syntax_extra_colon.hint": (
        "Sätt citattecken om en text som har kolon i sig.",
        "Put quotation marks around a text that holds a colon.",
    ),
    "syntax_character": (
        "En text får inte börja med det här tecknet, och rader får inte dras in med tabb.",
        "A text may not begin with this character, and lines may not be indented with tabs.",
    ),
    "syntax_character.hint": (
        "Sätt citattecken om texten, eller dra in med blanksteg.",
        "Put quotation marks around the text, or indent with spaces.",
    ),
    "syntax_escape": (
        "Det som följer på omvänt snedstreck går inte att tyda.",
        "What follows the backslash can't be read.",
    ),
    "syntax_escape.hint": (
        "Skriv två omvända snedstreck, eller använd enkla citattecken om texten.",
        "Write two backslashes, or use single quotation marks around the text.",
    ),
    "syntax_indent": (
        "Raden är indragen på ett sätt som inte går ihop med raderna ovanför.",
        "The line is indented in a way that doesn't fit the lines above.",
    ),
    "syntax_indent.hint": (
        "Rader som hör ihop ska börja i samma kolumn.",
        "Lines that belong together begin in the same column.",
    ),
    "syntax_bracket": (
        "Listan eller raden som börjar här avslutas inte rätt.",
        "The list or mapping that begins here is not closed rightly.",
    ),
    "syntax_bracket.hint": (
        "Se efter att varje [ har sin ] och varje {{ sin }}, med komma emellan.",
        "See that each [ has its ] and each {{ its }}, with commas between.",
    ),
    "syntax_quote": (
        "Citattecknet som börjar här avslutas aldrig.",
        "The quotation mark that begins here is never closed.",
    ),
    "syntax_json": ("JSON går inte att tyda ({problem}).", "The JSON can't be read ({problem})."),
    "syntax_json_value": ("Här väntades ett värde.", "A value was expected here."),
    "syntax_json_key": (
        "Här väntades en nyckel inom citattecken, eller så är kommat före ett för mycket.",
        "A key in quotation marks was expected here, or the comma before is one too many.",
    ),
    "syntax_json_comma": ("Här väntades ett komma.", "A comma was expected here."),
    "syntax_json_colon": ("Här väntades ett kolon.", "A colon was expected here."),
    "syntax_json_break": (
        "En text får inte ha radbrytning eller tabb i sig.",
        "A text may not hold a line break or a tab.",
    ),
    "syntax_json_break.hint": ("Skriv \\n eller \\t.", "Write \\n or \\t."),
    "syntax_json_extra": (
        "Här står något efter slutet.",
        "Something stands here after the end.",
    ),
    "too_deep": (
        "Listor och grupper ligger i fler än {limit} nivåer.",
        "Lists and mappings are nested in more than {limit} levels.",
    ),
    "alias": (
        "Ankare och alias ('{name}') används inte i planfiler.",
        "Anchors and aliases ('{name}') are not used in plan files.",
    ),
    "alias.hint": (
        "Skriv ut värdet, eller sätt citattecken om en text som börjar med & eller *.",
        "Write the value out, or quote a text that begins with & or *.",
    ),
    "tag": (
        "Typmärken ('{tag}') används inte i planfiler.",
        "Type tags ('{tag}') are not used in plan files.",
    ),
    "tag.hint": (
        "Ta bort det, eller sätt citattecken om en text som börjar med utropstecken.",
        "Remove it, or quote a text that begins with an exclamation mark.",
    ),
    "two_documents": (
        "Filen har mer än ett dokument ('---').",
        "The file holds more than one document ('---').",
    ),
    "two_documents.hint": ("Lägg dem i var sin fil.", "Put each in a file of its own."),
    "bad_key": (
        "En nyckel ska vara en text, inte en lista eller en grupp.",
        "A key must be a text, not a list or a mapping.",
    ),
    "duplicate_key": (
        "Nyckeln '{key}' står redan på rad {first}.",
        "The key '{key}' is already on line {first}.",
    ),
    "duplicate_key.hint": ("Behåll bara en av dem.", "Keep only one of them."),
    "control_character": (
        "Styrtecknet {character} får inte finnas i en text (efter '{before}').",
        "The control character {character} may not stand in a text (after '{before}').",
    ),
    "control_character.hint": ("Ta bort det.", "Remove it."),
    # Shape
    "unknown_version": (
        "Formatversionen {value} är okänd.",
        "The format version {value} is not known.",
    ),
    "unknown_version.hint": ("Känd version: {known}.", "Known version: {known}."),
    "unknown_key": ("Okänd nyckel '{key}'.", "Unknown key '{key}'."),
    "unknown_key.near": ("Menade du '{near}'?", "Did you mean '{near}'?"),
    "unknown_key.hint": ("Här kan stå: {known}.", "Possible here: {known}."),
    "missing_top": ("Filen saknar '{key}'.", "The file has no '{key}'."),
    "missing_top.hint": (
        "Överst ska stå 'rodtrad: 1' och 'source: {{id: …}}'.",
        "At the top there must be 'rodtrad: 1' and 'source: {{id: …}}'.",
    ),
    "missing": ("Här saknas '{key}'.", "'{key}' is missing here."),
    "blank": ("Värdet är tomt.", "The value is empty."),
    "blank.hint": (
        "Skriv en text, eller ta bort raden.",
        "Write a text, or remove the line.",
    ),
    "not_scalar": (
        "Här ska stå ett enda värde, inte {value}.",
        "A single value belongs here, not {value}.",
    ),
    "not_mapping": (
        "Här ska stå nycklar med värden, inte {value}.",
        "Keys with values belong here, not {value}.",
    ),
    "not_list": ("Här ska stå en lista, inte {value}.", "A list belongs here, not {value}."),
    "too_long": (
        "Texten har {length} tecken; {limit} är det längsta som går.",
        "The text has {length} characters; {limit} is the most there may be.",
    ),
    # Values
    "bad_choice": ("'{value}' går inte att välja.", "'{value}' is not one of the choices."),
    "bad_choice.near": (
        "Menade du '{near}'? Välj bland: {known}.",
        "Did you mean '{near}'? Choose among: {known}.",
    ),
    "bad_choice.hint": ("Välj bland: {known}.", "Choose among: {known}."),
    "bad_flag": ("'{value}' är varken sant eller falskt.", "'{value}' is neither true nor false."),
    "bad_flag.hint": ("Skriv true eller false.", "Write true or false."),
    "bad_day": ("'{value}' är inte ett datum.", "'{value}' is not a date."),
    "bad_day.hint": (
        "Skriv ÅÅÅÅ-MM-DD, till exempel 2024-03-31.",
        "Write YYYY-MM-DD, for example 2024-03-31.",
    ),
    "no_such_day": ("Datumet {value} finns inte.", "There is no date {value}."),
    "no_such_day.hint": (
        "Skriv ÅÅÅÅ-MM-DD, till exempel 2024-03-31.",
        "Write YYYY-MM-DD, for example 2024-03-31.",
    ),
    "bad_period": ("'{value}' är inte en period.", "'{value}' is not a period."),
    "bad_period.hint": (
        "Skriv 2024, 2024-2027, 2024-03, 2024-T1, 2024-Q1, ett datum eller {{from: …, to: …}}.",
        "Write 2024, 2024-2027, 2024-03, 2024-T1, 2024-Q1, a date or {{from: …, to: …}}.",
    ),
    "reversed_period": (
        "Perioden {value} slutar innan den börjar.",
        "The period {value} ends before it begins.",
    ),
    "reversed_period.hint": ("Skriv den tidigaste först.", "Write the earliest first."),
    "reversed": (
        "Slutet ({last} {end}) är före början ({first} {start}).",
        "The end ({last} {end}) is before the beginning ({first} {start}).",
    ),
    "bad_number": ("'{value}' är inte ett tal.", "'{value}' is not a number."),
    "bad_number.hint": (
        "Skriv bara siffror, till exempel 80 eller 79.5.",
        "Write digits only, for example 80 or 79.5.",
    ),
    "bad_integer": ("{value} är inte ett heltal.", "{value} is not a whole number."),
    "number_range": (
        "Talet {value} är för stort eller för nära noll.",
        "The number {value} is too large or too close to zero.",
    ),
    "number_range.hint": (
        "Tal ska vara mindre än 1000000000000000, och 0 eller minst 0.0001.",
        "Numbers must be less than 1000000000000000, and 0 or at least 0.0001.",
    ),
    "bad_year": ("{value} är inte ett år.", "{value} is not a year."),
    "bad_year.hint": ("Skriv fyra siffror, till exempel 2024.", "Write it as 2024."),
    "bad_deadline": (
        "'{value}' är inte en dag på året.",
        "'{value}' is not a day of the year.",
    ),
    "bad_deadline.hint": (
        "Skriv MM-DD, till exempel 10-31.",
        "Write MM-DD, for example 10-31.",
    ),
    "negative": ("'{key}' kan inte vara {value}.", "'{key}' can't be {value}."),
    "more_than_all": (
        "'{part}' ({value}) är mer än '{whole}' ({limit}).",
        "'{part}' ({value}) is more than '{whole}' ({limit}).",
    ),
    "one_of_none": ("Här saknas ett av: {keys}.", "One of these is missing: {keys}."),
    "one_of_many": ("Bara ett av dessa får stå: {keys}.", "Only one of these may stand: {keys}."),
    "only_with": (
        "'{key}' får bara stå tillsammans med '{needed}'.",
        "'{key}' may only stand together with '{needed}'.",
    ),
    "duplicate_link": (
        "Länken till '{value}' står två gånger på samma mål.",
        "The link to '{value}' is written twice on the same goal.",
    ),
    "duplicate_link.hint": ("Behåll bara en av dem.", "Keep only one of them."),
    # The governance model
    "no_root": (
        "Ingen nivå är rotnivå.",
        "No level is the root level.",
    ),
    "no_root.hint": (
        "Sätt 'root: true' på den nivå som fullmäktige beslutar om.",
        "Put 'root: true' on the level that fullmäktige decides.",
    ),
    "two_roots": ("Flera nivåer är rotnivå: {ids}.", "More than one root level: {ids}."),
    "two_roots.hint": (
        "Behåll 'root: true' på en av dem.",
        "Keep 'root: true' on one of them.",
    ),
    "unknown_level": ("Nivån '{value}' finns inte.", "There is no level '{value}'."),
    "unknown_level.hint": ("Nivåerna är: {known}.", "The levels are: {known}."),
    # Between files
    "duplicate_id": (
        "Id:t '{id}' finns redan i {section}, på {first}.",
        "The id '{id}' is already in {section}, at {first}.",
    ),
    "duplicate_id.hint": (
        "Ett id får stå en gång i varje avsnitt.",
        "An id may stand once in each section.",
    ),
    "unknown_reference": (
        "'{value}' finns inte i {section}.",
        "'{value}' is not in {section}.",
    ),
    "unknown_reference.near": ("Menade du '{near}'?", "Did you mean '{near}'?"),
    "unknown_reference.hint": (
        "Lägg till det, eller ta med filen där det står.",
        "Add it, or include the file that has it.",
    ),
    "circle": (
        "'{key}' går i en cirkel: {way}.",
        "'{key}' goes in a circle: {way}.",
    ),
    "circle.hint": ("Ta bort ett av stegen.", "Remove one of the steps."),
    "different_model": (
        "Styrmodellen ('model') är en annan än i {first}.",
        "The governance model ('model') differs from the one in {first}.",
    ),
    "different_model.hint": (
        "Låt bara en av filerna ha den, eller gör dem lika.",
        "Let only one of the files have it, or make them equal.",
    ),
    "same_source": (
        "Källan '{id}' finns redan i {first}.",
        "The source '{id}' is already in {first}.",
    ),
    "same_source.hint": (
        "Varje fil ska ha ett eget id under 'source'.",
        "Each file needs an id of its own under 'source'.",
    ),
    # Put right while reading
    "read_bom": (
        "Filen började med ett osynligt märke (BOM); det är överhoppat.",
        "The file began with a byte-order mark; it is skipped.",
    ),
    "read_crlf": (
        "Filen hade Windows radbrytningar; de är lästa som vanliga.",
        "The file had Windows line breaks; they are read as plain ones.",
    ),
    "read_utf16": ("Filen är läst som UTF-16.", "The file is read as UTF-16."),
    "read_windows1252": (
        "Filen är inte UTF-8; den är läst som Windows-1252.",
        "The file is not UTF-8; it is read as Windows-1252.",
    ),
    "read_nfd": (
        "Tecken som å, ä och ö var skrivna i två delar; de är hopsatta (antal texter: {count}).",
        "Letters such as å, ä and ö were written in two parts; they are joined (texts: {count}).",
    ),
    "read_trimmed": (
        "Blanktecken runt '{value}' är borttagna (antal ställen: {count}).",
        "Blanks around '{value}' are removed (places: {count}).",
    ),
    "read_comma": (
        "Decimalkomma är läst som decimalpunkt, som i {value} (antal ställen: {count}).",
        "A decimal comma is read as a point, as in {value} (places: {count}).",
    ),
    "read_quoted_number": (
        "Tal inom citattecken är lästa som tal, som {value} (antal ställen: {count}).",
        "Numbers in quotation marks are read as numbers, such as {value} (places: {count}).",
    ),
}


def say(code: str, language: str = "sv", **values: str) -> str:
    """The message with this code, its places filled; empty if the table has none."""
    texts = TABLE.get(code)
    if texts is None:
        return ""
    return texts[LANGUAGES.index(language)].format(**values)


def hint(code: str, language: str = "sv", **values: str) -> str:
    """What would be right: a likely correction where `near` is known, else the general advice."""
    return (say(f"{code}.near", language, **values) if values.get("near") else "") or say(
        f"{code}.hint", language, **values
    )


# STORE: what can go wrong with the place where everything is kept.
TABLE.update(
    {
        "store.address": (
            "Adressen till lagret, {url}, går inte att tolka.",
            "The store's address, {url}, can't be understood.",
        ),
        "store.address.hint": (
            "Skriv embedded:MAPP, bolt://VÄRD:PORT eller neo4j://VÄRD; namn och lösenord anges "
            "för sig.",
            "Write embedded:FOLDER, bolt://HOST:PORT or neo4j://HOST; name and password are given "
            "apart.",
        ),
        "store.missing": (
            "Det finns inget lager i {url}.",
            "There is no store at {url}.",
        ),
        "store.missing.hint": (
            "Importera en planfil först.",
            "Import a plan file first.",
        ),
        "store.files": (
            "Lagret {url} går inte att öppna: {reason}.",
            "The store {url} can't be opened: {reason}.",
        ),
        "store.engine": (
            "Den inbyggda databasen finns inte för den här datorns system.",
            "The embedded database isn't to be had for this machine's system.",
        ),
        "store.engine.hint": (
            "Använd en Neo4j-server: bolt://VÄRD:PORT.",
            "Use a Neo4j server: bolt://HOST:PORT.",
        ),
        "store.locked": (
            "Lagret {url} är upptaget av ett annat program, som inte svarar.",
            "The store {url} is held by another program, which doesn't answer.",
        ),
        "store.locked.hint": (
            "Stäng det andra programmet och försök igen.",
            "Close the other program and try again.",
        ),
        "store.refused": (
            "Lagret {url} godtar inte namnet eller lösenordet.",
            "The store {url} refuses the name or the password.",
        ),
        "store.refused.hint": (
            "Ange dem i RODTRAD_STORE_USER och RODTRAD_STORE_PASSWORD.",
            "Give them in RODTRAD_STORE_USER and RODTRAD_STORE_PASSWORD.",
        ),
        "store.unreachable": (
            "Lagret {url} går inte att nå.",
            "The store {url} can't be reached.",
        ),
        "store.unreachable.hint": (
            "Se efter att databasen är i gång och att adressen stämmer.",
            "See that the database is running and that the address is right.",
        ),
        "store.silent": (
            "Lagret {url} svarar inte i tid.",
            "The store {url} doesn't answer in time.",
        ),
        "store.busy": (
            "Andra skriver till lagret {url} just nu; ingenting har ändrats.",
            "Others are writing to the store {url} just now; nothing was changed.",
        ),
        "store.busy.hint": ("Försök igen om en stund.", "Try again in a while."),
        "store.newer": (
            "Lagret {url} är gjort av en senare version av programmet (lagerversion {version}, "
            "här känd: {known}).",
            "The store {url} was made by a later version of the program (store version {version}, "
            "known here: {known}).",
        ),
        "store.failed": (
            "Lagret {url} kunde inte utföra det: {reason}",
            "The store {url} couldn't do it: {reason}",
        ),
        "store.writes": (
            "En fråga får bara läsa; den här innehåller {word}.",
            "A question may only read; this one holds {word}.",
        ),
        "store.incomplete": (
            "Lagret utförde {done} av {sent} rader; ingenting har ändrats.",
            "The store carried out {done} of {sent} rows; nothing was changed.",
        ),
        "store.query": (
            "Frågan går inte att köra: {reason}",
            "The query can't be run: {reason}",
        ),
    }
)

# What a question may have wrong.
TABLE.update(
    {
        "unknown_through": (
            "Det finns ingen nivå '{level}'.",
            "There is no level '{level}'.",
        ),
        "unknown_through.hint": ("Nivåerna är: {known}.", "The levels are: {known}."),
        "unknown_name": (
            "Inget mål, ingen enhet, plan eller koppling heter '{name}'.",
            "No goal, unit, plan or link is called '{name}'.",
        ),
        "unknown_name.hint": ("Närmast: {near}.", "Nearest: {near}."),
        "ambiguous": (
            "'{name}' är både det ena och det andra.",
            "'{name}' is more than one thing.",
        ),
        "ambiguous.hint": ("Skriv ett av: {choices}.", "Write one of: {choices}."),
        "one_view": (
            "Välj ett av --year, --as-of och --all.",
            "Choose one of --year, --as-of and --all.",
        ),
        "port_taken": (
            "Port {port} och portarna efter den är upptagna.",
            "Port {port} and those after it are taken.",
        ),
        "empty_store": (
            "Lagret {store} är tomt.",
            "The store {store} is empty.",
        ),
        "empty_store.hint": (
            "Läs in planfiler: rodtrad import FIL…",
            "Import plan files: rodtrad import FILE…",
        ),
        "not_in_view": (
            "Målet '{name}' gäller inte i vyn.",
            "The goal '{name}' isn't in force in the view.",
        ),
        "not_in_view.hint": (
            "Välj ett annat år med --year, eller --all.",
            "Choose another year with --year, or --all.",
        ),
        "exists_already": (
            "Filen {file} finns redan.",
            "The file {file} is there already.",
        ),
        "exists_already.hint": (
            "Välj ett annat namn, eller lägg till --force.",
            "Choose another name, or add --force.",
        ),
        "unknown_source": (
            "Lagret har ingen källa '{name}'.",
            "The store has no source '{name}'.",
        ),
        "unknown_source.hint": ("Källorna är: {known}.", "The sources are: {known}."),
        "unknown_question": (
            "Katalogen har ingen fråga '{name}'.",
            "The catalogue has no question '{name}'.",
        ),
        "unknown_question.near": ("Menade du '{near}'?", "Did you mean '{near}'?"),
        "unknown_question.hint": ("Frågorna är: {known}.", "The questions are: {known}."),
        "question_parameter_missing": (
            "Frågan '{name}' behöver {key}.",
            "The question '{name}' needs {key}.",
        ),
        "question_parameter_missing.hint": ("Skriv --set {key}=…", "Write --set {key}=…"),
        "question_parameter_unknown": (
            "Frågan '{name}' tar inte {key}.",
            "The question '{name}' doesn't take {key}.",
        ),
        "question_parameter_unknown.hint": ("Den tar: {known}.", "It takes: {known}."),
        "graph_id": (
            "En nod måste heta något som kan vara ett id; den här heter {value}.",
            "A node's name must be a text that can be an id; this one is {value}.",
        ),
        "graph_value": (
            "{key} kan inte vara {value}.",
            "{key} can't be {value}.",
        ),
        "graph_title": (
            "Målet '{name}' har ingen rubrik.",
            "The goal '{name}' has no title.",
        ),
        "py2neo_missing": (
            "Bryggan till py2neo behöver ett tillägg.",
            "The bridge to py2neo needs an extra.",
        ),
        "py2neo_missing.hint": (
            "Installera det: pip install 'rodtrad[py2neo]'",
            "Install it: pip install 'rodtrad[py2neo]'",
        ),
        "verify_needs_store": (
            "--verify frågar databasen och går inte ihop med --from.",
            "--verify asks the database and doesn't go with --from.",
        ),
        "cant_write": (
            "Det går inte att skriva {file} ({reason}).",
            "{file} can't be written ({reason}).",
        ),
    }
)

# MAPS: what can be wrong with a request for a map.
TABLE.update({
    "map_goal": ("Det finns inget mål '{value}'.", "There is no goal '{value}'."),
    "map_goal.hint": (
        "Utan 'root' visas hela kedjan.",
        "Without 'root' the whole chain is shown.",
    ),
    "map_level": ("Det finns ingen nivå '{value}'.", "There is no level '{value}'."),
    "map_level.hint": ("Nivåerna är: {known}.", "The levels are: {known}."),
    "map_state": ("Det finns inget läge '{value}'.", "There is no state '{value}'."),
    "map_state.hint": ("Lägena är: {known}.", "The states are: {known}."),
    "map_area": ("Det finns inget område '{value}'.", "There is no area '{value}'."),
    "map_area.hint": ("Bland områdena finns: {known}.", "Among the areas are: {known}."),
    "map_unit": ("Det finns ingen enhet '{value}'.", "There is no unit '{value}'."),
    "map_unit.hint": ("Bland enheterna finns: {known}.", "Among the units are: {known}."),
    "map_number": (
        "'{key}' ska vara ett heltal, inte '{value}'.",
        "'{key}' must be a whole number, not '{value}'.",
    ),
    "map_value": (
        "'{key}' kan inte vara '{value}'.",
        "'{key}' can't be '{value}'.",
    ),
    "map_values": (
        "'{key}' får stå högst {limit} gånger.",
        "'{key}' may stand {limit} times at most.",
    ),
})
