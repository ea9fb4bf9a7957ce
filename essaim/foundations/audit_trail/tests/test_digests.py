"""A day's digest is checked by a program that knows nothing of Essaim, and one altered letter is seen."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from essaim.foundations.audit_trail.digests import DayNotOver, digest_lines
from essaim.foundations.audit_trail.tests.factories import EntryFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
TOMORROW = datetime.now(UTC) + timedelta(days=1)


def _check(*paths: Path) -> subprocess.CompletedProcess[str]:
    program = settings.ESSAIM_ROOT / "script" / "verify-digest"
    # -I: no environment, no user folder, nothing of ours on the path.
    command = [sys.executable, "-I", str(program), *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, cwd="/")


def _write(folder: Path, day: date) -> Path:
    path = folder / f"{day}.jsonl"
    path.write_text("".join(f"{line}\n" for line in digest_lines(day, now=TOMORROW)))
    return path


def test_digest_of_a_day_is_verified_by_an_independent_command(tmp_path: Path) -> None:
    EntryFactory(target_label="Épicerie de l’Arbrisseau")
    EntryFactory.create_batch(2)

    path = _write(tmp_path, TODAY)

    done = _check(path)
    assert done.returncode == 0, done.stderr
    assert "3 links" in done.stdout
    assert "Everything holds." in done.stdout


ALTERATIONS = {
    "a word changed": lambda lines: [*lines[:-1], lines[-1].replace("Action", "Axion")],
    "a link removed": lambda lines: [*lines[:2], *lines[3:]],
    "the end cut": lambda lines: lines[:-1],
    "two links swapped": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "a hash recomputed": lambda lines: [*lines[:-1], lines[-1].replace('"hash": "', '"hash": "0')],
}


@pytest.mark.parametrize("alteration", ALTERATIONS.values(), ids=ALTERATIONS.keys())
def test_altered_digest_does_not_hold(tmp_path: Path, alteration) -> None:
    EntryFactory.create_batch(3)
    path = _write(tmp_path, TODAY)
    before = path.read_text().splitlines()

    after = alteration(before)

    assert after != before
    path.write_text("\n".join(after) + "\n")
    assert _check(path).returncode == 1


def test_days_in_a_row_meet_and_a_missing_one_is_seen(tmp_path: Path) -> None:
    empty_day = _write(tmp_path, TODAY - timedelta(days=1))
    EntryFactory.create_batch(2)
    full_day = _write(tmp_path, TODAY)

    assert _check(empty_day, full_day).returncode == 0
    assert json.loads(empty_day.read_text())["links"] == 0
    assert _check(full_day, empty_day).returncode == 1


def test_something_else_is_not_taken_for_a_digest(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all\n")

    assert _check(path).returncode == 2
    assert _check().returncode == 2


def test_day_that_is_not_over_has_no_digest() -> None:
    with pytest.raises(DayNotOver):
        next(digest_lines(TODAY, now=timezone.now()))


def test_command_writes_a_new_file_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "day.jsonl"
    yesterday = TODAY - timedelta(days=1)

    call_command("audit", "digest", "--day", str(yesterday), "--output", str(path))

    assert json.loads(path.read_text().splitlines()[0])["day"] == str(yesterday)
    assert str(path) in capsys.readouterr().out
    with pytest.raises(CommandError, match="exists already"):
        call_command("audit", "digest", "--output", str(path))
    with pytest.raises(CommandError, match="is not over"):
        call_command("audit", "digest", "--day", str(TODAY))


def test_command_verifies(capsys: pytest.CaptureFixture[str]) -> None:
    EntryFactory()

    call_command("audit", "verify")

    assert "The audit trail holds: 1 links" in capsys.readouterr().out
    with pytest.raises(CommandError, match="does not hold"):
        call_command("audit", "verify", "--expect", "0" * 63 + "1")
