"""The presets that the panel offers: those that ship with the app until the service has told its own."""

from __future__ import annotations

from backend import contract
from luster_desktop.paths import resource


def built_in() -> contract.PresetList:
    """The catalogue as of this version of the app, for the first minutes and for working offline."""
    text = resource("presets", "presets.json").read_text(encoding="utf-8")
    return contract.PresetList.model_validate_json(text)
