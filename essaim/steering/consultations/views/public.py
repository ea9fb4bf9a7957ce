"""What everybody reads: consultations, what was said, what became of it."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door
from essaim.steering.action_plan.permissions import can_read_plan
from essaim.steering.action_plan.states import PlanState
from essaim.steering.consultations import permissions, queries, tables
from essaim.steering.consultations.forms import SortForm
from essaim.steering.consultations.models import Consultation, Questionnaire
from essaim.steering.consultations.states import VERDICT_LOOK, ConsultationState, PhaseKind, QuestionnaireState

from .finding import (
    address,
    consultation_of,
    contribution_crumbs,
    contribution_of,
    crumbs_of,
    group_crumbs,
    group_of,
    issue_crumbs,
    issue_of,
    list_crumb,
    proposal_crumbs,
    proposal_of,
)
from .guide import guide_of

LOOKS = {
    ConsultationState.DRAFT: "warn",
    ConsultationState.OPEN: "good",
    ConsultationState.CLOSED: "info",
    ConsultationState.ANSWERED: "info",
}


@login_not_required
def consultation_list(request: HttpRequest) -> HttpResponse:
    """List the consultations a person may read."""
    decision = permissions.can_write_consultations(request.user)
    prepare = Door(_("Prepare a consultation"), reverse("consultations:consultation_create"), decision, "primary")
    return list_page(
        request,
        template="consultations/consultation_list.html",
        table_class=tables.ConsultationTable,
        rows=queries.consultation_rows(request.user),
        file_name="concertations",
        context={"doors": [prepare] if decision else []},
    )


@login_not_required
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a consultation: what is asked, its calendar, who took part, what came out, what sources say."""
    found = consultation_of(request, slug)
    today = timezone.localdate()
    is_open = found.state in (ConsultationState.DRAFT, ConsultationState.OPEN)
    plan = found.plan if found.plan and can_read_plan(request.user, found.plan) else None
    phases = queries.phase_counts(found)
    counts, coverage = queries.theme_counts(found), queries.coverage(found)
    statements = found.statements.select_related("source").order_by("topic", "pk")
    context = {
        "consultation": found,
        "crumbs": (list_crumb(),),
        "look": LOOKS[ConsultationState(found.state)],
        "plan": plan,
        "act": plan.founding_act if plan is not None and plan.state != PlanState.DRAFT else None,
        "can_contribute": permissions.can_contribute(found, today=today),
        "coverage": coverage,
        "participation": queries.participation(found),
        "declared": found.declared.select_related("source").order_by("pk"),
        "phases": [(count, is_open and count.phase.covers(today)) for count in phases],
        "meets_bodies": any(count.phase.kind == PhaseKind.COMMITTEE for count in phases),
        "themes": [(theme, counts.get(theme.pk)) for theme in found.themes.select_related("consultation")],
        "groups": found.groups.select_related("consultation").order_by("number"),
        "proposal_count": found.proposals.count(),
        "questionnaires": _questionnaires(request, found),
        "texts": found.texts.select_related("consultation").order_by("number"),
        "topics": [(topic, list(rows)) for topic, rows in groupby(statements, key=lambda row: row.topic)],
        "delay": queries.moderation_delay(found, today=today),
        "is_team": is_staff_member(request.user),
        "moves": _moves(request, found),
        "work": _work(request, found),
        "guide": guide_of(request, found, today=today, coverage=coverage, is_whole=True),
    }
    return render(request, "consultations/consultation.html", context)


def _questionnaires(request: HttpRequest, found: Consultation) -> QuerySet[Questionnaire]:
    """Return the questionnaires; the team sees those in draft too."""
    rows = found.questionnaires.select_related("consultation").order_by("number")
    return rows if is_staff_member(request.user) else rows.exclude(state=QuestionnaireState.DRAFT)


def _moves(request: HttpRequest, found: Consultation) -> list[Door]:
    """List what moves a consultation on, or back."""
    person = request.user
    if not permissions.can_write_consultations(person):
        return []
    moves = {
        ConsultationState.DRAFT: [(_("Open it to the public"), "consultation_open", "open")],
        ConsultationState.OPEN: [(_("Close it and sum it up"), "consultation_close", "close")],
        ConsultationState.CLOSED: [
            (_("Publish the answers"), "consultation_publish", "publish_answers"),
            (_("Open it again"), "consultation_reopen", "reopen"),
        ],
        ConsultationState.ANSWERED: [],
    }
    return [
        Door(label, address(name, found), permissions.can_move_consultation(person, found, move))
        for label, name, move in moves[ConsultationState(found.state)]
    ]


