"""Texts put to discussion: their versions side by side, their amendments."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.writing import Crumbs, Door, Page, refused, write
from essaim.steering.action_plan.text_diff import compare
from essaim.steering.consultations import permissions, services
from essaim.steering.consultations.forms import AmendmentForm, DecisionForm, TextForm
from essaim.steering.consultations.links import invitation_path
from essaim.steering.consultations.models import Contribution, DiscussedText, TextVersion
from essaim.steering.consultations.states import AmendmentState

from .finding import address, consultation_of, crumbs_of

# How many of the contributions on a text its page shows; the list of contributions has them all.
SAID_MAX = 100
LOOKS = {
    AmendmentState.PROPOSED: "info",
    AmendmentState.ADOPTED: "good",
    AmendmentState.REFUSED: "bad",
    AmendmentState.WITHDRAWN: "",
}


def text_of(request: HttpRequest, slug: str, number: int) -> DiscussedText:
    """Find a text of a consultation the person may read, or answer 404."""
    rows = DiscussedText.objects.select_related("consultation")
    return get_object_or_404(rows, consultation=consultation_of(request, slug), number=number)


def text_crumbs(found: DiscussedText) -> Crumbs:
    """Return the way back to a text."""
    return *crumbs_of(found.consultation), (found.title, found.get_absolute_url())


@login_not_required
def text(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a text as it is today, what changed since a version, and every amendment; ?depuis= chooses the version."""
    found = text_of(request, slug, number)
    versions = list(found.versions.order_by("number"))
    latest = versions[-1]
    wanted = request.GET.get("depuis", "")
    since = next((row for row in versions if str(row.number) == wanted), versions[0])
    amendments = found.amendments.select_related("organization", "version", "result").order_by("number")
    writes = permissions.can_write_consultations(request.user)
    door = Door(_("Write an amendment"), address("amendment_create", found.consultation, number), writes, "primary")
    invite = Door(
        _("Invite somebody to amend it"), address("amendment_invite", found.consultation, number), writes, "outline"
    )
    can_contribute = permissions.can_contribute(found.consultation, today=timezone.localdate())
    base, words = "", ""
    if writes:
        base, words = f"{door.url}?", pgettext("a passage", "Amend it")
    elif can_contribute:
        base = f"{address('contribute', found.consultation)}?texte={number}&"
        words = pgettext("a passage", "Say something of it")
    context = {
        "passage_base": base,
        "words": words,
        "text": found,
        "consultation": found.consultation,
        "crumbs": crumbs_of(found.consultation),
        "latest": latest,
        "versions": versions,
        "since": since,
        "parts": compare(since.body, latest.body) if since != latest else (),
        "amendments": [
            (row, LOOKS[AmendmentState(row.state)], compare(row.passage, row.replacement)) for row in amendments
        ],
        "said": Contribution.objects.readable()
        .filter(text_version__text=found)
        .select_related("consultation")
        .order_by("number")[:SAID_MAX],
        "can_contribute": can_contribute,
        "can_write": writes,
        "invitations": [
            (row, request.build_absolute_uri(invitation_path(row)) if row.ended_at is None else "")
            for row in found.invitations.select_related("organization").annotate(amendment_count=Count("amendments"))
        ]
        if writes
        else [],
        "doors": [door, invite] if writes else [],
    }
    return render(request, "consultations/text.html", context)


def text_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a text to discussion."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    form = TextForm(request.POST or None)
    page = Page(
        title=_("Put a text to discussion"),
        submit=_("Put to discussion"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
        lead=_("Its first version. It changes by amendments only, and each version stays."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.put_to_discussion(
            consultation=found,
            actor=actor,
            title=form.cleaned_data["title"],
            body=form.cleaned_data["body"],
            now=timezone.now(),
        ),
        said=_("The text is under discussion."),
        onward=lambda row: row.get_absolute_url(),
    )


def passage_refusals() -> dict[type[Exception], str]:
    """Say why a passage cannot be amended as quoted."""
    return {
        services.PassageNotFound: _(
            "The passage is not in the text word for word, or it is there several times: quote more of it."
        )
    }


def amendment_create(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write an amendment to a passage of the text as it is today."""
    actor, found = person_of(request), text_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    latest = found.versions.order_by("number").reverse()[0]
    form = AmendmentForm(request.POST or None, initial=quoted(request, latest))
    page = Page(
        title=_("Write an amendment"),
        submit=_("Write"),
        back=found.get_absolute_url(),
        crumbs=text_crumbs(found),
        lead=found.title,
        refusals=passage_refusals(),
    )
    return write(
        request,
        page,
        form,
        lambda: services.propose_amendment(text=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The amendment is written and public."),
        template="consultations/amendment_create.html",
        context={"version": latest},
    )


def quoted(request: HttpRequest, version: TextVersion) -> dict[str, str]:
    """Take the paragraph that ?passage= names as the passage, and as what to rewrite."""
    passage = version.passage(request.GET.get("passage", ""))
    return {"passage": passage, "replacement": passage} if passage else {}


def amendment_decide(request: HttpRequest, slug: str, number: int, amendment: int, move: str) -> HttpResponse:
    """Adopt an amendment, refuse it, or write that it is taken back."""
    actor, found = person_of(request), text_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    row = get_object_or_404(found.amendments.select_related("text__consultation"), number=amendment)
    if not (decision := permissions.can_decide_amendment(actor, row, move)):
        return refused(request, decision, row.get_absolute_url())
    words = {
        "adopt": (_("Adopt this amendment"), _("Adopt"), _("The amendment is in the text: a new version is written.")),
        "refuse": (_("Refuse this amendment"), _("Refuse"), _("The amendment is refused, with the reason.")),
        "withdraw": (_("Take this amendment back"), _("Take back"), _("The amendment is taken back.")),
    }
    moves = {
        "adopt": services.adopt_amendment,
        "refuse": services.refuse_amendment,
        "withdraw": services.withdraw_amendment,
    }
    title, submit, said = words[move]
    form = DecisionForm(request.POST or None)
    page = Page(
        title=title,
        submit=submit,
        back=row.get_absolute_url(),
        crumbs=text_crumbs(found),
        lead=row.passage,
        refusals={
            services.AlreadyAmended: _(
                "The passage changed since: refuse this amendment, or have it proposed anew on the text of today."
            )
        },
    )
    return write(
        request,
        page,
        form,
        lambda: moves[move](amendment=row, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now()),
        said=said,
    )
