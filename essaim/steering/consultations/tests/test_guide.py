"""What the team is led to do next, at each moment of a consultation, and the pages it leads to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.steering.action_plan.tests.factories import AxisFactory
from essaim.steering.consultations import queries
from essaim.steering.consultations.models import Answer, Consultation, Contribution, Issue, Phase, Theme
from essaim.steering.consultations.states import Channel, IssueKind, Verdict

from .factories import (
    AnswerFactory,
    ConsultationFactory,
    ContributionFactory,
    GroupingFactory,
    IssueFactory,
    PhaseFactory,
    ProposalFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person_with(RoleKind.OFFICER))
    return client


def _url(name: str, /, *arguments: object) -> str:
    return reverse(f"consultations:{name}", args=arguments)


def _next(client: Client, consultation: Consultation) -> str | None:
    """Return the name of the page that the guide leads to."""
    guide = client.get(consultation.get_absolute_url()).context["guide"]
    if not guide.doors:
        return None
    names = (
        "consultation_edit",
        "phase_create",
        "theme_create",
        "consultation_open",
        "contribution_enter",
        "next_to_read",
        "grouping",
        "consultation_close",
        "next_to_answer",
        "consultation_publish",
    )
    return {_url(name, consultation.slug): name for name in names}[guide.doors[0].url]


def _phase(consultation: Consultation, *, ends_in: int = 5) -> Phase:
    today = timezone.localdate()
    return PhaseFactory(
        consultation=consultation, starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=ends_in)
    )


def test_draft_asks_for_its_question_its_calendar_its_themes_then_to_be_opened(officer: Client) -> None:
    consultation = ConsultationFactory(draft=True, question="")

    assert _next(officer, consultation) == "consultation_edit"
    Consultation.objects.update(question="Que faire ?")
    assert _next(officer, consultation) == "phase_create"
    _phase(consultation)
    assert _next(officer, consultation) == "theme_create"
    ThemeFactory(consultation=consultation)
    assert _next(officer, consultation) == "consultation_open"


def test_open_consultation_is_read_and_sorted_before_it_is_closed(officer: Client) -> None:
    consultation = ConsultationFactory()
    _phase(consultation)

    assert _next(officer, consultation) == "contribution_enter"
    row = ContributionFactory(consultation=consultation, waiting=True)
    assert _next(officer, consultation) == "next_to_read"
    Contribution.objects.filter(pk=row.pk).update(state="published", moderated_at=row.received_at)
    assert _next(officer, consultation) == "grouping"
    GroupingFactory(issue=IssueFactory(consultation=consultation), contribution=row)
    assert _next(officer, consultation) == "contribution_enter"
    Phase.objects.update(ends_on=timezone.localdate())
    assert _next(officer, consultation) == "consultation_close"


def test_closed_consultation_is_answered_then_published_then_done(officer: Client) -> None:
    consultation = ConsultationFactory(closed=True)
    issue = IssueFactory(consultation=consultation)

    assert _next(officer, consultation) == "next_to_answer"
    AnswerFactory(issue=issue)
    assert _next(officer, consultation) == "consultation_publish"
    Consultation.objects.update(state="answered", answered_on=timezone.localdate())
    assert _next(officer, consultation) is None


def test_guide_is_shown_to_the_team_alone(client: Client) -> None:
    consultation = ConsultationFactory()
    GroupingFactory(issue=IssueFactory(consultation=consultation))
    row = ContributionFactory(consultation=consultation)
    pages = [
        consultation.get_absolute_url(),
        _url("issue_list", consultation.slug),
        _url("contribution_list", consultation.slug),
        row.get_absolute_url(),
    ]

    assert all('id="etape"' not in client.get(page).content.decode() for page in pages)
    client.force_login(person_with(RoleKind.OFFICER))
    assert all('id="etape"' in client.get(page).content.decode() for page in pages)


@pytest.mark.parametrize("state", ["draft", "open", "closed", "answered"])
@pytest.mark.parametrize("kind", ["nothing", "unread", "unsorted", "unanswered", "answered"])
def test_pages_that_count_nothing_lead_where_the_page_that_counts_does(officer: Client, state: str, kind: str) -> None:
    consultation = ConsultationFactory(**({} if state == "open" else {state: True}))
    if kind == "unread":
        ContributionFactory(consultation=consultation, waiting=True)
    if kind == "unsorted":
        ContributionFactory(consultation=consultation)
    if kind in {"unanswered", "answered"}:
        grouping = GroupingFactory(
            issue=IssueFactory(consultation=consultation), contribution=ContributionFactory(consultation=consultation)
        )
        if kind == "answered":
            AnswerFactory(issue=grouping.issue)

    counted = officer.get(consultation.get_absolute_url()).context["guide"]
    looked_for = officer.get(_url("contribution_list", consultation.slug)).context["guide"]

    assert [door.url for door in looked_for.doors] == [door.url for door in counted.doors]
    assert looked_for.title == counted.title
    assert len(counted.steps) == 10
    assert not looked_for.steps
    assert looked_for.whole_url == f"{consultation.get_absolute_url()}#etape"


def test_what_is_close_is_a_piece_for_the_page_and_a_page_for_a_link(officer: Client) -> None:
    text = "ouvrir un grand jardin partage"
    consultation = ConsultationFactory()
    row, twin = (
        ContributionFactory(consultation=consultation, text=text, search_key=text, number=place) for place in (1, 2)
    )
    issue = IssueFactory(consultation=consultation, wording=text, search_key=text)

    of_contribution, of_issue = (
        _url("contribution_close", consultation.slug, row.number),
        _url("issue_close", consultation.slug, issue.code),
    )

    assert f'hx-get="{of_contribution}"' in officer.get(row.get_absolute_url()).content.decode()
    assert f'hx-get="{of_issue}"' in officer.get(issue.get_absolute_url()).content.decode()
    for address in (of_contribution, of_issue):
        piece = officer.get(address, headers={"HX-Request": "true"}).content.decode()
        page = officer.get(address).content.decode()
        assert twin.get_absolute_url() in piece
        assert twin.get_absolute_url() in page
        assert "<html" in page
        assert "<html" not in piece


def test_second_reading_is_read_before_what_came_first(officer: Client) -> None:
    consultation = ConsultationFactory()
    ContributionFactory(consultation=consultation, waiting=True, number=1)
    appealed = ContributionFactory(consultation=consultation, appealed=True, number=2)
    waiting = _url("next_to_read", consultation.slug)

    assert officer.get(waiting).headers["Location"] == appealed.get_absolute_url()
    Contribution.objects.filter(number=2).update(state="published")
    assert officer.get(waiting).headers["Location"] == _url("contribution", consultation.slug, 1)
    Contribution.objects.filter(number=1).update(state="published", moderated_at=timezone.now())
    assert officer.get(waiting).headers["Location"] == consultation.get_absolute_url()


def test_short_name_is_made_from_the_title_and_taken_once(officer: Client) -> None:
    data = {"title": "Se nourrir « autrement »", "question": "Quoi ?", "moderation_days": 5}

    for _time in range(2):
        assert officer.post(_url("consultation_create"), data).status_code == 302

    assert set(Consultation.objects.values_list("slug", flat=True)) == {
        "se-nourrir-autrement",
        "se-nourrir-autrement-2",
    }


def test_first_step_of_a_calendar_is_proposed_with_contributions(officer: Client) -> None:
    consultation = ConsultationFactory(draft=True)
    address = _url("phase_create", consultation.slug)

    first = officer.get(address).context["form"]
    _phase(consultation)
    second = officer.get(address).context["form"]

    assert (first["takes_contributions"].value(), first["number"].value()) == (True, 1)
    assert (second["takes_contributions"].value(), second["number"].value()) == (False, 2)


def test_folded_part_opens_on_its_errors(officer: Client) -> None:
    theme = ThemeFactory(number=1)
    address = _url("theme_create", theme.consultation.slug)

    answer = officer.post(address, {"title": "Autre", "number": 2, "code": theme.code})

    assert answer.status_code == 422
    assert '<details class="more" open>' in answer.content.decode()
    assert '<details class="more" open>' not in officer.get(address).content.decode()


def test_ticked_contributions_are_sorted_into_a_theme(officer: Client) -> None:
    theme = ThemeFactory()
    rows = [ContributionFactory(consultation=theme.consultation) for _place in range(3)]
    address = _url("grouping", theme.consultation.slug)

    refused = officer.post(address, {"move": "sort", "into-theme": theme.pk})
    taken = officer.post(address, {"move": "sort", "into-theme": theme.pk, "numbers": [rows[0].number, rows[2].number]})

    assert (refused.status_code, taken.status_code) == (422, 302)
    sorted_rows = Contribution.objects.filter(theme=theme).order_by("number").values_list("number", flat=True)
    assert list(sorted_rows) == [rows[0].number, rows[2].number]
    assert not Issue.objects.exists()


def test_contribution_is_sorted_from_its_page(officer: Client) -> None:
    theme = ThemeFactory()
    row = ContributionFactory(consultation=theme.consultation)
    elsewhere = ThemeFactory()
    address = _url("contribution_sort", theme.consultation.slug, row.number)

    officer.post(address, {"theme": elsewhere.pk})
    row.refresh_from_db()
    assert row.theme is None
    officer.post(address, {"theme": theme.pk})
    row.refresh_from_db()
    assert row.theme == theme


def test_close_texts_come_first_and_the_one_asked_about_is_ticked(officer: Client) -> None:
    consultation = ConsultationFactory()
    texts = ["ouvrir un jardin partage", "baisser le prix du bio", "ouvrir un grand jardin partage"]
    rows = [
        ContributionFactory(consultation=consultation, number=place, text=text, search_key=text)
        for place, text in enumerate(texts, start=1)
    ]

    shown = officer.get(_url("grouping", consultation.slug) + f"?like={rows[0].number}").context

    assert [row.number for row in shown["rows"]] == [1, 3]
    assert shown["ticked"] == {1}


def test_what_has_an_answer_of_its_own_is_left_out_of_the_sorting(officer: Client) -> None:
    row = ContributionFactory()
    other = ContributionFactory(consultation=row.consultation)
    Answer.objects.create(contribution=row, verdict=Verdict.REFUSED, reason="Non.")

    shown = officer.get(_url("grouping", row.consultation.slug)).context["rows"]

    assert [found.number for found in shown] == [other.number]
    assert queries.coverage(row.consultation).to_sort_count == 1


def test_code_of_an_issue_is_made_when_none_is_given(officer: Client) -> None:
    theme = ThemeFactory(code="T9")
    data = {"kind": IssueKind.NEW, "theme": theme.pk, "wording": "Ouvrir un lieu"}

    for _time in range(2):
        assert officer.post(_url("issue_create", theme.consultation.slug), data).status_code == 302

    assert list(Issue.objects.order_by("pk").values_list("code", flat=True)) == ["t9-e1", "t9-e2"]


def test_closing_summary_is_drafted_from_what_was_counted(officer: Client) -> None:
    theme = ThemeFactory(title="Jardins")
    consultation = theme.consultation
    ContributionFactory(consultation=consultation, theme=theme)
    ContributionFactory(consultation=consultation, channel=Channel.PAPER, origin="Registre")
    IssueFactory(consultation=consultation, theme=theme)

    shown = " ".join(officer.get(_url("consultation_close", consultation.slug)).content.decode().split())

    assert "2 contributions ont été reçues (en ligne : 1, sur papier : 1)." in shown
    assert "Jardins (1)" in shown
    assert "0 acquis à développer, 1 nouvel enjeu." in shown
    assert Theme.objects.count() == 1


def test_opening_warns_when_nobody_could_write(officer: Client) -> None:
    consultation = ConsultationFactory(draft=True)
    phase = _phase(consultation)
    address = _url("consultation_open", consultation.slug)

    assert "personne ne pourra encore écrire" not in officer.get(address).content.decode()
    Phase.objects.filter(pk=phase.pk).update(takes_contributions=False)
    assert "personne ne pourra encore écrire" in officer.get(address).content.decode()


def test_proposal_without_a_plan_in_preparation_says_where_to_begin(officer: Client) -> None:
    proposal = ProposalFactory()
    address = _url("proposal_retain", proposal.consultation.slug, proposal.number)

    assert reverse("action_plan:plan_create") in officer.get(address).content.decode()
    AxisFactory(plan__draft=True)
    assert "form" in officer.get(address).context


def test_page_that_adds_a_gathering_leads_to_announcing_one(officer: Client) -> None:
    phase = _phase(ConsultationFactory())

    shown = officer.get(_url("meeting_add", phase.consultation.slug, phase.number)).content.decode()

    assert reverse("events:event_create") in shown


def test_second_reading_asked_waits_as_what_was_never_read(officer: Client) -> None:
    consultation = ConsultationFactory()
    appealed = ContributionFactory(consultation=consultation, appealed=True)

    page = officer.get(consultation.get_absolute_url())
    elsewhere = officer.get(_url("contribution_list", consultation.slug)).context["guide"]

    assert _next(officer, consultation) == "next_to_read"
    assert page.context["coverage"].unread_count == 1
    assert [door.url for door in elsewhere.doors] == [_url("next_to_read", consultation.slug)]
    assert officer.get(_url("next_to_read", consultation.slug)).headers["Location"] == appealed.get_absolute_url()
