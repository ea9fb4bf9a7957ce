"""Who may write calls and their editions, and read drafts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from .states import EditionState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    from .models import Edition

    Person = User | AnonymousUser


def can_write_calls(person: Person) -> Decision:
    """Tell whether a person may write calls and their editions: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team writes calls for projects."))


def can_read_drafts(person: Person) -> Decision:
    """Tell whether a person may read drafts of editions: the team, which prepares them."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team reads drafts of editions."))


def can_write_edition(person: Person, edition: Edition) -> Decision:
    """Tell whether a person may write an edition: the team, while it is a draft; what was in force is never rewritten."""
    if not edition.is_draft:
        return deny(_("An edition that is or was in force is not written any more: draft a new one from it."))
    return can_write_calls(person)


def can_close_edition(actor: Person | SystemActor, edition: Edition, *, today: date) -> Decision:
    """Tell whether somebody may close an edition in force: the team; the nightly task once its last day is past."""
    if isinstance(actor, SystemActor):
        if edition.ends_on is not None and edition.ends_on <= today:
            return ALLOW
        return deny(_("The last day of this edition is not past."))
    if edition.state == EditionState.DRAFT:
        return deny(_("A draft is not closed: it was never in force."))
    return can_write_calls(actor)
