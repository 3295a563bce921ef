"""How a picture came about, in the fields of IPTC's standard; nothing of who ordered it, and no place."""

from __future__ import annotations

from luster_desktop.delivery.items import Done, Item, Origin

WRITER = "Luster"
"""Every prompt is Luster's own; a note of the user's is nobody else's business."""


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
    """The model behind the edits: "Luster with openai gpt-image-2"; empty where it is not known."""
    known = " ".join(part for part in (item.model.provider, item.model.name) if part) if item.model else ""
    return f"Luster with {known}" if known else ""


def described(done: Done) -> str:
    """ "New sky (kind sunset)"."""
    chosen = ", ".join(f"{name} {value}" for name, value in done.settings.items())
    return f"{done.title} ({chosen})" if chosen else done.title
