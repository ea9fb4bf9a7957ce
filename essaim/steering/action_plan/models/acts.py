"""Deliberations and decisions."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.action_plan.states import ActKind, ActState, DatePrecision

from .sources import KEY_LENGTH_MAX, Source


class ActQuerySet(models.QuerySet["Act"]):
    """Vocabulary on acts."""

    def own(self) -> ActQuerySet:
        """Keep what the authority wrote itself: all but the acts that came with a plan from elsewhere."""
        return self.filter(origin_siren="")

    def public(self) -> ActQuerySet:
        """Keep the acts everybody may read: the authority's own, but for drafts."""
        return self.own().exclude(state=ActState.DRAFT)

    def with_day(self) -> ActQuerySet:
        """Add known_on, the day that places an act in time: its vote or, if that is unknown, its certification."""
        return self.annotate(known_on=Coalesce("voted_on", "certified_on"))

    def in_time(self) -> ActQuerySet:
        """Put the acts in the order of time, those of which no day is known last."""
        return self.with_day().order_by(F("known_on").asc(nulls_last=True), "pk")

    def latest_first(self) -> ActQuerySet:
        """Put the latest acts first, those of which no day is known still last."""
        return self.with_day().order_by(F("known_on").desc(nulls_last=True), "-pk")


@tracked
class Act(models.Model):
    """An act of a deliberating body or of its delegate, with its dates as exactly as they are known."""

    key = models.SlugField(_("key"), max_length=KEY_LENGTH_MAX, unique=True)
    number = models.CharField(
        _("number"), max_length=40, blank=True, help_text=_("Such as 17 C 0254; left empty when it is not known")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=ActKind)
    title = models.CharField(_("title"), max_length=400)
    body = models.CharField(_("body"), max_length=200)
    domain = models.CharField(_("domain"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ActState, default=ActState.DRAFT)
    voted_on = models.DateField(
        _("voted on"), null=True, blank=True, help_text=_("First day of the month or year when only that is known")
    )
    voted_precision = models.CharField(
        _("precision of the vote's date"), max_length=10, choices=DatePrecision, default=DatePrecision.DAY
    )
    certified_on = models.DateField(_("certified enforceable on"), null=True, blank=True)
    vote = models.CharField(_("vote"), max_length=200, blank=True)
    votes_for = models.PositiveIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("votes against"), null=True, blank=True)
    abstentions = models.PositiveIntegerField(_("abstentions"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replaces or amends")
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))
    origin_siren = models.CharField(_("SIREN of the authority it comes from"), max_length=9, blank=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["voted_on", "certified_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(voted_on__isnull=False) | Q(voted_precision=DatePrecision.UNKNOWN),
                name="act_without_date_says_so",
                violation_error_message=_("Give the date of the vote, or say that it is unknown."),
            ),
            models.CheckConstraint(
                condition=Q(certified_on__isnull=True) | ~Q(state=ActState.DRAFT),
                name="draft_act_is_not_certified",
                violation_error_message=_("An act is certified after it was voted."),
            ),
            models.CheckConstraint(
                condition=Q(certified_on__isnull=True)
                | Q(voted_on__isnull=True)
                | Q(certified_on__gte=models.F("voted_on")),
                name="act_is_certified_after_its_vote",
                violation_error_message=_("An act cannot be certified before it was voted."),
            ),
        ]

    def __str__(self) -> str:
        """Show the number, if known, and the title."""
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("action_plan:act", args=[self.key])

    @property
    def voted_in_words(self) -> str:
        """The date of the vote, as exactly as it is known."""
        return date_in_words(self.voted_on, self.voted_precision)


def date_in_words(day: date | None, precision: str) -> str:
    """Say a date as exactly as it is known: 25 février 2022, avril 2006, 2002, or that it is unknown."""
    if day is None or precision == DatePrecision.UNKNOWN:
        return gettext("date unknown")
    formats = {DatePrecision.DAY: "j F Y", DatePrecision.MONTH: "F Y", DatePrecision.YEAR: "Y"}
    return day_in_words(day, formats[DatePrecision(precision)])


@tracked
class Annex(models.Model):
    """A document annexed to an act."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="annexes")
    title = models.CharField(_("title"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering = ["pk"]

    def __str__(self) -> str:
        """Show its title."""
        return self.title
