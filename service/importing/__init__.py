"""
Import in the browser and by the API: files are kept, read in the background, held against what is
stored, and written when a person says so.
"""
