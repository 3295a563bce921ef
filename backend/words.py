"""What the service tells users of their photos and edits: sentences by code. Of requests `api/problems` tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

SENTENCES: Mapping[str, str] = {
    # The photo
    "not_arrived": "The file has not arrived yet.",
    "other_file": "What arrived is not the file that was announced. Add the photo again.",
    "not_kept": "The photo is no longer stored at Luster. It is sent again when you order an edit of it.",
    "not_uploaded": "{filename} has not been uploaded yet.",
    "archive": "{filename} is an archive; an edit can be ordered of a photo alone.",
    "not_usable": "{filename} cannot be used: upload it again.",
    "original_changed": "The uploaded file is not the one that was checked. No credit was taken. Add the photo again.",
    "result_changed": "The result to go on from is no longer there. No credit was taken. Edit the photo itself.",
    "empty": "The file is empty; copy it from the card again.",
    "not_a_photo": "The file is not a JPEG, HEIC, PNG, TIFF or WebP photo, or it is damaged.",
    "damaged": "The file is damaged or incomplete; copy it from the card again.",
    "unreadable": "The file is in a form that Luster cannot read; export it again as JPEG.",
    "undecodable": (
        "The photo could not be processed; the file may be damaged. Export it again as JPEG and try once more."
    ),
    "too_slow": "The photo could not be processed; the file may be damaged. Export it again as JPEG and try once more.",
    "too_small": "The photo is only {width} x {height} pixels.",
    "too_large": "The photo has too many pixels; Luster takes up to {most} megapixels.",
    "no_memory": "The photo needs more memory than there is; export it with fewer megapixels.",
    "animated": "The file is an animation, not a photo.",
    "pixel_format": "The photo has 32-bit or unusual pixels; export it with 8 or 16 bits per channel.",
    "hdr": "The photo is stored as HDR (PQ or HLG); export it as a standard (SDR) photo.",
    "dimensions": "The photo has no pixels.",
    "aspect": "The photo is more than {ratio} times as long as it is wide; crop it and try again.",
    "shape": "The photo's shape does not fit the editor; crop it and try again.",
    "no_sky": "No sky was found in this photo.",
    "no_lawn": "No lawn was found in this photo.",
    "no_windows": "No windows were found in this photo.",
    "no_structure": "The photo shows too little for an edit to be placed: it is blank, blurred or mere noise.",
    # The edit
    "gave_up": "The edit did not work after several tries. No credit was taken.",
    "not_done_in_time": (
        "The edit could not be done within {hours} hours, so it was given up. No credit was taken. Order it again."
    ),
    "moderation_blocked": (
        "The image model refused this photo for safety reasons. No credit was taken. "
        "Check that nobody's face or private text is the main subject, or try another photo."
    ),
    "model_rejected_request": (
        "The image model could not work with this photo. No credit was taken; try exporting it again as JPEG."
    ),
    "unfaithful": (
        "The edit changed more than it should, twice. No credit was taken. Try another edit or a milder setting."
    ),
    "no_edit": (
        "The edit hardly changed what you asked for, twice. No credit was taken. Try another setting or another photo."
    ),
    "misaligned": ("The edit came back as another view of the scene, twice. No credit was taken. Try again later."),
    "answer_unreadable": ("The edit came back as no usable picture, twice. No credit was taken. Try again later."),
    "preset_withdrawn": "This preset or setting is no longer offered. No credit was taken. Choose another.",
    "result_not_kept": "This result is no longer stored at Luster. Order the edit again to have it made anew.",
    # The studio's address
    "webhook_forbidden": "The address leads to a private network, where Luster sends nothing.",
    "webhook_unknown": "The address is not known on the internet.",
    "webhook_unreachable": "The address did not answer, or not by a valid certificate.",
    "webhook_late": "The address took more than {seconds} seconds.",
    "webhook_redirected": "The address leads on to another one. Enter that one.",
    "webhook_answered": "The address answered with status {status}.",
    "webhook_not_https": "The address must begin with https:// and name a server on the internet.",
    # The order
    "unknown_preset": "There is no preset called “{preset}”.",
    "cannot_combine": "{why}",
    "nothing_anchored": "These edits bring no light or sky of their own that could be like another photo's.",
    "unknown_parameter": "The preset {preset} has no parameter called “{name}”.",
    "unknown_choice": "{title} must be one of: {choices}.",
    "not_painted": "Paint over the place in the photo that should change.",
    "region_unreadable": "The painted region cannot be read.",
    "region_too_fine": "The painted region has too many strokes. Use a larger brush.",
}


class Coded(Protocol):
    """An error whose code has a sentence here."""

    @property
    def code(self) -> str: ...

    @property
    def values(self) -> Mapping[str, str | int | float]: ...


def sentence(code: str, values: Mapping[str, str | int | float] | None = None) -> str:
    """The code in words."""
    return SENTENCES[code].format(**values or {})


def told(error: Coded) -> str:
    """The error in words."""
    return sentence(error.code, error.values)
