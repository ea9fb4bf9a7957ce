"""Applications: started, written, filed under the edition of the day, looked at, handed to the selection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essaim.delivery.calls_for_projects import queries, services
from essaim.delivery.calls_for_projects.models import Application, FormVersion, MissingRequest
from essaim.delivery.calls_for_projects.states import AnswerKind, ApplicationState
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.notifications.models import Notification
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import ApplicationFactory, EditionFactory, QuestionFactory, RuleFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
EXPENSES = [{"account": "60", "label": "Achats", "cents": 1_000_000}, {"account": "64", "cents": 500_000}]


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _confirmed(draft: Application) -> Application:
    services.confirm_application(
        application=draft, actor=draft.author, now=NOW, name="Camille Exemple", quality="Présidente"
    )
    return draft


def _last() -> Entry:
    found = Entry.objects.order_by("-pk").first()
    assert found is not None
    return found


def test_draft_starts_with_what_the_test_was_told_and_asks_nothing_of_the_rest() -> None:
    edition, author = EditionFactory(in_force=True), UserFactory()
    facts = {
        "aid_type": "start_up",
        "legal_category": "9220",
        "created_on": "2025-01-01",
        "activity_commune": "59350",
        "requested_cents": 300_000,
        "personal_services": True,
    }

    draft = services.start_draft(call=edition.call, actor=author, now=NOW, facts=facts)

    assert (draft.reference, draft.edition, draft.author) == (f"{edition.call.slug}-1", edition, author)
    assert (draft.aid_type, draft.requested_cents) == ("start_up", 300_000)
    assert draft.facts == {"legal_category": "9220", "created_on": "2025-01-01", "personal_services": True}
    assert [row.code for row in draft.communes.all()] == ["59350"]
    assert _last().verb == "application.started"
    told = queries.fact_values_of(draft, on=NOW.date())
    assert {name: told[name] for name in facts} == facts


def test_numbers_follow_one_another_in_a_call() -> None:
    edition, author = EditionFactory(in_force=True), UserFactory()

    drafts = [services.start_draft(call=edition.call, actor=author, now=NOW) for _number in range(2)]

    assert [draft.number for draft in drafts] == [1, 2]
    assert FormVersion.objects.filter(edition=edition).count() == 1


def test_call_without_edition_in_force_takes_nothing() -> None:
    with pytest.raises(services.CallIsClosed):
        services.start_draft(call=EditionFactory().call, actor=UserFactory(), now=NOW)


def test_answers_keep_the_words_they_were_asked_with() -> None:
    edition, author = EditionFactory(in_force=True), UserFactory()
    QuestionFactory(edition=edition, code="besoin", wording="Quel besoin ?", answer_kind=AnswerKind.TEXT)
    draft = services.start_draft(call=edition.call, actor=author, now=NOW)

    draft = services.save_draft(application=draft, actor=author, now=NOW, answers={"besoin": "Grand"}, title="Titre")
    draft = services.save_draft(application=draft, actor=author, now=NOW, answers={"budget_expenses": EXPENSES})

    assert draft.answers["besoin"] == {"value": "Grand", "wording": "Quel besoin ?", "version": 1}
    assert (draft.title, draft.budget_cents) == ("Titre", 1_500_000)
    assert _last().details == {"fields": "budget_expenses"}
    with pytest.raises(ValidationError):
        services.save_draft(application=draft, actor=author, now=NOW, answers={"ailleurs": 1})
    draft = services.save_draft(application=draft, actor=author, now=NOW, answers={"besoin": None})
    assert "besoin" not in draft.answers


def test_filing_says_all_that_is_missing_at_once() -> None:
    edition, author = EditionFactory(in_force=True), UserFactory()
    QuestionFactory(edition=edition, code="besoin")
    draft = services.start_draft(call=edition.call, actor=author, now=NOW)

    with pytest.raises(services.NotFileable) as refused:
        services.file_application(application=draft, actor=author, now=NOW)

    codes = [problem.code for problem in refused.value.problems]
    assert codes == ["applicant_name", "title", "communes", "requested_cents", "besoin", "confirmation"]
    draft = services.save_draft(
        application=draft,
        actor=author,
        now=NOW,
        applicant_name="Exemple",
        title="Projet",
        requested_cents=100,
        communes=["59350"],
        answers={"besoin": "Oui"},
    )
    with pytest.raises(services.NotFileable) as refused:
        services.file_application(application=_confirmed(draft), actor=author, now=NOW)
    assert [problem.code for problem in refused.value.problems] == ["budget_expenses"]


def test_filed_under_the_edition_of_the_day_for_its_whole_life(officer: User) -> None:
    first = EditionFactory(in_force=True)
    RuleFactory(edition=first)
    draft = ApplicationFactory(form__edition=first)
    second = services.draft_from(edition=first, actor=officer, now=NOW, code="suite", title="Suite")
    services.start_edition(edition=second, actor=officer, now=NOW, starts_on=NOW.date())

    filed = services.file_application(application=_confirmed(draft), actor=draft.author, now=NOW)

    assert (filed.state, filed.edition, filed.form.edition) == (ApplicationState.FILED, second, second)
    assert filed.answers["budget_expenses"]["version"] == 1
    assert len(Entry.objects.get(verb="application.filed").details["sha256"]) == 64
    receipt = Notification.objects.get(recipient=draft.author)
    assert filed.reference in receipt.body
    third = services.draft_from(edition=second, actor=officer, now=NOW, code="fin", title="Fin")
    later = NOW + timedelta(days=10)
    services.start_edition(edition=third, actor=officer, now=later, starts_on=later.date())
    services.declare_complete(application=filed, actor=officer, now=later)
    filed.refresh_from_db()
    assert filed.edition == second


def test_help_other_than_money_alone_is_filed_without_budget() -> None:
    draft = ApplicationFactory(requested_cents=None, budget_cents=None, answers={}, non_financial=["premises"])

    filed = services.file_application(application=_confirmed(draft), actor=draft.author, now=NOW)

    assert (filed.state, filed.filed_on) == (ApplicationState.FILED, NOW.date())


def test_whole_way_to_the_committee_and_back(officer: User) -> None:
    found = ApplicationFactory(is_filed=True)
    services.mark(application=found, actor=officer, now=NOW, marks=[("field", "title", "Titre", False, "Plus court")])

    request = services.ask_for_missing(application=found, actor=officer, now=NOW, message="Merci")
    found.refresh_from_db()
    assert (found.state, [item["note"] for item in request.items]) == (ApplicationState.INCOMPLETE, ["Plus court"])
    found = services.save_draft(application=found, actor=found.author, now=NOW, title="Mieux")
    found = services.give_missing(application=_confirmed(found), actor=found.author, now=NOW + timedelta(days=4))
    assert not MissingRequest.objects.filter(answered_at=None).exists()
    with pytest.raises(services.NotReadyForCommittee):
        services.declare_complete(application=found, actor=officer, now=NOW)
    services.mark(application=found, actor=officer, now=NOW, marks=[("field", "title", "Titre", True, "")])
    found = services.declare_complete(application=found, actor=officer, now=NOW)
    with pytest.raises(services.NotReadyForCommittee):
        services.mark_ready(application=found, actor=officer, now=NOW)
    services.write_note(application=found, actor=officer, now=NOW, proposal="Accorder")
    found = services.mark_ready(application=found, actor=officer, now=NOW)
    assert (found.state, found.ready_at) == (ApplicationState.READY, NOW)
    found = services.take_back(application=found, actor=officer, now=NOW, reason="Une question")
    assert (found.state, found.ready_at) == (ApplicationState.COMPLETE, None)
    found = services.withdraw_application(application=found, actor=found.author, now=NOW, reason="Autre projet")
    assert (found.state, found.end_reason) == (ApplicationState.WITHDRAWN, "Autre projet")


def test_clock_stands_still_while_something_is_asked_for(officer: User) -> None:
    found = ApplicationFactory(is_filed=True)
    services.mark(application=found, actor=officer, now=NOW, marks=[("field", "title", "Titre", False, "Plus court")])
    later = NOW + timedelta(days=10)
    services.ask_for_missing(application=found, actor=officer, now=later)
    found.refresh_from_db()

    def clock(days: int) -> queries.Clock:
        stops = list(MissingRequest.objects.filter(application=found))
        shown = queries.clock_of(found, stops, today=(NOW + timedelta(days=days)).date())
        assert shown is not None
        return shown

    assert (clock(15).passed_days, clock(15).counted, clock(15).is_stopped) == (15, 10, True)
    services.give_missing(application=_confirmed(found), actor=found.author, now=NOW + timedelta(days=17))
    found.refresh_from_db()
    assert (clock(20).counted, clock(20).stopped_days, clock(20).is_stopped) == (13, 7, False)


def test_inadmissible_says_why(officer: User) -> None:
    found = ApplicationFactory(is_filed=True)

    with pytest.raises(ValidationError):
        services.declare_inadmissible(application=found, actor=officer, now=NOW, reason=" ")
    with pytest.raises(ValidationError):
        services.ask_for_missing(application=found, actor=officer, now=NOW)
    found.refresh_from_db()
    found = services.declare_inadmissible(application=found, actor=officer, now=NOW, reason="Règle EL9")
    assert (found.state, found.end_reason) == (ApplicationState.INADMISSIBLE, "Règle EL9")


MOVES: dict[str, tuple[Callable[..., object], str, str]] = {
    "file": (services.file_application, "author", ""),
    "ask_for_missing": (services.ask_for_missing, "officer", ""),
    "give_missing": (services.give_missing, "author", ""),
    "declare_complete": (services.declare_complete, "officer", ""),
    "declare_inadmissible": (services.declare_inadmissible, "officer", "x"),
    "withdraw": (services.withdraw_application, "author", "x"),
    "mark_ready": (services.mark_ready, "officer", ""),
    "take_back": (services.take_back, "officer", "x"),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", [ApplicationState.GRANTED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN])
def test_what_is_over_moves_no_more(move: str, state: ApplicationState, officer: User) -> None:
    found = ApplicationFactory(is_ready=True, state=state, ended_at=NOW)
    service, who, reason = MOVES[move]
    actor = officer if who == "officer" else found.author

    with pytest.raises((IllegalMove, NotAllowed)):
        service(application=found, actor=actor, now=NOW, **({"reason": reason} if reason else {}))
    found.refresh_from_db()
    assert found.state == state


@pytest.mark.parametrize("kind", [None, RoleKind.EVALUATOR, RoleKind.ELECTED_OFFICIAL, RoleKind.COMMUNE_REFERENT])
@pytest.mark.parametrize("move", MOVES)
def test_nobody_else_moves_an_application(move: str, kind: RoleKind | None) -> None:
    state = {"file": "", "give_missing": "is_incomplete", "mark_ready": "is_complete", "take_back": "is_ready"}
    trait = state.get(move, "is_filed")
    found = ApplicationFactory(**({trait: True} if trait else {}))
    service, _who, reason = MOVES[move]
    other = person_with(kind) if kind else UserFactory()

    with pytest.raises(NotAllowed):
        service(application=found, actor=other, now=NOW, **({"reason": reason} if reason else {}))


def test_draft_is_read_by_those_who_write_it_alone(officer: User) -> None:
    structure = OrganizationFactory()
    spoken = person_with(RoleKind.ORGANIZATION_MEMBER, scope_kind="organization", scope_code=structure.key)
    draft = ApplicationFactory(organization=structure)
    filed = ApplicationFactory(is_filed=True)

    def read(person: User) -> set[int]:
        return set(queries.applications_visible_to(person, today=NOW.date()).values_list("pk", flat=True))

    assert read(draft.author) == {draft.pk}
    assert read(spoken) == {draft.pk}
    assert read(officer) == {filed.pk}
    assert read(UserFactory()) == set()
    services.save_draft(application=draft, actor=spoken, now=NOW, title="À deux")
    with pytest.raises(NotAllowed):
        services.save_draft(application=draft, actor=officer, now=NOW, title="Autrement")


@pytest.mark.parametrize(
    "values",
    [
        {"state": ApplicationState.FILED},
        {"filed_at": NOW},
        {"state": ApplicationState.COMPLETE, "filed_at": NOW},
        {"state": ApplicationState.READY, "filed_at": NOW, "completed_at": NOW},
        {"state": ApplicationState.FILED, "filed_at": NOW, "title": ""},
        {"state": ApplicationState.FILED, "filed_at": NOW, "requested_cents": None},
        {"state": ApplicationState.INADMISSIBLE, "filed_at": NOW, "ended_at": NOW},
        {"state": ApplicationState.WITHDRAWN},
    ],
)
def test_database_refuses_what_no_service_writes(values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(**values)
