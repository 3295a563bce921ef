"""Lists, filters, cursors and expansion, the same for every kind of object."""

from __future__ import annotations

from typing import Any

from backend.local.payments.errors import invalid, missing
from backend.local.store import Document, Store

EXPANDABLE = {
    "payment_intent": "payment_intent",
    "latest_charge": "charge",
    "charge": "charge",
    "customer": "customer",
    "product": "product",
    "price": "price",
    "default_price": "price",
}
PAGING = ("limit", "starting_after", "ending_before", "expand")


def page(items: list[Document], given: Document, *, url: str) -> Document:
    """One page of a list that is sorted newest first."""
    limit = given.get("limit", 10)
    if not 1 <= limit <= 100:
        raise invalid(f"Invalid integer: {limit}", param="limit", code="parameter_invalid_integer")
    ids = [item["id"] for item in items]
    for cursor in ("starting_after", "ending_before"):
        if given.get(cursor) and given[cursor] not in ids:
            raise missing("object", given[cursor], param=cursor)
    if given.get("starting_after"):
        items = items[ids.index(given["starting_after"]) + 1 :]
    elif given.get("ending_before"):
        before = items[: ids.index(given["ending_before"])]
        return {"object": "list", "data": before[-limit:], "has_more": len(before) > limit, "url": url}
    return {"object": "list", "data": items[:limit], "has_more": len(items) > limit, "url": url}


def matching(items: list[Document], given: Document) -> list[Document]:
    """What the filters leave; a filter that this stand-in does not know is refused, not passed over."""
    for name, wanted in given.items():
        if name in PAGING:
            continue
        items = [item for item in items if _matches(item, name, wanted)]
    return items


def expand(store: Store, document: Document, paths: list[str]) -> Document:
    """Replace ids by the objects they name; in a list paths start with `data`."""
    for path in paths:
        document = _expanded(store, document, path.split("."), path)
    return document


def _expanded(store: Store, node: Any, steps: list[str], path: str) -> Any:
    head, *rest = steps
    if isinstance(node, dict) and head == "data" and node.get("object") == "list":
        return node | {"data": [_expanded(store, item, rest, path) if rest else item for item in node["data"]]}
    if not isinstance(node, dict) or head not in EXPANDABLE or head not in node:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    value = node[head]
    if isinstance(value, str):
        value = store.get(EXPANDABLE[head], value)
    if rest and value is not None:
        value = _expanded(store, value, rest, path)
    return node | {head: value}


def _matches(item: Document, name: str, wanted: Any) -> bool:
    match name:
        case "created":
            bounds = wanted if isinstance(wanted, dict) else {"gte": wanted, "lte": wanted}
            at = item["created"]
            return all(
                {"gt": at > bound, "gte": at >= bound, "lt": at < bound, "lte": at <= bound}[op]
                for op, bound in bounds.items()
            )
        case "lookup_keys":
            return bool(item["lookup_key"] in wanted)
        case "types":
            return bool(item["type"] in wanted)
        case "type" if item["object"] == "event":
            return bool(item["type"] == wanted or (wanted.endswith("*") and item["type"].startswith(wanted[:-1])))
        case "ids":
            return bool(item["id"] in wanted)
        case "delivery_success":
            return bool((item["pending_webhooks"] == 0) == wanted)
        case "customer_details":
            return bool((item["customer_details"] or {}).get("email") == wanted.get("email"))
        case _ if name in item:
            return bool(item[name] == wanted)
    raise invalid(f"This stand-in does not filter by {name}.", param=name)
