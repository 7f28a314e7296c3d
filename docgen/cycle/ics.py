"""Calendar entries as iCalendar (RFC 5545) has them: whole days with an alarm, the same entry under the same UID, and a
higher SEQUENCE each time that it says something else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_CANCELLED = "STATUS:CANCELLED"
_LONGEST = 75
"""Octets of a content line, without its line break (3.1)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is due on a day.

    about       what it is about for life, such as a step and a copy: the UID is made from it
    alarms      when people are reminded, in days before; at nine in the morning
    """

    about: str
    day: date
    title: str
    text: str = ""
    category: str = ""
    alarms: tuple[int, ...] = (1,)


def calendar(entries: Iterable[Entry], name: str, stamp: str, before: bytes = b"") -> bytes:
    """The entries as one .ics file. `stamp` is when they were made, UTC in ISO 8601: the only time in the file.

    `before` is the file that was made earlier: what it has in the same words keeps its stamp and its SEQUENCE, and what
    says something else by now has the next one (3.8.7.4), so that calendars take it over. What is no longer among the
    entries stays as a cancelled one (3.8.1.11), so that it does not go on standing in anybody's calendar. The same
    again is the same.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//docgen//audit cycle//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]  # fmt: skip
    at = f"{stamp[:19].replace('-', '').replace(':', '')}Z"
    known = _known(before)
    now = {uid(entry.about): tuple(_entry(entry)) for entry in entries}
    gone = {name: _cancelled(words) for name, (_, _, words) in known.items() if name not in now}
    for name, said in (now | gone).items():
        number, stamped, words = known.get(name, (-1, at, ()))
        if words != said:
            number, stamped = number + 1, at
        lines += ["BEGIN:VEVENT", f"UID:{name}", f"DTSTAMP:{stamped}", f"SEQUENCE:{number}", *said]
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode("utf-8")


def _known(before: bytes) -> dict[str, tuple[int, str, tuple[str, ...]]]:
    """UID → SEQUENCE, DTSTAMP and the other lines of each entry of a file; none of one that is no such file."""
    text = before.decode("utf-8", "replace").replace("\r\n ", "")
    found = {}
    for part in text.split("BEGIN:VEVENT\r\n")[1:]:
        lines = part.partition("END:VEVENT\r\n")[0].splitlines()
        heads = dict(line.split(":", 1) for line in lines[:3] if ":" in line)
        if heads.keys() == {"UID", "DTSTAMP", "SEQUENCE"} and heads["SEQUENCE"].isdecimal():
            found[heads["UID"]] = int(heads["SEQUENCE"]), heads["DTSTAMP"], tuple(lines[3:])
    return found


def _entry(entry: Entry) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{escaped(entry.title)}"
    if entry.text:
        yield f"DESCRIPTION:{escaped(entry.text)}"
    if entry.category:
        yield f"CATEGORIES:{escaped(entry.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    for days in entry.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{escaped(entry.title)}"
        yield f"TRIGGER:{_trigger(days)}"
        yield "END:VALARM"


def _cancelled(words: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of an entry that takes place no more: without its alarms."""
    if _CANCELLED in words:
        return words
    alarms = words.index("BEGIN:VALARM") if "BEGIN:VALARM" in words else len(words)
    return (*words[:alarms], _CANCELLED)


def _trigger(days: int) -> str:
    """Nine in the morning so many days before the day, which begins at midnight (3.3.6)."""
    hours = 24 * days - 9
    if hours <= 0:
        return f"PT{-hours}H"
    whole, rest = divmod(hours, 24)
    return f"-P{whole}DT{rest}H" if whole else f"-PT{rest}H"


def uid(about: str) -> str:
    """The UID of what an entry is about (3.8.4.7): the same for life, and without anything that names a case."""
    return f"{hashlib.sha256(about.encode('utf-8')).hexdigest()[:32]}@docgen"


def escaped(text: str) -> str:
    """A text as a value (3.3.11): backslash, semicolon and comma escaped, a line break as a backslash and n."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in plain if letter >= " " and letter != "\x7f")


def folded(line: str) -> Iterator[str]:
    """A content line in parts of at most 75 octets, no character cut; each part after the first starts with a space."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode("utf-8"))
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
