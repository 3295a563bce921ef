from __future__ import annotations

import signal

import pytest

from luster_desktop.cli.interrupt import terminable, uninterrupted


@pytest.mark.parametrize(("number", "arguments"), [(signal.SIGINT, ()), (signal.SIGTERM, (143,))])
def test_a_step_is_finished_before_the_signal_is_heard(number: signal.Signals, arguments: tuple[int, ...]) -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt) as heard, terminable():
        with uninterrupted():
            signal.raise_signal(number)
            done.append("the step")
        done.append("what follows")
    assert done == ["the step"]
    assert heard.value.args == arguments


def test_signals_work_as_before_after_the_step() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with uninterrupted():
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) != before
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_what_goes_wrong_in_a_step_is_told_first() -> None:
    with pytest.raises(OSError, match="disk"), uninterrupted():
        signal.raise_signal(signal.SIGINT)
        raise OSError("disk")
