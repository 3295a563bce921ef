"""Every check there is, in one command: lint, format, types, import rules, tests.

`python -m tests` runs all; what follows on the command line goes to pytest.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS = [
    [str(BIN / "ruff"), "check", "."],
    [str(BIN / "ruff"), "format", "--check", "."],
    [sys.executable, "-m", "mypy"],
    [str(BIN / "lint-imports")],
]


def main() -> int:
    """Run each check, stop at the first that fails; pytest last, so that its closing line ends the output."""
    for command in [*CHECKS, [sys.executable, "-m", "pytest", *sys.argv[1:]]]:
        name = Path(command[2] if command[1] == "-m" else command[0]).name
        print(f"== {name}", flush=True)
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            print(f"{name} failed.", file=sys.stderr)
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
