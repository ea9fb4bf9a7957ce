"""The selection: sessions, files before them, interests, marks, the money there is, letters."""

from __future__ import annotations

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.delivery.calls_for_projects.states import (
    OUTCOME_TONES,
    SELECTION_TONES,
    AidType,
    FileOutcome,
    GrantNature,
    InterestKind,
    SelectionState,
)
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.territory.models import Zone
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.action_plan.models import Act
from essaim.steering.committees.models import AgendaPoint, Mandate, Seat, Session

from .applications import Application
from .calls import Call
from .parts import Criterion


@tracked
class SelectionSession(models.Model):
    """
    A sitting of the selection body on the complete files of a call; convocation, presence and minutes are the body's.

    digest: SHA-256 of what was decided, written when it is frozen.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="selections", verbose_name=_("call"))
    session = models.OneToOneField(
        Session, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("of a body", "session")
    )
    state = models.CharField(
        pgettext_lazy("of a selection session", "state"),
        max_length=20,
        choices=SelectionState,
        default=SelectionState.PREPARED,
    )
    taken_at = models.DateTimeField(_("files taken"))
    frozen_at = models.DateTimeField(_("decisions frozen"), null=True, blank=True)
    notified_at = models.DateTimeField(_("letters sent"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason of the cancellation"), max_length=300, blank=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("selection session")
        verbose_name_plural = _("selection sessions")
        ordering = ["-session__day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(state=SelectionState.PREPARED),
                name="call_has_one_selection_under_way",
                violation_error_message=_("A selection of this call is under way: decide or cancel it first."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[SelectionState.FROZEN, SelectionState.NOTIFIED], frozen_at__isnull=False)
                & ~Q(digest="")
                | Q(state__in=[SelectionState.PREPARED, SelectionState.CANCELLED], frozen_at__isnull=True, digest=""),
                name="decided_selection_has_its_moment_and_digest",
            ),
            models.CheckConstraint(
                condition=~Q(state=SelectionState.NOTIFIED) | Q(notified_at__isnull=False),
                name="notified_selection_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=SelectionState.CANCELLED) | ~Q(cancel_reason=""),
                name="cancelled_selection_says_why",
                violation_error_message=_("Say why it is cancelled."),
            ),
        ]

    def __str__(self) -> str:
        """Show the call and the day."""
        return f"{self.call.name}, {day_in_words(self.session.day)}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("calls_for_projects:selection", args=[self.pk])

    @property
    def tone(self) -> str:
        """The colour that repeats its state."""
        return SELECTION_TONES[SelectionState(self.state)]

    @property
    def is_under_way(self) -> bool:
        """Whether something can still be scored and decided."""
        return self.state == SelectionState.PREPARED


@tracked
class Allowance(models.Model):
    """
    The money a selection session may grant for a year, whole or for a type of aid or a territory, and the act that votes it.

    What is granted stays within every allowance that covers it. The room of money says out of which envelope it is drawn.
    """

    selection = models.ForeignKey(
        SelectionSession, on_delete=models.PROTECT, related_name="allowances", verbose_name=_("selection session")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    aid_type = models.CharField(
        _("only for this type of aid"), max_length=20, choices=AidType, blank=True, help_text=_("Empty for all of them")
    )
    territory = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for this territory"),
        help_text=_("Empty for all of them"),
    )
    amount_cents = models.PositiveBigIntegerField(_("amount"))
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+", verbose_name=_("act that votes it"))

    class Meta:
        verbose_name = pgettext_lazy("of a selection session", "allowance")
        verbose_name_plural = pgettext_lazy("of a selection session", "allowances")
        ordering = ["selection", "year", "aid_type", "territory", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "year", "aid_type", "territory"],
                nulls_distinct=False,
                name="allowance_is_given_once_for_the_same_thing",
                violation_error_message=_("There is an allowance for this already: correct that one."),
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="allowance_is_more_than_nothing",
                violation_error_message=_("An allowance is more than nothing."),
            ),
        ]

    def __str__(self) -> str:
        """Show what it covers."""
        parts = [str(self.year), self.get_aid_type_display() if self.aid_type else "", str(self.territory or "")]
        return ", ".join(part for part in parts if part)

    def covers(self, *, year: int | None, aid_type: str, territory_id: int | None) -> bool:
        """Tell whether a grant of a year, a type of aid and a territory is taken from it."""
        return (
            self.year == year
            and self.aid_type in {"", aid_type}
            and (self.territory_id is None or self.territory_id == territory_id)
        )


@tracked
class SelectionFile(models.Model):
    """
    An application before a selection session, with what limits its amount as it was taken, and what is decided.

    requested_cents, ceiling_cents, share_cents: no amount goes beyond any of them, by constraint; empty is a limit that is
    not set, or not known. cited: the criteria or rules that the letter cites, as {"code", "title"}.
    next_help: what help is there next, whatever the decision. Once frozen, the database refuses to change the row.
    """

    selection = models.ForeignKey(
        SelectionSession, on_delete=models.PROTECT, related_name="files", verbose_name=_("selection session")
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        related_name="selection_files",
        verbose_name=pgettext_lazy("to a call", "application"),
    )
    point = models.OneToOneField(
        AgendaPoint, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("of an agenda", "point")
    )
    requested_cents = models.PositiveBigIntegerField(_("amount asked for"), null=True, blank=True)
    ceiling_cents = models.PositiveBigIntegerField(_("ceiling"), null=True, blank=True)
    share_cents = models.PositiveBigIntegerField(_("limit by the share of the budget"), null=True, blank=True)
    outcome = models.CharField(
        pgettext_lazy("on an application", "decision"), max_length=20, choices=FileOutcome, blank=True
    )
    nature = models.CharField(_("what is granted"), max_length=20, choices=GrantNature, blank=True)
    granted_cents = models.PositiveBigIntegerField(_("amount granted"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    cited = models.JSONField(_("criteria cited"), default=list, blank=True)
    reason = models.TextField(pgettext_lazy("of a decision", "reason"), max_length=2000, blank=True)
    next_help = models.TextField(_("help available next"), max_length=2000, blank=True)
    frozen_at = models.DateTimeField(_("decision frozen"), null=True, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="decision_is_final",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]
        verbose_name = _("file of a selection")
        verbose_name_plural = _("files of a selection")
        ordering = ["selection", "point__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "application"], name="file_is_once_in_a_selection"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(frozen_at__isnull=True),
                name="file_is_in_one_selection_at_a_time",
            ),
            models.CheckConstraint(condition=Q(frozen_at__isnull=True) | ~Q(outcome=""), name="frozen_file_is_decided"),
            models.CheckConstraint(
                condition=Q(
                    outcome=FileOutcome.GRANTED, nature=GrantNature.SUBSIDY, granted_cents__gt=0, year__isnull=False
                )
                | Q(outcome=FileOutcome.GRANTED, nature=GrantNature.IN_KIND, granted_cents__isnull=True)
                | (~Q(outcome=FileOutcome.GRANTED) & Q(granted_cents__isnull=True, nature="")),
                name="grant_is_an_amount_or_help",
                violation_error_message=_("A subsidy has an amount and a year; help other than money has none."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(requested_cents__isnull=True)
                    | Q(granted_cents__isnull=True)
                    | Q(granted_cents__lte=F("requested_cents"))
                )
                & (
                    Q(ceiling_cents__isnull=True)
                    | Q(granted_cents__isnull=True)
                    | Q(granted_cents__lte=F("ceiling_cents"))
                )
                & (
                    Q(share_cents__isnull=True) | Q(granted_cents__isnull=True) | Q(granted_cents__lte=F("share_cents"))
                ),
                name="grant_stays_within_each_limit",
                violation_error_message=_(
                    "The amount is beyond what was asked for, the ceiling or the share of the budget."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[FileOutcome.REFUSED, FileOutcome.DEFERRED]) | (~Q(reason="") & ~Q(cited=[])),
                name="refusal_cites_its_criteria_and_reason",
                violation_error_message=_(
                    "A refusal or a deferral cites its criteria and says why: who applied reads it."
                ),
            ),
        ]

    def __str__(self) -> str:
        """Show the reference of the application."""
        return self.application.reference

    def get_absolute_url(self) -> str:
        """Return the address of its page before the session."""
        return reverse("calls_for_projects:selection_file", args=[self.pk])

    @property
    def at_most_cents(self) -> int | None:
        """The most it can be given; None when nothing limits it that is known."""
        known = [cents for cents in (self.requested_cents, self.ceiling_cents, self.share_cents) if cents is not None]
        return min(known) if known else None

    @property
    def outcome_tone(self) -> str:
        """The colour that repeats the decision."""
        return OUTCOME_TONES[FileOutcome(self.outcome)] if self.outcome else ""


@tracked(exclude=["note"])
class MemberTie(models.Model):
    """An interest that a member of a body declares beforehand in a structure: it is found again at each selection."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    kind = models.CharField(_("interest"), max_length=20, choices=InterestKind)
    note = models.CharField(pgettext_lazy("of an interest", "note"), max_length=300, blank=True)
    declared_at = models.DateTimeField(pgettext_lazy("of an interest", "declared"))

    class Meta:
        verbose_name = _("interest declared by a member")
        verbose_name_plural = _("interests declared by members")
        ordering = ["mandate", "organization", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "organization", "kind"],
                name="member_declares_an_interest_once",
                violation_error_message=_("This interest is declared already."),
            )
        ]

    def __str__(self) -> str:
        """Show the seat and the structure, never the person."""
        return f"{self.mandate.seat} – {self.organization}"


