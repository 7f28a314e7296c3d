"""Whether a folder lies on a network drive or in a file system that tells nobody of changes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_REMOTE = ("nfs", "cifs", "smb", "9p", "fuse", "drvfs", "afs", "ceph", "gluster", "vboxsf", "virtiofs", "davfs")
_DRIVE_REMOTE = 4


def is_remote(folder: Path) -> bool:
    """Whether changes in a folder have to be looked for, because the system may not tell of them.

    On macOS it is not known, and so said of no folder.
    """
    if sys.platform == "win32":
        return _remote_drive(folder)
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "replace")
    except OSError:
        return False
    return remote_among(mounts, os.path.realpath(folder))


def remote_among(mounts: str, folder: str) -> bool:
    """Whether the mount that a folder lies on, out of the lines of /proc/mounts, is a remote one."""
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        if (folder == point or folder.startswith(point.rstrip("/") + "/")) and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind.startswith(_REMOTE)


def _remote_drive(folder: Path) -> bool:
    path = os.path.abspath(folder)
    if path.startswith("\\\\"):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(os.path.splitdrive(path)[0] + "\\") == _DRIVE_REMOTE)
    return False
