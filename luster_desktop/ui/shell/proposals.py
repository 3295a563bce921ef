"""What is proposed for the open shoot, in the panel, for as long as nothing of it was ordered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from luster_desktop.operations import proposing
from luster_desktop.operations.ordering import Need
from luster_desktop.operations.proposing import Bill, Proposal, Proposals

if TYPE_CHECKING:
    from luster_desktop.library.models import Recipe
    from luster_desktop.ui.account.state import AccountState
    from luster_desktop.ui.shell.window import MainWindow
    from luster_desktop.ui.workbench import Workbench


class ShootProposals(QObject):
    order_asked = Signal(object)
    """Recipes, each with the ids of its photos."""
    credits_asked = Signal(object, object)
    """The bill that cannot be paid yet, and what it is for."""

    def __init__(self, window: MainWindow, bench: Workbench, account: AccountState) -> None:
        super().__init__(window)
        self._window = window
        self._bench = bench
        self._account = account
        self._box = window.presets.proposal
        self._closed: set[UUID] = set()
        """Shoots for which the user wants to see no proposal."""
        bench.opened.connect(self._box.start_anew)
        self._box.changed.connect(self._on_changed)
        self._box.line_asked.connect(self._on_line)
        self._box.selection_asked.connect(self._select)
        self._box.order_asked.connect(self._on_order)
        self._box.credits_asked.connect(self._on_credits)
        self._box.closed.connect(self._on_closed)

    def refresh(self) -> None:
        """Look again at what there is to propose, and what it takes."""
        rows = self._bench.photos.shown_rows()
        found = self._found()
        titles = self._bench.photos.preset_titles
        self._box.propose(found, {row.photo.id: row for row in rows}, titles)
        self._box.show_bill(self._bill())

    def _found(self) -> Proposals:
        """Nothing that is hidden is proposed, and nothing before all is known."""
        bench, shoot = self._bench, self._bench.current
        if shoot is None or shoot.id in self._closed or self._window.reviewing or bench.looking:
            return Proposals()
        if proposing.begun(bench.photos.all_rows()):
            return Proposals()
        return proposing.proposed(bench.photos.shown_rows(), self._window.presets.offer)

    def _bill(self) -> Bill:
        return proposing.bill(
            self._bench.photos.shown_rows(),
            self._box.ticked,
            self._window.presets.offer,
            self._account.available,
            signed_in=self._account.signed_in,
            free=self._account.free_again,
        )

    def _orders(self) -> list[tuple[list[UUID], Recipe]]:
        return [(list(line.photo_ids), line.recipe) for line in self._box.ticked]

    @Slot()
    def _on_changed(self) -> None:
        self._box.show_bill(self._bill())
        self._window.presets.fit()
        self._window.gallery.view.request_pictures()

    @Slot(object)
    def _on_line(self, line: Proposal) -> None:
        """Show which photos it is for, with its recipe chosen: what the panel orders then is this line."""
        self._window.presets.choose_edits(line.recipe.edits)
        self._select(line.photo_ids)

    @Slot(object)
    def _select(self, photo_ids: Sequence[UUID]) -> None:
        self._window.gallery.view.select(list(photo_ids))
        self._window.focus_page()

    @Slot()
    def _on_order(self) -> None:
        # What was ticked or arrived a moment ago may not be in the bill yet.
        self.refresh()
        if self._box.bill.need is Need.NOTHING:
            self.order_asked.emit(self._orders())

    @Slot()
    def _on_credits(self) -> None:
        self.credits_asked.emit(self._box.bill, self._orders())

    @Slot()
    def _on_closed(self) -> None:
        if self._bench.current is not None:
            self._closed.add(self._bench.current.id)
        self.refresh()
        self._window.focus_page()
