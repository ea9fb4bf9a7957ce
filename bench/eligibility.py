"""
Measures the eligibility API against an API call that does nothing, in one run, in one process.

Run in a database where the demonstration is loaded: DATABASE_URL=... python -m bench.eligibility
Told as ratios of requests a second (target: at least 0.5): by the time waited, in the middle; by that of quiet moments, as other
programs on the machine slow a request that asks the database more than one that does not; by the work of the process alone.
The rules are kept in memory, and the database is asked whether they changed four times a second; every file is judged anew.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from itertools import count
from statistics import median
from time import perf_counter, process_time

import django

TURNS, IN_A_ROW = 20, 50
CALL = "/api/v1/calls/entreprendre-autrement/eligibility"
FACTS = {
    "as_of": "2024-09-01",
    "legal_category": "9220",
    "created_on": "2020-06-01",
    "esus": "none",
    "aid_type": "start_up",
    "activity_commune": "59350",
    "siae_kind": None,
    "personal_services": False,
    "in_difficulty": False,
    "budget_cents": 8_000_000,
    "requested_cents": 2_500_000,
    "non_financial": False,
}


def main() -> None:
    """Measure both in turns, so that what slows the machine slows both, and print the ratio."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    django.setup()
    from django.db import connection
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext

    with override_settings(ROOT_URLCONF="bench.empty_api", ALLOWED_HOSTS=["testserver"]):
        client = Client(headers={"accept-language": "fr"})

        def post(address: str, facts: dict[str, object]) -> Callable[[], object]:
            def work() -> None:
                answer = client.post(address, facts, content_type="application/json")
                if answer.status_code != 200:
                    message = f"{address} answered {answer.status_code}: {answer.content[:200]!r}"
                    raise RuntimeError(message)

            return work

        def post_another(facts: dict[str, object]) -> Callable[[], object]:
            """Ask each time about another budget, which no memory of answers holds."""
            budgets = count(8_000_001)
            return lambda: post(CALL, {**facts, "budget_cents": next(budgets)})()

        cases = {
            "an API call that does nothing": post("/bench/nothing", {"as_of": "2024-09-01"}),
            "eligibility, other facts each time": post_another(FACTS),
            "eligibility, other facts, another commune": post_another({**FACTS, "activity_commune": "75056"}),
            "eligibility, other facts, refused in 2021": post_another({**FACTS, "as_of": "2023-09-01"}),
        }
        queries = {}
        for name, work in cases.items():
            work()
            with CaptureQueriesContext(
                connection,
            ) as captured:
                work()
            queries[name] = len(captured)
        # As config/wsgi.py does, for the same reason.
        gc.collect()
        gc.freeze()
        times: dict[str, list[float]] = {name: [] for name in cases}
        spending: dict[str, list[float]] = {name: [] for name in cases}
        for _turn in range(TURNS):
            for name, work in cases.items():
                for _request in range(IN_A_ROW):
                    started, spent = perf_counter(), process_time()
                    work()
                    times[name].append(perf_counter() - started)
                    spending[name].append(process_time() - spent)
    heads = [f"{word:>7}      " for word in ("waited", "quiet", "worked")]
    print(f"{'milliseconds, and ratio to the first line':<50} {' '.join(heads)} queries")
    first = next(iter(times))
    for name, found in times.items():
        cells = []
        for told, base in (
            (median(found), median(times[first])),
            (_quiet(found), _quiet(times[first])),
            (median(spending[name]), median(spending[first])),
        ):
            cells.append(f"{told * 1000:>7.2f} {base / told:>5.2f}")
        print(f"{name:<50} {' '.join(cells)} {queries[name]:>7}")


def _quiet(times: list[float]) -> float:
    """Return the time that a tenth of the requests stay under: what it costs when nothing else runs on the machine."""
    return sorted(times)[len(times) // 10]


if __name__ == "__main__":
    main()
