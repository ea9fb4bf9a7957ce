"""The last seat is given once, whoever asks at the same time: each on a connection of their own."""

from __future__ import annotations

import threading

import pytest
from django.db import close_old_connections, connection, transaction

from essaim.ecosystem.events import services
from essaim.ecosystem.events.models import Event, Registration
from essaim.ecosystem.events.states import RegistrationState

from .factories import MOMENT, OpenEventFactory


def _register(event: Event, name: str) -> Registration:
    return services.register(event=event, name=name.title(), email=f"{name}@example.org", now=MOMENT)


@pytest.mark.django_db(transaction=True)
def test_two_people_for_the_last_seat_get_one_seat() -> None:
    event = OpenEventFactory(capacity=1)
    start = threading.Barrier(2)
    states: list[str] = []

    def come(name: str) -> None:
        close_old_connections()
        try:
            start.wait(timeout=10)
            states.append(_register(event, name).state)
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(name,)) for name in ("premiere", "seconde")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(states) == [RegistrationState.REGISTERED, RegistrationState.WAITING]


@pytest.mark.django_db(transaction=True)
def test_who_comes_while_the_last_seat_is_being_given_waits_for_the_answer() -> None:
    """Hold the gathering in one transaction, and see that the other cannot count seats before it ends."""
    event = OpenEventFactory(capacity=1)
    seen: list[str] = []

    def come() -> None:
        close_old_connections()
        try:
            seen.append(_register(event, "seconde").state)
        finally:
            connection.close()

    thread = threading.Thread(target=come)
    with transaction.atomic():
        _register(event, "premiere")
        thread.start()
        thread.join(timeout=1)
        is_waiting = thread.is_alive()
    thread.join(timeout=30)

    assert is_waiting
    assert seen == [RegistrationState.WAITING]
