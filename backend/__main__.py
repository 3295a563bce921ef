"""The `luster-backend` command: each sub-command lives in its own room, this module only dispatches."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from backend.admin.options import add_options as add_admin_options

if TYPE_CHECKING:
    from backend.config import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one sub-command; returns the exit code (0 done, 1 a check failed, 2 usage or settings)."""
    args = _parser().parse_args(argv)
    if args.command == "local":
        from backend.local import main as local

        return local(args)
    if args.command == "openapi":
        from backend.api.openapi import write_document

        write_document(sys.stdout)
        return 0
    from backend.config import ConfigError, Settings

    try:
        settings = Settings.from_environment()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    return _run(args, settings)


def _run(args: argparse.Namespace, settings: Settings) -> int:
    match args.command:
        case "serve":
            from backend.api.server import serve

            return serve(settings, host=args.host, port=args.port)
        case "work":
            from backend.worker.loop import Timing
            from backend.worker.loop import main as work

            timing = Timing() if args.grace is None else Timing(grace=args.grace)
            return work(settings, name=args.name, timing=timing)
        case "migrate":
            from backend.database import migrate

            migrate(settings.database_url, args.revision)
            return 0
        case "admin":
            from backend.admin.commands import main as admin

            return admin(args, settings)
        case "costs":
            from backend.costs import main as costs

            return costs(settings, months=args.months)
        case "check-ledger":
            from backend.ledger_check import main as check_ledger

            return check_ledger(settings)
        case "reconcile":
            from backend.payments.reconcile import main as reconcile

            return reconcile(settings)
    raise AssertionError(args.command)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="luster-backend", description="The service behind Luster.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the API")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="default: PORT, or 8000")

    work = commands.add_parser("work", help="run a worker")
    work.add_argument("--name", help="how the worker signs its claims; default: host and process id")
    work.add_argument("--grace", type=float, help="seconds that a stop waits for jobs in progress; default: 270")

    migrate = commands.add_parser("migrate", help="bring the database to a revision")
    migrate.add_argument("revision", nargs="?", default="head")

    if find_spec("backend.local"):
        # The image of the service comes without it.
        from backend.local.command import add_options as add_local_options

        add_local_options(commands.add_parser("local", help="run everything on this machine"))

    admin = commands.add_parser("admin", help="look after accounts, jobs and payments")
    add_admin_options(admin)

    costs = commands.add_parser("costs", help="say what photos have cost, by month and edits, and what is left")
    costs.add_argument("--months", type=int, default=3, choices=range(1, 121), metavar="N", help="default: 3")

    commands.add_parser("check-ledger", help="prove that entries, holds and purchases agree")
    commands.add_parser("reconcile", help="apply what Stripe knows and the ledger missed")
    commands.add_parser("openapi", help="print the OpenAPI document")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
