"""Pages out of templates that ship with the app."""

from __future__ import annotations

import html
from collections.abc import Mapping
from string import Template

from luster_desktop.paths import resource


def filled(template: str, texts: Mapping[str, str], **markup: str) -> str:
    """`texts` are escaped; `markup` is not."""
    source = resource("templates", template).read_text(encoding="utf-8")
    return Template(source).substitute({name: html.escape(text) for name, text in texts.items()} | markup)
