"""What one rule answers on one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache


class Result(StrEnum):
    """
    The answer of a rule.

    PASS: it holds. FAIL: it does not, and the file is not eligible. DISCUSS: the rule or the facts do not settle it, and
    somebody has to talk. UNKNOWN: something is not known and is said, without bearing on the verdict.
    NOT_ASSESSED: the committee judges it on the whole file. NOT_APPLICABLE: it is not about this file.
    """

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    DISCUSS = "discuss"
    UNKNOWN = "unknown"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"

    @property
    def decides(self) -> bool:
        """Whether it keeps a file from being eligible as it stands: refused, or to be discussed."""
        return self in {Result.FAIL, Result.DISCUSS}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a key and the values that its sentence quotes."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of a rule, why, and the condition it sets on the aid if it does."""

    result: Result
    reason: Reason
    condition: str = ""


def passed(key: str, **values: object) -> Outcome:
    """Build the answer of a rule that holds."""
    return _outcome(Result.PASS, key, values)


def failed(key: str, **values: object) -> Outcome:
    """Build the answer of a rule that does not hold."""
    return _outcome(Result.FAIL, key, values)


def to_discuss(key: str, **values: object) -> Outcome:
    """Build the answer of a rule that nobody can settle from these facts."""
    return _outcome(Result.DISCUSS, key, values)


def unknown(key: str, **values: object) -> Outcome:
    """Build the answer where something is not known and does not bear on the verdict."""
    return _outcome(Result.UNKNOWN, key, values)


def not_applicable(key: str = "not_concerned", **values: object) -> Outcome:
    """Build the answer of a rule that is not about this file."""
    return _outcome(Result.NOT_APPLICABLE, key, values)


def _outcome(result: Result, key: str, values: Mapping[str, object]) -> Outcome:
    return Outcome(result, Reason(key, values)) if values else _alone(result, key)


@cache
def _alone(result: Result, key: str) -> Outcome:
    """Build an answer that quotes no value, once: it is always the same."""
    return Outcome(result, Reason(key))
