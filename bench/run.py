"""Measures what people wait for, as ratios to one empty page of the same run: script/bench [--write]."""

from __future__ import annotations

import contextlib
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.embedded_postgres import ensure_running
from config.env import ROOT

PAGE = ROOT / "docs" / "performance.md"
TURNS = 7
ACTIONS, ACTS, WRITES = 10_000, 2_000, 300
MORE_ACTIONS = """
INSERT INTO action_plan_action (plan_id, axis_id, number, title, description, plain_summary, state, end_reason, source_id)
SELECT axis.plan_id, axis.id, 100 + n, 'Action ' || n, 'Texte ' || n, '', 'proposed', '', axis.source_id
FROM generate_series(1, %s) n, (
    SELECT axis.* FROM action_plan_axis axis JOIN action_plan_plan plan ON plan.id = axis.plan_id
    WHERE plan.slug = '2022-2026' ORDER BY axis.number LIMIT 1
) axis
"""
MORE_ACTS = """
INSERT INTO action_plan_act (key, number, kind, title, body, domain, summary, state, voted_on, voted_precision, vote,
    source_id, origin_siren)
SELECT 'bench-' || n, n::text, act.kind, 'Acte ' || n, act.body, '', '', act.state, act.voted_on, act.voted_precision, '',
    act.source_id, ''
FROM generate_series(1, %s) n, (SELECT * FROM action_plan_act WHERE voted_on IS NOT NULL ORDER BY id LIMIT 1) act
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table: what was done, how many milliseconds in the middle of several turns."""

    name: str
    milliseconds: float


def measured(name: str, work: Callable[[], object]) -> Measure:
    """Do something several times after once for nothing, and keep the middle time."""
    work()
    times = []
    for _turn in range(TURNS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return Measure(name, statistics.median(times))


def main() -> int:
    """Fill a database, measure, print the table, and write it when asked to."""
    folder = Path(tempfile.mkdtemp(prefix="essaim-bench-"))
    folder.chmod(0o755)
    lease = ensure_running(folder / "postgres")
    os.environ |= {
        "DATABASE_URL": lease.url,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "ESSAIM_VAR": str(folder),
    }
    import django

    django.setup()
    once = _fill()
    table = _table(once, _measure())
    print(table)
    if "--write" in sys.argv:
        PAGE.write_text(_page(table), encoding="utf-8")
    lease.release()
    return 0


def _fill() -> list[Measure]:
    from django.core.management import call_command
    from django.db import connection

    def timed(name: str, work: Callable[[], object]) -> Measure:
        started = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            work()
        return Measure(name, (time.perf_counter() - started) * 1000)

    once = [
        timed("first migration of an empty database", lambda: call_command("migrate", verbosity=0)),
        timed("`essaim demo load`", lambda: call_command("demo", "load")),
    ]
    call_command("collectstatic", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        for sql, count in ((MORE_ACTIONS, ACTIONS), (MORE_ACTS, ACTS)):
            cursor.execute(sql, [count])
        cursor.execute("ANALYZE")
    from essaim.foundations.audit_trail.verification import verify

    once.append(timed(f"`essaim audit verify` after {ACTIONS + ACTS} rows more", verify))
    return once


def _measure() -> list[Measure]:
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    client = Client()

    def opening(name: str, url: str) -> Measure:
        def work() -> None:
            answer = client.get(url)
            assert answer.status_code == 200, (url, answer.status_code)
            b"".join(answer.streaming_content) if answer.streaming else answer.content

        return measured(name, work)

    tracked, untracked = _writes()
    return [
        opening("a page with a form and nothing else, `/suivi/`", "/suivi/"),
        opening("the plan 2015-2020", "/plans/2015-2020/"),
        opening(f"list of {ACTIONS} actions, first page", "/actions/"),
        opening("the same, searched", "/actions/?q=9999"),
        opening("the same, as CSV, all rows", "/actions/?export=csv"),
        opening(f"list of {ACTS} acts, first page", "/actes/"),
        opening("read API, 100 actions", "/api/v1/actions"),
        opening("read API, the whole plan 2015-2020", "/api/v1/plans/2015-2020"),
        untracked,
        tracked,
    ]


def _writes() -> tuple[Measure, Measure]:
    """Change one row many times, one transaction each, with the triggers of the history and without them."""
    from django.db import connection, transaction

    def write(role: str) -> None:
        with connection.cursor() as cursor:
            for number in range(WRITES):
                with transaction.atomic():
                    cursor.execute(f"SET LOCAL session_replication_role TO {role}")
                    cursor.execute(
                        "UPDATE action_plan_action SET plain_summary = %s WHERE number = 101", [f"{role} {number}"]
                    )

    return (
        measured(f"{WRITES} changes of an action, with history and seal", lambda: write("origin")),
        measured(f"{WRITES} changes of an action, without", lambda: write("replica")),
    )


def _table(once: list[Measure], several: list[Measure]) -> str:
    unit = several[0].milliseconds
    lines = ["| what | milliseconds | times an empty page |", "|---|---|---|"]
    lines += [f"| {found.name} | {found.milliseconds:.0f} | {found.milliseconds / unit:.1f} |" for found in several]
    lines += ["", "| once | seconds |", "|---|---|"]
    lines += [f"| {found.name} | {found.milliseconds / 1000:.1f} |" for found in once]
    return "\n".join(lines)


def _page(table: str) -> str:
    return (
        "# How fast it is\n\n"
        "Written by `script/bench --write`: one run, one process, the embedded server with every safety on, the middle of "
        f"{TURNS} turns.\nMilliseconds depend on the machine; the ratios to an empty page of the same run much less. No "
        "test asserts a time.\n\n" + table + "\n"
    )


if __name__ == "__main__":
    sys.exit(main())
