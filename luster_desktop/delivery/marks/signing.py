"""Content Credentials (C2PA): a signed statement in the file of what was done to its picture. It is written last.

The library is no part of the least installation. It asks no network but a time stamp authority that was named.
"""

from __future__ import annotations

import importlib.util
import io
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luster_desktop.delivery.items import Done, Item, Kind, Origin
from luster_desktop.delivery.marks import provenance
from luster_desktop.intake.clean import xmp
from luster_desktop.reasons import Reason
from luster_desktop.version import app_version

if TYPE_CHECKING:
    import c2pa

_TYPE = "image/jpeg"
_SETTINGS: dict[str, Any] = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
    # A second picture in the file would say nothing that the first does not.
    "builder": {"thumbnail": {"enabled": False}},
}
_LIGHT = frozenset({Kind.PROCESSING, Kind.BRIGHT})


class SigningFailed(Exception):
    """The picture could not be signed; the message is a `Reason`."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signs."""

    certificate: Path
    """PEM: the signer's certificate first, then those up to the root."""
    key: Path = field(repr=False)
    """PEM, without a password."""
    timestamps: str = ""
    """Address of a time stamp authority; without one nothing is asked of the network."""


class State(StrEnum):
    """What a signature is worth."""

    TRUSTED = "trusted"
    """Whole, by a signer on the trust list that was given."""
    WHOLE = "whole"
    """Nothing was changed since; who signed is not known to be trusted."""
    BROKEN = "broken"
    UNREAD = "unread"
    """There is one, and no library to read it by."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a file's Content Credentials say."""

    state: State
    signer: str = ""
    actions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """In IPTC's words."""


def available() -> bool:
    """Whether the library is installed."""
    return importlib.util.find_spec("c2pa") is not None


def signed(jpeg: bytes, item: Item, identity: Identity) -> bytes:
    """The finished file with its statement: which edits an original became it by. Raises `SigningFailed`.

    Of the original nothing goes in but that there was one: its own file may tell a place.
    """
    if not available():
        raise SigningFailed(Reason.SIGNING_MISSING)
    import c2pa

    try:
        info = _info(identity)
        out = io.BytesIO()
        with (
            c2pa.Context.from_dict(_SETTINGS) as context,
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder(_statement(item), context) as builder,
        ):
            builder.sign(signer, _TYPE, io.BytesIO(jpeg), out)
    except OSError as error:
        name = Path(error.filename).name if error.filename else ""
        raise SigningFailed(Reason.CERTIFICATE_UNREADABLE.of(name=name, errno=error.errno)) from None
    except (c2pa.C2paError, ValueError) as error:
        raise SigningFailed(Reason.CERTIFICATE_UNUSABLE.of(detail=str(error))) from None
    return out.getvalue()


def read(data: bytes, content_type: str = _TYPE, *, anchors: str = "") -> Signature | None:
    """What a file's statement says, or None where it has none. `anchors` are certificates of roots to trust, PEM."""
    there = b"jumb" in data and b"c2pa" in data
    if not available():
        return Signature(State.UNREAD) if there else None
    import c2pa

    settings = _SETTINGS | ({"trust": {"trust_anchors": anchors}} if anchors else {})
    try:
        with c2pa.Context.from_dict(settings) as context:
            reader = c2pa.Reader.try_create(content_type, io.BytesIO(data), context=context)
            if reader is None:
                return None
            with reader:
                state = reader.get_validation_state()
                active = reader.get_active_manifest() or {}
    except c2pa.C2paError:  # for damaged files and for formats that have none, too
        return Signature(State.BROKEN) if there else None
    found = {"Trusted": State.TRUSTED, "Valid": State.WHOLE}.get(state or "", State.BROKEN)
    return Signature(found, str(active.get("signature_info", {}).get("issuer", "")), *_said(active))


_BEFORE = "before"


def _info(identity: Identity) -> c2pa.C2paSignerInfo:
    import c2pa

    certificate = identity.certificate.read_bytes()
    return c2pa.C2paSignerInfo(
        _algorithm(certificate), certificate, identity.key.read_bytes(), identity.timestamps or None
    )


def _algorithm(certificate: bytes) -> str:
    """The one that the certificate's key is for. Raises ValueError."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    key = x509.load_pem_x509_certificates(certificate)[0].public_key()
    match key:
        case ec.EllipticCurvePublicKey():
            return {256: "es256", 384: "es384", 521: "es512"}.get(key.curve.key_size, "es256")
        case ed25519.Ed25519PublicKey():
            return "ed25519"
        case rsa.RSAPublicKey():
            return "ps256"
        case _:
            raise ValueError(type(key).__name__)


def _statement(item: Item) -> dict[str, Any]:
    opened: dict[str, Any] = {"action": "c2pa.opened", "parameters": {"ingredientIds": [_BEFORE]}}
    actions = [opened, *(_action(done, item) for done in item.done)]
    by = {"name": "Luster"} | ({"version": version} if (version := app_version()) else {})
    return {
        "claim_generator_info": [by],
        "format": _TYPE,
        "ingredients": [{"label": _BEFORE, "title": "Original", "format": _TYPE, "relationship": "parentOf"}],
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
    }


def _action(done: Done, item: Item) -> dict[str, Any]:
    light = done.kind in _LIGHT or item.origin is not Origin.GENERATED
    source = Origin.ENHANCED if light else Origin.GENERATED
    agent = provenance.system(item)
    return {
        "action": "c2pa.color_adjustments" if light else "c2pa.edited",
        "description": provenance.described(done),
        "digitalSourceType": f"{xmp.SOURCE}{source}",
    } | ({"softwareAgent": {"name": agent}} if agent and not light else {})


def _said(manifest: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actions and sources, each once, in their order."""
    actions = [
        action
        for assertion in manifest.get("assertions", ())
        if str(assertion.get("label", "")).startswith("c2pa.actions")
        for action in assertion.get("data", {}).get("actions", ())
    ]
    names = (str(action.get("action", "")).removeprefix("c2pa.") for action in actions)
    sources = (str(action.get("digitalSourceType", "")).removeprefix(xmp.SOURCE) for action in actions)
    return tuple(dict.fromkeys(filter(None, names))), tuple(dict.fromkeys(filter(None, sources)))
