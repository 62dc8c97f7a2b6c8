"""
Where the service lies on its host: under the path of its public address.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from service.settings import SettingsKeeper

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Prefix:
    """
    Tells the application its prefix, so that every address it writes begins with it.

    A proxy may send the prefix along or take it off. To other hosts, such as this machine's own
    name, the service lies at the root.
    """

    def __init__(self, app: WSGIApplication, keeper: SettingsKeeper) -> None:
        self._app = app
        self._keeper = keeper

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer as the application does."""
        known = self._keeper.known()
        prefix, path = known.prefix, environ.get("PATH_INFO", "")
        if prefix and not environ.get("SCRIPT_NAME"):
            if path == prefix or path.startswith(f"{prefix}/"):
                environ["SCRIPT_NAME"], environ["PATH_INFO"] = prefix, path[len(prefix) :] or "/"
            elif environ.get("HTTP_HOST", "").partition(":")[0].lower() == known.host:
                environ["SCRIPT_NAME"] = prefix
        elif environ.get("SCRIPT_NAME") and path.startswith(f"{environ['SCRIPT_NAME']}/"):
            # X-Forwarded-Prefix, and the path as well.
            environ["PATH_INFO"] = path[len(environ["SCRIPT_NAME"]) :]
        return self._app(environ, start_response)
