"""Under which licences the parts of Luster are that others have made, as they say themselves.

In the app that is installed these are the packages that are in it; in a checkout, all of its environment.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from typing import Any

from luster_desktop.paths import resource

OURS = "luster"
_TEXTS = re.compile(r"(?i)^(licen[cs]e|copying|notice|authors)|[/\\]licenses?[/\\]")
_BY_NAME = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_GPL_LIBRARIES = re.compile(r"(?i)^(lib)?(x264|x265|postproc|fftw3)\b")
"""Files by which a package is under the GPL, whatever it says of itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """A package that others have made."""

    name: str
    version: str
    licence: str
    """As an SPDX expression; empty when it does not say."""
    notice: str
    texts: tuple[str, ...]
    gpl_files: tuple[str, ...] = ()

    @property
    def is_gpl(self) -> bool:
        """Whether it can be had under the GPL alone, which Luster cannot ship."""
        choices = re.split(r"(?i)\s+or\s+", self.licence)
        return bool(self.gpl_files) or all(re.search(r"(?<!L)GPL", choice) for choice in choices)


def parts(found: Iterable[Distribution] | None = None) -> list[Part]:
    """Every package that is there but Luster itself, by name."""
    more = tomllib.loads(resource("licences", "parts.toml").read_text(encoding="utf-8"))
    made = {}
    for one in distributions() if found is None else found:
        name = re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower()
        if name != OURS:
            made[name] = _part(name, one, more.get(name, {}))
    return [made[name] for name in sorted(made)]


def _part(name: str, one: Distribution, more: dict[str, Any]) -> Part:
    files = [file for file in one.files or () if file.name]
    inside = [file for file in files if any(parent.name.endswith(".dist-info") for parent in file.parents)]
    texts = [file.read_text(encoding="utf-8") for file in inside if _TEXTS.search(str(file.relative_to(file.parts[0])))]
    texts += [resource("licences", text).read_text(encoding="utf-8") for text in more.get("texts", ())]
    return Part(
        name,
        one.version,
        more.get("licence") or _licence(one),
        str(more.get("notice", "")).strip().replace("\n", " "),
        tuple(text.strip() for text in texts if text.strip()),
        tuple(sorted(file.name for file in files if _GPL_LIBRARIES.match(file.name))),
    )


def _licence(one: Distribution) -> str:
    if said := one.metadata.json.get("license_expression"):
        return str(said)
    prefix = "License :: OSI Approved :: "
    classifiers = [text for text in one.metadata.get_all("Classifier") or [] if text.startswith(prefix)]
    if classifiers:
        return " OR ".join(_BY_NAME.get(name, name) for name in (text.removeprefix(prefix) for text in classifiers))
    said = str(one.metadata.json.get("license") or "").strip()
    return said if len(said) < 60 else ""


def document(them: Iterable[Part]) -> str:
    """All notices and texts, for people to read."""
    blocks = []
    for part in them:
        head = f"{part.name} {part.version}\n{part.licence}"
        blocks.append("\n\n".join([head, *filter(None, [part.notice]), *part.texts]))
    return f"\n\n{'─' * 60}\n\n".join(blocks) + "\n"


def sbom(them: Iterable[Part], version: str) -> dict[str, Any]:
    """What is in it, in the form of CycloneDX 1.6."""
    components = [
        {
            "type": "library",
            "name": part.name,
            "version": part.version,
            "purl": f"pkg:pypi/{part.name}@{part.version}",
            "licenses": [{"expression": part.licence}],
        }
        for part in them
    ]
    luster = {"type": "application", "name": OURS, "version": version}
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": luster}, "components": components}
