"""
What maps say, in Swedish and English, and the marks that stand for states.

Each state has a shape and a word; colour only repeats them.
"""

from __future__ import annotations

MARKS = {
    "vision": "◆",
    "root": "◎",
    "rooted": "●",
    "exempt": "⊖",
    "detached": "◌",
    "orphan": "○",
    "broken": "▲",
    "gone": "✕",
    "count": "⊞",
    "group": "▦",
}

# What a lens says of a goal, gravest first.
CHANGE_MARKS = {
    "dropped": "✕",
    "loses_last": "▼",
    "loses_one": "▽",
    "loses_answer": "◇",
    "removed": "−",
    "new": "+",
    "lost": "▼",
    "moved": "⇄",
    "renewed": "↻",
    "reworded": "≈",
    "bears": "▣",
    "off_target": "▽",
    "on_target": "✓",
    "measured": "∿",
}

TEXTS: dict[str, tuple[str, str]] = {
    # States of goals
    "vision": ("vision", "vision"),
    "root": ("fullmäktigemål", "root goal"),
    "rooted": ("rotad", "rooted"),
    "exempt": ("undantagen", "exempt"),
    "detached": ("lösryckt", "detached"),
    "orphan": ("föräldralös", "orphan"),
    "broken": ("bruten", "broken"),
    "gone": ("gäller inte", "not in force"),
    "missing": ("finns inte", "doesn't exist"),
    "count": ("fler mål, visas inte", "more goals, not shown"),
    "vision.many": ("visioner", "visions"),
    "root.many": ("fullmäktigemål", "root goals"),
    "rooted.many": ("rotade", "rooted"),
    "exempt.many": ("undantagna", "exempt"),
    "detached.many": ("lösryckta", "detached"),
    "orphan.many": ("föräldralösa", "orphans"),
    "broken.many": ("brutna", "broken"),
    # States of links
    "link.valid": ("giltig", "valid"),
    "link.rejected": ("avslagen", "rejected"),
    "link.outdated": ("inaktuell", "outdated"),
    "link.broken": ("bruten", "broken"),
    "link.suspect": ("misstänkt", "suspect"),
    "link.predated": ("förtidig", "predated"),
    "link.unwanted": ("oönskad", "unwanted"),
    "link.rejected.many": ("avslagna", "rejected"),
    "link.outdated.many": ("inaktuella", "outdated"),
    "link.broken.many": ("brutna", "broken"),
    "link.suspect.many": ("misstänkta", "suspect"),
    "link.predated.many": ("förtidiga", "predated"),
    "link.unwanted.many": ("oönskade", "unwanted"),
    "link.bundle": ("kopplingar mellan två rutor", "links between two boxes"),
    "link.merged": ("flera kopplingar i en", "several links in one"),
    # On goals
    "example": ("Exempel", "Example"),
    "example.long": ("Exempel: målet är påhittat", "Example: a made-up goal"),
    "below": ("{n} under", "{n} below"),
    "below.least": ("minst {n} under", "at least {n} below"),
    "troubled": ("{n} att se över", "{n} to look at"),
    "more_up": ("{n} till ovanför", "{n} more above"),
    "unanswered": ("svar saknas", "no answer"),
    "suspects": ("{n} med misstänkt koppling", "{n} with a suspect link"),
    "unlike": ("{n} med koppling som inte bär", "{n} with a link that doesn't carry"),
    "unanswered.many": ("{n} utan svar nedåt", "{n} not answered below"),
    # What lenses say
    "change.dropped": ("tas bort", "is dropped"),
    "change.loses_last": ("mister sista stödet", "loses its last support"),
    "change.loses_one": ("mister ett av flera stöd", "loses one of several supports"),
    "change.loses_answer": ("mister svar nedifrån", "loses its answer from below"),
    "change.removed": ("borttaget", "removed"),
    "change.new": ("nytt", "new"),
    "change.lost": ("leder inte längre hela vägen", "no longer leads all the way"),
    "change.moved": ("flyttat", "moved"),
    "change.renewed": ("ersätter ett tidigare mål", "replaces an earlier goal"),
    "change.reworded": ("omformulerat", "reworded"),
    "change.bears": ("bär andra ensamt", "bears others alone"),
    "change.off_target": ("når inte målvärdet", "misses its target"),
    "change.on_target": ("når målvärdet", "meets its target"),
    "change.measured": ("har indikator", "has an indicator"),
    "candidates": ("kan i stället bidra till {list}", "could contribute to {list} instead"),
    "candidates.none": ("inget annat mål passar", "no other goal fits"),
    "impact.dropped": ("Om {n} mål tas bort.", "If {n} goals are dropped."),
    "impact.dropped.one": ("Om ett mål tas bort.", "If one goal is dropped."),
    "impact": ("Det skulle betyda: {list}.", "That would mean: {list}."),
    "impact.nothing": ("Inget annat mål berörs.", "No other goal is touched."),
    "impact.last": ("{n} mål mister sista stödet", "{n} goals lose their last support"),
    "impact.last.one": ("1 mål mister sista stödet", "1 goal loses its last support"),
    "impact.one": ("{n} mister ett av flera", "{n} lose one of several"),
    "impact.one.one": ("1 mister ett av flera", "1 loses one of several"),
    "impact.answer": ("{n} mister svar nedifrån", "{n} lose an answer from below"),
    "impact.answer.one": ("1 mister svar nedifrån", "1 loses an answer from below"),
    "impact.cells": ("{n} rutor i matrisen töms", "{n} cells of the matrix empty"),
    "impact.cells.one": ("1 ruta i matrisen töms", "1 cell of the matrix empties"),
    "impact.indicators": ("{n} indikatorer blir utan mål", "{n} indicators have no goal left"),
    "impact.indicators.one": ("1 indikator blir utan mål", "1 indicator has no goal left"),
    "weight": (
        "Ju tjockare linje, desto fler mål mister sitt sista stöd utan den.",
        "The thicker a line, the more goals lose their last support without it.",
    ),
    "weight.most": (
        "Mest hänger på ”{title}”: {n} mål leder till fullmäktige bara genom det.",
        "Most hangs on “{title}”: {n} goals lead to a root goal through it alone.",
    ),
    "weight.most.one": (
        "Mest hänger på ”{title}”: 1 mål leder till fullmäktige bara genom det.",
        "Most hangs on “{title}”: 1 goal leads to a root goal through it alone.",
    ),
    "weight.bears": ("bär {n} mål ensamt", "bears {n} goals alone"),
    "weight.bears.one": ("bär 1 mål ensamt", "bears 1 goal alone"),
    "indicators": (
        "{number} av {total} mål har en indikator.",
        "{number} of {total} goals have an indicator.",
    ),
    "chart": ("{name}: {value} ({period})", "{name}: {value} ({period})"),
    "chart.none": ("{name}: inget utfall", "{name}: no outcome"),
    "chart.target": ("{told}, målvärde {target}", "{told}, target {target}"),
    "compare": ("Jämfört med {against}: {list}.", "Compared with {against}: {list}."),
    "compare.nothing": ("Inget skiljer från {against}.", "Nothing differs from {against}."),
    "compare.removed": ("{n} borttagna", "{n} removed"),
    "compare.removed.one": ("1 borttaget", "1 removed"),
    "compare.lost": ("{n} leder inte längre hela vägen", "{n} no longer lead all the way"),
    "compare.lost.one": ("1 leder inte längre hela vägen", "1 no longer leads all the way"),
    "compare.new": ("{n} nya", "{n} new"),
    "compare.new.one": ("1 nytt", "1 new"),
    "compare.moved": ("{n} flyttade", "{n} moved"),
    "compare.moved.one": ("1 flyttat", "1 moved"),
    "compare.renewed": ("{n} ersätter tidigare mål", "{n} replace earlier goals"),
    "compare.renewed.one": ("1 ersätter ett tidigare mål", "1 replaces an earlier goal"),
    "compare.reworded": ("{n} omformulerade", "{n} reworded"),
    "compare.reworded.one": ("1 omformulerat", "1 reworded"),
    "was.earlier": ("tidigare mål: {was}", "earlier goal: {was}"),
    "was.title": ("tidigare: ”{was}”", "earlier: “{was}”"),
    "was.level": ("nivå: {was} → {now}", "level: {was} → {now}"),
    "was.units": ("enhet: {was} → {now}", "unit: {was} → {now}"),
    "was.areas": ("område: {was} → {now}", "area: {was} → {now}"),
    "was.to": ("bidrog till: {was}; nu: {now}", "contributed to: {was}; now: {now}"),
    "was.state": ("läge: {was} → {now}", "state: {was} → {now}"),
    "below.impact": ("{n} berörs under", "{n} touched below"),
    "below.compare": ("{n} ändrade under", "{n} changed below"),
    "below.weight": ("{n} bärande under", "{n} bearing below"),
    "below.indicators": ("{n} med indikator under", "{n} with an indicator below"),
    # Counts
    "more": ("{n} mål till", "{n} more goals"),
    "more.one": ("1 mål till", "1 more goal"),
    "rest": ("{n} mål leder inte hit", "{n} goals don't lead here"),
    "rest.one": ("1 mål leder inte hit", "1 goal doesn't lead here"),
    "rest.chosen": ("{n} mål till i urvalet", "{n} more goals chosen"),
    "rest.chosen.one": ("1 mål till i urvalet", "1 more goal chosen"),
    "of_them": ("{n} av dem {what}", "{n} of them {what}"),
    "all_of_them": ("alla {what}", "all of them {what}"),
    "open.more": ("Visa fler mål under {title}", "Show more goals below {title}"),
    "open.page": ("Visa nästa mål under {title}", "Show the next goals below {title}"),
    "open.rest": ("Visa målen som inte leder hit", "Show the goals that don't lead here"),
    "open.goal": ("Visa kartan kring {title}", "Show the map around {title}"),
    "open.below": ("Visa målen under {title}", "Show the goals below {title}"),
    # Groups of goals
    "group": ("en grupp av mål", "a group of goals"),
    "group.rooted": ("{rooted} av {n} mål rotade", "{rooted} of {n} goals rooted"),
    "group.one": ("1 mål, rotat", "1 goal, rooted"),
    "group.one.not": ("1 mål, inte rotat", "1 goal, not rooted"),
    "group.all": ("alla {n} mål rotade", "all {n} goals rooted"),
    "group.goals": ("{n} mål", "{n} goals"),
    "group.goals.one": ("1 mål", "1 goal"),
    "group.levels": ("{n} nivåer", "{n} levels"),
    "group.levels.one": ("en nivå", "one level"),
    "group.boxes": ("{n} rutor", "{n} boxes"),
    "group.boxes.one": ("en ruta", "one box"),
    "group.unit.none": ("Ingen enhet", "No unit"),
    "group.area.none": ("Inget område", "No area"),
    "group.unit.more": ("{n} enheter till", "{n} more units"),
    "group.area.more": ("{n} områden till", "{n} more areas"),
    "group.unit.all": ("{n} enheter", "{n} units"),
    "group.area.all": ("{n} områden", "{n} areas"),
    "group.areas": ("områden: {list}", "areas: {list}"),
    "group.tagged": ("{n} till är bara märkta med området", "{n} more are only tagged with it"),
    "group.tagged.one": ("1 till är bara märkt med området", "1 more is only tagged with it"),
    "group.examples": ("{n} exempel", "{n} examples"),
    "group.inside": ("{n} kopplingar inom rutan", "{n} links within the box"),
    "group.inside.one": ("1 koppling inom rutan", "1 link within the box"),
    "group.unlined": (
        "{n} kopplingar till rutor utan egen linje hit",
        "{n} links to boxes without a line from here",
    ),
    "group.unlined.one": (
        "1 koppling till en ruta utan egen linje hit",
        "1 link to a box without a line from here",
    ),
    "group.links": ("{n}", "{n}"),
    "group.links.dead": ("{n} som inte bär", "{n} that don't carry"),
    "group.links.some": ("{n}, varav {dead} inte bär", "{n}, {dead} of which don't carry"),
    "group.open.overview": ("Visa översikten för {name}", "Show the overview of {name}"),
    "group.open.map": ("Visa målen: {name}", "Show the goals: {name}"),
    "group.open.states": (
        "Visa nivåns mål i samma lägen: {name}",
        "Show the level's goals in the same states: {name}",
    ),
    "group.open.more": ("Visa fler rutor på nivån: {name}", "Show more boxes of {name}"),
    "group.dropped": ("{n} tas bort", "{n} dropped"),
    "group.loses_last": ("{n} mister sista stödet", "{n} lose their last support"),
    "group.loses_last.one": ("1 mister sista stödet", "1 loses its last support"),
    "group.loses_one": ("{n} mister ett av flera", "{n} lose one of several"),
    "group.loses_one.one": ("1 mister ett av flera", "1 loses one of several"),
    "group.loses_answer": ("{n} mister svar nedifrån", "{n} lose an answer from below"),
    "group.loses_answer.one": ("1 mister svar nedifrån", "1 loses an answer from below"),
    "group.removed": ("{n} borttagna", "{n} removed"),
    "group.removed.one": ("1 borttaget", "1 removed"),
    "group.new": ("{n} nya", "{n} new"),
    "group.new.one": ("1 nytt", "1 new"),
    "group.lost": ("{n} leder inte längre hela vägen", "{n} no longer lead all the way"),
    "group.lost.one": ("1 leder inte längre hela vägen", "1 no longer leads all the way"),
    "group.moved": ("{n} flyttade", "{n} moved"),
    "group.moved.one": ("1 flyttat", "1 moved"),
    "group.renewed": ("{n} ersätter tidigare mål", "{n} replace earlier goals"),
    "group.renewed.one": ("1 ersätter ett tidigare mål", "1 replaces an earlier goal"),
    "group.reworded": ("{n} omformulerade", "{n} reworded"),
    "group.reworded.one": ("1 omformulerat", "1 reworded"),
    "group.bears": ("{n} bär andra ensamma", "{n} bear others alone"),
    "group.bears.one": ("1 bär andra ensamt", "1 bears others alone"),
    "group.off_target": ("{n} når inte målvärdet", "{n} miss their target"),
    "group.off_target.one": ("1 når inte målvärdet", "1 misses its target"),
    "group.on_target": ("{n} når målvärdet", "{n} meet their target"),
    "group.on_target.one": ("1 når målvärdet", "1 meets its target"),
    "group.measured": ("{n} har indikator", "{n} have an indicator"),
    "group.measured.one": ("1 har indikator", "1 has an indicator"),
    "title.groups.unit": ("Översikt: nivåer och enheter", "Overview: levels and units"),
    "title.groups.area": ("Översikt: nivåer och områden", "Overview: levels and areas"),
    "summary.groups": (
        "Översikten räknar {goals}{when}, i {levels} och {boxes}.",
        "The overview counts {goals}{when}, on {levels} and in {boxes}.",
    ),
    "groups.rooted": (
        "{rooted} av {n} mål under fullmäktige är rotade.",
        "{rooted} of {n} goals below the root level are rooted.",
    ),
    "groups.states": ("Av målen: {list}.", "Of the goals: {list}."),
    "groups.joint": (
        "{n} mål hör till flera rutor på sin nivå och räknas i var och en.",
        "{n} goals belong to several boxes of their level and are counted in each.",
    ),
    "groups.joint.one": (
        "1 mål hör till flera rutor på sin nivå och räknas i var och en.",
        "1 goal belongs to several boxes of its level and is counted in each.",
    ),
    "groups.hidden": ("Räknat men inte ritat: {list}.", "Counted but not drawn: {list}."),
    "groups.inside": ("{n} kopplingar inom en ruta", "{n} links within a box"),
    "groups.inside.one": ("1 koppling inom en ruta", "1 link within a box"),
    "groups.between": (
        "{n} mellan rutor utan egen linje",
        "{n} between boxes without a line of their own",
    ),
    "groups.outside": (
        "{n} till eller från mål utanför översikten",
        "{n} to or from goals outside the overview",
    ),
    "groups.drawn.lens.one": ("Linjerna står för 1 koppling.", "The lines stand for 1 link."),
    "groups.drawn.lens": ("Linjerna står för {n} kopplingar.", "The lines stand for {n} links."),
    "groups.drawn.one": ("Linjerna står för 1 koppling.", "The lines stand for 1 link."),
    "groups.drawn": (
        "Linjerna står för {n} kopplingar; ju tjockare linje, desto fler.",
        "The lines stand for {n} links; the thicker a line, the more of them.",
    ),
    "groups.all_drawn": ("Alla kopplingar är med i linjerna.", "All links are in the lines."),
    # The whole
    "title": ("Karta: {title}", "Map: {title}"),
    "title.top": ("Karta: hela kedjan", "Map: the whole chain"),
    "title.between": ("Karta: från {one} till {other}", "Map: from {one} to {other}"),
    "title.impact": ("Vad händer om? {title}", "What if? {title}"),
    "title.top.impact": ("Vad händer om?", "What if?"),
    "title.compare": ("Jämförelse: {title}", "Comparison: {title}"),
    "title.top.compare": ("Jämförelse", "Comparison"),
    "title.weight": ("Vad hänger på vad? {title}", "What hangs on what? {title}"),
    "title.top.weight": ("Vad hänger på vad?", "What hangs on what?"),
    "title.indicators": ("Indikatorer: {title}", "Indicators: {title}"),
    "title.top.indicators": ("Målen och deras indikatorer", "The goals and their indicators"),
    "title.chosen": ("Karta: ett urval av mål", "Map: a choice of goals"),
    "summary": (
        "Kartan visar {shown} av {total} mål{when}, i {levels} nivåer, och {links} kopplingar.",
        "The map shows {shown} of {total} goals{when}, on {levels} levels, and {links} links.",
    ),
    "summary.chosen": (
        "Urvalet har {total} mål{when}. Kartan visar {shown} mål i {levels} nivåer, "
        "och {links} kopplingar.",
        "{total} goals are chosen{when}. The map shows {shown} goals on {levels} levels, "
        "and {links} links.",
    ),
    "when.year": (" år {year}", " in {year}"),
    "when.as_of": (" den {as_of}", " on {as_of}"),
    "when.all": (", alla tider", ", of all times"),
    "through": ("Nivåer nedanför {level} är utelämnade.", "Levels below {level} are left out."),
    "drafts": ("Utkast är med.", "Drafts are included."),
    "states": ("Av de visade: {list}.", "Of those shown: {list}."),
    "weak_links": ("Kopplingar att se över: {list}.", "Links to look at: {list}."),
    "hidden": (
        "Dolt men räknat: {links} kopplingar till mål som inte visas.",
        "Hidden but counted: {links} links to goals that aren't shown.",
    ),
    "hidden.none": (
        "Alla kopplingar till de visade målen syns.",
        "All links of the goals shown can be seen.",
    ),
    "nothing": ("Inga mål att visa{when}.", "No goals to show{when}."),
    # The page
    "picture": ("Bild av målkedjan", "Picture of the goal chain"),
    "tools": ("Kartans verktyg", "Tools of the map"),
    "zoom_in": ("Förstora", "Zoom in"),
    "zoom_out": ("Förminska", "Zoom out"),
    "fit": ("Visa allt", "Show all"),
    "to_top": ("Hela kedjan", "The whole chain"),
    "back": ("Tillbaka", "Back"),
    "wheel": (
        "Ctrl och mushjul förstorar. Dra för att flytta. Dubbelklicka på ett mål för att se "
        "kartan kring det.",
        "Ctrl and the wheel zoom. Drag to move. Double-click a goal to see the map around it.",
    ),
    "legend": ("Teckenförklaring", "Legend"),
    "tree": ("Målen som träd", "The goals as a tree"),
    "tree.help": (
        "Piltangenter går mellan målen, Retur väljer.",
        "Arrow keys move between the goals, Enter chooses.",
    ),
    "table": ("Målen som tabell", "The goals as a table"),
    "chosen": ("Valt mål", "Chosen goal"),
    "chosen.none": (
        "Välj ett mål i bilden eller trädet.",
        "Choose a goal in the picture or the tree.",
    ),
    "also": ("visas även under {titles}", "also shown below {titles}"),
    "linked": ("{state} koppling till {title}", "{state} link to {title}"),
    "column.goal": ("Mål", "Goal"),
    "column.level": ("Nivå", "Level"),
    "column.state": ("Läge", "State"),
    "column.units": ("Enhet", "Unit"),
    "column.to": ("Bidrar till", "Contributes to"),
    "column.below": ("Under", "Below"),
    "column.look": ("Att se över", "To look at"),
    "loading": ("Hämtar …", "Loading …"),
    "loaded": ("Ny karta.", "New map."),
    "failed": (
        "Kartan gick inte att hämta. Försök igen.",
        "The map couldn't be fetched. Try again.",
    ),
    # What the page says of what is shown, and how to change it
    "shows": ("Kartan visar {list}.", "The map shows {list}."),
    "shows.remove": ("Ta bort:", "Remove:"),
    "shows.whole": ("hela kedjan", "the whole chain"),
    "shows.chosen": ("ett urval", "a choice"),
    "shows.root": ("målen kring ”{title}”", "the goals around “{title}”"),
    "shows.from": ("vägen från ”{title}”", "the way from “{title}”"),
    "shows.to": ("till ”{title}”", "to “{title}”"),
    "shows.groups.unit": ("hela kommunen efter enhet", "the whole municipality by unit"),
    "shows.groups.area": ("hela kommunen efter område", "the whole municipality by area"),
    "shows.up": ("{n} steg upp", "{n} steps up"),
    "shows.down": ("{n} steg ned", "{n} steps down"),
    "shows.levels": ("nivå {name}", "level {name}"),
    "shows.areas": ("område {name}", "area {name}"),
    "shows.units": ("enhet {name}", "unit {name}"),
    "shows.plans": ("plan {name}", "plan {name}"),
    "shows.states": ("läge {name}", "state {name}"),
    "shows.changes": ("{name}", "{name}"),
    "shows.drop": ("om ”{title}” tas bort", "if “{title}” is dropped"),
    "shows.against": ("jämfört med {against}", "compared with {against}"),
    "shows.weight": ("vad som hänger på vad", "what hangs on what"),
    "shows.indicators": ("indikatorer", "indicators"),
    "shows.hidden": ("Dolda: {n} mål", "Hidden: {n} goals"),
    "shows.closed": ("{n} hopfällda mål", "{n} closed goals"),
    "shows.closed.one": ("1 hopfällt mål", "1 closed goal"),
    "shows.expanded": ("{n} öppnade mål", "{n} opened goals"),
    "shows.expanded.one": ("1 öppnat mål", "1 opened goal"),
    "shows.page": ("sida {n}", "page {n}"),
    "panel": ("Vad kartan visar", "What the map shows"),
    "panel.find": ("Visa kring ett mål", "Show around a goal"),
    "panel.to": ("Väg till ett annat mål", "Way to another goal"),
    "panel.words": ("ord eller id", "words or id"),
    "panel.hits": ("Flera mål passar ”{words}”:", "Several goals fit “{words}”:"),
    "panel.no_hits": ("Inget mål passar ”{words}”.", "No goal fits “{words}”."),
    "panel.all_hits": ("Alla {n} i sökningen", "All {n} in the search"),
    "panel.suggested": ("{n} förslag", "{n} suggestions"),
    "panel.ask": ("Fråga kartan", "Ask the map"),
    "panel.state": ("Läget nu", "How things stand"),
    "panel.weight": ("Vad hänger på vad?", "What hangs on what?"),
    "panel.indicators": ("Indikatorer", "Indicators"),
    "panel.groups.unit": ("Hela kommunen, efter enhet", "The whole municipality, by unit"),
    "panel.groups.area": ("Hela kommunen, efter område", "The whole municipality, by area"),
    "panel.compare": ("Jämför med", "Compare with"),
    "panel.year": ("År", "Year"),
    "panel.drop": ("Vad händer om …", "What if …"),
    "panel.drop_goal": ("ett mål tas bort", "a goal is dropped"),
    "panel.drop_unit": ("en enhet försvinner", "a unit goes"),
    "panel.drop_plan": ("en plan slopas", "a plan is scrapped"),
    "panel.none": ("–", "–"),
    "panel.only": ("Bara", "Only"),
    "panel.levels": ("Nivå", "Level"),
    "panel.areas": ("Område", "Area"),
    "panel.units": ("Enhet", "Unit"),
    "panel.plans": ("Plan", "Plan"),
    "panel.states": ("Läge", "State"),
    "panel.changes": ("Det som sägs", "What is said"),
    "panel.any": ("alla", "any"),
    "panel.steps": ("Hur långt", "How far"),
    "panel.up": ("Steg upp", "Steps up"),
    "panel.down": ("Steg ned", "Steps down"),
    "panel.all": ("alla", "all"),
    "panel.show": ("Visa", "Show"),
    "act.focus": ("Visa kring målet", "Show around the goal"),
    "act.more": ("Visa under", "Show below"),
    "act.shut": ("Fäll ihop", "Close"),
    "act.hide": ("Dölj", "Hide"),
    "act.drop": ("Vad händer om målet tas bort?", "What if the goal is dropped?"),
    "act.keep": ("Ta inte bort målet", "Keep the goal"),
    "act.drop_other": ("Vad händer om ”{title}” försvinner?", "What if “{title}” goes?"),
    "act.keep_other": ("Ta inte bort ”{title}”", "Keep “{title}”"),
    "act.page": ("Målets sida", "The goal's page"),
    "act.close": ("Stäng", "Close"),
    "keys": ("Tangenter", "Keys"),
    "keys.help": (
        "I trädet: piltangenter, Home och End går mellan målen, och bokstäver söker bland dem. "
        "Retur väljer, Skift+Retur visar kartan kring målet. + visar målen under, − fäller ihop. "
        "Delete frågar vad som händer om målet tas bort, Skift+H döljer det. Esc stänger "
        "rutan om målet. Webbläsarens Bakåt ångrar.",
        "In the tree: arrow keys, Home and End move between the goals, and letters search among "
        "them. Enter chooses, Shift+Enter shows the map around the goal. + shows the goals below, "
        "− closes. Delete asks what happens if the goal is dropped, Shift+H hides it. Esc closes "
        "the box about the goal. The browser's Back undoes.",
    ),
    "changed": (
        "{added} mål har kommit till, {gone} visas inte längre.",
        "{added} goals have been added, {gone} are no longer shown.",
    ),
    "links.merged": ("{n} kopplingar", "{n} links"),
    # Saved pictures and tables
    "save": ("Spara bilden", "Save the picture"),
    "save.svg": ("SVG", "SVG"),
    "save.png": ("PNG", "PNG"),
    "save.pdf": ("PDF", "PDF"),
    "save.html": ("HTML, en fristående sida", "HTML, a page of its own"),
    "save.csv": ("CSV, det som visas som tabell", "CSV, what is shown as a table"),
    "view": ("Vy", "View"),
    "view.year": ("år {year}", "the year {year}"),
    "view.as_of": ("den {as_of}", "on {as_of}"),
    "view.all": ("alla tider", "all times"),
    "view.through": ("till och med nivån {level}", "through the level {level}"),
    "view.whole": ("alla nivåer", "all levels"),
    "view.drafts": ("med utkast", "with drafts"),
    "digest": ("Underlag", "Data"),
    "row.goal": ("mål", "goal"),
    "row.gone": ("gäller inte", "not in force"),
    "row.count": ("mål som inte visas", "goals not shown"),
    "row.link": ("koppling", "link"),
    "column.row": ("Rad", "Row"),
    "column.id": ("Id", "Id"),
    "column.example": ("Exempel", "Example"),
    "column.count": ("Antal", "Count"),
    "column.change": ("Ändring", "Change"),
    "column.to_id": ("Till id", "To id"),
    "column.how": ("Hur", "How"),
    "column.map": ("Karta", "Map"),
    "yes": ("ja", "yes"),
    "outside": (
        "Visas inte i den här filen. Så här får du fram det:",
        "Not shown in this file. To see it:",
    ),
    "no_script": (
        "Utan JavaScript går bilden inte att flytta; träd, tabell och länkar fungerar.",
        "Without JavaScript the picture can't be moved; tree, table and links work.",
    ),
}

