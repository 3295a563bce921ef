"""What the service measured on an edit, in words. Without full stops."""

from __future__ import annotations

from luster_desktop.library.fidelity import Fidelity
from luster_desktop.words.language import listed, mark, plural, tr, within

_GENERATED = {
    "sky": mark("The sky was generated"),
    "lawn": mark("The lawn was generated"),
    "windows": mark("The light in the windows was generated"),
    "view": mark("The view behind the windows was generated"),
    "painted": mark("The painted place was generated"),
}
_AMONG_OTHERS = {
    "sky": mark("the sky"),
    "lawn": mark("the lawn"),
    "windows": mark("the light in the windows"),
    "view": mark("the view behind the windows"),
    "painted": mark("the painted place"),
}


def beyond(found: Fidelity) -> str:
    """ "Nothing else changed", "2 places differ beyond what you asked for"."""
    if found.beyond_request:
        return plural(
            "{n} place differs beyond what you asked for",
            "{n} places differ beyond what you asked for",
            found.beyond_request,
        )
    return tr("Nothing else changed") if found.passed else tr("Look at the changes")


def left_out(found: Fidelity) -> str:
    """ "3 places were left as in your photo"; empty where there is none."""
    if not found.left_out:
        return ""
    return plural("{n} place was left as in your photo", "{n} places were left as in your photo", found.left_out)


def generated(found: Fidelity) -> str:
    """ "The sky and the lawn were generated"; empty where nothing was."""
    known = [name for name in found.generated if name in _GENERATED]
    if len(known) < 2:
        return tr(_GENERATED[known[0]]) if known else ""
    said = tr("{parts} were generated", parts=listed([tr(_AMONG_OTHERS[name]) for name in known]))
    return said[:1].upper() + said[1:]


def everything(found: Fidelity | None) -> tuple[str, ...]:
    """All there is to say; nothing of an edit that was not looked at."""
    if found is None:
        return ()
    earlier = tr("In the result before: {said}", said=within(beyond(found.source))) if found.source is not None else ""
    return tuple(filter(None, (generated(found), beyond(found), left_out(found), earlier)))


def short(found: Fidelity) -> str:
    """The one thing that most needs saying, in a few words."""
    if found.beyond_request:
        return plural("{n} place to look at", "{n} places to look at", found.beyond_request)
    if found.passed and found.view_generated:
        return tr("Generated view")
    if found.passed and found.left_out:
        return plural("{n} place left as in your photo", "{n} places left as in your photo", found.left_out)
    return beyond(found)
