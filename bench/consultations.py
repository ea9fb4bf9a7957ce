"""
Measures a consultation of 10 000 contributions: its lists, the grouping screen, the restitution.

script/bench runs it. Alone, in a migrated database made for it: DATABASE_URL=... python -m bench.consultations
Targets: lists and searches within 3 times an empty page of the frame, the PDF under 10 seconds. All texts are made of the
same thirteen words: for what looks for near duplicates, nothing is harder.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import django

from bench.measuring import Measure, client_of, lines_of, once, opened, opening, settle

COUNT = 10_000
ISSUE_COUNT = 200
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
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    django.setup()
    print("\n".join(lines_of(measures())))


def measures() -> list[Measure]:
    """Fill and measure."""
    from django.db import connection, transaction

    with transaction.atomic():
        _fill()
    with connection.cursor() as cursor:
        # As the database does by itself within a minute: without it the plans are those of empty tables, and no index is enough.
        cursor.execute("VACUUM ANALYZE")
    return _measures()


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


def _measures() -> list[Measure]:
    from django.urls import reverse

    from essaim.foundations.accounts.states import RoleKind
    from essaim.foundations.accounts.tests.factories import person_with

    settle()
    anybody, officer = client_of(), client_of(person_with(RoleKind.OFFICER))

    def url(name: str, *arguments: object) -> str:
        return reverse(f"consultations:{name}", args=["bench", *arguments])

    listed = url("contribution_list")
    pages = [
        (f"list of {COUNT} contributions, first page, public", anybody, listed),
        ("the same, a late page", anybody, f"{listed}?page=300"),
        ("the same, searched", anybody, f"{listed}?q=monnaie"),
        ("the same, those without answer", anybody, f"{listed}?answer=missing"),
        ("the same list, by an officer, with the steps to come", officer, listed),
        ("the same, searched", officer, f"{listed}?q=monnaie"),
        ("the same, as CSV, all rows", officer, f"{listed}?export=csv"),
        (f"{ISSUE_COUNT} issues and their answers", anybody, url("issue_list")),
        ("page of the consultation", anybody, url("consultation")),
        ("one contribution, public", anybody, url("contribution", 17)),
        ("one contribution, by an officer", officer, url("contribution", 17)),
        ("what is close to it, which its page asks for once shown", officer, url("contribution_close", 17)),
        ("one issue, by an officer", officer, url("issue", "e3")),
        ("what is close to it, which its page asks for once shown", officer, url("issue_close", "e3")),
        ("grouping screen", officer, url("grouping")),
        ("the same, those close to one", officer, f"{url('grouping')}?like=10"),
        ("restitution as a page", anybody, url("restitution")),
    ]
    return [
        *(opening(name, client, address, turns=3 if "csv" in address else 7) for name, client, address in pages),
        once(f"restitution of {COUNT} contributions as a PDF", lambda: opened(anybody, url("restitution_pdf"))),
    ]


if __name__ == "__main__":
    main()
