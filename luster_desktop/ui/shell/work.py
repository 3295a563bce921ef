"""Orders and the account, once the other end of the wire is up: price, order, progress, sign-in, credits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from luster_desktop.library.models import Stage
from luster_desktop.operations import anchors, ordering, reviewing, ruling
from luster_desktop.operations.anchors import Anchor
from luster_desktop.operations.ordering import Need, Placed, Quote
from luster_desktop.tasks.bridges import LatestBridge
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.account.desk import AccountDesk
from luster_desktop.ui.account.state import AccountState
from luster_desktop.ui.context import Cloud
from luster_desktop.ui.delivery.rulebook import RuleBook
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.gallery.status import lost
from luster_desktop.ui.settings.store import WindowStore
from luster_desktop.ui.shell.activity import RUNNING
from luster_desktop.ui.shell.attention import Attention
from luster_desktop.ui.shell.notices import Tone
from luster_desktop.ui.shell.proposals import ShootProposals
from luster_desktop.ui.shell.window import MainWindow
from luster_desktop.ui.widgets.dialogs import Question
from luster_desktop.ui.widgets.numbers import size
from luster_desktop.ui.workbench import Workbench
from luster_desktop.words.counts import photos, reviewed
from luster_desktop.words.language import plural, tr
from luster_desktop.words.orders import grouping
from luster_desktop.words.reasons import sentence
from luster_desktop.words.recipes import named

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.cloud.sync import SyncStatus
    from luster_desktop.delivery.items import Kind
    from luster_desktop.library.models import Recipe, Ruled
    from luster_desktop.operations.proposing import Bill


@dataclass(frozen=True, slots=True)
class _Lacking:
    """An order that cannot be paid yet."""

    price: int
    missing: int
    go_on: Callable[[], None]


REFRESH_AFTER = 700  # ms between a step of the work and the look at what it did to the balance


class Work(QObject):
    """Connects the preset panel, the activity bar and the account to the engine."""

    troubled = Signal(object)
    save_asked = Signal()
    redone = Signal(object)
    """The photo of which an edit was ordered once more."""

    def __init__(
        self,
        window: MainWindow,
        bench: Workbench,
        account: AccountState,
        runner: TaskRunner,
        store: WindowStore,
        mailbox: str,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bench = bench
        self._account = account
        self._runner = runner
        self._store = store
        self.rules = RuleBook(bench, runner, self)
        self.desk = AccountDesk(window, account, store, mailbox, self._missing)
        self._attention = Attention(window)
        self._cloud: Cloud | None = None
        self._bridge: LatestBridge | None = None
        self._status: SyncStatus | None = None
        self._adding = False
        self._confirming = False
        self._anchor: Anchor | None = None
        """What the photos in the quote can look like."""
        self._unlike: set[UUID] = set()
        """Anchors that the user has no photos look like."""
        self._lacking: _Lacking | None = None
        """The order for which credits are being bought."""
        self._proposals = ShootProposals(window, bench, account)
        self._quote_soon = QTimer(self)
        self._quote_soon.setSingleShot(True)
        self._quote_soon.setInterval(0)
        self._quote_soon.timeout.connect(self._quote)
        self._refresh_soon = QTimer(self)
        self._refresh_soon.setSingleShot(True)
        self._refresh_soon.setInterval(REFRESH_AFTER)
        self._refresh_soon.timeout.connect(self._account.refresh)
        self._wire()

    def _wire(self) -> None:
        window = self._window
        window.presets.choice_changed.connect(self._quote_soon.start)
        window.presets.choice_changed.connect(self._remember_choice)
        window.presets.order_asked.connect(self.order)
        window.presets.rules.profile_chosen.connect(self.rules.choose)
        self.rules.changed.connect(self._on_rules)
        self.rules.troubled.connect(self.troubled)
        window.presets.sign_in_asked.connect(self.desk.sign_in)
        window.presets.credits_asked.connect(self._buy_for_order)
        window.presets.selection_asked.connect(self._select)
        window.presets.proposal.changed.connect(self._quote_soon.start)
        window.presets.proposal.sign_in_asked.connect(self.desk.sign_in)
        self._proposals.order_asked.connect(self._order)
        self._proposals.credits_asked.connect(self._buy_for_proposals)
        self._account.bought.connect(self._on_bought)
        self.desk.gave_up.connect(self._on_gave_up)
        window.gallery.selection_changed.connect(self._quote_soon.start)
        window.gallery.view.retry_asked.connect(self.retry)
        window.gallery.menu.retry_asked.connect(self.retry)
        window.gallery.menu.cancel_asked.connect(self.cancel)
        window.review.photo_changed.connect(self._quote_soon.start)
        window.review.painted_changed.connect(self._quote_soon.start)
        window.review.source_changed.connect(self._quote_soon.start)
        window.presets.original_asked.connect(window.review.go_on_from_photo)
        window.presets.anchor_asked.connect(self._on_anchor)
        window.review.redo_asked.connect(self.redo)
        window.review.retry_asked.connect(self.retry)
        window.topbar.sign_in_asked.connect(self.desk.sign_in)
        window.topbar.sign_out_asked.connect(self._account.sign_out)
        window.topbar.credits_asked.connect(self.desk.buy)
        window.topbar.history_asked.connect(self.desk.history)
        window.topbar.account_asked.connect(self.desk.account)
        window.activity.sign_in_asked.connect(self.desk.sign_in)
        window.activity.credits_asked.connect(self.desk.buy)
        window.activity.wake_asked.connect(self._wake)
        window.activity.pause_asked.connect(self.pause)
        window.activity.cancel_asked.connect(self.cancel_all)
        self._bench.photos.counts_changed.connect(self._quote_soon.start)
        self._bench.passed.connect(self._on_passed)
        self._bench.shoots_changed.connect(self._show_activity)
        self._bench.shoots_changed.connect(self._quote_soon.start)
        self._bench.photos.counts_changed.connect(self._show_activity)
        self._bench.busy_adding.connect(self._on_adding)
        self._account.changed.connect(self._on_account)
        self.desk.signed_in.connect(self._wake)
        self.desk.said.connect(self._say)

    def show_presets(self, offer: contract.PresetList) -> None:
        """Offer these; the first time with the choice of the last run."""
        panel = self._window.presets
        first = not panel.ready
        chosen = self._store.choice
        panel.show_presets(offer)
        if first and chosen:
            panel.choose_edits(chosen)
        self._bench.photos.set_preset_titles({preset.id: tr(preset.title) for preset in offer.presets})

    @Slot()
    def _remember_choice(self) -> None:
        panel = self._window.presets
        if panel.ready:
            self._store.set_choice(panel.recipe.edits)

    def attach(self, cloud: Cloud) -> None:
        """The engine is there: follow it and ask for the presets of the day."""
        self._cloud = cloud
        self._bridge = LatestBridge(cloud.engine.subscribe, self)
        self._bridge.changed.connect(self._on_status)
        self._on_status(cloud.engine.status)
        self._runner.run(lambda _token: cloud.api.presets(), self._on_presets, _ignore, owner=self)

    def close(self) -> None:
        self._quote_soon.stop()
        self._refresh_soon.stop()
        self._attention.close()
        if self._bridge is not None:
            self._bridge.close()

    # Ordering

    @Slot()
    def order(self) -> None:
        """Order what the panel shows."""
        # What was chosen a moment ago may not be in the quote yet.
        self._quote_soon.stop()
        self._quote()
        quoted = self._window.presets.quote
        if quoted is not None and quoted.photo_ids and quoted.need is Need.NOTHING:
            self._ask(quoted)

    def _ask(self, quoted: Quote) -> None:
        """Order this; what is more than the user has visibly selected is confirmed first."""
        recipe, removed = quoted.recipe, self._window.presets.removed
        if recipe is None:
            return

        def go() -> None:
            self._order([(list(quoted.photo_ids), recipe)], removed=removed)
            self._window.review.set_painting(False)
            self._window.review.go_on_from(None)

        if not quoted.to_confirm:
            go()
        elif not self._confirming:
            from luster_desktop.ui.presets.confirm import ConfirmDialog

            self._confirming = True
            dialog = ConfirmDialog(self._window, quoted, named(recipe, self._bench.photos.preset_titles))
            dialog.accepted.connect(go)
            dialog.finished.connect(self._on_confirmed)
            dialog.open()

    @Slot()
    def _on_confirmed(self) -> None:
        self._confirming = False

    @Slot(object, object)
    def redo(self, photo_id: UUID, recipe: Recipe) -> None:
        """Order an edit once more."""
        self._order([([photo_id], recipe)], again=True)

    def _order(
        self, orders: list[tuple[list[UUID], Recipe]], *, again: bool = False, removed: frozenset[Kind] = frozenset()
    ) -> None:
        if self._cloud is None or not self._account.signed_in:
            self.desk.sign_in()
            return
        engine, library, profile = self._cloud.engine, self._bench.library, self.rules.profile

        def rule(recipe: Recipe) -> Sequence[Ruled]:
            # What the rules say of it was on screen: ordering it all the same is the user's decision.
            return ruling.decided(profile, recipe, removed) if profile is not None and not again else ()

        self._runner.run(
            lambda _token: ordering.order_all(library, engine, orders, again=again, rule=rule),
            lambda placed: self._on_ordered(placed, again=again),
            self._on_not_ordered,
            pool="library",
        )

    def _on_ordered(self, placed: Placed, *, again: bool) -> None:
        self._say_ordered(placed)
        if again and placed.new:
            self.redone.emit(placed.new[0].photo_id)
        if placed.refused:
            reason = next(iter(placed.refused.values()))
            text = plural(
                "{n} photo not ordered. {why}",
                "{n} photos not ordered. {why}",
                len(placed.refused),
                why=sentence(reason),
            )
            self._window.notices.say("ordered", text, tone="warn")
        self._account.refresh()

    def _say_ordered(self, placed: Placed) -> None:
        """Say what was ordered for long enough to call it back."""
        job_ids = [job.id for job in placed.new]
        if job_ids:
            titles = self._bench.photos.preset_titles
            edits = ", ".join(dict.fromkeys(named(job.recipe, titles) for job in placed.new))
            text = plural(
                "{n} photo ordered: {edits}.",
                "{n} photos ordered: {edits}.",
                len({job.photo_id for job in placed.new}),
                edits=edits,
            )
            self._window.notices.say(
                "order", text, tone="ok", action=tr("Cancel"), act=lambda: self.cancel(job_ids), seconds=8
            )

    def _on_not_ordered(self, error: Exception) -> None:
        self.troubled.emit(trouble(tr("The order could not be written down"), error))

    @Slot(object)
    def retry(self, photo_id: UUID) -> None:
        """Try again what failed for a photo, and for the rest of the selection when it is part of it."""
        if self._cloud is None:
            return
        chosen = self._window.gallery.view.selected_ids()
        wanted = chosen if photo_id in chosen and not self._window.reviewing else [photo_id]
        engine = self._cloud.engine
        self._runner.run(lambda _token: engine.retry(wanted), None, self._on_not_ordered, pool="library")

    @Slot(object)
    def cancel(self, job_ids: list[UUID]) -> None:
        """Call back orders that are not finished; nothing is charged for them."""
        if self._cloud is not None:
            engine = self._cloud.engine
            self._runner.run(lambda _token: engine.cancel(job_ids), None, self._on_not_ordered, pool="library")

    @Slot(bool)
    def pause(self, paused: bool) -> None:
        """Begin nothing more for now, or go on."""
        if self._cloud is not None:
            engine = self._cloud.engine
            engine.pause() if paused else engine.resume()

    @Slot()
    def cancel_all(self) -> None:
        """Call back every order that is not finished, once the user has said so again."""
        if self._cloud is None or self._status is None:
            return
        engine, left = self._cloud.engine, self._status.total - self._status.done
        title = plural("Cancel {n} edit?", "Cancel {n} edits?", left)
        text = tr("Nothing is charged for an edit that was not finished. What is finished stays.")
        question = Question(self._window, title, text, no=tr("Keep them"), yes=tr("Cancel all"))
        question.accepted.connect(
            lambda: self._runner.run(lambda _token: engine.cancel_all(), None, self._on_not_ordered, pool="library")
        )
        question.open()

    @Slot(object)
    def _select(self, photo_ids: list[UUID]) -> None:
        self._window.gallery.view.select(photo_ids)
        self._window.gallery.view.setFocus()

    # Account

    @Slot()
    def _buy_for_order(self) -> None:
        """Buy what the order lacks; it goes on once the credits are there, unless the user gives up waiting."""
        self._lacking = None
        quoted = self._window.presets.quote
        if quoted is not None and quoted.need is Need.CREDITS:
            self._lacking = _Lacking(quoted.price, quoted.missing, lambda: self._ask(quoted))
        self.desk.buy()

    @Slot(object, object)
    def _buy_for_proposals(self, bill: Bill, orders: list[tuple[list[UUID], Recipe]]) -> None:
        self._lacking = _Lacking(bill.price, bill.missing, lambda: self._order(orders))
        self.desk.buy()

    @Slot()
    def _on_gave_up(self) -> None:
        self._lacking = None

    @Slot()
    def _on_bought(self) -> None:
        lacking = self._lacking
        available = self._account.available
        if lacking is not None and available is not None and available >= lacking.price:
            self._lacking = None
            self.desk.end_buying()
            lacking.go_on()

    def _missing(self) -> int:
        if self._lacking is not None:
            return self._lacking.missing
        quoted = self._window.presets.quote
        return quoted.missing if quoted else 0

    @Slot(str, str, str)
    def _say(self, topic: str, text: str, tone: Tone) -> None:
        if text:
            self._window.notices.say(topic, text, tone=tone)
        else:
            self._window.notices.clear(topic)

    @Slot()
    def _wake(self) -> None:
        if self._cloud is not None:
            self._cloud.engine.wake()
        self._account.refresh()

    @Slot()
    def _on_account(self) -> None:
        self._quote_soon.start()
        self._show_activity()

    # Showing

    def _on_presets(self, offer: contract.PresetList) -> None:
        if offer.presets:
            self.show_presets(offer)

    @Slot(object)
    def _on_status(self, status: SyncStatus) -> None:
        before, self._status = self._status, status
        self._attention.show_left(status.total - status.done if status.state.value in RUNNING else 0)
        self._show_activity()
        if before is None or (before.state, before.editing, before.done) != (status.state, status.editing, status.done):
            self._refresh_soon.start()
        if before is not None and before.state.value == "working" and status.state.value == "idle":
            self._say_finished(status if status.total else before)

    def _say_finished(self, run: SyncStatus) -> None:
        """The order is through: say so, offer the next step, and notify a user who is elsewhere."""
        if not run.done:
            return  # all of it was cancelled
        text = (
            plural("The order is finished. {n} photo failed.", "The order is finished. {n} photos failed.", run.failed)
            if run.failed
            else tr("The order is finished.")
        )
        tone: Tone = "warn" if run.failed else "ok"
        self._window.notices.say("order", text, tone=tone, action=tr("Save all…"), act=self.save_asked.emit)
        shoot = self._bench.current
        self._attention.call(shoot.name if shoot is not None else "Luster", text)

    @Slot()
    def _show_activity(self) -> None:
        self._window.activity.show_status(
            self._status,
            signed_in=self._account.signed_in,
            expired=self._account.expired,
            idle=self._idle_text(),
            lost=sum(lost(row) and row.stage is Stage.FAILED for row in self._bench.photos.all_rows()),
        )

    @Slot(bool)
    def _on_adding(self, adding: bool) -> None:
        self._adding = adding
        self._show_activity()

    @Slot()
    def _on_rules(self) -> None:
        self._window.presets.rules.offer(self.rules.profiles)
        self._quote_soon.start()

    @Slot()
    def _on_passed(self) -> None:
        self._quote_soon.start()
        self._show_activity()

    def _idle_text(self) -> str:
        if self._adding:
            return tr("Adding photos…")
        if self._bench.grouping and (ungrouped := self._bench.photos.ungrouped):
            return grouping(ungrouped)
        current = self._bench.current
        summary = self._bench.summaries.get(current.id) if current is not None else None
        if summary is None or not summary.photos:
            return ""
        parts = [f"{photos(summary.photos)}, {size(summary.bytes)}"]
        if summary.jobs_succeeded:
            parts.append(plural("{n} edit done", "{n} edits done", summary.jobs_succeeded))
        if summary.jobs_failed:
            parts.append(plural("{n} failed", "{n} failed", summary.jobs_failed))
        done = reviewing.reviewed(self._bench.photos.all_rows())
        if done.decided:
            parts.append(reviewed(done.decided, done.total))
        return ", ".join(parts)

    @Slot()
    def _quote(self) -> None:
        panel = self._window.presets
        if panel.ready:
            self._proposals.refresh()
            review = self._window.review
            review.need_paint(panel.needs_painting)
            source = review.source if self._window.reviewing else None
            panel.show_source(source.title if source is not None else "")
            recipe = panel.recipe
            if source is not None and source.job is not None:
                recipe = replace(recipe, source=source.job.id)
            self._anchor = anchors.anchor_of(self._bench.photos.all_rows(), recipe, panel.offer)
            alike = self._anchor is not None and self._anchor.job_id not in self._unlike
            if self._anchor is not None and alike:
                recipe = replace(recipe, anchor=self._anchor.job_id)
            profile = self.rules.profile if self._bench.current is not None else None
            said = ruling.before_order(profile, recipe, panel.offer, panel.removed) if profile is not None else ()
            panel.show_rulings(profile, said)
            chosen, rows = self._window.chosen_ids(), self._bench.photos.shown_rows()
            if self._window.reviewing:
                rows = [row for photo_id in chosen if (row := self._bench.photos.row_of(photo_id)) is not None]
            quoted = ordering.quote(
                rows,
                set(chosen),
                recipe,
                panel.offer,
                self._account.available,
                signed_in=self._account.signed_in,
                painted=review.painted() if self._window.reviewing else None,
                whole=len(rows) == len(self._bench.photos.all_rows()),
                grouping=self._bench.grouping,
                free=self._account.free_again,
            )
            panel.show_anchor(self._anchor.name if self._anchor is not None and quoted.photo_ids else "", on=alike)
            panel.show_quote(quoted)

    @Slot(bool)
    def _on_anchor(self, alike: bool) -> None:
        if self._anchor is not None:
            (self._unlike.discard if alike else self._unlike.add)(self._anchor.job_id)
        self._quote_soon.start()


def _ignore(_error: Exception) -> None:
    """Presets that ship with the app stay on offer while the service cannot be asked."""
