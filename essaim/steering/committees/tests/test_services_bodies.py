"""Who sits: seats held by one at a time, compositions of any past day, people who leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.organizations.services import merge_organizations
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.services import DutiesRemain, deactivate_person
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.committees import queries, services
from essaim.steering.committees.models import BodyRules, Mandate
from essaim.steering.committees.states import Gender, MandateQuality, SeatStatus, Threshold

from .factories import BodyFactory, BodyRulesFactory, CollegeFactory, MandateFactory, SeatFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def officer():
    return person_with(RoleKind.OFFICER)


def _name(seat, actor, **values):
    return services.name_member(
        seat=seat, actor=actor, now=NOW, **{"starts_on": date(2024, 1, 1), "person": UserFactory(), **values}
    )


def test_body_is_made_with_its_rules_colleges_and_seats(officer) -> None:
    body = services.create_body(actor=officer, now=NOW, slug="comite", name="Comité")
    college = services.add_college(body=body, actor=officer, now=NOW, name="Élus")
    other = services.add_college(body=body, actor=officer, now=NOW, name="Acteurs")
    seats = services.add_seats(college=college, actor=officer, now=NOW, count=3, starts_on=date(2024, 1, 1))
    rules = services.set_rules(
        body=body,
        actor=officer,
        now=NOW,
        starts_on=date(2024, 1, 1),
        source="Règlement intérieur",
        notice_days=10,
        college_quorums={college: Threshold.THIRD, other: Threshold.NONE},
    )

    assert [row.position for row in (college, other)] == [1, 2]
    assert [seat.number for seat in seats] == [1, 2, 3]
    assert queries.college_quorums(rules) == {college.pk: Threshold.THIRD}
    assert Entry.objects.filter(verb="seat.added").count() == 3


def test_only_the_team_writes_bodies() -> None:
    for kind in (RoleKind.BODY_MEMBER, RoleKind.ELECTED_OFFICIAL, RoleKind.EVALUATOR):
        with pytest.raises(NotAllowed):
            services.create_body(actor=person_with(kind, scope_code="200093201"), now=NOW, slug="x", name="X")


def test_rules_are_those_of_the_day() -> None:
    body = BodyFactory()
    first = BodyRulesFactory(body=body, starts_on=date(2020, 1, 1))
    second = BodyRulesFactory(body=body, starts_on=date(2024, 1, 1))

    found = [queries.rules_on(body, date(year, 6, 1)) for year in (2019, 2020, 2024)]

    assert found == [None, first, second]


def test_rules_change_once_a_day_and_say_where_they_come_from(officer) -> None:
    body = BodyRulesFactory().body
    options = {"body": body, "actor": officer, "now": NOW}

    with pytest.raises(ValidationError):
        services.set_rules(**options, starts_on=date(2020, 1, 1), source="Autre")
    with pytest.raises(ValidationError):
        services.set_rules(**options, starts_on=date(2021, 1, 1), source="")

    assert BodyRules.objects.count() == 1


def test_seat_has_one_titular_and_one_substitute_at_a_time(officer) -> None:
    seat = SeatFactory()
    _name(seat, officer, ends_on=date(2025, 1, 1))
    _name(seat, officer, quality=MandateQuality.SUBSTITUTE)

    with pytest.raises(ValidationError):
        _name(seat, officer, starts_on=date(2024, 12, 31))
    following = _name(seat, officer, starts_on=date(2025, 1, 1))

    assert following.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        MandateFactory(seat=seat, starts_on=date(2024, 6, 1), ends_on=date(2024, 7, 1))


def test_one_person_has_one_voice_in_a_body(officer) -> None:
    mandate = MandateFactory()
    seat = SeatFactory(college__body=mandate.seat.college.body)

    with pytest.raises(services.AlreadySits):
        _name(seat, officer, person=mandate.person)

    assert _name(SeatFactory(), officer, person=mandate.person).pk


def test_seat_is_held_by_somebody_known(officer) -> None:
    with pytest.raises(ValidationError):
        _name(SeatFactory(), officer, person=None)
    with pytest.raises(ValidationError):
        _name(SeatFactory(), officer, person_name="Camille Exemple")

    assert _name(SeatFactory(), officer, person=None, organization=OrganizationFactory(name="A")).who == "A"


def test_composition_of_a_past_day_is_what_it_was() -> None:
    college = CollegeFactory(ends_on=date(2026, 1, 1))
    old, gone, never = (SeatFactory(college=college, starts_on=date(2015, 1, 1)) for _seat in range(3))
    late = SeatFactory(college=college, starts_on=date(2020, 1, 1))
    first = MandateFactory(seat=old, starts_on=date(2015, 1, 1), ends_on=date(2018, 1, 1), gender=Gender.WOMAN)
    second = MandateFactory(seat=old, starts_on=date(2018, 1, 1), gender=Gender.MAN)
    MandateFactory(seat=gone, starts_on=date(2015, 1, 1), ends_on=date(2016, 1, 1))
    MandateFactory(seat=gone, quality=MandateQuality.SUBSTITUTE, starts_on=date(2015, 1, 1), gender=Gender.WOMAN)

    then, later, after = (queries.composition(college.body, day) for day in _days(2015, 2021, 2027))

    assert [row.titular for row in then.seats] == [first, gone.mandates.get(quality="titular"), None]
    assert then.genders == ((str(Gender.WOMAN.label), 1), (str(Gender.NOT_DECLARED.label), 1))
    assert [row.seat for row in later.seats] == [old, gone, never, late]
    assert later.seats[0].titular == second
    assert [row.status for row in later.seats] == [
        SeatStatus.HELD,
        SeatStatus.EXPIRED,
        SeatStatus.VACANT,
        SeatStatus.VACANT,
    ]
    assert later.seats[1].ended_on == date(2016, 1, 1)
    assert later.counts == {"held": 1, "expired": 1, "vacant": 2}
    assert after.colleges == ()


def _days(*years: int) -> list[date]:
    return [date(year, 6, 1) for year in years]


def test_composition_takes_four_queries_whatever_its_size(django_assert_num_queries) -> None:
    college = CollegeFactory()
    for _number in range(12):
        MandateFactory(seat__college=college)

    with django_assert_num_queries(4):
        shown = queries.composition(college.body, date(2024, 1, 1))
        assert len([seat.titular.who for seat in shown.seats]) == 12


def test_mandate_ends_once(officer) -> None:
    mandate = MandateFactory()

    services.end_mandate(mandate=mandate, actor=officer, now=NOW, ends_on=date(2025, 1, 1), reason="élections")

    with pytest.raises(services.MandateEnded):
        services.end_mandate(mandate=mandate, actor=officer, now=NOW, ends_on=date(2025, 2, 1), reason="x")
    assert queries.composition(mandate.seat.college.body, date(2025, 1, 1)).counts["expired"] == 1


def test_member_is_corrected_without_a_new_mandate(officer, client: Client) -> None:
    mandate = MandateFactory(person=None, person_name="Nina Nebuleuse", gender=Gender.NOT_DECLARED)
    structure = OrganizationFactory()
    client.force_login(officer)
    address = reverse("committees:mandate_edit", args=[mandate.pk])
    version = client.get(address).context["form"]["version"].value()

    client.post(
        address,
        {
            "person_name": "Nina Nébuleuse",
            "organization": structure.pk,
            "gender": "woman",
            "reason": "faute de frappe",
            "version": version,
        },
    )
    corrected = Mandate.objects.get()

    assert (corrected.who, corrected.organization, corrected.gender) == ("Nina Nébuleuse", structure, Gender.WOMAN)
    assert Entry.objects.get(verb="mandate.corrected").reason == "faute de frappe"


def test_account_in_a_seat_keeps_its_own_name_and_its_gender_is_written(officer, client: Client) -> None:
    mandate = MandateFactory()
    client.force_login(officer)
    address = reverse("committees:mandate_edit", args=[mandate.pk])
    form = client.get(address).context["form"]

    answer = client.post(address, {"gender": "man", "reason": "déclaré", "version": form["version"].value()})

    assert "person_name" not in form.fields
    assert answer.status_code == 302
    assert Mandate.objects.get().gender == Gender.MAN
    with pytest.raises(NotAllowed):
        services.correct_mandate(mandate=mandate, actor=UserFactory(), now=NOW, reason="x", gender=Gender.WOMAN)


def test_seat_that_ends_takes_its_mandates_with_it(officer) -> None:
    mandate = MandateFactory()

    services.end_seat(seat=mandate.seat, actor=officer, now=NOW, ends_on=date(2025, 1, 1), reason="refonte")

    assert Mandate.objects.get(pk=mandate.pk).ends_on == date(2025, 1, 1)
    assert queries.composition(mandate.seat.college.body, date(2025, 1, 1)).seats == ()


def test_leaver_hands_their_seat_over() -> None:
    mandate, administrator, successor = MandateFactory(), person_with(RoleKind.ADMINISTRATOR), UserFactory()
    options = {"person": mandate.person, "actor": administrator, "now": NOW, "reason": "départ"}

    with pytest.raises(DutiesRemain):
        deactivate_person(**options)
    deactivate_person(**options, successors={("committees.mandate", str(mandate.pk)): successor})

    shown = queries.composition(mandate.seat.college.body, timezone.localdate(NOW)).seats[0]
    assert shown.titular.person == successor
    assert shown.titular.organization == mandate.organization


def test_mandate_that_begins_today_changes_hands_without_a_day_of_its_own(officer) -> None:
    today, successor = timezone.localdate(NOW), UserFactory()
    mandate = MandateFactory(starts_on=today, gender=Gender.MAN)

    moved = services.transfer_mandate(mandate=mandate, successor=successor, actor=officer, now=NOW)

    assert (moved.pk, moved.person, moved.gender) == (mandate.pk, successor, Gender.NOT_DECLARED)
    with pytest.raises(services.AlreadySits):
        services.transfer_mandate(
            mandate=MandateFactory(seat__college=mandate.seat.college), successor=successor, actor=officer, now=NOW
        )


def test_mandates_follow_a_structure_that_is_merged(officer) -> None:
    mandate, kept = MandateFactory(), OrganizationFactory()

    merge_organizations(kept=kept, duplicate=mandate.organization, actor=officer, now=NOW, reason="doublon")

    assert Mandate.objects.get(pk=mandate.pk).organization == kept


def test_history_keeps_neither_name_nor_gender(officer) -> None:
    mandate = _name(SeatFactory(), officer, person=None, person_name="Camille Exemple", gender=Gender.WOMAN)

    fields = {field.name for field in Mandate.pgh_event_models["insert"]._meta.get_fields()}  # type: ignore[attr-defined]

    assert not fields & {"person_name", "gender"}
    assert "Camille" not in str(mandate)


def test_person_sits_from_the_first_day_to_the_one_before_the_last() -> None:
    mandate = MandateFactory(starts_on=date(2024, 1, 1), ends_on=date(2024, 2, 1))
    body, first = mandate.seat.college.body, date(2024, 1, 1)

    days = [first - timedelta(days=1), first, date(2024, 1, 31), date(2024, 2, 1)]

    assert [queries.is_member(mandate.person, body, day) for day in days] == [False, True, True, False]


def test_declared_gender_is_given_to_its_owner_and_erased_with_them() -> None:
    mandate = MandateFactory(gender=Gender.WOMAN)

    before = queries.mandates_data(mandate.person)
    services.forget_gender(person=mandate.person, now=NOW)

    assert [row["gender"] for row in before] == ["woman"]
    assert queries.mandates_data(mandate.person)[0]["gender"] is None
