"""Object storage: keys made from ids alone, links that are bound to one file, checked reads and write-once writes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.handlers import add_expect_header

from backend.breaker import Breaker, Unanswered

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

    from backend.config import Settings

PUT_SECONDS = 15 * 60
GET_SECONDS = 60 * 60
PAGE = 1000
DELETE_BATCH = 200
"""A request for more takes some servers longer than a call may last."""

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/heic": ".heic",
    "image/heif": ".heif",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "application/zip": ".zip",
}


class StorageUnavailable(Exception):
    """The object store did not answer, or refused us; worth another try later."""


class ObjectMissing(Exception):
    """There is no object under the key."""


class ObjectChanged(Exception):
    """The object is not the one that was checked, or is larger than it may be."""


class ObjectExists(Exception):
    """The key has been written before; keys are written once."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    bytes: int
    etag: str
    """Without quotes; the MD5 of the object when it was put in one piece. Of parts `etag_of_parts`, or its MD5 too."""


@dataclass(frozen=True, slots=True)
class PartInfo:
    bytes: int
    etag: str
    """Without quotes; the part's MD5."""


class Listed(NamedTuple):
    key: str
    bytes: int
    at: datetime
    """When it was written."""


class Unfinished(NamedTuple):
    """An upload in parts that nobody has completed: its parts are stored, and seen in no listing."""

    key: str
    id: str
    at: datetime
    """When it was begun."""


class SignedPut(NamedTuple):
    url: str
    headers: dict[str, str]
    """Signed: the sender sends each exactly as given."""
    expires_at: datetime


class SignedGet(NamedTuple):
    url: str
    expires_at: datetime


def etag_of_parts(md5s: Sequence[str]) -> str:
    """The ETag of an object that was put together of parts with these MD5s."""
    whole = hashlib.md5(b"".join(map(bytes.fromhex, md5s)), usedforsecurity=False)
    return f"{whole.hexdigest()}-{len(md5s)}"


def shoot_prefix(user: UUID, shoot: UUID) -> str:
    """What the keys of all objects of a shoot begin with."""
    return f"{user}/{shoot}/"


def original_key(user: UUID, shoot: UUID, asset: UUID, suffix: str) -> str:
    """Key of an uploaded photo; `suffix` is one of `SUFFIXES`' values."""
    return f"{user}/{shoot}/{asset}/original{suffix}"


def output_key(user: UUID, shoot: UUID, asset: UUID, job: UUID, attempt: int) -> str:
    """Key of an edited photo. `attempt` must never repeat for a job: the claim's lease does not."""
    return f"{user}/{shoot}/{asset}/outputs/{job}_v{attempt}.jpg"


def thumb_key(user: UUID, shoot: UUID, asset: UUID) -> str:
    """Key of an uploaded photo's thumbnail."""
    return f"{user}/{shoot}/{asset}/thumb.jpg"


def output_thumb_key(user: UUID, shoot: UUID, asset: UUID, job: UUID, attempt: int) -> str:
    """Key of an edited photo's thumbnail."""
    return f"{user}/{shoot}/{asset}/outputs/{job}_v{attempt}_thumb.jpg"


def answer_keys(user: UUID, shoot: UUID, asset: UUID, job: UUID, call: int, candidates: int) -> list[str]:
    """Keys of the image model's answers to a call of the job, as they came."""
    first = f"{user}/{shoot}/{asset}/outputs/{job}_v{call}_answer"
    return [f"{first}.png", *(f"{first}_{number}.png" for number in range(2, candidates + 1))]


def change_map_key(user: UUID, shoot: UUID, asset: UUID, job: UUID, attempt: int) -> str:
    """Key of the picture that shows where an edit changed the photo."""
    return f"{user}/{shoot}/{asset}/outputs/{job}_v{attempt}_changes.png"


