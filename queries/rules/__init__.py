"""What an audit looks for. A rule is data: one file of `builtin/` each, or a part of a municipal
rule file (docs/rules.md). `book.py` holds the rules in use, `check.py` asks them of an audit, and
`verdicts/` has the functions for what data alone can't say.
"""
