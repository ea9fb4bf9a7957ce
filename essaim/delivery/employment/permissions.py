"""Who may write posts, and who may read which."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.permissions import speaks_for
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from . import queries
from .states import POST_MOVES

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    from .models import Post

    Person = User | AnonymousUser


def can_write_posts(person: Person) -> Decision:
    """Tell whether a person may write posts: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team writes posts."))


def can_read_details(person: Person, post: Post) -> Decision:
    """
    Tell whether a person may read all of a post: who follows the policy from inside, and who speaks for its structure.

    What the public reads of it could not point to whoever holds it; its label, contract or insertion could.
    Source: GDPR, article 4(1) and recital 26 (an identifiable person).
    """
    if queries.reads_everything(person) or speaks_for(person, post.organization_id):
        return ALLOW
    return deny(_("The details of a post could point to a person: the team and its structure read them."))


def can_change_post(person: Person, post: Post) -> Decision:
    """Tell whether a person may change a post: the team, while it counts."""
    if not post.is_counted:
        return deny(_("This post counts no longer: it was withdrawn, or is another one."))
    return can_write_posts(person)


def can_move_post(person: Person, post: Post, move: str) -> Decision:
    """Tell whether a person may declare, verify, contest or withdraw a post, as its status allows."""
    if move not in POST_MOVES.names_from(post.status):
        return deny(_("This is not possible in the status the post has."))
    return can_change_post(person, post)


def can_merge_posts(person: Person, kept: Post, duplicate: Post) -> Decision:
    """Tell whether a person may say that two posts are one: the team, two posts of one structure that both count."""
    if kept.pk == duplicate.pk:
        return deny(_("A post is merged into another, not into itself."))
    if kept.organization_id != duplicate.organization_id:
        return deny(_("One post is in one structure: these two are in different ones."))
    return can_change_post(person, kept) and can_change_post(person, duplicate)


def can_follow_up(person: Person, post: Post, months: int, *, today: date) -> Decision:
    """Tell whether a person may say how a post was found at a term: the team, once that day has come."""
    if today < post.follow_up_on(months):
        return deny(_("This term has not come yet."))
    return can_change_post(person, post)
