"""Proof that nothing is lost, charged twice or paid for nothing, whatever part fails and whenever.

Every effect that the service and the desktop engine have outside themselves is a *boundary*; `boundaries.toml` names
all of them, and a test holds it to the code. Faults come from outside: `injection.py` wraps the seams of a process
before the product starts in it, `strikes.py` kills, freezes, cuts, slows and fills. Postgres, the S3 server, sign-in,
payments, the image model, API, workers and the app's engine are real processes or servers (`world.py`); only waits are
shorter and pixel work takes no time (`quick.py`).

| what | in the tests | at length |
|---|---|---|
| each boundary fails before, fails after, hangs, is killed before, after | `test_golden.py` | `-m tests.faults.golden --all` |
| parts are killed under load | `test_campaign.py` | `-m tests.faults.campaign --kills 20000` |
| an orphan is back in work within 15 s | `test_recovery.py` | |
| a shoot on a bad day | `test_chaos.py` | `-m tests.faults.chaos --photos 2000` |
| hostile files at the worker and at the app | `test_hostile.py` | `-m tests.faults.hostile --mutants 10000` |

`LUSTER_FAULTS_SEED` deals other faults to the tests, `--long` all of them. What fails says its seed, and that seed deals
the same again. A new boundary: run `python -m tests.faults.golden --trace`, and if the golden shoot comes to it, name it
in its process' list, otherwise under `elsewhere` with why. A new seam: `boundaries.py` and `injection.py`.
"""
