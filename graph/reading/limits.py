"""
How much a plan file may ask for before it is refused.

All are far above what a municipality writes, and low enough that no file can take the
process down.
"""

from __future__ import annotations

# YAML costs about a microsecond and a half per byte: more than this is for JSON.
MAX_YAML_BYTES = 64 * 1024 * 1024
# Read item by item; the text and the items are what takes room.
MAX_JSON_BYTES = 512 * 1024 * 1024
# The format itself needs six.
MAX_DEPTH = 20
# A whole report fits in one text; a text above this is a mistake or an attack.
MAX_TEXT = 1_000_000
# Enough to mend a file by; a file of nothing but faults must not fill the memory.
MAX_FAULTS = 5_000
# RFC 8785 and Python write numbers alike between these.
MAX_NUMBER = 10**15
MIN_NUMBER = 1e-4
# The longest number anyone writes; longer ones cost more than linear time to read.
MAX_DIGITS = 40