STATES_TO_TELL = ("orphan", "broken", "detached", "exempt")


def say(code: str, language: str, **values: object) -> str:
    """The text with this code, its places filled; KeyError if there is none."""
    return TEXTS[code][1 if language == "en" else 0].format(**values)


def number_of(code: str, count: int, language: str, **values: object) -> str:
    """A text with a count in it, in its singular where it has one."""
    if count == 1 and f"{code}.one" in TEXTS:
        return say(f"{code}.one", language, **values)
    return say(code, language, n=count, **values)


class _Widths(dict[str, float]):
    """About how wide each letter is, in ems of a common sans-serif; on the wide side."""

    def __missing__(self, letter: str) -> float:
        if letter in "iljtfrI.,:;'|!()[] -":
            width = 0.37
        elif letter in "mwMW@%–—":
            width = 0.93
        elif letter >= "\u2e80":
            width = 1.1
        else:
            width = 0.72 if letter.isupper() else 0.61
        self[letter] = width
        return width


_width = _Widths().__getitem__
_BLANK = _width(" ")
# Not even the narrowest letters fill a line with more than this many to the em.
_LETTERS_TO_THE_EM = 3


def ems(text: str) -> float:
    """About how many ems wide a text is, on the wide side."""
    return sum(map(_width, text))


