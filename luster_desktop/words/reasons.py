"""Why something did not work, as sentences: what happened and what to do."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from luster_desktop.reasons import Reason
from luster_desktop.words.counts import photos

_TAKEN = "JPEG, HEIC, RAW, PNG, TIFF or WebP"

SENTENCES: Mapping[Reason, str] = {
    Reason.FILE_GONE: "The file is no longer there.",
    Reason.FILE_FORBIDDEN: "Luster is not allowed to read this file. Check its permissions.",
    Reason.FILE_UNREADABLE: "The file cannot be read: {error}.",
    Reason.FILE_CHANGED: "The file was changed after it was added. Choose Try again to use it as it is now.",
    Reason.FILE_MISSING: "The file is missing. Locate it first.",
    Reason.FILE_EMPTY: "The file is empty.",
    Reason.FILE_TOO_LARGE: "The file has {megabytes} MB; Luster takes up to {most} MB.",
    Reason.FILE_LOST: "The file can no longer be read.",
    Reason.NOT_A_FILE: "This is not a file.",
    Reason.NOT_A_PHOTO: f"This is not a photo that Luster can edit. It takes {_TAKEN}.",
    Reason.SHORTCUT: "This is a shortcut. Add the folder or photo that it leads to.",
    Reason.ALIAS: "This is an alias. Add the folder or photo that it leads to.",
    Reason.WEB_LINK: "This is a link to a web page, not a photo.",
    Reason.FOLDER_FORBIDDEN: "Luster is not allowed to open this folder.",
    Reason.FOLDER_GONE: "The card or folder is no longer there.",
    Reason.FOLDER_WENT_AWAY: (
        "The card or folder went away while it was read, after {photos}. Connect it and add it again."
    ),
    Reason.TOO_MANY_PIXELS: "The photo has {megapixels} megapixels; Luster edits up to {most}.",
    Reason.DAMAGED_HEADER: "The file is damaged: its header cannot be read.",
    Reason.DAMAGED_PICTURE: "The file is damaged: its picture cannot be read.",
    Reason.DAMAGED_PART: "The file is damaged: a part of the picture is missing.",
    Reason.ODD_PIXELS: "The file is damaged, or its pixels are of a kind that Luster cannot read.",
    Reason.UNKNOWN_RAW: "Luster does not know this camera's RAW format.",
    Reason.ANIMATION: "The file is an animation, not a photo.",
    Reason.HDR_CURVE: "The photo is stored as HDR (PQ or HLG). Export it as a standard (SDR) photo.",
    Reason.DEEP_TIFF: "This TIFF has 32 bits a channel. Export it with 8 or 16 bits a channel.",
    Reason.JPEG_XL: (
        "This DNG is compressed with JPEG XL, which Luster cannot develop. "
        "Export it as JPEG, or as a DNG without JPEG XL."
    ),
    Reason.TOO_FEW_EXPOSURES: "A merge needs at least two exposures.",
    Reason.UNLIKE_EXPOSURES: "The exposures differ in size or kind, so they cannot be merged.",
    Reason.SMALL_EXPOSURES: "These pictures are too small to be merged.",
    Reason.OTHER_SCENES: "These photos do not show the same scene, so they cannot be merged.",
    Reason.EXPOSURE_UNREADABLE: "{name}: {why}",
    Reason.NOT_PREPARED: "This photo could not be prepared.",
    Reason.PREPARING_DIED: "Preparing this photo stopped unexpectedly; the computer may be short of memory.",
    Reason.DISK_FULL: "The disk is full. Make room; Luster then goes on by itself.",
    Reason.OWN_FOLDER_FORBIDDEN: (
        "Luster may not write to its own folder. Check its permissions; Luster then goes on by itself."
    ),
    Reason.OWN_FOLDER_UNWRITABLE: "Luster cannot write to its own folder: {error}.",
    Reason.BELONGS_ANYWHERE: "Nothing tells whether this photo belongs to another.",
    Reason.SAME_SCENE_ELSEWHERE: "Another photo shows the same scene, and nothing says whether they belong together.",
    Reason.OTHER_GROUPING: "These photos could be grouped in another way too.",
    Reason.NEIGHBOUR_ALIKE: (
        "The photo before or after shows the same scene, and nothing says whether it belongs here."
    ),
    Reason.BY_NAMES_AND_LOOKS: "The camera wrote no times or exposures, so these were grouped by name and looks.",
    Reason.NOT_TOLD_APART: "Nothing tells whether this photo belongs to those before or after it.",
    Reason.BRACKET_ALONE: "The camera was bracketing, but the other exposures are missing.",
    Reason.STEP_MISSING: "The steps between these exposures say that one is missing.",
    Reason.NOT_ONE_SCENE: "These photos may not all show the same scene.",
    Reason.LIT_OTHERWISE: "Some of these photos were lit or processed differently from the others.",
    Reason.LONG_PAUSE: "Much time went by between two of these exposures.",
    Reason.EXPOSURES_TWICE: "Some of these exposures occur twice, so there may be two brackets of one scene.",
    Reason.BURST: "Photos beside this one show the same view at the same exposure: a burst, or one taken again.",
    Reason.MADE_FROM_OTHERS: (
        "Exposures of the same scene lie beside this photo: it may be one of them, or made from them."
    ),
    Reason.ONE_MADE_FROM_OTHERS: "One of these may have been made by the camera from the others.",
    Reason.LOOKS_COPIED: "This looks like a copy of {name}.",
    Reason.LOOKS_EDITED: "This looks like an edited version of {name}.",
    Reason.UNUSUAL_SIZE: "{exposures} exposures, where this shoot has sets of {usual}.",
    Reason.INTERRUPTED: "The connection was interrupted. Luster tries again by itself.",
    Reason.SENT_ANEW: "The prepared file has changed before all of it was sent. Luster makes and sends it anew.",
    Reason.NEW_LINK: "Storage asked for a new link. Luster tries again by itself.",
    Reason.STORAGE_REFUSED: "Storage did not take the photo. Try again; if that does not help, write to support.",
    Reason.SERVICE_REFUSED: "The service has refused this photo.",
    Reason.NOT_WHOLE: "The edited photo did not arrive whole.",
    Reason.CANNOT_KEEP: "The edited photo cannot be kept on this computer: {error}.",
    Reason.GAVE_UP: "{why} Choose Try again to fetch it once more.",
    Reason.EDIT_FAILED: "The edit did not work. No credit was taken.",
    Reason.NEWER_STATE: "The service says of this edit: “{state}”. A newer Luster may say more.",
    Reason.NOT_IN_SHOOT: "This photo is no longer in the shoot.",
    Reason.PHOTO_UNUSABLE: "This photo cannot be edited.",
    Reason.PART_OF_STACK: "This photo is one of a stack, which is edited as a whole.",
    Reason.OTHER_ACCOUNT: "This shoot belongs to another account. Sign in with that account to edit it.",
    Reason.NO_PRESET: "There is no preset {preset!r}. Choose one of:\n{choices}",
    Reason.NO_SETTING: "The preset {preset} has no setting {setting!r}. It has: {choices}.",
    Reason.NO_CHOICE: "{setting} cannot be {value!r}. Choose one of: {choices}.",
    Reason.NO_PLACE: "The preset {preset} needs a place: --edit {preset}:{setting}=RADIUS:X,Y in ten-thousandths.",
    Reason.OWN_DATA_UNREADABLE: "Your own {name} was passed over: {why}.",
    Reason.EDIT_PROHIBITED: "{edit} is prohibited by this profile. {rule}",
    Reason.NOT_FIRST: "A photo with {edit} must not be the first. Move another one there.",
    Reason.FIRST_ALTERED: "The first photo must not be altered. Move another one there.",
    Reason.NOT_READY: "There is no finished picture of this photo yet. Enhance it, or let Luster prepare it.",
    Reason.EXPORT_TOO_LARGE: "The picture does not fit into {kilobytes} kB in this size. Choose a smaller size.",
    Reason.LEFT_OUT_OF_SET: "Left out of {set}, which takes no more pictures.",
    Reason.NO_SUCH_PROFILE: "There is no profile {name!r}. There are: {choices}.",
    Reason.PROHIBITED_HERE: "Nothing was ordered: {name} prohibits it. --allow-prohibited orders it all the same.",
    Reason.NOTHING_REMOVED: "What goes is said by --removes, in one word for each painted part of --edit remove.",
    Reason.NO_SUCH_EXPORT: "There is no export recipe {name!r}. There are: {choices}.",
    Reason.BAD_TEMPLATE: "Names cannot be made by “{template}”. It may say {choices}.",
    Reason.WRONG_FORMAT: "This is no JPEG.",
    Reason.WRONG_SIZE: "The picture has {width} × {height} pixels instead of {wanted}.",
    Reason.TOO_MANY_BYTES: "The file has {kilobytes} kB; at most {most} are taken.",
    Reason.TOO_FEW_BYTES: "The file has {kilobytes} kB; at least {least} are needed.",
    Reason.WRONG_COLOURS: "The colours are not in sRGB.",
    Reason.SAYS_TOO_MUCH: "The file says what should not be in it: {what}.",
    Reason.ORIGIN_UNSAID: "The file does not say how the picture came about.",
    Reason.CAPTION_UNSAID: "The file does not say what was altered.",
    Reason.ORIGINAL_NOT_BESIDE: "The original is not where the profile wants it.",
    Reason.NUMBER_MISSING: "Picture {number} is missing.",
    Reason.TOO_MANY_PICTURES: "There are {number} pictures; at most {most} are taken.",
    Reason.OFFLINE: "No connection. Luster goes on by itself when there is one.",
    Reason.WAS_ASLEEP: "The computer was asleep. Luster connects again and goes on by itself.",
    Reason.DISK_NEARLY_FULL: (
        "The disk is nearly full, so finished photos are not fetched. Make room; Luster then goes on by itself."
    ),
    Reason.SIGN_IN_TO_GO_ON: "Sign in to go on.",
    Reason.PAUSED: "Paused. What the service has already goes on there.",
    Reason.ENGINE_FAILED: "Something went wrong in Luster. It tries again by itself.",
    Reason.SERVICE_UNREACHABLE: "The service cannot be reached. Check the connection.",
    Reason.SERVICE_NOT_UNDERSTOOD: "The service sent something that this version of Luster does not know.",
    Reason.SERVICE_BEHIND: "The service could not be reached properly (status {status}). Try again later.",
    Reason.SIGNED_OUT: "Nobody is signed in any more. Sign in, then try again.",
    Reason.NO_KEY_STORE: (
        "This computer has no key store that Luster can use, so you stay signed in only until Luster is closed."
    ),
    Reason.SIGN_IN_UNREACHABLE: "The sign-in service cannot be reached. Check the connection and try again.",
    Reason.SIGN_IN_FAILED: "Signing in did not work. Ask for a new code and try again.",
    Reason.NO_ADDRESS: "This is not an e-mail address.",
    Reason.ADDRESS_REFUSED: "This e-mail address is not accepted. Check it for a typing error.",
    Reason.ADDRESS_OR_CODE_REFUSED: "This e-mail address or code is not accepted. Check it for a typing error.",
    Reason.NO_CODE: "The code from the e-mail has 6 digits.",
    Reason.CODE_WRONG: "This code is wrong or has expired. Check it, or ask for a new one.",
    Reason.CODE_JUST_SENT: "A code was sent a moment ago. Wait a minute before you ask for another.",
    Reason.TOO_MANY_TRIES: "There were too many tries. Wait a minute, then try again.",
    Reason.NO_ACCOUNT: "There is no account for this e-mail address.",
    Reason.ACCOUNT_CLOSED: "This account is closed. Write to support if that is a surprise.",
    Reason.LINK_FAILED: "This link has expired or was used before. Ask for another e-mail.",
    Reason.LIBRARY_IN_USE: (
        "Luster is already running on this computer with the same library. Close it, then try again."
    ),
    Reason.LIBRARY_TOO_NEW: "The library on this computer was written by a newer Luster. Install that one.",
    Reason.LIBRARY_DAMAGED: (
        "The library on this computer was damaged, so a new one was begun. Your photos are untouched, and the old "
        "library was kept as {name}."
    ),
    Reason.NOTHING_TO_SAVE: "There is no finished photo to save yet.",
    Reason.RESULT_GONE: "The finished photo or the folder is no longer there.",
    Reason.TARGET_FULL: "The disk of {name} is full. Make room or choose another folder.",
    Reason.TARGET_FORBIDDEN: "Luster may not write to {name}. Choose another folder.",
    Reason.TARGET_NO_FOLDER: "{name} is not a folder. Choose another.",
    Reason.TARGET_UNWRITABLE: "The photo could not be saved in {name}: {error}.",
    Reason.SIGNING_MISSING: "Pictures cannot be signed: what signs is not installed here. Install `luster[sign]`.",
    Reason.CERTIFICATE_UNREADABLE: "The certificate or its key, {name}, cannot be read: {error}.",
    Reason.CERTIFICATE_UNUSABLE: "Pictures cannot be signed with this certificate and key: {detail}.",
}


def sentence(reason: str) -> str:
    """A code in words. What is no code of ours is a sentence already, such as the service's own, and stays as it is."""
    code, _, rest = reason.partition(" ")
    if code not in SENTENCES:
        return reason
    values = json.loads(rest) if rest else {}
    if "errno" in values:
        values["error"] = os.strerror(values["errno"]) if values["errno"] else "the disk reported an error"
    if "why" in values:
        values["why"] = sentence(values["why"])
    if "photos" in values:
        values["photos"] = photos(values["photos"])
    return SENTENCES[Reason(code)].format(**values).rstrip()
