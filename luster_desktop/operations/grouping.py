"""A shoot of the library, grouped: exposures of one scene to a stack, RAW and JPEG of one shot to a photo.

What the user has arranged or ordered stays as it is; what is not sure says so.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID, uuid4

from luster_desktop.intake.brackets import exposures
from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.formats import is_raw, whole_file
from luster_desktop.intake.pixels import Thumbnail, Unreadable, load_preview, load_thumbnail
from luster_desktop.library import stacks
from luster_desktop.library.models import Photo, PhotoState, Role
from luster_desktop.library.stacks import Place, Stack
from luster_desktop.library.store import Library
from luster_desktop.library.writer import Write

# NumPy and OpenCV are loaded when the first shoot is grouped: the window must not wait for them.
if TYPE_CHECKING:
    from luster_desktop.intake.brackets.grouping import Group
    from luster_desktop.intake.brackets.likeness import Grey
    from luster_desktop.intake.brackets.pairs import Shot

READERS = 2
"""Reading waits for the disk and decoding lets others run; more readers would only make the window wait."""
_EDGE = 128
_TRIES = 3

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class _Known:
    """What was read of a file."""

    exposure: Exposure
    looks: Grey | None
    decoded: bool = False
    """Whether its pixels have been tried, which takes fifty times as long as the camera's small picture."""


