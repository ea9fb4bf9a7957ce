"""
Votes, opinions and requests for them.

A secret ballot is nowhere: the urn holds encrypted counters, the mark says only that a seat voted. Neither is tracked
by the history, whose rows would bear a moment.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.committees.states import Choice, OpinionSense, RequestState, VoteMode, VoteState

from .bodies import Body, College, Seat
from .sessions import AgendaPoint


@tracked(exclude=["salt"])
class Vote(models.Model):
    """
    A vote on a point, its question and the quorum it was closed under.

    quorum: at the closing, one mapping a line (college or none, in office, counted, required).
    """

    point = models.ForeignKey(AgendaPoint, on_delete=models.PROTECT, related_name="votes")
    mode = models.CharField(pgettext_lazy("of a vote", "mode"), max_length=10, choices=VoteMode, default=VoteMode.HANDS)
    question = models.CharField(pgettext_lazy("of a vote", "question"), max_length=500)
    state = models.CharField(_("state"), max_length=10, choices=VoteState, default=VoteState.OPEN)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    quorum = models.JSONField(pgettext_lazy("of a vote", "quorum"), default=list, blank=True)
    is_quorum_reached = models.BooleanField(_("quorum reached"), default=False)
    abandon_reason = models.CharField(_("why it was abandoned"), max_length=300, blank=True)
    salt = models.BinaryField(max_length=16, default=bytes, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("of a body", "vote")
        verbose_name_plural = pgettext_lazy("of a body", "votes")
        ordering = ["point", "opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point"],
                condition=~Q(state=VoteState.ABANDONED),
                name="point_is_voted_on_once",
                violation_error_message=_("This point has been voted on already."),
            ),
            models.CheckConstraint(
                condition=Q(state=VoteState.OPEN, closed_at__isnull=True)
                | (~Q(state=VoteState.OPEN) & Q(closed_at__isnull=False)),
                name="vote_is_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=VoteState.CLOSED) | Q(is_quorum_reached=True), name="no_vote_without_a_quorum"
            ),
        ]

    def __str__(self) -> str:
        """Show its question."""
        return self.question


class Tally(models.Model):
    """How many ballots of a college said one thing, written once at the closing; college is empty for small ones together."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="tallies")
    college = models.ForeignKey(College, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    choice = models.CharField(_("choice"), max_length=10, choices=Choice)
    count = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("count of a vote")
        verbose_name_plural = _("counts of votes")
        ordering = ["vote", "college__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vote", "college", "choice"], name="choice_is_counted_once_a_college", nulls_distinct=False
            )
        ]
        triggers = [
            pgtrigger.Protect(name="count_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Show the choice and its count."""
        return f"{self.get_choice_display()}: {self.count}"


class VoteMark(models.Model):
    """A seat has voted; never what. Nothing else is kept here, neither moment nor who pressed the button."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="marks")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("mark of a voter")
        verbose_name_plural = _("marks of voters")
        ordering = ["vote", "seat"]
        constraints = [models.UniqueConstraint(fields=["vote", "seat"], name="seat_votes_once_in_a_vote")]

    def __str__(self) -> str:
        """Show the seat."""
        return str(self.seat)


class Urn(models.Model):
    """The sealed counters of a secret vote while it is open; gone once it is counted."""

    vote = models.OneToOneField(Vote, on_delete=models.CASCADE, related_name="urn")
    groups = models.JSONField(default=dict)
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("sealed urn")
        verbose_name_plural = _("sealed urns")

    def __str__(self) -> str:
        """Show nothing of what is in it."""
        return f"{self.vote_id}"


@tracked
class NamedBallot(models.Model):
    """What a seat answered in a written consultation, where answers are known by name."""

    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="named_ballots")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(_("choice"), max_length=10, choices=Choice)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("written answer")
        verbose_name_plural = _("written answers")
        ordering = ["vote", "answered_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "seat"], name="seat_answers_once_in_writing")]

    def __str__(self) -> str:
        """Show the seat and its answer."""
        return f"{self.seat}: {self.get_choice_display()}"


@tracked
class OpinionRequest(models.Model):
    """
    An opinion asked of a body by another room, which alone knows what it is about.

    subject_kind, subject_id: room and model, and the object's id as text; subject_url: the path of its page.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="requests", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=300)
    question = models.TextField(pgettext_lazy("to a body", "question"))
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    subject_url = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("awaited by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=RequestState, default=RequestState.ASKED)

    class Meta:
        verbose_name = _("request for an opinion")
        verbose_name_plural = _("requests for opinions")
        ordering = ["asked_on", "pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="request_by_its_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=models.F("asked_on")),
                name="opinion_is_awaited_after_it_is_asked",
                violation_error_message=_("An opinion cannot be awaited before it is asked."),
            )
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the requests of its body."""
        return reverse("committees:request_list") + f"?body={self.body.slug}"


@tracked
class Opinion(models.Model):
    """What a body answered, by a vote that reached its quorum; it never changes afterwards."""

    point = models.OneToOneField(AgendaPoint, on_delete=models.PROTECT, related_name="opinion")
    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, related_name="+")
    sense = models.CharField(pgettext_lazy("of an opinion", "sense"), max_length=20, choices=OpinionSense)
    wording = models.TextField(pgettext_lazy("of an opinion", "wording"), blank=True)
    given_at = models.DateTimeField(pgettext_lazy("of an opinion", "given"))

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["-given_at", "-pk"]
        triggers = [pgtrigger.Protect(name="opinion_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sense=OpinionSense.RESERVED) | ~Q(wording=""),
                name="reservations_are_written_down",
                violation_error_message=_("Write the reservations."),
            )
        ]

    def __str__(self) -> str:
        """Show which way it goes, and on what."""
        return f"{self.point}: {self.get_sense_display()}"

    def get_absolute_url(self) -> str:
        """Return the address of its point."""
        return self.point.get_absolute_url()
