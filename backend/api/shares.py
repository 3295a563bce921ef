"""A shoot's link, for its owner; and the page that it leads to, for whoever has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

from starlette.responses import RedirectResponse, Response

from backend import contract, limits, shares
from backend.api import share_page
from backend.api.endpoint import Call
from backend.limits import Limit, RateLimited
from backend.shares import Page, ShareEnded, ShareNotFound, Stored

LINK_SECONDS = 120
"""For which a picture or file can be asked of storage, once the page has sent somebody there."""
BURST, PER_SECOND = 2000, 5.0
"""Of one link's page, pictures and files together: a page has up to 400 pictures."""


def put_share(call: Call) -> contract.Share:
    """Make the shoot's link, or bring its page up to date."""
    wanted = call.body
    photos = tuple(_photo(photo) for photo in wanted.photos)
    content = shares.Content(wanted.title, photos, wanted.statement, _files(wanted.files))
    share, token = shares.put(call.services.engine, call.user_id, call.ids["id"], wanted.id, wanted.days, content)
    return _reply(share, token and f"{call.services.settings.app_url}/s/{token}")


def _photo(photo: contract.SharedPhoto) -> shares.Photo:
    picture = photo.picture
    return shares.Photo(
        job_id=str(photo.job_id) if photo.job_id is not None else None,
        caption=photo.caption,
        disclosure=photo.disclosure,
        before=photo.before,
        files=_files(photo.files),
        edits=tuple(photo.edits),
        picture=shares.Picture(str(picture.asset_id), picture.width, picture.height) if picture else None,
    )


def _files(files: Sequence[contract.SharedFile]) -> tuple[shares.File, ...]:
    return tuple(shares.File(file.title, str(file.asset_id)) for file in files)


def get_share(call: Call) -> contract.Share:
    """The shoot's link as it stands."""
    return _reply(shares.current(call.services.engine, call.user_id, call.ids["id"]))


def end_share(call: Call) -> contract.Share:
    """Have the link lead nowhere."""
    return _reply(shares.end(call.services.engine, call.user_id, call.ids["id"]))


def _reply(share: shares.Share, url: str | None = None) -> contract.Share:
    return contract.Share(
        title=share.title,
        url=url,
        photos=share.photos,
        created_at=share.created_at,
        expires_at=share.expires_at,
        opened_at=share.opened_at,
        ended_at=share.ended_at,
    )


def _for_people(handler: Callable[[Call], Response]) -> Callable[[Call], Response]:
    """What is wrong with a link is told by a page."""

    @wraps(handler)
    def handle(call: Call) -> Response:
        try:
            return handler(call)
        except ShareNotFound:
            return share_page.message(404, "There is nothing here", "Check that the link was copied whole.")
        except ShareEnded:
            text = "The photos are no longer shared here. Ask whoever sent you the link for a new one."
            return share_page.message(410, "This link has ended", text)
        except RateLimited:
            return share_page.message(429, "That was a lot at once", "Please wait a minute and load the page again.")

    return handle


@_for_people
def show_share(call: Call) -> Response:
    """The page."""
    page = _page(call)
    shares.opened(call.services.engine, page.share_id)
    return share_page.response(page, f"/s/{call.token}/picture", call.services.settings.s3_endpoint)


@_for_people
def shared_picture(call: Call) -> Response:
    """Lead on to one of the page's pictures or files, by a link that soon ends."""
    key, filename = _wanted(_page(call, only=call.query.photo), call.query)
    if key is None:
        raise ShareNotFound
    link = call.services.storage.presign_get(key, filename=filename, seconds=LINK_SECONDS)
    return RedirectResponse(link.url, 302, headers={"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"})


def _page(call: Call, *, only: int | None = None) -> Page:
    page = shares.page(call.services.engine, call.token, only=only)
    limits.take(call.services.engine, page.owner, Limit(f"share {page.share_id}", BURST, PER_SECOND))
    return page


def _wanted(page: Page, query: contract.SharedPicture) -> tuple[str | None, str | None]:
    """Where it is stored, and the name that a browser saves it under. `page` has the one photo, or none."""
    photo = page.photos[0] if page.photos else None
    if query.of == "file":
        files = page.files if query.photo == 0 else photo.files if photo is not None else ()
        return _named(files[query.file - 1] if query.file <= len(files) else None)
    if photo is None:
        return None, None
    match query.of:
        case "before":
            return photo.before_key, None
        case "after":
            return photo.after_key, None
    return _named(photo.full)


def _named(file: Stored | None) -> tuple[str | None, str | None]:
    return (file.key, file.filename) if file is not None else (None, None)
