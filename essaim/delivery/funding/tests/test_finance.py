"""Reconciliation: files seen row by row, brought in whole, never twice, taken back; a gap of zero or every line without twin."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from essaim.delivery.funding import queries, services
from essaim.delivery.funding.finance_sheet import Paid, unmatched
from essaim.delivery.funding.models import FinanceFile, FinanceLine, Payment
from essaim.delivery.funding.states import FileState
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.sheets import MissingColumns, Outcome

from .factories import MOMENT, CertificationFactory, GrantFactory, InstalmentFactory, PaymentFactory

HEAD = "Numéro d’engagement;Montant;Payé le;Numéro de mandat;Tiers"
PAID = st.builds(
    Paid,
    key=st.integers(),
    commitment_number=st.sampled_from(["", "E1", "E2"]),
    warrant_number=st.sampled_from(["", "M1"]),
    cents=st.sampled_from([100, 200]),
)


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _file(officer: User, *rows: str, now: datetime = MOMENT) -> FinanceFile:
    content = "\n".join((HEAD, *rows)).encode()
    return services.prepare_finance_file(actor=officer, content=content, file_name="mandats.csv", now=now)


def _bring(officer: User, *rows: str) -> FinanceFile:
    file = _file(officer, *rows)
    fingerprint = queries.finance_diff(file).fingerprint
    return services.apply_finance_file(file=file, actor=officer, fingerprint=fingerprint, now=MOMENT)


def _paid(number: str, cents: int = 2_000_000, warrant: str = "M1") -> Payment:
    grant = GrantFactory(bound=True, commitment_number=number, amount_cents=cents)
    return PaymentFactory(
        certification=CertificationFactory(instalment=InstalmentFactory(grant=grant)), warrant_number=warrant
    )


@given(st.lists(PAID, max_size=6), st.lists(PAID, max_size=6))
def test_pairs_leave_the_difference_of_both_sides(ours: list[Paid], theirs: list[Paid]) -> None:
    left, right = unmatched(ours, theirs)

    assert sum(row.cents for row in ours) - sum(row.cents for row in theirs) == sum(row.cents for row in left) - sum(
        row.cents for row in right
    )
    assert not any(
        a.commitment_number and (a.commitment_number, a.cents) == (b.commitment_number, b.cents)
        for a in left
        for b in right
    )


@pytest.mark.django_db
class TestFiles:
    def test_rows_are_seen_before_anything_counts(self, officer: User) -> None:
        _paid("E1")

        diff = queries.finance_diff(_file(officer, "E1;20 000,00;09/03/2026;M1;Assoc", "E9;5;2026-03-10;;"))

        assert [(row.outcome, row.is_known) for row in diff.rows] == [(Outcome.NEW, True), (Outcome.NEW, False)]
        assert diff.rows[0].row is not None
        assert (diff.rows[0].row.cents, diff.rows[0].row.paid_on) == (2_000_000, date(2026, 3, 9))
        assert not FinanceLine.objects.exists()

    @pytest.mark.parametrize(
        "row", [";20;2026-03-09;;", "E1;beaucoup;2026-03-09;;", "E1;20;31/02/2026;;", "E1;20;mars;;"]
    )
    def test_row_in_error_keeps_the_whole_out(self, officer: User, row: str) -> None:
        file = _file(officer, "E1;20;2026-03-09;;", row)
        diff = queries.finance_diff(file)

        assert [found.outcome for found in diff.rows] == [Outcome.NEW, Outcome.ERROR]
        assert diff.rows[1].errors[0].mend
        with pytest.raises(services.FileInError):
            services.apply_finance_file(file=file, actor=officer, fingerprint=diff.fingerprint, now=MOMENT)
        assert not FinanceLine.objects.exists()

    def test_missing_column_is_named(self, officer: User) -> None:
        with pytest.raises(MissingColumns) as refusal:
            services.prepare_finance_file(actor=officer, content=b"Tiers;Montant\nx;1\n", file_name="x.csv", now=MOMENT)

        assert len(refusal.value.names) == 2

    def test_rows_there_already_are_not_counted_again(self, officer: User) -> None:
        _bring(officer, "E1;20;2026-03-09;M1;")
        _bring(officer, "E1;20;2026-03-09;M1;", "E1;20;2026-03-09;M1;")

        assert FinanceLine.objects.count() == 2
        with pytest.raises(services.FileSaysNothingNew):
            _bring(officer, "E1;20;2026-03-09;M1;")

    def test_what_is_brought_in_is_what_was_shown(self, officer: User) -> None:
        file = _file(officer, "E1;20;2026-03-09;M1;", "E1;30;2026-03-09;M2;")
        shown = queries.finance_diff(file).fingerprint
        _bring(officer, "E1;20;2026-03-09;M1;")

        with pytest.raises(services.FileChangedSince):
            services.apply_finance_file(file=file, actor=officer, fingerprint=shown, now=MOMENT)

    def test_file_taken_back_no_longer_counts_and_keeps_its_lines(self, officer: User) -> None:
        _paid("E1")
        file = _bring(officer, "E1;20000;2026-03-09;M1;")
        assert queries.reconciliation().is_even

        services.undo_finance_file(file=file, actor=officer, now=MOMENT)

        assert queries.reconciliation().gap_cents == 2_000_000
        assert FinanceLine.objects.count() == 1
        with pytest.raises(IllegalMove):
            services.undo_finance_file(file=file, actor=officer, now=MOMENT)
        assert _bring(officer, "E1;20000;2026-03-09;M1;").state == FileState.APPLIED

    def test_file_is_taken_back_within_thirty_days(self, officer: User) -> None:
        file = _bring(officer, "E1;20;2026-03-09;;")

        with pytest.raises(services.FileUndoExpired):
            services.undo_finance_file(file=file, actor=officer, now=MOMENT + timedelta(days=30))

    def test_only_the_team_brings_files_in(self) -> None:
        with pytest.raises(NotAllowed):
            _file(person_with(RoleKind.ELECTED_OFFICIAL), "E1;20;2026-03-09;;")

    def test_lines_are_never_changed(self, officer: User) -> None:
        _bring(officer, "E1;20;2026-03-09;;")
        with pytest.raises(DatabaseError), transaction.atomic():
            FinanceLine.objects.update(cents=1)


@pytest.mark.django_db
class TestReconciliation:
    def test_gap_is_zero_when_every_payment_has_its_twin(self, officer: User) -> None:
        _paid("E1")
        _paid("E2", 500_000, "M2")
        _bring(officer, "E1;20000;2026-03-09;M1;", "E2;5000;2026-04-01;M2;")

        found = queries.reconciliation()

        assert (found.gap_cents, found.is_even) == (0, True)
        assert all(row.gap_cents == 0 for row in found.rows)

    def test_lines_without_twin_are_named_both_ways(self, officer: User) -> None:
        ours = _paid("E1")
        nameless = _paid("", 300_000)
        _bring(officer, "E9;5000;2026-04-01;M9;Inconnu", "E1;19999,99;2026-03-09;M1;")

        found = queries.reconciliation()

        assert {row.pk for row in found.ours_alone} == {ours.pk, nameless.pk}
        assert {row.commitment_number for row in found.theirs_alone} == {"E9", "E1"}
        assert found.gap_cents == 2_000_000 + 300_000 - 500_000 - 1_999_999
        assert [row.gap_cents for row in found.rows if row.grant is None] == [-500_000]

    def test_gap_of_zero_may_hide_two_mistakes_that_are_shown(self, officer: User) -> None:
        _paid("E1")
        _bring(officer, "E2;20000;2026-03-09;M1;")

        found = queries.reconciliation()

        assert (found.gap_cents, found.is_even) == (0, False)

    def test_page_asks_as_much_whatever_the_number(self, client: Client, officer: User) -> None:
        client.force_login(officer)
        counts = []
        for number in (1, 6):
            for place in range(number):
                _paid(f"E{number}-{place}")
                _bring(officer, f"E{number}-{place};20000;2026-03-09;M1;")
            with CaptureQueriesContext(connection) as counted:
                assert client.get(reverse("funding:reconciliation")).status_code == 200
            counts.append(len(counted))

        assert counts[0] == counts[1] <= 15


@pytest.mark.django_db
def test_file_is_brought_in_and_taken_back_by_its_pages(client: Client, officer: User) -> None:
    client.force_login(officer)
    _paid("E1")

    def post(name: str, *arguments: object, **data: Any) -> Any:
        return client.post(reverse(f"funding:{name}", args=arguments), data)

    upload = SimpleUploadedFile("m.csv", f"{HEAD}\nE1;20000;2026-03-09;M1;\n".encode())
    wrong = post("finance_file_list", file=SimpleUploadedFile("m.csv", b"\x00\x01"))
    post("finance_file_list", file=upload)
    file = FinanceFile.objects.get()
    shown = client.get(reverse("funding:finance_file", args=[file.pk]))
    post("finance_file_apply", file.pk, fingerprint="other")
    assert not FinanceLine.objects.exists()
    post("finance_file_apply", file.pk, fingerprint=shown.context["diff"].fingerprint)
    page = client.get(reverse("funding:reconciliation"))
    brought = client.get(reverse("funding:finance_file", args=[file.pk]))
    post("finance_file_undo", file.pk)

    file.refresh_from_db()
    assert wrong.status_code == 422
    assert page.context["found"].is_even
    assert brought.context["can_undo"]
    assert file.state == FileState.UNDONE
    assert file.undone_at is not None
    assert file.undone_at <= timezone.now()
