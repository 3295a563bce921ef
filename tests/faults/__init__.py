"""Proof that nothing is lost, charged twice or paid for nothing, whatever part fails and whenever.

Every effect that the service and the desktop engine have outside themselves is a *boundary*; `boundaries.toml` names
all of them, and a test holds it to the code. Faults come from outside: `injection.py` wraps the seams of a process
before the product starts in it, `strikes.py` kills, freezes, cuts, slows and fills. Postgres, the S3 server, sign-in,
payments, the image model, API, workers and the app's engine are real processes or servers (`world.py`); only waits
are shorter, and pixel work takes no time (`quick.py`).

- `test_golden.py`: each boundary fails before and after, hangs, is killed before and after; a shoot ends the same.
  All of it: `python -m tests.faults.golden --all`.
- `test_campaign.py`: parts are killed under load. More of it: `python -m tests.faults.campaign --kills 20000`.
- `test_recovery.py`: the job of a dead worker is back in work within 15 s.
- `test_chaos.py`: a shoot on a bad day. A large one: `python -m tests.faults.chaos --photos 2000`.
- `test_hostile.py`: files that mean harm. More of them: `python -m tests.faults.hostile --mutants 10000`.

`LUSTER_FAULTS_SEED` deals other faults to the tests, `--long` all of them. What fails says its seed, which deals the
same again. A new boundary: run `python -m tests.faults.golden --trace`, and if the golden shoot comes to it, name it
in its process' list, otherwise under `elsewhere` with why. A new seam: `boundaries.py` and `injection.py`.
"""
