"""The `luster` command: open the window, or work without one. Imports are in the branches, for a quick start."""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from luster_desktop.version import app_version

if TYPE_CHECKING:
    from luster_desktop.settings import DesktopSettings

BUILT = getattr(sys, "frozen", False)
"""Whether this is a built app, which may have been replaced by a newer one."""
COMMANDS = ("enhance", "deliver", "watch", "verify", "demo")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one sub-command; without any, open the window, with the files that are named. Returns the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    files = [Path(text) for text in given] if _are_files(given) else []
    arguments = _parser().parse_args([] if files else given)
    # Pillow remarks on every damaged tag of a photo; what matters of it reaches the user as a sentence.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    if arguments.smoke_test:
        from luster_desktop.smoke import run as smoke_test

        return smoke_test()
    from luster_desktop.settings import DesktopSettings, SettingsError

    try:
        settings = DesktopSettings.from_environment()
    except SettingsError as error:
        print(f"luster: {error}", file=sys.stderr)
        return 2
    match arguments.command:
        case "enhance":
            from luster_desktop.cli.enhance import run

            return run(arguments, settings)
        case "deliver":
            from luster_desktop.cli.deliver import run as deliver

            return deliver(arguments, settings)
        case "watch":
            from luster_desktop.cli.watch import run as watch

            return watch(arguments, settings)
        case "verify":
            from luster_desktop.cli.verify import run as verify

            return verify(arguments)
        case "demo":
            from luster_desktop.cli.demo import run as demo

            return demo(arguments, settings)
        case _:
            return _window(settings, files)


def _hand_over() -> int | None:
    from luster_desktop.settings import home_in
    from luster_desktop.updates.starting import hand_over
    from luster_desktop.updates.versions import Versions

    own = app_version()
    return hand_over(Versions(home_in()), own, Path(sys.executable).name, sys.argv[1:]) if own is not None else None


def _are_files(given: Sequence[str]) -> bool:
    """Whether these are photos and folders to open, as a file manager names them, and no command."""
    return bool(given) and given[0] not in COMMANDS and all(Path(text).exists() for text in given)


class _Version(argparse.Action):
    """Says it only when it is asked, since it takes more than the parser to know."""

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> None:
        from luster_desktop.settings import DesktopSettings, SettingsError
        from luster_desktop.updates.preparing import why_off
        from luster_desktop.words.reasons import sentence

        print(f"Luster {app_version() or 'development'}")
        with contextlib.suppress(SettingsError):
            if (reason := why_off(DesktopSettings.from_environment())) is not None:
                print(sentence(reason))
        parser.exit()


def _window(settings: DesktopSettings, files: Sequence[Path]) -> int:
    from luster_desktop.cli.display import no_display

    if (reason := no_display()) is not None:
        print(f"luster: {reason} `luster enhance` works without a window.", file=sys.stderr)
        return 1
    from luster_desktop.updates.preparing import updates_of

    updates = updates_of(settings)
    if updates is not None:
        with contextlib.suppress(OSError):
            updates.versions.begin(updates.own, os.getpid())
    from luster_desktop.app import main as open_window

    return open_window(settings, open_paths=files, updates=updates)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="luster",
        description="Real estate photo editing. Without a command the window opens, with the photos and folders that "
        "are named.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="which Luster this is, and whether updates are off")
    parser.add_argument("--smoke-test", action="store_true", help="try that everything is there, without any network")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    enhance = commands.add_parser(
        "enhance",
        help="edit photos without a window",
        description="Edit photos and folders of photos. Exit code 0 when every photo succeeded, 1 when one did not, "
        "2 when the command itself is wrong, 130 after Ctrl-C. The same command again goes on where it stopped.",
    )
    enhance.add_argument("paths", nargs="+", type=Path, metavar="FOLDER_OR_FILE")
    _add_edits(enhance)
    enhance.add_argument("--profile", help="whose rules hold: generic, crmls, stellar, mls_now, realtracs, eu, ...")
    _add_delivery(commands)
    _add_verify(commands)

    demo = commands.add_parser("demo", help="the whole product on this machine, with a sample shoot")
    demo.add_argument("--out", type=Path, default=Path("luster-demo"), help="folder for the pictures and the page")
    demo.add_argument("--headless", action="store_true", help="edit the sample shoot without a window")
    demo.add_argument(
        "--answers", type=Path, metavar="FOLDER", help="open its photos, which get the answers recorded in it"
    )
    return parser


