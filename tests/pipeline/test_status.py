from __future__ import annotations

from docgen.model import Query, Severity
from docgen.pipeline.status import with_people

ROLES = (("Head of  service", "Sam, sam@example.org"), ("Director", ""), ("manager", "Kim"))


def fix(text: str) -> str:
    return with_people(Query("r", Severity.URGENT, "A referral is needed.", text), ROLES).fix


def test_a_query_that_names_a_role_says_who_holds_it() -> None:
    assert fix("Tell the head of service.") == "Tell the head of service. (Head of  service: Sam, sam@example.org)"


def test_a_query_that_names_no_role_or_one_that_nobody_holds_stays_as_it_is() -> None:
    assert fix("Tell the director.") == "Tell the director."
    assert fix("Tell somebody.") == "Tell somebody."


def test_every_role_that_is_named_is_said() -> None:
    assert fix("The manager tells the head of service.").endswith(
        "(Head of  service: Sam, sam@example.org; manager: Kim)"
    )
