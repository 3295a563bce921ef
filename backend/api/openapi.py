"""The OpenAPI document, made from the route table and the contract."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, TextIO

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from backend.api import examples
from backend.api.endpoint import Endpoint
from backend.api.problems import TITLES
from backend.api.routes import ENDPOINTS
from backend.contract import VERSION_HEADER, Problem, WebhookEvent
from backend.webhooks.sending import SIGNATURE

BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "A session's token, or a key of the account that begins with lk_ and is for what is asked.",
}
REF = "#/components/schemas/{model}"


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    used: dict[type[BaseModel], JsonSchemaMode] = {Problem: "serialization", WebhookEvent: "serialization"}
    for endpoint in ENDPOINTS:
        used.update({model: "validation" for model in (endpoint.body, endpoint.query) if model})
        used.update({model: "serialization" for model in (endpoint.reply,) if model})
    refs, shared = models_json_schema(list(used.items()), ref_template=REF)
    by_model: dict[Any, Any] = {model: schema for (model, _), schema in refs.items()}
    schemas = shared["$defs"]
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in ENDPOINTS:
        operation = _operation(endpoint, by_model, schemas)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Luster", "version": "1"},
        "paths": paths,
        "webhooks": {"event": {"post": _event(by_model[WebhookEvent])}},
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": BEARER},
        },
    }


def _event(schema: Any) -> dict[str, Any]:
    """What the service itself sends, to the address of an account."""
    signed = {"name": SIGNATURE, "in": "header", "required": True, "schema": {"type": "string"}}
    content = {"application/json": {"schema": schema, "example": examples.of(WebhookEvent)}}
    return {
        "operationId": "take_event",
        "summary": "Something is done: docs/studios.md says how the signature is checked",
        "parameters": [signed],
        "requestBody": {"required": True, "content": content},
        "responses": {"204": {"description": "Taken, and not sent again"}},
    }


def write_document(out: TextIO) -> None:
    """Write the document as JSON."""
    json.dump(document(), out, indent=1, sort_keys=True)
    out.write("\n")


def _operation(endpoint: Endpoint, refs: dict[Any, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": endpoint.handler.__name__,
        "summary": endpoint.summary,
        "security": [] if endpoint.public else [{"bearer": []}],
        "parameters": _parameters(endpoint, refs, schemas),
        "responses": _responses(endpoint, refs),
    }
    if endpoint.body:
        content = {"application/json": {"schema": refs[endpoint.body], "example": examples.of(endpoint.body)}}
        operation["requestBody"] = {"required": True, "content": content}
    elif endpoint.raw_body:
        content = {"application/json": {"schema": {"type": "object"}}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameters(endpoint: Endpoint, refs: dict[Any, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    token = {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"}
    found = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": token if name == "token" else {"type": "string", "format": "uuid"},
        }
        for name in re.findall(r"{(\w+)}", endpoint.path)
    ]
    if endpoint.query:
        schema = schemas[refs[endpoint.query]["$ref"].rpartition("/")[2]]
        found += [
            {"name": name, "in": "query", "required": False, "schema": field}
            for name, field in schema["properties"].items()
        ]
    if not endpoint.public:
        schema = {"type": "string", "maxLength": 50, "pattern": "^[\\x20-\\x7e]*$"}
        found.append({"name": VERSION_HEADER, "in": "header", "required": False, "schema": schema})
    if endpoint.keyed:
        schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x20-\\x7e]+$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema})
    return found


def _responses(endpoint: Endpoint, refs: dict[Any, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done"}
    if endpoint.reply:
        good["content"] = {"application/json": {"schema": refs[endpoint.reply], "example": examples.of(endpoint.reply)}}
    elif endpoint.page and endpoint.status == 200:
        good["content"] = {"text/html": {"schema": {"type": "string"}}}
    responses = {str(endpoint.status): good}
    statuses = {*endpoint.problems, 503}
    if not endpoint.public:
        statuses |= {401, 403, 426}
    if endpoint.body:
        statuses |= {400, 413, 415, 422}
    if endpoint.query or endpoint.keyed:
        statuses.add(422)
    if endpoint.limit:
        statuses.add(429)
    if "{" in endpoint.path:
        statuses.add(404)
    for status in sorted(statuses):
        if endpoint.page and status in (404, 410, 429):
            content: dict[str, Any] = {"text/html": {"schema": {"type": "string"}}}
        elif endpoint.path == "/readyz" and endpoint.reply:
            content = {"application/json": {"schema": refs[endpoint.reply]}}
        else:
            told = examples.problem(status, TITLES[status])
            content = {"application/problem+json": {"schema": refs[Problem], "example": told}}
        responses[str(status)] = {"description": TITLES[status], "content": content}
    return responses
