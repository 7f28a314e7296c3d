"""What stands at a place of the form, as a mark: the form's own words taken off, nothing decided."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field, replace

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.blank import Spot
from docgen.forms.word.prompts import Stripped, strip_prompt
from docgen.forms.word.sight import BOX, LIST, Control, Sight
from docgen.marks import Mark, is_tick

_SENTENCE = 24
"""So many letters of the form's own are no answer."""


@dataclass(slots=True, eq=False)
class Find:
    """Where a return has the place of an answer.

    sights      the paragraphs with the control, or those that stand in its place
    lead        paragraphs written in front of them in the same cell; `tail` those behind
    """

    spot: Spot
    how: str
    sights: list[Sight]
    control: Control | None = None
    trouble: str = ""
    note: str = ""
    lead: list[Sight] = field(default_factory=list)
    tail: list[Sight] = field(default_factory=list)

    def mark(self) -> Mark:
        """The mark, whatever the control is."""
        if self.spot.kind == BOX:
            return _box(self)
        mark = _typed(self)
        if mark.text.strip() + mark.before + mark.beside and any(
            one.struck for one in (*self.sights, *self.lead, *self.tail)
        ):
            return mark._replace(kept=_kept(self))
        return mark


def besides(spot: Spot, mark: Mark) -> str:
    """What is written beside a box or a chosen entry of a list and is no mark of it: text that is in no answer."""
    if spot.kind not in (BOX, LIST) or not (mark.before or mark.beside):
        return ""
    if spot.kind == LIST and not mark.text.strip():
        return ""
    return "\n".join(text.strip() for text in (mark.before, mark.beside) if text.strip() and not is_tick(text))


def freed(find: Find, mark: Mark, printed: Container[str]) -> Mark:
    """The mark of words without the sentences of the form that stand with them in one paragraph.

    A program that turns a table into text puts the cells of a row into one paragraph. `printed` are the paragraphs
    of the form, as compared. What stands in a control stays as it is.
    """
    text = mark.text if find.control is not None else _own_cut(mark.text, printed)
    before, beside = _own_cut(mark.before, printed), _own_cut(mark.beside, printed)
    if (before, text, beside) == (mark.before, mark.text, mark.beside):
        return mark
    return mark._replace(before=before, text=text, beside=beside)


def _own_cut(text: str, printed: Container[str]) -> str:
    """The text without those of its pieces, between tabs and line breaks, that are sentences of the form."""
    if len(text) <= _SENTENCE:
        return text
    pieces = re.split(r"([\t\n])", text)
    own = [len(piece) > _SENTENCE and same(piece) in printed for piece in pieces]
    return "".join([piece for piece, is_own in zip(pieces, own, strict=True) if not is_own]) if any(own) else text


def _box(find: Find) -> Mark:
    """A box: the state it stores, the state its sign shows, or what else stands in its place."""
    spot, control = find.spot, find.control
    plain = spot.clean.get(find.sights[0].text) if len(find.sights) == 1 else None
    if plain is not None and control is not None and control.checked is plain.ticked and control.kind == BOX:
        return plain._replace(how=find.how, trouble=find.trouble, note=find.note)
    if control is None:
        shown, before, after = _split_at_label(find)
    else:
        shown = "".join(sight.inside(control) for sight in find.sights)
        before, after = find.sights[0].around(control)
    front, _ = _own(before, spot.before)
    behind, changed = _own(after, spot.after)
    if changed and same(after).startswith(same(spot.label)):
        behind, changed = _own(after, spot.label)
    gone = not same(after) and bool(same(spot.after))
    ticked, empty = control.glyphs if control is not None and control.kind == BOX else spot.glyphs
    sign = shown.strip()
    deleted = gone and sign in ("", empty) and not front.strip() and not (control is not None and control.checked)
    return Mark(
        spot.address,
        sign,
        behind,
        ticked=control.checked if control is not None and control.kind == BOX else None,
        glyph=True if sign == ticked else False if sign == empty else None,
        how=find.how,
        before=front,
        trouble=find.trouble or ("" if deleted else changed),
        note=find.note,
        seen=("deleted",) if deleted else (),
    )


