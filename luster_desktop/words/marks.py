"""What a file tells machines of its picture, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luster_desktop.delivery.marks.signing import Signature, State

if TYPE_CHECKING:
    from luster_desktop.delivery.marks.reading import Reading

ORIGINS = {
    "digitalCapture": "a photo as the camera took it",
    "compositeCapture": "a photo merged from several exposures",
    "algorithmicallyEnhanced": "a photo with light and colour changed",
    "compositeWithTrainedAlgorithmicMedia": "a photo with parts made by a generative model",
    "trainedAlgorithmicMedia": "made by a generative model",
}
"""IPTC's words, which are put into a file, in everybody's."""
_FIELDS = {
    "AISystemUsed": "Model",
    "AISystemVersionUsed": "Version",
    "AIPromptInformation": "Asked for",
    "AIPromptWriterName": "Prompt by",
}
_STATES = {
    State.TRUSTED: "unchanged since, and the signer is trusted",
    State.WHOLE: "unchanged since; whether the signer can be trusted is not known",
    State.BROKEN: "the file was changed since, or the signature is damaged",
}


def told(reading: Reading) -> tuple[str, ...]:
    """A line for each kind of mark, there or not, without full stops."""
    return (_in_pixels(reading), *_in_metadata(reading), *_signed(reading.signature))


def _in_pixels(reading: Reading) -> str:
    mark = reading.mark
    if mark is None:
        return "Pixels: no mark of Luster's"
    said = ORIGINS[mark.origin] if mark.origin else "what it says cannot be read"
    return f"Pixels: Luster's mark, {said} ({mark.strength:.0f} times as strong as chance)"


def _in_metadata(reading: Reading) -> list[str]:
    if not reading.source and not reading.ai:
        return ["Metadata (IPTC): nothing about how it came about"]
    lines = [f"Metadata (IPTC): {ORIGINS.get(reading.source, reading.source)}"] if reading.source else []
    return lines + [f"{title}: {reading.ai[name]}" for name, title in _FIELDS.items() if name in reading.ai]


def _signed(signature: Signature | None) -> list[str]:
    if signature is None:
        return ["Content Credentials (C2PA): none"]
    if signature.state is State.UNREAD:
        return ["Content Credentials (C2PA): there are some. To read them install `luster[sign]`"]
    by = f"signed by {signature.signer}, " if signature.signer else ""
    lines = [f"Content Credentials (C2PA): {by}{_STATES[signature.state]}"]
    if signature.sources:
        lines.append(f"They say: {'; '.join(ORIGINS.get(one, one) for one in signature.sources)}")
    return lines
