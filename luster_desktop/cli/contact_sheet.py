"""Before/after pairs and one page that shows them, in a folder of their own."""

from __future__ import annotations

import html
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image

from backend import contract
from luster_desktop.cli.report import credits
from luster_desktop.cli.run import Ended
from luster_desktop.delivery.names import clean
from luster_desktop.delivery.pack.templates import filled
from luster_desktop.intake.pixels import Unreadable, load_thumbnail
from luster_desktop.library.models import Photo, Recipe
from luster_desktop.words.fidelity import everything
from luster_desktop.words.reasons import sentence
from luster_desktop.words.recipes import named

QUALITY = 90


@dataclass(frozen=True, slots=True)
class _Entry:
    photo: Photo
    before: Path
    recipe: Recipe
    end: Ended | None
    why: str | None


class ContactSheet:
    """Collects how the edits ended, then writes `before/`, `after/` and `index.html` into `folder`.

    The folder is the sheet's own: files of an earlier sheet are replaced.
    """

    def __init__(self, folder: Path, title: str, presets: Sequence[contract.Preset]) -> None:
        self._folder = folder
        self._title = title
        self._titles = {preset.id: preset.title for preset in presets}
        self._entries: list[_Entry] = []

    @property
    def number(self) -> int:
        return len(self._entries)

    @property
    def good(self) -> int:
        return sum(1 for entry in self._entries if entry.end and entry.end.output)

    def add(self, photo: Photo, before: Path, recipe: Recipe, end: Ended | None, why: str | None = None) -> None:
        """Show how one edit ended, beside the file `before` it. `why` is the reason where there is no end to show."""
        self._entries.append(_Entry(photo, before, recipe, end, why or (end.error if end else None)))

    def write(self) -> Path:
        """Write everything and return the page; a pair that cannot be shown counts as not done. Raises OSError."""
        for name in ("before", "after"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        cards = "".join(self._shown(number) for number in range(self.number))
        page = self._folder / "index.html"
        part = self._folder / ".index.html.part"
        part.write_text(self._page(cards), encoding="utf-8")
        part.replace(page)
        return page

    def _shown(self, number: int) -> str:
        entry = self._entries[number]
        if entry.end is None or entry.end.output is None:
            return ""
        try:
            return self._card(entry)
        except Unreadable as error:
            self._entries[number] = _Entry(entry.photo, entry.before, entry.recipe, None, str(error))
            return ""

    def _card(self, entry: _Entry) -> str:
        assert entry.end is not None and entry.end.output is not None
        output, job = entry.end.output, entry.end.job
        stem = clean(entry.photo.name.rpartition(".")[0] or entry.photo.name)
        before, after = f"before/{stem}.jpg", f"after/{stem} {clean(entry.recipe.label)}.jpg"
        _write_before(entry.before, self._folder / before, max(output.width, output.height))
        shutil.copyfile(output.path, self._folder / after)
        facts = [f"{output.width} × {output.height}", f"{output.bytes / 1e6:.1f} MB", credits(job.credits or 0)]
        facts += everything(job.fidelity)
        return filled(
            "contact_card.html",
            {
                "anchor": f"{_slug(stem)}-{_slug(entry.recipe.label)}",
                "name": entry.photo.name,
                "preset": named(entry.recipe, self._titles),
                "before": quote(before),
                "after": quote(after),
                "width": str(output.width),
                "height": str(output.height),
            },
            facts="".join(f"<li>{html.escape(fact)}</li>" for fact in facts),
        )

    def _page(self, cards: str) -> str:
        done = [entry for entry in self._entries if entry.end and entry.end.output]
        failed = [entry for entry in self._entries if not (entry.end and entry.end.output)]
        photos = len({entry.photo.id for entry in self._entries})
        spent = sum(entry.end.job.credits or 0 for entry in done if entry.end)
        sums = {"Photos": photos, "Edits": len(done), "Credits": spent}
        return filled(
            "contact_sheet.html",
            {
                "title": self._title,
                "subtitle": "Every edit beside its original, at the size of the original.",
                "footer": "Made by Luster on this machine. Only a photo that succeeds takes a credit.",
            },
            sums="".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in sums.items()),
            filters=self._filters(done),
            failures=self._failures(failed),
            cards=cards,
        )

    def _filters(self, done: Sequence[_Entry]) -> str:
        counts = Counter(entry.recipe.label for entry in done)
        titles = {entry.recipe.label: named(entry.recipe, self._titles) for entry in done}
        choices = [("", "All", len(done))]
        choices += [(_slug(label), titles[label], count) for label, count in counts.items()]
        return "".join(
            f'<button type="button" value="{value}" aria-pressed="{str(not value).lower()}">{html.escape(title)} '
            f"{count}</button>"
            for value, title, count in choices
        )

    def _failures(self, failed: Sequence[_Entry]) -> str:
        if not failed:
            return ""
        lines = "".join(
            filled(
                "contact_failure.html",
                {
                    "name": entry.photo.name,
                    "preset": named(entry.recipe, self._titles),
                    "why": sentence(entry.why or "The edit did not finish."),
                },
            )
            for entry in failed
        )
        return f'<section class="failures"><strong>Not done, and not charged</strong><ul>{lines}</ul></section>'


def _write_before(before: Path, path: Path, edge: int) -> None:
    """The original as a browser shows it: upright, sRGB, JPEG, no larger than the result."""
    picture = load_thumbnail(before, edge)
    part = path.with_name(f".{path.name}.part")
    image = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
    image.save(part, "JPEG", quality=QUALITY, optimize=True)
    part.replace(path)


def _slug(text: str) -> str:
    return "".join(character.lower() if character.isalnum() else "-" for character in text)
