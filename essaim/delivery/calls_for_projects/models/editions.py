"""Editions of a call: dated sets of rules, and the actions of a plan that they carry out."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.fields.ranges import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.delivery.calls_for_projects.states import RULING, Certainty, EditionState
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.action_plan.models import Act, Action, Source

from .calls import Call

CODE_LENGTH_MAX = 40
# The key is compared as a range of one number, so that PostgreSQL needs no extension for it.
_ONE_CALL = Func(F("call"), F("call"), Value("[]"), function="int8range", output_field=BigIntegerRangeField())
_DAYS = Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())


class EditionQuerySet(models.QuerySet["Edition"]):
    """Vocabulary on editions."""

    def public(self) -> EditionQuerySet:
        """Keep what everybody may read: all but drafts."""
        return self.filter(state__in=RULING)

    def in_force(self, day: date) -> EditionQuerySet:
        """Keep those that rule what is filed on a day: starts_on <= day < ends_on; one a call at most."""
        return self.public().filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)

    def in_time(self) -> EditionQuerySet:
        """Put the latest first, drafts before all."""
        return self.order_by(F("starts_on").desc(nulls_first=True), "-pk")


@tracked
class Edition(models.Model):
    """
    A dated set of rules of a call: what is filed on a day is judged for its whole life by the edition in force that day.

    Days are half-open: starts_on belongs to it, ends_on does not.
    """

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="editions", verbose_name=pgettext_lazy("for projects", "call")
    )
    code = models.SlugField(
        pgettext_lazy("of an edition", "code"),
        max_length=CODE_LENGTH_MAX,
        help_text=_("Used in the address and by machines, such as 2024 or 2015-2020"),
    )
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(
        pgettext_lazy("of an edition", "state"), max_length=20, choices=EditionState, default=EditionState.DRAFT
    )
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    ends_on = models.DateField(_("in force until (excluded)"), null=True, blank=True)
    dates_certainty = models.CharField(
        _("certainty of its days"), max_length=20, choices=Certainty, default=Certainty.KNOWN
    )
    dates_note = models.CharField(_("what is known of its days"), max_length=300, blank=True)
    summary = models.TextField(_("in a few words"), blank=True)
    pass_mark = models.PositiveIntegerField(
        _("passing mark"),
        null=True,
        blank=True,
        help_text=_("Weighted total from which a file passes, if there is one"),
    )
    founding_act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("founding act"),
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    source_note = models.CharField(_("note on the source"), max_length=300, blank=True)
    drafted_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("drafted from")
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a call", "edition")
        verbose_name_plural = pgettext_lazy("of a call", "editions")
        ordering = ["call", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "code"],
                name="edition_code_is_taken_once_in_a_call",
                violation_error_message=_("Another edition of this call has this code."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="edition_of_a_call_has_a_title",
                violation_error_message=_("An edition has a title."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gt=F("starts_on")),
                name="edition_ends_after_it_starts",
                violation_error_message=_("An edition ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.DRAFT) | Q(starts_on__isnull=False),
                name="edition_in_force_has_its_first_day",
                violation_error_message=_("Say from which day it is in force."),
            ),
            models.CheckConstraint(
                condition=~Q(state=EditionState.CLOSED) | Q(ends_on__isnull=False),
                name="closed_edition_has_its_last_day",
                violation_error_message=_("Say until which day it was in force."),
            ),
            models.CheckConstraint(
                condition=Q(dates_certainty=Certainty.KNOWN) | ~Q(dates_note=""),
                name="edition_of_uncertain_days_says_so",
                violation_error_message=_("Say what is known of its days, and what is not."),
            ),
            ExclusionConstraint(
                name="one_edition_in_force_at_a_day_per_call",
                expressions=[(_ONE_CALL, RangeOperators.OVERLAPS), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(state__in=list(RULING)),
                violation_error_message=_("Another edition of this call is in force on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        """Show the call and the title."""
        return f"{self.call} – {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("calls_for_projects:edition", args=[self.call.slug, self.code])

    @property
    def is_draft(self) -> bool:
        """Whether it may still be written."""
        return self.state == EditionState.DRAFT

    def is_in_force(self, day: date) -> bool:
        """Tell whether it rules what is filed on a day."""
        if self.state not in RULING or self.starts_on is None:
            return False
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    @property
    def when(self) -> str:
        """Its days in words."""
        if self.starts_on is None:
            return gettext("days not set")
        first = day_in_words(self.starts_on)
        if self.ends_on is None:
            return gettext("since %(day)s") % {"day": first}
        return gettext("from %(first)s until %(last)s, excluded") % {"first": first, "last": day_in_words(self.ends_on)}

    @property
    def state_tone(self) -> str:
        """The colour that repeats its state."""
        return {EditionState.IN_FORCE: "good", EditionState.DRAFT: "info"}.get(EditionState(self.state), "")


@tracked
class EditionAction(models.Model):
    """An action of a plan that an edition carries out."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="actions", verbose_name=pgettext_lazy("of a call", "edition")
    )
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", verbose_name=_("action"))

    class Meta:
        verbose_name = _("action carried out by an edition")
        verbose_name_plural = _("actions carried out by editions")
        ordering = ["edition", "action"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "action"],
                name="edition_carries_out_an_action_once",
                violation_error_message=_("This edition is tied to this action already."),
            ),
        ]

    def __str__(self) -> str:
        """Show both."""
        return f"{self.edition} → {self.action}"

    def get_absolute_url(self) -> str:
        """Return the address of the edition."""
        return self.edition.get_absolute_url()
