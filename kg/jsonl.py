"""Frozen dataclasses as JSON and back, driven by their type hints: what facts/<report>.jsonl is written and read with."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin

T = TypeVar("T")

_PLAIN = frozenset({str, int, bool, float, type(None), dict})


def encode(value: Any) -> Any:
    """Return `value` as JSON-ready data: dataclasses become objects with "@type", tuples arrays, Decimals strings."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [encode(item) for item in value]
    if kind is Decimal:
        return str(value)
    body = {"@type": kind.__name__}
    for name in _names(kind):
        part = getattr(value, name)
        # Most parts are plain; asking here saves a call for each.
        body[name] = part if type(part) in _PLAIN else encode(part)
    return body


def decode(cls: type[T], data: Mapping[str, Any]) -> T:
    """Return the `cls` that `encode` turned into `data`; raises KeyError or TypeError where the data is of another shape."""
    kind: Any = cls
    return cls(**{name: _decode(hint, data[name]) for name, hint in _hints(kind).items()})


@cache
def _names(cls: Any) -> tuple[str, ...]:
    """Return the fields of a dataclass; raises TypeError for any other class."""
    return tuple(field.name for field in dataclasses.fields(cls))


@cache
def _hints(cls: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls)}


def _decode(hint: Any, data: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _decode_union(get_args(hint), data)
    if origin is tuple:
        return tuple(_decode(get_args(hint)[0], item) for item in data)
    if hint is Decimal:
        return Decimal(data)
    if dataclasses.is_dataclass(hint):
        return decode(hint, data)  # type: ignore[arg-type]
    return data


def _decode_union(members: tuple[Any, ...], data: Any) -> Any:
    """Choose the member of a union by what the data looks like: null, a tagged object, or the first other member."""
    if data is None:
        return None
    if isinstance(data, Mapping):
        member = next(m for m in members if getattr(m, "__name__", "") == data["@type"])
        return decode(member, data)
    return _decode(next(m for m in members if m is not type(None) and not dataclasses.is_dataclass(m)), data)
