"""Pixels to the delivered JPEG."""

from __future__ import annotations

import io

from PIL import Image

from . import exif, icc
from .arrays import Pixels8, scale

THUMB_EDGE = 1024

ENHANCED = "algorithmicallyEnhanced"
GENERATED = "compositeWithTrainedAlgorithmicMedia"
"""IPTC's words: a photo whose light and colour were changed, and one with parts that a generative model made."""


def described(source: str, facts: exif.Facts) -> bytes:
    """The XMP packet of an output: how it came about, and how it lies on the sphere.

    Parameters
    ----------
    source : str
        `ENHANCED` or `GENERATED`.
    facts : exif.Facts

    Returns
    -------
    bytes
    """
    around = f" {facts.panorama.attributes()}" if facts.panorama else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/{source}"{around}/>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def full(pixels: Pixels8, profile: bytes, facts: exif.Facts, source: str) -> bytes:
    """The deliverable: quality 95, 4:4:4. Below that, coloured edges lose visibly (SSIMULACRA2 91-96 on real rooms).

    Parameters
    ----------
    pixels : (H, W, 3) Pixels8
    profile : bytes
        One of `icc`'s own, by which `pixels` are encoded.
    facts : exif.Facts
        What of the photo is written out.
    source : str
        What was done, in IPTC's words.

    Returns
    -------
    bytes
    """
    return _encode(pixels, profile, facts, source, quality=95)


def clean(pixels: Pixels8, *, quality: int = 95) -> bytes:
    """For the image model, or to show what was uploaded: no metadata at all.

    Parameters
    ----------
    pixels : (H, W, 3) Pixels8
        In sRGB.
    quality : int
        1 to 100.

    Returns
    -------
    bytes
    """
    sink = io.BytesIO()
    Image.fromarray(pixels).save(sink, "JPEG", quality=quality, subsampling=0)
    return sink.getvalue()


def thumb_size(pixels: Pixels8) -> Pixels8:
    """A picture as small as thumbnails are.

    Parameters
    ----------
    pixels : (H, W, 3) Pixels8

    Returns
    -------
    (h, w, 3) Pixels8
        At most `THUMB_EDGE` pixels on the long edge.
    """
    height, width = pixels.shape[:2]
    ratio = min(1.0, THUMB_EDGE / max(height, width))
    return scale(pixels, (max(1, round(width * ratio)), max(1, round(height * ratio))))


def thumb(pixels: Pixels8, profile: bytes, source: str) -> bytes:
    """A small picture in sRGB, without any of the photo's facts.

    Parameters
    ----------
    pixels : (H, W, 3) Pixels8
    profile : bytes
        One of `icc`'s own, by which `pixels` are encoded.
    source : str
        What was done, in IPTC's words.

    Returns
    -------
    bytes
        At most `THUMB_EDGE` pixels on the long edge.
    """
    small = icc.convert(thumb_size(pixels), profile, icc.srgb())
    return _encode(small, icc.srgb(), exif.NO_FACTS, source, quality=85)


def _encode(pixels: Pixels8, profile: bytes, facts: exif.Facts, source: str, *, quality: int) -> bytes:
    """Built from the bare array: nothing is carried over from the source file.

    With Huffman tables of its own a file is as small as a progressive one, in half of the time.
    """
    sink = io.BytesIO()
    Image.fromarray(pixels).save(
        sink,
        "JPEG",
        quality=quality,
        subsampling=0,
        optimize=True,
        exif=b"Exif\0\0" + exif.block(facts, srgb=profile == icc.srgb()),
        xmp=described(source, facts),
        icc_profile=profile,
        dpi=exif.dots_per_inch(facts),
    )
    return sink.getvalue()
