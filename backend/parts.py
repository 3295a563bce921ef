"""Large files in parts: what has arrived of one is asked of storage, and put together once it is all of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy import Engine

from backend import assets
from backend.assets import Asset, AssetChanged
from backend.contract import PART_BYTES
from backend.storage import ObjectInfo, ObjectMissing, PartInfo, SignedPut, Storage, etag_of_parts


class MissingPart(NamedTuple):
    number: int
    target: SignedPut


def sizes(size: int) -> list[int]:
    """Bytes of each part of a file of `size` bytes: all alike but the last."""
    whole, rest = divmod(size, PART_BYTES)
    return [PART_BYTES] * whole + ([rest] if rest else [])


def missing(engine: Engine, storage: Storage, asset: Asset, md5s: Sequence[str]) -> list[MissingPart]:
    """Links for the parts of a pending asset that have not arrived; `md5s` are those of all its parts.

    Parts that storage has lost, or never had, begin anew. Raises `AssetChanged` when the asset's parts were others
    before, or it is no longer awaited.
    """
    etag = etag_of_parts(md5s)
    if asset.parts_etag not in (None, etag):
        raise AssetChanged
    there: dict[int, PartInfo] = {}
    upload_id = asset.upload_id
    if upload_id is not None:
        try:
            there = storage.parts(asset.key, upload_id)
        except ObjectMissing:
            upload_id = None
    if upload_id is None:
        upload_id = storage.begin_parts(asset.key, asset.content_type)
        if not assets.begun_in_parts(engine, asset, upload_id, etag):
            storage.abort_parts(asset.key, upload_id)
            raise AssetChanged
    expected = [PartInfo(size, md5) for size, md5 in zip(sizes(asset.bytes), md5s, strict=True)]
    return [
        MissingPart(number, storage.presign_part(asset.key, upload_id, number, length=part.bytes, md5_hex=part.etag))
        for number, part in enumerate(expected, 1)
        if there.get(number) != part
    ]


def found(storage: Storage, asset: Asset) -> ObjectInfo | None:
    """What storage holds of an asset, put together first where it came in parts that are all there."""
    info = storage.head(asset.key)
    if info is not None or asset.upload_id is None:
        return info
    # Gone: put together just now by another request, or lost.
    with suppress(ObjectMissing):
        there = storage.parts(asset.key, asset.upload_id)
        expected = dict(enumerate(sizes(asset.bytes), 1))
        if {number: part.bytes for number, part in there.items()} == expected:
            if etag_of_parts([there[number].etag for number in sorted(there)]) != asset.parts_etag:
                storage.abort_parts(asset.key, asset.upload_id)
                return None
            storage.join_parts(asset.key, asset.upload_id, there)
    return storage.head(asset.key)
