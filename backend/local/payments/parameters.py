"""Request parameters, checked against the SDK's own types: what Stripe would not know, this does not know either."""

from __future__ import annotations

import decimal
import sys
import types
import typing
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import typing_extensions
from stripe import RequestOptions

from backend.local.payments.errors import invalid
from backend.local.payments.form import Parameters


def check(given: Parameters, description: Any) -> Parameters:
    """The parameters with numbers and booleans in place of text.

    `description` is one of the SDK's parameter classes. Raises the vendor's error for an unknown, missing or malformed
    parameter.
    """
    return _object(given, description, "")


def _object(given: Any, description: Any, path: str) -> Parameters:
    if not isinstance(given, dict):
        raise invalid("Invalid object", param=path)
    known, required = _fields(description)
    for name in given:
        if name not in known:
            where = _join(path, name)
            raise invalid(f"Received unknown parameter: {where}", param=where, code="parameter_unknown")
    for name in required:
        if name not in given:
            where = _join(path, name)
            raise invalid(f"Missing required param: {where}.", param=where, code="parameter_missing")
    return {name: _value(value, known[name], _join(path, name)) for name, value in given.items()}


def _value(given: Any, kind: Any, path: str) -> Any:
    origin: Any = get_origin(kind)
    if origin in (typing.Required, typing.NotRequired, typing_extensions.Required, typing_extensions.NotRequired):
        return _value(given, get_args(kind)[0], path)
    if origin in (Union, types.UnionType):
        return _one_of(given, get_args(kind), path)
    if origin is list:
        if not isinstance(given, list):
            raise invalid("Invalid array", param=path)
        return [_value(item, get_args(kind)[0], f"{path}[{n}]") for n, item in enumerate(given)]
    if origin is dict:
        if not isinstance(given, dict):
            raise invalid("Invalid hash", param=path)
        return {name: _value(item, get_args(kind)[1], f"{path}[{name}]") for name, item in given.items()}
    if typing.is_typeddict(kind) or typing_extensions.is_typeddict(kind):
        return _object(given, kind, path)
    if not isinstance(given, str):
        raise invalid("Invalid string", param=path)
    return _scalar(given, kind, path)


def _one_of(given: Any, kinds: tuple[Any, ...], path: str) -> Any:
    # Fixed words first: `Literal[...] | str` must not refuse what `str` takes, `Literal[""] | dict` must see "".
    failure: Exception | None = None
    for kind in sorted(kinds, key=lambda k: str(get_origin(k)) != str(Literal)):
        if kind is types.NoneType:
            continue
        try:
            return _value(given, kind, path)
        except Exception as error:
            failure = failure or error
    assert failure is not None
    raise failure


def _scalar(given: str, kind: Any, path: str) -> Any:
    if get_origin(kind) is Literal:
        if given not in get_args(kind):
            raise invalid(f"Invalid {path}: must be one of {', '.join(get_args(kind)[:8])}", param=path)
        return given
    if kind is bool:
        if given not in ("true", "false"):
            raise invalid(f"Invalid boolean: {given}", param=path)
        return given == "true"
    if kind in (int, float, decimal.Decimal):
        try:
            return int(given) if kind is int else float(given)
        except ValueError:
            raise invalid(f"Invalid {kind.__name__}: {given}", param=path, code="parameter_invalid_integer") from None
    return given


@cache
def _fields(description: Any) -> tuple[dict[str, Any], frozenset[str]]:
    # The classes describe themselves with names of their own modules; what is imported there for types alone is for
    # the request's options, which are no parameters.
    modules = (sys.modules[RequestOptions.__module__], sys.modules[description.__module__])
    names = vars(modules[0]) | vars(modules[1]) | {"StripeContext": object}
    hints = typing_extensions.get_type_hints(description, None, names, include_extras=True)
    options = RequestOptions.__annotations__ if _carries_options(description) else {}
    known = {name: kind for name, kind in hints.items() if name not in options}
    return known, frozenset(description.__required_keys__) - options.keys()


def _carries_options(description: Any) -> bool:
    return set(RequestOptions.__annotations__) <= set(description.__annotations__)


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name
