"""What is read of consultations: counts, near duplicates, the thread both ways."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from essaim.ecosystem.events.tests.factories import AttendanceFactory, EventFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.primitives.texts import fold
from essaim.steering.action_plan.tests.factories import ActionFactory, AxisFactory
from essaim.steering.consultations import queries
from essaim.steering.consultations.models import Contribution
from essaim.steering.consultations.states import Channel, Verdict

from .factories import (
    MOMENT,
    AnswerFactory,
    AnswerTargetFactory,
    ConsultationFactory,
    ContributionFactory,
    GroupingFactory,
    IssueFactory,
    MeetingFactory,
    OrganizationFactory,
    PhaseFactory,
)

pytestmark = pytest.mark.django_db
PUBLIC = AnonymousUser()
TODAY = MOMENT.date()


def test_public_reads_no_draft_and_nothing_that_waits() -> None:
    consultation = ConsultationFactory()
    ConsultationFactory(draft=True)
    ContributionFactory(consultation=consultation, waiting=True)
    hidden = ContributionFactory(consultation=consultation, hidden=True)

    assert list(queries.consultations_visible_to(PUBLIC)) == [consultation]
    assert list(queries.contributions_visible_to(PUBLIC, consultation)) == [hidden]
    assert queries.contributions_visible_to(person_with(RoleKind.OFFICER), consultation).count() == 2


def test_paper_counts_as_much_as_what_came_online() -> None:
    consultation = ConsultationFactory()
    structure = OrganizationFactory()
    ContributionFactory(consultation=consultation, organization=structure)
    ContributionFactory(consultation=consultation, organization=structure, channel=Channel.TABLE, origin="Table 3")
    ContributionFactory(consultation=consultation, hidden=True)

    found = queries.participation(consultation)

    assert (found.contribution_count, found.organization_count, found.hidden_count) == (2, 1, 1)
    assert dict(found.by_channel) == {Channel.ONLINE: 1, Channel.TABLE: 1}


def test_phase_sums_up_what_came_in_its_days() -> None:
    phase = PhaseFactory()
    ContributionFactory(consultation=phase.consultation)
    ContributionFactory(consultation=phase.consultation, received_at=MOMENT - timedelta(days=60))
    unknown = PhaseFactory(consultation=phase.consultation, starts_on=None, ends_on=None, takes_contributions=False)

    counts = {count.phase: count.contribution_count for count in queries.phase_counts(phase.consultation)}

    assert counts == {phase: 1, unknown: 0}


def test_reading_delay_is_measured_against_the_promise() -> None:
    consultation = ConsultationFactory(moderation_days=5)
    ContributionFactory(consultation=consultation, moderated_at=MOMENT + timedelta(days=2))
    ContributionFactory(consultation=consultation, moderated_at=MOMENT + timedelta(days=9))
    ContributionFactory(consultation=consultation, waiting=True)

    found = queries.moderation_delay(consultation, today=TODAY + timedelta(days=6))

    assert (found.read_count, found.in_time_count, found.median_days) == (2, 1, 6)
    assert (found.waiting_count, found.late_count) == (1, 1)


def test_reading_delay_counts_days_of_the_local_calendar() -> None:
    # In Paris: the evening of the 10th and the morning of the 11th of March, though both are the 10th in Greenwich.
    evening = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)
    consultation = ConsultationFactory(moderation_days=1)
    ContributionFactory(consultation=consultation, received_at=evening, moderated_at=evening + timedelta(minutes=45))
    ContributionFactory(consultation=consultation, received_at=evening, waiting=True)

    found = queries.moderation_delay(consultation, today=date(2026, 3, 12))

    assert (found.read_count, found.in_time_count, found.median_days) == (1, 1, 1)
    assert (found.waiting_count, found.late_count) == (1, 1)
    assert queries.moderation_delay(consultation, today=date(2026, 3, 11)).late_count == 0


def test_delay_of_nothing_read_is_not_told() -> None:
    found = queries.moderation_delay(ConsultationFactory(), today=TODAY)

    assert (found.read_count, found.in_time_count, found.median_days) == (0, 0, None)


def test_near_duplicates_are_proposed_without_accents_or_capitals() -> None:
    text = "Créer une monnaie complémentaire pour les échanges locaux"
    contribution = ContributionFactory(text=text, search_key=fold(text))
    twin_text = "CREER UNE MONNAIE COMPLEMENTAIRE pour les echanges locaux !"
    twin = ContributionFactory(consultation=contribution.consultation, text=twin_text, search_key=fold(twin_text))
    ContributionFactory(consultation=contribution.consultation, text="Des vélos", search_key="des velos")
    ContributionFactory(text=text, search_key=fold(text))
    wording = "Initier une monnaie complémentaire"
    issue = IssueFactory(consultation=contribution.consultation, wording=wording, search_key=fold(wording))
    IssueFactory(consultation=contribution.consultation, wording="Des vélos", search_key="des velos")

    assert [row.contribution for row in queries.close_contributions(contribution)] == [twin]
    assert [row.issue for row in queries.close_issues(contribution)] == [issue]
    assert {row.contribution for row in queries.close_to_issue(issue)} == {contribution, twin}


def test_closest_contributions_come_first_and_five_at_most() -> None:
    words = [
        "Créer",
        "une",
        "monnaie",
        "complémentaire",
        "pour",
        "les",
        "échanges",
        "locaux",
        "entre",
        "communes",
        "voisines",
    ]
    contribution = ContributionFactory(text=" ".join(words))
    # Each says one word less than the one before.
    close = [
        ContributionFactory(consultation=contribution.consultation, text=" ".join(words[:count]))
        for count in range(len(words), 4, -1)
    ]
    ContributionFactory(consultation=contribution.consultation, text=" ".join(words), hidden=True)

    found = queries.close_contributions(contribution)

    assert [row.contribution for row in found] == close[:5]
    assert [row.similarity for row in found] == sorted((row.similarity for row in found), reverse=True)
    assert found[0].similarity == 1


def test_closest_to_an_issue_come_as_the_first_ones_are_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("essaim.steering.consultations.queries.likeness.COMPARED_MAX", 1)
    issue = IssueFactory(wording="Créer une monnaie complémentaire")
    said = {ContributionFactory(consultation=issue.consultation, text="Créer une monnaie complémentaire") for _ in "ab"}

    (first,) = queries.close_to_issue(issue)
    GroupingFactory(issue=issue, contribution=first.contribution)
    (second,) = queries.close_to_issue(issue)

    assert {first.contribution, second.contribution} == said


def test_contribution_leads_to_the_state_of_the_action_today() -> None:
    target = AnswerTargetFactory()
    contribution = GroupingFactory(issue=target.answer.issue).contribution

    (fate,) = queries.fate_of(contribution, person=PUBLIC, today=TODAY)

    assert (fate.verdict, fate.by_issue) == (Verdict.ACCEPTED, target.answer.issue)
    (shown,) = fate.targets
    assert (shown.kind, shown.label, shown.url) == (
        "action",
        target.action.title,
        target.action.get_absolute_url(),
    )
    assert shown.state == target.action.get_state_display()
    assert shown.status


def test_own_answer_comes_before_that_of_its_issues() -> None:
    issue_answer = AnswerFactory()
    contribution = GroupingFactory(issue=issue_answer.issue).contribution
    AnswerFactory(issue=None, contribution=contribution, verdict=Verdict.OUT_OF_SCOPE)

    (fate,) = queries.fate_of(contribution, person=PUBLIC, today=TODAY)

    assert (fate.verdict, fate.by_issue) == (Verdict.OUT_OF_SCOPE, None)


def test_public_does_not_read_where_an_answer_leads_in_a_draft_plan() -> None:
    target = AnswerTargetFactory(action=ActionFactory(axis=AxisFactory(plan__draft=True)))

    public = queries.answer_of(target.answer.issue, person=PUBLIC, today=TODAY)
    team = queries.answer_of(target.answer.issue, person=person_with(RoleKind.OFFICER), today=TODAY)

    assert public is not None
    assert team is not None
    assert (public.targets[0].label, public.targets[0].url) == ("", "")
    assert team.targets[0].label == target.action.title


def test_action_axis_and_plan_say_who_asked_for_them() -> None:
    target = AnswerTargetFactory()
    GroupingFactory(issue=target.answer.issue)
    AnswerTargetFactory(answer__issue__consultation__draft=True, action=target.action)

    for thing in (target.action, target.action.axis, target.action.plan):
        (asked,) = queries.asked_for(thing, person=PUBLIC)

        assert (asked.subject, asked.contribution_count) == (target.answer.issue, 1)


def test_hidden_contribution_asks_for_nothing_in_public() -> None:
    contribution = ContributionFactory(hidden=True)
    target = AnswerTargetFactory(answer__issue=None, answer__contribution=contribution)

    assert queries.asked_for(target.action, person=PUBLIC) == ()


def test_lists_and_coverage_agree_on_what_has_an_answer() -> None:
    consultation = ConsultationFactory()
    answered, pending = (IssueFactory(consultation=consultation) for _ in range(2))
    AnswerFactory(issue=answered)

    def said(*issues: object, own: bool = False) -> Contribution:
        row = ContributionFactory(consultation=consultation)
        for issue in issues:
            GroupingFactory(issue=issue, contribution=row)
        if own:
            AnswerFactory(issue=None, contribution=row)
        return row

    settled = {said(answered), said(own=True), said(pending, own=True), said(answered, pending, own=True)}
    missing = {said(), said(pending), said(answered, pending)}
    ContributionFactory(consultation=consultation, hidden=True)
    rows = consultation.contributions.all()

    found = queries.coverage(consultation)

    assert set(queries.with_answer(rows)) == settled
    assert set(queries.without_answer(rows)) == missing
    assert (found.contribution_count, found.contribution_answered_count) == (7, 4)
    assert (found.ungrouped_count, found.to_sort_count) == (2, 1)


def test_coverage_counts_in_a_fixed_number_of_queries(django_assert_num_queries) -> None:
    consultation = ConsultationFactory()
    for _place in range(5):
        GroupingFactory(issue=IssueFactory(consultation=consultation))

    with django_assert_num_queries(4):
        found = queries.coverage(consultation)

    assert (found.issue_count, found.contribution_count, found.ungrouped_count, found.percent) == (5, 5, 0, 0)


def test_meetings_of_a_phase_come_with_who_was_counted_there() -> None:
    phase = PhaseFactory()
    meeting = MeetingFactory(phase=phase)
    AttendanceFactory(event=meeting.event, people_count=7)
    MeetingFactory(phase=phase, event=EventFactory())

    (count,) = queries.phase_counts(phase.consultation)

    assert [(meeting.event, meeting.people) for meeting in count.meetings] == [(meeting.event, 7)]
