"""Pages where the team writes acts: a draft, its vote, its certification, its repeal, its annexes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import DayForm, ReasonForm
from essaim.foundations.ui.writing import Page, refused, write
from essaim.steering.action_plan import permissions, services
from essaim.steering.action_plan.forms import ActEditForm, ActForm, AnnexForm, VoteForm, is_unusual_number
from essaim.steering.action_plan.models import Act, Annex

from .finding import act_of
from .pages import act_crumbs, acts_crumb


def _warn_of_unusual_number(request: HttpRequest, number: str) -> None:
    if is_unusual_number(number):
        messages.warning(
            request,
            _("The number %s has not the usual form (such as 17 C 0254). It is kept as you wrote it; please check it.")
            % number,
        )


def act_create(request: HttpRequest) -> HttpResponse:
    """Write a new act, as a draft."""
    actor = person_of(request)
    require(permissions.can_write_policy(actor))
    form = ActForm(request.POST or None)

    def save() -> Act:
        act = services.create_act(actor=actor, now=timezone.now(), **form.values())
        _warn_of_unusual_number(request, act.number)
        return act

    crumb = acts_crumb()
    page = Page(
        title=_("Write a new act"),
        submit=_("Save the draft"),
        back=crumb[1],
        crumbs=(crumb,),
        lead=_("It starts as a draft. Record its vote, then its certification, when they take place."),
    )
    return write(
        request, page, form, save, said=_("The act is written, as a draft."), onward=lambda act: act.get_absolute_url()
    )


def act_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Correct what is written of an act, saying why."""
    actor, act = person_of(request), act_of(request, key)
    require(permissions.can_write_policy(actor))
    page = Page(
        title=_("Correct what is written of an act"),
        submit=_("Save"),
        back=act.get_absolute_url(),
        crumbs=act_crumbs(act),
        lead=act.title,
        refusals={services.ActReplacesItself: _("This act would replace itself, through the acts between them.")},
    )
    form = ActEditForm(request.POST or None, instance=act)

    def save() -> Act:
        saved = services.update_act(act=act, actor=actor, now=timezone.now(), **form.told())
        _warn_of_unusual_number(request, saved.number)
        return saved

    return write(request, page, form, save, said=_("The act is corrected; its history keeps what it was."))


def act_vote(request: HttpRequest, key: str) -> HttpResponse:
    """Record the vote of an act."""
    actor, act = person_of(request), act_of(request, key)
    require(permissions.can_write_policy(actor))
    if request.method == "GET" and not (decision := permissions.can_move_act(actor, act, "vote")):
        return refused(request, decision, act.get_absolute_url())
    page = Page(
        title=_("Record the vote of an act"),
        submit=_("Record the vote"),
        back=act.get_absolute_url(),
        crumbs=act_crumbs(act),
        lead=act.title,
        warning=_("A voted act is never a draft again; what is written of its vote can still be corrected."),
    )
    form = VoteForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.vote_act(act=act, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The vote is recorded."),
    )


def act_certify(request: HttpRequest, key: str) -> HttpResponse:
    """Record that an act is certified enforceable."""
    actor, act = person_of(request), act_of(request, key)
    require(permissions.can_write_policy(actor))
    if request.method == "GET" and not (decision := permissions.can_move_act(actor, act, "certify")):
        return refused(request, decision, act.get_absolute_url())
    page = Page(
        title=_("Record that an act is enforceable"),
        submit=_("Record it"),
        back=act.get_absolute_url(),
        crumbs=act_crumbs(act),
        lead=act.title,
    )
    form = DayForm(request.POST or None, today=timezone.localdate(), label=_("Certified enforceable on"))
    return write(
        request,
        page,
        form,
        lambda: services.certify_act(act=act, actor=actor, certified_on=form.cleaned_data["day"], now=timezone.now()),
        said=_("The act is enforceable."),
    )


def act_repeal(request: HttpRequest, key: str) -> HttpResponse:
    """Record that an act no longer applies."""
    actor, act = person_of(request), act_of(request, key)
    require(permissions.can_write_policy(actor))
    if request.method == "GET" and not (decision := permissions.can_move_act(actor, act, "repeal")):
        return refused(request, decision, act.get_absolute_url())
    page = Page(
        title=_("Record the repeal of an act"),
        submit=_("Record the repeal"),
        back=act.get_absolute_url(),
        crumbs=act_crumbs(act),
        lead=act.title,
        warning=_("This cannot be undone: a repealed act stays so. Budget lines that name it will be flagged."),
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.repeal_act(act=act, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now()),
        said=_("The repeal is recorded."),
    )


def annex_create(request: HttpRequest, key: str) -> HttpResponse:
    """Name a document annexed to an act."""
    actor, act = person_of(request), act_of(request, key)
    require(permissions.can_write_policy(actor))
    page = Page(
        title=_("Add an annex"),
        submit=_("Add"),
        back=act.get_absolute_url(),
        crumbs=act_crumbs(act),
        lead=act.title,
    )
    form = AnnexForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.annex_document(act=act, actor=actor, now=timezone.now(), **form.values()),
        said=_("The annex is added."),
    )


def annex_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an annex named by mistake."""
    actor = person_of(request)
    annex = get_object_or_404(Annex.objects.select_related("act"), pk=pk)
    require(permissions.can_write_policy(actor))
    page = Page(
        title=_("Take back an annex"),
        submit=_("Take it back"),
        back=annex.act.get_absolute_url(),
        crumbs=act_crumbs(annex.act),
        lead=annex.title,
        warning=_("The annex leaves the page of the act; the history keeps it, and documents stay."),
    )
    form = ReasonForm(request.POST or None)

    def save() -> None:
        services.remove_annex(annex=annex, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now())

    return write(request, page, form, save, said=_("The annex is taken back."))