class Storage:
    """One bucket. Safe to share between threads; every method may raise `StorageUnavailable`.

    A worker moves whole photos and has time; the API says by `answer_seconds` and `attempts` how long it waits for a
    call, and has a `breaker`.
    """

    def __init__(
        self, settings: Settings, *, answer_seconds: int = 60, attempts: int = 4, breaker: Breaker | None = None
    ) -> None:
        self._breaker = breaker
        self._bucket = settings.s3_bucket
        self._client = _client(settings, connect_timeout=2, read_timeout=answer_seconds, max_attempts=attempts)
        self._probe = _client(settings, connect_timeout=2, read_timeout=2, max_attempts=1)

    def close(self) -> None:
        """Close the pooled connections."""
        self._client.close()
        self._probe.close()

    def presign_put(self, key: str, *, content_type: str, length: int, md5_hex: str, sha256_hex: str) -> SignedPut:
        """A link that takes one file only: this length, type, MD5 and SHA-256, and only while the key is unwritten."""
        md5 = base64.b64encode(bytes.fromhex(md5_hex)).decode()
        sha256 = base64.b64encode(bytes.fromhex(sha256_hex)).decode()
        expires_at = datetime.now(UTC) + timedelta(seconds=PUT_SECONDS)
        url = self._client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ContentType": content_type,
                "ContentLength": length,
                "ContentMD5": md5,
                "ChecksumSHA256": sha256,
                "IfNoneMatch": "*",
            },
            ExpiresIn=PUT_SECONDS,
        )
        headers = {
            "content-type": content_type,
            "content-length": str(length),
            "content-md5": md5,
            "x-amz-checksum-sha256": sha256,
            "if-none-match": "*",
        }
        return SignedPut(url, headers, expires_at)

    def begin_parts(self, key: str, content_type: str) -> str:
        """Begin an object that comes in parts; returns the id of the upload."""
        with self._asking():
            reply = self._client.create_multipart_upload(Bucket=self._bucket, Key=key, ContentType=content_type)
        return reply["UploadId"]

    def presign_part(self, key: str, upload_id: str, number: int, *, length: int, md5_hex: str) -> SignedPut:
        """A link that takes one part only: this number, length and MD5."""
        md5 = base64.b64encode(bytes.fromhex(md5_hex)).decode()
        expires_at = datetime.now(UTC) + timedelta(seconds=PUT_SECONDS)
        url = self._client.generate_presigned_url(
            "upload_part",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "UploadId": upload_id,
                "PartNumber": number,
                "ContentLength": length,
                "ContentMD5": md5,
            },
            ExpiresIn=PUT_SECONDS,
        )
        return SignedPut(url, {"content-length": str(length), "content-md5": md5}, expires_at)

    def parts(self, key: str, upload_id: str) -> dict[int, PartInfo]:
        """The parts that have arrived, by number; `ObjectMissing` when there is no such upload (any more)."""
        with self._asking():
            reply = self._client.list_parts(Bucket=self._bucket, Key=key, UploadId=upload_id)
        return {part["PartNumber"]: PartInfo(part["Size"], part["ETag"].strip('"')) for part in reply.get("Parts", [])}

    def join_parts(self, key: str, upload_id: str, parts: Mapping[int, PartInfo]) -> None:
        """Make the object of its parts; `ObjectMissing` when there is no such upload (any more)."""
        listed = [{"PartNumber": number, "ETag": f'"{parts[number].etag}"'} for number in sorted(parts)]
        with self._asking():
            self._client.complete_multipart_upload(
                Bucket=self._bucket,
                Key=key,
                UploadId=upload_id,
                MultipartUpload={"Parts": listed},  # type: ignore[typeddict-item]
            )

    def abort_parts(self, key: str, upload_id: str) -> None:
        """Delete the parts that have arrived. Nothing where there is no such upload."""
        with suppress(ObjectMissing), self._asking():
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload_id)

    def presign_get(self, key: str, *, filename: str | None = None, seconds: int = GET_SECONDS) -> SignedGet:
        """A link to read an object for `seconds`; with `filename`, a browser saves it under that name."""
        params = {"Bucket": self._bucket, "Key": key}
        if filename is not None:
            plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in filename)
            params["ResponseContentDisposition"] = (
                f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
            )
        expires_at = datetime.now(UTC) + timedelta(seconds=seconds)
        url = self._client.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds)
        return SignedGet(url, expires_at)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Around every call: what the SDK raises becomes ours."""
        try:
            with self._breaker.guard(_is_away) if self._breaker else nullcontext():
                try:
                    yield
                except ClientError as error:
                    if _status(error) == 404:
                        raise ObjectMissing("The object is not there.") from None
                    if _status(error) == 412:
                        raise ObjectChanged("The object is not the one that was checked.") from None
                    raise StorageUnavailable(_code(error)) from None
                except (BotoCoreError, OSError) as error:
                    raise StorageUnavailable(type(error).__name__) from None
        except Unanswered:
            raise StorageUnavailable("Unanswered") from None

    def head(self, key: str) -> ObjectInfo | None:
        """Size and ETag of an object, or None when there is none."""
        try:
            with self._asking():
                reply = self._client.head_object(Bucket=self._bucket, Key=key)
        except ObjectMissing:
            return None
        return ObjectInfo(reply["ContentLength"], reply["ETag"].strip('"'))

    def read(self, key: str, *, max_bytes: int, if_match: str | None = None) -> bytes:
        """The whole object; `ObjectChanged` when its ETag is not `if_match` or it is larger than `max_bytes`."""
        more: dict[str, Any] = {} if if_match is None else {"IfMatch": f'"{if_match}"'}
        with self._asking():
            reply = self._client.get_object(Bucket=self._bucket, Key=key, **more)
            with reply["Body"] as body:
                if reply["ContentLength"] > max_bytes:
                    raise ObjectChanged("The object is larger than it may be.")
                # Not every S3 server honours If-Match.
                if if_match is not None and reply["ETag"].strip('"') != if_match:
                    raise ObjectChanged("The object is not the one that was checked.")
                data: bytes = body.read(max_bytes + 1)
            if len(data) != reply["ContentLength"]:
                raise StorageUnavailable("The object came incomplete.")
        return data

    def write(self, key: str, data: bytes, content_type: str) -> None:
        """Write a key that has not been written; `ObjectExists` when it has been, with other content."""
        md5 = hashlib.md5(data, usedforsecurity=False)
        try:
            with self._asking():
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=data,
                    ContentType=content_type,
                    ContentMD5=base64.b64encode(md5.digest()).decode(),
                    IfNoneMatch="*",
                )
        except ObjectChanged:
            # A retry of our own request meets what the first try wrote.
            found = self.head(key)
            if found is None or found.etag != md5.hexdigest():
                raise ObjectExists("The key has been written before.") from None

    def delete_prefix(self, prefix: str) -> int:
        """Delete all objects, and parts of unfinished ones, whose keys begin with `prefix`; returns how many objects.

        The prefix names at least a user's and a shoot's id.
        """
        if prefix.count("/") < 1 or len(prefix) < 37:
            raise ValueError("A prefix names at least one user.")
        for upload in self.unfinished(prefix):
            self.abort_parts(upload.key, upload.id)
        deleted = 0
        for page in self.pages(prefix):
            self.delete([item.key for item in page])
            deleted += len(page)
        return deleted

    def delete(self, keys: Sequence[str]) -> None:
        """Delete objects; one that is not there is no error."""
        for start in range(0, len(keys), DELETE_BATCH):
            batch: list[ObjectIdentifierTypeDef] = [{"Key": key} for key in keys[start : start + DELETE_BATCH]]
            with self._asking():
                reply = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": batch, "Quiet": True})
                if reply.get("Errors"):
                    raise StorageUnavailable("Some objects could not be deleted.")

    def listing(self, prefix: str, *, after: str = "") -> list[Listed]:
        """The next objects whose keys begin with `prefix`, in order, from behind the key `after`."""
        with self._asking():
            reply = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, MaxKeys=PAGE, StartAfter=after)
        found = [Listed(item["Key"], item["Size"], item["LastModified"]) for item in reply.get("Contents", [])]
        return sorted(found)

    def pages(self, prefix: str) -> Iterator[list[Listed]]:
        """All of it, page by page."""
        # Goes on after the last key seen, not from the top: a listing may still show what has been deleted.
        after = ""
        while page := self.listing(prefix, after=after):
            yield page
            after = page[-1].key

    def unfinished(self, prefix: str = "") -> list[Unfinished]:
        """Uploads in parts that are not complete, of keys that begin with `prefix`; the first thousand."""
        try:
            with self._asking():
                reply = self._client.list_multipart_uploads(Bucket=self._bucket, Prefix=prefix)
        except ObjectMissing:
            # How some servers say that there are none.
            return []
        return [Unfinished(item["Key"], item["UploadId"], item["Initiated"]) for item in reply.get("Uploads", [])]

    def ping(self) -> None:
        """Raise `StorageUnavailable` unless the bucket answers within a few seconds."""
        with self._asking():
            try:
                self._probe.head_bucket(Bucket=self._bucket)
            except ClientError as error:
                # A bucket that is not there is as good as none that answers.
                raise StorageUnavailable(_code(error)) from None


def _client(settings: Settings, *, connect_timeout: int, read_timeout: int, max_attempts: int) -> S3Client:
    client: S3Client = boto3.client(
        "s3",
        endpoint_url=settings.s3_endpoint,
        aws_access_key_id=settings.s3_access_key_id,
        aws_secret_access_key=settings.s3_secret_access_key,
        config=Config(
            region_name=settings.s3_region,
            # Without this, boto3 signs links with version 2, which R2 refuses.
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            # Checksum trailers would make uploads chunked, which R2 refuses as "Unauthorized".
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            retries={"mode": "standard", "total_max_attempts": max_attempts},
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            max_pool_connections=32,
        ),
    )
    # R2 never answers "100 Continue": each upload would wait a second for it.
    client.meta.events.unregister("before-call.s3", add_expect_header)
    return client


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def _is_away(error: Exception) -> bool:
    return isinstance(error, StorageUnavailable)
