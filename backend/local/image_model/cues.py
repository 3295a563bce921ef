"""Which edits a prompt asks for.

A model understands English; this one listens for cues. Sentences that say what must stay ("keep everything else ...",
"do not ...", "apart from ...", "leave ... untouched") ask for nothing and are not listened to, nor is a paragraph that
quotes a note. One that speaks of the second picture asks for its sky, see `like_second`. In the rest, case does not
matter. Each paragraph asks for one edit at most, the first of this list that is named in it:

remove: "remove" or "take away" before "object", "objects" or "mask". It needs a mask.
dusk: "twilight", "dusk", "blue hour".
    Sky warmth: cool or warm when that word stands before "sky" ("a cool evening sky"), otherwise natural.
    Interior lights: off for "lights off", "unlit", "windows stay dark"; bright for "lights on bright", "glow strongly",
    "brightly lit"; otherwise on.
sky: "replace", "new", "change", "swap", "another" or "different" before "sky"; "sky replacement".
    Kind: sunset for "sunset", "golden hour"; clear for "clear", "cloudless"; otherwise clouds.
lawn: "lawn", "grass", "turf".
    Strength: light for "light touch", "slightly", "subtle"; lush for "lush", "dense"; otherwise natural.
bright: "brighten", "brighter"; "bright" and "interior" or "room" in one sentence.
    Strength: strong for "strongly", "high-key", "airy"; otherwise natural.
    Temperature: warm or cool before "white balance", "warmer", "cooler"; otherwise neutral.

A prompt without a cue gets the photo back, re-rendered but not edited. `[[fault:NAME]]` in a prompt is not a cue, see
`faults`.
"""

from __future__ import annotations

import re

from backend.local.image_model.editor import Bright, Dusk, Edit, Lawn, Remove, Sky

_STAYS = re.compile(
    r"\bkeep everything\b|\bdo(?:es)? not\b|\bdon't\b|^\s*apart from\b|\buntouched\b|\bmust stay\b|\bunchanged\b"
)
_QUOTED = re.compile(r"\bgiven here as a quotation\b")
_SECOND = re.compile(r"\bsecond picture\b")
_ONLY = re.compile(r",? and do(?:es)? not\b.*|,? and keep\b.*")


def understand(prompt: str) -> tuple[Edit, ...]:
    """The edits that a prompt asks for, in its order."""
    found = (_edit(text) for text in _paragraphs(prompt) if not _SECOND.search(text))
    return tuple(edit for edit in found if edit is not None)


def like_second(prompt: str) -> bool:
    """Whether it asks for the look of the second picture."""
    return any(_SECOND.search(text) for text in _paragraphs(prompt))


def _paragraphs(prompt: str) -> list[str]:
    """All that do not quote."""
    return [text for text in re.split(r"\n\s*\n", prompt) if not _QUOTED.search(text)]


def _edit(prompt: str) -> Edit | None:
    text = " ".join(_ONLY.sub("", s) for s in _sentences(prompt) if not _STAYS.search(_ONLY.sub("", s)))
    if re.search(r"\b(remov\w+|tak\w+ away)\b[^.]{0,60}\b(objects?|mask)\b", text):
        return Remove()
    if re.search(r"\b(twilight|dusk|blue hour)\b", text):
        return _dusk(text)
    if re.search(
        r"\b(replac\w+|new|chang\w+|swap\w*|another|different)\b[^.]{0,60}\bsk(y|ies)\b|\bsky replacement\b", text
    ):
        return _sky(text)
    if re.search(r"\b(lawns?|grass|turf)\b", text):
        return _lawn(text)
    if re.search(
        r"\bbrighten\w*|\bbrighter\b|\bbright\b[^.]*\b(interior|room)|\b(interior|room)\b[^.]*\bbright\b", text
    ):
        return _bright(text)
    return None


def _sentences(prompt: str) -> list[str]:
    plain = re.sub(r"\[\[.*?\]\]", " ", prompt.lower())
    return re.split(r"(?<=[.!?;])\s+", " ".join(plain.split()))


def _dusk(text: str) -> Dusk:
    sky = re.search(r"\b(cool|cold|warm|natural)\b[^.;:]{0,30}\bsky\b", text)
    warmth = {"cool": "cool", "cold": "cool", "warm": "warm"}.get(sky.group(1) if sky else "", "natural")
    if re.search(r"\blights? off\b|\bunlit\b|\bwindows (stay|remain|are|keep) dark\b", text):
        lights = "off"
    elif re.search(r"\blights? on bright|\bglows? (strongly|brightly)\b|\bbrightly lit\b", text):
        lights = "bright"
    else:
        lights = "on"
    return Dusk(warmth, lights)  # type: ignore[arg-type]


def _sky(text: str) -> Sky:
    if re.search(r"\bsunset\b|\bgolden hour\b", text):
        return Sky("sunset")
    return Sky("clear") if re.search(r"\bclear\b|\bcloudless\b", text) else Sky("clouds")


def _lawn(text: str) -> Lawn:
    if re.search(r"\blight touch\b|\bslightly\b|\bsubtl[ey]\b", text):
        return Lawn("light")
    return Lawn("lush") if re.search(r"\blush\b|\bdense\b", text) else Lawn("natural")


def _bright(text: str) -> Bright:
    strength = "strong" if re.search(r"\bstrong(ly)?\b|\bhigh-key\b|\bairy\b", text) else "natural"
    found = re.search(r"\b(warm|cool) white balance\b|\b(warm|cool)er\b", text)
    temperature = (found.group(1) or found.group(2)) if found else "neutral"
    return Bright(strength, temperature)  # type: ignore[arg-type]
