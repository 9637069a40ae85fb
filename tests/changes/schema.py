"""As much of JSON Schema as our own schemas use, so that a test can hold a file against one."""

import re
from collections.abc import Iterator
from typing import Any

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "null": type(None),
}


def faults(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "$") -> list[str]:
    """Where a value is not what the schema says."""
    return list(_faults(value, schema, whole, at))


def _faults(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not isinstance(value, tuple(TYPES[kind] for kind in kinds)):
        yield f"{at}: {value!r} is no {kinds}"
    elif ("enum" in schema and value not in schema["enum"]) or (
        "const" in schema and value != schema["const"]
    ):
        yield f"{at}: {value!r} is not offered"
    elif isinstance(value, str):
        yield from _words(value, schema, at)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _faults(one, schema["items"], whole, f"{at}[{number}]")
    elif isinstance(value, dict):
        yield from (f"{at}: no {name}" for name in schema["required"] if name not in value)
        for name, one in value.items():
            if name not in schema["properties"]:
                yield f"{at}.{name}: unknown"
            else:
                yield from _faults(one, schema["properties"][name], whole, f"{at}.{name}")


def _words(value: str, schema: dict[str, Any], at: str) -> Iterator[str]:
    if not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} is not written so"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**9):
        yield f"{at}: {len(value)} characters"
