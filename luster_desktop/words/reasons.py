"""Why something did not work, as sentences: what happened and what to do."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from luster_desktop.reasons import Reason
from luster_desktop.words.counts import photos
from luster_desktop.words.language import mark, tr

SENTENCES: Mapping[Reason, str] = {
    Reason.FILE_GONE: mark("The file is no longer there."),
    Reason.FILE_FORBIDDEN: mark("Luster is not allowed to read this file. Check its permissions."),
    Reason.FILE_UNREADABLE: mark("The file cannot be read: {error}."),
    Reason.FILE_CHANGED: mark("The file was changed after it was added. Choose Try again to use it as it is now."),
    Reason.FILE_MISSING: mark("The file is missing. Locate it first."),
    Reason.FILE_EMPTY: mark("The file is empty."),
    Reason.FILE_TOO_LARGE: mark("The file has {megabytes} MB; Luster takes up to {most} MB."),
    Reason.FILE_LOST: mark("The file can no longer be read."),
    Reason.NOT_A_FILE: mark("This is not a file."),
    Reason.NOT_A_PHOTO: mark("This is not a photo that Luster can edit. It takes JPEG, HEIC, RAW, PNG, TIFF or WebP."),
    Reason.SHORTCUT: mark("This is a shortcut. Add the folder or photo that it leads to."),
    Reason.ALIAS: mark("This is an alias. Add the folder or photo that it leads to."),
    Reason.WEB_LINK: mark("This is a link to a web page, not a photo."),
    Reason.FOLDER_FORBIDDEN: mark("Luster is not allowed to open this folder."),
    Reason.FOLDER_GONE: mark("The card or folder is no longer there."),
    Reason.FOLDER_WENT_AWAY: mark(
        "The card or folder went away while it was read, after {photos}. Connect it and add it again."
    ),
    Reason.TOO_MANY_PIXELS: mark("The photo has {megapixels} megapixels; Luster edits up to {most}."),
    Reason.DAMAGED_HEADER: mark("The file is damaged: its header cannot be read."),
    Reason.DAMAGED_PICTURE: mark("The file is damaged: its picture cannot be read."),
    Reason.DAMAGED_PART: mark("The file is damaged: a part of the picture is missing."),
    Reason.ODD_PIXELS: mark("The file is damaged, or its pixels are of a kind that Luster cannot read."),
    Reason.UNKNOWN_RAW: mark("Luster does not know this camera's RAW format."),
    Reason.ANIMATION: mark("The file is an animation, not a photo."),
    Reason.HDR_CURVE: mark("The photo is stored as HDR (PQ or HLG). Export it as a standard (SDR) photo."),
    Reason.DEEP_TIFF: mark("This TIFF has 32 bits a channel. Export it with 8 or 16 bits a channel."),
    Reason.JPEG_XL: mark(
        "This DNG is compressed with JPEG XL, which Luster cannot develop. "
        "Export it as JPEG, or as a DNG without JPEG XL."
    ),
    Reason.TOO_FEW_EXPOSURES: mark("A merge needs at least two exposures."),
    Reason.UNLIKE_EXPOSURES: mark("The exposures differ in size or kind, so they cannot be merged."),
    Reason.SMALL_EXPOSURES: mark("These pictures are too small to be merged."),
    Reason.OTHER_SCENES: mark("These photos do not show the same scene, so they cannot be merged."),
    Reason.EXPOSURE_UNREADABLE: mark("{name}: {why}"),
    Reason.NOT_PREPARED: mark("This photo could not be prepared."),
    Reason.PREPARING_DIED: mark("Preparing this photo stopped unexpectedly; the computer may be short of memory."),
    Reason.DISK_FULL: mark("The disk is full. Make room; Luster then goes on by itself."),
    Reason.OWN_FOLDER_FORBIDDEN: mark(
        "Luster may not write to its own folder. Check its permissions; Luster then goes on by itself."
    ),
    Reason.OWN_FOLDER_UNWRITABLE: mark("Luster cannot write to its own folder: {error}."),
    Reason.BELONGS_ANYWHERE: mark("Nothing tells whether this photo belongs to another."),
    Reason.SAME_SCENE_ELSEWHERE: mark(
        "Another photo shows the same scene, and nothing says whether they belong together."
    ),
    Reason.OTHER_GROUPING: mark("These photos could be grouped in another way too."),
    Reason.NEIGHBOUR_ALIKE: mark(
        "The photo before or after shows the same scene, and nothing says whether it belongs here."
    ),
    Reason.BY_NAMES_AND_LOOKS: mark("The camera wrote no times or exposures, so these were grouped by name and looks."),
    Reason.NOT_TOLD_APART: mark("Nothing tells whether this photo belongs to those before or after it."),
    Reason.BRACKET_ALONE: mark("The camera was bracketing, but the other exposures are missing."),
    Reason.STEP_MISSING: mark("The steps between these exposures say that one is missing."),
    Reason.NOT_ONE_SCENE: mark("These photos may not all show the same scene."),
    Reason.LIT_OTHERWISE: mark("Some of these photos were lit or processed differently from the others."),
    Reason.LONG_PAUSE: mark("Much time went by between two of these exposures."),
    Reason.EXPOSURES_TWICE: mark("Some of these exposures occur twice, so there may be two brackets of one scene."),
    Reason.BURST: mark("Photos beside this one show the same view at the same exposure: a burst, or one taken again."),
    Reason.MADE_FROM_OTHERS: mark(
        "Exposures of the same scene lie beside this photo: it may be one of them, or made from them."
    ),
    Reason.ONE_MADE_FROM_OTHERS: mark("One of these may have been made by the camera from the others."),
    Reason.LOOKS_COPIED: mark("This looks like a copy of {name}."),
    Reason.LOOKS_EDITED: mark("This looks like an edited version of {name}."),
    Reason.UNUSUAL_SIZE: mark("{exposures} exposures, where this shoot has sets of {usual}."),
    Reason.INTERRUPTED: mark("The connection was interrupted. Luster tries again by itself."),
    Reason.SENT_ANEW: mark("The prepared file has changed before all of it was sent. Luster makes and sends it anew."),
    Reason.NEW_LINK: mark("Storage asked for a new link. Luster tries again by itself."),
    Reason.STORAGE_REFUSED: mark("Storage did not take the photo. Try again; if that does not help, write to support."),
    Reason.SERVICE_REFUSED: mark("The service has refused this photo."),
    Reason.NOT_WHOLE: mark("The edited photo did not arrive whole."),
    Reason.CANNOT_KEEP: mark("The edited photo cannot be kept on this computer: {error}."),
    Reason.GAVE_UP: mark("{why} Choose Try again to fetch it once more."),
    Reason.EDIT_FAILED: mark("The edit did not work. No credit was taken."),
    Reason.NEWER_STATE: mark("The service says of this edit: “{state}”. A newer Luster may say more."),
    Reason.NOT_IN_SHOOT: mark("This photo is no longer in the shoot."),
    Reason.PHOTO_UNUSABLE: mark("This photo cannot be edited."),
    Reason.PART_OF_STACK: mark("This photo is one of a stack, which is edited as a whole."),
    Reason.OTHER_ACCOUNT: mark("This shoot belongs to another account. Sign in with that account to edit it."),
    Reason.NO_PRESET: mark("There is no preset {preset!r}. Choose one of:\n{choices}"),
    Reason.NO_SETTING: mark("The preset {preset} has no setting {setting!r}. It has: {choices}."),
    Reason.NO_CHOICE: mark("{setting} cannot be {value!r}. Choose one of: {choices}."),
    Reason.NO_PLACE: mark(
        "The preset {preset} needs a place: --edit {preset}:{setting}=RADIUS:X,Y in ten-thousandths."
    ),
    Reason.OWN_DATA_UNREADABLE: mark("Your own {name} was passed over: {why}."),
    Reason.EDIT_PROHIBITED: mark("{edit} is prohibited by this profile. {rule}"),
    Reason.NOT_FIRST: mark("A photo with {edit} must not be the first. Move another one there."),
    Reason.FIRST_ALTERED: mark("The first photo must not be altered. Move another one there."),
    Reason.NOT_READY: mark("There is no finished picture of this photo yet. Enhance it, or let Luster prepare it."),
    Reason.EXPORT_TOO_LARGE: mark("The picture does not fit into {kilobytes} kB in this size. Choose a smaller size."),
    Reason.LEFT_OUT_OF_SET: mark("Left out of {set}, which takes no more pictures."),
    Reason.NO_SUCH_PROFILE: mark("There is no profile {name!r}. There are: {choices}."),
    Reason.PROHIBITED_HERE: mark(
        "Nothing was ordered: {name} prohibits it. --allow-prohibited orders it all the same."
    ),
    Reason.NOTHING_REMOVED: mark("What goes is said by --removes, in one word for each painted part of --edit remove."),
    Reason.NO_SUCH_EXPORT: mark("There is no export recipe {name!r}. There are: {choices}."),
    Reason.BAD_TEMPLATE: mark("Names cannot be made by “{template}”. It may say {choices}."),
    Reason.WRONG_FORMAT: mark("This is no JPEG."),
    Reason.WRONG_SIZE: mark("The picture has {width} × {height} pixels instead of {wanted}."),
    Reason.TOO_MANY_BYTES: mark("The file has {kilobytes} kB; at most {most} are taken."),
    Reason.TOO_FEW_BYTES: mark("The file has {kilobytes} kB; at least {least} are needed."),
    Reason.WRONG_COLOURS: mark("The colours are not in sRGB."),
    Reason.SAYS_TOO_MUCH: mark("The file says what should not be in it: {what}."),
    Reason.ORIGIN_UNSAID: mark("The file does not say how the picture came about."),
    Reason.CAPTION_UNSAID: mark("The file does not say what was altered."),
    Reason.ORIGINAL_NOT_BESIDE: mark("The original is not where the profile wants it."),
    Reason.NUMBER_MISSING: mark("Picture {number} is missing."),
    Reason.TOO_MANY_PICTURES: mark("There are {number} pictures; at most {most} are taken."),
    Reason.SENDING_INTERRUPTED: mark("The connection was lost. What has arrived stays; go on when there is one again."),
    Reason.OFFLINE: mark("No connection. Luster goes on by itself when there is one."),
    Reason.WAS_ASLEEP: mark("The computer was asleep. Luster connects again and goes on by itself."),
    Reason.DISK_NEARLY_FULL: mark(
        "The disk is nearly full, so finished photos are not fetched. Make room; Luster then goes on by itself."
    ),
    Reason.SIGN_IN_TO_GO_ON: mark("Sign in to go on."),
    Reason.PAUSED: mark("Paused. What the service has already goes on there."),
    Reason.ENGINE_FAILED: mark("Something went wrong in Luster. It tries again by itself."),
    Reason.SERVICE_UNREACHABLE: mark("The service cannot be reached. Check the connection."),
    Reason.SERVICE_NOT_UNDERSTOOD: mark("The service sent something that this version of Luster does not know."),
    Reason.SERVICE_BEHIND: mark("The service could not be reached properly (status {status}). Try again later."),
    Reason.SIGNED_OUT: mark("Nobody is signed in any more. Sign in, then try again."),
    Reason.NO_KEY_STORE: mark(
        "This computer has no key store that Luster can use, so you stay signed in only until Luster is closed."
    ),
    Reason.SIGN_IN_UNREACHABLE: mark("The sign-in service cannot be reached. Check the connection and try again."),
    Reason.SIGN_IN_FAILED: mark("Signing in did not work. Ask for a new code and try again."),
    Reason.NO_ADDRESS: mark("This is not an e-mail address."),
    Reason.ADDRESS_REFUSED: mark("This e-mail address is not accepted. Check it for a typing error."),
    Reason.ADDRESS_OR_CODE_REFUSED: mark("This e-mail address or code is not accepted. Check it for a typing error."),
    Reason.NO_CODE: mark("The code from the e-mail has 6 digits."),
    Reason.CODE_WRONG: mark("This code is wrong or has expired. Check it, or ask for a new one."),
    Reason.CODE_JUST_SENT: mark("A code was sent a moment ago. Wait a minute before you ask for another."),
    Reason.TOO_MANY_TRIES: mark("There were too many tries. Wait a minute, then try again."),
    Reason.NO_ACCOUNT: mark("There is no account for this e-mail address."),
    Reason.ACCOUNT_CLOSED: mark("This account is closed. Write to support if that is a surprise."),
    Reason.LINK_FAILED: mark("This link has expired or was used before. Ask for another e-mail."),
    Reason.LIBRARY_IN_USE: mark(
        "Luster is already running on this computer with the same library. Close it, then try again."
    ),
    Reason.LIBRARY_TOO_NEW: mark("The library on this computer was written by a newer Luster. Install that one."),
    Reason.LIBRARY_DAMAGED: mark(
        "The library on this computer was damaged, so a new one was begun. Your photos are untouched, and the old "
        "library was kept as {name}."
    ),
    Reason.NOTHING_TO_SAVE: mark("There is no finished photo to save yet."),
    Reason.RESULT_GONE: mark("The finished photo or the folder is no longer there."),
    Reason.TARGET_FULL: mark("The disk of {name} is full. Make room or choose another folder."),
    Reason.TARGET_FORBIDDEN: mark("Luster may not write to {name}. Choose another folder."),
    Reason.TARGET_NO_FOLDER: mark("{name} is not a folder. Choose another."),
    Reason.TARGET_UNWRITABLE: mark("The photo could not be saved in {name}: {error}."),
    Reason.UPDATE_UNSIGNED: mark("An update was refused: it is not signed by the makers of Luster."),
    Reason.UPDATE_TAMPERED: mark("An update was refused: it is not what the makers of Luster have signed."),
    Reason.UPDATE_OLDER: mark("An update was refused: an older state of the updates was offered as the newest."),
    Reason.UPDATE_EXPIRED: mark(
        "Luster cannot tell whether it is up to date: what the server says of updates has expired, or this computer's "
        "clock is wrong."
    ),
    Reason.UPDATE_CUT_SHORT: mark("An update was refused: the server has only a part of it."),
    Reason.UPDATE_NO_ROOM: mark("There is a newer Luster, but no room for it. Make room for {megabytes} MB."),
    Reason.UPDATE_NOT_KEPT: mark("There is a newer Luster, which cannot be kept on this computer: {error}."),
    Reason.UPDATE_FAILS: mark("Luster {version} does not work on this computer, so this one goes on."),
    Reason.UPDATE_UNDONE: mark("Luster {version} did not start on this computer, so the one before it goes on."),
    Reason.UPDATES_FROM_SOURCES: mark("Updates are off: this Luster runs from its sources."),
    Reason.UPDATES_WITHOUT_KEY: mark("Updates are off: this Luster was built without a key to check them by."),
    Reason.UPDATES_SWITCHED_OFF: mark("Updates are switched off on this computer."),
    Reason.SIGNING_MISSING: mark(
        "Pictures cannot be signed: what signs is not installed here. Install `luster[sign]`."
    ),
    Reason.CERTIFICATE_UNREADABLE: mark("The certificate or its key, {name}, cannot be read: {error}."),
    Reason.CERTIFICATE_UNUSABLE: mark("Pictures cannot be signed with this certificate and key: {detail}."),
}


def sentence(reason: str) -> str:
    """A code in words. What is no code of ours is a sentence already, such as the service's own, and stays as it is."""
    code, _, rest = reason.partition(" ")
    if code not in SENTENCES:
        return tr(reason)
    values = json.loads(rest) if rest else {}
    if "errno" in values:
        values["error"] = os.strerror(values["errno"]) if values["errno"] else tr("the disk reported an error")
    if "why" in values:
        values["why"] = sentence(values["why"])
    if "edit" in values:
        values["edit"] = tr(values["edit"])
    if "photos" in values:
        values["photos"] = photos(values["photos"])
    return tr(SENTENCES[Reason(code)], **values).rstrip()
