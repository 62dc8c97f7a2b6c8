"""
The stable codes of what can go wrong in the API, by the status that each is answered with.

Words are keys of `graph/messages.yaml`, or with `error.` before them of the pages' texts. A code
keeps its meaning and its status as long as `/api/v1` does.
"""

from __future__ import annotations

BY_STATUS: dict[int, tuple[str, ...]] = {
    400: (
        "bad_request", "host", "control", "empty", "long", "language", "one_view", "as_of",
        "number", "flag", "choice", "cursor", "needed", "repeated", "unknown_parameter", "body",
        "pairs", "ambiguous", "unknown_through", "map_against", "map_change_alone", "map_choice",
        "map_lens", "map_number", "map_other_levels", "map_to", "map_too_large", "map_value",
        "map_values", "too_long_for_paper", "too_many_rows", "nothing_to_change", "merge_itself",
        "merge_unlike", "move_under_itself", "goal_not_unit", "upload_count", "field", "file",
    ),
    401: ("not_signed_in", "token.wrong"),
    403: ("forbidden.reader", "forbidden.editor", "forbidden.admin", "forbidden.scope",
          "forbidden.units", "no_store", "token.beyond"),
    404: (
        "not_found", "unknown_name", "unknown_rule", "unknown_place", "level_not_here",
        "not_in_view", "no_change", "unknown_source", "upload_gone", "map_goal", "map_level",
        "map_state", "map_area", "map_unit", "map_plan", "map_change",
    ),
    405: ("method_not_allowed",),
    409: ("taken", "stale", "overtaken", "upload_overwrites", "upload_full", "key_busy",
          "upload_busy", "undone_already",
          "user.taken", "user.last_admin"),
    412: ("clash",),
    413: ("body_too_large",),
    415: ("media_type",),
    422: (
        "input", "no_source", "key_reused", "user.name", "user.units", "token.units", "token.scope",
        "settings.address", "settings.prefix", "settings.ancestor", "settings.ancestors",
        "upload_one_list", "wordings",
    ),
    428: ("if_match",),
    429: ("too_many",),
    500: ("internal",),
    503: (
        "store.unreachable", "store.busy", "store.failed", "store.memory", "store.refused",
        "store.engine", "store.files", "store.missing", "store.locked", "store.incomplete",
        "store.newer", "store.log",
    ),
}  # fmt: skip
STATUS = {code: status for status, codes in BY_STATUS.items() for code in codes}
# What the server itself answers, before anything of ours has looked at the request.
PLAIN = {
    400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large",
    415: "media_type", 500: "internal",
}  # fmt: skip


def status_of(code: str) -> int:
    """The status of a code; of one that only pages know, that of a question wrongly put."""
    return STATUS.get(code, 400)
