"""
Measures a call for projects that 20 000 applied to with 60 000 pieces, and the money that follows: 20 000 grants, 40 000 payments.

script/bench runs it. Alone, in a migrated database, which is left as it was: DATABASE_URL=... python -m bench.delivery
Targets: lists, searches and desks within 3 times an empty page of the frame, in 15 queries at most (more is an error here,
whatever the time). Rows are written without the triggers of the history, which is not what is measured.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import django

from bench.measuring import Measure, client_of, lines_of, opened, opening

if TYPE_CHECKING:
    from django.test import Client

    from essaim.delivery.calls_for_projects.models import FormVersion
    from essaim.delivery.funding.models import Envelope
    from essaim.foundations.accounts.models import User

APPLICATIONS, PIECES_EACH, GRANTS, PAYMENTS_EACH, ENVELOPES = 20_000, 3, 20_000, 2, 40
SELECTION_FILES = 40
QUERIES_MAX = 15
BATCH = 2000
MOMENT = datetime(2024, 1, 8, 9, tzinfo=UTC)
WORDS = (
    "Atelier",
    "Recyclerie",
    "Épicerie",
    "Jardin",
    "Garage",
    "Crèche",
    "Cantine",
    "Ressourcerie",
    "Fablab",
    "Conciergerie",
)


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    django.setup()
    print("\n".join(lines_of(measures())))


def measures() -> list[Measure]:
    """Fill, measure, take everything back."""
    from django.db import connection, transaction

    from essaim.foundations.accounts.states import RoleKind
    from essaim.foundations.accounts.tests.factories import person_with

    with transaction.atomic():
        officer = person_with(RoleKind.OFFICER)
        address = _fill(officer)
        with connection.cursor() as cursor:
            # Without it the plans are those of empty tables.
            cursor.execute("ANALYZE")
        found = _measures(client_of(officer), address)
        transaction.set_rollback(True)
    return found


@contextmanager
def _without_history() -> Iterator[None]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role TO replica")
        yield
        cursor.execute("SET LOCAL session_replication_role TO origin")


def _fill(officer: User) -> dict[str, str]:
    """Write the rows, and return the addresses of one of each kind."""
    from essaim.delivery.calls_for_projects.tests.factories import FormVersionFactory
    from essaim.delivery.funding.tests.factories import EnvelopeFactory
    from essaim.foundations.accounts.tests.factories import UserFactory

    form, other = FormVersionFactory(), UserFactory()
    envelopes = [EnvelopeFactory() for _ in range(ENVELOPES)]
    selection = _fill_selection()
    with _without_history():
        return {
            "selection": selection,
            "application": _fill_applications(form, officer),
            **_fill_grants(envelopes, form, officer, other),
            "envelope": envelopes[0].get_absolute_url(),
        }


def _fill_applications(form: FormVersion, officer: User) -> str:
    from essaim.delivery.calls_for_projects.models import Application, ApplicationCommune, ApplicationPiece
    from essaim.delivery.calls_for_projects.states import ApplicationState
    from essaim.delivery.calls_for_projects.tests.factories import RequiredPieceFactory
    from essaim.foundations.primitives.texts import fold

    states = (
        ApplicationState.FILED,
        ApplicationState.INCOMPLETE,
        ApplicationState.COMPLETE,
        ApplicationState.READY,
        ApplicationState.WITHDRAWN,
    )

    def row(place: int) -> Application:
        title = f"{WORDS[place % len(WORDS)]} solidaire no {place}"
        filed = MOMENT + timedelta(hours=place)
        return Application(
            call=form.edition.call,
            edition=form.edition,
            form=form,
            number=place,
            reference=f"bench-{place}",
            state=states[place % len(states)],
            author=officer,
            applicant_name=f"Association {place}",
            title=title,
            search_key=fold(f"bench-{place} {title} Association {place}"),
            aid_type="start_up",
            requested_cents=1_000_000 + place,
            budget_cents=4_000_000,
            officer=officer,
            started_at=MOMENT,
            saved_at=filed,
            filed_at=filed,
            completed_at=filed,
            ready_at=filed,
            ended_at=filed if states[place % len(states)] == ApplicationState.WITHDRAWN else None,
        )

    rows = Application.objects.bulk_create(map(row, range(1, APPLICATIONS + 1)), batch_size=BATCH)
    ApplicationCommune.objects.bulk_create(
        (ApplicationCommune(application=one, code="59350", name="Lille") for one in rows), batch_size=BATCH
    )
    asked = [RequiredPieceFactory(edition=form.edition) for _ in range(PIECES_EACH)]
    ApplicationPiece.objects.bulk_create(
        (
            ApplicationPiece(
                application=one, code=piece.code, title=piece.title, absence_reason="bench", given_at=MOMENT
            )
            for one in rows
            for piece in asked
        ),
        batch_size=BATCH,
    )
    return rows[0].get_absolute_url()


def _fill_selection() -> str:
    """Bring files before a selection body that sits, half of them decided."""
    from essaim.delivery.calls_for_projects.services import decisions
    from essaim.delivery.calls_for_projects.tests.factories_selection import NOW, stage_of

    stage = stage_of(SELECTION_FILES)
    selection = stage.prepare()
    stage.allow(500_000 * SELECTION_FILES)
    stage.open()
    for file in stage.files[: SELECTION_FILES // 2]:
        decisions.decide_file(
            file=file,
            actor=stage.officer,
            now=NOW,
            outcome="granted",
            nature="subsidy",
            granted_cents=500_000,
            year=2026,
        )
    return selection.get_absolute_url()


def _fill_grants(envelopes: list[Envelope], form: FormVersion, certifier: User, payer: User) -> dict[str, str]:
    from essaim.delivery.funding.models import Certification, Grant, GrantShare, Instalment, Payment
    from essaim.delivery.funding.states import GrantState, InstalmentKind
    from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
    from essaim.foundations.primitives.texts import search_words
    from essaim.steering.action_plan.tests.factories import ActFactory

    act, structures = ActFactory(), [OrganizationFactory() for _ in range(50)]
    part = 500_000
    grants = Grant.objects.bulk_create(
        (
            Grant(
                reference=f"b-{place}",
                object=f"{WORDS[place % len(WORDS)]} solidaire no {place}",
                amount_cents=part * PAYMENTS_EACH,
                action=envelopes[place % ENVELOPES].action,
                envelope=envelopes[place % ENVELOPES],
                edition=form.edition,
                starts_on=date(2024, 1, 1),
                last_on=date(2024, 12, 31),
                state=GrantState.GRANTED,
                act=act,
                granted_on=date(2024, 1, 1) + timedelta(days=place % 900),
                bound_on=date(2024, 1, 1) + timedelta(days=place % 900),
                written_at=MOMENT,
                # What a trigger and saving would write, which this goes round.
                paid_cents=part * PAYMENTS_EACH,
                search_key=" ".join(search_words(f"b-{place} {WORDS[place % len(WORDS)]} solidaire no {place}")),
            )
            for place in range(1, GRANTS + 1)
        ),
        batch_size=BATCH,
    )
    GrantShare.objects.bulk_create(
        (
            GrantShare(grant=grant, organization=structures[place % len(structures)], cents=grant.amount_cents)
            for place, grant in enumerate(grants)
        ),
        batch_size=BATCH,
    )
    instalments = Instalment.objects.bulk_create(
        (
            Instalment(grant=grant, position=position, kind=InstalmentKind.WHOLE, cents=part)
            for grant in grants
            for position in range(1, PAYMENTS_EACH + 1)
        ),
        batch_size=BATCH,
    )
    Certification.objects.bulk_create(
        (
            Certification(instalment=one, cents=part, certified_by=certifier, certified_at=MOMENT, note="bench")
            for one in instalments
        ),
        batch_size=BATCH,
    )
    Payment.objects.bulk_create(
        (
            Payment(
                instalment=one,
                cents=part,
                certified_by=certifier,
                ordered_by=payer,
                paid_on=date(2024, 1, 1) + timedelta(days=place % 900),
                written_at=MOMENT,
            )
            for place, one in enumerate(instalments)
        ),
        batch_size=BATCH,
    )
    return {"grant": grants[0].get_absolute_url(), "action": envelopes[1].action.get_absolute_url()}


def _measures(officer: Client, address: dict[str, str]) -> list[Measure]:
    from django.urls import reverse

    desk, grants = reverse("calls_for_projects:application_list"), reverse("funding:grant_list")
    payments, cockpit = reverse("funding:payment_list"), reverse("dashboard:officer")
    pages = [
        (f"list of {APPLICATIONS} applications", desk),
        ("the same, a late page", f"{desk}?page=600"),
        ("the same, searched", f"{desk}?q=recyclerie"),
        ("the same, found complete, by amount", f"{desk}?state=complete&sort=requested_cents"),
        ("the same, of two states", f"{desk}?state=filed&state=incomplete"),
        ("the same, what waits for the officer", f"{desk}?a_voir=moi"),
        (f"one application, with its {PIECES_EACH} pieces", address["application"]),
        (f"selection of {SELECTION_FILES} files, while the body sits", address["selection"]),
        (f"list of {GRANTS} grants", grants),
        ("the same, searched", f"{grants}?q=recyclerie"),
        ("one grant", address["grant"]),
        (f"list of {GRANTS * PAYMENTS_EACH} payments", payments),
        ("the same, a late page", f"{payments}?page=900"),
        (f"one envelope of {GRANTS // ENVELOPES} grants", address["envelope"]),
        ("page of an action, its grants apart", address["action"]),
        (f"list of {ENVELOPES} envelopes", reverse("funding:envelope_list")),
        ("what waits for an officer, of every room", cockpit),
    ]
    whole = {address["application"], address["grant"], address["action"], cockpit}
    return [_measured(name, officer, url, is_list=url not in whole) for name, url in pages]


def _measured(name: str, client: Client, url: str, *, is_list: bool) -> Measure:
    """
    Count the queries of a page, then time it.

    :raises RuntimeError: if a list or a desk asks more than it may
    """
    from django.db import connection

    asked: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    opened(client, url)
    with connection.execute_wrapper(note):
        opened(client, url)
    if is_list and len(asked) > QUERIES_MAX:
        message = f"{url} asks {len(asked)} queries, more than {QUERIES_MAX}"
        raise RuntimeError(message)
    found = opening(name, client, url)
    return Measure(f"{name} ({len(asked)} queries)", found.milliseconds, found.ratio)


if __name__ == "__main__":
    main()
