"""
Who works in the service: accounts, sign-in, sessions, tokens, and what each may do.
"""
