"""From issues to proposals, from proposals to actions of the plan in preparation; the groups that work them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from essaim.ecosystem.events.models import Event
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan.models import Action, Axis, Source
from essaim.steering.action_plan.services import add_action
from essaim.steering.action_plan.states import PlanState
from essaim.steering.consultations import permissions
from essaim.steering.consultations.models import (
    Consultation,
    GroupMember,
    GroupOutput,
    GroupSession,
    GroupTheme,
    Issue,
    Proposal,
    ProposalIssue,
    Theme,
    WorkingGroup,
)
from essaim.steering.consultations.states import PROPOSAL_MOVES, GroupRole

from .contributions import ThemeOfAnotherConsultation
from .cycle import locked
from .sorting import NotOfThisConsultation

PROPOSAL_EDITABLE = frozenset({"title", "text", "group"})
GROUP_EDITABLE = frozenset({"title", "mandate", "note", "source"})


class PlanIsNotADraft(Exception):
    """A proposal becomes an action of a plan in preparation: an adopted plan changes by its own acts."""


class AlreadyLeft(Exception):
    """This member left the group before."""


@transaction.atomic
def write_proposal(
    *, consultation: Consultation, actor: User, now: datetime, issues: Collection[Issue], **values: object
) -> Proposal:
    """
    Write a proposal that takes up issues.

    :param values: title, text, group
    :raises NotAllowed: if the actor is not of the team
    :raises NotOfThisConsultation: if an issue or the group is of another consultation
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    refuse_other_fields(values, PROPOSAL_EDITABLE)
    _refuse_others(consultation, issues, values.get("group"))
    number = int(consultation.proposals.aggregate(last=Max("number"))["last"] or 0) + 1
    proposal = write_new(
        Proposal(consultation=consultation, number=number, **values), "proposal.written", actor=actor, now=now
    )
    _set_issues(proposal, issues, actor=actor, now=now)
    return proposal


def _refuse_others(consultation: Consultation, issues: Collection[Issue], group: object) -> None:
    if isinstance(group, WorkingGroup) and group.consultation_id != consultation.pk:
        raise NotOfThisConsultation
    if any(issue.consultation_id != consultation.pk for issue in issues):
        raise NotOfThisConsultation


def _set_issues(proposal: Proposal, issues: Collection[Issue], *, actor: User, now: datetime) -> None:
    wanted = {issue.pk: issue for issue in issues}
    for row in proposal.taken_up.select_related("issue", "proposal").order_by("pk"):
        if wanted.pop(row.issue_id, None) is None:
            record("proposal_issue.removed", actor=actor, target=row, at=now)
            row.delete()
    for issue in wanted.values():
        write_new(ProposalIssue(proposal=proposal, issue=issue), "proposal_issue.added", actor=actor, now=now)


