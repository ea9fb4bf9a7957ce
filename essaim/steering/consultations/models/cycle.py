"""Consultations, their calendar, what sources say of them, who they say took part."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.events.models import Event
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.models import Plan, Source
from essaim.steering.consultations.states import ConsultationState, PhaseKind

BEGINNING_WORDS = 15
PAST_DRAFT = [ConsultationState.OPEN, ConsultationState.CLOSED, ConsultationState.ANSWERED]
PAST_OPEN = [ConsultationState.CLOSED, ConsultationState.ANSWERED]


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Vocabulary on consultations."""

    def public(self) -> ConsultationQuerySet:
        """Keep those that everybody reads: all but drafts."""
        return self.exclude(state=ConsultationState.DRAFT)


@tracked
class Consultation(models.Model):
    """A question put to partners and residents, from its first meeting to the answer given to each."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True, help_text=_("Used in addresses: 2015"))
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("in plain words"), blank=True)
    question = models.TextField(
        _("what is asked"), blank=True, help_text=_("Shown above the form where people contribute")
    )
    state = models.CharField(
        pgettext_lazy("of a consultation", "state"),
        max_length=20,
        choices=ConsultationState,
        default=ConsultationState.DRAFT,
    )
    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("plan it prepares"),
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    moderation_rules = models.TextField(
        _("rules of moderation"), blank=True, help_text=_("Published beside the form; hiding a text names one of them")
    )
    moderation_days = models.PositiveSmallIntegerField(_("days promised to read a contribution"), default=5)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    answered_on = models.DateField(_("answers published on"), null=True, blank=True)
    closing_summary = models.TextField(_("closing summary"), blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = [F("opened_on").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ConsultationState.DRAFT, opened_on__isnull=True)
                | Q(state__in=PAST_DRAFT, opened_on__isnull=False),
                name="consultation_past_draft_has_its_opening_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PAST_OPEN, closed_on__isnull=False)
                | (~Q(state__in=PAST_OPEN) & Q(closed_on__isnull=True)),
                name="closed_consultation_has_its_date_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(state=ConsultationState.ANSWERED, answered_on__isnull=False)
                | (~Q(state=ConsultationState.ANSWERED) & Q(answered_on__isnull=True)),
                name="answered_consultation_has_its_date_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="consultation_closes_after_it_opens",
                violation_error_message=_("A consultation closes on or after the day it opens."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("closed_on")),
                name="consultation_is_answered_after_it_closes",
                violation_error_message=_("Answers are published on or after the day the consultation closes."),
            ),
            models.CheckConstraint(
                condition=Q(moderation_days__gte=1),
                name="contributions_are_read_in_a_day_or_more",
                violation_error_message=_("Promise at least one day to read a contribution."),
            ),
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("consultations:consultation", args=[self.slug])


@tracked
class Phase(models.Model):
    """A step of a consultation: what was planned in the words of its source, and what happened."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(pgettext_lazy("of a phase", "kind"), max_length=20, choices=PhaseKind)
    audiences = models.TextField(_("audiences"), blank=True, help_text=_("One per line"))
    starts_on = models.DateField(_("from"), null=True, blank=True, help_text=_("Empty when the day is not known"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    takes_contributions = models.BooleanField(_("people contribute online during this phase"), default=False)
    opening_rules = models.TextField(_("who may take part, and how"), blank=True)
    planned = models.TextField(_("as planned"), blank=True, help_text=_("In the words of the source"))
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of what was planned"),
    )
    outcome = models.TextField(_("what happened"), blank=True)
    outcome_source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of what happened"),
    )

    class Meta:
        verbose_name = pgettext_lazy("of a consultation", "phase")
        verbose_name_plural = pgettext_lazy("of a consultation", "phases")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"],
                name="phase_number_is_unique_in_its_consultation",
                violation_error_message=_("This consultation already has a phase of that number."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="phase_ends_after_it_starts",
                violation_error_message=_("A phase must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(takes_contributions=False) | Q(starts_on__isnull=False),
                name="phase_that_takes_contributions_has_a_start",
                violation_error_message=_("Say from which day people contribute."),
            ),
        ]

    def __str__(self) -> str:
        """Show its number and title."""
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of its place on the page of the consultation."""
        return f"{self.consultation.get_absolute_url()}#phase-{self.number}"

    @property
    def audience_names(self) -> list[str]:
        """Its audiences, one by one."""
        return [line.strip() for line in self.audiences.splitlines() if line.strip()]

    @property
    def last_day(self) -> date | None:
        """Its last day; None when it is not known."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def covers(self, day: date) -> bool:
        """Tell whether a day is in it; a phase without start covers none."""
        return self.starts_on is not None and self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@tracked
class Meeting(models.Model):
    """A gathering held in a phase: its registrations and attendance are those of the event."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="meetings")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("gathering"))

    class Meta:
        verbose_name = _("meeting of a phase")
        verbose_name_plural = _("meetings of phases")
        ordering = ["phase", "event__starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "event"],
                name="gathering_is_held_once_in_a_phase",
                violation_error_message=_("This gathering is in this step already."),
            )
        ]

    def __str__(self) -> str:
        """Show the gathering."""
        return str(self.event)

    def get_absolute_url(self) -> str:
        """Return the address of its phase."""
        return self.phase.get_absolute_url()


@tracked
class SourceStatement(models.Model):
    """The wording of one source on one topic of a consultation; sources that disagree stand side by side."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="statements")
    topic = models.CharField(_("topic"), max_length=120)
    wording = models.TextField(_("wording of the source"))
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        verbose_name = _("statement of a source")
        verbose_name_plural = _("statements of sources")
        ordering = ["consultation", "topic", "pk"]

    def __str__(self) -> str:
        """Show topic and wording."""
        return f"{self.topic} – {Truncator(self.wording).words(BEGINNING_WORDS)}"

    def get_absolute_url(self) -> str:
        """Return the address of its place on the page of the consultation."""
        return f"{self.consultation.get_absolute_url()}#sources"


@tracked
class DeclaredParticipation(models.Model):
    """A number of participants as a source declares it; what the platform counts stands beside, never instead."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="declared")
    about = models.CharField(_("what is counted"), max_length=200)
    wording = models.TextField(_("wording of the source"))
    count = models.PositiveIntegerField(pgettext_lazy("of people", "number"))
    is_about = models.BooleanField(_("an order of magnitude (“about”, “near”)"), default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        verbose_name = _("declared participation")
        verbose_name_plural = _("declared participation")
        ordering = ["consultation", "pk"]

    def __str__(self) -> str:
        """Show what is counted and the number."""
        return f"{self.about} – {self.count}"

    def get_absolute_url(self) -> str:
        """Return the address of its place on the page of the consultation."""
        return f"{self.consultation.get_absolute_url()}#participation"
