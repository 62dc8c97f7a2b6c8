"""
Who may reach each route. A route that isn't declared here fails the tests.
"""

from __future__ import annotations

# OPEN to all always; READ to all, or to who is signed in where the settings say so; SIGNED to who
# is signed in; EDIT to editors, who answer for the units besides; ADMIN to admins.
OPEN, READ, SIGNED, EDIT, ADMIN = ("open", "read", "signed", "edit", "admin")

ACCESS: dict[str, str] = dict.fromkeys(
    (
        "overview.page",
        "matrix.page",
        "goals.listing",
        "goals.page",
        "units.listing",
        "units.page",
        "plans.listing",
        "plans.page",
        "indicators.listing",
        "indicators.page",
        "areas.listing",
        "areas.page",
        "what_if.page",
        "what_if.csv",
        "report.page",
        "search.page",
        "map.page",
        "map.picture",
        "map.suggestions",
        "help.terms",
        "help.accessibility",
        "api.info",
        "api.audit",
        "api.goals",
        "api.goal",
        "api.goals_csv",
        "api.trace",
        "api.matrix",
        "api.matrix_csv",
        "api.answers",
        "api.findings",
        "api.findings_csv",
        "api.score",
        "api.report",
        "api.impact",
        "api.path",
        "api.map",
        "api.map_file",
        "api.model",
    ),
    READ,
)
ACCESS |= dict.fromkeys(
    ("api.links", "api.links_csv", "api.sources", "api.search", "api.coverage", "api.load",
     "api.reorganisation", "api.section_items", "api.section_csv", "api.section_item",
     "api.openapi", "manual.routes", "manual.problems"),
    READ,
)
ACCESS |= dict.fromkeys(("api.changes", "api.change"), SIGNED)
ACCESS |= dict.fromkeys(
    ("api.item_new", "api.item_put", "api.item_drop", "api.change_undone"), EDIT
)
ACCESS |= dict.fromkeys(("static", "map.static", "healthz"), OPEN)
ACCESS |= dict.fromkeys(("signing.page", "signing.enter", "signing.choose", "signing.chosen",
                         "oidc.leave", "oidc.returned"), OPEN)
ACCESS |= dict.fromkeys(
    ("signing.leave", "account.page", "account.back", "account.name", "account.password",
     "account.session", "account.token", "account.token_ended"),
    SIGNED,
)
ACCESS |= dict.fromkeys(
    ("users.listing", "users.add", "users.account", "users.back", "users.role", "users.shut",
     "users.opened", "users.password", "users.link", "settings.page", "settings.save"),
    ADMIN,
)
ACCESS |= dict.fromkeys(("exemptions.listing",), READ)
# Who changed what is told to those who have a name themselves.
ACCESS |= dict.fromkeys(("changes.listing", "changes.page"), SIGNED)
ACCESS |= dict.fromkeys(
    ("changes.take_back", "editing.new", "editing.make", "editing.change", "editing.save",
     "editing.ask_drop", "editing.take_out", "links.connect", "links.reviewed"),
    EDIT,
)
# What other sites show asks nobody who they are; each says itself what may be seen.
ACCESS |= dict.fromkeys(
    ("embeds.frame", "embeds.fragment", "embeds.data", "embeds.host_script", "embeds.oembed"), OPEN
)
ACCESS |= dict.fromkeys(
    ("embed_desk.register", "embed_desk.build", "embed_desk.preview", "embed_desk.suggested",
     "embed_desk.one", "embed_desk.rebuild", "api.embeds", "api.embed", "api.embed_new",
     "api.embed_put", "api.embed_reviewed", "api.embed_drop"),
    EDIT,
)
ACCESS |= dict.fromkeys(
    ("importing.start", "importing.receive", "importing.form", "importing.fetch",
     "importing.page", "importing.state", "importing.marked", "importing.proposal",
     "importing.confirm", "importing.apply", "importing.take_back", "importing.throw_away",
     "api.imports", "api.import_new", "api.import_state", "api.import_apply", "api.import_choices",
     "api.import_undone", "api.import_drop", "api.import_marked", "api.import_proposal",
     "api.template_file", "api.source_as", "api.link_reviewed"),
    EDIT,
)
ACCESS |= dict.fromkeys(
    ("api.users", "api.user", "api.user_new", "api.user_put", "api.user_link", "api.sign_ins",
     "api.settings", "api.settings_put"),
    ADMIN,
)
ACCESS |= dict.fromkeys(
    ("api.me", "api.sessions", "api.session_end", "api.tokens", "api.token_new", "api.token_end"),
    SIGNED,
)

# Routes that take files: their bodies may be large.
UPLOADS: set[str] = {"importing.receive", "api.import_new"}
