"""Leads the team through a consultation: what is done, what to do now, what comes later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.steering.consultations import permissions, queries
from essaim.steering.consultations.models import Consultation, Phase
from essaim.steering.consultations.states import ConsultationState

from .finding import address


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step of the work of the team.

    said: what is there already, or what to do; url and label lead to where it is done, empty when there is nothing to do.
    also: another way, as (words, address).
    """

    title: str
    said: str
    is_done: bool
    url: str = ""
    label: str = ""
    also: tuple[str, str] | None = None
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """All the steps, in order; now is the one to take, None once everything is published and answered."""

    steps: tuple[Step, ...]

    @property
    def now(self) -> Step | None:
        """The step to take now."""
        return next((step for step in self.steps if step.is_now), None)

    @property
    def done_count(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)


def guide_of(
    request: HttpRequest, found: Consultation, *, today: date, coverage: queries.Coverage | None = None
) -> Guide | None:
    """Say where a consultation stands and what comes next, to the team; None to anybody else, and where it is done."""
    if not is_staff_member(request.user):
        return None
    counted = coverage or queries.coverage(found)
    # Kept on the consultation, where permissions read them again.
    prefetch_related_objects([found], "phases")
    phases = sorted(found.phases.all(), key=lambda phase: phase.number)
    steps = [
        _question(found),
        _calendar(found, phases),
        _themes(found),
        _opening(found),
        _gathering(found, phases, counted, today),
        _reading(found, counted),
        _sorting(found, counted),
        _closing(found, counted),
        _answering(found, counted),
        _publishing(found, counted),
    ]
    now = _place_of_now(found, steps, phases, today)
    if now is not None and steps[now].url == request.path:
        return None
    return Guide(tuple(replace(step, is_now=place == now) for place, step in enumerate(steps)))


QUESTION, CALENDAR, THEMES, OPENING, GATHERING, READING, SORTING, CLOSING, ANSWERING, PUBLISHING = range(10)


def _place_of_now(found: Consultation, steps: list[Step], phases: list[Phase], today: date) -> int | None:
    """Choose the step of now: what waits before what can wait, whatever the order of the calendar."""
    wanted: tuple[int, ...]
    if found.state == ConsultationState.DRAFT:
        wanted = (QUESTION, CALENDAR, THEMES, OPENING)
    elif found.state == ConsultationState.OPEN:
        goes_on = any(
            phase.takes_contributions and (phase.ends_on is None or phase.ends_on > today) for phase in phases
        )
        wanted = (READING, SORTING, GATHERING if goes_on else CLOSING, CLOSING)
    elif found.state == ConsultationState.CLOSED:
        wanted = (READING, SORTING, ANSWERING, PUBLISHING)
    else:
        wanted = (READING, ANSWERING)
    return next((place for place in wanted if not steps[place].is_done), None)


def _question(found: Consultation) -> Step:
    return Step(
        _("Say what is asked"),
        _("People read it above the form where they write."),
        bool(found.question or found.summary),
        address("consultation_edit", found),
        _("Write what is asked"),
    )


def _calendar(found: Consultation, phases: list[Phase]) -> Step:
    writes = [phase for phase in phases if phase.takes_contributions]
    said = _("At least one step, with its days. People write online during the steps that take contributions.")
    if writes:
        said = ngettext(
            "%(count)s step takes contributions online.", "%(count)s steps take contributions online.", len(writes)
        ) % {"count": len(writes)}
    elif phases:
        said = _("No step takes contributions online yet: without one, nobody can write.")
    return Step(
        _("Write the calendar"), said, bool(phases), address("phase_create", found), _("Add a step to the calendar")
    )


def _themes(found: Consultation) -> Step:
    count = found.themes.count()
    said = ngettext("%(count)s theme.", "%(count)s themes.", count) % {"count": count}
    return Step(
        _("Name the themes"),
        said if count else _("Two to seven are enough. They can be added later too."),
        bool(count) or found.state != ConsultationState.DRAFT,
        address("theme_create", found),
        _("Add a theme"),
        (_("Open it without themes"), address("consultation_open", found)),
    )


