"""What there is before a purchase, and events: every field that a reader may expect."""

from __future__ import annotations

import secrets
import time

from backend.local.store import Document


def new_id(prefix: str) -> str:
    """A random id with the vendor's prefix for its kind."""
    return f"{prefix}_{secrets.token_hex(12)}"


def now() -> int:
    """Whole seconds since 1970."""
    return int(time.time())


def product(*, title: str) -> Document:
    """An active product."""
    return {
        "id": new_id("prod"),
        "object": "product",
        "active": True,
        "created": now(),
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {},
        "name": title,
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": now(),
        "url": None,
    }


def price(*, product_id: str, lookup_key: str, amount: int, currency: str) -> Document:
    """An active one-time price; `amount` in minor units."""
    return {
        "id": new_id("price"),
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": now(),
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": lookup_key,
        "metadata": {},
        "nickname": None,
        "product": product_id,
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def customer(*, email: str | None, name: str | None, metadata: Document) -> Document:
    """A customer who has bought nothing yet."""
    return {
        "id": new_id("cus"),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": now(),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": email,
        "invoice_prefix": secrets.token_hex(4).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": metadata,
        "name": name,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


def event(kind: str, subject: Document, *, api_version: str, request: Document) -> Document:
    """What happened to `subject`, which is kept as it is now."""
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": api_version,
        "created": now(),
        "data": {"object": subject},
        "livemode": False,
        "pending_webhooks": 1,
        "request": request,
        "type": kind,
    }
