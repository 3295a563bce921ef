"""The feed that built apps update themselves from, by The Update Framework: `python .ci/release.py --help`.

Three keys. `root` says which the others are; it stays offline, and is needed once a year. `release` signs what is
released. `timestamp` says every week that this is still the newest, so that nobody can hold an old feed out to apps.
CONTRIBUTING.md, "Release the app", says in which order.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROLES = {"root": "root", "targets": "release", "snapshot": "release", "timestamp": "timestamp"}
"""By which key each role of the framework signs."""
DAYS = {"root": 400, "targets": 180, "snapshot": 180, "timestamp": 15}


def key(folder: Path, name: str, *, make: bool = False):
    """A private key of the folder, `NAME.pem`; `make`: a new one where there is none."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from securesystemslib.signer import CryptoSigner

    path = folder / f"{name}.pem"
    if make and not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(CryptoSigner.generate_ed25519().private_bytes)
    return CryptoSigner(load_pem_private_key(path.read_bytes(), None))


def expiry(role: str) -> datetime:
    return (datetime.now(UTC) + timedelta(days=DAYS[role])).replace(microsecond=0)


def latest(feed: Path, role: str):
    """The newest metadata of a role in the feed, or None."""
    from tuf.api.metadata import Metadata

    if role == "timestamp":
        found = [path for path in [feed / "metadata" / "timestamp.json"] if path.exists()]
    else:
        found = sorted((feed / "metadata").glob(f"*.{role}.json"), key=lambda path: int(path.name.split(".")[0]))
    return Metadata.from_file(str(found[-1])) if found else None


def write(feed: Path, role: str, metadata) -> None:
    """Under its number, so that what apps are reading stays as it is; the timestamp alone is replaced."""
    folder = feed / "metadata"
    folder.mkdir(parents=True, exist_ok=True)
    name = "timestamp.json" if role == "timestamp" else f"{metadata.signed.version}.{role}.json"
    metadata.to_file(str(folder / name))


def root(keys: Path, feed: Path) -> None:
    """The feed's next root: it names the keys of the folder. Those that are missing are made.

    A new `root` key: keep the old one beside it as `root-before.pem`, since apps believe the old one only.
    """
    from tuf.api.metadata import Metadata, Root

    before = latest(feed, "root")
    made = Root(version=before.signed.version + 1 if before else 1, expires=expiry("root"), consistent_snapshot=True)
    signers = {name: key(keys, name, make=True) for name in dict.fromkeys(ROLES.values())}
    for role, name in ROLES.items():
        made.add_key(signers[name].public_key, role)
    metadata = Metadata(made)
    metadata.sign(signers["root"])
    if (keys / "root-before.pem").exists():
        metadata.sign(key(keys, "root-before"), append=True)
    if before is not None:
        before.verify_delegate("root", metadata)
    write(feed, "root", metadata)


def _sign(keys: Path, feed: Path, role: str, signed) -> None:
    from tuf.api.metadata import Metadata

    metadata = Metadata(signed)
    metadata.sign(key(keys, ROLES[role]))
    latest(feed, "root").verify_delegate(role, metadata)
    write(feed, role, metadata)


def pack(app: Path, out: Path) -> None:
    """An archive of a built app, `dist/Luster` or `dist/Luster.app`, as it was signed."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(out, "w:gz", compresslevel=6) as tar:
        tar.add(app, app.name)


def add(keys: Path, feed: Path, archives: list[Path], version: str, notes: str) -> None:
    """Release archives named `luster-SYSTEM.tar.gz` as the newest of their systems; the others stay as they are."""
    from tuf.api.metadata import MetaFile, Snapshot, TargetFile, Targets

    if not re.fullmatch(r"[0-9]+(\.[0-9]+)*", version):
        sys.exit(f"{version} is no release's number: only those are compared, and become names of folders.")
    before = latest(feed, "targets")
    targets = Targets(version=before.signed.version + 1 if before else 1, expires=expiry("targets"))
    targets.targets = dict(before.signed.targets) if before else {}
    for archive in archives:
        with tarfile.open(archive) as tar:
            unpacked = sum(member.size for member in tar)
        target = TargetFile.from_file(archive.name, str(archive), ["sha256"])
        target.unrecognized_fields["custom"] = {"version": version, "notes": notes, "unpacked": unpacked}
        targets.targets[archive.name] = target
        folder = feed / "targets"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(archive, folder / f"{target.hashes['sha256']}.{archive.name}")
    _sign(keys, feed, "targets", targets)
    last = latest(feed, "snapshot")
    snapshot = Snapshot(version=last.signed.version + 1 if last else 1, expires=expiry("snapshot"))
    snapshot.meta["targets.json"] = MetaFile(targets.version)
    _sign(keys, feed, "snapshot", snapshot)
    refresh(keys, feed)


def refresh(keys: Path, feed: Path) -> None:
    """Say anew that this is the newest."""
    from tuf.api.metadata import MetaFile, Timestamp

    last = latest(feed, "timestamp")
    timestamp = Timestamp(version=last.signed.version + 1 if last else 1, expires=expiry("timestamp"))
    timestamp.snapshot_meta = MetaFile(latest(feed, "snapshot").signed.version)
    _sign(keys, feed, "timestamp", timestamp)


def parser() -> argparse.ArgumentParser:
    """The commands, each with what it `does`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, does, *, signs: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=(does.__doc__ or "").splitlines()[0])
        made.set_defaults(does=does)
        if signs:
            made.add_argument("keys", type=Path, metavar="KEYS", help="folder of the keys")
            made.add_argument("feed", type=Path, metavar="FEED", help="folder of the feed, as it is on the server")
        return made

    command("root", root)
    command("refresh", refresh)
    adding = command("add", add)
    adding.add_argument("archives", type=Path, nargs="+", metavar="ARCHIVE")
    adding.add_argument("--version", required=True)
    adding.add_argument("--notes", default="", help="https address of what is new")
    packing = command("pack", pack, signs=False)
    packing.add_argument("app", type=Path, metavar="APP")
    packing.add_argument("out", type=Path, metavar="ARCHIVE")
    return parser


def main(argv: list[str] | None = None) -> int:
    given = vars(parser().parse_args(argv))
    given.pop("command")
    given.pop("does")(**given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
