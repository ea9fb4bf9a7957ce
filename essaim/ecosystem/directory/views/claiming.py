"""Saying that one speaks for a structure; the links its own mail gets; the team's answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from essaim.ecosystem.directory import links, permissions, queries, services, tables
from essaim.ecosystem.directory.forms import ClaimForm
from essaim.ecosystem.directory.models import Claim
from essaim.ecosystem.directory.states import CLAIM_MOVES, OPEN_CLAIMS, ClaimState
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.accounts.services import RoleAlreadyHeld
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Page, add_errors, refused, write

from .finding import card_crumbs, card_url, directory_crumb, record_for


@login_not_required
def claim_card(request: HttpRequest, key: str) -> HttpResponse:
    """Take what somebody says: I speak for this structure; the answer is the same whatever is known of it."""
    found, now = record_for(request, key), timezone.now()
    if found.merged_into is not None:
        return redirect("directory:claim_card", found.merged_into.key)
    if not (decision := permissions.can_ask(found)):
        return refused(request, decision, card_url(found))
    form = ClaimForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("full_name", "email", "quality", "message")}
        try:
            services.claim_card(organization=found, now=now, **fields)
        except services.AskedTooFast:
            form.add_error(None, _("Many demands are arriving at this moment. Please try again in an hour."))
        except ValidationError as error:
            add_errors(form, error)
        else:
            said = _(
                "Thank you. Where we know an address of the structure, it gets a link that proves your demand; in any case the "
                "team answers you by mail within five working days."
            )
            messages.success(request, said)
            return redirect(card_url(found))
    elif request.method == "POST":
        form.sign_again()
    context = {"organization": found, "crumbs": card_crumbs(found), "form": form}
    return render(request, "directory/claim_card.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
def claim_proof(request: HttpRequest, token: str) -> HttpResponse:
    """Show to whoever reads the mail of a structure who claims to speak for it; a button, never the link itself, proves it."""
    try:
        found = links.claim_of(token)
    except links.BadLink:
        raise Http404 from None
    if request.method == "POST":
        try:
            services.prove_claim(claim=found, now=timezone.now())
        except IllegalMove:
            messages.info(request, _("This was said or answered before."))
        else:
            messages.success(request, _("Thank you: the team will answer."))
        return redirect("directory:claim_proof", token)
    context = {"claim": found, "can_prove": "prove" in CLAIM_MOVES.names_from(found.state)}
    return render(request, "directory/claim_proof.html", context)


@login_not_required
@never_cache
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Show a card to whoever reads the mail of the structure; buttons confirm it, or stop these mails."""
    try:
        card = links.card_of(token)
    except links.BadLink:
        raise Http404 from None
    now = timezone.now()
    if request.method == "POST":
        if request.POST.get("move") == "stop":
            services.stop_asking(card=card, now=now)
            messages.success(request, _("These mails will not come any more."))
        else:
            services.confirm_by_link(card=card, now=now)
            messages.success(request, _("The card is confirmed: it will be asked again in a year."))
        return redirect("directory:confirmation", token)
    context = {
        "card": card,
        "shown": queries.shown_card(card.organization, today=timezone.localdate(now)),
        "organization": card.organization,
    }
    return render(request, "directory/confirmation.html", context)


def claim_list(request: HttpRequest) -> HttpResponse:
    """List what is claimed, for the team."""
    require(permissions.can_moderate(request.user))
    return list_page(
        request,
        template="directory/claim_list.html",
        table_class=tables.ClaimTable,
        filterset_class=tables.ClaimFilter,
        rows=queries.claims_shown(),
        file_name="demandes-annuaire",
        context={"crumbs": (directory_crumb(),)},
    )


def _claim(request: HttpRequest, pk: int) -> Claim:
    require(permissions.can_moderate(request.user))
    return get_object_or_404(Claim.objects.select_related("organization"), pk=pk)


def _crumbs() -> Crumbs:
    return directory_crumb(), (_("Demands to speak for a structure"), reverse("directory:claim_list"))


def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a claim to the team: who, in what quality, whether the structure's own address proved it."""
    found = _claim(request, pk)
    context = {
        "claim": found,
        "crumbs": _crumbs(),
        "is_open": found.state in OPEN_CLAIMS,
        "has_known_address": bool((card := queries.card_of(found.organization)) and card.known_address),
        "is_proved": found.state == ClaimState.PROVED or found.proved_at is not None,
    }
    return render(request, "directory/claim.html", context)


@require_POST
def claim_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody speak for the structure."""
    found = _claim(request, pk)
    try:
        services.accept_claim(
            claim=found, actor=person_of(request), now=timezone.now(), site_url=request.build_absolute_uri("/")
        )
    except IllegalMove:
        messages.warning(request, _("This was answered before."))
    except RoleAlreadyHeld:
        messages.warning(request, _("This person speaks for it already: refuse the demand with that reason."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("They speak for the structure: named if they have an account, invited otherwise."))
    return redirect(found)


def claim_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, and why."""
    found = _claim(request, pk)
    if "refuse" not in CLAIM_MOVES.names_from(found.state):
        return refused(request, deny(_("This was answered before.")), found.get_absolute_url())
    page = Page(
        title=_("Refuse a demand"),
        submit=_("Refuse"),
        back=found.get_absolute_url(),
        crumbs=_crumbs(),
        lead=found.organization.name,
        warning=_("Whoever asked gets the reason by mail."),
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.refuse_claim(
            claim=found, actor=person_of(request), now=timezone.now(), reason=form.cleaned_data["reason"]
        ),
        said=_("The demand is refused, and who asked is told."),
    )
