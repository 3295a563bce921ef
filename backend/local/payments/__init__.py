"""Stand-in for Stripe: the part of its v1 API that Luster uses, a simulated pay page, and signed webhooks."""
