"""Where a picture lies in a view: zoom and pan as plain arithmetic, shared by both sides of a comparison."""

from __future__ import annotations

from dataclasses import dataclass, replace

MAX_SCALE = 8.0


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Viewport:
    """A picture of `width` x `height` pixels seen in a view of `view_width` x `view_height` device pixels.

    `scale` is device pixels per picture pixel; (`x`, `y`) is the picture point in the middle of the view.
    Every method returns a new viewport whose picture fills the view or is centred in it.
    """

    width: float
    height: float
    view_width: float
    view_height: float
    scale: float = 0.0
    x: float = 0.0
    y: float = 0.0

    @property
    def fit_scale(self) -> float:
        """The scale at which all of the picture is just visible; small pictures are not blown up."""
        if self.width <= 0 or self.height <= 0:
            return 1.0
        return min(self.view_width / self.width, self.view_height / self.height, 1.0)

    @property
    def fitted(self) -> bool:
        return self.scale <= self.fit_scale * 1.0001

    def fit(self) -> Viewport:
        return replace(self, scale=self.fit_scale, x=self.width / 2, y=self.height / 2)

    def resized(self, view_width: float, view_height: float) -> Viewport:
        """The same place in a view of another size; a fitted picture stays fitted."""
        moved = replace(self, view_width=view_width, view_height=view_height)
        return moved.fit() if self.fitted else moved._settled()

    def zoomed(self, factor: float, at_x: float, at_y: float) -> Viewport:
        """Zoom by `factor` so that the picture point under the view point (`at_x`, `at_y`) stays there."""
        return self.zoomed_to(self.scale * factor, at_x, at_y)

    def zoomed_to(self, scale: float, at_x: float, at_y: float) -> Viewport:
        target = min(max(scale, self.fit_scale), max(MAX_SCALE, self.fit_scale))
        dx, dy = at_x - self.view_width / 2, at_y - self.view_height / 2
        x = self.x + dx / self.scale - dx / target
        y = self.y + dy / self.scale - dy / target
        return replace(self, scale=target, x=x, y=y)._settled()

    def panned(self, dx: float, dy: float) -> Viewport:
        """Move the picture with the hand, by device pixels."""
        return replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale)._settled()

    def placed(self) -> Rect:
        """The whole picture in view coordinates; parts may lie outside."""
        return Rect(
            self.view_width / 2 - self.x * self.scale,
            self.view_height / 2 - self.y * self.scale,
            self.width * self.scale,
            self.height * self.scale,
        )

    def visible(self) -> Rect:
        """The part of the view that the picture covers."""
        whole = self.placed()
        left, top = max(0.0, whole.x), max(0.0, whole.y)
        right = min(self.view_width, whole.x + whole.width)
        bottom = min(self.view_height, whole.y + whole.height)
        return Rect(left, top, max(0.0, right - left), max(0.0, bottom - top))

    def _settled(self) -> Viewport:
        return replace(
            self,
            x=_clamped(self.x, self.width, self.view_width / self.scale),
            y=_clamped(self.y, self.height, self.view_height / self.scale),
        )


def _clamped(middle: float, length: float, seen: float) -> float:
    if seen >= length:
        return length / 2
    return min(max(middle, seen / 2), length - seen / 2)
