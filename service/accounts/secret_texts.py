"""
Texts that only their holder knows. The store keeps their prints, which open nothing.
"""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """A text nobody can guess, 43 characters that fit an address."""
    return secrets.token_urlsafe(32)


def print_of(secret: str) -> str:
    """What a secret is stored by. It is random and long, so one round is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
