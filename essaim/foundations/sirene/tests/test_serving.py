"""Putting snapshots in and out of service, writing the next perimeter, and reading months again with it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.sirene import queries, services
from essaim.foundations.sirene.models import PerimeterEdition, Snapshot
from essaim.foundations.sirene.states import PerimeterState, Rule, SnapshotState

from .conftest import COMMAND
from .factories import SnapshotFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


def test_accepting_sets_the_other_of_the_month_aside() -> None:
    serving = SnapshotFactory()
    held = SnapshotFactory(held=True, perimeter=serving.perimeter)
    administrator = person_with(RoleKind.ADMINISTRATOR)

    services.accept_snapshot(snapshot=held, actor=administrator, reason="Insee l’a annoncé", now=NOW)

    serving.refresh_from_db()
    held.refresh_from_db()
    assert (serving.state, held.state) == (SnapshotState.SET_ASIDE, SnapshotState.READY)
    assert held.accepted_by == administrator
    assert Entry.objects.filter(verb="snapshot.accepted", target_id=str(held.pk)).count() == 1


def test_an_officer_reads_and_does_not_decide() -> None:
    with pytest.raises(NotAllowed):
        services.accept_snapshot(
            snapshot=SnapshotFactory(held=True), actor=person_with(RoleKind.OFFICER), reason="oui", now=NOW
        )


def test_a_reason_is_asked_for() -> None:
    with pytest.raises(ValidationError):
        services.set_snapshot_aside(
            snapshot=SnapshotFactory(), actor=person_with(RoleKind.ADMINISTRATOR), reason=" ", now=NOW
        )


def test_what_was_set_aside_can_serve_again() -> None:
    aside = SnapshotFactory(aside=True)

    services.take_snapshot_back(
        snapshot=aside, actor=person_with(RoleKind.ADMINISTRATOR), reason="erreur d’hier", now=NOW
    )

    assert queries.snapshots()[0].pk == aside.pk


def _draft() -> tuple[PerimeterEdition, object]:
    administrator = person_with(RoleKind.ADMINISTRATOR)
    draft = services.write_edition(actor=administrator, name="Avec la SICA", source="CRESS", now=NOW)
    return draft, administrator


def test_a_draft_starts_as_a_copy_and_one_at_a_time(snapshot: Snapshot) -> None:
    draft, administrator = _draft()

    assert (draft.number, draft.categories.count(), draft.activities.count()) == (2, 85, 14)
    with pytest.raises(NotAllowed):
        services.write_edition(actor=administrator, name="Une autre", source="CRESS", now=NOW)


def test_the_edition_in_force_does_not_change(snapshot: Snapshot) -> None:
    administrator = person_with(RoleKind.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        services.place_category(
            edition=snapshot.perimeter, actor=administrator, code="9220", values={"in_insee": False}, now=NOW
        )


def test_the_preview_counts_what_enters_and_leaves(snapshot: Snapshot) -> None:
    draft, administrator = _draft()
    services.place_category(
        edition=draft, actor=administrator, code="5432", values={"in_insee": True, "confidence": "A"}, now=NOW
    )
    services.place_category(
        edition=draft, actor=administrator, code="8210", values={"in_insee": False, "in_statutory": False}, now=NOW
    )
    worship = draft.activities.get(nomenclature="NAFRev2", code_from="94.91Z")
    services.include_activity(edition=draft, actor=administrator, activity=worship, now=NOW)

    found = queries.preview(draft)

    assert found is not None
    moved = {(row.legal_category, row.activity, row.enters): (row.establishments, row.employers) for row in found.moved}
    assert moved == {
        ("5432", "", True): (1, 1),
        ("8210", "", False): (2, 2),
        ("9220", "94.91Z", True): (1, 1),
    }
    assert (found.entering, found.leaving) == (2, 2)


def test_the_preview_names_what_the_snapshot_does_not_hold(snapshot: Snapshot) -> None:
    draft, administrator = _draft()
    services.place_category(edition=draft, actor=administrator, code="5710", values={"in_insee": True}, now=NOW)

    found = queries.preview(draft)

    assert found is not None
    assert found.not_kept == ("5710",)


def test_a_new_edition_makes_a_new_snapshot_and_rewrites_nothing(snapshot: Snapshot) -> None:
    before = _count(Rule.INSEE)
    draft, administrator = _draft()
    services.place_category(
        edition=draft, actor=administrator, code="5432", values={"in_insee": True, "confidence": "A"}, now=NOW
    )
    services.put_in_force(edition=draft, actor=administrator, starts_on=date(2026, 9, 1), now=NOW)

    (old,) = queries.to_reclassify()
    services.reclassify(snapshot=old, actor=COMMAND, now=NOW)

    snapshot.perimeter.refresh_from_db()
    assert snapshot.perimeter.state == PerimeterState.REPLACED
    assert queries.to_reclassify() == []
    assert _count(Rule.INSEE) == before + 1
    assert _count(Rule.INSEE, perimeter=1) == before
    assert _stock(2) == _stock(1) + 1


def _count(rule: Rule, perimeter: int | None = None) -> int:
    basis = queries.basis(rule, perimeter=perimeter)
    with queries.opened(basis) as register:
        return queries.indicators(register, basis, queries.place_of(register, "FR")).establishments


def _stock(perimeter: int) -> int:
    basis = queries.basis(Rule.INSEE, perimeter=perimeter)
    with queries.opened(basis) as register:
        return queries.years_of_life(register, basis, queries.place_of(register, "FR"))[-1].stock


def test_an_edition_starts_after_the_one_it_replaces(snapshot: Snapshot) -> None:
    draft, administrator = _draft()

    with pytest.raises(ValidationError):
        services.put_in_force(edition=draft, actor=administrator, starts_on=date(2014, 1, 1), now=NOW)
