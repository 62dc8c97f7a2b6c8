"""A real OpenID Connect provider for a test: Node's `oidc-provider` on a loopback port."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".cache" / "oidc-provider-8.8.1"


@contextmanager
def running(
    people: Mapping[str, Mapping[str, Any]], client: Mapping[str, Any], key: str = "first"
) -> Iterator[str]:
    """
    The issuer's address while the provider runs.

    `people` are the claims by login; any password will do. `client` has client_id,
    client_secret and redirect_uris.
    """
    node = shutil.which("node")
    if node is None or not (HOME / "complete").exists():
        raise RuntimeError("the identity provider isn't there (tools/setup-system)")
    process = subprocess.Popen(
        [node, str(Path(__file__).with_suffix(".mjs")), str(HOME)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        print(
            json.dumps({"people": people, "client": client, "key": key}),
            file=process.stdin,
            flush=True,
        )
        issuer = process.stdout.readline()
        while issuer and not issuer.startswith("http"):
            issuer = process.stdout.readline()
        assert issuer, "the identity provider ended before it had begun"
        yield issuer.strip()
    finally:
        process.stdin.close()
        process.wait(timeout=10)
        process.stdout.close()
