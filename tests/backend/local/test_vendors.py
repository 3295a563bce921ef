"""The slices in `vendors/` against the vendors' own descriptions, where these are beside the checkout."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shared import spec

from .vendors import KINDS, described, samples

FACTS = {"type", "format", "enum", "required", "properties", "patternProperties", "items", "anyOf", "$ref", "nullable"}


def facts(schema: Any, *, names: bool = False) -> Any:
    """A schema without its prose. `names`: the keys are names of fields, not words of the schema."""
    if isinstance(schema, list):
        return [facts(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: facts(value, names=not names and key in {"properties", "patternProperties"})
        for key, value in schema.items()
        if names or key in FACTS
    }


@pytest.mark.parametrize(
    ("vendor", "description"), [("identity", "supabase-auth.openapi.yaml"), ("images", "openai-images.openapi.json")]
)
def test_schemas_are_the_vendors(vendor: str, description: str) -> None:
    theirs = spec(description)["components"]["schemas"]
    ours = described(vendor)["components"]["schemas"]
    assert ours == {name: facts(theirs[name]) for name in ours}


def test_the_image_to_edit_may_be_a_list_and_the_mask_is_of_its_first() -> None:
    theirs = spec("openai-images.openapi.json")["components"]["schemas"]["CreateImageEditRequest"]["properties"]
    assert described("images")["takes"]["image"]["anyOf"] == theirs["image"]["anyOf"]
    assert "applied on the first image" in theirs["mask"]["description"]


def test_public_pages_of_sign_in_are_the_vendors() -> None:
    theirs = spec("supabase-auth.openapi.yaml")["paths"]
    for page, ours in described("identity")["replies"].items():
        reply = theirs[f"/{page}"]["get"]["responses"][200]
        assert ours == facts(reply["content"]["application/json"]["schema"]), page


def test_deleting_a_user_is_the_vendors() -> None:
    theirs = spec("supabase-auth.openapi.yaml")["paths"]["/admin/users/{userId}"]["delete"]
    schema = theirs["responses"][200]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/UserSchema"}
    assert set(theirs["responses"]) == {200, 401, 403, 404}
    assert {name for each in theirs["security"] for name in each} == {"APIKeyAuth", "AdminAuth"}


def test_fields_of_payments_are_those_of_the_vendors_samples() -> None:
    theirs = spec("stripe-fixtures.json")["resources"]
    assert samples() == {
        kind: {name: KINDS[type(value)] for name, value in sample.items()} for kind, sample in theirs.items()
    }
