"""Pages where the team says who answers for an action, who takes part in it, and in which communes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.territory.queries import communes
from essaim.foundations.ui.forms import LastDayForm, ReasonForm
from essaim.foundations.ui.writing import Page, refused, write
from essaim.steering.action_plan import permissions, services
from essaim.steering.action_plan.forms import CommunesForm, SuccessorForm
from essaim.steering.action_plan.models import PersonInAction, Stakeholder

from .finding import action_of
from .pages import action_crumbs, steering_crumbs, steering_url


def _part_of(request: HttpRequest, pk: int) -> PersonInAction:
    part = get_object_or_404(PersonInAction.objects.select_related("action__plan", "action__axis", "person"), pk=pk)
    require(permissions.can_edit_action(request.user, part.action))
    return part


def part_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a person's part in an action; the pilot of an open action is followed by another instead."""
    part, actor = _part_of(request, pk), person_of(request)
    back = steering_url(part.action)
    ended = _("This part ended before.")
    if request.method == "GET" and part.ends_on is not None:
        return refused(request, deny(ended), back)
    page = Page(
        title=_("End a part in an action"),
        submit=_("End this part"),
        back=back,
        crumbs=steering_crumbs(part.action),
        lead=str(part),
        refusals={
            services.PartEnded: ended,
            services.PilotMissing: _("An open action always has a pilot: hand the part over to the next one instead."),
        },
    )
    form = LastDayForm(request.POST or None, today=timezone.localdate())
    return write(
        request,
        page,
        form,
        lambda: services.leave_action(part=part, actor=actor, ends_on=form.cleaned_data["ends_on"], now=timezone.now()),
        said=_("The part has ended."),
    )


def part_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a person's part over to somebody else, from today."""
    part, actor = _part_of(request, pk), person_of(request)
    back = steering_url(part.action)
    ended = _("This part ended before.")
    if request.method == "GET" and part.ends_on is not None:
        return refused(request, deny(ended), back)
    page = Page(
        title=_("Hand over a part in an action"),
        submit=_("Hand it over"),
        back=back,
        crumbs=steering_crumbs(part.action),
        lead=str(part),
        refusals={services.PartEnded: ended},
    )
    form = SuccessorForm(request.POST or None, leaver=part.person)

    def save() -> None:
        services.transfer_part(part=part, successor=form.cleaned_data["successor"], actor=actor, now=timezone.now())

    return write(request, page, form, save, said=_("The part is handed over, from today."))


def stakeholder_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a department, partner or operator off an action."""
    actor = person_of(request)
    stakeholder = get_object_or_404(Stakeholder.objects.select_related("action__plan", "action__axis"), pk=pk)
    require(permissions.can_edit_action(actor, stakeholder.action))
    page = Page(
        title=_("Take somebody off an action"),
        submit=_("Take off"),
        back=steering_url(stakeholder.action),
        crumbs=steering_crumbs(stakeholder.action),
        lead=f"{stakeholder.get_kind_display()} – {stakeholder.name}",
        warning=_("The history keeps that they took part."),
    )
    form = ReasonForm(request.POST or None)

    def save() -> None:
        services.remove_stakeholder(
            stakeholder=stakeholder, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now()
        )

    return write(request, page, form, save, said=_("They are taken off the action."))


def action_communes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Tick the communes where an action takes place, territoire by territoire."""
    actor, action = person_of(request), action_of(request, slug, number)
    require(permissions.can_steer_action(actor, action))
    present = [row.commune_code for row in action.communes.all()]
    offered = communes(today=timezone.localdate())
    form = CommunesForm(request.POST if request.method == "POST" else None, offered=offered, known=present)
    page = Page(
        title=_("Communes of the action"),
        submit=_("Save"),
        back=action.get_absolute_url(),
        crumbs=action_crumbs(action),
        lead=str(action),
    )

    def save() -> None:
        services.set_communes(action=action, actor=actor, codes=form.cleaned_data["communes"], now=timezone.now())

    return write(
        request,
        page,
        form,
        save,
        said=_("The communes of the action are up to date."),
        template="action_plan/action_communes.html",
        context={"groups": form.groups(), "has_communes": bool(offered)},
    )
