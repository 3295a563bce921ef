"""Whether a weakness is known of a version that the three locks pin: `.venv/bin/python .ci/audit.py`.

Every pin is asked about, those for other systems too. Where nobody answers it says `not checked` and fails nothing: the
checks work without a network.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [
    ROOT / "requirements.lock",
    ROOT / "backend" / "requirements.lock",
    ROOT / "luster_desktop" / "requirements.lock",
]
UNREACHED = re.compile(
    r"^(?:[\w.]+\.)?(ConnectionError|\w*Timeout\w*|\w*ServiceError|\w*HTTPError|ProxyError|SSLError)\b", re.M
)


def pins(locks: list[Path]) -> dict[str, list[str]]:
    """The versions of each package that the locks name."""
    found = defaultdict(set)
    for lock in locks:
        for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
            found[name].add(version)
    return {name: sorted(versions) for name, versions in found.items()}


def ask(packages: list[tuple[str, str]], service: str) -> list[str] | None:
    """A line for each weakness that the service knows of these; None where it does not answer. Each is named once."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("".join(f"{name}=={version}\n" for name, version in packages), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "-r", str(listed), "-s", "osv"]
        command += ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
        command += ["--osv-url", service] if service else []
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if not ran.stdout.strip():
        if UNREACHED.search(ran.stderr):
            return None
        sys.exit(f"pip-audit failed:\n{ran.stderr}")
    return [
        f"{one['name']} {one['version']}: {weak['id']}, fixed in {', '.join(weak['fix_versions']) or 'no version yet'}"
        for one in json.loads(ran.stdout)["dependencies"]
        for weak in one.get("vulns", ())
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("locks", nargs="*", type=Path, default=LOCKS)
    parser.add_argument("--service", default="", help="address of another service that answers as OSV does")
    given = parser.parse_args()
    pinned = pins(given.locks)
    known = []
    for turn in range(max(map(len, pinned.values()))):
        answer = ask(
            [(name, versions[turn]) for name, versions in pinned.items() if turn < len(versions)], given.service
        )
        if answer is None:
            print("not checked: the service that knows of weaknesses does not answer")
            return 0
        known += answer
    print("\n".join(known) or f"checked: nothing is known of {sum(map(len, pinned.values()))} pinned versions")
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main())
