"""Profiles and export recipes as files: those that ship with Luster, and the user's own beside or instead of them."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from dataclasses import dataclass
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


def own_profile(home: Path, profile: Profile) -> Path:
    """The user's own copy of a profile's file, to be edited; made when there is none. Raises OSError."""
    target = home / "rules" / f"{profile.id}.toml"
    if not target.exists():
        _put(target, resource("rules", target.name).read_text(encoding="utf-8"))
    return target


def keep(home: Path, recipe: ExportRecipe) -> ExportRecipe:
    """Write the user's own export recipe; one without an id gets a new one. Raises OSError."""
    name = recipe.id or _free(home, recipe.title)
    recipe = dataclasses.replace(recipe, id=name, own=True)
    usual = {field.name: field.default for field in dataclasses.fields(recipe)}
    values = {key: value for key, value in dataclasses.asdict(recipe).items() if key not in ("id", "own")}
    # What JSON writes of text, numbers and truth is TOML, too.
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items() if value != usual[key]
    ]
    _put(home / "exports" / f"{name}.toml", "".join(lines))
    return recipe


def forget(home: Path, recipe: ExportRecipe) -> None:
    """Delete the user's own; what ships with Luster under that name is there again. Raises OSError."""
    (home / "exports" / f"{recipe.id}.toml").unlink(missing_ok=True)


def _free(home: Path, title: str) -> str:
    taken = {*export_recipes(home).items}
    stem = clean(title, 40).casefold().replace(" ", "_")
    return next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, 1000))) if name not in taken)


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
            troubles.append(Reason.OWN_DATA_UNREADABLE.of(name=path.name, why=_why(error)))
    return Shelf(items, tuple(troubles))


def _read(adapter: TypeAdapter[T], path: Path, *, own: bool) -> T:
    values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    made = adapter.validate_python({**values, "id": path.stem})
    if not own:
        return made
    return dataclasses.replace(made, own=True)


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(error)
