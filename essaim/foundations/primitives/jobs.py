"""What a room offers to be done at set times: its nightly.py holds JOBS, and the command nightly runs them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


class JobFailed(Exception):
    """A job ended and something must be looked at; its text says what, on one line."""


@dataclass(frozen=True, slots=True)
class Job:
    """
    One thing to do, safe to do twice.

    name: the words of the command that does it alone, such as "documents purge".
    run: called with the moment; returns one line that says what was done, or raises JobFailed.
    """

    name: str
    run: Callable[[datetime], str]