def wrapped(text: str, width: float, lines: int) -> list[str]:
    """
    The text in at most so many lines of so many ems, cut with an ellipsis; blanks folded.

    Widths are estimated letter by letter, since no font is at hand here. A word that is
    longer than a line is broken.
    """
    enough = int(width * _LETTERS_TO_THE_EM) * (lines + 1)
    out: list[list[str]] = [[]]
    used = 0.0
    for word in text[:enough].split():
        wide = ems(word)
        if out[-1] and used + _BLANK + wide > width:
            out.append([])
            used = 0.0
        while wide > width and len(out) <= lines:
            cut = _fitting(word, width)
            out[-1].append(word[:cut])
            out.append([])
            word = word[cut:]
            wide = ems(word)
        if len(out) > lines:
            break
        used += wide + (_BLANK if out[-1] else 0.0)
        out[-1].append(word)
    texts = [" ".join(each) for each in out if each]
    if len(out) <= lines and len(text) <= enough:
        return texts
    last = texts[:lines][-1]
    while last and ems(last) + _width("…") > width:
        last = last[:-1]
    return [*texts[: lines - 1], last.rstrip() + "…"]


def _fitting(word: str, width: float) -> int:
    """How many letters of a word that is too long fit, at least one."""
    used = 0.0
    for place, letter in enumerate(word):
        used += _width(letter)
        if used > width:
            return max(1, place)
    return len(word)
