"""What tests have started ends with pytest, when that is ended by a signal too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.backend.local.stack import ROOT, left_over
from tests.services import open_folder

WAITING = """
import time

from tests.faults.processes import Forked


def test_that_waits(postgres_url, s3):
    print("\\nstarted", Forked(time.sleep, 300).pid, flush=True)
    time.sleep(300)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_children_end_with_a_pytest_that_is_ended(tmp_path: Path, number: int) -> None:
    test = tmp_path / "test_waiting.py"
    test.write_text(WAITING)
    options = ["-p", "tests.conftest", "-p", "no:cacheprovider", "-s", f"--rootdir={tmp_path}"]
    with open_folder() as temporary:
        run = subprocess.Popen(
            [sys.executable, "-m", "pytest", *options, test],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert run.stdout is not None
        with run.stdout:
            started = next(line for line in run.stdout if line.startswith("started"))
            family = psutil.Process(run.pid).children(recursive=True)
            assert int(started.split()[1]) in {process.pid for process in family}
            assert {"postgres", "rclone"} <= {process.name() for process in family}
            run.send_signal(number)
            run.wait()
        assert left_over(family) == []