def _work(request: HttpRequest, found: Consultation) -> list[tuple[str, list[Door]]]:
    """List what the team may write, by the part of the work it belongs to."""
    writes = permissions.can_write_consultations(request.user)
    if not writes:
        return []
    enters = permissions.can_enter_contributions(request.user, found)
    parts = [
        (
            _("Prepare"),
            [
                (_("Correct this page"), "consultation_edit", writes),
                (_("Add a step to the calendar"), "phase_create", writes),
                (_("Add a theme"), "theme_create", writes),
                (_("Set up a working group"), "group_create", writes),
                (_("Put a text to discussion"), "text_create", writes),
                (_("Write a questionnaire"), "questionnaire_create", writes),
            ],
        ),
        (
            _("Gather"),
            [
                (_("Enter a contribution from paper or a meeting"), "contribution_enter", enters),
                (_("Import contributions from a spreadsheet"), "import_sheet", enters),
            ],
        ),
        (
            _("Sort and answer"),
            [
                (_("Sort contributions into issues"), "grouping", writes),
                (_("Add an issue"), "issue_create", writes),
                (_("Write a proposal"), "proposal_create", writes),
            ],
        ),
        (
            _("Quote the sources"),
            [
                (_("Write what a source says"), "statement_create", writes),
                (_("Write a declared number of participants"), "declared_create", writes),
            ],
        ),
    ]
    return [
        (title, [Door(label, address(name, found), decision) for label, name, decision in doors])
        for title, doors in parts
    ]


@login_not_required
def issue_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was said and what became of it, issue by issue, with how much of it has an answer."""
    found = consultation_of(request, slug)
    coverage = queries.coverage(found)
    return list_page(
        request,
        template="consultations/issue_list.html",
        table_class=tables.IssueTable,
        filterset_class=tables.IssueFilter,
        rows=queries.issues_to_list(found),
        file_name=f"concertation-{found.slug}-enjeux",
        context={
            "consultation": found,
            "crumbs": crumbs_of(found),
            "coverage": coverage,
            "missing": coverage.issue_count - coverage.issue_answered_count,
            "guide": guide_of(request, found, today=timezone.localdate(), coverage=coverage),
            "verdicts": [(row, VERDICT_LOOK[row.verdict]) for row in coverage.verdicts],
        },
    )


@login_not_required
def issue(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show an issue: its exact wording, who said it, what became of it."""
    found = issue_of(request, slug, code)
    person, today = request.user, timezone.localdate()
    writes = permissions.can_write_consultations(person)
    answer = queries.answer_of(found, person=person, today=today)
    doors = [
        Door(
            _("Correct the answer") if answer else _("Answer"),
            address("issue_answer", found.consultation, found.code),
            writes,
            "primary",
        ),
        Door(_("Correct this issue"), address("issue_edit", found.consultation, found.code), writes),
    ]
    context = {
        "issue": found,
        "consultation": found.consultation,
        "crumbs": issue_crumbs(found)[:-1],
        "answer": answer,
        "groupings": _readable_groupings(found),
        "proposals": found.proposals.select_related("proposal__consultation").order_by("proposal__number"),
        "can_write": writes,
        "doors": doors if writes else [],
        "guide": guide_of(request, found.consultation, today=today),
    }
    return render(request, "consultations/issue.html", context)


def _readable_groupings(found: object) -> object:
    rows = found.groupings.select_related("contribution__consultation", "contribution__organization")  # type: ignore[attr-defined]
    return rows.order_by("contribution__number")[:100]


@login_not_required
def contribution_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the contributions; what is hidden keeps its place, the team sees those waiting."""
    found = consultation_of(request, slug)
    is_team = is_staff_member(request.user)
    return list_page(
        request,
        template="consultations/contribution_list.html",
        table_class=tables.ContributionTable,
        filterset_class=tables.ContributionFilter,
        rows=queries.contributions_to_list(request.user, found),
        file_name=f"concertation-{found.slug}-contributions",
        exclude=() if is_team else ("state",),
        # Texts, not lines: twenty-five already fill several windows.
        per_page=25,
        context={
            "consultation": found,
            "crumbs": crumbs_of(found),
            "delay": queries.waiting_to_be_read(found, today=timezone.localdate()) if is_team else None,
            "is_team": is_team,
            "guide": guide_of(request, found, today=timezone.localdate()),
        },
    )


@login_not_required
def contribution(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a contribution and its fate, down to the state of the action today; to the team, what can be done with it."""
    found = contribution_of(request, slug, number)
    person, today = request.user, timezone.localdate()
    writes = permissions.can_write_consultations(person)
    sorts = permissions.can_sort(person, found)
    moves = (
        ("restore", _("Show it again"), "primary"),
        ("hide", _("Hide, saying why"), "outline"),
        ("uphold", _("Keep it hidden"), "outline"),
    )
    doors = [
        Door(label, address("contribution_moderate", found.consultation, found.number, move), decision, look)
        for move, label, look in moves
        if (decision := permissions.can_moderate(person, found, move))
    ]
    if writes:
        doors.append(Door(_("Answer it by itself"), address("contribution_answer", found.consultation, number), sorts))
    context = {
        "contribution": found,
        "consultation": found.consultation,
        "crumbs": contribution_crumbs(found)[:-1],
        "can_read_text": permissions.can_read_text(person, found),
        "can_read_author": permissions.can_read_author(person, found),
        "issues": queries.issues_grouping(found),
        "fate": queries.fate_of(found, person=person, today=today) if found.is_readable else (),
        "part": found.part if found.part and can_read_plan(person, found.part.plan) else None,
        "can_write": writes,
        "reads_again": permissions.can_read_again(person, found) if writes else None,
        "can_publish": permissions.can_moderate(person, found, "publish"),
        "sort_form": SortForm(
            consultation=found.consultation,
            themes=list(found.consultation.themes.order_by("number")),
            initial={"theme": found.theme},
        )
        if writes and sorts
        else None,
        "doors": doors,
        "guide": guide_of(request, found.consultation, today=today),
    }
    return render(request, "consultations/contribution.html", context)


