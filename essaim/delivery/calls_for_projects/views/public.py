"""Pages everybody reads: calls, a call, its editions with their rules and history."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions, queries, tables
from essaim.delivery.calls_for_projects.models import Call, Edition
from essaim.delivery.calls_for_projects.queries.editions import with_editions
from essaim.delivery.calls_for_projects.sheet import sheet_of
from essaim.delivery.calls_for_projects.states import EDITION_MOVES
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.primitives.decisions import Decision
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door

from .finding import call_crumbs, call_for, calls_crumb, edition_crumbs, edition_for


@login_not_required
def call_list(request: HttpRequest) -> HttpResponse:
    """List the calls, with the edition in force today."""
    request.today = timezone.localdate()  # type: ignore[attr-defined]
    writing = permissions.can_write_calls(request.user)
    doors = (
        [Door(_("Write a call for projects"), reverse("calls_for_projects:call_create"), writing, "primary")]
        if writing
        else []
    )
    return list_page(
        request,
        template="calls_for_projects/call_list.html",
        table_class=tables.CallTable,
        filterset_class=tables.CallFilter,
        rows=with_editions(queries.calls_visible_to(request.user), request.user),
        file_name="appels-a-projets",
        context={"doors": doors},
    )


@login_not_required
def edition_list(request: HttpRequest) -> HttpResponse:
    """List the editions of every call."""
    return list_page(
        request,
        template="calls_for_projects/edition_list.html",
        table_class=tables.EditionTable,
        filterset_class=tables.EditionFilter,
        rows=queries.editions_visible_to(request.user),
        file_name="editions",
        context={"crumbs": (calls_crumb(),)},
    )


@login_not_required
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a call: what it is for, who may apply, how much, with which help, and its editions."""
    found, today = call_for(request, slug), timezone.localdate()
    current = queries.edition_on(found, today)
    shown = current or queries.latest_in_force(found, today)
    editions = [
        queries.EditionRow(row, row.is_in_force(today))
        for row in queries.editions_visible_to(request.user).filter(call=found).in_time()
    ]
    context = {
        "call": found,
        "crumbs": (calls_crumb(),),
        "current": current,
        "sheet": sheet_of(shown) if shown else None,
        "actions": queries.actions_of(shown, request.user) if shown else (),
        "editions": editions,
        "doors": _call_doors(request, found),
        "unknown_contact": _unknown_contact(found) if permissions.can_write_calls(request.user) else "",
    }
    return render(request, "calls_for_projects/call.html", context)


def _unknown_contact(found: Call) -> str:
    """Tell those who write calls what applicants are not told yet of whom to contact."""
    if not found.contact and not found.contact_url:
        return _("No source says whom to contact for this call, nor by which page: applicants read the words above.")
    if not found.contact_url:
        return _("The page of the contact is not known: no link is shown to applicants.")
    return ""


def _call_doors(request: HttpRequest, found: Call) -> list[Door]:
    writing = permissions.can_write_calls(request.user)
    if not writing:
        return []
    doors = ((_("Correct"), "call_edit"), (_("Draft an edition from nothing"), "edition_create"))
    return [
        Door(label, reverse(f"calls_for_projects:{name}", args=[found.slug]), writing, "outline")
        for label, name in doors
    ]


@login_not_required
def edition(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show an edition: its days, who may apply, how much, every rule with its source, and what is not known."""
    found = edition_for(request, slug, code)
    is_team = is_staff_member(request.user)
    writing = permissions.can_write_edition(request.user, found)
    context = {
        "edition": found,
        "crumbs": call_crumbs(found.call),
        "sheet": sheet_of(found),
        "actions": queries.actions_of(found, request.user),
        "is_today": found.is_in_force(timezone.localdate()),
        "is_team": is_team,
        "can_write": writing,
        "can_write_questions": permissions.can_write_questions(request.user, found),
        "to_publish": is_team
        and permissions.can_publish_form(request.user, found)
        and queries.has_questions_to_publish(found),
        "lacks": queries.lacks_of(found) if is_team and found.is_draft else (),
        "doors": _edition_doors(request, found, writing) if is_team else (),
    }
    return render(request, "calls_for_projects/edition.html", context)


def _edition_doors(request: HttpRequest, found: Edition, writing: Decision) -> list[Door]:
    """List what the team does with an edition, in the order of its life."""
    team = permissions.can_write_calls(request.user)
    closing = permissions.can_close_edition(request.user, found, today=timezone.localdate())
    moves = EDITION_MOVES.names_from(found.state)
    doors: list[tuple[str, str, Decision, str, bool]] = [
        (_("Write what it is"), "edition_edit", writing, "outline", found.is_draft),
        (_("Try it on example files"), "bench", team, "outline", True),
        (_("Bring it into force"), "edition_start", team, "primary", "start" in moves),
        (_("Draft a new edition from it"), "edition_draft_from", team, "outline", True),
        (_("Tie it to an action of a plan"), "action_link", team, "outline", True),
        (_("Close it"), "edition_close", closing, "quiet", "close" in moves),
    ]
    return [
        Door(label, reverse(f"calls_for_projects:{name}", args=[found.call.slug, found.code]), decision, look)
        for label, name, decision, look, is_shown in doors
        if is_shown
    ]


@login_not_required
def rule_list(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """List the rules of an edition, to be searched and downloaded."""
    found = edition_for(request, slug, code)
    return list_page(
        request,
        template="calls_for_projects/rule_list.html",
        table_class=tables.RuleTable,
        filterset_class=tables.RuleFilter,
        rows=found.rules.select_related("source", "edition__call"),
        file_name=f"regles-{slug}-{code}",
        context={"edition": found, "crumbs": edition_crumbs(found)},
    )


@login_not_required
def call_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed in what is said of a call."""
    found = call_for(request, slug)
    return history_page(
        request, found, title=found.name, crumbs=call_crumbs(found), shows_names=is_staff_member(request.user)
    )


@login_not_required
def edition_history(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show what changed in an edition; the public sees roles, the team sees names."""
    found = edition_for(request, slug, code)
    return history_page(
        request, found, title=str(found), crumbs=edition_crumbs(found), shows_names=is_staff_member(request.user)
    )
