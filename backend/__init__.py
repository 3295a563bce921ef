"""Luster's service: credits, payments, storage and image-model calls behind a small HTTP API and a worker."""
