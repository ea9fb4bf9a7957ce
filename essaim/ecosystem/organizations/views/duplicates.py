"""Pages where the team looks at records that may be one structure, and undoes a mistaken merger."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.ecosystem.organizations import permissions, queries, services, tables
from essaim.ecosystem.organizations.models import CandidatePair, Merger
from essaim.ecosystem.organizations.states import PAIR_MOVES
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Page, refused, write

from .finding import organization_crumbs, organizations_crumb


def _crumbs() -> tuple[tuple[str, str], ...]:
    return organizations_crumb(), (_("Records that may be one"), reverse("organizations:pair_list"))


def pair_list(request: HttpRequest) -> HttpResponse:
    """List the pairs of records that may be one, those to be looked at first."""
    require(permissions.can_write_organizations(request.user))
    return list_page(
        request,
        template="organizations/pair_list.html",
        table_class=tables.PairTable,
        filterset_class=tables.PairFilter,
        rows=queries.pairs_shown(),
        file_name="doublons-possibles",
        context={"crumbs": (organizations_crumb(),)},
    )


@require_POST
def pair_search(request: HttpRequest) -> HttpResponse:
    """Look for them now, without waiting for the night."""
    actor = person_of(request)
    require(permissions.can_write_organizations(actor))
    count = services.find_duplicates(actor=actor, now=timezone.now())
    messages.success(request, _("Pairs to be looked at: %(count)s.") % {"count": count})
    return redirect("organizations:pair_list")


def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Show two records side by side; say that they are two structures, with the reason, or go and merge them."""
    actor = person_of(request)
    require(permissions.can_write_organizations(actor))
    found = get_object_or_404(CandidatePair.objects.select_related("first", "second"), pk=pk)
    page = Page(
        title=_("Are they one structure?"),
        submit=_("They are two structures"),
        back=reverse("organizations:pair_list"),
        crumbs=_crumbs(),
        lead=str(found),
        refusals={IllegalMove: _("This was decided before.")},
    )
    form = ReasonForm(request.POST or None)
    moves = PAIR_MOVES.names_from(found.state)
    return write(
        request,
        page,
        form,
        lambda: services.tell_apart(pair=found, actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]),
        said=_("They are kept as two structures, and not proposed again."),
        template="organizations/pair.html",
        context={
            "pair": found,
            "fields": queries.compared_fields(found, today=timezone.localdate()),
            "reasons": queries.reason_words(found.reasons),
            "can_tell_apart": "tell_apart" in moves,
            "can_merge": found.first.merged_into_id is None and found.second.merged_into_id is None,
            "can_look_again": found.state == "distinct",
        },
    )


@require_POST
def pair_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a pair that was told apart back in the queue."""
    actor = person_of(request)
    require(permissions.can_write_organizations(actor))
    found = get_object_or_404(CandidatePair, pk=pk)
    try:
        services.look_again(pair=found, actor=actor, now=timezone.now())
    except IllegalMove:
        messages.info(request, _("It waits to be looked at already."))
    else:
        messages.success(request, _("It waits to be looked at again."))
    return redirect(found)


def merger_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a mistaken merger, if nothing stands in the way; else say what does."""
    actor = person_of(request)
    require(permissions.can_write_organizations(actor))
    found = get_object_or_404(Merger.objects.select_related("kept", "duplicate"), pk=pk)
    back = found.kept.get_absolute_url()
    if obstacles := queries.undo_obstacles(found, now=timezone.now()):
        return refused(request, deny(" ".join(obstacles)), back)
    page = Page(
        title=_("Undo a merger"),
        submit=_("Undo the merger"),
        back=back,
        crumbs=organization_crumbs(found.kept),
        lead=_("“%(duplicate)s” was merged into “%(kept)s”.")
        % {"duplicate": found.duplicate.name, "kept": found.kept.name},
        warning=_("Fields, statuses and establishments go back where they were; the history keeps both operations."),
        refusals={services.CannotUndo: lambda refusal: " ".join(refusal.obstacles)},
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.undo_merger(merger=found, actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]),
        said=_("The two records are two again."),
    )
