"""
The audit as a report to file: one result, written as text, JSON, CSV, XLSX, HTML and PDF.

`result.py` says what a report holds, `gather.py` makes one of an audit, and every writer takes
that and nothing else, so that no two forms can tell different things. No clock is read: the
same data at the same revision, view, rules and selection give the same bytes.
"""
