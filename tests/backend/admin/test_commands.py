"""The same actions from the command line: what they say, their exit codes, and who signed."""

from __future__ import annotations

import getpass
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from backend import jobs, orders
from backend.__main__ import main
from backend.admin import audit as signing
from backend.payments import purchases
from tests.backend import service
from tests.backend.admin.conftest import adds_up, audit, waiting_event
from tests.backend.identities import SignIn
from tests.backend.people import order, person, photos
from tests.services import Bucket

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], postgres_url: str, s3: Bucket, sign_in: SignIn
) -> Run:
    """Runs an admin command; answers its exit code, output and errors."""
    for name, value in service.environment(postgres_url, s3, sign_in).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FREE_RERUNS", "0")

    def admin(*args: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["admin", *map(str, args)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return admin


def test_granting_and_correcting_are_signed(run: Run, engine: Engine) -> None:
    user = person(engine)
    for _ in range(2):
        assert run("grant", user, 20, "--reason", "Sorry", "--ref", "t-1") == (0, "The balance is now 20.\n", "")
    assert run("correct", user, "3", "--reason", "Too few", "--operator", "ada")[:2] == (0, "The balance is now 23.\n")
    assert run("correct", user, "-4", "--reason", "Too many", "--operator", "ada")[1] == "The balance is now 19.\n"
    assert run("correct", user, 1, "--reason", " ") == (2, "", "A reason is needed.\n")
    assert run("correct", user, 1, "--reason", "x", "--operator", " ") == (2, "", "The operator needs a name.\n")
    assert run("correct", "nobody@example.test", 1, "--reason", "x") == (1, "", "There is no such user.\n")
    assert audit(engine) == [
        (getpass.getuser(), "grant", str(user), "Sorry"),
        ("ada", "correction", str(user), "Too few"),
        ("ada", "correction", str(user), "Too many"),
    ]
    assert adds_up(engine)


def test_a_failed_job_is_found_looked_at_and_tried_again(run: Run, engine: Engine) -> None:
    user, other = person(engine, 1), person(engine, 5)
    assert run("jobs") == (0, "No jobs.\n", "")
    [job], _ = orders.submit(engine, user, [order(photos(engine, user)[0])])
    [claim] = jobs.claim(engine, "w", 1)
    assert jobs.settle_failure(engine, claim, "content_policy", "The image model refused this photo.")
    orders.submit(engine, other, [order(photos(engine, other)[0], preset="sky")])
    everything = run("jobs")[1].splitlines()
    assert (len(everything), len(run("jobs", "--limit", 1)[1].splitlines())) == (2, 1)
    code, found, _ = run("jobs", "--state", "failed", "--user", f"{user.hex[:8]}@example.test")
    assert found.count("\n") == 1
    assert all(word in found for word in (str(job.id), "failed", "dusk", "content_policy"))
    detail = run("jobs", job.id)[1]
    assert "0 calls, $0.000" in detail
    assert "The image model refused this photo." in detail
    assert [line.split()[3] for line in detail.partition("\n\n")[2].splitlines()] == ["queued", "processing", "failed"]

    assert run("retry", job.id, "--reason", "Again") == (0, "The job is queued; 1 credit held.\n", "")
    code, out, err = run("retry", job.id)
    assert (code, out, err) == (1, "", "The job is queued: only one that failed can be tried again.\n")
    assert run("cancel", job.id)[:2] == (0, "The job is cancelled.\n")
    assert run("retry", job.id)[0] == run("cancel", job.id)[0] == 1
    for action in ("retry", "cancel", "jobs"):
        assert run(action, uuid4()) == (1, "", "There is no such job.\n")
        assert run(action, "nonsense") == (2, "", "“nonsense” is not the id of a job.\n")
    assert run("jobs", "--limit", 0)[0] == 2
    assert [row[1:] for row in audit(engine)] == [("retry", str(job.id), "Again"), ("cancel", str(job.id), None)]
    assert adds_up(engine)


def test_a_retry_without_credits_says_how_many_are_missing(run: Run, engine: Engine) -> None:
    user = person(engine, 1)
    [job], _ = orders.submit(engine, user, [order(photos(engine, user)[0])])
    [claim] = jobs.claim(engine, "w", 1)
    assert jobs.settle_failure(engine, claim, "x", "No.")
    run("correct", user, "-1", "--reason", "test")
    assert run("retry", job.id) == (1, "", "The user has too few credits: 0 available, 1 needed.\n")
    assert adds_up(engine)


def test_events_that_wait_are_listed_and_applied(run: Run, engine: Engine) -> None:
    user, bought = person(engine), uuid4()
    assert run("events") == (0, "No event waits.\n", "")
    event = waiting_event(engine, bought)
    listed = run("events")[1]
    assert all(word in listed for word in (event, "checkout.session.completed", "UnknownPurchase", "tries: 1"))
    code, out, err = run("apply", event)
    assert (code, out) == (1, "")
    logged, said = err.splitlines()
    assert json.loads(logged)["event"] == "event_waits"
    assert said == "The event still waits: its purchase is not known here."
    with engine.begin() as connection:
        purchases.create(connection, user, bought, "starter", 50)
    assert run("apply", event)[:2] == (0, "The event has been applied.\n")
    assert run("apply", event)[0] == 1
    assert run("user", user)[1].splitlines()[0] == f"{user}: 50 posted, 0 held"
    assert adds_up(engine)


def test_a_database_that_is_away_is_said_without_its_address(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://u:hidden@127.0.0.1:9/x")
    code, out, err = run("jobs")
    assert (code, out, err) == (1, "", "The database refused: OperationalError.\n")


def test_an_operator_without_a_name_in_the_system_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOGNAME", "bo\x1bb")
    assert signing.operator() == "bob"


def test_other_commands_start_without_it() -> None:
    script = "import sys, json; import backend.__main__ as m; m._parser(); print(json.dumps(list(sys.modules)))"
    root = Path(__file__).resolve().parents[3]
    loaded = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert not {"sqlalchemy", "starlette", "starlette_admin", "stripe", "cv2"} & set(json.loads(loaded.stdout))
