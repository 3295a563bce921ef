"""Grouping by hand: joining, splitting and moving photos, each as a step with a way back.

Every function here runs inside one transaction of the library, so that a step starts from what is true at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from luster_desktop.library import stacks
from luster_desktop.library.models import Mark, Photo, PhotoState, Role
from luster_desktop.library.stacks import Place, Stack
from luster_desktop.library.writer import Write
from luster_desktop.operations import choices
from luster_desktop.operations.choices import Chosen, chosen_of


@dataclass(frozen=True, slots=True)
class Layout:
    """Where some photos of a shoot belong."""

    places: Mapping[UUID, Place] = field(default_factory=dict)
    stacks: tuple[Stack, ...] = ()
    chosen: Mapping[UUID, Chosen] = field(default_factory=dict)
    """Of stacks that may have to be made again."""
    order: tuple[UUID, ...] = ()
    """How the shoot's files stand; empty leaves them as they are."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change that has been made, and its way back."""

    shoot_id: UUID
    before: Layout
    after: Layout
    shown: tuple[UUID, ...] = ()
    """The photos that the user will want to see selected now."""


def put(write: Write, shoot_id: UUID, layout: Layout) -> None:
    """Make the shoot look like this."""
    stacks.arrange(write, shoot_id, layout.places, layout.stacks)
    choices.keep(write, layout.chosen)
    if layout.order:
        stacks.reorder(write, shoot_id, layout.order)


def join(write: Write, shoot_id: UUID, photo_ids: Sequence[UUID], file_of: Callable[[UUID], Path]) -> Step | None:
    """Make one stack of these photos, stacks and exposures; None where fewer than two files would be in it.

    The first stack among them takes the others in; without one, a stack is made whose file will be `file_of(its id)`.
    """
    shoot = _Shoot(write, shoot_id)
    target = next((i for i in photo_ids if i in shoot.known and shoot.known[i].role is Role.STACK), None)
    wanted = [i for i in shoot.files(photo_ids) if shoot.known[i].state is not PhotoState.UNUSABLE]
    new = [i for i in wanted if target is None or shoot.known[i].part_of != target]
    if len(wanted) < 2 or not new:
        return None
    stack_id = target or uuid4()
    stack = Stack(stack_id, shoot.known[stack_id].path if target else file_of(stack_id), settled=True)
    places = {i: Place(stack_id, Role.EXPOSURE, settled=True) for i in wanted}
    stars = max((shoot.known[i].rating for i in wanted), default=0)
    chosen = {} if target else {stack_id: Chosen(Mark(rating=stars))}
    return shoot.step(places, [stack], shown=(stack_id,), chosen=chosen)


def split(write: Write, shoot_id: UUID, stack_ids: Sequence[UUID]) -> Step | None:
    """Let every exposure of these stacks be a photo by itself."""
    shoot = _Shoot(write, shoot_id)
    out = [i for stack_id in stack_ids for i in shoot.members(stack_id)]
    return shoot.step(shoot.alone(out), shown=tuple(out)) if out else None


def take_out(write: Write, shoot_id: UUID, exposure_ids: Sequence[UUID]) -> Step | None:
    """Let these exposures be photos by themselves; what is selected stays so, for the next one to be taken out."""
    shoot = _Shoot(write, shoot_id)
    out = [i for i in exposure_ids if i in shoot.known and shoot.known[i].role is Role.EXPOSURE]
    return shoot.step(shoot.alone(out)) if out else None


def confirm(write: Write, shoot_id: UUID, photo_ids: Sequence[UUID]) -> Step | None:
    """The user has looked: what is unsure among these is right as it is."""
    shoot = _Shoot(write, shoot_id)
    unsure = [shoot.known[i] for i in photo_ids if i in shoot.known and shoot.known[i].unsure]
    right = [Stack(photo.id, photo.path, settled=True) for photo in unsure if photo.role is Role.STACK]
    places = {photo.id: Place(settled=True) for photo in unsure if photo.role is Role.PHOTO}
    for stack in right:
        places |= {i: Place(stack.id, Role.EXPOSURE, settled=True) for i in shoot.members(stack.id)}
    return shoot.step(places, right) if unsure else None


def move(write: Write, shoot_id: UUID, photo_ids: Sequence[UUID], before: UUID | None) -> Step | None:
    """Put photos and exposures, which leave their stack, before another photo of the shoot or at its end."""
    shoot = _Shoot(write, shoot_id)
    moved = dict.fromkeys(shoot.files(photo_ids))
    out = [i for i in moved if i in photo_ids and shoot.known[i].role is Role.EXPOSURE]
    present = shoot.in_order()
    rest = [i for i in present if i not in moved]
    anchor = shoot.files([before])[:1] if before is not None else []
    following = present[present.index(anchor[0]) :] if anchor else ()
    at = next((rest.index(i) for i in following if i not in moved), len(rest))
    order = (*rest[:at], *moved, *rest[at:])
    if not moved or (not out and order == present):
        return None
    return shoot.step(shoot.alone(out), shown=tuple(photo_ids), order=order)


