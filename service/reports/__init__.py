"""
Answers in words and tables: for the terminal, from the same objects as JSON and pages.
"""
