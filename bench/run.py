"""Measures what people wait for, as ratios to one empty page of the same run: script/bench [--write]."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench import committees, consultations, delivery, directory, observatory, sirene
from bench.measuring import EMPTY_PAGE, TURNS, Measure, client_of, lines_of, measured, once, opened, opening
from config.embedded_postgres import ensure_running
from config.env import ROOT

if TYPE_CHECKING:
    from django.test import Client

PAGE = ROOT / "docs" / "performance.md"
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
    done = _fill()
    several = _measure()
    *asked, restitution = consultations.measures()
    session, pack = committees.measures()
    table = _table([*several, session], asked, delivery.measures(), [*done, restitution, pack])
    table += "\n\n" + _observatory_table(observatory.pages())
    with tempfile.TemporaryDirectory(prefix="essaim-bench-sirene-") as register:
        table += "\n\n" + sirene.table(Path(register), sirene.SMALL)
    table += "\n\n" + _directory_table(directory.measured(), directory.pages())
    print(table)
    if "--write" in sys.argv:
        PAGE.write_text(_page(table), encoding="utf-8")
    lease.release()
    return 0


def _fill() -> list[Measure]:
    from django.core.management import call_command
    from django.db import connection

    from config.static_files import collect_if_changed

    def timed(name: str, work: Callable[[], object]) -> Measure:
        with contextlib.redirect_stdout(io.StringIO()):
            return once(name, work)

    found = [
        timed("first migration of an empty database", lambda: call_command("migrate", verbosity=0)),
        timed("`essaim demo load`", lambda: call_command("demo", "load")),
    ]
    collect_if_changed()
    with connection.cursor() as cursor:
        for sql, count in ((MORE_ACTIONS, ACTIONS), (MORE_ACTS, ACTS)):
            cursor.execute(sql, [count])
        cursor.execute("ANALYZE")
    from essaim.foundations.audit_trail.verification import verify

    found.append(timed(f"`essaim audit verify` after {ACTIONS + ACTS} rows more", verify))
    return found


def _measure() -> list[Measure]:
    client = client_of()
    tracked, untracked = _writes(client)
    pages = [
        (f"a page with a form and nothing else, `{EMPTY_PAGE}`", EMPTY_PAGE),
        ("the plan 2015-2020", "/plans/2015-2020/"),
        (f"list of {ACTIONS} actions, first page", "/actions/"),
        ("the same, searched", "/actions/?q=9999"),
        ("the same, as CSV, all rows", "/actions/?export=csv"),
        (f"list of {ACTS} acts, first page", "/actes/"),
        ("read API, 100 actions", "/api/v1/actions"),
        ("read API, the whole plan 2015-2020", "/api/v1/plans/2015-2020"),
    ]
    return [*(opening(name, client, url) for name, url in pages), untracked, tracked]


def _writes(client: Client) -> tuple[Measure, Measure]:
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

    def turned(name: str, role: str) -> Measure:
        return measured(name, lambda: write(role), beside=lambda: opened(client, EMPTY_PAGE))

    return (
        turned(f"{WRITES} changes of an action, with history and seal", "origin"),
        turned(f"{WRITES} changes of an action, without", "replica"),
    )


def _table(several: list[Measure], asked: list[Measure], applied: list[Measure], done: list[Measure]) -> str:
    head = ["| what | milliseconds | times an empty page |", "|---|---|---|"]
    lines = [
        *head,
        *lines_of(several),
        "",
        "A consultation in which ten thousand people wrote:",
        "",
        *head,
        *lines_of(asked),
        "",
        "A call that twenty thousand applied to, and the money that follows, seen by an officer:",
        "",
        *head,
        *lines_of(applied),
    ]
    lines += ["", "| once | seconds |", "|---|---|"]
    lines += [f"| {found.name} | {found.milliseconds / 1000:.1f} |" for found in done]
    return "\n".join(lines)


def _observatory_table(pages: list[Measure]) -> str:
    head = [
        "The explorer over the generated register of the demonstration, seen by anybody (target: 3 times an empty page):",
        "",
    ]
    return "\n".join([*head, "| what | milliseconds | times an empty page |", "|---|---|---|", *lines_of(pages)])


def _directory_table(found: directory.Found, pages: list[Measure]) -> str:
    head = [
        "The directory, and records written twice (made up, as `python -m bench.directory` says):",
        "",
        "| what | measured | target |",
        "|---|---|---|",
    ]
    seen = ["", "Its pages, seen by anybody:", "", "| what | milliseconds | times an empty page |", "|---|---|---|"]
    return "\n".join([*head, *directory.lines_of(found), *seen, *lines_of(pages)])


def _page(table: str) -> str:
    return (
        "# How fast it is\n\n"
        "Written by `script/bench --write`: one run, one process, the embedded server with every safety on, the middle of "
        f"{TURNS} turns.\nMilliseconds depend on the machine and on what else it does; each turn of a page is timed after "
        "one of the empty page, seen by the\nsame person, and the ratios depend on it much less. No test asserts a time.\n\n"
        f"Meanwhile the machine had {os.getloadavg()[1]:.1f} things to do at a time, with {os.cpu_count()} processors: beyond "
        "that number, what asks more\nof the database waits longer than an empty page does.\n\n"
        f"Targets: lists and searches within 3 times an empty page; the restitution of {consultations.COUNT} contributions "
        "as a PDF under 10\nseconds.\n\n" + table + "\n\n" + sirene.kept_section()
    ).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