def _add_edits(enhance: argparse.ArgumentParser) -> None:
    what = enhance.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--edit",
        action="append",
        default=[],
        metavar="PRESET[:NAME=VALUE,…]",
        help="dusk, sky, lawn, bright, remove; a wrong one lists what there is. Several together make one photo",
    )
    what.add_argument("--preset", help="one edit alone; short for --edit")
    what.add_argument(
        "--auto",
        action="store_true",
        help="what the window proposes for the shoot: recipes by what its photos show. Exposures are merged",
    )
    enhance.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="a setting of --preset; may be repeated"
    )
    enhance.add_argument(
        "--removes",
        action="append",
        default=[],
        choices=("movable", "fixed", "damage"),
        help="what goes with --edit remove, which some rules forbid; repeated, one for each painted part",
    )
    enhance.add_argument(
        "--allow-prohibited", action="store_true", help="order what the rules of --profile prohibit all the same"
    )
    enhance.add_argument("--out", type=Path, help="folder for the results (default: luster, next to the photos)")
    enhance.add_argument(
        "--merge", action="store_true", help="make one photo of the exposures of one scene, and of a RAW with its JPEG"
    )
    enhance.add_argument("--local", action="store_true", help="on this machine alone, without any account")
    enhance.add_argument(
        "--answers",
        type=Path,
        metavar="FOLDER",
        help="with --local: its photos get the answers recorded in it",
    )
    enhance.add_argument(
        "--no-words",
        dest="words",
        action="store_false",
        help="leave the photos' own byline, copyright, caption and keywords out of the results",
    )
    enhance.add_argument("--json", action="store_true", help="one JSON line for each photo on standard output")
    enhance.add_argument("--email", help="the account to sign in with")
    enhance.add_argument("--again", action="store_true", help="order anew what this command has edited before")


def _add_delivery(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    deliver = commands.add_parser(
        "deliver",
        help="pictures for the MLS, print and web by the rules of a profile",
        description="Make pictures of a shoot's finished photos by export recipes and the rules of a profile, and "
        "check each. Nothing is overwritten; what is there unchanged is not made again. Exit code 0 when every picture "
        "passes, 1 when one does not, 2 when the command itself is wrong, 130 after Ctrl-C.",
    )
    deliver.add_argument("shoot", metavar="SHOOT_OR_FOLDER", help="the name of a shoot, or the folder of its photos")
    deliver.add_argument(
        "--out", dest="delivered", type=Path, required=True, metavar="DIR", help="folder for the sets of pictures"
    )
    deliver.add_argument("--recipe", action="append", default=[], help="mls, print, web, social_portrait, social_story")
    _add_delivered(deliver)
    deliver.add_argument("--local", action="store_true", help="what was edited on this machine alone")
    deliver.add_argument("--json", action="store_true", help="one JSON line for each picture on standard output")

    watch = commands.add_parser(
        "watch",
        help="edit and deliver what arrives in a folder, until Ctrl-C",
        description="Wait for photos to arrive in a folder, edit them, and deliver the whole of it, again and again.",
    )
    watch.add_argument("folder", type=Path, metavar="FOLDER")
    _add_edits(watch)
    watch.add_argument(
        "--deliver", dest="recipe", action="append", required=True, metavar="RECIPE", help="as of deliver"
    )
    watch.add_argument(
        "--delivered", type=Path, metavar="DIR", help="folder for the sets (default: delivered, in --out)"
    )
    watch.add_argument(
        "--after",
        type=float,
        default=60.0,
        metavar="SECONDS",
        help="without a new photo, until all are edited: brackets have to be whole (default: 60)",
    )
    _add_delivered(watch)


def _add_delivered(command: argparse.ArgumentParser) -> None:
    command.add_argument("--profile", help="whose rules: generic, crmls, stellar, mls_now, realtracs, eu, ...")
    command.add_argument("--address", help="of the property, for the names of the pictures")
    command.add_argument("--url", help="where the page of the disclosure pack will be, for its QR code")
    command.add_argument("--zip", action="store_true", help="each set as a ZIP as well")


def _add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = commands.add_parser(
        "verify",
        help="what files tell machines of how their pictures came about",
        description="Look for Luster's mark in the pixels, IPTC's fields and Content Credentials (C2PA). Exit code 0 "
        "when every file has one of them and every signature holds, 1 when not, 2 when the command itself is wrong.",
    )
    verify.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verify.add_argument("--trust", type=Path, metavar="PEM", help="certificates of roots whose signers are trusted")
    verify.add_argument("--json", action="store_true", help="one JSON line for each file on standard output")


if __name__ == "__main__":
    # In the bundle a child process starts here too, and goes its own way.
    multiprocessing.freeze_support()
    # What is tried is this one, whichever was chosen.
    if BUILT and "--smoke-test" not in sys.argv and (code := _hand_over()) is not None:
        raise SystemExit(code)
    raise SystemExit(main())
