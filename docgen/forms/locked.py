"""Office files with a password, opened where it is known (MS-OFFCRYPTO; what is kept is the file as it came)."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docgen.forms import vet
from docgen.forms.kinds import is_locked, is_old_office


def unlocked(data: bytes, file: str, passwords: Sequence[str]) -> bytes:
    """The document in a file that is locked with one of the passwords; a file without a lock as it is.

    Raises DocgenError with one refusal where none of them opens it. Besides .docx and .xlsx these are .doc and .xls.
    """
    if not is_old_office(data) or not _is_locked(data):
        return data
    import msoffcrypto
    from msoffcrypto.format import doc97, xls97

    doc97.tempfile = xls97.tempfile = _InMemory  # a worker may write no file, not even for a moment
    verify = {"verify_password": True} if is_locked(data) else {}
    for password in passwords:
        opened = io.BytesIO()
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            office.load_key(password=password, **verify)  # the old kinds always verify
            office.decrypt(opened)
        except Exception:  # a wrong password and a damaged file come as errors of many types
            continue
        found = opened.getvalue()
        if found.startswith(b"PK") or (is_old_office(found) and not _is_locked(found)):
            return found
    vet.encrypted(file, data)


class _InMemory:
    """What the library knows as `tempfile`."""

    TemporaryFile = io.BytesIO


def _is_locked(data: bytes) -> bool:
    """Whether the library says so; what it cannot make out is told by what opens the file."""
    import msoffcrypto

    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted())
    except Exception:
        return False
