"""What a worker works on: a user with credits, an uploaded photo and an order, in a real database and a real bucket."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from PIL import Image

from backend import assets, credits, identity, jobs, orders, shoots
from backend.assets import NewAsset
from backend.config import Settings
from backend.database import tables
from backend.editing import catalogue
from backend.editing.client import ImageModel
from backend.imaging.confined import Pixels
from backend.jobs import Edit
from backend.orders import Order
from backend.storage import Storage
from backend.worker.brake import Brake
from backend.worker.heartbeat import Lease
from backend.worker.originals import Originals
from backend.worker.pipeline import Tools
from backend.worker.settle import process
from backend.worker.turns import Turns
from tests.image_vendor import Vendor
from tests.services import Bucket

SAMPLE = Path(__file__).resolve().parents[3] / "resources" / "sample_shoot" / "IMG_0001.JPG"


def chosen(*edits: Edit) -> tuple[Edit, ...]:
    """The edits as an order of them keeps them."""
    return tuple(Edit(edit.spec.id, dict(edit.parameters)) for edit in catalogue.recipe(edits).edits)


@cache
def photo(width: int = 1200, height: int = 800) -> bytes:
    """A JPEG of our own rendered house."""
    out = BytesIO()
    Image.open(SAMPLE).resize((width, height)).save(out, "JPEG", quality=90)
    return out.getvalue()


def environment(database_url: str, bucket: Bucket, vendor_url: str) -> dict[str, str]:
    """The environment variables of a worker on these services; it uses no others."""
    unused = ("SUPABASE_URL", "SUPABASE_ANON_KEY", "SUPABASE_JWKS_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET")
    return dict.fromkeys((*unused, "STRIPE_API_BASE", "APP_URL"), "https://unused.invalid") | {
        "DATABASE_URL": database_url,
        "S3_ENDPOINT": bucket.endpoint,
        "S3_REGION": "auto",
        "S3_BUCKET": bucket.name,
        "S3_ACCESS_KEY_ID": bucket.access_key_id,
        "S3_SECRET_ACCESS_KEY": bucket.secret_access_key,
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": vendor_url,
        "OPENAI_IMAGE_MODEL": "gpt-image-2.6-sunburst",
    }


@dataclass(frozen=True, slots=True)
class Stage:
    """One user's shoot, and the means to work on it."""

    engine: sa.Engine
    storage: Storage
    bucket: Bucket
    pixels: Pixels
    vendor: Vendor
    environ: dict[str, str]
    user_id: UUID
    shoot_id: UUID

    def upload(self, data: bytes | None = None, *, content_type: str = "image/jpeg") -> UUID:
        """Store a photo as the app would; answers its asset id."""
        data = photo() if data is None else data
        sums = {"sha256": hashlib.sha256(data).hexdigest(), "md5": hashlib.md5(data).hexdigest()}
        file = NewAsset(id=uuid4(), filename="a.jpg", content_type=content_type, bytes=len(data), **sums)
        (asset,) = assets.announce(self.engine, self.user_id, self.shoot_id, [file])
        self.storage.write(asset.key, data, content_type)
        assets.arrived(self.engine, self.user_id, [(asset, self.storage.head(asset.key))])
        return asset.id

    def order(self, preset: str = "bright", *, asset_id: UUID | None = None, **parameters: str) -> UUID:
        """Order one edit; answers the job's id."""
        return self.order_edits(Edit(preset, parameters), asset_id=asset_id)

    def order_edits(self, *edits: Edit, asset_id: UUID | None = None, **more: Any) -> UUID:
        """Order a recipe; answers the job's id."""
        order = Order(uuid4(), asset_id or self.upload(), chosen(*edits), 1, edits, **more)
        orders.submit(self.engine, self.user_id, [order])
        return order.id

    def tools(self, brake: Brake | None = None, **more: Any) -> Tools:
        model = ImageModel(Settings.from_environment(self.environ), **more)
        return Tools(self.engine, self.storage, self.pixels, model, Turns(model, brake=brake), Originals(1))

    def work(self, brake: Brake | None = None, **more: Any) -> jobs.Claim:
        """Claim one job and bring it to its end, in this thread."""
        (claim,) = jobs.claim(self.engine, "here", 1)
        tools = self.tools(brake, **more)
        try:
            process(tools, Lease(claim))
        finally:
            tools.model.close()
        return claim

    def make_due(self, job_id: UUID) -> None:
        """Skip the wait before the job's next try."""
        with self.engine.begin() as connection:
            connection.execute(sa.update(tables.jobs).where(tables.jobs.c.id == job_id).values(run_at=sa.func.now()))

    def lapse(self, job_id: UUID) -> None:
        """Let the job's lease run out now."""
        with self.engine.begin() as connection:
            connection.execute(
                sa.update(tables.jobs)
                .where(tables.jobs.c.id == job_id)
                .values(lease_until=sa.func.now() - sa.text("interval '1 second'"))
            )

    def wait(self, seconds_until_due: float, job_id: UUID) -> bool:
        """Whether the job's next try was put off, but by no more than the given seconds."""
        row = self.row(job_id)
        return bool(0 < (row.run_at - row.updated_at).total_seconds() <= seconds_until_due)

    def job(self, job_id: UUID) -> jobs.Job:
        return jobs.get(self.engine, self.user_id, job_id)

    def row(self, job_id: UUID) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(sa.select(tables.jobs).where(tables.jobs.c.id == job_id)).one()

    def money(self) -> tuple[int, int, int]:
        """Credits posted and held, and captures so far."""
        with self.engine.connect() as connection:
            balance = credits.balance(connection, self.user_id)
            kind = tables.credit_entries.c.kind == "capture"
            captures = connection.execute(
                sa.select(sa.func.count()).select_from(tables.credit_entries).where(kind)
            ).scalar_one()
        return balance.posted, balance.held, captures

    def events(self, job_id: UUID) -> list[shoots.Event]:
        found = shoots.events_after(self.engine, self.user_id, self.shoot_id, 0, limit=1000)
        return [event for event in found if event.job_id == job_id]

    def kinds(self, job_id: UUID) -> list[str]:
        return [event.kind for event in self.events(job_id)]

    @contextmanager
    def object_of_the_photo(self) -> Iterator[tuple[Any, dict[str, str]]]:
        """A plain S3 client, and where it finds the one original."""
        with self.engine.connect() as connection:
            key = connection.execute(sa.select(tables.assets.c.key)).scalar_one()
        with closing(self.bucket.client()) as client:
            yield client, {"Bucket": self.bucket.name, "Key": key}

    def objects(self) -> list[str]:
        """What storage holds of jobs, by the end of the name."""
        names = sorted(path.name for path in self.bucket.folder.rglob("*") if path.parent.name == "outputs")
        return [name.split("_", 1)[1] for name in names]


def set_stage(engine: sa.Engine, storage: Storage, bucket: Bucket, pixels: Pixels, vendor: Vendor, url: str) -> Stage:
    """A user with 10 credits and an empty shoot."""
    user_id, shoot_id = uuid4(), uuid4()
    identity.admit(engine, identity.Identity(user_id=user_id, email="someone@example.com", signed_in_at=None))
    shoots.put(engine, user_id, shoot_id, "Elm Street")
    with engine.begin() as connection:
        credits.post(connection, user_id, "grant", 10, f"stage {user_id}", reason="test")
    return Stage(engine, storage, bucket, pixels, vendor, environment(url, bucket, vendor.url), user_id, shoot_id)


def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
