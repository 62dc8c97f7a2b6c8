"""
Why a file or folder can't be written, in the program's own words instead of the system's.
"""

from __future__ import annotations

import errno
from pathlib import Path

from graph.errors import UsageError

_KNOWN = {
    errno.ENOENT: "cant_write_nowhere",
    errno.ENOTDIR: "cant_write_nowhere",
    errno.EISDIR: "cant_write_folder",
    errno.EACCES: "cant_write_denied",
    errno.EPERM: "cant_write_denied",
    errno.EROFS: "cant_write_denied",
    errno.ENOSPC: "cant_write_full",
    errno.EDQUOT: "cant_write_full",
    errno.ENAMETOOLONG: "cant_write_name",
}


def unwritable(file: Path, error: OSError) -> UsageError:
    """The fault to raise; what isn't known is told by the system's number for it."""
    code = _KNOWN.get(error.errno or 0, "cant_write")
    return UsageError(code, file=file, reason=errno.errorcode.get(error.errno or 0, "?"))
