"""Uploads: links that each take one announced file, and the check of what arrived."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from backend import assets, contract, parts
from backend.api.endpoint import Call
from backend.api.problems import ProblemError
from backend.contract import (
    ARCHIVE_TYPE,
    MAX_ARCHIVE_BYTES,
    MAX_UPLOAD_BYTES,
    AssetList,
    AssetState,
    FieldError,
    FileToUpload,
    PartsReply,
    PartTarget,
    PresignReply,
    ProblemType,
    UploadTarget,
)
from backend.storage import SUFFIXES, Storage

HEADS_AT_ONCE = 8


def presign(call: Call) -> PresignReply:
    """Announce files and say where to put each; one that has been uploaded needs no link."""
    _refuse_unfit(call.body.files)
    files = [
        assets.NewAsset(file.asset_id, file.filename, file.content_type, file.bytes, file.sha256, file.md5)
        for file in call.body.files
    ]
    services = call.services
    rows = assets.announce(services.engine, call.user_id, call.body.shoot_id, files, allowance=services.allowance)
    return PresignReply(uploads=[_target(services.storage, row) for row in rows])


def missing_parts(call: Call) -> PartsReply:
    """Say which parts of a large file have not arrived, with a link for each."""
    [asset] = assets.find(call.services.engine, call.user_id, [call.body.asset_id])
    if asset.state != AssetState.PENDING:
        return PartsReply(asset_id=asset.id, parts=[])
    most = len(parts.sizes(asset.bytes))
    if len(call.body.md5s) != most:
        sentence = f"The file has {most} parts."
        raise ProblemError(422, ProblemType.INVALID, sentence, [FieldError(pointer="/md5s", detail=sentence)])
    missing = parts.missing(call.services.engine, call.services.storage, asset, call.body.md5s)
    targets = [PartTarget(number=part.number, url=part.target.url, headers=part.target.headers) for part in missing]
    return PartsReply(asset_id=asset.id, parts=targets)


def complete(call: Call) -> AssetList:
    """Look at what arrived and say for each file whether it is the one that was announced."""
    services = call.services
    ids = list(dict.fromkeys(call.body.asset_ids))
    rows = assets.find(services.engine, call.user_id, ids)
    waiting = [row for row in rows if row.state == AssetState.PENDING]
    if waiting:
        with ThreadPoolExecutor(min(HEADS_AT_ONCE, len(waiting))) as pool:
            found = list(pool.map(lambda row: (row, parts.found(services.storage, row)), waiting))
        assets.arrived(services.engine, call.user_id, found)
        rows = assets.find(services.engine, call.user_id, ids)
    return AssetList(assets=[asset_reply(row) for row in rows])


def asset_reply(row: assets.Asset) -> contract.Asset:
    """An asset as the wire shows it."""
    return contract.Asset(
        id=row.id,
        shoot_id=row.shoot_id,
        filename=row.filename,
        content_type=row.content_type,
        bytes=row.bytes,
        sha256=row.sha256,
        state=AssetState(row.state),
        reason=row.reason,
        created_at=row.created_at,
    )


def _refuse_unfit(files: list[FileToUpload]) -> None:
    """A batch is taken as a whole, so every file that cannot be taken is named."""
    twice = {asset_id for asset_id, times in Counter(file.asset_id for file in files).items() if times > 1}
    unsupported, large, invalid = [], [], []
    for number, file in enumerate(files):
        if file.content_type not in SUFFIXES:
            sentence = f"{file.filename} is of a type that Luster does not take. Use JPEG, HEIC, PNG, TIFF or WebP."
            unsupported.append(FieldError(pointer=f"/files/{number}/content_type", detail=sentence))
        most = MAX_ARCHIVE_BYTES if file.content_type == ARCHIVE_TYPE else MAX_UPLOAD_BYTES
        if file.bytes > most:
            sentence = f"{file.filename} is larger than {most // 1_000_000} MB."
            large.append(FieldError(pointer=f"/files/{number}/bytes", detail=sentence))
        if file.bytes == 0:
            invalid.append(FieldError(pointer=f"/files/{number}/bytes", detail=f"{file.filename} is empty."))
        if file.asset_id in twice:
            sentence = "The same id occurs twice in this request."
            invalid.append(FieldError(pointer=f"/files/{number}/asset_id", detail=sentence))
    for status, kind, errors in (
        (415, ProblemType.UNSUPPORTED_TYPE, unsupported),
        (413, ProblemType.TOO_LARGE, large),
        (422, ProblemType.INVALID, invalid),
    ):
        if errors:
            raise ProblemError(status, kind, errors[0].detail, errors)


def _target(storage: Storage, row: assets.Asset) -> UploadTarget:
    if row.state != AssetState.PENDING:
        return UploadTarget(asset_id=row.id, state=AssetState(row.state))
    put = storage.presign_put(
        row.key, content_type=row.content_type, length=row.bytes, md5_hex=row.md5, sha256_hex=row.sha256
    )
    return UploadTarget(
        asset_id=row.id, state=AssetState.PENDING, url=put.url, headers=put.headers, expires_at=put.expires_at
    )
