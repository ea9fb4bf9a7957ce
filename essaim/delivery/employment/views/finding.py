"""Finds what an address names, or answers 404; the ways back that pages of the room share."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.delivery.employment import permissions
from essaim.delivery.employment.models import Post
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.writing import Crumbs


def post_for(request: HttpRequest, pk: int) -> Post:
    """
    Find a post whose details the person of the request may read.

    :raises NotAllowed: if they may not
    """
    rows = Post.objects.select_related("organization", "through", "action__plan", "merged_into", "followed_by")
    found = get_object_or_404(rows, pk=pk)
    require(permissions.can_read_details(request.user, found))
    return found


def post_to_write(request: HttpRequest, pk: int) -> Post:
    """
    Find a post for somebody who writes posts.

    :raises NotAllowed: if they do not
    """
    require(permissions.can_write_posts(request.user))
    return post_for(request, pk)


def posts_crumb() -> tuple[str, str]:
    """Return the way back to the list."""
    return _("Posts supported"), reverse("employment:post_list")


def post_crumbs(post: Post) -> Crumbs:
    """Return the way back to a post."""
    return posts_crumb(), (post.label, post.get_absolute_url())
