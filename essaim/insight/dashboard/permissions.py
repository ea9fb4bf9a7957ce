"""Who may open which cockpit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import STAFF, has_role
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


def can_open_office_cockpit(person: Person) -> Decision:
    """Tell whether a person may open the cockpit of the authority's team."""
    return ALLOW if has_role(person, *STAFF) else deny(_("This cockpit is for the authority's team."))


def can_open_home_of(person: Person, kind: RoleKind) -> Decision:
    """Tell whether a person may open the home of a role: who holds it, and the team, to see what others see."""
    if has_role(person, kind, *STAFF):
        return ALLOW
    return deny(_("This page is for another role than yours."))


def can_read_changes(person: Person) -> Decision:
    """Tell whether a person may read all that changed, names included."""
    return ALLOW if has_role(person, *STAFF) else deny(_("Names of people who act are for the authority's team."))


def can_read_questions(person: Person) -> Decision:
    """Tell whether a person may read residents' questions before they are answered: the team and elected officials."""
    if has_role(person, *STAFF, RoleKind.ELECTED_OFFICIAL):
        return ALLOW
    return deny(_("Questions not answered yet are read by the team and the elected officials."))


def can_read_what_waits(person: Person) -> Decision:
    """Tell whether a person may read what waits in consultations, texts that nobody published yet included: the team."""
    return ALLOW if has_role(person, *STAFF) else deny(_("What is not published yet is read by the authority's team."))


def can_read_all_tasks(person: Person) -> Decision:
    """Tell whether a person may read everybody's tasks, and not only their own."""
    return ALLOW if has_role(person, *STAFF) else deny(_("Only the authority's team reads the tasks of others."))


def has_a_cockpit(person: Person) -> bool:
    """Tell whether a menu should offer a dashboard: to whoever is signed in, since everyone signed in has a home."""
    return bool(person.is_authenticated and person.is_active)
