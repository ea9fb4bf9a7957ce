"""The kinds of messages, so that people choose which ones they also get by mail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: room and matter as key, "action_plan.task_late"; label and description are lazy."""

    key: str
    label: object
    description: object


class UnknownKind(LookupError):
    """No room registered this kind of message: register it in AppConfig.ready()."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Register a kind of message; called in AppConfig.ready(). Rules of reminders register theirs by themselves."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> Kind:
    """
    Return what a room registered under a key.

    :raises UnknownKind: if no room did
    """
    try:
        return _kinds[key]
    except KeyError:
        raise UnknownKind(key) from None


def all_kinds() -> tuple[Kind, ...]:
    """Return every kind of message, in the order of their registration."""
    return tuple(_kinds.values())


def label_of(key: str) -> str:
    """Name a kind of message; by its key when the room that registered it is gone."""
    return str(_kinds[key].label) if key in _kinds else key
