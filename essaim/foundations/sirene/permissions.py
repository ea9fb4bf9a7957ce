"""Who may load the register, put snapshots in and out of service, and change the perimeter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import has_role
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from .models import PerimeterEdition, Snapshot
from .states import PERIMETER_MOVES, SNAPSHOT_MOVES, PerimeterState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User
    from essaim.foundations.primitives.actors import Actor

SYSTEM = "system:"


def can_load(actor: Actor) -> Decision:
    """Tell whether somebody may load files of the register: a command on the server, which has the files."""
    if actor.audit_id.startswith(SYSTEM):
        return ALLOW
    return deny(_("The register is loaded by a command on the server, not by a person on a page."))


def can_follow(person: User | AnonymousUser) -> Decision:
    """Tell whether a person may read what was loaded and how: officers and administrators."""
    if has_role(person, RoleKind.OFFICER, RoleKind.ADMINISTRATOR):
        return ALLOW
    return deny(_("Only the team of the authority follows the loads of the register."))


def _administers(person: User | AnonymousUser) -> Decision:
    if has_role(person, RoleKind.ADMINISTRATOR):
        return ALLOW
    return deny(
        _("Only an administrator decides what serves, what the perimeter is, and by which means jobs are estimated.")
    )


def can_move(person: User | AnonymousUser, snapshot: Snapshot, move: str) -> Decision:
    """Tell whether a person may accept a snapshot, set it aside or take it back."""
    decision = _administers(person)
    if decision and move not in SNAPSHOT_MOVES.names_from(snapshot.state):
        return deny(_("This is not possible in the state the snapshot is in."))
    return decision


def can_write_edition(person: User | AnonymousUser) -> Decision:
    """Tell whether a person may start the next edition of the perimeter: one at a time."""
    decision = _administers(person)
    if decision and PerimeterEdition.objects.filter(state=PerimeterState.DRAFT).exists():
        return deny(_("Another edition is being written: finish it first."))
    return decision


def can_change_edition(person: User | AnonymousUser, edition: PerimeterEdition) -> Decision:
    """Tell whether a person may change an edition: while it is a draft only, since figures rest on the others."""
    decision = _administers(person)
    if decision and edition.state != PerimeterState.DRAFT:
        return deny(_("Figures rest on this edition: it does not change. Write the next one."))
    return decision


def can_put_in_force(person: User | AnonymousUser, edition: PerimeterEdition) -> Decision:
    """Tell whether a person may put an edition in force."""
    decision = _administers(person)
    if decision and "put_in_force" not in PERIMETER_MOVES.names_from(edition.state):
        return deny(_("This edition was put in force already."))
    return decision


def can_set_means(person: User | AnonymousUser) -> Decision:
    """Tell whether a person may set the means of brackets, which all estimates of jobs rest on: administrators."""
    return _administers(person)


def can_read_edition(person: User | AnonymousUser, edition: PerimeterEdition) -> Decision:
    """Tell whether a person may read an edition: everybody those that figures rest on, the team the draft."""
    return ALLOW if edition.state != PerimeterState.DRAFT else can_follow(person)
