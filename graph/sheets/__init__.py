"""
Spreadsheets: XLSX and CSV to the same items that plan files give, and back.

Sheets and columns follow the model (`graph.fields`); what they are called stands in
`words.yaml`. The form, and what it can't hold: docs/spreadsheets.md.
"""
