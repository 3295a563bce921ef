"""The XMP packet: read whole, each attribute by its name and form."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from tests.walkers.ground import need

_PIXELS = r"\d{1,6}"
_KNOWN = {
    "{http://ns.google.com/photos/1.0/panorama/}ProjectionType": "equirectangular|cylindrical",
    "{http://ns.google.com/photos/1.0/panorama/}UsePanoramaViewer": "True|False",
    **{
        f"{{http://ns.google.com/photos/1.0/panorama/}}{name}Pixels": _PIXELS
        for name in (
            *("CroppedAreaImageWidth", "CroppedAreaImageHeight", "CroppedAreaLeft", "CroppedAreaTop"),
            *("FullPanoWidth", "FullPanoHeight"),
        )
    },
    "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/"
    "(compositeCapture|algorithmicallyEnhanced|compositeWithTrainedAlgorithmicMedia)",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about": "",
}
_ELEMENTS = ["{adobe:ns:meta/}xmpmeta"] + [
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}" + name for name in ("RDF", "Description")
]


def check(packet: bytes) -> dict[str, str]:
    """What it says, by local name."""
    text = packet.decode()
    form = r'<\?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"\?>(<x:xmpmeta.*</x:xmpmeta>)<\?xpacket end="r"\?>'
    whole = re.fullmatch(form, text)
    need(whole and "<!" not in text, "the packet is not one of Luster's")
    assert whole is not None
    found: dict[str, str] = {}
    elements = list(ElementTree.fromstring(whole[1]).iter())
    need([element.tag for element in elements] == _ELEMENTS, "the packet has elements of its own")
    for element in elements:
        need(not (element.text or "").strip() and not (element.tail or "").strip(), "the packet has text")
        for name, value in element.attrib.items():
            need(name in _KNOWN and re.fullmatch(_KNOWN[name], value), f"the packet says {name}={value!r}")
            found[name.rpartition("}")[2]] = value
    return found
