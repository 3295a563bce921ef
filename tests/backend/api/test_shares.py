"""A shoot's link: what its page shows, asks for and lets be downloaded, and when it leads nowhere any more."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from uuid import uuid4

import httpx
import sqlalchemy as sa
from sqlalchemy import Engine

from backend.api import shares as share_api
from backend.config import Settings
from backend.database import tables
from backend.storage import Storage
from backend.sweeps import Keep, photos
from tests.backend.api.pages import Deliver, Page, fetched, path_of, share
from tests.backend.service import User


def test_the_page_shows_every_photo_before_and_after(user: User, deliver: Deliver, config: Settings) -> None:
    shoot = user.shoot()
    first, second = deliver(shoot, "IMG_1"), deliver(shoot, "IMG_2")
    told = "Virtually staged: the <sofa> was added."
    wanted = [
        {"job_id": second, "caption": "Living room & hall", "disclosure": told},
        {"job_id": first, "before": False},
    ]
    link = path_of(share(user, shoot, photos=wanted))
    answer = user.http.get(link)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = Page(answer.text)
    assert "12 Elm Street" in page.text
    assert "1. Living room & hall" in page.text
    assert told in page.text
    assert "2. Photo 2" in page.text
    # In the page's order; the second photo is shown without what it was before.
    shown = [fetched(user, image["src"] or "") for image in page.images]
    assert shown == [b"before IMG_2", b"after IMG_2", b"after IMG_1"]
    assert [image["alt"] for image in page.images[:2]] == ["Before: Living room & hall", "After: Living room & hall"]
    assert all((image["width"], image["height"]) == ("1024", "683") for image in page.images)
    saved = [user.http.get(link["href"] or "") for link in page.links]
    assert [answer.status_code for answer in saved] == [302, 302]
    assert [httpx.get(one.headers["location"]).content for one in saved] == [b"result IMG_2", b"result IMG_1"]
    name = httpx.get(saved[0].headers["location"]).headers["content-disposition"]
    assert 'filename="01 Living room & hall.jpg"' in name


def test_the_page_asks_nobody_else_and_is_kept_out_of_searches(user: User, deliver: Deliver, config: Settings) -> None:
    shoot = user.shoot()
    link = path_of(share(user, shoot, deliver(shoot, "IMG_1")))
    answer = user.http.get(link)
    page = Page(answer.text)
    asked = [image["src"] or "" for image in page.images] + [one["href"] or "" for one in page.links]
    assert asked
    assert all(one.startswith(f"{link}/picture?") for one in asked)
    assert answer.text.count("<link ") == answer.text.count('<link rel="icon" href="data:,">') == 1
    assert set(page.tags).isdisjoint({"iframe", "form", "object", "embed", "base", "video"})
    assert page.handlers == []
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    assert "set-cookie" not in answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == f"'self' {config.s3_endpoint} data:"
    assert "unsafe" not in answer.headers["content-security-policy"]
    for tag, source in (("style", policy["style-src"]), ("script", policy["script-src"])):
        inside = answer.text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = hashlib.sha256(inside.encode()).digest()
        assert source == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
    assert "no-store" in answer.headers["cache-control"]
    leading = user.http.get(asked[0])
    assert leading.headers["referrer-policy"] == "no-referrer"
    assert f"X-Amz-Expires={share_api.LINK_SECONDS}&" in leading.headers["location"]


def test_files_that_were_made_for_it_are_downloads(user: User, deliver: Deliver) -> None:
    shoot = user.shoot()
    job = deliver(shoot, "IMG_1")
    mls = user.uploaded(shoot, b"for the MLS", "01 12 Elm Street.jpg")
    wanted = {"job_id": job, "files": [{"title": "MLS, 2048 pixels", "asset_id": mls}]}
    page = Page(user.http.get(path_of(share(user, shoot, photos=[wanted]))).text)
    assert "MLS, 2048 pixels, 1 kB" in page.text
    answer = user.http.get(page.links[0]["href"] or "")
    saved = httpx.get(answer.headers["location"])
    assert saved.content == b"for the MLS"
    assert 'filename="01 12 Elm Street.jpg"' in saved.headers["content-disposition"]


def test_only_results_of_the_shoot_can_be_shared(new_user: Callable[[], User], user: User, deliver: Deliver) -> None:
    shoot, other = user.shoot(), user.shoot()
    job, elsewhere = deliver(shoot, "IMG_1"), deliver(other, "IMG_2")
    user.grant(1)
    waiting = user.order(user.uploaded(shoot, b"two")).json()["jobs"][0]["id"]
    for wrong in (elsewhere, waiting, str(uuid4())):
        assert share(user, shoot, job, wrong).status_code == 409
    strange = {"job_id": job, "files": [{"title": "x", "asset_id": user.uploaded(other, b"three")}]}
    assert share(user, shoot, photos=[strange]).status_code == 409
    assert user.get(f"/shoots/{shoot}/share").status_code == 404
    stranger = new_user()
    assert share(stranger, shoot, job).status_code == 404
    share(user, shoot, job)
    for method in ("GET", "DELETE"):
        assert stranger.call(method, f"/shoots/{shoot}/share").status_code == 404
    assert user.get(f"/shoots/{shoot}/share").json()["photos"] == 1


def test_bringing_it_up_to_date_keeps_the_link(user: User, deliver: Deliver) -> None:
    shoot = user.shoot()
    first, second = deliver(shoot, "IMG_1"), deliver(shoot, "IMG_2")
    link = path_of(share(user, shoot, first))
    again = share(user, shoot, second, title="14 Elm Street", days=90)
    assert again.json()["url"] is None
    text = Page(user.http.get(link).text).text
    assert "14 Elm Street" in text
    assert "12 Elm Street" not in text


def test_a_request_whose_reply_was_lost_is_answered_with_another_link(user: User, deliver: Deliver) -> None:
    shoot = user.shoot()
    body = {"id": str(uuid4()), "title": "Elm", "photos": [{"job_id": deliver(shoot, "IMG_1")}]}
    first, second = (path_of(user.post(f"/shoots/{shoot}/share", body)) for _ in range(2))
    assert [user.http.get(link).status_code for link in (first, second)] == [404, 200]


def test_a_link_ends_by_hand_by_date_and_with_its_shoot(user: User, deliver: Deliver, engine: Engine) -> None:
    shoot = user.shoot()
    job = deliver(shoot, "IMG_1")
    links = [path_of(share(user, shoot, job))]
    assert user.call("DELETE", f"/shoots/{shoot}/share").json()["ended_at"] is not None
    assert user.get(f"/shoots/{shoot}/share").status_code == 404
    links.append(path_of(share(user, shoot, job)))
    with engine.begin() as connection:
        past = sa.func.now() - sa.text("interval '1 second'")
        connection.execute(sa.update(tables.shares).values(expires_at=past))
    assert user.get(f"/shoots/{shoot}/share").json()["ended_at"] is None
    assert user.http.get(links[1]).status_code == 410
    links.append(path_of(share(user, shoot, job)))
    assert user.http.get(links[2]).status_code == 200
    assert user.call("DELETE", f"/shoots/{shoot}").status_code == 204
    for link in links:
        answer = user.http.get(link)
        assert (answer.status_code, "This link has ended" in answer.text) == (410, True)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert user.http.get(f"{link}/picture?photo=1&of=after").status_code == 410
    with engine.connect() as connection:
        assert "Elm" not in str(connection.execute(sa.select(tables.shares.c.title, tables.shares.c.photos)).all()[-1])


def test_a_link_ends_with_the_account(user: User, deliver: Deliver, engine: Engine) -> None:
    shoot = user.shoot()
    link = path_of(share(user, shoot, deliver(shoot, "IMG_1")))
    with engine.begin() as connection:
        connection.execute(sa.update(tables.users).values(email="", deleted_at=sa.func.now()))
    assert user.http.get(link).status_code == 410
    with engine.begin() as connection:
        connection.execute(sa.update(tables.users).values(email="a@example.test", deleted_at=None))
    assert user.call("DELETE", "/account").status_code == 200
    assert user.http.get(link).status_code == 404
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.shares)).all() == []


def test_a_wrong_link_leads_to_a_plain_page(user: User, deliver: Deliver) -> None:
    shoot = user.shoot()
    link = path_of(share(user, shoot, deliver(shoot, "IMG_1")))
    for wrong in (link[:-1], link + "a", f"/s/{'a' * 43}", "/s/x", f"/s/{uuid4()}", link.swapcase().lower()):
        answer = user.http.get(wrong)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8"), wrong
    for query in ("photo=2&of=after", "photo=1&of=file", "photo=0&of=file", "photo=0&of=after", "photo=0&of=full"):
        assert user.http.get(f"{link}/picture?{query}").status_code == 404
    for query in ("photo=-1&of=after", "photo=1&of=original", "of=after", "photo=1&of=after&key=x"):
        assert user.http.get(f"{link}/picture?{query}").status_code == 422


def test_the_link_is_kept_as_a_hash_alone(user: User, deliver: Deliver, engine: Engine) -> None:
    shoot = user.shoot()
    token = path_of(share(user, shoot, deliver(shoot, "IMG_1"))).removeprefix("/s/")
    assert len(token) == 43
    with engine.connect() as connection:
        kept = [str(connection.execute(sa.select(table)).all()) for table in (tables.shares, tables.idempotency_keys)]
    assert not [rows for rows in kept if token in rows]


def test_the_owner_sees_when_it_was_opened(user: User, deliver: Deliver) -> None:
    shoot = user.shoot()
    link = path_of(share(user, shoot, deliver(shoot, "IMG_1")))
    assert user.get(f"/shoots/{shoot}/share").json()["opened_at"] is None
    user.http.get(link)
    assert user.get(f"/shoots/{shoot}/share").json()["opened_at"] is not None


def test_a_link_that_is_asked_too_often_has_to_wait(user: User, deliver: Deliver, engine: Engine) -> None:
    shoot = user.shoot()
    link = path_of(share(user, shoot, deliver(shoot, "IMG_1")))
    assert user.http.get(link).status_code == 200
    with engine.begin() as connection:
        mine = tables.rate_limits.c.name.startswith("share ")
        connection.execute(sa.update(tables.rate_limits).where(mine).values(tokens=-1000))
    answer = user.http.get(link)
    assert (answer.status_code, answer.headers["content-type"]) == (429, "text/html; charset=utf-8")
    # Of that link alone.
    assert user.get("/shoots").status_code == 200


def test_what_is_shared_stays_stored(user: User, deliver: Deliver, engine: Engine, store: Storage) -> None:
    shoot = user.shoot()
    job = deliver(shoot, "IMG_1")
    extra = user.uploaded(shoot, b"for the MLS", "mls.jpg")
    link = path_of(share(user, shoot, photos=[{"job_id": job, "files": [{"title": "MLS", "asset_id": extra}]}]))

    def a_year_later() -> int:
        year = sa.text("interval '1 year'")
        with engine.begin() as connection:
            connection.execute(sa.update(tables.jobs).values(updated_at=sa.func.now() - year))
            connection.execute(
                sa.update(tables.assets).values(linked_at=sa.func.now() - year, look_at=sa.func.now() - year)
            )
        return photos.sweep(engine, store, Keep())

    assert a_year_later() == 0
    page = Page(user.http.get(link).text)
    assert [fetched(user, one["href"] or "") for one in page.links] == [b"for the MLS", b"result IMG_1"]
    user.call("DELETE", f"/shoots/{shoot}/share")
    assert a_year_later() > 0
