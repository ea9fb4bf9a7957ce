"""Pages where the team sets up working groups and writes proposals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import DayForm, ReasonForm
from essaim.foundations.ui.writing import Page, refused, write
from essaim.steering.consultations import permissions, services
from essaim.steering.consultations.forms import (
    GroupEditForm,
    GroupForm,
    MeetingForm,
    MemberForm,
    OutputForm,
    ProposalEditForm,
    ProposalForm,
    RetainForm,
)
from essaim.steering.consultations.models import GroupMember

from .finding import (
    address,
    consultation_of,
    crumbs_of,
    group_crumbs,
    group_of,
    proposal_crumbs,
    proposal_of,
)


def group_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Set up a working group."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    form = GroupForm(request.POST or None, consultation=found, initial={"number": found.groups.count() + 1})
    page = Page(
        title=_("Set up a working group"),
        submit=_("Set up"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
    )
    return write(
        request,
        page,
        form,
        lambda: services.add_group(
            consultation=found,
            actor=actor,
            now=timezone.now(),
            themes=list(form.cleaned_data["themes"]),
            **form.values(),
        ),
        said=_("The group is set up."),
        onward=lambda row: row.get_absolute_url(),
    )


def group_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Correct what a group is asked, and its themes."""
    actor, found = person_of(request), group_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    form = GroupEditForm(request.POST or None, instance=found)
    page = Page(
        title=_("Correct a working group"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=group_crumbs(found),
        lead=str(found),
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_group(
            group=found, actor=actor, now=timezone.now(), themes=list(form.cleaned_data["themes"]), **form.told()
        ),
        said=_("The group is corrected."),
    )


def member_create(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write who takes part in a group, from which day."""
    actor, found = person_of(request), group_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    form = MemberForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    page = Page(
        title=_("Add a member"),
        submit=_("Add"),
        back=found.get_absolute_url(),
        crumbs=group_crumbs(found),
        lead=_("A structure; or, for people without one, in what quality they take part, never their name."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.join_group(group=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The member is in the group."),
    )


def member_end(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Write that a member left a group."""
    actor, found = person_of(request), group_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    member = get_object_or_404(GroupMember, group=found, pk=pk)
    form = DayForm(request.POST or None, today=timezone.localdate(), label=_("Left on"))
    page = Page(
        title=_("A member leaves"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=group_crumbs(found),
        lead=str(member),
        refusals={services.AlreadyLeft: _("This member left the group before.")},
    )
    return write(
        request,
        page,
        form,
        lambda: services.leave_group(member=member, actor=actor, ends_on=form.cleaned_data["day"], now=timezone.now()),
        said=_("The group keeps its composition of each day."),
    )


def group_session_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say at which gathering a working group works."""
    actor, found = person_of(request), group_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    form = MeetingForm(request.POST or None)
    page = Page(
        title=_("Add a session of the group"),
        submit=_("Add"),
        back=f"{found.get_absolute_url()}#seances",
        crumbs=group_crumbs(found),
        lead=str(found),
    )
    return write(
        request,
        page,
        form,
        lambda: services.add_group_session(
            group=found, event=form.cleaned_data["event"], actor=actor, now=timezone.now()
        ),
        said=_("The gathering is a session of the group: its registrations and attendance are shown there."),
        onward=lambda _row: page.back,
    )


def group_session_remove(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Take a gathering out of the sessions of a working group."""
    actor, found = person_of(request), group_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    session = get_object_or_404(found.sessions.select_related("event"), pk=pk)
    form = ReasonForm(request.POST or None)
    page = Page(
        title=_("Take a session out of the group"),
        submit=_("Take it out"),
        back=f"{found.get_absolute_url()}#seances",
        crumbs=group_crumbs(found),
        lead=str(session),
        warning=_("The gathering itself stays, with all that it keeps."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.remove_group_session(
            session=session, actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]
        ),
        said=_("The gathering is no longer a session of the group."),
    )


def output_create(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write what a group hands over."""
    actor, found = person_of(request), group_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    form = OutputForm(request.POST or None, initial={"given_on": timezone.localdate()})
    page = Page(
        title=_("Write what the group hands over"),
        submit=_("Add"),
        back=found.get_absolute_url(),
        crumbs=group_crumbs(found),
    )
    return write(
        request,
        page,
        form,
        lambda: services.hand_over(group=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("What the group hands over is public."),
    )


def proposal_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a proposal that takes up issues."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    form = ProposalForm(request.POST or None, consultation=found)
    page = Page(
        title=_("Write a proposal"),
        submit=_("Save"),
        back=address("proposal_list", found),
        crumbs=crumbs_of(found),
        lead=_("It takes up one issue or several. Once kept, it becomes an action of the plan in preparation."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.write_proposal(
            consultation=found,
            actor=actor,
            now=timezone.now(),
            issues=list(form.cleaned_data["issues"]),
            **form.values(),
        ),
        said=_("The proposal is written."),
        onward=lambda row: row.get_absolute_url(),
    )


def proposal_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Correct a proposal and which issues it takes up."""
    actor, found = person_of(request), proposal_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    form = ProposalEditForm(request.POST or None, instance=found)
    page = Page(
        title=_("Correct a proposal"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=proposal_crumbs(found),
        lead=found.title,
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_proposal(
            proposal=found,
            actor=actor,
            now=timezone.now(),
            issues=list(form.cleaned_data["issues"]),
            **form.told(),
        ),
        said=_("The proposal is corrected."),
    )


def proposal_retain(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Keep a proposal: it becomes an action of a plan in preparation."""
    actor, found = person_of(request), proposal_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_move_proposal(actor, found, "retain")):
        return refused(request, decision, found.get_absolute_url())
    form = RetainForm(request.POST or None, consultation=found.consultation)
    if not form.has_axes:
        return render(
            request, "consultations/no_draft_plan.html", {"proposal": found, "crumbs": proposal_crumbs(found)}
        )
    page = Page(
        title=_("Make an action of this proposal"),
        submit=_("Make it an action"),
        back=found.get_absolute_url(),
        crumbs=proposal_crumbs(found),
        lead=found.title,
        refusals={
            services.PlanIsNotADraft: _(
                "This plan was adopted: it changes by its own acts. Choose a plan in preparation."
            ),
        },
    )
    return write(
        request,
        page,
        form,
        lambda: services.retain_proposal(
            proposal=found,
            axis=form.cleaned_data["axis"],
            source=form.cleaned_data["source"],
            actor=actor,
            now=timezone.now(),
        ),
        said=_("The proposal is an action of the plan in preparation."),
    )


def proposal_aside(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Set a proposal aside, saying why."""
    actor, found = person_of(request), proposal_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_move_proposal(actor, found, "set_aside")):
        return refused(request, decision, found.get_absolute_url())
    form = ReasonForm(request.POST or None)
    page = Page(
        title=_("Set this proposal aside"),
        submit=_("Set it aside"),
        back=found.get_absolute_url(),
        crumbs=proposal_crumbs(found),
        lead=found.title,
    )
    return write(
        request,
        page,
        form,
        lambda: services.set_proposal_aside(
            proposal=found, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now()
        ),
        said=_("The proposal is set aside, with the reason."),
    )


def proposal_again(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Study again a proposal that was set aside."""
    actor, found = person_of(request), proposal_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_move_proposal(actor, found, "study_again")):
        return refused(request, decision, found.get_absolute_url())
    form = ReasonForm(request.POST or None)
    page = Page(
        title=_("Study this proposal again"),
        submit=_("Study it again"),
        back=found.get_absolute_url(),
        crumbs=proposal_crumbs(found),
        lead=found.title,
    )
    return write(
        request,
        page,
        form,
        lambda: services.study_proposal_again(
            proposal=found, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now()
        ),
        said=_("The proposal is under study again."),
    )
