"""How long a shoot takes beside how long it must.

Photos are ordered at once from one real worker, with its own slots, pixel processes and settings, on a real Postgres
and a real S3 server; the model is one on the wire that takes as long as it is told and allows as many calls as it is
told. Ideal is

    max(ceil(photos / calls) * model + pixels, model + photos * pixels / cores)

where `pixels` is what one photo takes the pixel processes alone, measured in the same run, one after the other, and
`cores` is how many there are. The worker has asked the model before, so that it knows the account's limits. Each result
is checked to be there and paid for once.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from io import BytesIO
from uuid import UUID

import sqlalchemy as sa
from PIL import Image

from backend import credits, database, jobs
from backend.config import Settings
from backend.editing import catalogue, models
from backend.editing.client import ImageModel
from backend.imaging.confined import Pixels
from backend.local.image_model.limits import Limits
from backend.local.image_model.problems import Problem
from backend.storage import Storage
from backend.worker.heartbeat import Heartbeat
from backend.worker.loop import Timing, Worker, in_hand, processors
from backend.worker.originals import Originals
from backend.worker.pipeline import Tools
from backend.worker.schema_watch import SchemaWatch
from backend.worker.turns import Turns
from tests import services
from tests.backend.worker.stage import SAMPLE, Stage, environment, set_stage
from tests.bench.scoreboard import Figure
from tests.image_vendor import Asked, Reply, Vendor, answer, edited, vendor

MODEL = "gpt-image-2.6-sunburst"
PHOTOS, MEGAPIXELS, CALLS, MODEL_SECONDS = 40, 24.0, 16, 20.0
A_MINUTE = 100_000
"""Images that the account allows."""


def photo(megapixels: float, number: int) -> bytes:
    """The sample's house at that size, in a file of its own: the same one again would be a free re-run."""
    width, height = (round(math.sqrt(megapixels * 1e6 * ratio)) for ratio in (1.5, 1 / 1.5))
    out = BytesIO()
    Image.open(SAMPLE).resize((width, height)).save(out, "JPEG", quality=92, comment=str(number))
    return out.getvalue()


def alone(pixels: Pixels, file: bytes) -> float:
    """Seconds of pixel work for one photo, with nothing else to do; the second of two."""
    limits, scope = models.capabilities(MODEL).limits, catalogue.recipe([("bright", {})]).scope
    for _ in range(2):
        started = time.perf_counter()
        prepared = pixels.prepare(file, limits, scope)
        size = f"{prepared.width}x{prepared.height}"
        asked = Asked({"size": size}, prepared.image, None, "image/png", "")
        seconds = time.perf_counter() - started
        picture = edited(asked)
        started = time.perf_counter()
        pixels.finish(file, picture, scope)
        seconds += time.perf_counter() - started
    return seconds


@contextmanager
def working(stage: Stage, settings: Settings) -> Iterator[None]:
    """One worker in this process, as `luster-backend work` puts it together."""
    cores = settings.pixel_processes or processors()
    model = ImageModel(settings)
    with ExitStack() as stack:
        stack.callback(model.close)
        pixels = stack.enter_context(Pixels(workers=cores))
        heartbeat = Heartbeat(lambda claims: jobs.extend(stage.engine, claims), every=3.0)
        stack.enter_context(heartbeat)
        turns = Turns(model, calls=settings.model_calls, ahead=settings.model_calls)
        tools = Tools(stage.engine, stage.storage, pixels, model, turns, Originals(cores))
        schema, slots = SchemaWatch(stage.engine, seconds=10), in_hand(settings.model_calls, cores)
        worker = Worker(tools, heartbeat, schema, name="bench", slots=slots, timing=Timing())
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            yield
        finally:
            worker.stop()
            thread.join()


def run(stage: Stage, settings: Settings, megapixels: float, count: int) -> float:
    """Seconds from the order to the last result."""
    with working(stage, settings):
        _finished(stage, {stage.order("bright", asset_id=stage.upload(photo(megapixels, 0)))})
        assets = [stage.upload(photo(megapixels, number + 1)) for number in range(count)]
        started = time.perf_counter()
        ordered = {stage.order("bright", asset_id=asset) for asset in assets}
        _finished(stage, ordered)
        return time.perf_counter() - started


def _finished(stage: Stage, wanted: set[UUID]) -> None:
    query = sa.text("SELECT id, state FROM luster.jobs")
    while True:
        with stage.engine.connect() as connection:
            states = {row.id: row.state for row in connection.execute(query) if row.id in wanted}
        assert set(states.values()) <= {"queued", "processing", "succeeded"}
        if set(states.values()) == {"succeeded"}:
            return
        time.sleep(0.1)


def measure(seed: int) -> Iterator[list[Figure]]:
    """Seconds beside the ideal's."""
    limits, refused, cores = Limits(), [], processors()
    replies: dict[bytes, Reply] = {}
    limits.say({"input-images": A_MINUTE, "requests": A_MINUTE})

    def slow(asked: Asked) -> Reply:
        try:
            told = limits.take(MODEL, 1)
        except Problem as problem:
            refused.append(problem)
            return Reply(429, b"{}", problem.headers)
        # All photos have the same pixels; the vendor's own work is not to take the worker's processors.
        reply = replies.get(asked.image) or replies.setdefault(asked.image, answer(asked))
        time.sleep(MODEL_SECONDS)
        return Reply(200, reply.body, told)

    with ExitStack() as stack:
        postgres = stack.enter_context(services.postgres(stack.enter_context(services.open_folder())))
        store = stack.enter_context(services.object_store(stack.enter_context(services.open_folder())))
        model = stack.enter_context(vendor())
        model.otherwise = slow
        while True:
            with postgres.fresh() as url, store.fresh() as bucket, Pixels(workers=1) as pixels:
                work = alone(pixels, photo(MEGAPIXELS, 0))
                seconds = whole(url, bucket, model, pixels, cores)
            waves = math.ceil(PHOTOS / CALLS) * MODEL_SECONDS + work
            ideal = max(waves, MODEL_SECONDS + work * PHOTOS / cores)
            name = f"{PHOTOS} photos of {MEGAPIXELS:g} MP, {CALLS} calls of {MODEL_SECONDS:g} s"
            yield [
                Figure(name, seconds, "s", ideal, f"ideal on {cores} cores", most_ratio=1.15),
                Figure("pixel work of a photo alone", work, "s"),
                Figure("calls that the vendor refused", len(refused), "", most=0),
            ]


def whole(url: str, bucket: services.Bucket, model: Vendor, pixels: Pixels, cores: int) -> float:
    """Seconds of the shoot on a database and a bucket of its own; each photo is paid for once."""
    engine, settings = database.engine(url), _settings(url, bucket, model.url)
    stage = set_stage(engine, Storage(settings), bucket, pixels, model, url)
    with engine.begin() as connection:
        credits.post(connection, stage.user_id, "grant", PHOTOS + 1, "bench", reason="bench")
    seconds = run(stage, replace(settings, model_calls=CALLS, pixel_processes=cores), MEGAPIXELS, PHOTOS)
    _, held, captures = stage.money()
    assert (held, captures) == (0, PHOTOS + 1)
    stage.storage.close()
    engine.dispose()
    return seconds


def _settings(url: str, bucket: services.Bucket, vendor_url: str) -> Settings:
    return Settings.from_environment(environment(url, bucket, vendor_url))
