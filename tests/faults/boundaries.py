"""Where the service and the desktop engine have an effect outside themselves: found in the code, kept in a registry.

A *boundary* is a function of the product and an effect that it has: `backend.jobs.claim: commit`. Effects go through
few *seams*, which is how they are found in the code, and at run time (`injection.py`).
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = Path(__file__).with_name("boundaries.toml")

OUTSIDE = ("backend/local/", "backend/admin/", "backend/database/migrations/")
ROOMS = (
    "backend",
    *(f"luster_desktop/{room}" for room in ("cloud", "delivery", "intake", "library", "operations", "updates")),
)

SEAMS = {
    "backend.storage": ("Storage", "storage"),
    "luster_desktop.cloud.api": ("ApiClient", "api"),
    "luster_desktop.library.store": ("Library", "library"),
}
"""Modules that others reach the outside through, by a class of which each method is an effect of its caller's."""

NO_EFFECT = {
    "storage": {"close", "presign_put", "presign_get"},
    "api": {"close", "outdated", "ask_again"},
    "library": {"close"},
}
HTTP = {"request", "get", "put", "post", "stream", "delete", "patch"}
SIGN_IN = {
    "sign_in_with_otp",
    "verify_otp",
    "exchange_code_for_session",
    "refresh_session",
    "sign_out",
    "delete_user",
}
PATHS = {"write_bytes", "write_text", "unlink", "mkdir", "rmdir"}
MODULES = {
    "os": {"fsync", "link", "replace", "rename", "unlink", "remove", "makedirs"},
    "shutil": {"copyfile", "copy", "copy2", "move", "rmtree"},
    "keyring": {"set_password", "delete_password"},
    "disk": {"publish"},
}
RECEIVERS = {
    "storage": {"storage", "_storage", "objects"},
    "api": {"api", "_api"},
    "library": {"library", "_library"},
}


def name(module: str, qualname: str, effect: str) -> str:
    """The boundary's name: what is nested in a function counts as the function's."""
    return f"{module}.{qualname.split('.<', 1)[0]}: {effect}"


@cache
def registered() -> dict[str, dict[str, str]]:
    """The registry: for each process what the golden shoot reaches there, and under "elsewhere" the rest, with why."""
    return {part: dict.fromkeys(names, "") if isinstance(names, list) else names for part, names in _toml().items()}


def _toml() -> dict[str, list[str] | dict[str, str]]:
    kept = tomllib.loads(REGISTRY.read_text("utf-8"))
    return {**kept["golden"], "elsewhere": kept["elsewhere"]}


def all_registered() -> set[str]:
    """Every boundary of the registry."""
    return {boundary for names in registered().values() for boundary in names}


def in_rooms(module: str) -> bool:
    """Whether the module is of the service or the desktop engine."""
    path = module.replace(".", "/") + "/"
    return path.startswith(tuple(f"{room}/" for room in ROOMS)) and not path.startswith(OUTSIDE)


def in_code() -> set[str]:
    """Every boundary that the product's code has."""
    return set().union(*(of_module(_module(path), path.read_text("utf-8")) for path in _files()))


def of_module(module: str, code: str) -> set[str]:
    """The boundaries of one module; a seam's own effects are its callers'."""
    if module in SEAMS:
        return set()
    effects = _seams()
    return {
        name(module, owner, effect) for owner, node in _owned(ast.parse(code)) for effect in _effects(node, effects)
    }


@cache
def _seams() -> dict[str, set[str]]:
    return {effect: _methods(module, owner, effect) - NO_EFFECT[effect] for module, (owner, effect) in SEAMS.items()}


def _files() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if not str(path.relative_to(ROOT)).startswith(OUTSIDE):
                yield path


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _methods(module: str, owner: str, effect: str) -> set[str]:
    tree = ast.parse((ROOT / (module.replace(".", "/") + ".py")).read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == owner:
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name[0] != "_"]
            return {method.name for method in methods if effect != "library" or _submits(method)}
    raise LookupError(f"{module} has no class {owner}")


def _submits(method: ast.FunctionDef) -> bool:
    """Whether a method of the library changes it: most only read."""
    called = {node.attr for node in ast.walk(method) if isinstance(node, ast.Attribute)}
    return bool(called & {"write", "_writer"}) and method.name != "subscribe"


def _owned(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Each node inside a function, with the function's qualified name; nested functions belong to the outer one."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ((node.name, inner) for inner in ast.walk(node))
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield from ((f"{node.name}.{method.name}", inner) for inner in ast.walk(method))


def _effects(node: ast.AST, seams: dict[str, set[str]]) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        receiver = _last(node.value)
        for effect, methods in seams.items():
            if receiver in RECEIVERS[effect] and node.attr in methods:
                yield f"{effect}.{node.attr}"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from _of_call(node, node.func)


def _of_call(call: ast.Call, function: ast.Attribute) -> Iterator[str]:
    receiver, attribute = _last(function.value), function.attr
    if (attribute == "begin" and not call.args) or (attribute == "single" and receiver == "database"):
        yield "commit"
    elif attribute == "_ask" and receiver == "self":
        yield "payments"
    elif attribute == "edit" and receiver == "with_raw_response":
        yield "model"
    elif (attribute in HTTP and receiver in {"_http", "http", "httpx"}) or (
        attribute in SIGN_IN and receiver in {"_auth", "auth", "admin"}
    ):
        yield "http"
    elif (
        attribute in MODULES.get(receiver, ())
        or attribute in PATHS
        or (attribute in {"replace", "rename"} and len(call.args) == 1 and not call.keywords)
        or (attribute == "touch" and not call.args)
    ):
        yield attribute
    elif attribute == "open" and _writes(call):
        yield "open"


def _writes(call: ast.Call) -> bool:
    """Whether a file is opened to be written to."""
    told = [node for argument in call.args[:2] for node in ast.walk(argument)]
    modes = [node.value for node in told if isinstance(node, ast.Constant)]
    return any(isinstance(mode, str) and len(mode) <= 3 and set(mode) & set("wax+") for mode in modes)


def _last(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return _last(node.func)
    return node.id if isinstance(node, ast.Name) else ""
