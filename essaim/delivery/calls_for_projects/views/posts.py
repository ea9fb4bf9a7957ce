"""Pages where the team accepts the posts that a granted application proposes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.delivery.calls_for_projects import permissions, tables_posts
from essaim.delivery.calls_for_projects.forms.posts import AcceptForm
from essaim.delivery.calls_for_projects.models import AcceptedPost, Application
from essaim.delivery.calls_for_projects.queries.posts import (
    find_proposed,
    posts_it_may_be,
    proposed_posts,
    still_proposed,
)
from essaim.delivery.calls_for_projects.services import posts as services
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Page, refused, write

from .applications import application_for, crumbs_of


def _found(request: HttpRequest, reference: str) -> Application:
    require(permissions.can_appraise(person_of(request)))
    return application_for(request, reference)


def _address(application: Application) -> str:
    return reverse("calls_for_projects:proposed_posts", args=[application.reference])


def post_list(request: HttpRequest, reference: str) -> HttpResponse:
    """List the posts that an application proposes, with what each became."""
    found, actor = _found(request, reference), person_of(request)
    rows = proposed_posts(found)
    decision = permissions.can_accept_posts(actor, found)
    return list_page(
        request,
        template="calls_for_projects/proposed_posts.html",
        table_class=tables_posts.ProposedPostTable,
        rows=[tables_posts.line_of(row, found) for row in rows],
        file_name=f"postes-{found.reference}",
        exclude=() if decision else ("tools",),
        context={
            "application": found,
            "crumbs": crumbs_of(request, found),
            "waiting": len(still_proposed(rows)),
            "decision": decision,
        },
    )


def post_accept(request: HttpRequest, reference: str, line: int, place: int) -> HttpResponse:
    """Accept a post that an application proposes: as a new one of the structure, or as one that is known already."""
    found, actor = _found(request, reference), person_of(request)
    proposed = find_proposed(found, line, place)
    if proposed is None:
        raise Http404
    if not (decision := permissions.can_accept_posts(actor, found)):
        return refused(request, decision, _address(found))
    if proposed.accepted is not None:
        return refused(request, permissions.post_is_accepted(), _address(found))
    now = timezone.now()
    form = AcceptForm(
        request.POST or None,
        proposed=proposed,
        application=found,
        known=posts_it_may_be(found),
        today=timezone.localdate(now),
    )
    page = Page(
        title=_("Accept a proposed post"),
        submit=pgettext("a post", "Accept"),
        back=_address(found),
        crumbs=(*crumbs_of(request, found), (_("Proposed posts"), _address(found))),
        lead=f"{proposed.label} – {proposed.effect.label}",
        warning=_("A post that is written already is chosen in the list, never written again: it counts once."),
    )

    def save() -> AcceptedPost:
        if known := form.cleaned_data["known"]:
            return services.accept_known_post(
                application=found, line=line, place=place, post=known, actor=actor, now=now
            )
        return services.accept_new_post(
            application=found, line=line, place=place, actor=actor, now=now, **form.new_values()
        )

    return write(
        request,
        page,
        form,
        save,
        said=_("The post is one of the structure now; it counts once."),
        onward=lambda _row: _address(found),
        template="calls_for_projects/post_accept.html",
        context={"communes": form.offered},
    )
