"""An engine that tells its states: `python -m tests.desktop.cloud.sleeping_engine EMAIL PHOTO`.

It ends once the photo is done. Sleep is shorter than a laptop's: a process that did nothing for four seconds was
asleep.
"""

from __future__ import annotations

import sys
from pathlib import Path

from luster_desktop.cli.services import Services
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.cloud import sleep
from luster_desktop.settings import DesktopSettings
from tests.desktop.photos import scanned
from tests.desktop.waiting import until


def main(email: str, path: Path) -> None:
    sleep.TICK, sleep.ASLEEP = 0.5, 3.5
    settings = DesktopSettings.from_environment()
    with Services(settings) as services:
        by_mailbox(services.session, settings, email)
        services.engine.subscribe(lambda status: print(status.state, status.reason, status.editing, flush=True))
        shoot = services.library.create_shoot("Asleep")
        photos = services.library.add_photos(shoot.id, [scanned(path)]).photos
        services.engine.order([photo.id for photo in photos], "bright", {})
        services.engine.start()
        until(services.library, lambda: len(services.library.shoot_outputs(shoot.id)) == 1)
        print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
