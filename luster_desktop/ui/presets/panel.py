"""The right-hand panel: presets as cards, and below them the order with its price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from luster_desktop.delivery.judging import Ruling
from luster_desktop.delivery.profiles import Profile
from luster_desktop.library.models import Edit, Recipe
from luster_desktop.operations import recipes
from luster_desktop.operations.ordering import Need, Quote
from luster_desktop.ui.presets.card import PresetCard
from luster_desktop.ui.presets.credits_row import CreditsRow
from luster_desktop.ui.presets.proposal import ProposalBox
from luster_desktop.ui.presets.rules import RulesBox
from luster_desktop.ui.widgets.controls import ElidedLabel, button, in_two_lines, label, line, set_icon
from luster_desktop.ui.widgets.current import restyle, theme
from luster_desktop.ui.widgets.doubt import DoubtRow
from luster_desktop.ui.widgets.taborder import tab_through
from luster_desktop.words import orders as words
from luster_desktop.words.language import tr
from luster_desktop.words.orders import doubt
from luster_desktop.words.recipes import chosen, price

if TYPE_CHECKING:
    from backend import contract

JOINED = "\N{NO-BREAK SPACE}"
LEAST = 60  # px: of the list of presets over the order
SIDE = 16  # px: the margins left and right


class PresetPanel(QWidget):
    """Emits `choice_changed` whenever the chosen edits or their settings differ, and what the user asks for."""

    choice_changed = Signal()
    order_asked = Signal()
    sign_in_asked = Signal()
    credits_asked = Signal()
    unsure_asked = Signal()
    selection_asked = Signal(object)
    """Ids of photos."""
    original_asked = Signal()
    """Edit the photo again, and no longer the result that was gone on from."""
    anchor_asked = Signal(bool)
    """Whether the photos are to look like the anchor."""

    def __init__(self, proposal: ProposalBox) -> None:
        super().__init__()
        self.proposal = proposal
        self.setObjectName("presets")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme().changed.connect(self._fit)
        self._room = 10_000
        self._fit()
        self._cards: list[PresetCard] = []
        self._offer: contract.PresetList | None = None
        self._chosen: set[str] = set()
        self._quote: Quote | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._heading = label(tr("PRESETS"), "section")
        self._heading.setContentsMargins(SIDE, 16, SIDE, 8)
        outer.addWidget(self._heading)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(SIDE, 0, SIDE - 4, 16)
        self._list.setSpacing(8)
        self._list.addWidget(proposal)
        self._list.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setMinimumHeight(LEAST)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(line())
        self._order = self._order_area()
        outer.addWidget(self._order)

    def _order_area(self) -> QWidget:
        area = QWidget()
        column = self._order_column = QVBoxLayout(area)
        column.setSpacing(4)
        self._source_row = QWidget()
        source = QHBoxLayout(self._source_row)
        source.setContentsMargins(0, 0, 0, 4)
        self._source = ElidedLabel("", "muted")
        source.addWidget(self._source, 1)
        self.to_original = button(tr("Use the photo"), tip=tr("Edit the photo itself again"))
        self.to_original.clicked.connect(self.original_asked)
        source.addWidget(self.to_original)
        column.addWidget(self._source_row)
        self._recipe = label("", "strong", wrap=True)
        column.addWidget(self._recipe)
        self._scope = label("", "strong", wrap=True)
        column.addWidget(self._scope)
        through = tr("Show only the groups that are unsure; U goes from one to the next")
        self.show_unsure = button(tr("Show"), tip=through)
        self.show_unsure.clicked.connect(self.unsure_asked)
        self.anchor = QCheckBox()
        self.anchor.clicked.connect(self.anchor_asked)
        column.addWidget(self.anchor)
        self._doubt = DoubtRow(self.show_unsure)
        column.addWidget(self._doubt)
        self.leave_out = button(tr("Leave out"), tip=tr("Order the others only"))
        self.leave_out.clicked.connect(self._on_leave_out)
        self._unfit = DoubtRow(self.leave_out)
        column.addWidget(self._unfit)
        self.rules = RulesBox()
        column.addWidget(self.rules)
        self._cost = label("", "small", wrap=True)
        column.addWidget(self._cost)
        self.missing = CreditsRow()
        self.missing.asked.connect(self.credits_asked)
        column.addWidget(self.missing)
        column.addSpacing(8)
        self._action = tr("Enhance")
        self.run = button(self._action, "primary", "enhance", large=True)
        column.addWidget(self.run)
        # Until there is a quote there is nothing to say and nothing to order.
        self.run.setEnabled(False)
        for row in (
            self._source_row,
            self._recipe,
            self._scope,
            self.anchor,
            self._doubt,
            self._unfit,
            self._cost,
        ):
            row.hide()
        return area

    @Slot()
    def _on_leave_out(self) -> None:
        if self._quote is not None:
            self.selection_asked.emit([i for i in self._quote.photo_ids if i not in self._quote.unfit])

    @Slot()
    def _fit(self) -> None:
        """Wide enough for the settings at the user's text size, as far as there is room."""
        scale = min(theme().text_scale, 1.35)
        self.setMinimumWidth(max(292, min(self._room, round(292 * scale))))
        self.setMaximumWidth(round(420 * scale))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """In a low window the heading goes; where even the order has no room, it is scrolled with the presets."""
        room = self.width() - 2 * SIDE
        self._doubt.fit(room)
        self._unfit.fit(room)
        self.run.setText(self._action)
        if self.run.minimumSizeHint().width() > room:
            self.run.setText(in_two_lines(self._action, self.run.fontMetrics().horizontalAdvance))
        self._order_column.setContentsMargins(SIDE, 14, SIDE, 16)
        left = self.height() - self._order.heightForWidth(self.width())
        self._heading.setVisible(left >= LEAST + 90 and not self.proposal.isVisibleTo(self))
        home = self.layout() if left >= LEAST else self._list
        if home is self._list:
            self._order_column.setContentsMargins(0, 14, 0, 0)
        if home is not None and home.indexOf(self._order) < 0:
            home.addWidget(self._order)

    def fit(self) -> None:
        """What is proposed has come, gone or changed: lay it out and have Tab go through it."""
        self._tab_through()
        self._say_recipe()
        self._fit_height()

    def _tab_through(self) -> None:
        stops = [*self.proposal.stops, *(stop for card in self._cards for stop in card.stops)]
        below = [self.to_original, self.anchor, self.show_unsure, self.rules.change, self.missing.button, self.run]
        tab_through([*stops, *below])

    def fit_into(self, room: int) -> None:
        """Be no wider than `room` unless that is less than the settings need at any size of text."""
        self._room = room
        self._fit()

    # Choice

    def show_presets(self, offer: contract.PresetList) -> None:
        """Offer these, keeping the choice and its settings where they still exist."""
        kept = self.recipe.edits
        for card in self._cards:
            self._list.removeWidget(card)
            card.deleteLater()
        self._cards = []
        self._offer = offer
        self._chosen = set()
        for number, preset in enumerate(offer.presets, start=1):
            card = PresetCard(preset, number)
            card.picked.connect(self.choose)
            card.toggled.connect(self.toggle)
            card.changed.connect(self._on_choice)
            self._cards.append(card)
            self._list.insertWidget(number, card)
        self._tab_through()
        if offer.presets:
            self.choose_edits(kept)

    @property
    def offer(self) -> contract.PresetList:
        """What there is to choose from. RuntimeError before `show_presets`."""
        if self._offer is None:
            raise RuntimeError("No presets are offered yet.")
        return self._offer

    @property
    def recipe(self) -> Recipe:
        """The chosen edits, without the places that are painted on a photo."""
        return Recipe(tuple(Edit(card.preset.id, card.parameters) for card in self._cards if card.chosen))

    @property
    def needs_painting(self) -> bool:
        """Whether a chosen edit changes a place that the user paints."""
        return any(card.chosen and card.region is not None for card in self._cards)

    @property
    def ready(self) -> bool:
        return bool(self._chosen)

    def choose_edits(self, edits: Sequence[Edit]) -> None:
        """Choose these as far as they are offered and go together; the first preset where none of them is."""
        known = {card.preset.id for card in self._cards}
        wanted = [edit for edit in edits if edit.preset in known] or [Edit(self._cards[0].preset.id)]
        self.choose(wanted[0].preset, dict(wanted[0].parameters))
        for edit in wanted[1:]:
            card = self._card(edit.preset)
            if card is not None and not card.chosen:
                card.set_parameters(dict(edit.parameters))
                self.toggle(edit.preset)

    @Slot(str)
    def choose(self, preset_id: str, parameters: dict[str, str] | None = None) -> None:
        """Choose this one edit; unknown ids change nothing."""
        if (card := self._card(preset_id)) is None:
            return
        if parameters:
            card.set_parameters(parameters)
        self._choose({preset_id})

    @Slot(str)
    def toggle(self, preset_id: str) -> None:
        """Add this edit to the chosen ones, or take it out of several; nothing where that cannot be."""
        if self._card(preset_id) is None:
            return
        if preset_id not in self._chosen and self._obstacle(preset_id) is None:
            self._choose(self._chosen | {preset_id})
        elif self._chosen > {preset_id}:
            self._choose(self._chosen - {preset_id})

    def choose_number(self, number: int) -> None:
        """Choose the preset that shows this key, alone."""
        if 1 <= number <= len(self._cards):
            self.choose(self._cards[number - 1].preset.id)
            self._scroll.ensureWidgetVisible(self._cards[number - 1])

    def toggle_number(self, number: int) -> None:
        """Add the preset that shows this key, or take it out."""
        if 1 <= number <= len(self._cards):
            self.toggle(self._cards[number - 1].preset.id)
            self._scroll.ensureWidgetVisible(self._cards[number - 1])

    def _card(self, preset_id: str) -> PresetCard | None:
        return next((card for card in self._cards if card.preset.id == preset_id), None)

    def _obstacle(self, preset_id: str) -> str | None:
        from backend.contract import MAX_EDITS

        if len(self._chosen) >= MAX_EDITS:
            return tr("No more edits fit into one photo.")
        return tr(recipes.obstacle(self.offer, preset_id, sorted(self._chosen)) or "") or None

    def _choose(self, chosen: set[str]) -> None:
        self._chosen = chosen
        for card in self._cards:
            mine = card.preset.id in chosen
            obstacle = None if mine else self._obstacle(card.preset.id)
            card.show_choice(chosen=mine, alone=len(chosen) == 1, obstacle=obstacle)
        self._on_choice()

    @Slot()
    def _on_choice(self) -> None:
        self._say_recipe()
        self._fit_height()
        self.choice_changed.emit()

    def _say_recipe(self) -> None:
        """Several edits have their line over the order; beside a proposal one has, too, whose card may be far below."""
        needed = len(self._chosen) > 1 or (bool(self._chosen) and self.proposal.isVisibleTo(self))
        if needed:
            # The price stays together where the line is broken.
            said = price(self.offer).replace(" ", JOINED)
            self._recipe.setText(f"{chosen(self.recipe, self.offer)}, {said}")
        self._recipe.setVisible(needed)

    def show_source(self, title: str) -> None:
        """Which result of the photo is gone on from; empty for the photo itself."""
        self._source.set_text(tr("Goes on from “{title}”", title=title) if title else "")
        self._source_row.setVisible(bool(title))
        self._fit_height()

    def show_anchor(self, name: str, *, on: bool) -> None:
        """The photo that the ordered ones can look like, and whether they are to; empty for none."""
        self.anchor.setText(tr("Like {name}", name=name))
        self.anchor.setToolTip(words.anchored(name))
        self.anchor.setChecked(on)
        self.anchor.setVisible(bool(name))
        self._fit_height()

    # Order

    def show_quote(self, quote: Quote) -> None:
        """Say what an order would do, and offer the one step that is next."""
        self._quote = quote
        self._scope.setText(words.scope(quote))
        self._scope.show()
        cost = words.cost(quote)
        self._cost.setText(cost)
        self._cost.setVisible(bool(cost))
        self._doubt.say(doubt(quote.unsure) if quote.unsure else "")
        self._unfit.say(words.unfit(quote))
        self.leave_out.setVisible(len(quote.unfit) < len(quote.photo_ids))
        # Beside a proposal the order of everything with one recipe is the second choice.
        second = self.proposal.isVisibleTo(self) and not quote.selected
        self._action = words.action(quote)
        self.run.setAccessibleName(self._action)
        short = quote.need is Need.CREDITS
        self.missing.say(quote.missing if short and not second else 0)
        restyle(self._cost, role="warn" if short else "small")
        restyle(self.run, kind="plain" if second else "primary")
        set_icon(self.run, "enhance", "text_muted" if second else "on_accent")
        self._fit_height()
        self.run.setEnabled(quote.need in (Need.NOTHING, Need.SIGN_IN))

    def show_rulings(self, profile: Profile | None, found: Sequence[Ruling]) -> None:
        """What the shoot's rules say of the chosen edits."""
        self.rules.show_rulings(profile, found)
        self._fit_height()

    @property
    def quote(self) -> Quote | None:
        return self._quote

    @Slot()
    def _on_run(self) -> None:
        if self._quote is None:
            return
        if self._quote.need is Need.SIGN_IN:
            self.sign_in_asked.emit()
        elif self._quote.need is Need.NOTHING:
            self.order_asked.emit()

    @Slot()
    def trigger(self) -> None:
        """Do what the button does; with credits missing, offer to buy some."""
        if self._quote is not None and self._quote.need is Need.CREDITS:
            self.credits_asked.emit()
        else:
            self._on_run()
