"""What a file tells machines of its picture, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luster_desktop.delivery.marks.signing import Signature, State
from luster_desktop.words.language import decimal, mark, tr

if TYPE_CHECKING:
    from luster_desktop.delivery.marks.reading import Reading

ORIGINS = {
    "digitalCapture": mark("a photo as the camera took it"),
    "compositeCapture": mark("a photo merged from several exposures"),
    "algorithmicallyEnhanced": mark("a photo with light and colour changed"),
    "compositeWithTrainedAlgorithmicMedia": mark("a photo with parts made by a generative model"),
    "trainedAlgorithmicMedia": mark("made by a generative model"),
}
"""IPTC's words, which are put into a file, in everybody's."""
_FIELDS = {
    "AISystemUsed": mark("Model"),
    "AISystemVersionUsed": mark("Version"),
    "AIPromptInformation": mark("Asked for"),
    "AIPromptWriterName": mark("Prompt by"),
}
_STATES = {
    State.TRUSTED: mark("unchanged since, and the signer is trusted"),
    State.WHOLE: mark("unchanged since; whether the signer can be trusted is not known"),
    State.BROKEN: mark("the file was changed since, or the signature is damaged"),
}


def told(reading: Reading) -> tuple[str, ...]:
    """A line for each kind of mark, there or not, without full stops."""
    return (_in_pixels(reading), *_in_metadata(reading), *_signed(reading.signature))


def _in_pixels(reading: Reading) -> str:
    found = reading.mark
    if found is None:
        return tr("Pixels: no mark of Luster's")
    said = tr(ORIGINS[found.origin]) if found.origin else tr("what it says cannot be read")
    strength = decimal(found.strength, 0)
    return tr("Pixels: Luster's mark, {said} ({strength} times as strong as chance)", said=said, strength=strength)


def _in_metadata(reading: Reading) -> list[str]:
    if not reading.source and not reading.ai:
        return [tr("Metadata (IPTC): nothing about how it came about")]
    lines = (
        [tr("Metadata (IPTC): {said}", said=tr(ORIGINS.get(reading.source, reading.source)))] if reading.source else []
    )
    return lines + [f"{tr(title)}: {reading.ai[name]}" for name, title in _FIELDS.items() if name in reading.ai]


def _signed(signature: Signature | None) -> list[str]:
    if signature is None:
        return [tr("Content Credentials (C2PA): none")]
    if signature.state is State.UNREAD:
        return [tr("Content Credentials (C2PA): there are some. To read them install `luster[sign]`")]
    state = tr(_STATES[signature.state])
    if signature.signer:
        lines = [tr("Content Credentials (C2PA): signed by {signer}, {state}", signer=signature.signer, state=state)]
    else:
        lines = [tr("Content Credentials (C2PA): {state}", state=state)]
    if signature.sources:
        lines.append(tr("They say: {said}", said="; ".join(tr(ORIGINS.get(one, one)) for one in signature.sources)))
    return lines
