"""Least squares over a row of things of which only neighbours have to do with one another."""

from __future__ import annotations

import numpy as np

from luster_desktop.intake.finish.pixels import Floats


class Equations:
    """Normal equations of `count` things, `size` unknowns each, of which those up to `near` apart may be joined.

    Work and memory grow with the number of things, not with its square or cube: as many as are `near` make a block, and
    a block meets only the one before it.
    """

    def __init__(self, count: int, size: int, near: int) -> None:
        self._count, self._size, self._near = count, size, near
        blocks, edge = -(-count // near), near * size
        self._blocks = np.zeros((blocks, edge, edge))
        self._before = np.zeros((blocks, edge, edge))
        self._right = np.zeros((blocks, edge))
        filling = np.arange(count * size, blocks * edge) % edge
        self._blocks[-1, filling, filling] = 1
        self._mean: tuple[Floats, float] | None = None

    def add(self, at: int, asked: Floats, right: Floats) -> None:
        """What is asked of one thing alone: `size` x `size`, and `size`."""
        block, here = self._place(at)
        self._blocks[block, here, here] += asked
        self._right[block, here] += right

    def join(self, one: int, other: int, asked: Floats) -> None:
        """What is asked of two together, of which `other` comes before: 2 `size` x 2 `size`, and nought."""
        (block, here), (earlier, there), size = self._place(one), self._place(other), self._size
        self._blocks[block, here, here] += asked[:size, :size]
        self._blocks[earlier, there, there] += asked[size:, size:]
        if block == earlier:
            self._blocks[block, here, there] += asked[:size, size:]
            self._blocks[block, there, here] += asked[size:, :size]
        else:
            self._before[block, here, there] += asked[:size, size:]

    def hold_mean(self, mean: Floats, strength: float) -> None:
        """The mean of all things is to be this: `size`."""
        self._mean = mean, strength

    def solved(self) -> Floats:
        """The unknowns, `count` x `size`."""
        blocks, edge = self._right.shape
        unknowns = self._count * self._size
        # Each thing's share in the mean, beside what is asked of it.
        shares = np.zeros((blocks * edge, self._size))
        shares[:unknowns] = np.tile(np.eye(self._size), (self._count, 1)) / self._count
        right = np.concatenate([self._right[..., None], shares.reshape(blocks, edge, -1)], axis=2)
        found = self._swept(right).reshape(blocks * edge, -1)
        values, answers = found[:, 0], found[:, 1:]
        if self._mean is not None:
            # Woodbury: all things meet in these few rows alone.
            mean, strength = self._mean
            middle = np.eye(self._size) / strength + shares.T @ answers
            values = values + answers @ np.linalg.solve(middle, mean - shares.T @ values)
        return np.asarray(values[:unknowns].reshape(self._count, self._size))

    def _swept(self, right: Floats) -> Floats:
        """Gauss's elimination, block by block, and back."""
        blocks = self._blocks.copy()
        right = right.copy()
        for at in range(1, len(blocks)):
            factor = np.linalg.solve(blocks[at - 1], self._before[at].T).T
            blocks[at] -= factor @ self._before[at].T
            right[at] -= factor @ right[at - 1]
        for at in reversed(range(len(blocks))):
            if at + 1 < len(blocks):
                right[at] -= self._before[at + 1].T @ right[at + 1]
            right[at] = np.linalg.solve(blocks[at], right[at])
        return right

    def _place(self, at: int) -> tuple[int, slice]:
        block, rest = divmod(at, self._near)
        return block, slice(rest * self._size, (rest + 1) * self._size)
