"""Themes, issues, and which contributions an issue groups."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.consultations import permissions
from essaim.steering.consultations.models import Consultation, Contribution, Grouping, Issue, Theme

from .contributions import ThemeOfAnotherConsultation
from .cycle import locked

THEME_EDITABLE = frozenset({"title", "other_wording", "note", "source"})
ISSUE_EDITABLE = frozenset({"kind", "theme", "wording", "note", "source", "place"})


class NotOfThisConsultation(Exception):
    """Contributions are grouped in the issues of their own consultation, once everybody reads them."""


@transaction.atomic
def add_theme(*, consultation: Consultation, actor: User, now: datetime, **values: object) -> Theme:
    """
    Add a theme to sort what is said.

    :param values: number, code and the fields of THEME_EDITABLE
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if its code or number is taken
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    refuse_other_fields(values, THEME_EDITABLE | {"number", "code"})
    return write_new(Theme(consultation=consultation, **values), "theme.added", actor=actor, now=now)


@transaction.atomic
def update_theme(
    *, theme: Theme, actor: User, now: datetime, reason: str = "", version: str = "", **values: object
) -> Theme:
    """
    Correct a theme, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    """
    refuse_other_fields(values, THEME_EDITABLE)
    theme = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    require(permissions.can_write_consultations(actor))
    refuse_stale(theme, values, version)
    return write_fields(theme, "theme.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def add_issue(*, consultation: Consultation, actor: User, now: datetime, **values: object) -> Issue:
    """
    Write an issue that the consultation brought out, in its exact wording.

    :param values: code and the fields of ISSUE_EDITABLE
    :raises NotAllowed: if the actor is not of the team
    :raises ThemeOfAnotherConsultation: if the theme is not one of its own
    :raises ValidationError: if its code is taken
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    refuse_other_fields(values, ISSUE_EDITABLE | {"code"})
    _refuse_other_theme(consultation, values)
    issue = Issue(consultation=consultation, search_key=fold(str(values["wording"])), **values)
    return write_new(issue, "issue.added", actor=actor, now=now)


def _refuse_other_theme(consultation: Consultation, values: dict[str, object]) -> None:
    theme = values.get("theme")
    if isinstance(theme, Theme) and theme.consultation_id != consultation.pk:
        raise ThemeOfAnotherConsultation


@transaction.atomic
def update_issue(
    *, issue: Issue, actor: User, now: datetime, reason: str = "", version: str = "", **values: object
) -> Issue:
    """
    Correct an issue, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises ThemeOfAnotherConsultation: if the theme is not one of its consultation
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    """
    refuse_other_fields(values, ISSUE_EDITABLE)
    issue = Issue.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=issue.pk)
    require(permissions.can_write_consultations(actor))
    refuse_stale(issue, values, version)
    _refuse_other_theme(issue.consultation, values)
    keys = {"search_key": fold(str(values["wording"]))} if "wording" in values else {}
    return write_fields(issue, "issue.updated", {**values, **keys}, actor=actor, now=now, reason=reason)


@transaction.atomic
def sort_contributions(
    *, consultation: Consultation, theme: Theme, numbers: Collection[int], actor: User, now: datetime
) -> int:
    """
    Sort published contributions into a theme; return how many changed.

    :raises NotAllowed: if the actor is not of the team
    :raises ThemeOfAnotherConsultation: if the theme is not one of this consultation
    :raises NotOfThisConsultation: if a number is not that of one of its published contributions
    """
    require(permissions.can_write_consultations(actor))
    if theme.consultation_id != consultation.pk:
        raise ThemeOfAnotherConsultation
    changed = [row for row in _published(consultation, numbers) if row.theme_id != theme.pk]
    for row in changed:
        write_fields(row, "contribution.sorted", {"theme": theme}, actor=actor, now=now)
    return len(changed)


@transaction.atomic
def group_contributions(*, issue: Issue, numbers: Collection[int], actor: User, now: datetime) -> int:
    """
    Group published contributions in an issue; those that are there already stay. Return how many were added.

    A contribution without theme takes that of the issue.

    :raises NotAllowed: if the actor is not of the team
    :raises NotOfThisConsultation: if a number is not that of a published contribution of the same consultation
    """
    issue = Issue.objects.select_for_update(of=("self",)).select_related("consultation", "theme").get(pk=issue.pk)
    require(permissions.can_write_consultations(actor))
    there = set(issue.groupings.values_list("contribution_id", flat=True))
    rows = [row for row in _published(issue.consultation, numbers) if row.pk not in there]
    for row in rows:
        write_new(Grouping(issue=issue, contribution=row), "contribution.grouped", actor=actor, now=now)
        if row.theme_id is None and issue.theme is not None:
            write_fields(row, "contribution.sorted", {"theme": issue.theme}, actor=actor, now=now)
    return len(rows)


def _published(consultation: Consultation, numbers: Collection[int]) -> list[Contribution]:
    wanted = set(numbers)
    rows = consultation.contributions.readable().select_for_update(of=("self",))
    found = list(rows.filter(number__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise NotOfThisConsultation
    return found


@transaction.atomic
def ungroup_contribution(*, grouping: Grouping, actor: User, now: datetime, reason: str) -> None:
    """
    Take a contribution out of an issue, saying why.

    :raises NotAllowed: if the actor is not of the team
    """
    grouping = Grouping.objects.select_for_update(of=("self",)).get(pk=grouping.pk)
    require(permissions.can_write_consultations(actor))
    record("contribution.ungrouped", actor=actor, target=grouping, at=now, reason=reason)
    grouping.delete()
