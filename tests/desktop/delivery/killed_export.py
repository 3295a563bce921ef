"""An export in a process of its own, for a test that kills it: FOLDER of photos and TARGET."""

from __future__ import annotations

import sys
from pathlib import Path

from luster_desktop.delivery.composing import compose
from luster_desktop.delivery.exporting import export
from tests.desktop.delivery.items import item, profile, recipe

COUNT = 8


def run(folder: Path, target: Path) -> int:
    """Export; returns how many pictures were made anew."""
    items = [item(folder, number) for number in range(1, COUNT + 1)]
    sets = compose(items, [recipe("mls"), recipe("social_portrait")], profile("generic"))
    return sum(one.new for one in export(sets, target).pictures)


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