def _opening(found: Consultation) -> Step:
    opened = found.opened_on
    return Step(
        _("Open it to the public"),
        _("Open since %s.") % date_format(opened) if opened else _("The team alone reads it until then."),
        opened is not None,
        address("consultation_open", found),
        _("Open it to the public"),
    )


def _gathering(found: Consultation, phases: list[Phase], counted: queries.Coverage, today: date) -> Step:
    decision = permissions.can_contribute(found, today=today)
    ends = [phase.ends_on for phase in phases if phase.takes_contributions and phase.covers(today)]
    until = next((end for end in ends if end is not None), None)
    said = ngettext("%(count)s contribution so far.", "%(count)s contributions so far.", counted.contribution_count) % {
        "count": counted.contribution_count
    }
    if found.state == ConsultationState.OPEN:
        if not decision:
            said = f"{said} {decision.reason}"
        elif until:
            said = _("%(said)s People write online until %(day)s (excluded): give them the address of this page.") % {
                "said": said,
                "day": date_format(until),
            }
        else:
            said = _("%(said)s People write online: give them the address of this page.") % {"said": said}
    return Step(
        _("Gather what people say"),
        said if found.state != ConsultationState.DRAFT else _("Online, on paper, in meetings: each weighs the same."),
        found.state in (ConsultationState.CLOSED, ConsultationState.ANSWERED),
        address("contribution_enter", found),
        _("Enter what was said on paper or in a meeting"),
        (_("Close it and sum it up"), address("consultation_close", found)),
    )


def _reading(found: Consultation, counted: queries.Coverage) -> Step:
    waiting = counted.unread_count
    said = ngettext("%(count)s waits to be read.", "%(count)s wait to be read.", waiting) % {"count": waiting}
    return Step(
        _("Read what arrives, then publish it"),
        said if waiting else _("Nothing waits to be read."),
        not waiting and _has_begun(found),
        address("next_to_read", found),
        _("Read the next one"),
    )


def _sorting(found: Consultation, counted: queries.Coverage) -> Step:
    left = counted.to_sort_count
    said = ngettext(
        "%(count)s is in no issue and has no answer of its own.",
        "%(count)s are in no issue and have no answer of their own.",
        left,
    ) % {"count": left}
    done = ngettext("%(count)s issue.", "%(count)s issues.", counted.issue_count) % {"count": counted.issue_count}
    return Step(
        _("Sort what says the same thing"),
        said if left else done,
        not left and _has_begun(found),
        address("grouping", found),
        _("Sort into themes and issues"),
    )


def _closing(found: Consultation, counted: queries.Coverage) -> Step:
    closed = found.closed_on
    return Step(
        _("Close it and sum it up"),
        _("Closed since %s.") % date_format(closed)
        if closed
        else _("Nobody writes online any more; answers are next."),
        closed is not None,
        address("consultation_close", found),
        _("Close it and sum it up"),
    )


def _answering(found: Consultation, counted: queries.Coverage) -> Step:
    missing = counted.missing_count
    said = ngettext("%(count)s answer is missing.", "%(count)s answers are missing.", missing) % {"count": missing}
    return Step(
        _("Answer each issue, and what is in none"),
        said if missing else _("Everything has an answer."),
        not missing and found.state in (ConsultationState.CLOSED, ConsultationState.ANSWERED),
        address("next_to_answer", found),
        _("Answer the next one"),
        (_("Publish the answers, the missing ones listed"), address("consultation_publish", found))
        if found.state == ConsultationState.CLOSED
        else None,
    )


def _publishing(found: Consultation, counted: queries.Coverage) -> Step:
    answered = found.answered_on
    return Step(
        _("Publish the answers"),
        _("Published since %s.") % date_format(answered)
        if answered
        else _("“What you said, what we did” is then final, and those who left an address are told."),
        answered is not None,
        address("consultation_publish", found),
        _("Publish the answers"),
    )


def _has_begun(found: Consultation) -> bool:
    return found.state != ConsultationState.DRAFT
