"""Objects of a purchase: session, payment intent, charge, refund, dispute; every field that a reader may expect."""

from __future__ import annotations

import secrets

from backend.local.payments.objects import new_id, now
from backend.local.store import Document

BILLING = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
CARD = {
    "amount_authorized": None,
    "authorization_code": None,
    "brand": "visa",
    "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
    "country": "US",
    "exp_month": 12,
    "exp_year": 2034,
    "fingerprint": "simulated0000000",
    "funding": "credit",
    "installments": None,
    "last4": "4242",
    "mandate": None,
    "network": "visa",
    "network_token": {"used": False},
    "network_transaction_id": None,
    "regulated_status": "unregulated",
    "three_d_secure": None,
    "wallet": None,
}
EVIDENCE = (
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
)


def session(given: Document, *, amount: int, currency: str, expires_at: int, page: str) -> Document:
    """A Checkout Session from the checked parameters of its creation."""
    identifier = f"cs_test_{secrets.token_hex(24)}"
    ui_mode = given.get("ui_mode", "hosted_page")
    return {
        "id": identifier,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": given.get("adaptive_pricing", {}).get("enabled", False)},
        "after_expiration": None,
        "allow_promotion_codes": given.get("allow_promotion_codes"),
        "amount_subtotal": amount,
        "amount_total": amount,
        "automatic_tax": {
            "enabled": given.get("automatic_tax", {}).get("enabled", False),
            "liability": None,
            "provider": None,
            "status": None,
        },
        "billing_address_collection": given.get("billing_address_collection"),
        "cancel_url": given.get("cancel_url"),
        "client_reference_id": given.get("client_reference_id"),
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": now(),
        "currency": currency,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer": given.get("customer"),
        "customer_account": None,
        "customer_creation": given.get("customer_creation", "if_required"),
        "customer_details": None,
        "customer_email": given.get("customer_email"),
        "discounts": [],
        "expires_at": expires_at,
        "integration_identifier": None,
        "invoice": None,
        "invoice_creation": {
            "enabled": given.get("invoice_creation", {}).get("enabled", False),
            "invoice_data": {
                "account_tax_ids": None,
                "custom_fields": None,
                "description": None,
                "footer": None,
                "issuer": None,
                "metadata": {},
                "rendering_options": None,
            },
        },
        "livemode": False,
        "locale": given.get("locale"),
        "managed_payments": {"enabled": given.get("managed_payments", {}).get("enabled", False)},
        "metadata": given.get("metadata") or {},
        "mode": given["mode"],
        "origin_context": given.get("origin_context"),
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "payment_status": "unpaid" if amount else "no_payment_required",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": given.get("submit_type"),
        "subscription": None,
        "success_url": given.get("success_url"),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": ui_mode,
        "url": f"{page}/{identifier}" if ui_mode == "hosted_page" else None,
        "wallet_options": None,
    }


def payment_intent(checkout: Document, *, metadata: Document) -> Document:
    """The intent to pay for a session, before any card was tried."""
    identifier = new_id("pi")
    return {
        "id": identifier,
        "object": "payment_intent",
        "amount": checkout["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{identifier}_secret_{secrets.token_hex(12)}",
        "confirmation_method": "automatic",
        "created": now(),
        "currency": checkout["currency"],
        "customer": checkout["customer"],
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "managed_payments": checkout["managed_payments"],
        "metadata": metadata,
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": ["card"],
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }


def charge(intent: Document, *, paid: bool, email: str | None) -> Document:
    """A charge of the whole amount; a pending one becomes paid or failed later."""
    identifier = new_id("ch")
    return {
        "id": identifier,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if paid else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": new_id("txn") if paid else None,
        "billing_details": BILLING | {"email": email},
        "calculated_statement_descriptor": "LUSTER",
        "captured": paid,
        "created": now(),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": None,
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": {
            "advice_code": None,
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "approved_by_network",
            "reason": None,
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": {"card": CARD, "type": "card"},
        "receipt_email": None,
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded" if paid else "pending",
        "transfer_data": None,
        "transfer_group": None,
    }


def refund(of: Document, *, amount: int, reason: str | None, metadata: Document) -> Document:
    """A refund of `amount` minor units of a charge, done."""
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": new_id("txn"),
        "charge": of["id"],
        "created": now(),
        "currency": of["currency"],
        "customer": of["customer"],
        "customer_account": None,
        "destination_details": {"card": {"reference_status": "pending", "type": "refund"}, "type": "card"},
        "metadata": metadata,
        "payment_intent": of["payment_intent"],
        "payment_method": of["payment_method"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def dispute(of: Document, *, amount: int, reason: str) -> Document:
    """An open chargeback over `amount` minor units of a charge."""
    return {
        "id": new_id("dp"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": of["id"],
        "created": now(),
        "currency": of["currency"],
        "enhanced_eligibility_types": [],
        "evidence": dict.fromkeys(EVIDENCE) | {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now() + 7 * 86_400,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": of["payment_intent"],
        "payment_method_details": {
            "card": {"brand": "visa", "case_type": "chargeback", "network_reason_code": "10.4"},
            "type": "card",
        },
        "reason": reason,
        "status": "needs_response",
    }


def early_fraud_warning(of: Document) -> Document:
    """The card network's warning about a charge."""
    return {
        "id": new_id("issfr"),
        "object": "radar.early_fraud_warning",
        "actionable": True,
        "charge": of["id"],
        "created": now(),
        "fraud_type": "made_with_stolen_card",
        "livemode": False,
        "payment_intent": of["payment_intent"],
    }


def line_item(of: Document, *, title: str, quantity: int) -> Document:
    """What a session sells of one price."""
    total = of["unit_amount"] * quantity
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": of["currency"],
        "description": title,
        "metadata": {},
        "price": of,
        "quantity": quantity,
    }
