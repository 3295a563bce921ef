"""Profiles and export recipes as files: those that ship with Luster, and the user's own beside or instead of them."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from luster_desktop import disk
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.names import clean
from luster_desktop.delivery.profiles import Profile
from luster_desktop.paths import resource
from luster_desktop.reasons import Reason

T = TypeVar("T", Profile, ExportRecipe)

DEFAULT = "generic"
"""The profile of a shoot that the user has chosen none for."""
LISTING = "mls"
"""The export recipe that is ticked at first."""

_STRICT = with_config(ConfigDict(extra="forbid"))


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """What there is, by id, and what of the user's own could not be read."""

    items: dict[str, T]
    troubles: tuple[str, ...] = ()
    """A `Reason` for each file that was passed over."""

    def get(self, name: str | None, default: str) -> T:
        """The one of that id, or else the default, which always is there."""
        return self.items.get(name or default, self.items[default])


def profiles(home: Path) -> Shelf[Profile]:
    """The default first, then by country and name. A file of the user's replaces the one of the same name."""
    shelf = _shelf(_STRICT(Profile), "rules", home)
    found = sorted(
        shelf.items.values(), key=lambda one: (one.id != DEFAULT, one.country != "US", one.country, one.body)
    )
    return Shelf({one.id: one for one in found}, shelf.troubles)


def export_recipes(home: Path) -> Shelf[ExportRecipe]:
    """MLS, print and web first, then the others by title."""
    shelf = _shelf(_STRICT(ExportRecipe), "exports", home)
    first = {name: place for place, name in enumerate((LISTING, "print", "web"))}
    found = sorted(shelf.items.values(), key=lambda one: (first.get(one.id, len(first)), one.title))
    return Shelf({one.id: one for one in found}, shelf.troubles)


def keep(home: Path, one: T) -> T:
    """Write the user's own profile or export recipe; one without an id gets a new one. Raises OSError."""
    made = dataclasses.replace(one, id=one.id or _free(home, one), own=True)
    _put(_path(home, made), _text(made))
    return made


def forget(home: Path, one: T) -> None:
    """Delete the user's own; what ships with Luster under that name is there again. Raises OSError."""
    _path(home, one).unlink(missing_ok=True)


def kept(home: Path, one: T) -> bool:
    """Whether the user has a file of that name, be it one that cannot be read."""
    return bool(one.id) and _path(home, one).exists()


def ships(one: T) -> bool:
    """Whether Luster has one of that name of its own."""
    return resource(_folder(one), f"{one.id}.toml").is_file()


def _text(one: Profile | ExportRecipe) -> str:
    """As it is read again; what is usual is not said."""
    usual = {field.name: field.default for field in dataclasses.fields(one)}
    values = {key: value for key, value in dataclasses.asdict(one).items() if key not in ("id", "own")}
    told = {key: value for key, value in values.items() if value != usual[key]}
    tables = {key: value for key, value in told.items() if isinstance(value, dict)}
    lines = [f"{key} = {_toml(value)}\n" for key, value in told.items() if key not in tables]
    return "".join([*lines, *(_table(key, value) for key, value in tables.items())])


def _table(name: str, values: dict[str, object]) -> str:
    """In which all that is usual is nothing, so only the rest is said."""
    lines = (f"{key} = {_toml(value)}\n" for key, value in values.items() if value)
    return f"\n[{name}]\n{''.join(lines)}"


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(inner)}' for key, inner in value.items() if inner)} }}"
    # What JSON writes of text, numbers, truth and lists is TOML, too.
    return json.dumps(value, ensure_ascii=False)


def _folder(one: Profile | ExportRecipe) -> str:
    return "rules" if isinstance(one, Profile) else "exports"


def _path(home: Path, one: Profile | ExportRecipe) -> Path:
    return home / _folder(one) / f"{one.id}.toml"


def _free(home: Path, one: Profile | ExportRecipe) -> str:
    title, there = (one.body, profiles(home)) if isinstance(one, Profile) else (one.title, export_recipes(home))
    stem = clean(title, 40).casefold().replace(" ", "_")
    return next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, 1000))) if name not in there.items)


def _put(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.write_text(text, encoding="utf-8")
    disk.publish(part, target)


def _shelf(kind: type[T], folder: str, home: Path) -> Shelf[T]:
    adapter: TypeAdapter[T] = TypeAdapter(kind)
    items = {path.stem: _read(adapter, path, own=False) for path in sorted(resource(folder).glob("*.toml"))}
    troubles = []
    for path in sorted((home / folder).glob("*.toml")):
        try:
            items[path.stem] = _read(adapter, path, own=True)
        except (OSError, ValueError) as error:
            troubles.append(Reason.OWN_DATA_UNREADABLE.of(name=path.name, why=_why(path, error)))
    return Shelf(items, tuple(troubles))


def _read(adapter: TypeAdapter[T], path: Path, *, own: bool) -> T:
    values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    made = adapter.validate_python({**values, "id": path.stem})
    if not own:
        return made
    return dataclasses.replace(made, own=True)


def _why(path: Path, error: Exception) -> str:
    """What is wrong, and in which line."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    keys = [str(part) for part in first["loc"] if not isinstance(part, int)]
    number = _line_of(path.read_text(encoding="utf-8"), keys)
    where = f"line {number}, {'.'.join(keys)}" if number else ".".join(keys)
    return f"{where}: {first['msg']}"


def _line_of(text: str, keys: Sequence[str]) -> int:
    """The line that says the last of these keys, or the deepest of them that is there; 0 for none."""
    table: list[str] = []
    found, depth = 0, 0
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if said.startswith("["):
            table = said.strip("[] ").split(".")
            path = table
        else:
            path = [*table, said.partition("=")[0].strip().strip('"')]
        if len(path) > depth and path == list(keys[: len(path)]):
            found, depth = number, len(path)
    return found