@login_not_required
def group(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a working group: its mandate, who is in it today or was on the day ?le= gives, what it handed over."""
    found = group_of(request, slug, number)
    day = _day_asked(request)
    writes = permissions.can_write_consultations(request.user)
    members = found.members.select_related("organization").order_by("role", "starts_on", "pk")
    doors = [
        (_("Add a member"), "member_create"),
        (_("Add a session of the group"), "group_session_add"),
        (_("Write what the group hands over"), "output_create"),
        (_("Correct this group"), "group_edit"),
    ]
    context = {
        "group": found,
        "consultation": found.consultation,
        "crumbs": group_crumbs(found)[:-1],
        "themes": found.group_themes.select_related("theme__consultation").order_by("theme__number"),
        "day": day,
        "is_today": day == timezone.localdate(),
        "current": [row for row in members if row.starts_on <= day and (not row.ends_on or row.ends_on > day)],
        "others": [row for row in members if row.starts_on > day or (row.ends_on and row.ends_on <= day)],
        "sessions": queries.group_sessions(found, person=request.user),
        "outputs": found.outputs.order_by("given_on", "pk"),
        "proposals": queries.proposal_rows(found.consultation).filter(group=found),
        "can_write": writes,
        "doors": [Door(label, address(name, found.consultation, number), writes) for label, name in doors]
        if writes
        else [],
    }
    return render(request, "consultations/group.html", context)


def _day_asked(request: HttpRequest) -> date:
    """Return the day the address asks for; today when it asks for none, or for no day of the calendar."""
    try:
        return date.fromisoformat(request.GET.get("le", ""))
    except ValueError:
        return timezone.localdate()


@login_not_required
def proposal_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the proposals made of the issues, and what they became."""
    found = consultation_of(request, slug)
    writes = permissions.can_write_consultations(request.user)
    door = Door(_("Write a proposal"), address("proposal_create", found), writes, "primary")
    return list_page(
        request,
        template="consultations/proposal_list.html",
        table_class=tables.ProposalTable,
        filterset_class=tables.ProposalFilter,
        rows=queries.proposal_rows(found),
        file_name=f"concertation-{found.slug}-propositions",
        context={"consultation": found, "crumbs": crumbs_of(found), "doors": [door] if writes else []},
    )


@login_not_required
def proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a proposal, the issues it takes up, the action it became."""
    found = proposal_of(request, slug, number)
    person = request.user
    writes = permissions.can_write_consultations(person)
    moves = [
        (_("Keep it: make it an action"), "proposal_retain", "retain", "primary"),
        (_("Set it aside"), "proposal_aside", "set_aside", "outline"),
        (_("Study it again"), "proposal_again", "study_again", "outline"),
    ]
    doors = [
        Door(label, address(name, found.consultation, number), decision, look)
        for label, name, move, look in moves
        if (decision := permissions.can_move_proposal(person, found, move))
    ]
    if writes:
        doors.append(Door(_("Correct this proposal"), address("proposal_edit", found.consultation, number), writes))
    context = {
        "proposal": found,
        "consultation": found.consultation,
        "crumbs": proposal_crumbs(found)[:-1],
        "action": found.action if found.action and can_read_plan(person, found.action.plan) else None,
        "doors": doors,
    }
    return render(request, "consultations/proposal.html", context)


@login_not_required
def consultation_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed in a consultation; the public sees roles, the team sees names."""
    found = consultation_of(request, slug)
    return history_page(
        request, found, title=found.title, crumbs=crumbs_of(found), shows_names=is_staff_member(request.user)
    )
