"""One command does everything that is due at night, room by room, and one failure hides no other."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import nightly
from essaim.foundations.primitives.jobs import Job, JobFailed

pytestmark = pytest.mark.django_db


def _run() -> list[str]:
    out = StringIO()
    call_command("nightly", stdout=out)
    return out.getvalue().splitlines()


def test_every_room_says_what_it_did() -> None:
    names = [job.name for job in nightly.jobs()]

    lines = _run()

    assert {"documents purge", "documents verify", "notifications remind", "notifications send"} <= set(names)
    assert len(set(names)) == len(names)
    assert [line.split("] ")[1].split(": ")[0] for line in lines] == names


def test_job_that_fails_keeps_no_other_from_running_and_fails_the_command(monkeypatch) -> None:
    ran = []

    def fail(now: datetime) -> str:
        raise JobFailed("the store is full")

    def break_down(now: datetime) -> str:
        raise ZeroDivisionError

    def work(now: datetime) -> str:
        ran.append(now)
        return "done"

    found = (Job("one", fail), Job("two", break_down), Job("three", work))
    monkeypatch.setattr(nightly, "jobs", lambda: found)

    out = StringIO()
    with pytest.raises(CommandError, match="2 of 3 jobs failed: one, two"):
        call_command("nightly", stdout=out)

    assert out.getvalue().splitlines() == [
        "[1/3] one: FAILED: the store is full",
        "[2/3] two: FAILED: ZeroDivisionError",
        "[3/3] three: done",
    ]
    assert len(ran) == 1
