"""What a command line asks for, against what the service offers and what was ordered before."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC
from pathlib import Path
from uuid import UUID

from backend import contract
from luster_desktop.cli.services import Services
from luster_desktop.intake import metadata
from luster_desktop.intake.brackets.shoot import Grouper
from luster_desktop.intake.hashing import fingerprint, hash_file
from luster_desktop.intake.recognise import recognise
from luster_desktop.intake.scan import ScannedFile
from luster_desktop.library import contents, outputs, stacks
from luster_desktop.library.models import Job, JobState, Photo, PhotoRow, Shoot


class UsageError(Exception):
    """The command is wrong; the message says how."""


def settings_of(options: Iterable[str]) -> dict[str, str]:
    """`["kind=sunset"]` to a mapping. Raises `UsageError`."""
    found: dict[str, str] = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not (name and equals and value):
            raise UsageError(f"--param takes NAME=VALUE, not {option!r}.")
        if found.setdefault(name, value) != value:
            raise UsageError(f"--param {name} is given twice with different values.")
    return found


def choose(presets: Sequence[contract.Preset], wanted: str, given: Mapping[str, str]) -> dict[str, str]:
    """The preset's whole settings, defaults filled in. Raises `UsageError`, with what there is to choose from."""
    preset = next((preset for preset in presets if preset.id == wanted), None)
    if preset is None:
        choices = "\n".join(f"  {preset.id:<10}{preset.summary}" for preset in presets)
        raise UsageError(f"There is no preset {wanted!r}. Choose one of:\n{choices}")
    known = {parameter.name: parameter for parameter in preset.parameters}
    for name, value in given.items():
        if name not in known:
            raise UsageError(f"The preset {wanted} has no setting {name!r}. It has: {', '.join(known) or 'none'}.")
        values = [choice.value for choice in known[name].choices]
        if values and value not in values:
            raise UsageError(f"{name} cannot be {value!r}. Choose one of: {', '.join(values)}.")
    for name, parameter in known.items():
        if not parameter.choices and name not in given:
            raise UsageError(f"The preset {wanted} needs a place: --param {name}=RADIUS:X,Y in ten-thousandths.")
    return {name: given.get(name, parameter.default) for name, parameter in known.items()}


def shoot_for(services: Services, origin: str, name: str) -> Shoot:
    """The shoot of an earlier run of the same command, or a new one."""
    return services.library.shoot_by_origin(origin) or services.library.create_shoot(name, origin=origin)


def without_results(
    services: Services, files: Sequence[ScannedFile], suspect: Callable[[ScannedFile], bool]
) -> list[ScannedFile]:
    """The files less those among the suspects that are, byte for byte, outputs of this library."""
    suspects = [file for file in files if suspect(file)]
    known = services.library.read(outputs.known, {file.bytes for file in suspects})
    sizes = {size for size, _sha256 in known}
    ours = {file.path for file in suspects if file.bytes in sizes and (file.bytes, _sha256(file.path)) in known}
    return [file for file in files if file.path not in ours]


def _sha256(path: Path) -> str | None:
    try:
        return hash_file(path).sha256
    except OSError:
        return None  # what cannot be read is rejected later, with the reason


def take_in(
    services: Services, shoot: Shoot, files: Sequence[ScannedFile], *, merge: bool = False
) -> tuple[list[PhotoRow], dict[Path, str]]:
    """Have these files in the shoot, with `merge` the exposures of one scene as one photo.

    Of each content there is one. Photos whose files were moved or renamed are known again, with what was ordered for
    them. The second part says which of the files cannot be read, and why.
    """
    library = services.library
    paths = {file.path for file in files}
    known = library.read(contents.known, shoot.id, {file.bytes for file in files})
    # A file that is not among the given ones has no part in what is paid for: its copy is a photo of its own.
    found = recognise(files, [item for item in known if item.path in paths or not item.path.exists()])
    library.write(contents.follow, found.moved)
    library.add_photos(shoot.id, found.new)
    chosen = [photo for photo in library.read(stacks.everything, shoot.id).values() if photo.path in paths]
    damaged: dict[Path, str] = {}
    described: list[tuple[UUID, metadata.Metadata]] = []
    for photo in chosen:
        try:
            described.append((photo.id, metadata.read(photo.path)))
        except metadata.Unreadable as error:
            damaged[photo.path] = str(error)
    library.describe_photos(described)
    library.write(contents.keep_fingerprints, _samples(chosen))
    if merge:
        Grouper(library).group(shoot.id)
    wanted = paths - damaged.keys()
    rows = library.photos(shoot.id)
    return [row for row in rows if any(photo.path in wanted for photo in row.files)], damaged


def _samples(photos: Iterable[Photo]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for photo in photos:
        with contextlib.suppress(OSError):  # said already, by what reads the photo itself
            found[photo.id] = fingerprint(photo.path)
    return found


def order(
    services: Services, rows: Iterable[PhotoRow], preset: str, settings: Mapping[str, str], *, again: bool
) -> tuple[list[Job], dict[UUID, str]]:
    """One job for each photo: that of an earlier run where it has not failed, so that nothing is paid for twice.

    The second part says why some photos got none.
    """
    jobs: list[Job] = []
    new: list[UUID] = []
    for row in rows:
        before = None if again else _earlier(services, row, preset, settings)
        if before is None:
            new.append(row.photo.id)
        else:
            jobs.append(before)
    receipt = services.engine.order(new, preset, settings)
    return [*jobs, *receipt.jobs], dict(receipt.refused)


def _earlier(services: Services, row: PhotoRow, preset: str, settings: Mapping[str, str]) -> Job | None:
    since = max(photo.added_at for photo in row.files).replace(tzinfo=UTC)
    for job in services.library.jobs(row.photo.id):
        same = job.preset == preset and dict(job.parameters) == dict(settings) and job.created_at >= since
        if same and not job.cancelling and job.state not in (JobState.FAILED, JobState.CANCELLED):
            return job
    return None
