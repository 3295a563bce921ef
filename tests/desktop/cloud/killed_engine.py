"""An app that kills itself at a point of an order: `python -m tests.desktop.cloud.killed_engine EMAIL POINT PHOTO...`

A point is a call after which the process dies before it can note the outcome (`api.order`), or a state that it dies
upon having committed (`job.queued`). Without a point it works until everything is done.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from luster_desktop.cli.services import Services
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.cloud import transfers as wire
from luster_desktop.library.models import Change, Recipe
from luster_desktop.settings import DesktopSettings
from tests.desktop.photos import scanned
from tests.desktop.waiting import until


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_after(work: Callable[..., Any]) -> Callable[..., Any]:
    def work_and_die(*args: Any, **kwargs: Any) -> Any:
        work(*args, **kwargs)
        die()

    return work_and_die


def main(email: str, point: str, paths: list[str]) -> None:
    settings = DesktopSettings.from_environment()
    with Services(settings) as services:
        by_mailbox(services.session, settings, email)
        owner, _, name = point.partition(".")
        if owner == "api":
            setattr(services.api, name, dying_after(getattr(services.api, name)))
        elif owner == "wire":
            setattr(wire, name, dying_after(getattr(wire, name)))

        def watch(change: Change) -> None:
            for row in services.library.photo_rows(change.photo_ids):
                states = {"job": row.job, "up": row.upload, "down": row.download}
                found = states.get(owner)
                if found is not None and found.state == name:
                    die()

        services.library.subscribe(watch)
        if not services.library.shoots():
            shoot = services.library.create_shoot("Killed")
            photos = services.library.add_photos(shoot.id, [scanned(Path(path)) for path in paths]).photos
            services.engine.order([photo.id for photo in photos], Recipe.of("bright"))
        services.engine.start()
        (shoot,) = services.library.shoots()
        until(services.library, lambda: len(services.library.shoot_outputs(shoot.id)) == len(paths))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
