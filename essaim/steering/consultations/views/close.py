"""What is close to a contribution or an issue: the page of the thing asks for it once it is shown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.steering.consultations import permissions, queries

from .finding import contribution_crumbs, contribution_of, issue_crumbs, issue_of


def contribution_close(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the issues a contribution may belong to, and the contributions that may say the same."""
    found = contribution_of(request, slug, number)
    require(permissions.can_write_consultations(person_of(request)))
    context: dict[str, object] = {
        "consultation": found.consultation,
        "contribution": found,
        "issue": None,
        "title": found.text[:200],
        "crumbs": contribution_crumbs(found),
        "close_issues": queries.close_issues(found) if found.is_readable else (),
        "close_contributions": queries.close_contributions(found) if found.is_readable else (),
    }
    return _answer(request, "partials/_close_to_contribution.html", context)


def issue_close(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show the texts close to an issue that no issue groups yet."""
    found = issue_of(request, slug, code)
    require(permissions.can_write_consultations(person_of(request)))
    context: dict[str, object] = {
        "consultation": found.consultation,
        "issue": found,
        "title": found.wording,
        "crumbs": issue_crumbs(found),
        "close": queries.close_to_issue(found),
    }
    return _answer(request, "partials/_close_to_issue.html", context)


def _answer(request: HttpRequest, piece: str, context: dict[str, object]) -> HttpResponse:
    """Answer the piece to the page that asks for it, and a page of its own to a link."""
    is_piece = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")
    return render(request, f"consultations/{piece if is_piece else 'close.html'}", context)
