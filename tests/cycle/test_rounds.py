"""Rounds start on the day that the cycle says; calendar entries are as RFC 5545 wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.cycle.ics import Entry, calendar, escaped, folded, uid
from docgen.cycle.rounds import nearest_start, next_start, starts
from docgen.model import Cycle
from docgen.workdays import ENGLAND


@pytest.mark.parametrize(
    ("cycle", "day", "due"),
    [
        pytest.param(Cycle(day=7), "2026-11-20", "2026-12-07", id="the 7th of the next month"),
        pytest.param(Cycle(day=7), "2026-11-07", "2026-11-07", id="on the day itself, a Saturday"),
        pytest.param(Cycle(day=7, roll="next"), "2026-11-05", "2026-11-09", id="the Monday after a Saturday"),
        pytest.param(Cycle(day=7, roll="next"), "2026-11-08", "2026-11-09", id="not gone by while it has not begun"),
        pytest.param(Cycle(day=7, roll="before"), "2026-11-06", "2026-11-06", id="the Friday before a Saturday"),
        pytest.param(Cycle(day=31), "2026-02-01", "2026-02-28", id="the last day of a shorter month"),
        pytest.param(Cycle(day=31), "2028-02-01", "2028-02-29", id="of a leap year"),
        pytest.param(Cycle(every="quarter", day=1), "2026-11-20", "2027-01-01", id="a quarter"),
        pytest.param(Cycle(every="quarter", day=1, roll="next"), "2026-11-20", "2027-01-04", id="after the new year"),
        pytest.param(Cycle(every="two-months", day=1), "2026-11-20", "2026-12-01", id="two months from April"),
        pytest.param(Cycle(every="half-year", day=1), "2026-11-20", "2027-04-01", id="a half-year"),
        pytest.param(Cycle(every="year", day=1), "2026-04-02", "2027-04-01", id="a year"),
        pytest.param(Cycle(day=3, roll="next"), "2026-04-01", "2026-04-07", id="Good Friday to after Easter"),
    ],
)
def test_the_next_round_starts(cycle: Cycle, day: str, due: str) -> None:
    assert next_start(cycle, date.fromisoformat(day), ENGLAND) == date.fromisoformat(due)


def test_what_goes_out_early_or_late_belongs_to_the_nearest_round() -> None:
    for issued, start in (("2026-11-02", "2026-11-07"), ("2026-11-12", "2026-11-07"), ("2026-11-25", "2026-12-07")):
        assert nearest_start(Cycle(day=7), date.fromisoformat(issued), ENGLAND) == date.fromisoformat(start)


def test_a_year_has_twelve_months_and_four_quarters() -> None:
    year = date(2026, 4, 1), date(2027, 3, 31)
    assert len(list(starts(Cycle(day=7), *year, ENGLAND))) == 12
    assert len(list(starts(Cycle(every="quarter"), *year, ENGLAND))) == 4


# --- calendar entries ------------------------------------------------------------------------------------

ENTRY = Entry("copy 7", date(2026, 12, 31), "Deep dive; due, E1", "Line one\nline \\two", "Halton", (3, 0))


def test_an_entry_is_a_whole_day_with_alarms_at_nine() -> None:
    text = calendar([ENTRY], "Ann", "2026-11-20T12:00:00Z").decode("utf-8")
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "VERSION:2.0", f"UID:{uid('copy 7')}", "DTSTAMP:20261120T120000Z", "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101", "SUMMARY:Deep dive\\; due\\, E1", "DESCRIPTION:Line one\\nline \\\\two",
        "TRIGGER:-P2DT15H", "TRIGGER:PT9H",
    ):  # fmt: skip
        assert line in lines


def test_the_same_entry_has_the_same_uid_whatever_becomes_of_its_day() -> None:
    assert uid("a") == uid("a") != uid("b")
    assert calendar([ENTRY], "Ann", "2026-11-20T12:00:00Z") == calendar([ENTRY], "Ann", "2026-11-20T12:00:00Z")


def test_an_entry_that_says_something_else_has_the_next_sequence_and_the_others_keep_theirs() -> None:
    other = replace(ENTRY, about="copy 8", title="x" * 90)
    first = calendar([ENTRY, other], "Ann", "2026-11-20T12:00:00Z")
    assert calendar([ENTRY, other], "Ann", "2026-11-21T12:00:00Z", first) == first, "the same again is the same file"
    second = calendar([replace(ENTRY, day=date(2027, 1, 4)), other], "Ann", "2026-11-22T12:00:00Z", first)
    text = second.decode("utf-8")
    assert f"UID:{uid('copy 7')}\r\nDTSTAMP:20261122T120000Z\r\nSEQUENCE:1\r\nDTSTART;VALUE=DATE:20270104" in text
    assert f"UID:{uid('copy 8')}\r\nDTSTAMP:20261120T120000Z\r\nSEQUENCE:0\r\n" in text
    third = calendar([ENTRY], "Ann", "2026-11-23T12:00:00Z", second).decode("utf-8")
    assert "DTSTAMP:20261123T120000Z\r\nSEQUENCE:2\r\n" in third, "back to what it was is a change too"


@pytest.mark.parametrize("before", [b"", b"\xff\xfe", b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\n"])
def test_a_file_that_is_no_calendar_of_ours_is_begun_anew(before: bytes) -> None:
    assert b"SEQUENCE:0\r\n" in calendar([ENTRY], "Ann", "2026-11-20T12:00:00Z", before)


@given(st.text(max_size=300))
def test_a_folded_line_unfolds_to_itself_and_no_part_is_too_long(text: str) -> None:
    line = f"SUMMARY:{escaped(text.encode('utf-8', 'replace').decode('utf-8'))}"
    parts = list(folded(line))
    assert all(len(part.encode("utf-8")) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])
    assert not any(sign in line for sign in "\r\n")


def test_an_entry_that_falls_away_is_cancelled_and_may_come_back() -> None:
    """So that a case that went to somebody else does not go on standing in a calendar."""
    other = replace(ENTRY, about="copy 8")
    first = calendar([ENTRY, other], "Ann", "2026-11-20T12:00:00Z")
    second = calendar([other], "Ann", "2026-11-22T12:00:00Z", first)
    gone = second.decode().split("BEGIN:VEVENT")[2]
    assert f"UID:{uid(ENTRY.about)}\r\nDTSTAMP:20261122T120000Z\r\nSEQUENCE:1\r\nDTSTART" in gone
    assert "STATUS:CANCELLED\r\nEND:VEVENT" in gone
    assert "VALARM" not in gone
    assert calendar([other], "Ann", "2026-11-23T12:00:00Z", second) == second
    third = calendar([ENTRY, other], "Ann", "2026-11-24T12:00:00Z", second).decode()
    assert "STATUS" not in third
    assert "SEQUENCE:2" in third