class Grouper:
    """Groups one shoot at a time. What it read of the last one it keeps, about 11 KB a file, so that a photo that comes
    late costs no more than itself.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._working = threading.Lock()
        self._due: dict[UUID, frozenset[UUID]] = {}
        self._shoot: UUID | None = None
        self._known: dict[UUID, _Known] = {}

    def group(
        self, shoot_id: UUID, cancelled: Callable[[], bool] = lambda: False, leave: frozenset[UUID] = frozenset()
    ) -> None:
        """Look at all of the shoot when a file of it is new, and write down what belongs together.

        Photos in `leave` are left alone. A file that cannot be read now stays where it is. Any thread; one that comes
        while another is at it leaves its shoot to that one.
        """
        self._due[shoot_id] = leave
        # Asked again once the lock is free, for those who found it taken and went.
        while self._due and not cancelled() and self._working.acquire(blocking=False):
            try:
                if not self._due:
                    continue
                due = self._due.popitem()
                # Whoever arranges or orders photos meanwhile has the last word; the rest is looked at once more.
                for _ in range(_TRIES):
                    if self._once(*due, cancelled):
                        break
            finally:
                self._working.release()

    def _once(self, shoot_id: UUID, leave: frozenset[UUID], cancelled: Callable[[], bool]) -> bool:
        """Whether everything could be written down, or there was nothing to do."""
        with self._library.reading() as connection:
            new = stacks.not_grouped(connection, shoot_id)
            free = stacks.left_to_grouping(connection, shoot_id, leave)
        if not any(photo.id in new for photo in free):
            return True
        usable = [photo for photo in free if photo.state is PhotoState.READY]
        self._read_headers(shoot_id, usable, cancelled)
        if cancelled():
            return True
        photos = [photo for photo in usable if photo.id in self._known]
        groups = self._grouped(photos)
        doubtful = self._doubtful(photos, groups)
        if doubtful:
            self._decode(doubtful, cancelled)
            groups = [] if cancelled() else self._grouped(photos)
        return cancelled() or self._library.write(_write, shoot_id, photos, groups, leave, self._library.folder)

    def _read_headers(self, shoot_id: UUID, photos: Sequence[Photo], cancelled: Callable[[], bool]) -> None:
        before = self._known if shoot_id == self._shoot else {}
        self._shoot, self._known = shoot_id, {photo.id: before[photo.id] for photo in photos if photo.id in before}
        new = [photo for photo in photos if photo.id not in before]
        for photo, read in zip(new, _on_threads(_read, new, cancelled), strict=False):
            if read is not None:
                self._known[photo.id] = read

    def _grouped(self, photos: Sequence[Photo]) -> list[Group]:
        from luster_desktop.intake.brackets.grouping import group

        read = [self._known[photo.id] for photo in photos]
        looks = {index: item.looks for index, item in enumerate(read) if item.looks is not None}
        return group([item.exposure for item in read], looks, [str(photo.path.parent) for photo in photos])

    def _doubtful(self, photos: Sequence[Photo], groups: Sequence[Group]) -> list[Photo]:
        """Of what is not sure, and of what stands beside it, those whose looks are not known yet."""
        near = {k + step for k, group in enumerate(groups) if not group.sure for step in (-1, 0, 1)}
        found = []
        for k, group in enumerate(groups):
            for shot in group.shots if k in near else ():
                files = [photos[index] for index in _files(shot)]
                if not any(self._known[file.id].looks is not None or self._known[file.id].decoded for file in files):
                    found.append(files[-1])  # a companion is decoded sooner than its RAW
        return found

    def _decode(self, photos: Sequence[Photo], cancelled: Callable[[], bool]) -> None:
        read = [self._known[photo.id] for photo in photos]
        for item, looks in zip(read, _on_threads(_decoded, zip(photos, read, strict=True), cancelled), strict=False):
            item.looks, item.decoded = looks, True


def _on_threads(work: Callable[[T], R], items: Iterable[T], cancelled: Callable[[], bool]) -> Iterator[R]:
    """In the order of `items`; ends early when cancelled."""
    with ThreadPoolExecutor(READERS, thread_name_prefix="grouping") as pool:
        for result in pool.map(lambda item: None if cancelled() else (work(item),), items):
            if result is None:
                return
            yield result[0]


def _read(photo: Photo) -> _Known | None:
    try:
        exposure = exposures.read(photo.path)
    except (Unreadable, OSError):
        return None
    preview = load_preview(photo.path)
    return _Known(exposure, None if preview is None else _tiny(preview, exposure))


def _decoded(item: tuple[Photo, _Known]) -> Grey | None:
    photo, read = item
    try:
        if not is_raw(photo.path):
            whole_file(photo.path)  # what was filled in for a missing part would show another scene
        return _tiny(load_thumbnail(photo.path, _EDGE), read.exposure)
    except (Unreadable, OSError):
        return None


def _tiny(picture: Thumbnail, exposure: Exposure) -> Grey:
    import numpy as np

    from luster_desktop.intake.brackets.likeness import tiny

    rgb = np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)
    return tiny(rgb, (exposure.width, exposure.height) if exposure.width and exposure.height else None)


def _write(
    write: Write,
    shoot_id: UUID,
    photos: Sequence[Photo],
    groups: Sequence[Group],
    leave: Collection[UUID],
    folder: Path,
) -> bool:
    """Whether nobody has laid hands on any of these meanwhile; a group of which that is not true is left out."""
    new = stacks.not_grouped(write.connection, shoot_id)
    free = {photo.id: photo for photo in stacks.left_to_grouping(write.connection, shoot_id, leave)}
    whole = [g for g in groups if all(photos[i].id in free for shot in g.shots for i in _files(shot))]
    scenes = [[free[photos[shot.index].id] for shot in group.shots] for group in whole]
    places = {photo.id: Place() for photo in free.values() if photo.state is PhotoState.UNUSABLE}
    made: list[Stack] = []
    for group, scene, stack_id in zip(whole, scenes, _stack_ids(scenes), strict=True):
        unsure = group.reason or None
        if stack_id is not None:
            stack = stacks.stack_of(write.connection, stack_id)
            if stack is None or stack.unsure != unsure or any(photo.id in new for photo in scene):
                made.append(Stack(stack_id, folder / "prepared" / str(shoot_id) / f"{stack_id}.jpg", unsure))
        for shot, photo in zip(group.shots, scene, strict=True):
            places[photo.id] = Place(stack_id, Role.EXPOSURE) if stack_id is not None else Place(unsure=unsure)
            if shot.companion is not None:
                places[photos[shot.companion].id] = Place(photo.id, Role.COMPANION)
    moved = {photo_id: place for photo_id, place in places.items() if place != stacks.place_of(free[photo_id])}
    if moved or made:
        stacks.arrange(write, shoot_id, moved, made)
    stacks.note_grouped(write, (photos[i].id for group in whole for shot in group.shots for i in _files(shot)))
    return len(whole) == len(groups)


def _stack_ids(scenes: Sequence[Sequence[Photo]]) -> list[UUID | None]:
    """For each scene the stack that most of its exposures are in already, or a new one; None for a single photo."""
    shared = Counter(
        (k, photo.part_of)
        for k, scene in enumerate(scenes)
        for photo in scene
        if len(scene) > 1 and photo.role is Role.EXPOSURE and photo.part_of is not None
    )
    found: dict[int, UUID] = {}
    for (k, stack_id), _ in shared.most_common():
        if k not in found and stack_id not in found.values():
            found[k] = stack_id
    return [found.get(k) or uuid4() if len(scene) > 1 else None for k, scene in enumerate(scenes)]


def _files(shot: Shot) -> tuple[int, ...]:
    return (shot.index,) if shot.companion is None else (shot.index, shot.companion)
