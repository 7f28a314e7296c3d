"""Office files with a password, opened where it is known (MS-OFFCRYPTO; what is kept is the file as it came)."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docgen.forms.kinds import is_locked


def unlocked(data: bytes, passwords: Sequence[str]) -> bytes:
    """The document in a file that is locked with one of the passwords; the file itself where none opens it."""
    if not passwords or not is_locked(data):
        return data
    import msoffcrypto

    for password in passwords:
        opened = io.BytesIO()
        try:
            file = msoffcrypto.OfficeFile(io.BytesIO(data))
            file.load_key(password=password, verify_password=True)
            file.decrypt(opened)
        except Exception:  # a wrong password and a damaged file come as errors of many types
            continue
        if opened.getvalue().startswith(b"PK"):
            return opened.getvalue()
    return data
