"""
Measures the pack of a session: a PDF of two hundred pages that everybody can read, with the files of its points inside.

script/bench runs it. Alone, in a migrated database, which is left as it was: DATABASE_URL=... python -m bench.committees
"""

from __future__ import annotations

import base64
import io
import os
from datetime import UTC, datetime
from random import Random

import django

from bench.measuring import Measure, client_of, once, opened, opening, settle

POINTS, FILES, MEMBERS = 40, 20, 60
FILE_BYTES = 1_000_000
# Lengths at which the points below fill some two hundred pages of A4.
PARAGRAPHS, SENTENCES = 24, 9
SENTENCE = (
    "Le point rappelle ce qui a été décidé, ce qui a été fait et ce qui reste à examiner par les membres du comité. "
)


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    django.setup()
    for found in measures():
        print(f"{found.name}: {found.milliseconds / 1000:.2f} s")


def measures() -> list[Measure]:
    """Fill, measure, take everything back but the files, which stay in the temporary storage."""
    from django.db import transaction
    from django.urls import reverse
    from pypdf import PdfReader

    from essaim.foundations.accounts.states import RoleKind
    from essaim.foundations.accounts.tests.factories import person_with

    with transaction.atomic():
        officer = person_with(RoleKind.OFFICER)
        session_pk = _fill(officer)
        settle()
        address = reverse("committees:session_pack", args=[session_pk])
        client = client_of(officer)
        made: list[bytes] = []
        found = once("", lambda: made.append(opened(client, address)))
        page = opening(
            f"page of a session of {POINTS} points", client, reverse("committees:session", args=[session_pk])
        )
        pdf = PdfReader(io.BytesIO(made[0]))
        name = (
            f"pack of a session as a PDF: {len(pdf.pages)} pages, {len(pdf.attachments)} files inside, "
            f"{len(made[0]) / 1_000_000:.0f} MB"
        )
        transaction.set_rollback(True)
    return [page, Measure(name, found.milliseconds)]


def _fill(officer: object) -> int:
    """Convene a session with long points, files and many members; return its key."""
    from essaim.foundations.audit_trail.services import acting
    from essaim.foundations.documents.services import deposit_document
    from essaim.steering.committees.attachments import KIND
    from essaim.steering.committees.tests.factories import (
        AgendaPointFactory,
        CollegeFactory,
        MandateFactory,
        SeatFactory,
        SessionFactory,
    )

    session = SessionFactory(convened=True)
    college = CollegeFactory(body=session.body)
    for number in range(1, MEMBERS + 1):
        MandateFactory(seat=SeatFactory(college=college, number=number))
    text = "\n\n".join(SENTENCE * SENTENCES for _ in range(PARAGRAPHS))
    for position in range(1, POINTS + 1):
        point = AgendaPointFactory(session=session, position=position, details=text)
        if position > FILES:
            continue
        # A text that hardly shrinks, as a PDF or a picture would not.
        content = base64.b64encode(Random(position).randbytes(FILE_BYTES * 3 // 4))
        with acting(officer):
            deposit_document(
                subject_kind=KIND,
                subject_id=str(point.pk),
                actor=officer,
                content=io.BytesIO(content),
                file_name=f"note-{position}.txt",
                title=f"Note du point {position}",
                purpose="bench",
                is_public=False,
                now=datetime(2026, 3, 10, 9, tzinfo=UTC),
            )
    return session.pk


if __name__ == "__main__":
    main()
