"""Pages where the team writes, declares, verifies and withdraws posts, attaches aids and looks at posts again."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.employment import aids, permissions, queries, services
from essaim.delivery.employment.forms import (
    AidForm,
    DeclareForm,
    EvidenceForm,
    FollowUpForm,
    PostEditForm,
    PostForm,
    SamePostForm,
)
from essaim.delivery.employment.models import Post, PostAid
from essaim.delivery.employment.states import FollowUpMonth
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import post_crumbs, post_to_write, posts_crumb


def post_create(request: HttpRequest) -> HttpResponse:
    """Write a planned post; ?structure= names where."""
    actor = person_of(request)
    require(permissions.can_write_posts(actor))
    where = Organization.objects.current().filter(key=request.GET.get("structure", "")).first()
    initial = {"organization": where.pk, "commune_code": where.commune_code} if where else {}
    form = PostForm(request.POST or None, today=timezone.localdate(), person=actor, initial=initial)
    page = Page(
        title=_("Write a post"),
        submit=_("Save the planned post"),
        back=where.get_absolute_url() if where else posts_crumb()[1],
        crumbs=(posts_crumb(),),
        lead=_(
            "It is planned until its structure declares it, with evidence. Write what is done there, never who does it."
        ),
    )
    return write(
        request,
        page,
        form,
        lambda: services.create_post(
            organization=form.cleaned_data["organization"], actor=actor, now=timezone.now(), **form.values()
        ),
        said=_("The post is written."),
        onward=lambda row: row.get_absolute_url(),
        template="employment/post_form.html",
        context={"communes": form.offered},
    )


def post_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a post, saying why."""
    actor, found = person_of(request), post_to_write(request, pk)
    if not (decision := permissions.can_change_post(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = PostEditForm(request.POST or None, instance=found, today=timezone.localdate(), person=actor)
    page = Page(
        _("Correct a post"), _("Save"), found.get_absolute_url(), post_crumbs(found), lead=found.organization.name
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_post(post=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The post is corrected; its history keeps what it was."),
        template="employment/post_form.html",
        context={"communes": form.offered},
    )


def _move(
    request: HttpRequest,
    pk: int,
    move: str,
    page_of: Callable[[Post], Page],
    form_of: Callable[[Post], forms.Form],
    save: Callable[..., Post],
    said: str,
) -> HttpResponse:
    """Show the form of a move and make it; a page gone stale leads back with the reason."""
    actor, found = person_of(request), post_to_write(request, pk)
    if not (decision := permissions.can_move_post(actor, found, move)):
        return refused(request, decision, found.get_absolute_url())
    form = form_of(found)
    return write(
        request,
        page_of(found),
        form,
        lambda: save(post=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=said,
    )


def _page(found: Post, title: str, submit: str, *, lead: str = "", warning: str = "") -> Page:
    return Page(title, submit, found.get_absolute_url(), post_crumbs(found), lead=lead or found.label, warning=warning)


def post_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the structure declares a post."""
    today = timezone.localdate()
    return _move(
        request,
        pk,
        "declare",
        lambda found: _page(found, _("Declare a post"), _("Declare")),
        lambda found: DeclareForm(
            request.POST or None,
            today=today,
            label=_("Declared on"),
            initial={"baseline_on": found.baseline_on, "baseline_headcount": found.baseline_headcount},
        ),
        services.declare_post,
        _("The post is declared."),
    )


def post_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the proof of a post was seen."""
    today = timezone.localdate()
    return _move(
        request,
        pk,
        "verify",
        lambda found: _page(found, _("Verify a post"), _("Verify")),
        lambda found: EvidenceForm(
            request.POST or None, today=today, label=_("Verified on"), initial={"evidence": found.evidence}
        ),
        services.verify_post,
        _("The post is verified."),
    )


def post_contest(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the proof of a post does not hold."""
    return _move(
        request,
        pk,
        "contest",
        lambda found: _page(found, _("The proof does not hold"), _("Bring back to declared")),
        lambda found: ReasonForm(request.POST or None),
        services.contest_post,
        _("The post is only declared again."),
    )


def post_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a post out of every total."""
    warning = _(
        "This cannot be undone. A post that came and ended is not withdrawn: give its last day, and it stays among those created."
    )
    return _move(
        request,
        pk,
        "withdraw",
        lambda found: _page(found, _("Withdraw a post"), _("Withdraw"), warning=warning),
        lambda found: ReasonForm(request.POST or None),
        services.withdraw_post,
        _("The post counts no longer."),
    )


def post_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that another post of the structure is this one."""
    actor, found = person_of(request), post_to_write(request, pk)
    if not (decision := permissions.can_change_post(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    others = Post.objects.counted().filter(organization=found.organization).exclude(pk=found.pk)
    form = SamePostForm(request.POST or None, rows=others.order_by("starts_on", "pk"))
    page = _page(
        found,
        _("The same post, written twice"),
        _("Count it once"),
        lead=_("This one is kept: %(label)s. It is direct as soon as one of the two is.") % {"label": found.label},
    )
    return write(
        request,
        page,
        form,
        lambda: services.merge_posts(kept=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("It counts once."),
    )


def aid_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a post owes something to an aid."""
    actor, found = person_of(request), post_to_write(request, pk)
    if not (decision := permissions.can_change_post(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = AidForm(request.POST or None, person=actor)
    page = Page(
        title=_("Attach an aid"),
        submit=_("Attach"),
        back=found.get_absolute_url(),
        crumbs=post_crumbs(found),
        lead=_("Several aids for a post count one post, whoever else funds it."),
        refusals={aids.UnknownAid: _("There is no such aid any more.")},
    )
    return write(
        request,
        page,
        form,
        lambda: services.attach_aid(post=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The aid is attached."),
    )


def aid_detach(request: HttpRequest, pk: int, aid_id: int) -> HttpResponse:
    """Take back an aid that was attached by mistake."""
    actor, found = person_of(request), post_to_write(request, pk)
    if not (decision := permissions.can_change_post(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    aid = get_object_or_404(PostAid.objects.select_related("post__organization"), post=found, pk=aid_id)
    form = ReasonForm(request.POST or None)
    return write(
        request,
        _page(found, _("Take back an aid"), _("Take back"), lead=f"{found.label} – {aid}"),
        form,
        lambda: services.detach_aid(aid=aid, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The aid is no longer attached."),
    )


def follow_up(request: HttpRequest, pk: int, months: int) -> HttpResponse:
    """Say how a post was found at a term."""
    actor, found = person_of(request), post_to_write(request, pk)
    if months not in FollowUpMonth.values:
        raise Http404
    term = next((row for row in queries.terms_of(found, today=timezone.localdate()) if row.months == months), None)
    decision = permissions.can_follow_up(actor, found, months, today=timezone.localdate())
    if not decision or term is None or term.follow_up is not None:
        if decision:
            return refused(request, permissions.deny(_("This term was looked at already.")), found.get_absolute_url())
        return refused(request, decision, found.get_absolute_url())
    form = FollowUpForm(request.POST or None)
    page = _page(found, _("Look at a post again, %(term)s") % {"term": term.label}, _("Save"))
    return write(
        request,
        page,
        form,
        lambda: services.follow_up_post(
            post=found, actor=actor, now=timezone.now(), months=months, **form.cleaned_data
        ),
        said=_("It is written how the post was found."),
    )
