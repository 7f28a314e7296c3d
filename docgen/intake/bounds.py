"""How much may come in: limits that no honest post meets, each a setting of the workspace."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one delivery may come to.

    file        bytes of one file, also when it comes out of a container; the largest real form has 12 MB of text
    mail        bytes of one e-mail with all that is attached to it
    archive     bytes that all files of one container may come to, with those of containers in it
    members     how many files these may be
    depth       how many containers may lie within each other: 3 is a form in a zip, in an e-mail, in a zip
    """

    file: int = 50 * MEGABYTE
    mail: int = 40 * MEGABYTE
    archive: int = 1024 * MEGABYTE
    members: int = 10_000
    depth: int = 3