@tracked
class Interest(models.Model):
    """What ties a seat to a file: found in the records or declared. Its members neither read, score nor discuss that file."""

    file = models.ForeignKey(SelectionFile, on_delete=models.PROTECT, related_name="interests", verbose_name=_("file"))
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("committee", "seat")
    )
    kind = models.CharField(_("interest"), max_length=20, choices=InterestKind)
    reason = models.CharField(_("interest, as the minutes say it"), max_length=300)
    found_at = models.DateTimeField(pgettext_lazy("of an interest", "found"))

    class Meta:
        verbose_name = _("interest in a file")
        verbose_name_plural = _("interests in files")
        ordering = ["file", "seat", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "seat"],
                name="seat_is_barred_once_from_a_file",
                violation_error_message=_("This member keeps out of this file already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="interest_in_a_file_is_said",
                violation_error_message=_("Say what the interest is, without naming anybody."),
            ),
        ]

    def __str__(self) -> str:
        """Show the seat and the file."""
        return f"{self.seat} – {self.file}"


@tracked
class Score(models.Model):
    """The mark that a seat gives to a file on a criterion of its edition."""

    file = models.ForeignKey(SelectionFile, on_delete=models.PROTECT, related_name="scores", verbose_name=_("file"))
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("committee", "seat")
    )
    criterion = models.ForeignKey(
        Criterion,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("of a scoring grid", "criterion"),
    )
    mark = models.PositiveSmallIntegerField(_("mark"))
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    scored_at = models.DateTimeField(_("scored"))

    class Meta:
        verbose_name = pgettext_lazy("of a criterion", "score")
        verbose_name_plural = pgettext_lazy("of a criterion", "scores")
        ordering = ["file", "seat", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "seat", "criterion"], name="seat_marks_a_criterion_of_a_file_once"),
        ]

    def __str__(self) -> str:
        """Show the file and the criterion."""
        return f"{self.file} – {self.criterion}"

    def clean(self) -> None:
        """
        Keep to the grid of the edition, and to the marks that its scale anchors by words.

        :raises ValidationError: if the criterion is of another edition, or the mark is not on its scale
        """
        if self.criterion.edition_id != self.file.application.edition_id:
            raise ValidationError({"criterion": gettext("This criterion is of another edition.")})
        if self.mark not in [step["mark"] for step in self.criterion.scale]:
            raise ValidationError({"mark": gettext("This mark is not on the scale of the criterion.")})


@tracked(exclude=["content"])
class DecisionLetter(models.Model):
    """The letter that tells a decision, as it was written: made once, whatever the number of times it is asked for."""

    file = models.OneToOneField(SelectionFile, on_delete=models.PROTECT, related_name="letter", verbose_name=_("file"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        triggers = [pgtrigger.Protect(name="letter_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]
        verbose_name = _("letter on a decision")
        verbose_name_plural = _("letters on decisions")
        ordering = ["file"]

    def __str__(self) -> str:
        """Show the file."""
        return str(self.file)

    def get_absolute_url(self) -> str:
        """Return the address of the letter."""
        return reverse("calls_for_projects:decision_letter", args=[self.file.application.reference, self.file.pk])
