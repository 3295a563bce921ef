"""The XMP packet: read for the few properties that Luster knows, and written anew from these alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from backend.panorama import Panorama

SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""IPTC's words for where a picture comes from."""
MERGED = "compositeCapture"
AI = ("AISystemUsed", "AISystemVersionUsed", "AIPromptInformation", "AIPromptWriterName")
"""What IPTC's standard says of generative models since 2025.1."""
NOTHING: Mapping[str, str] = MappingProxyType({})

_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PACKET = re.compile(rb"<(x:xmpmeta|x:xapmeta|rdf:RDF)\b.*</\1\s*>", re.DOTALL)


def source(packet: bytes) -> str:
    """Where the picture comes from, in IPTC's words; empty where it does not say."""
    for name, value in properties(packet, _IPTC):
        if name == "DigitalSourceType" and value.removeprefix(SOURCE).isalpha():
            return value.removeprefix(SOURCE)
    return ""


def ai(packet: bytes) -> dict[str, str]:
    """What it says of a generative model, by `AI`'s names."""
    return {name: value for name, value in properties(packet, _IPTC) if name in AI and value}


def properties(packet: bytes, space: str) -> Iterator[tuple[str, str]]:
    """The simple properties of one name space, written as attributes or as elements; lists item by item."""
    root = parsed(packet)
    for element in () if root is None else root.iter():
        for name, value in element.attrib.items():
            if name.startswith(f"{{{space}}}"):
                yield name.rpartition("}")[2], value.strip()
        if isinstance(element.tag, str) and element.tag.startswith(f"{{{space}}}"):
            items = list(element.iter(f"{{{_RDF}}}li")) or [element]
            for item in items:
                yield element.tag.rpartition("}")[2], (item.text or "").strip()


def names(packet: bytes) -> set[str]:
    """Every property that a packet has, with its name space: "{space}name". Lists count once, by their own name."""
    root = parsed(packet)
    found: set[str] = set()
    for description in () if root is None else root.iter(f"{{{_RDF}}}Description"):
        found |= {name for name in description.attrib if not name.startswith(f"{{{_RDF}}}")}
        found |= {child.tag for child in description if isinstance(child.tag, str)}
    return found


def parsed(packet: bytes) -> ElementTree.Element | None:
    """None for what is no packet, or one that declares things of its own."""
    inner = _PACKET.search(packet)
    if inner is None or b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return None
    try:
        return ElementTree.fromstring(inner[0])  # noqa: S314 (no document type, so no entities)
    except ElementTree.ParseError:
        return None


def packet(
    *, panorama: Panorama | None = None, source: str = "", ai: Mapping[str, str] = NOTHING, more: str = ""
) -> bytes:
    """A new packet, or nothing where there is nothing to say.

    `ai` are texts by `AI`'s names, `more` are elements, already escaped.
    """
    more = "".join(f"<Iptc4xmpExt:{name}>{escape(ai[name])}</Iptc4xmpExt:{name}>" for name in AI if ai.get(name)) + more
    names = [panorama.attributes()] if panorama else []
    if source:
        names.append(f'Iptc4xmpExt:DigitalSourceType="{SOURCE}{source}"')
    if not names and not more:
        return b""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about=""'
        f' xmlns:Iptc4xmpExt="{_IPTC}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f" {' '.join(names)}>{more}</rdf:Description></rdf:RDF></x:xmpmeta>" + '<?xpacket end="r"?>'
    ).encode()