def shift(write: Write, shoot_id: UUID, photo_ids: Collection[UUID], by: int, among: Collection[UUID]) -> Step | None:
    """Move photos `by` places on (or back, when negative) among those that are on show."""
    shoot = _Shoot(write, shoot_id)
    shown = [photo.id for photo in shoot.tops() if photo.id in among]
    order = _shifted(shown, photo_ids, by)
    moved = [i for i in order if i in photo_ids]
    if order == shown or not moved:
        return None
    if by < 0:
        return move(write, shoot_id, moved, order[order.index(moved[-1]) + 1])
    others = [photo.id for photo in shoot.tops() if photo.id not in photo_ids]
    following = others.index(order[order.index(moved[0]) - 1]) + 1
    return move(write, shoot_id, moved, others[following] if following < len(others) else None)


def shift_exposures(write: Write, shoot_id: UUID, exposure_ids: Collection[UUID], by: int) -> Step | None:
    """Move exposures `by` places on within their stack."""
    shoot = _Shoot(write, shoot_id)
    stack_id = next((shoot.known[i].part_of for i in exposure_ids if i in shoot.known), None)
    members = shoot.members(stack_id) if stack_id is not None else []
    return _exposures_to(shoot, members, _shifted(members, exposure_ids, by))


def move_exposures(write: Write, shoot_id: UUID, exposure_ids: Sequence[UUID], before: UUID | None) -> Step | None:
    """Put exposures before another one of their stack, or at its end."""
    shoot = _Shoot(write, shoot_id)
    stack_id = next((shoot.known[i].part_of for i in exposure_ids if i in shoot.known), None)
    members = shoot.members(stack_id) if stack_id is not None else []
    rest = [i for i in members if i not in exposure_ids]
    at = rest.index(before) if before in rest else len(rest)
    return _exposures_to(shoot, members, [*rest[:at], *(i for i in members if i in exposure_ids), *rest[at:]])


def _exposures_to(shoot: _Shoot, members: Sequence[UUID], wanted: Sequence[UUID]) -> Step | None:
    if not members or list(members) == list(wanted):
        return None
    step = Step(shoot.id, Layout(order=tuple(members)), Layout(order=tuple(wanted)))
    put(shoot.write, shoot.id, step.after)
    return step


def _shifted(row: Sequence[UUID], moved: Collection[UUID], by: int) -> list[UUID]:
    block, rest = [i for i in row if i in moved], [i for i in row if i not in moved]
    if not block:
        return list(row)
    pivot = row.index(block[0] if by < 0 else block[-1])
    at = sum(i not in moved for i in row[:pivot]) + by
    at = max(0, min(len(rest), at))
    return [*rest[:at], *block, *rest[at:]]


class _Shoot:
    """A shoot's files as they stand when a step begins."""

    def __init__(self, write: Write, shoot_id: UUID) -> None:
        self.write = write
        self.id = shoot_id
        self.known: dict[UUID, Photo] = stacks.everything(write.connection, shoot_id)
        self._members: dict[UUID, list[UUID]] = {}
        for photo in self.known.values():
            if photo.role is Role.EXPOSURE and photo.part_of is not None:
                self._members.setdefault(photo.part_of, []).append(photo.id)

    def members(self, stack_id: UUID) -> list[UUID]:
        return self._members.get(stack_id, [])

    def tops(self) -> list[Photo]:
        """What the gallery shows, in its order."""
        return [photo for photo in self.known.values() if photo.part_of is None]

    def files(self, photo_ids: Sequence[UUID]) -> list[UUID]:
        """The same as files: a stack is its exposures."""
        found: list[UUID] = []
        for photo_id in photo_ids:
            photo = self.known.get(photo_id)
            if photo is not None and photo.role is not Role.COMPANION:
                found += self.members(photo_id) if photo.role is Role.STACK else [photo_id]
        return list(dict.fromkeys(found))

    def in_order(self) -> tuple[UUID, ...]:
        """All files as the gallery shows them."""
        return tuple(self.files([photo.id for photo in self.tops()]))

    def alone(self, photo_ids: Sequence[UUID]) -> dict[UUID, Place]:
        return {photo_id: Place(settled=True) for photo_id in photo_ids}

    def step(
        self,
        places: dict[UUID, Place],
        made: Sequence[Stack] = (),
        *,
        shown: tuple[UUID, ...] = (),
        chosen: Mapping[UUID, Chosen] | None = None,
        order: tuple[UUID, ...] = (),
    ) -> Step:
        """Make the change. A stack that is left with one exposure is none any more; larger ones count as settled."""
        left = {part for i in places if (part := self.known[i].part_of) is not None} - {stack.id for stack in made}
        smaller: list[Stack] = []
        for stack_id in left:
            rest = [i for i in self.members(stack_id) if i not in places]
            if len(rest) == 1:
                places = places | self.alone(rest)
            elif rest:
                smaller.append(Stack(stack_id, self.known[stack_id].path, settled=True))
        touched = [self.known[i] for i in {*left, *(stack.id for stack in made)} if i in self.known]
        before = Layout(
            {i: Place(p.part_of, p.role, p.settled, p.unsure) for i in places for p in [self.known[i]]},
            tuple(Stack(p.id, p.path, p.unsure, p.settled) for p in touched),
            {p.id: chosen_of(p) for p in touched},
            tuple(i for i, p in self.known.items() if p.role in (Role.PHOTO, Role.EXPOSURE)) if order else (),
        )
        step = Step(self.id, before, Layout(places, (*made, *smaller), chosen or {}, order), shown)
        put(self.write, self.id, step.after)
        return step
