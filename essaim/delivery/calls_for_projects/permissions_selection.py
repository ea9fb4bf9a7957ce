"""Who may run the selection, read its files, mark them, and decide. An interest in a file bars it, whatever the role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny
from essaim.steering.committees.permissions import is_member, may_sit, sits_by_link
from essaim.steering.committees.states import TO_COME, SessionState

from .permissions import writes_application
from .queries import selection as queries
from .states import DECIDED

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User
    from essaim.steering.committees.models import Mandate

    from .models import DecisionLetter, SelectionFile, SelectionSession

    Person = User | AnonymousUser


def can_run_selection(person: Person) -> Decision:
    """Tell whether a person may prepare selection sessions, take files in and give allowances: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team runs the selection."))


def can_change_selection(person: Person, selection: SelectionSession) -> Decision:
    """Tell whether a person may change what a selection session holds: the team, until it is decided."""
    if not selection.is_under_way:
        return deny(_("This selection is decided or cancelled: nothing changes in it any more."))
    return can_run_selection(person)


def can_take_files(person: Person, selection: SelectionSession) -> Decision:
    """Tell whether a person may take more files in: the team, until the body sits."""
    if selection.session.state not in {SessionState.PLANNED, SessionState.CONVENED}:
        return deny(_("Files are taken in before the session opens."))
    return can_change_selection(person, selection)


def can_read_selection(person: Person, selection: SelectionSession) -> Decision:
    """Tell whether a person may read the files of a selection: the team, evaluators, the members of that day."""
    if is_staff_member(person) or has_role(person, RoleKind.EVALUATOR):
        return ALLOW
    if is_member(person, selection.session.body, selection.session.day):
        return ALLOW
    return deny(_("The files of a selection are for the members of the body and the team."))


def can_read_file(person: Person, file: SelectionFile) -> Decision:
    """
    Tell whether a person may read a file, its marks and its discussion: who reads the selection and has no interest in it.

    Source: law of 11 October 2013 on transparency of public life, article 2 (conflict of interest).
    """
    if not (decision := can_read_selection(person, file.selection)):
        return decision
    if queries.barred(person, file):
        return deny(_("You keep out of this file: an interest is recorded."))
    return ALLOW


def can_declare_interest(person: Person, file: SelectionFile, seat_id: int) -> Decision:
    """Tell whether a person may say that a seat keeps out of a file: who holds it, or the team in their name."""
    if not file.selection.is_under_way or file.selection.session.state not in TO_COME:
        return deny(_("Interests are declared until the session is over."))
    if is_staff_member(person) or seat_id in queries.seats_held(person, file.selection):
        return ALLOW
    return deny(_("Everybody keeps out for themselves."))


def can_score(person: Person, file: SelectionFile) -> Decision:
    """Tell whether a person may mark a file: a member of that day without interest in it, until it is decided."""
    if not queries.seats_held(person, file.selection):
        return deny(_("Only the members of the selection body mark files."))
    return _takes_marks(file) if (decision := can_read_file(person, file)) else decision


def _takes_marks(file: SelectionFile) -> Decision:
    if not file.selection.is_under_way or file.selection.session.state not in TO_COME:
        return deny(_("This file is decided, or the session is over."))
    if not queries.criteria_of(file.application):
        return deny(_("The edition has no scoring grid: none is known."))
    return ALLOW


def can_read_file_by_link(mandate: Mandate, file: SelectionFile) -> Decision:
    """
    Tell whether a member without an account may read a file by their personal link: who sits that day, without interest in it.

    Source: as for can_read_file.
    """
    if not sits_by_link(mandate, file.selection.session):
        return deny(_("The files of a selection are for the members of the body and the team."))
    if queries.bars_seat(file, mandate.seat_id):
        return deny(_("You keep out of this file: an interest is recorded."))
    return ALLOW


def can_score_by_link(mandate: Mandate, file: SelectionFile) -> Decision:
    """Tell whether a member without an account may mark a file by their personal link, until it is decided."""
    return _takes_marks(file) if (decision := can_read_file_by_link(mandate, file)) else decision


def can_declare_interest_by_link(mandate: Mandate, file: SelectionFile) -> Decision:
    """Tell whether a member without an account may say by their personal link that they keep out of a file."""
    if not file.selection.is_under_way or file.selection.session.state not in TO_COME:
        return deny(_("Interests are declared until the session is over."))
    return can_read_file_by_link(mandate, file)


def can_decide(person: Person, file: SelectionFile) -> Decision:
    """Tell whether a person may write the decision on a file: the team without interest in it, while the body sits."""
    if not (decision := can_change_selection(person, file.selection)):
        return decision
    if file.selection.session.state != SessionState.OPEN:
        return deny(_("Decisions are written while the session is open."))
    return can_read_file(person, file)


def can_freeze(person: Person, selection: SelectionSession) -> Decision:
    """Tell whether a person may freeze the decisions: the team, while the body sits."""
    if not (decision := can_change_selection(person, selection)):
        return decision
    if selection.session.state != SessionState.OPEN:
        return deny(_("Decisions are frozen while the session is open."))
    return ALLOW


def can_notify(person: Person, selection: SelectionSession) -> Decision:
    """Tell whether a person may write and send the letters: the team, once the decisions are frozen."""
    if selection.state not in DECIDED:
        return deny(_("Letters are written once the decisions are frozen."))
    return can_run_selection(person)


def can_read_letter(person: Person, letter: DecisionLetter) -> Decision:
    """Tell whether a person may read a letter: those who carry the application, the team and evaluators."""
    if is_staff_member(person) or has_role(person, RoleKind.EVALUATOR):
        return ALLOW
    if writes_application(person, letter.file.application):
        return ALLOW
    return deny(_("A letter is read by those who carry the application and by the team."))


def not_own_seat() -> Decision:
    """Say that marks are given for one's own seat."""
    return deny(_("Everybody marks for the seat they hold."))


def may_see_selections(person: Person) -> bool:
    """Tell whether the menu shows somebody the selection: the team, evaluators, those who sit."""
    return is_staff_member(person) or has_role(person, RoleKind.EVALUATOR) or may_sit(person)
