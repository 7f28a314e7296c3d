"""The id of an issued copy: made from a seed, and safe to copy by hand."""

from __future__ import annotations

import itertools
import re

import pytest

from docgen.marks import toolkit_id, toolkits_in, valid_toolkit

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def test_an_id_follows_from_its_seed_alone_and_is_valid() -> None:
    assert toolkit_id("round 1, case C100063") == toolkit_id("round 1, case C100063")
    ids = {toolkit_id(f"case {n}") for n in range(2000)}
    assert len(ids) == 2000
    assert all(re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", one) and valid_toolkit(one) for one in ids)


def test_any_seed_makes_an_id_even_half_a_character() -> None:
    assert valid_toolkit(toolkit_id(""))
    assert valid_toolkit(toolkit_id("naïve \ud800"))


def test_one_wrong_character_is_noticed() -> None:
    right = toolkit_id("case 1")
    wrong = [right[:n] + c + right[n + 1 :] for n in range(9) if n != 4 for c in ALPHABET if c != right[n]]
    assert len(wrong) == 8 * 31
    assert not any(valid_toolkit(text) for text in wrong)


def test_two_characters_that_changed_places_are_noticed() -> None:
    for right in (toolkit_id(f"case {n}") for n in range(50)):
        for a, b in itertools.combinations([n for n in range(9) if n != 4], 2):
            letters = list(right)
            letters[a], letters[b] = letters[b], letters[a]
            assert "".join(letters) == right or not valid_toolkit("".join(letters))


@pytest.mark.parametrize("text", ["", "7K3Q9D2M", "7K3Q-9D2", "7K3Q-9D2M-", "OI10-OI10", "７K3Q-9D2M"])
def test_what_is_no_id_at_all_is_not_valid(text: str) -> None:
    assert not valid_toolkit(text)


def test_small_letters_are_not_taken_for_an_id() -> None:
    right = next(one for one in map(toolkit_id, "abc") if one != one.lower())
    assert not valid_toolkit(right.lower())


def test_ids_are_found_in_the_name_of_a_file_where_they_stand_by_themselves() -> None:
    one, two = toolkit_id("case 1"), toolkit_id("case 2")
    assert toolkits_in(f"C100063_{one}.docx") == (one,)
    assert toolkits_in(f"{one} and {two} (copy).xlsx") == (one, two)
    assert toolkits_in(f"{one}X.docx, {one.lower()}, {one[:-1]}, 2222-2223") == ()
