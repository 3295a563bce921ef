"""How long the main job takes on this machine: `python -m tests.bench.stack`.

Prints seconds until the stack is ready (first start, then a restart on the same data) and for the sample shoot through
the whole chain, beside the time that decoding and encoding the same files alone takes.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pi_heif
from PIL import Image, ImageOps

from tests.backend.local import stack

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample_shoot"


def ready(data_dir: Path) -> float:
    """Seconds from the command to its ready line."""
    started = time.perf_counter()
    running = stack.start(data_dir)
    seconds = time.perf_counter() - started
    running.stop()
    return seconds


def recode() -> float:
    """Seconds to decode and encode the sample shoot once, one file after the other."""
    pi_heif.register_heif_opener()
    started = time.perf_counter()
    for path in sorted(SAMPLE.iterdir()):
        with Image.open(path) as opened:
            ImageOps.exif_transpose(opened).convert("RGB").save(io.BytesIO(), "JPEG", quality=95, subsampling=0)
    return time.perf_counter() - started


def shoot(home: Path) -> float:
    """Seconds for `luster demo --headless`: ten edits of the sample shoot, the start of the stack included."""
    command = [sys.executable, "-m", "luster_desktop", "demo", "--headless", "--out", str(home / "out")]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=os.environ | {"LUSTER_HOME": str(home)})
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "stack"
        print(f"stack ready, first start   {ready(data_dir):6.1f} s")
        print(f"stack ready, restart       {ready(data_dir):6.1f} s")
        alone, whole = recode(), shoot(Path(folder) / "home")
        print(f"sample shoot, whole chain  {whole:6.1f} s")
        print(f"decode and encode alone    {alone:6.1f} s, ratio {whole / alone:.1f}")


if __name__ == "__main__":
    main()
