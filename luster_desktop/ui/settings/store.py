"""What the window remembers between runs, in an INI file of the data folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from luster_desktop.facts import Finishing
from luster_desktop.library.models import Edit
from luster_desktop.library.wishes import Wishes
from luster_desktop.ui.theme import Mode


class WindowStore(QObject):
    """Typed access; what cannot be read falls back to its default."""

    wishes_changed = Signal()

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._ini = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)

    def _text(self, key: str, default: str = "") -> str:
        value = self._ini.value(key, default)
        return value if isinstance(value, str) else default

    def _number(self, key: str, default: float) -> float:
        try:
            return float(self._text(key, str(default)))
        except ValueError:
            return default

    def _switch(self, key: str, default: bool) -> bool:
        return self._text(key, str(int(default))) == "1"

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._ini.value(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def set(self, key: str, value: object) -> None:
        self._ini.setValue(key, value)

    def sync(self) -> None:
        self._ini.sync()

    @property
    def mode(self) -> Mode:
        text = self._text("mode", Mode.SYSTEM.value)
        return Mode(text) if text in [mode.value for mode in Mode] else Mode.SYSTEM

    @property
    def text_scale(self) -> float:
        return min(2.0, max(1.0, self._number("text_scale", 1.0)))

    @property
    def language(self) -> str:
        """The code of the chosen language, or "system"."""
        return self._text("language", "system")

    @property
    def cell_width(self) -> int:
        return round(self._number("cell_width", 240))

    @property
    def look(self) -> str:
        """How shoots are shown, as `Look.to_text` wrote it."""
        return self._text("look")

    @property
    def save_folder(self) -> Path | None:
        """Where finished photos go without asking, or None to ask each time."""
        text = self._text("save_folder")
        return Path(text) if text else None

    @property
    def wishes(self) -> Wishes:
        """How photos are prepared before they are sent."""
        usual = Wishes()
        return Wishes(
            finishing=Finishing(
                lens=self._switch("prepare/lens", usual.finishing.lens),
                verticals=self._switch("prepare/verticals", usual.finishing.verticals),
                whites=self._switch("prepare/whites", usual.finishing.whites),
                match=self._switch("prepare/match", usual.finishing.match),
            ),
            singles=self._switch("prepare/singles", usual.singles),
        )

    def set_wishes(self, wishes: Wishes) -> None:
        switches = asdict(wishes.finishing) | {"singles": wishes.singles}
        for name, on in switches.items():
            self.set(f"prepare/{name}", str(int(on)))
        self.wishes_changed.emit()

    @property
    def words(self) -> bool:
        """Whether saved results have the user's own byline, copyright, caption and keywords."""
        return self._switch("save/words", True)

    def link(self, shoot_id: UUID) -> str:
        """The shoot's link for others, which the service does not keep; empty where it was not made here."""
        return self._text(f"link/{shoot_id}")

    def set_link(self, shoot_id: UUID, link: str) -> None:
        self.set(f"link/{shoot_id}", link)

    @property
    def export_recipes(self) -> tuple[str, ...]:
        """The export recipes that were ticked last; at first the one for listings."""
        return tuple(self._text("deliver/recipes", "mls").split())

    @property
    def archives(self) -> bool:
        """Whether each set was wanted as a ZIP, too."""
        return self._switch("deliver/archives", False)

    def set_export(self, recipes: Sequence[str], archives: bool) -> None:
        self.set("deliver/recipes", " ".join(recipes))
        self.set("deliver/archives", str(int(archives)))

    def folder(self, purpose: str) -> Path:
        """Where the user went last for this: to "add", "save", "deliver" or "watch"."""
        text = self._text(f"folder/{purpose}")
        return Path(text) if text and Path(text).is_dir() else Path.home()

    def set_folder(self, purpose: str, folder: Path) -> None:
        self.set(f"folder/{purpose}", str(folder))

    @property
    def shoot(self) -> UUID | None:
        try:
            return UUID(self._text("shoot"))
        except ValueError:
            return None

    @property
    def email(self) -> str:
        return self._text("email")

    @property
    def choice(self) -> tuple[Edit, ...]:
        """The edits that were chosen last, with their settings; none at first."""
        try:
            edits = json.loads(self._text("edits", "[]"))
            return tuple(
                Edit(str(preset), {str(name): str(value) for name, value in parameters.items()})
                for preset, parameters in edits
            )
        except (ValueError, TypeError, AttributeError):
            return ()

    def set_choice(self, edits: Sequence[Edit]) -> None:
        self.set("edits", json.dumps([[edit.preset, dict(edit.parameters)] for edit in edits]))

    @property
    def geometry(self) -> QByteArray | None:
        return self._bytes("geometry")

    @property
    def splitter(self) -> QByteArray | None:
        return self._bytes("splitter")
