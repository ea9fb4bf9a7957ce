"""
Measures a consultation of 10 000 contributions: its lists, the grouping screen, the restitution.

Run in a migrated database, which is left as it was: DATABASE_URL=... python -m bench.consultations
Pages are told as ratios to an empty page of the frame (target: 3 at most), the PDF in seconds (target: under 10).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter

import django

COUNT = 10_000
ISSUE_COUNT = 200
TURNS = 3
WORDS = [
    "lieu",
    "partagé",
    "monnaie",
    "emploi",
    "quartier",
    "commune",
    "fonds",
    "réseau",
    "formation",
    "achat",
    "recyclage",
    "insertion",
    "métropole",
]


def main() -> None:
    """Fill, measure, print, take everything back."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from django.db import connection, transaction

    with transaction.atomic():
        _fill()
        with connection.cursor() as cursor:
            # Without it the plans are those of empty tables.
            cursor.execute("ANALYZE")
        for name, value in _measures():
            print(f"{name:<60} {value}")
        transaction.set_rollback(True)


def _fill() -> None:
    from essaim.foundations.primitives.texts import fold
    from essaim.steering.consultations.models import Consultation, Contribution, Grouping, Issue, Phase, Theme

    moment = datetime(2026, 3, 10, 9, tzinfo=UTC)
    consultation = Consultation.objects.create(
        slug="bench", title="Bench", question="Que faire ?", state="open", opened_on=date(2026, 3, 1)
    )
    Phase.objects.create(
        consultation=consultation, number=1, title="En ligne", kind="contributions", starts_on=date(2026, 3, 1)
    )
    themes = Theme.objects.bulk_create(
        Theme(consultation=consultation, number=place, code=f"T{place}", title=f"Thème {place}")
        for place in range(1, 9)
    )

    def text(place: int) -> str:
        words = [WORDS[(place * step + step) % len(WORDS)] for step in range(1, 40)]
        return f"Contribution {place}. {' '.join(words)}."

    contributions = Contribution.objects.bulk_create(
        (
            Contribution(
                consultation=consultation,
                number=place,
                tracking_number=f"CTR-{place:010d}",
                text=text(place),
                search_key=fold(text(place)),
                theme=themes[place % 8],
                received_at=moment,
                state="published",
                moderated_at=moment,
            )
            for place in range(1, COUNT + 1)
        ),
        batch_size=1000,
    )
    issues = Issue.objects.bulk_create(
        Issue(
            consultation=consultation,
            code=f"e{place}",
            kind="new" if place % 2 else "existing",
            theme=themes[place % 8],
            wording=text(place)[:120],
            search_key=fold(text(place)[:120]),
        )
        for place in range(ISSUE_COUNT)
    )
    Grouping.objects.bulk_create(
        (
            Grouping(issue=issues[place % ISSUE_COUNT], contribution=row)
            for place, row in enumerate(contributions)
            if place % 10
        ),
        batch_size=1000,
    )


def _time(act: Callable[[], object]) -> float:
    act()
    times = []
    for _turn in range(TURNS):
        start = perf_counter()
        act()
        times.append(perf_counter() - start)
    return median(times)


def _measures() -> list[tuple[str, str]]:
    from django.test import Client
    from django.urls import reverse

    from essaim.foundations.accounts.states import RoleKind
    from essaim.foundations.accounts.tests.factories import person_with

    client = Client()
    client.force_login(person_with(RoleKind.OFFICER))

    def page(name: str, query: str = "", *arguments: object) -> float:
        address = reverse(f"consultations:{name}", args=["bench", *arguments]) + query
        return _time(lambda: _answered(client, address))

    frame = _time(lambda: _answered(client, reverse("consultations:tracking_search")))
    pages = {
        "list of contributions": page("contribution_list"),
        "list of contributions, a late page": page("contribution_list", "?page=150"),
        "search in the texts": page("contribution_list", "?q=monnaie"),
        "those without answer": page("contribution_list", "?answer=missing"),
        "issues and answers": page("issue_list"),
        "grouping screen": page("grouping"),
        "one contribution, with what is close to it": page("contribution", "", 17),
        "page of the consultation": page("consultation"),
        "restitution as a page": page("restitution"),
    }
    start = perf_counter()
    _answered(client, reverse("consultations:restitution_pdf", args=["bench"]))
    pdf = perf_counter() - start
    return [
        ("empty page of the frame", f"{frame * 1000:.0f} ms"),
        *((f"{name}, for {COUNT} contributions", f"{value / frame:.1f} x") for name, value in pages.items()),
        ("restitution as a PDF", f"{pdf:.1f} s"),
    ]


def _answered(client: object, address: str) -> None:
    answer = client.get(address)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        message = f"{address} answered {answer.status_code}"
        raise RuntimeError(message)


if __name__ == "__main__":
    main()
