"""Where people meet it: the `rodtrad` command, the web service with its pages and API, and the
report formats. The only package that knows about Flask, terminals and settings.
"""
