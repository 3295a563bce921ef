from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest

from backend import contract
from luster_desktop.cli.services import Services
from luster_desktop.cloud.api import ApiClient, ApiProblem, ApiUnreachable
from luster_desktop.cloud.session import NotSignedIn, Session
from luster_desktop.reasons import Reason
from tests.desktop.cloud.scripted import Say, Script, scripted

ACCOUNT = {"user_id": str(uuid4()), "email": "a@b.test", "credits": {"posted": 3, "held": 1}, "new_field": True}


def problem(kind: contract.ProblemType, status: int, **more: object) -> Say:
    body = {"type": kind.value, "title": "T", "status": status, "detail": "A sentence.", "request_id": "r1", **more}
    headers = {"Content-Type": "application/problem+json"}
    if "retry_after" in more:
        headers["Retry-After"] = str(more["retry_after"])
    return Say(status, json.dumps(body).encode(), headers)


GOOD = Say(body=json.dumps(ACCOUNT).encode())


@contextmanager
def against(services: Services, *answers: Say) -> Iterator[tuple[ApiClient, Script]]:
    """A client with a real session whose service answers as told."""
    with scripted(*answers) as script:
        api = ApiClient(replace(services.settings, app_url=script.url), services.session)
        try:
            yield api, script
        finally:
            api.close()


def test_an_answer_may_have_gained_fields(services: Services) -> None:
    with against(services, GOOD) as (api, _script):
        assert api.account().credits.available == 2


def test_a_problem_carries_its_sentence_and_numbers(services: Services) -> None:
    broke = problem(contract.ProblemType.OUT_OF_CREDITS, 402, available=1, required=4)
    with against(services, broke) as (api, script), pytest.raises(ApiProblem, match=r"A sentence\.") as raised:
        api.order([contract.JobOrder(id=uuid4(), asset_id=uuid4(), preset="dusk")])
    assert raised.value.is_(contract.ProblemType.OUT_OF_CREDITS)
    assert (raised.value.problem.available, raised.value.problem.required) == (1, 4)
    assert len(script.asked) == 1


def test_a_refused_token_is_refreshed_once(services: Services) -> None:
    refused = problem(contract.ProblemType.UNAUTHENTICATED, 401)
    with against(services, refused, GOOD) as (api, script):
        api.account()
    tokens = [headers["Authorization"] for _line, headers, _body in script.asked]
    assert len(set(tokens)) == 2
    with against(services, refused) as (api, script), pytest.raises(ApiProblem):
        api.account()
    assert len(script.asked) == 2


def test_a_busy_service_and_lost_connections_are_tried_again_with_the_same_key(services: Services) -> None:
    busy = problem(contract.ProblemType.UNAVAILABLE, 503, retry_after=0.01)
    job = json.dumps({"jobs": [], "credits": {"posted": 0, "held": 0}}).encode()
    with against(services, busy, Say(body=job, cut=True), Say(body=job)) as (api, script):
        api.order([contract.JobOrder(id=uuid4(), asset_id=uuid4(), preset="dusk")])
    assert len(script.asked) == 3
    assert len({headers["Idempotency-Key"] for _line, headers, _body in script.asked}) == 1
    assert len({body for _line, _headers, body in script.asked}) == 1


def test_it_gives_up_after_four_tries(services: Services) -> None:
    busy = problem(contract.ProblemType.UNAVAILABLE, 503, retry_after=0.01)
    with against(services, busy) as (api, script), pytest.raises(ApiProblem):
        api.account()
    assert len(script.asked) == 4


def test_a_long_wait_is_left_to_the_caller(services: Services) -> None:
    busy = problem(contract.ProblemType.UNAVAILABLE, 503, retry_after=120)
    with against(services, busy) as (api, script), pytest.raises(ApiProblem) as raised:
        api.account()
    assert (raised.value.retry_after, len(script.asked)) == (120, 1)


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"user_id": 5}'])
def test_an_answer_that_makes_no_sense_is_no_answer(services: Services, body: bytes) -> None:
    with (
        against(services, Say(body=body)) as (api, _script),
        pytest.raises(ApiUnreachable, match=Reason.SERVICE_NOT_UNDERSTOOD),
    ):
        api.account()


def test_an_error_from_something_in_between_has_a_reason_too(services: Services) -> None:
    page = Say(502, b"<html>Bad gateway</html>")
    with against(services, page) as (api, _script), pytest.raises(ApiProblem, match=r'^service_behind {"status": 502}'):
        api.account()


def test_nobody_signed_in_means_no_request(services: Services) -> None:
    session = Session(services.settings, keep=False)
    with scripted(GOOD) as script:
        api = ApiClient(replace(services.settings, app_url=script.url), session)
        with pytest.raises(NotSignedIn):
            api.account()
        api.close()
    session.close()
    assert script.asked == []


def test_the_real_service_answers_in_the_contracts_words(services: Services) -> None:
    presets = {preset.id: preset for preset in services.api.presets().presets}
    assert set(presets) == {"dusk", "sky", "lawn", "bright", "remove"}
    assert all(preset.credits == 1 for preset in presets.values())
    shoot = uuid4()
    assert services.api.put_shoot(shoot, "Haus am See").name == "Haus am See"
    assert services.api.events(shoot, 0).events == []
    with pytest.raises(ApiProblem) as raised:
        services.api.job(uuid4())
    assert raised.value.is_(contract.ProblemType.NOT_FOUND)
    assert raised.value.problem.request_id
    assert services.api.packs()
