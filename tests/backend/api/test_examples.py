"""Every request and reply of the document has an example, which is what its schema says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from backend.api import openapi

Place = tuple[str, dict[str, Any]]


def places() -> Iterator[Place]:
    """Each JSON body of the document, and where it is."""
    document = openapi.document()
    operations = {
        f"{method.upper()} {path}": one for path, all_ in document["paths"].items() for method, one in all_.items()
    }
    operations["webhook"] = document["webhooks"]["event"]["post"]
    for name, operation in operations.items():
        bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for which, body in bodies.items():
            for kind, media in body.get("content", {}).items():
                if "json" in kind and "$ref" in media["schema"]:
                    yield f"{name} {which}", media


PLACES = dict(places())


def test_the_document_has_many_bodies() -> None:
    assert len(PLACES) > 150


@pytest.mark.parametrize("name", [name for name in PLACES if name != "GET /readyz 503"])
def test_an_example_is_what_its_schema_says(name: str) -> None:
    media = PLACES[name]
    schema = {**media["schema"], "components": openapi.document()["components"]}
    jsonschema_rs.validator_for(schema).validate(media["example"])


def test_a_wrong_example_would_be_found() -> None:
    media = PLACES["POST /jobs request"]
    schema = {**media["schema"], "components": openapi.document()["components"]}
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validator_for(schema).validate({"jobs": [{"id": "1"}]})
