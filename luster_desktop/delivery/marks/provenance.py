"""How a picture came about, in the fields of IPTC's standard; nothing of who ordered it, and no place."""

from __future__ import annotations

from luster_desktop.delivery.items import Done, Item, Origin

WRITER = "Luster"
"""Every prompt is Luster's own; a note of the user's is nobody else's business."""

_PROVIDERS = {"openai": "OpenAI"}


def ai(item: Item) -> dict[str, str]:
    """The fields of 2025.1 by name, for pictures with parts that a generative model made; no other has them."""
    if item.origin is not Origin.GENERATED:
        return {}
    model = item.model
    fields = {
        "AISystemUsed": system(item),
        "AISystemVersionUsed": f"prompt {model.prompt_version}" if model and model.prompt_version else "",
        "AIPromptInformation": "; ".join(map(described, item.done)),
        "AIPromptWriterName": WRITER,
    }
    return {name: value for name, value in fields.items() if value}


def system(item: Item) -> str:
    """The model behind the edits: "Luster with OpenAI gpt-image-2"; empty where it is not known."""
    if item.model is None or not item.model.name:
        return ""
    return f"Luster with {_PROVIDERS.get(item.model.provider, item.model.provider)} {item.model.name}"


def described(done: Done) -> str:
    """ "New sky (kind sunset)"."""
    chosen = ", ".join(f"{name} {value}" for name, value in done.settings.items())
    return f"{done.told} ({chosen})" if chosen else done.told
