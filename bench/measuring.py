"""How a thing is timed: the middle of several turns, beside turns of an empty page, so that other work weighs on both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from essaim.foundations.accounts.models import User

TURNS = 7
EMPTY_PAGE = "/suivi/"


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a table: what was done, how many milliseconds, how many times an empty page seen by the same person."""

    name: str
    milliseconds: float
    ratio: float | None = None


def settle() -> None:
    """Keep what is loaded out of what is looked through for what can be thrown away, as config.wsgi does."""
    gc.collect()
    gc.freeze()


def client_of(person: User | None = None) -> Client:
    """Build a browser, signed in or not, that asks as people do: nothing is watched, as tests do."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    if person is not None:
        client.force_login(person)
    return client


def opened(client: Client, url: str) -> bytes:
    """
    Open a page or a file, whole.

    :raises RuntimeError: if it answers anything but 200
    """
    answer = client.get(url)
    if answer.status_code != 200:
        message = f"{url} answered {answer.status_code}"
        raise RuntimeError(message)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def measured(name: str, work: Callable[[], object], *, beside: Callable[[], object], turns: int = TURNS) -> Measure:
    """Do something several times after once for nothing, each time after something to compare it with."""
    work()
    beside()
    own, other = [], []
    for _turn in range(turns):
        other.append(_milliseconds(beside))
        own.append(_milliseconds(work))
    middle = statistics.median(own)
    return Measure(name, middle, middle / statistics.median(other))


def opening(name: str, client: Client, url: str, *, turns: int = TURNS) -> Measure:
    """Measure a page beside the empty page, both seen by the same person."""
    return measured(name, lambda: opened(client, url), beside=lambda: opened(client, EMPTY_PAGE), turns=turns)


def once(name: str, work: Callable[[], object]) -> Measure:
    """Measure something that is done once."""
    return Measure(name, _milliseconds(work))


def lines_of(measures: list[Measure]) -> list[str]:
    """Write measures as the rows of a table."""
    return [f"| {found.name} | {found.milliseconds:.0f} | {found.ratio or 0:.1f} |" for found in measures]
