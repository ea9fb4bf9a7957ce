"""Files of open data: seen row by row, kept together or not at all, never twice, taken back by rows that name what they undo."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.delivery.funding import queries, services
from essaim.delivery.funding.models import AidFile, AidLine, Publisher
from essaim.delivery.funding.states import AidOrigin, AidRowFate, FileState, FlawCode, Regime
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.sheets import MissingColumns

from .factories import MOMENT, GrantShareFactory

SIRET = "13002526500013"
HEAD = "nomAttribuant;idAttribuant;dateConvention;nomBeneficiaire;idBeneficiaire;rnaBeneficiaire;montant;notificationUE"
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


@pytest.fixture
def structure() -> Organization:
    return OrganizationFactory(siren=SIRET[:9], rna="W595000001")


def _row(
    giver: str = "Région fictive",
    giver_siret: str = "",
    day: str = "2026-01-15",
    siret: str = SIRET,
    rna: str = "",
    euros: str = "1000",
    eu: str = "oui",
) -> str:
    return ";".join((giver, giver_siret, day, "Assoc", siret, rna, euros, eu))


def _file(officer: User, *rows: str) -> AidFile:
    return services.prepare_aid_file(
        actor=officer,
        content="\n".join((HEAD, *rows)).encode(),
        file_name="subventions.csv",
        source="Jeu de données fictif",
        now=MOMENT,
    )


def _keep(officer: User, *rows: str) -> AidFile:
    file = _file(officer, *rows)
    fingerprint = queries.aid_file_diff(file).fingerprint
    return services.apply_aid_file(file=file, actor=officer, fingerprint=fingerprint, now=MOMENT)


def _fates(file: AidFile) -> list[AidRowFate]:
    return [row.fate for row in queries.aid_file_diff(file).rows]


def _cents(structure: Organization) -> int:
    return queries.aid_window(structure, Regime.DE_MINIMIS, on=date(2026, 3, 10)).total_cents


def test_nothing_counts_before_it_is_kept(officer: User, structure: Organization) -> None:
    file = _file(officer, _row())

    assert _fates(file) == [AidRowFate.NEW]
    assert (_cents(structure), AidLine.objects.count()) == (0, 0)


def test_kept_aid_counts_in_the_register_with_where_it_was_read(officer: User, structure: Organization) -> None:
    file = _keep(officer, _row(), _row(euros="500", eu="non"), _row(rna="W595000001", siret="", euros="250"))

    lines = list(AidLine.objects.order_by("pk"))
    assert [(row.cents, row.regime, row.line_number) for row in lines] == [
        (100_000, Regime.DE_MINIMIS, 2),
        (50_000, Regime.NONE, 3),
        (25_000, Regime.DE_MINIMIS, 4),
    ]
    assert {(row.organization_id, row.origin, row.file_id) for row in lines} == {
        (structure.pk, AidOrigin.OPEN_DATA, file.pk)
    }
    assert lines[0].source == "Jeu de données fictif"
    assert _cents(structure) == 125_000
    assert Entry.objects.get(verb="aid_file.applied").details == {"new": 3}


def test_row_that_is_wrong_is_left_out_and_the_others_are_kept(officer: User, structure: Organization) -> None:
    file = _keep(officer, _row(day="jamais"), _row())

    first, second = queries.aid_file_diff(file).rows
    assert (first.fate, first.flaws[0].column, first.flaws[0].code) == (
        AidRowFate.REFUSED,
        "dateConvention",
        FlawCode.DAY,
    )
    assert second.fate == AidRowFate.NEW
    assert AidLine.objects.count() == 1


def test_structure_without_a_record_is_left_out(officer: User, structure: Organization) -> None:
    assert _fates(_file(officer, _row(siret="", rna="W999999999"))) == [AidRowFate.STRANGER]


def test_numbers_of_two_structures_refuse_the_row(officer: User, structure: Organization) -> None:
    OrganizationFactory(rna="W595000002")

    file = _file(officer, _row(rna="W595000002"))

    row = queries.aid_file_diff(file).rows[0]
    assert (row.fate, row.flaws[0].code) == (AidRowFate.REFUSED, FlawCode.TWO_STRUCTURES)


def test_number_of_a_merged_record_leads_to_the_one_in_use(officer: User) -> None:
    kept = OrganizationFactory()
    OrganizationFactory(siren=SIRET[:9], merged_into=kept)

    _keep(officer, _row())

    assert AidLine.objects.get().organization == kept


def test_structure_without_a_number_is_found_by_the_siret_of_its_grant(officer: User) -> None:
    share = GrantShareFactory(siret=SIRET)

    _keep(officer, _row())

    assert AidLine.objects.get().organization == share.organization
    GrantShareFactory(siret=SIRET)
    assert _fates(_file(officer, _row(euros="9"))) == [AidRowFate.STRANGER]


def test_own_grants_are_not_counted_twice(officer: User, structure: Organization) -> None:
    Publisher.objects.create(name="Métropole fictive", siret="20009320100016")

    assert _fates(_file(officer, _row(giver="MEL", giver_siret="20009320100016"), _row())) == [
        AidRowFate.OWN,
        AidRowFate.NEW,
    ]


def test_aid_that_was_declared_is_not_counted_twice(officer: User, structure: Organization) -> None:
    services.record_aid(
        organization=structure,
        actor=officer,
        now=MOMENT,
        giver="La Région",
        regime=Regime.DE_MINIMIS,
        granted_on=date(2026, 1, 15),
        cents=100_000,
        origin=AidOrigin.DECLARED,
        source="Attestation",
    )

    assert _fates(_file(officer, _row(), _row())) == [AidRowFate.DECLARED, AidRowFate.NEW]


def test_file_of_the_next_month_adds_what_is_new_alone(officer: User, structure: Organization) -> None:
    _keep(officer, _row())
    later = _file(officer, _row(), _row(), _row(euros="2000"))

    assert _fates(later) == [AidRowFate.THERE, AidRowFate.NEW, AidRowFate.NEW]
    with pytest.raises(services.FileSaysNothingNew):
        _keep(officer, _row())


def test_what_is_kept_is_what_was_shown(officer: User, structure: Organization) -> None:
    file = _file(officer, _row(), _row(euros="2000"))
    shown = queries.aid_file_diff(file).fingerprint
    _keep(officer, _row())

    with pytest.raises(services.FileChangedSince):
        services.apply_aid_file(file=file, actor=officer, fingerprint=shown, now=MOMENT)
    assert AidLine.objects.count() == 1


def test_failure_on_the_way_keeps_nothing(officer: User, structure: Organization, monkeypatch: Any) -> None:
    file = _file(officer, _row(), _row(euros="2000"))
    shown = queries.aid_file_diff(file).fingerprint

    def fail(*args: object, **options: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("essaim.delivery.funding.services.aid_files.write_fields", fail)
    with pytest.raises(DatabaseError):
        services.apply_aid_file(file=file, actor=officer, fingerprint=shown, now=MOMENT)

    file.refresh_from_db()
    assert (AidLine.objects.count(), file.state) == (0, FileState.PREPARED)


def test_file_taken_back_no_longer_counts_and_both_rows_stay(officer: User, structure: Organization) -> None:
    file = _keep(officer, _row(), _row(euros="2000"))
    services.correct_aid(line=AidLine.objects.get(line_number=2), actor=officer, now=MOMENT, source="Vu ailleurs")

    services.undo_aid_file(file=file, actor=officer, now=MOMENT)

    assert (_cents(structure), AidLine.objects.count()) == (0, 4)
    with pytest.raises(IllegalMove):
        services.undo_aid_file(file=file, actor=officer, now=MOMENT)
    assert _fates(_file(officer, _row())) == [AidRowFate.NEW]


def test_file_is_taken_back_within_thirty_days(officer: User, structure: Organization) -> None:
    file = _keep(officer, _row())

    with pytest.raises(services.FileUndoExpired):
        services.undo_aid_file(file=file, actor=officer, now=MOMENT + timedelta(days=30))


def test_report_stays_what_it_was_once_kept(officer: User, structure: Organization) -> None:
    file = _keep(officer, _row(), _row(siret="", rna="W999999999"), _row(euros="0"))
    OrganizationFactory(rna="W999999999")

    assert _fates(file) == [AidRowFate.NEW, AidRowFate.STRANGER, AidRowFate.REFUSED]


def test_columns_it_does_not_read_are_not_kept(officer: User) -> None:
    file = services.prepare_aid_file(
        actor=officer,
        content=f"siret;montant;année;téléphone\n{SIRET};10;2025;0000000000\n".encode(),
        file_name="x.csv",
        source="S",
        giver="G",
        now=MOMENT,
    )

    assert "0000000000" not in str(file.content)


def test_only_the_team_brings_files_in(structure: Organization) -> None:
    with pytest.raises(NotAllowed):
        _file(person_with(RoleKind.ELECTED_OFFICIAL), _row())


def test_source_and_columns_are_asked_for(officer: User) -> None:
    with pytest.raises(ValidationError):
        services.prepare_aid_file(
            actor=officer, content=f"{HEAD}\n{_row()}".encode(), file_name="x", source=" ", now=MOMENT
        )
    with pytest.raises(MissingColumns):
        services.prepare_aid_file(actor=officer, content=b"a;b\n1;2\n", file_name="x", source="S", now=MOMENT)


def test_row_of_a_file_is_kept_once_and_never_changed(officer: User, structure: Organization) -> None:
    _keep(officer, _row())
    with pytest.raises(DatabaseError), transaction.atomic():
        AidLine.objects.update(line_number=9)


def test_pages_ask_as_much_whatever_the_number(client: Client, officer: User) -> None:
    client.force_login(officer)
    counts = []
    for number in (1, 12):
        records = [OrganizationFactory(rna=f"W59{number:03d}{place:04d}") for place in range(number)]
        file = _keep(officer, *(_row(siret="", rna=row.rna) for row in records))
        for address in (file.get_absolute_url(), reverse("funding:aid_file_list")):
            with CaptureQueriesContext(connection) as counted:
                assert client.get(address).status_code == 200
            counts.append(len(counted))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 15


def test_file_is_kept_and_taken_back_by_its_pages(client: Client, officer: User, structure: Organization) -> None:
    client.force_login(officer)

    def post(name: str, *arguments: object, **data: Any) -> Any:
        return client.post(reverse(f"funding:{name}", args=arguments), data)

    def upload(text: str) -> SimpleUploadedFile:
        return SimpleUploadedFile("s.csv", text.encode())

    unread = post("aid_file_list", file=SimpleUploadedFile("s.csv", b"\x00\x01"), source="S")
    nameless = post("aid_file_list", file=upload("a;b\n1;2\n"), source="S")
    stranger = post("aid_file_list", file=upload(f"{HEAD}\n{_row()}"), source="S", giver_siret=SIRET)
    post("aid_file_list", file=upload(f"{HEAD}\n{_row()}\n{_row(day='hier')}\n"), source="S")
    file = AidFile.objects.get()
    shown = client.get(file.get_absolute_url())
    refused = client.get(file.get_absolute_url(), {"fate": "refused"})
    report = client.get(file.get_absolute_url(), {"export": "csv"})
    by_structure = client.get(file.get_absolute_url(), {"sort": "organization"})
    post("aid_file_apply", file.pk, fingerprint="other")
    assert not AidLine.objects.exists()
    post("aid_file_apply", file.pk, fingerprint=shown.context["diff"].fingerprint)
    assert AidLine.objects.count() == 1
    brought = client.get(file.get_absolute_url())
    post("aid_file_undo", file.pk)
    file.refresh_from_db()

    assert (unread.status_code, nameless.status_code, stranger.status_code) == (422, 422, 422)
    assert "idBeneficiaire" in nameless.text
    assert shown.context["can_apply"]
    assert [row.read.line_number for row in refused.context["table"].data] == [3]
    assert "dateConvention" in refused.text
    assert "hier" in b"".join(report.streaming_content).decode("utf-8-sig")
    assert by_structure.status_code == 200
    assert brought.context["can_undo"]
    assert file.state == FileState.UNDONE