def _locked_proposal(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("consultation")
    return rows.get(pk=proposal.pk)


@transaction.atomic
def update_proposal(
    *,
    proposal: Proposal,
    actor: User,
    now: datetime,
    issues: Collection[Issue],
    reason: str = "",
    version: str = "",
    **values: object,
) -> Proposal:
    """
    Correct a proposal and which issues it takes up.

    :raises NotAllowed: if the actor is not of the team
    :raises NotOfThisConsultation: if an issue or the group is of another consultation
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    """
    refuse_other_fields(values, PROPOSAL_EDITABLE)
    proposal = _locked_proposal(proposal)
    require(permissions.can_write_consultations(actor))
    refuse_stale(proposal, values, version)
    _refuse_others(proposal.consultation, issues, values.get("group"))
    proposal = write_fields(proposal, "proposal.updated", values, actor=actor, now=now, reason=reason)
    _set_issues(proposal, issues, actor=actor, now=now)
    return proposal


@transaction.atomic
def retain_proposal(*, proposal: Proposal, axis: Axis, source: Source, actor: User, now: datetime) -> Action:
    """
    Keep a proposal: it becomes the next action of an axis of a plan in preparation, in the same words.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was kept or set aside before
    :raises PlanIsNotADraft: if the plan of the axis was adopted
    """
    proposal = _locked_proposal(proposal)
    require(permissions.can_write_consultations(actor))
    state = PROPOSAL_MOVES.target("retain", proposal.state)
    if axis.plan.state != PlanState.DRAFT or axis.plan.is_foreign:
        raise PlanIsNotADraft
    number = int(Action.objects.filter(plan=axis.plan).aggregate(last=Max("number"))["last"] or 0) + 1
    action = add_action(
        axis=axis,
        actor=actor,
        now=now,
        number=number,
        title=proposal.title,
        description=proposal.text,
        source=source,
    )
    write_fields(proposal, "proposal.retained", {"state": state, "action": action}, actor=actor, now=now)
    return action


@transaction.atomic
def set_proposal_aside(*, proposal: Proposal, reason: str, actor: User, now: datetime) -> Proposal:
    """
    Set a proposal aside, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was kept or set aside before
    :raises ValidationError: if no reason is given
    """
    proposal = _locked_proposal(proposal)
    require(permissions.can_write_consultations(actor))
    values = {"state": PROPOSAL_MOVES.target("set_aside", proposal.state), "reason": reason.strip()}
    return write_fields(proposal, "proposal.set_aside", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def study_proposal_again(*, proposal: Proposal, reason: str, actor: User, now: datetime) -> Proposal:
    """
    Study again a proposal that was set aside.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was not set aside
    """
    proposal = _locked_proposal(proposal)
    require(permissions.can_write_consultations(actor))
    values = {"state": PROPOSAL_MOVES.target("study_again", proposal.state), "reason": reason.strip()}
    return write_fields(proposal, "proposal.reopened", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def add_group(
    *, consultation: Consultation, actor: User, now: datetime, themes: Collection[Theme] = (), **values: object
) -> WorkingGroup:
    """
    Set up a working group with its mandate and its themes.

    :param values: number and the fields of GROUP_EDITABLE
    :raises NotAllowed: if the actor is not of the team
    :raises ThemeOfAnotherConsultation: if a theme is not one of its own
    :raises ValidationError: if its number is taken
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    refuse_other_fields(values, GROUP_EDITABLE | {"number"})
    group = write_new(WorkingGroup(consultation=consultation, **values), "group.added", actor=actor, now=now)
    _set_themes(group, themes, actor=actor, now=now)
    return group


@transaction.atomic
def update_group(
    *,
    group: WorkingGroup,
    actor: User,
    now: datetime,
    themes: Collection[Theme],
    reason: str = "",
    version: str = "",
    **values: object,
) -> WorkingGroup:
    """
    Correct what a group is asked, and its themes.

    :raises NotAllowed: if the actor is not of the team
    :raises ThemeOfAnotherConsultation: if a theme is not one of its consultation
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    """
    refuse_other_fields(values, GROUP_EDITABLE)
    group = _locked_group(group)
    require(permissions.can_write_consultations(actor))
    refuse_stale(group, values, version)
    group = write_fields(group, "group.updated", values, actor=actor, now=now, reason=reason)
    _set_themes(group, themes, actor=actor, now=now)
    return group


def _locked_group(group: WorkingGroup) -> WorkingGroup:
    return WorkingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)


def _set_themes(group: WorkingGroup, themes: Collection[Theme], *, actor: User, now: datetime) -> None:
    if any(theme.consultation_id != group.consultation_id for theme in themes):
        raise ThemeOfAnotherConsultation
    wanted = {theme.pk: theme for theme in themes}
    for row in group.group_themes.select_related("theme", "group").order_by("pk"):
        if wanted.pop(row.theme_id, None) is None:
            record("group_theme.removed", actor=actor, target=row, at=now)
            row.delete()
    for theme in wanted.values():
        write_new(GroupTheme(group=group, theme=theme), "group_theme.added", actor=actor, now=now)


@transaction.atomic
def join_group(
    *,
    group: WorkingGroup,
    actor: User,
    now: datetime,
    starts_on: date,
    organization: Organization | None = None,
    label: str = "",
    role: str = GroupRole.MEMBER,
    ends_on: date | None = None,
) -> GroupMember:
    """
    Write that a structure, or people named by what they are, take part in a group from a day.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if nobody is named, or the days are in the wrong order
    """
    group = _locked_group(group)
    require(permissions.can_write_consultations(actor))
    member = GroupMember(
        group=group, organization=organization, label=label, role=role, starts_on=starts_on, ends_on=ends_on
    )
    return write_new(member, "member.added", actor=actor, now=now)


@transaction.atomic
def leave_group(*, member: GroupMember, actor: User, ends_on: date, now: datetime) -> GroupMember:
    """
    Write that a member left a group; the composition of any earlier day stays.

    :raises NotAllowed: if the actor is not of the team
    :raises AlreadyLeft: if the member left before
    :raises ValidationError: if the day is not after the day of joining
    """
    member = GroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    require(permissions.can_write_consultations(actor))
    if member.ends_on is not None:
        raise AlreadyLeft
    return write_fields(member, "member.ended", {"ends_on": ends_on}, actor=actor, now=now)


@transaction.atomic
def hand_over(*, group: WorkingGroup, actor: User, given_on: date, text: str, now: datetime) -> GroupOutput:
    """
    Write what a group hands over.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if there is no text
    """
    group = _locked_group(group)
    require(permissions.can_write_consultations(actor))
    return write_new(GroupOutput(group=group, given_on=given_on, text=text), "output.recorded", actor=actor, now=now)


@transaction.atomic
def move_members(*, kept: Organization, duplicate: Organization, actor: User, now: datetime, reason: str) -> int:
    """Give the places in groups of a record that is merged to the one that is kept; return their number."""
    require(permissions.can_write_consultations(actor))
    rows = GroupMember.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk")
    found = list(rows)
    for row in found:
        write_fields(row, "member.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
    return len(found)


@transaction.atomic
def add_group_session(*, group: WorkingGroup, event: Event, actor: User, now: datetime) -> GroupSession:
    """
    Say that a working group works at a gathering; who registers and who comes is kept by the gathering.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is a session of this group already
    """
    group = _locked_group(group)
    require(permissions.can_write_consultations(actor))
    return write_new(GroupSession(group=group, event=event), "group_session.added", actor=actor, now=now)


@transaction.atomic
def remove_group_session(*, session: GroupSession, actor: User, now: datetime, reason: str) -> None:
    """
    Take a gathering out of the sessions of a group, saying why; the gathering itself stays.

    :raises NotAllowed: if the actor is not of the team
    """
    session = GroupSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    require(permissions.can_write_consultations(actor))
    record("group_session.removed", actor=actor, target=session, at=now, reason=reason)
    session.delete()
