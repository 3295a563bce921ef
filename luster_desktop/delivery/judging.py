"""What a profile says of photos, before and after they are edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luster_desktop.delivery.items import Done, Item, Kind, told
from luster_desktop.delivery.profiles import First, Profile, Rule, Verdict
from luster_desktop.reasons import Reason


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a profile says of one edit."""

    title: str
    """Of the edit."""
    kind: Kind
    rule: Rule

    @property
    def told(self) -> str:
        return told(self.title, self.kind)


def rulings(profile: Profile, done: Iterable[Done]) -> list[Ruling]:
    """Edit by edit, each kind once."""
    found: dict[Kind, Ruling] = {}
    for one in done:
        found.setdefault(one.kind, Ruling(one.title, one.kind, profile.rule(one.kind)))
    return list(found.values())


def disclosed(profile: Profile, item: Item) -> bool:
    """Whether the photo has to be told as altered."""
    return any(ruling.rule.verdict is not Verdict.EXEMPT for ruling in rulings(profile, item.done))


def caption(profile: Profile, item: Item) -> str:
    """The words that tell what was altered: "Digitally altered: new sky, green lawn"; empty where nothing has to be."""
    edits = [r.told for r in rulings(profile, item.done) if r.rule.verdict is not Verdict.EXEMPT]
    if not edits:
        return ""
    words = profile.label_words[0] if profile.label_words else "Digitally altered"
    return f"{words}: {', '.join(title[0].lower() + title[1:] for title in edits if title)}"


def remarks(profile: Profile, items: Iterable[Item]) -> str:
    """What the remarks of the listing begin with; empty where they need not say anything."""
    return profile.remarks_prefix if any(disclosed(profile, item) for item in items) else ""


def objections(profile: Profile, items: Sequence[Item]) -> list[tuple[Item, str]]:
    """What a listing of these photos in this order would be refused for, each with a `Reason`."""
    found = [
        (item, Reason.EDIT_PROHIBITED.of(edit=ruling.told, rule=ruling.rule.sentence))
        for item in items
        for ruling in rulings(profile, item.done)
        if ruling.rule.verdict is Verdict.PROHIBITED
    ]
    if items:
        first = items[0]
        barred = next((r for r in rulings(profile, first.done) if r.rule.not_first), None)
        altered = disclosed(profile, first)
        if barred is not None:
            found.append((first, Reason.NOT_FIRST.of(edit=barred.told)))
        elif altered and profile.first in (First.UNALTERED, First.UNALTERED_EXTERIOR):
            found.append((first, Reason.FIRST_ALTERED))
    return found
