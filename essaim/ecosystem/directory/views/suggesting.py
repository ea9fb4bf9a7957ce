"""Proposing a correction, by anybody; looking at each field side by side, for the team."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.directory import permissions, queries, services, tables
from essaim.ecosystem.directory.forms import DecisionForm, SuggestionForm
from essaim.ecosystem.directory.models import Suggestion
from essaim.ecosystem.directory.states import ChangeState
from essaim.ecosystem.organizations.services import AlreadyRegistered
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import add_errors, refused

from .finding import card_crumbs, card_url, directory_crumb, record_for


@login_not_required
def suggest(request: HttpRequest, key: str) -> HttpResponse:
    """Take a proposed correction from anybody, without account."""
    found, now = record_for(request, key), timezone.now()
    if found.merged_into is not None:
        return redirect("directory:suggest", found.merged_into.key)
    if not (decision := permissions.can_ask(found)):
        return refused(request, decision, card_url(found))
    form = SuggestionForm(request.POST or None, now=now, current=queries.values_now(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.suggest(
                organization=found,
                values=form.values(),
                note=form.cleaned_data["note"],
                email=form.cleaned_data["email"],
                now=now,
            )
        except services.NothingProposed:
            form.add_error(None, _("Nothing differs from what is written: change the field that is wrong."))
        except services.AskedTooFast:
            form.add_error(None, _("Many demands are arriving at this moment. Please try again in an hour."))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Thank you. The team looks at each field, and keeps what is right."))
            return redirect(card_url(found))
    elif request.method == "POST":
        form.sign_again()
    context = {"organization": found, "crumbs": card_crumbs(found), "form": form, "communes": form.offered}
    return render(request, "directory/suggest.html", context, status=422 if form.errors else 200)


def suggestion_list(request: HttpRequest) -> HttpResponse:
    """List what is proposed, for the team."""
    require(permissions.can_moderate(request.user))
    return list_page(
        request,
        template="directory/suggestion_list.html",
        table_class=tables.SuggestionTable,
        filterset_class=tables.SuggestionFilter,
        rows=queries.suggestions_shown(),
        file_name="propositions-annuaire",
        context={"crumbs": (directory_crumb(),)},
    )


def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a suggestion field by field, beside what is written; take what is right."""
    actor = person_of(request)
    require(permissions.can_moderate(actor))
    found = get_object_or_404(Suggestion.objects.select_related("organization"), pk=pk)
    changes = queries.shown_changes(found)
    waiting = [change.row for change in changes if change.row.state == ChangeState.WAITING]
    form = DecisionForm(request.POST if request.method == "POST" else None, changes=waiting)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_changes(
                suggestion=found,
                decisions=form.moves,
                actor=actor,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except IllegalMove:
            messages.warning(request, _("One of them was answered meanwhile: here is how it stands."))
            return redirect(found)
        except AlreadyRegistered as known:
            form.add_error(None, _("Its number is that of “%s”.") % known.organization.name)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("What you decided is written."))
            return redirect(found)
    context = {
        "suggestion": found,
        "changes": changes,
        "form": form if waiting else None,
        "crumbs": (directory_crumb(), (_("Proposed corrections"), reverse("directory:suggestion_list"))),
    }
    return render(request, "directory/suggestion.html", context, status=422 if form.errors else 200)
