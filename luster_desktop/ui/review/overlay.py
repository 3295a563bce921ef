"""The tint that shows what an edit has changed: worked out on a worker, laid over the comparison."""

from __future__ import annotations

from PySide6.QtCore import QObject

from luster_desktop.library.fidelity import Fidelity
from luster_desktop.operations.left_out import Box, places
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.review.compare import CompareView
from luster_desktop.ui.review.layers import Layer, LayerBar, Tint, caption
from luster_desktop.ui.review.model_version import ModelVersions
from luster_desktop.ui.review.pictures import Picture
from luster_desktop.ui.review.versions import Version
from luster_desktop.words.language import mark, tr

LOOK = mark("Click one (I) for the model's version")


class ChangeOverlay(QObject):
    """Shows one layer of one result at a time, the layer that its `bar` says."""

    def __init__(self, compare: CompareView, runner: TaskRunner) -> None:
        super().__init__(compare)
        self._compare = compare
        self._runner = runner
        self._shown: object = None
        self.versions = ModelVersions(compare, runner)
        self.bar = LayerBar()
        self.bar.hide()

    def drop(self) -> None:
        """Show none."""
        self._shown = None
        self._compare.show_change_map(None)
        self.versions.drop()
        self.bar.explain("", tinted=False)

    def show(self, version: Version, before: Picture, after: Picture) -> None:
        """Show the layer of this result, unless that is on show or on its way already."""
        layer, judged = self.bar.layer, version.output.change_map_path
        wanted = version.output.job_id, layer
        if self._shown == wanted:
            return
        self.drop()
        self._shown = wanted
        found = version.job.fidelity if version.job is not None else None

        def work(_token: object) -> tuple[Tint | None, tuple[Box, ...]]:
            from luster_desktop.ui.review.changes import changes, judged_changes

            tint = changes(before, after) if layer is Layer.ALL else judged_changes(judged, layer)
            left = layer is Layer.LEFT_OUT and tint is not None and judged is not None
            return tint, places(judged) if left and judged is not None else ()

        def done(made: tuple[Tint | None, tuple[Box, ...]]) -> None:
            self._on_tint(wanted, found, made[0])
            if self._shown == wanted and made[1]:
                self.versions.offer(version, after, made[1])
                self.bar.explain(f"{self.bar.text}. {tr(LOOK)}", tinted=True)

        self._runner.run(work, done, owner=self, pool="disk")

    def _on_tint(self, wanted: tuple[object, Layer], found: Fidelity | None, tint: Tint | None) -> None:
        if self._shown == wanted:
            layer = wanted[1]
            # Single places are looked at on both sides; all of what changed would hide what it changed from.
            self._compare.show_change_map(tint.image if tint is not None else None, both=layer is not Layer.ALL)
            self.bar.explain(caption(layer, found, tint), tinted=tint is not None and tint.found)
