"""
What is pasted into another page, and the answer of oEmbed.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from markupsafe import Markup

from service.embeds.embed import Embed
from service.showing import cut

WIDTH, HEIGHT = 640, 480
LEAST = 280
PROVIDER = "Röda tråden"


def address(base: str, ident: str, form: str = "") -> str:
    """An embed's address; `form` is `/fragment` or `.json`."""
    return f"{base}/embed/{ident}{form}"


def oembed_address(base: str, url: str) -> str:
    """Where oEmbed tells about an address."""
    return f"{base}/oembed?{urlencode({'url': url, 'format': 'json'})}"


def iframe(
    embed: Embed, base: str, title: str, *, width: str = "100%", height: int = HEIGHT
) -> str:
    """The frame as HTML; its height is what it has until the page's script hears another."""
    return str(Markup(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"'
        ' referrerpolicy="strict-origin"></iframe>'
    ).format(address(base, embed.id), cut(f"{PROVIDER}: {title}", 120), width, height))


def script(base: str) -> str:
    """The line, once to a page, that lets frames take the height they need."""
    return str(Markup('<script src="{}" async></script>').format(f"{base}/embed/host.js"))


def rich(embed: Embed, base: str, title: str, most: tuple[int, int]) -> dict[str, Any]:
    """What oEmbed answers for an embed, no larger than `most` (width, height)."""
    width, height = min(WIDTH, most[0]), min(HEIGHT, most[1])
    return {
        **_common(base, title),
        "type": "rich",
        "html": iframe(embed, base, title, width=str(width), height=height),
        "width": width,
        "height": height,
    }


def plain(base: str, title: str) -> dict[str, Any]:
    """What oEmbed answers for a page that nobody has made an embed of: a link."""
    return {**_common(base, title), "type": "link"}


def _common(base: str, title: str) -> dict[str, Any]:
    return {
        "version": "1.0", "title": title, "provider_name": PROVIDER, "provider_url": f"{base}/"
    }


def own_path(url: str, bases: tuple[str, ...]) -> tuple[str, str | None] | None:
    """
    The path of an address within this service, and the `id` in its query; None for any other
    address.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    here = f"{parts.scheme}://{parts.netloc}{parts.path}"
    for base in bases:
        if here.startswith(f"{base}/"):
            beside = parse_qs(parts.query).get("id", [None])
            return here.removeprefix(base), beside[0]
    return None
