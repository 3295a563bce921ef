"""One example of each message of the wire, for the OpenAPI document: a studio's evening, from a shoot to its link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from backend import contract
from backend.contract import ProblemType

SHOOT = UUID("3f0c7f5e-6a57-4a0e-9a55-0c8b7b1f4f10")
ASSET = UUID("8d1f4a66-52b0-4b1c-8f0e-5d2a6f3a9c21")
JOB = UUID("c2b9e0d4-7f31-4d6a-8a0b-1e5f9d7c3b32")
KEY = UUID("5a7e2c90-1d4f-4b8e-9c63-7f0a1b2c3d43")
REQUEST = UUID("e4d3c2b1-0a9f-4e8d-8c7b-6a5f4e3d2c54")
EVENT = UUID("90b8a7c6-d5e4-4f3a-8b2c-1d0e9f8a7b65")
USER = UUID("1b2c3d4e-5f60-4718-892a-3b4c5d6e7f76")
AT = datetime(2026, 11, 30, 18, 4, tzinfo=UTC)
SOON = AT + timedelta(hours=1)
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MD5 = "098f6bcd4621d373cade4e832627b4f6"
STORED = "https://storage.example/luster/1b2c3d4e"
EDITS = [contract.EditOrder(preset="sky", parameters={"kind": "sunset"}), contract.EditOrder(preset="lawn")]


def of(model: type[BaseModel]) -> Any:
    """The model's example as JSON has it; raises `KeyError` where there is none."""
    example = _EXAMPLES[model]
    return example.model_dump(mode="json", exclude_none=True, exclude_unset=isinstance(example, contract.Request))


def problem(status: int, title: str) -> Any:
    """What a request that went wrong is answered with."""
    kind, detail = _PROBLEMS[status]
    told = contract.Problem(type=kind, title=title, status=status, detail=detail, request_id="6d1b7c0e5f2a")
    return told.model_dump(mode="json", exclude_none=True)


_PROBLEMS: dict[int, tuple[ProblemType, str]] = {
    400: (ProblemType.INVALID, "The request is not valid JSON."),
    401: (ProblemType.UNAUTHENTICATED, "Please sign in again."),
    402: (ProblemType.OUT_OF_CREDITS, "This takes 4 credits, and you have 2."),
    403: (ProblemType.NOT_ALLOWED, "This key is not for that."),
    404: (ProblemType.NOT_FOUND, "There is no such shoot."),
    409: (ProblemType.CONFLICT, "Another request changed this meanwhile. Please try again."),
    413: (ProblemType.TOO_LARGE, "The request is too large."),
    415: (ProblemType.UNSUPPORTED_TYPE, "The request must be JSON."),
    422: (ProblemType.INVALID, "The request has missing or invalid fields."),
    426: (ProblemType.UPDATE_REQUIRED, "This version of Luster is too old. Please update it."),
    429: (ProblemType.RATE_LIMITED, "That was a lot at once. Please wait a moment."),
    503: (ProblemType.UNAVAILABLE, "Luster cannot be reached right now. Please try again in a moment."),
}

_job = contract.Job(
    id=JOB,
    shoot_id=SHOOT,
    asset_id=ASSET,
    edits=[contract.Edit(preset="sky", parameters={"kind": "sunset"}), contract.Edit(preset="lawn", parameters={})],
    preset="sky+lawn",
    parameters={"kind": "sunset"},
    state=contract.JobState.QUEUED,
    credits=1,
    attempt=0,
    created_at=AT,
    updated_at=AT,
)
_output = contract.Output(
    url=f"{STORED}/outputs/c2b9e0d4_v1.jpg",
    thumb_url=f"{STORED}/outputs/c2b9e0d4_v1_thumb.jpg",
    answers=[contract.Answer(url=f"{STORED}/outputs/c2b9e0d4_v1_answer.png", left=0, top=0, width=6000, height=4000)],
    expires_at=SOON,
    width=6000,
    height=4000,
    bytes=9_400_000,
    sha256=SHA256,
    fidelity=contract.Fidelity(score=0.04, verdict="pass", generated=["sky"]),
)
_asset = contract.Asset(
    id=ASSET,
    shoot_id=SHOOT,
    filename="IMG_0042.jpg",
    content_type="image/jpeg",
    bytes=8_200_000,
    sha256=SHA256,
    state=contract.AssetState.UPLOADED,
    created_at=AT,
)
_key = contract.ApiKey(id=KEY, name="Website", scopes=["read", "order"], ending="t6XQ", created_at=AT)
_purse = contract.Credits(posted=100, held=1)
_shoot = contract.Shoot(id=SHOOT, name="12 Elm Street", created_at=AT, last_event=3)


