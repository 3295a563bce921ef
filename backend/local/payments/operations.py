"""The operations of the API as data: path, accepted parameters, what is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stripe import params as sdk
from stripe.params import checkout as sdk_checkout
from stripe.params import radar as sdk_radar

from backend.local.payments import checkout, money_back
from backend.local.payments.book import Book, Caller
from backend.local.payments.errors import missing
from backend.local.payments.listing import matching, page
from backend.local.store import Document

Act = Callable[[Book, str, Document, Caller], Document]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method and path; `accepts` is the SDK's class of its parameters."""

    method: str
    path: str
    accepts: Any
    act: Act


def _list(kind: str, path: str, accepts: Any) -> Operation:
    def act(book: Book, _: str, given: Document, __: Caller) -> Document:
        items = list(reversed(book.store.all(kind)))
        if kind == "price" and "active" not in given and "lookup_keys" not in given:
            items = [item for item in items if item["active"]]
        return page(matching(items, given), given, url=path)

    return Operation("GET", path, accepts, act)


def _retrieve(kind: str, path: str, accepts: Any) -> Operation:
    return Operation("GET", f"{path}/{{id}}", accepts, lambda book, identifier, _, __: book.find(kind, identifier))


def _both(kind: str, path: str, lists: Any, retrieves: Any) -> list[Operation]:
    return [_list(kind, path, lists), _retrieve(kind, path, retrieves)]


def _lines(book: Book, identifier: str, given: Document, _: Caller) -> Document:
    return page(checkout.lines(book, identifier), given, url=f"/v1/checkout/sessions/{identifier}/line_items")


def _charge_refunds(book: Book, identifier: str, given: Document, _: Caller) -> Document:
    if book.store.get("charge", identifier) is None:
        raise missing("charge", identifier)
    items = [refund for refund in reversed(book.store.all("refund")) if refund["charge"] == identifier]
    return page(items, given, url=f"/v1/charges/{identifier}/refunds")


SESSIONS = "/v1/checkout/sessions"
WARNINGS = "/v1/radar/early_fraud_warnings"

OPERATIONS: list[Operation] = [
    *_both("price", "/v1/prices", sdk.PriceListParams, sdk.PriceRetrieveParams),
    *_both("product", "/v1/products", sdk.ProductListParams, sdk.ProductRetrieveParams),
    *_both("customer", "/v1/customers", sdk.CustomerListParams, sdk.CustomerRetrieveParams),
    Operation(
        "POST",
        "/v1/customers",
        sdk.CustomerCreateParams,
        lambda b, _, given, who: checkout.create_customer(b, given, who),
    ),
    Operation(
        "DELETE",
        "/v1/customers/{id}",
        sdk.CustomerDeleteParams,
        lambda b, i, _, who: checkout.delete_customer(b, i, who),
    ),
    *_both("checkout.session", SESSIONS, sdk_checkout.SessionListParams, sdk_checkout.SessionRetrieveParams),
    Operation(
        "POST",
        SESSIONS,
        sdk_checkout.SessionCreateParams,
        lambda b, _, given, who: checkout.create_session(b, given, who),
    ),
    Operation(
        "POST",
        f"{SESSIONS}/{{id}}/expire",
        sdk_checkout.SessionExpireParams,
        lambda b, identifier, _, who: checkout.expire(b, identifier, who),
    ),
    Operation("GET", f"{SESSIONS}/{{id}}/line_items", sdk_checkout.SessionLineItemListParams, _lines),
    *_both("payment_intent", "/v1/payment_intents", sdk.PaymentIntentListParams, sdk.PaymentIntentRetrieveParams),
    *_both("charge", "/v1/charges", sdk.ChargeListParams, sdk.ChargeRetrieveParams),
    Operation("GET", "/v1/charges/{id}/refunds", sdk.ChargeListRefundsParams, _charge_refunds),
    *_both("refund", "/v1/refunds", sdk.RefundListParams, sdk.RefundRetrieveParams),
    Operation(
        "POST", "/v1/refunds", sdk.RefundCreateParams, lambda book, _, given, who: money_back.refund(book, given, who)
    ),
    *_both("dispute", "/v1/disputes", sdk.DisputeListParams, sdk.DisputeRetrieveParams),
    *_both(
        "radar.early_fraud_warning",
        WARNINGS,
        sdk_radar.EarlyFraudWarningListParams,
        sdk_radar.EarlyFraudWarningRetrieveParams,
    ),
    *_both("event", "/v1/events", sdk.EventListParams, sdk.EventRetrieveParams),
]
