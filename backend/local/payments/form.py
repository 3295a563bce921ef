"""Stripe's way of writing nested parameters as a form: `line_items[0][price]=price_1&metadata[pack]=small`."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

Parameters = dict[str, Any]


def decode(text: str) -> Parameters:
    """Nested dicts and lists of strings; keys that are 0, 1, 2 and so on (or empty) make a list."""
    tree: Parameters = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, *rest = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name) or [name]
        node, key = tree, head
        for step in rest:
            below = node.setdefault(key, {})
            if not isinstance(below, dict):
                below = node[key] = {}
            node, key = below, step or str(len(below))
        node[key] = value
    return {key: _lists(value) for key, value in tree.items()}


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    values = {key: _lists(value) for key, value in node.items()}
    if values and all(key.isdigit() for key in values):
        return [values[key] for key in sorted(values, key=int)]
    return values
