"""What the parameters of a rule may hold: read from JSON, written back as JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Unreadable(ValueError):
    """A value is not what a parameter may hold; its text is a word that says which way."""


class Spec(Protocol):
    """What one parameter may hold."""

    @property
    def is_required(self) -> bool:
        """Whether it must be given."""

    @property
    def empty(self) -> object:
        """What it is when it is not given."""

    def read(self, value: object) -> object:
        """Return the value as the rule uses it, or raise Unreadable."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of an enumeration; the first by default."""

    words: type[StrEnum]
    is_required: bool = True

    @property
    def empty(self) -> object:
        """Nothing stands for a word that is not given."""
        return None

    def read(self, value: object) -> object:
        """Return the word."""
        try:
            return self.words(str(value))
        except ValueError:
            raise Unreadable("no_such_word") from None


@dataclass(frozen=True, slots=True)
class Choices:
    """Some words of an enumeration, each once."""

    words: type[StrEnum]
    is_required: bool = False

    @property
    def empty(self) -> object:
        """No word."""
        return ()

    def read(self, value: object) -> object:
        """Return the words in the order of the enumeration."""
        if not isinstance(value, list | tuple):
            raise Unreadable("not_a_list")
        known = {str(word) for word in self.words}
        if any(not isinstance(word, str) or word not in known for word in value):
            raise Unreadable("no_such_word")
        return tuple(word for word in self.words if str(word) in value)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds, both included."""

    least: int
    most: int
    is_required: bool = True

    @property
    def empty(self) -> object:
        """No number."""
        return None

    def read(self, value: object) -> object:
        """Return the number."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise Unreadable("not_a_number")
        if not self.least <= value <= self.most:
            raise Unreadable("out_of_bounds")
        return value


@dataclass(frozen=True, slots=True)
class Cents(Whole):
    """An amount in cents."""

    least: int = 0
    most: int = 10**13


@dataclass(frozen=True, slots=True)
class Permille(Whole):
    """A share in thousandths: 300 is 30 %."""

    least: int = 1
    most: int = 1000


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no."""

    is_required: bool = True

    @property
    def empty(self) -> object:
        """Not given is no."""
        return False

    def read(self, value: object) -> object:
        """Return it."""
        if not isinstance(value, bool):
            raise Unreadable("not_yes_or_no")
        return value


@dataclass(frozen=True, slots=True)
class Day:
    """A day, written year, month, day."""

    is_required: bool = False

    @property
    def empty(self) -> object:
        """No day."""
        return None

    def read(self, value: object) -> object:
        """Return the day."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise Unreadable("not_a_day") from None


@dataclass(frozen=True, slots=True)
class Codes:
    """Legal categories, or their first digits."""

    is_required: bool = False

    @property
    def empty(self) -> object:
        """No code."""
        return ()

    def read(self, value: object) -> object:
        """Return the codes in order, each once."""
        if not isinstance(value, list | tuple):
            raise Unreadable("not_a_list")
        if any(not isinstance(code, str) or not re.fullmatch(r"\d{1,4}", code) for code in value):
            raise Unreadable("not_a_code")
        return tuple(sorted(set(value)))
