"""The options of `luster-backend admin`; imports nothing, so that every other command starts fast."""

from __future__ import annotations

import argparse

STATES = ("queued", "processing", "succeeded", "failed", "cancelled")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The actions of `luster-backend admin`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    by = argparse.ArgumentParser(add_help=False)
    by.add_argument("--operator", help="who does it, for the audit; default: the user who runs this")

    site = actions.add_parser("site", parents=[by], help="serve the administration site, on a private address only")
    site.add_argument("--host", default="127.0.0.1", help="a loopback or private address; default: 127.0.0.1")
    site.add_argument("--port", type=int, default=8090, help="default: 8090; 0 for any")

    user = actions.add_parser("user", aliases=["show"], help="an account's balance, live jobs and newest entries")
    user.add_argument("user", help="user id or e-mail address")
    user.add_argument("--limit", type=int, default=20, help="how many entries; default: 20")

    grant = actions.add_parser("grant", parents=[by], help="give credits, or take them with a negative number")
    correct = actions.add_parser("correct", parents=[by], help="add or take credits, as a correction in the ledger")
    for posting in (grant, correct):
        posting.add_argument("user", help="user id or e-mail address")
        posting.add_argument("credits", type=int)
        posting.add_argument("--reason", required=True, help="the user reads it too")
        posting.add_argument("--ref", help="makes it happen once, however often it is sent")

    unfreeze = actions.add_parser("unfreeze", parents=[by], help="let an account go on after a dispute")
    unfreeze.add_argument("user", help="user id or e-mail address")

    jobs = actions.add_parser("jobs", help="list jobs, newest first, or show one with its events")
    jobs.add_argument("job", nargs="?", help="job id")
    jobs.add_argument("--user", help="only those of this user: id or e-mail address")
    jobs.add_argument("--state", choices=STATES)
    jobs.add_argument("--limit", type=int, default=20, help="default: 20")

    retry = actions.add_parser("retry", parents=[by], help="queue a job that failed once more")
    cancel = actions.add_parser("cancel", parents=[by], help="end a job without a charge")
    for change in (retry, cancel):
        change.add_argument("job", help="job id")

    events = actions.add_parser("events", help="list Stripe's events that could not be applied yet")
    events.add_argument("--limit", type=int, default=20, help="default: 20")
    apply = actions.add_parser("apply", parents=[by], help="try such an event again")
    apply.add_argument("event", help="Stripe's id of the event")

    for change in (unfreeze, retry, cancel, apply):
        change.add_argument("--reason", help="for the audit")
