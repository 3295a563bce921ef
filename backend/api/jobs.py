"""Jobs: ordering, looking and cancelling; and the presets that can be ordered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath

from backend import assets, contract, jobs, orders, words
from backend.api.endpoint import Call
from backend.api.problems import ProblemError
from backend.contract import (
    Answer,
    Credits,
    Fidelity,
    FieldError,
    JobError,
    JobList,
    JobOrder,
    JobState,
    Output,
    PresetList,
    ProblemType,
)
from backend.editing import catalogue
from backend.jobs import Edit
from backend.orders import NotUploaded, Order
from backend.storage import Storage, answer_keys

_CROP = re.compile(r"(\d+)x(\d+)([+-]\d+)([+-]\d+)")
"""`backend.imaging.Crop.name`, of which picture of the photo a call was."""


def list_presets(call: Call) -> PresetList:
    """Every preset that can be ordered."""
    return catalogue.public()


def submit(call: Call) -> JobList:
    """Order edits: all of them or none."""
    wanted = [_order(number, job) for number, job in enumerate(call.body.jobs)]
    twice = {job_id for job_id, times in Counter(order.id for order in wanted).items() if times > 1}
    errors = [
        FieldError(pointer=f"/jobs/{number}/id", detail="The same id occurs twice in this request.")
        for number, order in enumerate(wanted)
        if order.id in twice
    ]
    if errors:
        raise ProblemError(422, ProblemType.INVALID, errors[0].detail, errors)
    with call.services.engine.begin() as connection, _blaming(wanted):
        if call.once and (earlier := call.once.earlier(connection)) is not None:
            return JobList.model_validate_json(earlier)
        placed, balance = orders.place(
            connection,
            call.user_id,
            wanted,
            free=call.services.free_reruns,
            lost_calls=call.services.settings.lost_calls,
        )
        now = Credits(posted=balance.posted, held=balance.held)
        done = JobList(jobs=[reply(job) for job in placed], credits=now)
        if call.once:
            call.once.record(connection, 200, done.model_dump_json().encode())
    return done


@contextmanager
def _blaming(wanted: Sequence[Order]) -> Iterator[None]:
    """Names the jobs whose photo has to be sent, so that the caller sends it and orders again."""
    try:
        yield
    except NotUploaded as error:
        told = words.told(error)
        errors = [
            FieldError(pointer=f"/jobs/{number}/asset_id", detail=told)
            for number, order in enumerate(wanted)
            if order.asset_id in error.asset_ids
        ]
        raise ProblemError(409, ProblemType.NOT_UPLOADED, told, errors) from None


def get_job(call: Call) -> contract.Job:
    """A job as it is now; with fresh links once it has succeeded."""
    job = jobs.get(call.services.engine, call.user_id, call.ids["id"])
    if job.output is None or job.output_gone:
        return reply(job)
    [asset] = assets.find(call.services.engine, call.user_id, [job.asset_id])
    return reply(job, output(call.services.storage, job, job.output, asset.filename))


def cancel_job(call: Call) -> contract.Job:
    """End a job that is not final; one that is stays as it was."""
    return reply(orders.cancel(call.services.engine, call.user_id, call.ids["id"]))


def _about(pointer: str, detail: str) -> ProblemError:
    return ProblemError(422, ProblemType.INVALID, detail, [FieldError(pointer=pointer, detail=detail)])


def _order(number: int, job: JobOrder) -> Order:
    asked = tuple(Edit(edit.preset, dict(edit.parameters)) for edit in job.recipe)
    pointers = [f"/jobs/{number}/edits/{place}" if job.edits else f"/jobs/{number}" for place in range(len(asked))]
    for edit, pointer in zip(asked, pointers, strict=True):
        try:
            catalogue.check(edit.preset, edit.parameters)
        except catalogue.UnknownPreset as error:
            raise _about(f"{pointer}/preset", words.told(error)) from None
        except catalogue.InvalidParameter as error:
            raise _about(f"{pointer}/parameters", words.told(error)) from None
    try:
        recipe = catalogue.recipe(asked)
    except catalogue.CannotCombine as error:
        raise _about(f"{pointers[error.number]}/preset", words.told(error)) from None
    if job.anchor is not None and not recipe.anchored:
        raise _about(f"/jobs/{number}/anchor", words.sentence("nothing_anchored"))
    edits = tuple(Edit(edit.spec.id, dict(edit.parameters)) for edit in recipe.edits)
    return Order(
        job.id,
        job.asset_id,
        edits,
        recipe.credits,
        asked,
        source_id=job.source,
        anchor_id=job.anchor,
        anchored=recipe.anchored,
        note=job.note,
    )


def output(storage: Storage, job: jobs.Job, made: jobs.OutputRecord, filename: str) -> Output:
    """What a job made, with fresh links; `filename` is the photo's."""
    link = storage.presign_get(made.key, filename=f"{PurePath(filename).stem}_{job.label}.jpg")
    changes = made.change_map_key
    found = job.details.get("fidelity")
    fidelity = None
    if isinstance(found, dict) and {"score", "verdict"} <= found.keys():
        fidelity = Fidelity.model_validate(found)
    return Output(
        url=link.url,
        thumb_url=storage.presign_get(made.thumb_key).url,
        change_map_url=None if changes is None else storage.presign_get(changes).url,
        answers=_answers(storage, job, made),
        expires_at=link.expires_at,
        width=made.width,
        height=made.height,
        bytes=made.bytes,
        sha256=made.sha256,
        fidelity=fidelity,
    )


def _answers(storage: Storage, job: jobs.Job, made: jobs.OutputRecord) -> list[Answer]:
    """What the result is made from, with fresh links, as long as it is kept."""
    if job.answers_gone:
        return []
    found = []
    for number, call in enumerate(job.usage.get("calls", ()), start=1):
        if number <= job.usage.get("past", 0) or "used" not in call:
            continue
        owner = (job.user_id, job.shoot_id, job.asset_id, job.id)
        key = answer_keys(*owner, number, call.get("candidates", 1))[call["used"] - 1]
        crop = _CROP.fullmatch(call["part"])
        width, height, left, top = map(int, crop.groups()) if crop else (made.width, made.height, 0, 0)
        url = storage.presign_get(key).url
        found.append(Answer(url=url, left=left, top=top, width=width, height=height))
    return found


def reply(job: jobs.Job, made: Output | None = None) -> contract.Job:
    """A job as the wire shows it."""
    error = None
    if job.state == JobState.FAILED and job.error_code and job.error_detail:
        error = JobError(code=job.error_code, detail=job.error_detail)
    return contract.Job(
        id=job.id,
        shoot_id=job.shoot_id,
        asset_id=job.asset_id,
        edits=[contract.Edit(preset=edit.preset, parameters=dict(edit.parameters)) for edit in job.edits],
        preset=job.label,
        parameters=dict(job.edits[0].parameters),
        source=job.source_id,
        anchor=job.anchor_id,
        note=job.note,
        state=JobState(job.state),
        final=JobState(job.state).final,
        credits=job.credits,
        attempt=job.attempt,
        created_at=job.created_at,
        updated_at=job.updated_at,
        error=error,
        output=made,
        output_gone=words.sentence("result_not_kept") if job.output_gone and job.output else None,
        details=job.details if job.state == JobState.SUCCEEDED else {},
    )
