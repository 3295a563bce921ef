"""What the vendors' replies look like: the fields, types and values that the stand-ins have to keep to.

Only facts, and only of what the stand-ins reply with. `test_vendors.py` compares them with the vendors' own
descriptions where these are at hand.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KINDS = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object", type(None): "null"}
"""JSON's names of the types."""


@cache
def described(vendor: str) -> dict[str, Any]:
    """The slice of a vendor: `identity`, `images` or `payments`."""
    return tomllib.loads((HERE / f"{vendor}.toml").read_text(encoding="utf-8"))


@cache
def samples() -> dict[str, dict[str, str]]:
    """Of each of the payment service's objects: every field, and the kind of its value in the vendor's sample."""
    return {
        kind: {name: value for value, names in fields.items() for name in names}
        for kind, fields in described("payments").items()
    }
