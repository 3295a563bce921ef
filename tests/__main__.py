"""Every check there is, in one command: lint, format, types, import rules, known weaknesses, tests.

`python -m tests` runs all, with a worker of pytest for each core; what follows on the command line goes to pytest
(`-n 0`: one process). Workers begin with a stretch of the tests each, so that most servers are started once, and take
from each other when they are through.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS = {
    "ruff check": [str(BIN / "ruff"), "check", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
    "mypy": [sys.executable, "-m", "mypy"],
    "lint-imports": [str(BIN / "lint-imports")],
    "known weaknesses": [sys.executable, str(ROOT / ".ci" / "audit.py")],
}


def main() -> int:
    """Run each check, stop at the first that fails; pytest last, so that its closing line ends the output."""
    pytest = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *sys.argv[1:]]
    for name, command in (CHECKS | {"pytest": pytest}).items():
        print(f"== {name}", flush=True)
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            print(f"{name} failed.", file=sys.stderr)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
