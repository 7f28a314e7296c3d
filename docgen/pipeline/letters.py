"""E-mail drafts: words that a team changes in a template, a file that opens ready to be sent, and nothing sent."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from string import Template

from docgen.definitions.settings import Settings
from docgen.fields import same
from docgen.model import DocgenError, Place, Query, Severity
from docgen.pipeline.periods import MONTHS
from docgen.pipeline.workspace import Workspace, template

_TYPES = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pdf": ("application", "pdf"),
    ".ics": ("text", "calendar"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The subject of a letter, and its text with places such as $auditor."""

    subject: str
    text: Template


def words(workspace: Workspace, file: str, places: Collection[str]) -> Words:
    """The words of a letter: the team's own, else those that come with docgen.

    Raises DocgenError where the team's own cannot be used.
    """
    text = template(workspace, file).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    first, _, rest = text.partition("\n")
    body = Template(rest.strip("\n") + "\n")
    problems = []

    def wrong(at: str, message: str, fix: str) -> None:
        place = Place(f"templates/{file}", at)
        problems.append(Query(f"{file.partition('.')[0]}-words", Severity.ERROR, message, fix, where=place))

    if not first.startswith("Subject:"):
        wrong("line 1", "The first line is not the subject.", "Write “Subject: ” and the subject.")
    if not body.is_valid():
        wrong("", "A $ stands alone.", "Write $$ for the sign itself.")
    for name in body.get_identifiers() if body.is_valid() else ():
        if name not in places:
            allowed = ", ".join(f"${place}" for place in places)
            wrong("", f"There is nothing called “${name}”.", f"Use {allowed}.")
    if problems:
        raise DocgenError(*problems)
    return Words(first.removeprefix("Subject:").strip(), body)


def draft(
    subject: str,
    text: str,
    to: Sequence[tuple[str, str]],
    attachments: Sequence[tuple[str, bytes]] = (),
    *,
    urgent: bool = False,
) -> bytes:
    """An e-mail that opens as a draft: `X-Unsent` is what Outlook goes by. `to` is names and addresses, an empty
    address left out; `attachments` names and contents. The same input gives the same bytes."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    addressed = [Address(name, addr_spec=address) for name, address in to if address]
    if addressed:
        message["To"] = addressed
    message["Subject"] = subject
    if urgent:
        message["Importance"] = "high"
    message.set_content(text, cte="quoted-printable")
    for name, data in attachments:
        kind, sub = _TYPES.get(name[name.rfind(".") :].lower(), ("application", "octet-stream"))
        said = {"charset": "utf-8", "method": "PUBLISH"} if sub == "calendar" else None
        message.add_attachment(data, maintype=kind, subtype=sub, filename=name, params=said)
    if attachments:
        seen = hashlib.sha256(b"\x1f".join([subject.encode(), text.encode(), *(data for _, data in attachments)]))
        message.set_boundary(f"==docgen-{seen.hexdigest()[:24]}==")
    return message.as_bytes()


def addresses(settings: Settings) -> dict[str, str]:
    """Person, as `same` compares names → e-mail address: by `addresses` of the settings, else by the roles."""
    found = {}
    for _, who in settings.roles:
        name, _, address = who.partition(",")
        if address.strip():
            found[same(name)] = address.strip()
    return found | {same(name): address for name, address in settings.addresses}


def day(iso: str) -> str:
    """A day (YYYY-MM-DD) as a letter says it: 3 December 2026."""
    found = date.fromisoformat(iso)
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"