def _made() -> Iterator[BaseModel]:
    yield contract.ShootPut(name="12 Elm Street")
    yield _shoot
    yield contract.ShootPage(shoots=[_shoot])
    file = contract.FileToUpload(
        asset_id=ASSET, filename="IMG_0042.jpg", content_type="image/jpeg", bytes=8_200_000, sha256=SHA256, md5=MD5
    )
    yield contract.PresignRequest(shoot_id=SHOOT, files=[file])
    headers = {"content-type": "image/jpeg", "content-length": "8200000", "if-none-match": "*"}
    target = contract.UploadTarget(
        asset_id=ASSET,
        state=contract.AssetState.PENDING,
        url=f"{STORED}/original.jpg",
        headers=headers,
        expires_at=SOON,
    )
    yield contract.PresignReply(uploads=[target])
    yield contract.PartsRequest(asset_id=ASSET, md5s=[MD5, MD5])
    part = contract.PartTarget(number=2, url=f"{STORED}/original.jpg", headers={"content-length": "5242880"})
    yield contract.PartsReply(asset_id=ASSET, parts=[part])
    yield contract.CompleteRequest(asset_ids=[ASSET])
    yield contract.AssetList(assets=[_asset])
    yield contract.JobsRequest(jobs=[contract.JobOrder(id=JOB, asset_id=ASSET, edits=EDITS)])
    yield contract.JobList(jobs=[_job], credits=_purse)
    done = {"state": contract.JobState.SUCCEEDED, "final": True, "attempt": 1, "output": _output}
    yield _job.model_copy(update=done)
    yield contract.JobPage(jobs=[_job])
    made = contract.AssetOutput(**_output.model_dump(), job_id=JOB, preset="sky+lawn")
    stored = contract.StoredAsset(**_asset.model_dump(), url=f"{STORED}/original.jpg", outputs=[made], expires_at=SOON)
    yield contract.AssetPage(assets=[stored])
    happened = contract.Event(seq=3, at=AT, kind="succeeded", job_id=JOB, asset_id=ASSET, data={"attempt": 1})
    yield contract.EventList(events=[happened], last=3)
    kinds = [contract.Choice(value="clouds", title="Soft clouds"), contract.Choice(value="sunset", title="Sunset")]
    kind = contract.PresetParameter(name="kind", title="Sky", choices=kinds, default="clouds")
    sky = contract.Preset(id="sky", title="Sky", summary="A better sky.", credits=1, parameters=[kind])
    yield contract.PresetList(presets=[sky])
    yield from _sharing()
    yield from _account()


def _sharing() -> Iterator[BaseModel]:
    told = "Digitally altered: new sky, green lawn"
    files = [contract.SharedFile(title="MLS", asset_id=ASSET)]
    photo = contract.SharedPhoto(
        job_id=JOB, caption="Front", edits=["New sky", "Green lawn"], disclosure=told, files=files
    )
    title, statement = "12 Elm Street, Springfield", "1 photo was digitally altered."
    yield contract.ShareRequest(id=REQUEST, title=title, days=30, photos=[photo], statement=statement)
    yield contract.Share(
        title="12 Elm Street, Springfield",
        url="https://api.luster.example/s/3Vq8x0pTnW2sYbE7uJd5rGfMhA1cLoI9wBvN4t6XQkZ",
        photos=1,
        created_at=AT,
        expires_at=AT + timedelta(days=30),
    )


def _account() -> Iterator[BaseModel]:
    yield contract.Account(
        user_id=USER, email="ana@studio.example", credits=_purse, free_again=contract.FreeAgain(count=3, days=30)
    )
    yield contract.AccountDeleted(sign_in="deleted", detail="Your account was deleted.")
    yield contract.ApiKeyRequest(id=KEY, name="Website", scopes=["read", "order"])
    yield _key
    yield contract.ApiKeyList(keys=[_key])
    yield contract.ApiKeyMade(**_key.model_dump(), secret="lk_3Vq8x0pTnW2sYbE7uJd5rGfMhA1cLoI9wBvN4t6XQkZ")  # noqa: S106
    yield contract.WebhookPut(url="https://studio.example/luster")
    yield contract.Webhook(url="https://studio.example/luster", created_at=AT, delivered_at=AT)
    data = {"shoot_id": str(SHOOT), "job_id": str(JOB), "asset_id": str(ASSET), "state": "succeeded"}
    yield contract.WebhookEvent(id=EVENT, type="photo.done", created_at=AT, data=data)
    pack = contract.Pack(id="studio", title="Studio", credits=100, amount=6900, currency="usd")
    yield contract.PackList(packs=[pack])
    yield contract.CheckoutRequest(pack="studio")
    yield contract.Checkout(purchase_id=REQUEST, url="https://pay.example/cs_1")
    entry = contract.HistoryEntry(id=7, at=AT, kind="purchase", amount=100, text="Bought 100 credits")
    yield contract.HistoryPage(entries=[entry])
    yield contract.Received()
    yield contract.Health(status="ok", checks={"database": "ok", "storage": "ok"})


_EXAMPLES: dict[type[BaseModel], BaseModel] = {type(example): example for example in _made()}
