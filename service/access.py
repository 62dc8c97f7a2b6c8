"""
Who may reach each route. A route that isn't declared here fails the tests.
"""

from __future__ import annotations

# Everything is open to who can reach the loopback address, and nothing can be changed.
READ = "read"

ACCESS: dict[str, str] = dict.fromkeys(
    (
        "static",
        "healthz",
        "overview.page",
        "matrix.page",
        "goals.listing",
        "goals.page",
        "units.listing",
        "units.page",
        "report.page",
        "search.page",
        "map.page",
        "map.suggestions",
        "map.static",
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
