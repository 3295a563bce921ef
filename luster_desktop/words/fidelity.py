"""What the service measured on an edit, in words. Without full stops."""

from __future__ import annotations

from luster_desktop.library.fidelity import Fidelity

_GENERATED = {
    "sky": "the sky",
    "lawn": "the lawn",
    "windows": "the light in the windows",
    "view": "the view behind the windows",
    "painted": "the painted place",
}


def beyond(found: Fidelity) -> str:
    """ "Nothing else changed", "2 places differ beyond what you asked for"."""
    if found.beyond_request:
        verb = "differs" if found.beyond_request == 1 else "differ"
        return f"{_places(found.beyond_request)} {verb} beyond what you asked for"
    return "Nothing else changed" if found.passed else "Look at the changes"


def left_out(found: Fidelity) -> str:
    """ "3 places were left as in your photo"; empty where there is none."""
    verb = "was" if found.left_out == 1 else "were"
    return f"{_places(found.left_out)} {verb} left as in your photo" if found.left_out else ""


def generated(found: Fidelity) -> str:
    """ "The sky and the lawn were generated"; empty where nothing was."""
    named = [_GENERATED[name] for name in found.generated if name in _GENERATED]
    if not named:
        return ""
    listed = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return f"{listed[0].upper()}{listed[1:]} {'was' if len(named) == 1 else 'were'} generated"


def everything(found: Fidelity | None) -> tuple[str, ...]:
    """All there is to say; nothing of an edit that was not looked at."""
    if found is None:
        return ()
    before = beyond(found.source) if found.source is not None else ""
    earlier = f"In the result before, {before[0].lower()}{before[1:]}" if before else ""
    return tuple(filter(None, (generated(found), beyond(found), left_out(found), earlier)))


def short(found: Fidelity) -> str:
    """The one thing that most needs saying, in a few words."""
    if found.beyond_request:
        return f"{_places(found.beyond_request)} to look at"
    if found.passed and found.view_generated:
        return "Generated view"
    if found.passed and found.left_out:
        return f"{_places(found.left_out)} left as in your photo"
    return beyond(found)


def _places(number: int) -> str:
    return "1 place" if number == 1 else f"{number} places"
