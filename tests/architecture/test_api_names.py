"""The answers of the read API are described by name: two rooms that use one name would be described as one."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from importlib.util import find_spec

from ninja import Schema

from config.settings.rooms import ROOMS


def test_no_two_answers_have_the_same_name() -> None:
    named: dict[str, set[str]] = defaultdict(set)
    for room in ROOMS:
        for module in (f"{room}.answers", f"{room}.api"):
            if find_spec(module):
                for found in vars(import_module(module)).values():
                    if isinstance(found, type) and issubclass(found, Schema) and found.__module__.startswith("essaim."):
                        named[found.__name__].add(f"{found.__module__}.{found.__qualname__}")

    assert {name: sorted(places) for name, places in named.items() if len(places) > 1} == {}
