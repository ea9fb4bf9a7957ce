"""Pages that show posts: the list, the totals that open it, one post, what changed in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.employment import aids, permissions, queries, tables
from essaim.delivery.employment.models import Post, PostAid
from essaim.delivery.employment.states import POST_MOVES, ToldBy
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door

from .finding import post_crumbs, post_for, posts_crumb


@login_not_required
def post_list(request: HttpRequest) -> HttpResponse:
    """List the posts that count; what could point to somebody is left out for the public."""
    is_inside = queries.reads_everything(request.user)
    return list_page(
        request,
        template="employment/post_list.html",
        table_class=tables.PostTable,
        filterset_class=tables.PostFilter,
        rows=territory.with_commune_name(queries.post_rows(request.user)),
        file_name="postes-soutenus",
        exclude=() if is_inside else tables.INSIDE_COLUMNS,
        context={"doors": _list_doors(request), "is_inside": is_inside},
    )


def _list_doors(request: HttpRequest) -> list[Door]:
    decision = permissions.can_write_posts(request.user)
    return [Door(_("Write a post"), reverse("employment:post_create"), decision, "primary")] if decision else []


@login_not_required
def totals(request: HttpRequest) -> HttpResponse:
    """Show separate totals, along one axis; each opens the list whose length it is."""
    by = ToldBy(request.GET["par"]) if request.GET.get("par") in ToldBy.values else ToldBy.WHOLE
    is_inside = queries.reads_everything(request.user)
    rows = queries.totals(queries.post_rows(request.user), by, today=timezone.localdate(), with_insertion=is_inside)
    hidden = [*(["axis_label"] if by == ToldBy.WHOLE else []), *([] if is_inside else ["is_insertion"])]
    return list_page(
        request,
        template="employment/totals.html",
        table_class=tables.TotalTable,
        rows=rows,
        file_name=f"totaux-des-postes-{by.value}",
        exclude=tuple(hidden),
        per_page=500,
        context={"crumbs": (posts_crumb(),), "axes": [(axis.value, axis.label) for axis in ToldBy], "by": by.value},
    )


@dataclass(frozen=True, slots=True)
class ShownAid:
    """An aid of a post: its row, what the reader may know of it, None when they may not read it."""

    row: PostAid
    named: aids.NamedAid | None


def _shown_aids(request: HttpRequest, post: Post) -> list[ShownAid]:
    rows = list(post.aids.order_by("pk"))
    named = aids.find(request.user, [(row.kind, row.key) for row in rows])
    return [ShownAid(row, named.get((row.kind, row.key))) for row in rows]


def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all of a post to those who may read it."""
    found = post_for(request, pk)
    today = timezone.localdate()
    context = {
        "post": found,
        "crumbs": (posts_crumb(),),
        "commune_name": territory.commune_name(found.commune_code),
        "aids": _shown_aids(request, found),
        "terms": queries.terms_of(found, today=today),
        "is_present": found.is_present_on(today),
        "share": tables.share_in_words(found.full_time_share),
        "likely_same": queries.likely_same(found) if found.is_counted else (),
        "merged": found.merged_posts.order_by("pk"),
        "can_change": permissions.can_change_post(request.user, found),
        "doors": _doors(request, found),
    }
    return render(request, "employment/post.html", context)


def _doors(request: HttpRequest, found: Post) -> list[Door]:
    if not permissions.can_write_posts(request.user):
        return []
    change = permissions.can_change_post(request.user, found)
    if not change:
        return []
    names = POST_MOVES.names_from(found.status)
    doors = [
        (_("Declare this post"), "post_declare", "primary", "declare" in names),
        (_("Verify this post"), "post_verify", "primary", "verify" in names),
        (_("Attach an aid"), "aid_attach", "outline", True),
        (_("Correct"), "post_edit", "outline", True),
        (_("It is the same post as another"), "post_merge", "outline", True),
        (_("The proof does not hold"), "post_contest", "outline", "contest" in names),
        (_("Withdraw this post"), "post_withdraw", "quiet", "withdraw" in names),
    ]
    return [
        Door(label, reverse(f"employment:{name}", args=[found.pk]), change, look)
        for label, name, look, is_shown in doors
        if is_shown
    ]


def post_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed in a post."""
    found = post_for(request, pk)
    is_team = bool(permissions.can_write_posts(request.user))
    return history_page(request, found, title=found.label, crumbs=post_crumbs(found), shows_names=is_team)