def _split_at_label(find: Find) -> tuple[str, str, str]:
    """What stands where the box was, nothing, and the label with what follows it."""
    text = "".join(sight.text for sight in find.sights)
    label = next((one for one in (find.spot.after.strip(), find.spot.label) if one and one in text), "")
    at = text.find(label) if label else -1
    return (text[:at], "", text[at:]) if at >= 0 else (text, "", "")


def _own(text: str, own: str) -> tuple[str, str]:
    """What a person wrote in a text that the form prints as `own`, and what is wrong where the words are not there."""
    wanted, found = same(own), same(text)
    if found == wanted:
        return "", ""
    if not wanted:
        return text, ""
    plain = text.strip()
    if plain.startswith(own.strip()):
        return plain[len(own.strip()) :], ""
    if found.startswith(wanted):
        return found[len(wanted) :], ""
    if found.endswith(wanted) and is_tick(found[: -len(wanted)]):
        return found[: -len(wanted)], ""
    if not found:
        return "", f"the words “{own.strip()}” beside it are gone"
    return plain, f"the words beside it are “{plain}”, not “{own.strip()}”"


def _typed(find: Find) -> Mark:
    """A control that words stand in, or what stands in its place."""
    spot, control = find.spot, find.control
    notes = [find.note] if find.note else []
    if control is None:
        shown = "\n".join(_without(sight.text, spot) for sight in find.sights)
        front, before, after = shown[: len(shown) - len(shown.lstrip("\n"))], "", ""
        shown = shown[len(front) :]
    else:
        shown = "\n".join(sight.inside(control) for sight in find.sights)
        front = find.sights[0].around(control)[0]
        before = _own(front, spot.before)[0]
        after = _own(find.sights[-1].around(control)[1], spot.after)[0]
    if front and not front.strip("\n") and shown and "\n" not in shown:
        count = f"{len(front)} line breaks" if len(front) > 1 else "a line break"
        notes.append(f"LibreOffice 7 moved {count} to the front of this text; its lines may run together")
    before, after = ("" if _is_nothing(text, spot.prompt) else text for text in (before, after))
    stripped = strip_prompt(shown, spot.prompt)
    typed = spot.styled and not (control is not None and control.showing)
    if stripped.whole and typed and all(_is_plain(sight, control) for sight in find.sights):
        stripped = Stripped(shown)  # a prompt that was left standing keeps its style
    if control is not None and control.showing and stripped.text.strip():
        notes.append("the control still says that it is empty")
    if stripped.note:
        notes.append(stripped.note)
    return Mark(
        spot.address,
        stripped.text,
        "\n".join([after, *[one.text for one in find.tail]]) if find.tail else after,
        stored=control.stored[:10] if control is not None else "",
        prompt=stripped.empty,
        how=find.how,
        before="".join(f"{one.text}\n" for one in find.lead) + before,
        whole=stripped.whole,
        trouble=find.trouble,
        note="; ".join(notes),
    )


def _is_plain(sight: Sight, control: Control | None) -> bool:
    """Whether no word here has the style of a prompt, in a file that has kept it.

    A file that has lost all its text controls, as .odt, .doc and .rtf of LibreOffice 7 have, has lost it with them.
    """
    root = sight.paragraph.getroottree()
    kept = control is not None or next(root.iter(tags.PLAIN_TEXT), None) is not None
    return kept and sight.plainly_typed(control)


def _kept(find: Find) -> str:
    """All that is written at a place without the words that are struck out."""

    def without(sights: list[Sight]) -> list[Sight]:
        return [kept for one in sights if (kept := one.without_struck()).text.strip() or not one.struck]

    sights = [one.without_struck() for one in find.sights]
    mark = _typed(replace(find, sights=sights, lead=without(find.lead), tail=without(find.tail)))
    return mark.before + mark.text + mark.beside


def _is_nothing(text: str, prompt: str) -> bool:
    """Whether a text beside a control is only white space, or its prompt, which a broken control leaves there."""
    return not text.strip() or text.strip() == prompt.strip()


def _without(text: str, spot: Spot) -> str:
    """The text without the words that the form prints in this paragraph."""
    for own in (spot.before.strip(), spot.after.strip()):
        if own and own in text:
            text = text.replace(own, "", 1)
    return text
