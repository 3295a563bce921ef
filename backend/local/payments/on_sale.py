"""What is on sale, as products and prices that are found by lookup key."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from backend.local.payments import objects
from backend.local.store import Document, Store

ON_SALE = Path(__file__).parent / "on_sale.toml"


class PackOnSale(BaseModel):
    """The part of a pack that the payment service knows; `amount` in the currency's minor unit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    lookup_key: str
    amount: int
    currency: str


def read_packs(path: Path = ON_SALE) -> list[PackOnSale]:
    """The packs of a TOML file; raises pydantic's `ValidationError`."""
    return [PackOnSale.model_validate(price) for price in tomllib.loads(path.read_text(encoding="utf-8"))["price"]]


def put_on_sale(store: Store, packs: list[PackOnSale]) -> None:
    """Give each pack an active price; one whose amount has changed is replaced, and the old one kept, inactive."""
    with store.transaction():
        active = {price["lookup_key"]: price for price in store.all("price") if price["active"]}
        for pack in packs:
            old = active.get(pack.lookup_key)
            if old and (old["unit_amount"], old["currency"]) == (pack.amount, pack.currency.lower()):
                continue
            product = _product(store, old, pack)
            price = objects.price(
                product_id=product["id"],
                lookup_key=pack.lookup_key,
                amount=pack.amount,
                currency=pack.currency.lower(),
            )
            if old:
                store.put("price", old["id"], old | {"active": False, "lookup_key": None})
            store.put("price", price["id"], price)
            store.put("product", product["id"], product | {"default_price": price["id"], "name": pack.title})


def _product(store: Store, old: Document | None, pack: PackOnSale) -> Document:
    known = store.get("product", old["product"]) if old else None
    return known or objects.product(title=pack.title)
