"""Leads the team through a consultation: what is done, what to do now, what comes later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.ui.guides import DONE, LATER, NOW, Guide, Step, link_door
from essaim.steering.consultations import permissions, queries
from essaim.steering.consultations.models import Consultation, Phase
from essaim.steering.consultations.states import ConsultationState

from .finding import address

ANCHOR = "etape"
QUESTION, CALENDAR, THEMES, OPENING, GATHERING, READING, SORTING, CLOSING, ANSWERING, PUBLISHING = range(10)


def guide_of(
    request: HttpRequest,
    found: Consultation,
    *,
    today: date,
    coverage: queries.Coverage | None = None,
    is_whole: bool = False,
) -> Guide | None:
    """
    Say where a consultation stands and what comes next, to the team; None to anybody else, and where it is done.

    :param coverage: counted already, for a page that shows it; without it nothing is counted, only looked for
    :param is_whole: tell all the steps, which need the coverage
    """
    if not is_staff_member(request.user):
        return None
    stages = _Stages(found, today, coverage)
    now = stages.place_of_now()
    steps = stages.steps(now) if is_whole else ()
    whole_url = "" if is_whole else f"{found.get_absolute_url()}#{ANCHOR}"
    if now is None:
        text = _("The answers are published, and nothing waits.")
        return Guide(_("Everything is done"), text, steps=steps, anchor=ANCHOR, whole_url=whole_url)
    stage = stages[now]
    doors = [link_door(label, address(name, found)) for label, name in (stage.door,)]
    doors += [link_door(label, address(name, found), "outline") for label, name in stage.others()]
    if doors[0].url == request.path:
        return None
    return Guide(stage.title, stage.said(), tuple(doors), steps, ANCHOR, whole_url)


Words = tuple[str, str]


def _no_other() -> tuple[Words, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class _Stage:
    """
    One stage of the work of the team; whether it is done and what is said of it are asked of the database when looked at.

    door: where it is done, as (words, name of the page); others: other ways.
    """

    title: str
    is_done: Callable[[], bool]
    said: Callable[[], str]
    door: Words
    others: Callable[[], tuple[Words, ...]] = _no_other


class _Stages:
    """The stages of a consultation, in order."""

    def __init__(self, found: Consultation, today: date, coverage: queries.Coverage | None) -> None:
        self.found, self.today, self.coverage = found, today, coverage
        # Each is made when it is looked at.
        self._makers = (
            self._question,
            self._calendar,
            self._themes,
            self._opening,
            self._gathering,
            self._reading,
            self._sorting,
            self._closing,
            self._answering,
            self._publishing,
        )

    def __getitem__(self, place: int) -> _Stage:
        return self._makers[place]()

    def steps(self, now: int | None) -> tuple[Step, ...]:
        """Tell all the stages."""
        stages = [self[place] for place in range(len(self._makers))]
        return tuple(
            Step(stage.title, DONE if stage.is_done() else NOW if place == now else LATER, stage.said())
            for place, stage in enumerate(stages)
        )

    def place_of_now(self) -> int | None:
        """Choose the stage of now: what waits before what can wait, whatever the order of the calendar."""
        wanted: tuple[int, ...] = {
            ConsultationState.DRAFT: (QUESTION, CALENDAR, THEMES, OPENING),
            ConsultationState.OPEN: (READING, SORTING, GATHERING, CLOSING),
            ConsultationState.CLOSED: (READING, SORTING, ANSWERING, PUBLISHING),
            ConsultationState.ANSWERED: (READING, ANSWERING),
        }[ConsultationState(self.found.state)]
        return next((place for place in wanted if self._is_wanted(place)), None)

    def _is_wanted(self, place: int) -> bool:
        if place == GATHERING and not self._goes_on:
            return False
        return not self[place].is_done()

    @cached_property
    def _phases(self) -> list[Phase]:
        # Kept on the consultation, where permissions read them again.
        prefetch_related_objects([self.found], "phases")
        return sorted(self.found.phases.all(), key=lambda phase: phase.number)

    @property
    def _goes_on(self) -> bool:
        return any(
            phase.takes_contributions and (phase.ends_on is None or phase.ends_on > self.today)
            for phase in self._phases
        )

    @property
    def _is_draft(self) -> bool:
        return self.found.state == ConsultationState.DRAFT

    @cached_property
    def _has_unread(self) -> bool:
        return bool(self.coverage.unread_count) if self.coverage else queries.waits_for_reading(self.found)

    @cached_property
    def _has_unsorted(self) -> bool:
        return bool(self.coverage.to_sort_count) if self.coverage else queries.waits_for_sorting(self.found)

    @cached_property
    def _has_unanswered(self) -> bool:
        return bool(self.coverage.missing_count) if self.coverage else queries.waits_for_answers(self.found)

    def _question(self) -> _Stage:
        return _Stage(
            _("Say what is asked"),
            lambda: bool(self.found.question or self.found.summary),
            lambda: _("People read it above the form where they write."),
            (_("Write what is asked"), "consultation_edit"),
        )

    def _calendar(self) -> _Stage:
        return _Stage(
            _("Write the calendar"),
            lambda: bool(self._phases),
            self._said_of_calendar,
            (_("Add a step to the calendar"), "phase_create"),
        )

    def _said_of_calendar(self) -> str:
        count = sum(phase.takes_contributions for phase in self._phases)
        if count:
            return ngettext(
                "%(count)s step takes contributions online.", "%(count)s steps take contributions online.", count
            ) % {"count": count}
        if self._phases:
            return _("No step takes contributions online yet: without one, nobody can write.")
        return _("At least one step, with its days. People write online during the steps that take contributions.")

    def _themes(self) -> _Stage:
        return _Stage(
            _("Name the themes"),
            lambda: not self._is_draft or bool(self._theme_count),
            self._said_of_themes,
            (_("Add a theme"), "theme_create"),
            lambda: ((_("Open it without themes"), "consultation_open"),),
        )

    @cached_property
    def _theme_count(self) -> int:
        return self.found.themes.count()

    def _said_of_themes(self) -> str:
        count = self._theme_count
        if not count:
            return _("Two to seven are enough. They can be added later too.")
        return ngettext("%(count)s theme.", "%(count)s themes.", count) % {"count": count}

    def _opening(self) -> _Stage:
        opened = self.found.opened_on
        return _Stage(
            _("Open it to the public"),
            lambda: opened is not None,
            lambda: _("Open since %s.") % date_format(opened) if opened else _("The team alone reads it until then."),
            (_("Open it to the public"), "consultation_open"),
        )

    def _gathering(self) -> _Stage:
        return _Stage(
            _("Gather what people say"),
            lambda: self.found.state in (ConsultationState.CLOSED, ConsultationState.ANSWERED),
            self._said_of_gathering,
            (_("Enter what was said on paper or in a meeting"), "contribution_enter"),
            lambda: ((_("Close it and sum it up"), "consultation_close"),),
        )

    def _said_of_gathering(self) -> str:
        if self._is_draft or self.coverage is None:
            return _("Online, on paper, in meetings: each weighs the same.")
        count = self.coverage.contribution_count
        said = ngettext("%(count)s contribution so far.", "%(count)s contributions so far.", count) % {"count": count}
        if self.found.state != ConsultationState.OPEN:
            return said
        decision = permissions.can_contribute(self.found, today=self.today)
        if not decision:
            return f"{said} {decision.reason}"
        ends = [phase.last_day for phase in self._phases if phase.takes_contributions and phase.covers(self.today)]
        until = next((end for end in ends if end is not None), None)
        if until is None:
            return _("%(said)s People write online: give them the address of this page.") % {"said": said}
        return _("%(said)s People write online until the evening of %(day)s: give them the address of this page.") % {
            "said": said,
            "day": date_format(until),
        }

    def _reading(self) -> _Stage:
        return _Stage(
            _("Read what arrives, then publish it"),
            lambda: not self._is_draft and not self._has_unread,
            self._said_of_reading,
            (_("Read the next one"), "next_to_read"),
        )

    def _said_of_reading(self) -> str:
        if not self._has_unread:
            return _("Nothing waits to be read.")
        if self.coverage is None:
            return _("Contributions wait to be read.")
        count = self.coverage.unread_count
        return ngettext("%(count)s waits to be read.", "%(count)s wait to be read.", count) % {"count": count}

    def _sorting(self) -> _Stage:
        return _Stage(
            _("Sort what says the same thing"),
            lambda: not self._is_draft and not self._has_unsorted,
            self._said_of_sorting,
            (_("Sort into themes and issues"), "grouping"),
        )

    def _said_of_sorting(self) -> str:
        if self.coverage is None:
            return _("Contributions are in no issue and have no answer of their own.")
        left = self.coverage.to_sort_count
        if not left:
            count = self.coverage.issue_count
            return ngettext("%(count)s issue.", "%(count)s issues.", count) % {"count": count}
        return ngettext(
            "%(count)s is in no issue and has no answer of its own.",
            "%(count)s are in no issue and have no answer of their own.",
            left,
        ) % {"count": left}

    def _closing(self) -> _Stage:
        closed = self.found.closed_on
        return _Stage(
            _("Close it and sum it up"),
            lambda: closed is not None,
            lambda: (
                _("Closed since %s.") % date_format(closed)
                if closed
                else _("Nobody writes online any more; answers are next.")
            ),
            (_("Close it and sum it up"), "consultation_close"),
        )

    def _answering(self) -> _Stage:
        is_over = self.found.state in (ConsultationState.CLOSED, ConsultationState.ANSWERED)
        return _Stage(
            _("Answer each issue, and what is in none"),
            lambda: is_over and not self._has_unanswered,
            self._said_of_answering,
            (_("Answer the next one"), "next_to_answer"),
            lambda: (
                ((_("Publish the answers, the missing ones listed"), "consultation_publish"),)
                if self.found.state == ConsultationState.CLOSED
                else ()
            ),
        )

    def _said_of_answering(self) -> str:
        if not self._has_unanswered:
            return _("Everything has an answer.")
        if self.coverage is None:
            return _("Answers are missing.")
        count = self.coverage.missing_count
        return ngettext("%(count)s answer is missing.", "%(count)s answers are missing.", count) % {"count": count}

    def _publishing(self) -> _Stage:
        answered = self.found.answered_on
        return _Stage(
            _("Publish the answers"),
            lambda: answered is not None,
            lambda: (
                _("Published since %s.") % date_format(answered)
                if answered
                else _("“What you said, what we did” is then final, and those who left an address are told.")
            ),
            (_("Publish the answers"), "consultation_publish"),
        )
