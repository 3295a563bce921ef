"""Payments: packs, checkout, the inbox of Stripe's events, and what each of them means for the ledger."""
