"""What a worker may use, and how it binds itself before any file reaches it: on POSIX, on Windows, and in Python."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

MEGABYTE = 2**20
OUT_OF_MEMORY = 77
"""Exit code of a worker that has grown beyond its bounds."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one worker may use for one file.

    seconds     by the clock
    memory      bytes of the whole process
    result      bytes of what it hands back
    files       how many it works on before another worker takes its place
    start       seconds until it must be ready
    """

    seconds: float = 10.0
    memory: int = 512 * MEGABYTE
    result: int = 5 * MEGABYTE
    files: int = 2000
    start: float = 60.0


def bind(memory: int) -> None:
    """Bind this process for good: its memory, and that it writes no file, starts no program, opens no connection."""
    if sys.platform == "win32":
        _bind_windows(memory)
    else:
        _bind_posix(memory)
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: reading a file from outside never does any of this, so whatever tries to is stopped."""
    if event == "open":
        flags = args[2]
        if isinstance(flags, int) and flags & _WRITING:
            raise PermissionError("a worker writes no files")
    elif event in _REFUSED or event.startswith(_REFUSED_FAMILIES):
        raise PermissionError(f"a worker does not use {event}")


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = frozenset({
    "os.chmod", "os.chown", "os.exec", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.link", "os.mkdir", 
    "os.posix_spawn", "os.remove", "os.rename", "os.rmdir", "os.spawn", "os.startfile", "os.startfile/2", "os.symlink",
    "os.system", "os.truncate", "os.utime", "pty.spawn", "subprocess.Popen", "urllib.Request", "webbrowser.open",
})  # fmt: skip
_REFUSED_FAMILIES = ("socket.", "shutil.", "tempfile.", "winreg.", "ftplib.", "smtplib.", "http.client.")


# --- POSIX -----------------------------------------------------------------------------------------------


def _bind_posix(memory: int) -> None:
    """Limits of the system; and a watch, since not every system keeps to the limit of the address space."""
    if sys.platform != "win32":
        import resource

        for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            _limit(kind, most)
        threading.Thread(target=_watch, args=(memory,), daemon=True).start()


def _limit(kind: int, most: int) -> None:
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with suppress(OSError, ValueError):  # macOS refuses some of them; the watch and the parent's clock remain
            resource.setrlimit(kind, (most, most))


def _watch(memory: int) -> None:
    while True:
        if _peak() > memory:
            os._exit(OUT_OF_MEMORY)
        time.sleep(0.1)


def _peak() -> int:
    """The most bytes that this process has held. Linux counts what its parent held as well in `ru_maxrss`, because it
    carries that number over an exec; VmHWM begins anew (proc_pid_status(5)).
    """
    if sys.platform == "win32":
        return 0  # the job object sees to it
    with suppress(OSError), open("/proc/self/status", "rb") as status:
        for line in status:
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


# --- Windows ---------------------------------------------------------------------------------------------

_JOB_EXTENDED_LIMITS = 9
_JOB_LIMITS = 0x8 | 0x100 | 0x400 | 0x2000
"""ACTIVE_PROCESS, PROCESS_MEMORY, DIE_ON_UNHANDLED_EXCEPTION, KILL_ON_JOB_CLOSE (winnt.h)."""
_NO_ERROR_BOXES = 0x1 | 0x2
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX (errhandlingapi.h)."""


def _bind_windows(memory: int) -> None:
    """A job object of its own: a limit of memory, and no further process. It ends with the worker.

    The worker puts itself into it, since the parent may have started only the launcher of a virtual environment.
    """
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = (
                ("PerProcessUserTimeLimit", ctypes.c_int64), ("PerJobUserTimeLimit", ctypes.c_int64),
                ("LimitFlags", wintypes.DWORD), ("MinimumWorkingSetSize", ctypes.c_size_t),
                ("MaximumWorkingSetSize", ctypes.c_size_t), ("ActiveProcessLimit", wintypes.DWORD),
                ("Affinity", ctypes.c_size_t), ("PriorityClass", wintypes.DWORD),
                ("SchedulingClass", wintypes.DWORD),
            )  # fmt: skip

        class Extended(ctypes.Structure):
            _fields_ = (
                ("Basic", Basic), ("IoInfo", ctypes.c_uint64 * 6), ("ProcessMemoryLimit", ctypes.c_size_t),
                ("JobMemoryLimit", ctypes.c_size_t), ("PeakProcessMemoryUsed", ctypes.c_size_t),
                ("PeakJobMemoryUsed", ctypes.c_size_t),
            )  # fmt: skip

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
        kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
        kernel.SetErrorMode(_NO_ERROR_BOXES)
        limits = Extended()
        limits.Basic.LimitFlags = _JOB_LIMITS
        limits.Basic.ActiveProcessLimit = 1
        limits.ProcessMemoryLimit = memory
        job = kernel.CreateJobObjectW(None, None)
        if not (
            job
            and kernel.SetInformationJobObject(job, _JOB_EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        ):
            raise ctypes.WinError(ctypes.get_last_error())
