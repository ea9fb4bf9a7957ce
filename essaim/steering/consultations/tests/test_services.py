"""What people do with a consultation, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.audit_trail.queries import changes_of
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.steering.action_plan.tests.factories import ActionFactory, AxisFactory, SourceFactory
from essaim.steering.consultations import queries, services
from essaim.steering.consultations.models import Consultation, Contribution, Grouping
from essaim.steering.consultations.states import (
    Channel,
    ConsultationState,
    HidingCause,
    ModerationState,
    ProposalState,
    Verdict,
)

from .factories import (
    MOMENT,
    AnswerFactory,
    ConsultationFactory,
    ContributionFactory,
    GroupingFactory,
    GroupMemberFactory,
    IssueFactory,
    OrganizationFactory,
    PhaseFactory,
    ProposalFactory,
    ThemeFactory,
    WorkingGroupFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return person_with(RoleKind.OFFICER)


def _open_consultation() -> Consultation:
    return PhaseFactory().consultation


def _receive(consultation: Consultation, **values: object) -> Contribution:
    return services.receive_contribution(
        **{"consultation": consultation, "text": "Ouvrir un lieu", "now": MOMENT, **values}
    )


def test_consultation_without_calendar_does_not_open(officer: User) -> None:
    consultation = ConsultationFactory(draft=True)

    with pytest.raises(services.NothingToOpen):
        services.open_consultation(consultation=consultation, actor=officer, opened_on=MOMENT.date(), now=MOMENT)


def test_consultation_closes_with_a_summary(officer: User) -> None:
    consultation = ConsultationFactory()
    day = date(2026, 3, 9)

    with pytest.raises(services.SummaryMissing):
        services.close_consultation(consultation=consultation, actor=officer, closed_on=day, summary=" ", now=MOMENT)
    closed = services.close_consultation(
        consultation=consultation, actor=officer, closed_on=day, summary="Vu.", now=MOMENT
    )

    assert (closed.state, closed.closed_on, closed.closing_summary) == (ConsultationState.CLOSED, day, "Vu.")


def test_consultation_does_not_close_before_it_opened(officer: User) -> None:
    with pytest.raises(ValidationError, match="jour de son ouverture ou après"):
        services.close_consultation(
            consultation=ConsultationFactory(), actor=officer, closed_on=date(2026, 2, 1), summary="Vu.", now=MOMENT
        )


def test_answers_are_not_published_while_one_is_missing_unless_it_is_listed(officer: User) -> None:
    consultation = ConsultationFactory(closed=True)
    IssueFactory(consultation=consultation)
    AnswerFactory(issue__consultation=consultation)
    values = {"consultation": consultation, "actor": officer, "answered_on": MOMENT.date(), "now": MOMENT}

    with pytest.raises(services.AnswersMissing) as refusal:
        services.publish_answers(**values)
    answered = services.publish_answers(**values, lists_missing=True)

    assert refusal.value.count == 1
    assert answered.state == ConsultationState.ANSWERED
    assert Entry.objects.get(verb="consultation.answered").details == {"missing": 1}


def test_answers_are_not_published_while_a_contribution_is_unread(officer: User) -> None:
    consultation = ConsultationFactory(closed=True)
    ContributionFactory(consultation=consultation, waiting=True)

    with pytest.raises(services.ContributionsToRead):
        services.publish_answers(
            consultation=consultation, actor=officer, answered_on=MOMENT.date(), now=MOMENT, lists_missing=True
        )


def test_anybody_contributes_while_a_phase_takes_contributions() -> None:
    consultation = _open_consultation()

    first, second = _receive(consultation), _receive(consultation, organization_name="Association fictive")

    assert (first.number, second.number) == (1, 2)
    assert first.state == ModerationState.RECEIVED
    assert first.tracking_number.startswith("CTR-")
    assert first.tracking_number != second.tracking_number


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 6, 1)])
def test_nobody_contributes_online_outside_the_phase(day: date) -> None:
    consultation = _open_consultation()
    moment = MOMENT.replace(month=day.month, day=day.day)

    with pytest.raises(NotAllowed):
        _receive(consultation, now=moment)


def test_nobody_contributes_once_it_is_closed(officer: User) -> None:
    consultation = _open_consultation()
    services.close_consultation(
        consultation=consultation, actor=officer, closed_on=MOMENT.date(), summary="Vu.", now=MOMENT
    )

    with pytest.raises(NotAllowed, match="close"):
        _receive(consultation)


def test_a_hundred_and_twenty_an_hour_are_received_over_the_whole_site() -> None:
    consultation = _open_consultation()
    ContributionFactory.create_batch(
        services.PER_HOUR_MAX, consultation=consultation, received_at=MOMENT - timedelta(minutes=5)
    )

    with pytest.raises(services.TooManyContributions):
        _receive(consultation)
    assert _receive(consultation, now=MOMENT + timedelta(hours=1)).pk


def test_contribution_is_sorted_into_a_theme_of_its_own_consultation() -> None:
    with pytest.raises(services.ThemeOfAnotherConsultation):
        _receive(_open_consultation(), theme=ThemeFactory())


def test_paper_says_where_it_was_gathered(officer: User) -> None:
    consultation = ConsultationFactory()
    values = {"consultation": consultation, "actor": officer, "now": MOMENT, "received_at": MOMENT}

    with pytest.raises(ValidationError, match="recueillie"):
        services.enter_contribution(**values, text="Un lieu", channel=Channel.PAPER)
    entered = services.enter_contribution(**values, text="Un lieu", channel=Channel.PAPER, origin="Registre, page 2")

    assert entered.state == ModerationState.PUBLISHED


@pytest.mark.parametrize("trait", ["draft", "answered"])
def test_nothing_is_entered_before_it_opens_nor_once_it_is_answered(officer: User, trait: str) -> None:
    consultation = ConsultationFactory(**{trait: True})

    with pytest.raises(NotAllowed):
        services.enter_contribution(
            consultation=consultation, actor=officer, now=MOMENT, received_at=MOMENT, text="Un lieu"
        )


def test_author_of_a_hidden_text_asks_for_a_second_reading_once(officer: User) -> None:
    contribution = ContributionFactory(waiting=True)

    hidden = services.hide_contribution(
        contribution=contribution, actor=officer, cause=HidingCause.INSULT, reason="Nomme quelqu’un.", now=MOMENT
    )
    appealed = services.appeal_moderation(contribution=hidden, appeal="Je ne nomme personne.", now=MOMENT)

    assert appealed.state == ModerationState.APPEALED
    with pytest.raises(IllegalMove):
        services.appeal_moderation(contribution=appealed, appeal="Encore", now=MOMENT)
    another = person_with(RoleKind.OFFICER)
    upheld = services.uphold_hiding(contribution=appealed, actor=another, reason="Le nom est ligne 2.", now=MOMENT)
    assert (upheld.state, upheld.moderation_reason) == (ModerationState.UPHELD, "Le nom est ligne 2.")


@pytest.mark.parametrize("end", [services.restore_contribution, services.uphold_hiding])
def test_second_reading_is_not_given_by_who_hid_the_text(officer: User, end) -> None:
    hidden = services.hide_contribution(
        contribution=ContributionFactory(), actor=officer, cause=HidingCause.INSULT, reason="Insulte.", now=MOMENT
    )
    appealed = services.appeal_moderation(contribution=hidden, appeal="Non.", now=MOMENT)

    with pytest.raises(NotAllowed, match="second"):
        end(contribution=appealed, actor=officer, reason="Toujours.", now=MOMENT)

    appealed.refresh_from_db()
    assert appealed.state == ModerationState.APPEALED
    end(contribution=appealed, actor=person_with(RoleKind.ADMINISTRATOR), reason="Relu.", now=MOMENT)


def test_who_hid_a_text_by_mistake_shows_it_again(officer: User) -> None:
    hidden = services.hide_contribution(
        contribution=ContributionFactory(), actor=officer, cause=HidingCause.INSULT, reason="Insulte.", now=MOMENT
    )

    shown = services.restore_contribution(contribution=hidden, actor=officer, reason="Par erreur.", now=MOMENT)

    assert shown.state == ModerationState.PUBLISHED


def test_text_is_not_hidden_without_cause_and_reason(officer: User) -> None:
    with pytest.raises(ValidationError):
        services.hide_contribution(
            contribution=ContributionFactory(), actor=officer, cause="", reason="Parce que.", now=MOMENT
        )


def test_database_refuses_a_hidden_text_without_reason() -> None:
    contribution = ContributionFactory(hidden=True)

    with pytest.raises(IntegrityError, match="hidden_contribution_says_why"), transaction.atomic():
        Contribution.objects.filter(pk=contribution.pk).update(moderation_reason="")


def test_history_keeps_no_name_of_an_author() -> None:
    contribution = _receive(_open_consultation(), author_name="Camille Exemple")

    fields = {field.field for change in changes_of(contribution) for field in change.fields}
    labels = set(Entry.objects.values_list("target_label", flat=True))

    assert "text" in fields
    assert not {"author_name", "tracking_number"} & fields
    assert not any("Camille" in label for label in labels)


def test_issue_groups_published_contributions_of_its_consultation(officer: User) -> None:
    issue = IssueFactory()
    first, second = ContributionFactory.create_batch(2, consultation=issue.consultation)

    added = services.group_contributions(issue=issue, numbers=[first.number, second.number], actor=officer, now=MOMENT)
    again = services.group_contributions(issue=issue, numbers=[first.number], actor=officer, now=MOMENT)

    first.refresh_from_db()
    assert (added, again) == (2, 0)
    assert first.theme == issue.theme
    assert queries.grouped_count(issue) == 2


@pytest.mark.parametrize("values", [{"waiting": True}, {"hidden": True}])
def test_what_nobody_reads_is_not_grouped(officer: User, values: dict[str, bool]) -> None:
    issue = IssueFactory()
    contribution = ContributionFactory(consultation=issue.consultation, **values)

    with pytest.raises(services.NotOfThisConsultation):
        services.group_contributions(issue=issue, numbers=[contribution.number], actor=officer, now=MOMENT)


def test_contribution_is_taken_out_of_an_issue_with_a_reason(officer: User) -> None:
    grouping = GroupingFactory()

    services.ungroup_contribution(grouping=grouping, actor=officer, now=MOMENT, reason="Autre sujet.")

    assert not Grouping.objects.exists()
    assert Entry.objects.get(verb="contribution.ungrouped").reason == "Autre sujet."


def test_what_is_accepted_goes_somewhere(officer: User) -> None:
    issue, action = IssueFactory(), ActionFactory()
    values = {"subject": issue, "actor": officer, "now": MOMENT, "reason": "C’est dans le plan."}

    with pytest.raises(services.TargetMissing):
        services.answer(**values, verdict=Verdict.ACCEPTED)
    found = services.answer(**values, verdict=Verdict.ACCEPTED, targets=[action, action.axis])

    assert {target.thing for target in found.targets.all()} == {action, action.axis}


def test_corrected_answer_drops_the_targets_it_no_longer_has(officer: User) -> None:
    issue, action = IssueFactory(), ActionFactory()
    values = {"subject": issue, "actor": officer, "now": MOMENT, "reason": "Non."}
    services.answer(**values, verdict=Verdict.PARTLY, targets=[action])

    corrected = services.answer(**values, verdict=Verdict.OUT_OF_SCOPE)

    assert corrected.verdict == Verdict.OUT_OF_SCOPE
    assert not corrected.targets.exists()


def test_contribution_is_answered_once_all_its_issues_are(officer: User) -> None:
    answered = AnswerFactory().issue
    contribution = GroupingFactory(issue=answered).contribution
    pending = IssueFactory(consultation=answered.consultation)
    GroupingFactory(issue=pending, contribution=contribution)

    before = queries.coverage(answered.consultation)
    services.answer(subject=pending, actor=officer, verdict=Verdict.REFUSED, reason="Non.", now=MOMENT)
    after = queries.coverage(answered.consultation)

    assert (before.contribution_answered_count, before.missing_count) == (0, 2)
    assert (after.contribution_answered_count, after.missing_count, after.percent) == (1, 0, 100)


def test_proposal_becomes_the_next_action_of_a_draft_plan(officer: User) -> None:
    issue = IssueFactory()
    axis = AxisFactory(plan__draft=True)
    ActionFactory(axis=axis, number=4)
    proposal = services.write_proposal(
        consultation=issue.consultation, actor=officer, now=MOMENT, issues=[issue], title="Ouvrir une maison"
    )

    action = services.retain_proposal(proposal=proposal, axis=axis, source=SourceFactory(), actor=officer, now=MOMENT)

    proposal.refresh_from_db()
    assert (action.number, action.title, action.axis) == (5, "Ouvrir une maison", axis)
    assert (proposal.state, proposal.action) == (ProposalState.RETAINED, action)


def test_proposal_does_not_enter_an_adopted_plan(officer: User) -> None:
    with pytest.raises(services.PlanIsNotADraft):
        services.retain_proposal(
            proposal=ProposalFactory(), axis=AxisFactory(), source=SourceFactory(), actor=officer, now=MOMENT
        )


def test_past_composition_of_a_group_is_kept(officer: User) -> None:
    member = GroupMemberFactory()
    group = member.group

    services.leave_group(member=member, actor=officer, ends_on=date(2026, 3, 8), now=MOMENT)

    assert list(group.members.on(date(2026, 3, 7))) == [member]
    assert not group.members.on(date(2026, 3, 8)).exists()
    with pytest.raises(services.AlreadyLeft):
        services.leave_group(member=member, actor=officer, ends_on=date(2026, 3, 9), now=MOMENT)


def test_group_takes_the_themes_of_its_consultation(officer: User) -> None:
    group = WorkingGroupFactory()
    values = {"title": group.title, "mandate": "Décliner les actions", "note": "", "source": None}

    with pytest.raises(services.ThemeOfAnotherConsultation):
        services.update_group(group=group, actor=officer, now=MOMENT, themes=[ThemeFactory()], **values)
    theme = ThemeFactory(consultation=group.consultation)
    services.update_group(group=group, actor=officer, now=MOMENT, themes=[theme], **values)

    assert [row.theme for row in group.group_themes.all()] == [theme]


def test_merged_structure_gives_its_contributions(officer: User) -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    contribution = ContributionFactory(organization=duplicate)

    moved = services.move_contributions(
        kept=kept, duplicate=duplicate, actor=officer, now=MOMENT, reason="Même structure."
    )

    contribution.refresh_from_db()
    assert (moved, contribution.organization) == (1, kept)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda person: services.create_consultation(actor=person, now=MOMENT, slug="x", title="X"),
        lambda person: services.add_theme(
            consultation=ConsultationFactory(), actor=person, now=MOMENT, number=1, code="T", title="T"
        ),
        lambda person: services.answer(
            subject=IssueFactory(), actor=person, verdict=Verdict.REFUSED, reason="Non.", now=MOMENT
        ),
        lambda person: services.publish_contribution(
            contribution=ContributionFactory(waiting=True), actor=person, now=MOMENT
        ),
        lambda person: services.join_group(
            group=WorkingGroupFactory(), actor=person, now=MOMENT, starts_on=MOMENT.date(), label="Habitants"
        ),
    ],
)
@pytest.mark.parametrize("role", [None, RoleKind.ELECTED_OFFICIAL, RoleKind.ORGANIZATION_MEMBER])
def test_only_the_team_runs_a_consultation(attempt, role: str | None) -> None:
    person = person_with(role) if role else UserFactory()

    with pytest.raises(NotAllowed):
        attempt(person)


def test_new_row_is_checked_by_its_table_and_told_all_that_is_wrong(
    officer: User, django_assert_max_num_queries
) -> None:
    consultation = ConsultationFactory()
    fine = ContributionFactory.build(consultation=consultation, number=1)
    wrong = ContributionFactory.build(consultation=consultation, number=2, channel=Channel.PAPER, moderated_at=None)

    with django_assert_max_num_queries(20) as asked:
        write_new(fine, "contribution.entered", actor=officer, now=MOMENT)
    with pytest.raises(ValidationError) as caught:
        write_new(wrong, "contribution.entered", actor=officer, now=MOMENT)

    assert not any("_check" in query["sql"] for query in asked.captured_queries)
    assert len(caught.value.messages) == 2
    assert not Contribution.objects.filter(number=2).exists()
