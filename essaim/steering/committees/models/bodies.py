"""Bodies, the rules they sit under, their colleges, seats and mandates."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.committees.states import Gender, MandateQuality, Threshold


def _one(expression: object) -> Func:
    """Compare a number as a range of one, so that PostgreSQL needs no extension for it."""
    return Func(expression, expression, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def _days() -> Func:
    return Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())


def in_force(day: date) -> Q:
    """Return the condition that a dated row holds on a day; without a first day it always did."""
    return (Q(starts_on__isnull=True) | Q(starts_on__lte=day)) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


@tracked
class Body(models.Model):
    """A body that sits: a committee, a commission, a group; it gives opinions and never learns of what for whom."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("Used in addresses"))
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(pgettext_lazy("of a body", "what it is for"), blank=True)
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("The document that sets it up or describes it, with its date"),
    )

    class Meta:
        verbose_name = pgettext_lazy("committee", "body")
        verbose_name_plural = pgettext_lazy("committees", "bodies")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="body_has_a_name", violation_error_message=_("A body has a name.")
            )
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("committees:body", args=[self.slug])


@tracked
class BodyRules(models.Model):
    """
    The rules of a body from a day on, until the next ones: a session is held under those of its day.

    notice_days: clear days between the convocation and the session, neither of the two counted.
    proxies_max: how many proxies one member may hold; 0 when there are none.
    waives_quorum_at_second: whether a session convened a second time, the quorum missed, sits whatever its number.
    No document of the MEL says it: to confirm, body by body.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="rules")
    starts_on = models.DateField(_("from"))
    sessions_per_year = models.PositiveSmallIntegerField(_("sessions a year"), null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(
        _("notice, in clear days"),
        default=0,
        help_text=_("Neither the day of the convocation nor the session's counts."),
    )
    accepts_short_notice = models.BooleanField(_("a shorter notice is accepted with a reason"), default=False)
    quorum = models.CharField(_("quorum of the whole body"), max_length=20, choices=Threshold, default=Threshold.NONE)
    proxies_max = models.PositiveSmallIntegerField(_("proxies one member may hold"), default=0)
    proxies_within_college = models.BooleanField(_("proxies only within a college"), default=False)
    proxies_count_for_quorum = models.BooleanField(_("proxies count for the quorum"), default=False)
    waives_quorum_at_second = models.BooleanField(
        _("a second convocation needs no quorum"),
        default=False,
        help_text=_("When the quorum is missed, the body is convened again on the same agenda."),
    )
    second_notice_days = models.PositiveSmallIntegerField(
        _("notice of a second convocation, in clear days"),
        null=True,
        blank=True,
        help_text=_("Left empty: as for the first one."),
    )
    allows_secret = models.BooleanField(_("secret ballots"), default=True)
    allows_written = models.BooleanField(_("written consultations"), default=False)
    source = models.CharField(
        _("source"), max_length=300, help_text=_("The rules of procedure or the act they come from, with its date")
    )

    class Meta:
        verbose_name = _("rules of a body")
        verbose_name_plural = _("rules of bodies")
        ordering = ["body", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "starts_on"],
                name="body_changes_its_rules_once_a_day",
                violation_error_message=_("This body has rules from that day already."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="rules_say_where_they_come_from",
                violation_error_message=_("Say where these rules come from."),
            ),
        ]

    def __str__(self) -> str:
        """Show whose rules they are."""
        return f"{self.body} ({self.starts_on:%Y-%m-%d})"


@tracked
class College(models.Model):
    """A part of a body: those who sit for the same kind of members."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="colleges")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=200)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("college")
        verbose_name_plural = _("colleges")
        ordering = ["body", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="college_ends_after_it_starts",
                violation_error_message=_("A period must end after it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="college_has_a_name", violation_error_message=_("A college has a name.")
            ),
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name


@tracked
class CollegeQuorum(models.Model):
    """How many members of one college must be there, under some rules."""

    rules = models.ForeignKey(BodyRules, on_delete=models.PROTECT, related_name="college_quorums")
    college = models.ForeignKey(College, on_delete=models.PROTECT, related_name="+", verbose_name=_("college"))
    threshold = models.CharField(pgettext_lazy("of a college", "quorum"), max_length=20, choices=Threshold)

    class Meta:
        verbose_name = _("quorum of a college")
        verbose_name_plural = _("quorums of colleges")
        ordering = ["rules", "college__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rules", "college"], name="college_has_one_quorum_under_some_rules")
        ]

    def __str__(self) -> str:
        """Show the college and its quorum."""
        return f"{self.college}: {self.get_threshold_display()}"


@tracked
class Seat(models.Model):
    """A place in a college, for the time it exists; who holds it is a mandate."""

    college = models.ForeignKey(College, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField(pgettext_lazy("of a seat", "number"))
    label = models.CharField(pgettext_lazy("of a seat", "label"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("committee", "seat")
        verbose_name_plural = pgettext_lazy("committees", "seats")
        ordering = ["college", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["college", "number"], name="seat_has_one_number_in_its_college"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="seat_ends_after_it_starts",
                violation_error_message=_("A period must end after it starts."),
            ),
        ]

    def __str__(self) -> str:
        """Show the college and the number, or the label."""
        return self.label or f"{self.college}, {self.number}"


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Vocabulary on mandates."""

    def held_on(self, day: date) -> MandateQuerySet:
        """Keep those in force on a day."""
        return self.filter(in_force(day))


# Names, addresses and what a person declares of their gender stay out of the sealed history: a person can be erased.
@tracked(exclude=["person_name", "email", "gender"])
class Mandate(models.Model):
    """
    Who holds a seat, for whom, from a day (included) to another (excluded).

    A person by their account, or by name, or only the organization when no more is known.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("seat"))
    quality = models.CharField(
        pgettext_lazy("of a mandate", "quality"), max_length=20, choices=MandateQuality, default=MandateQuality.TITULAR
    )
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    person_name = models.CharField(_("name, without an account"), max_length=200, blank=True)
    email = models.EmailField(
        _("address, without an account"),
        blank=True,
        help_text=_("Convocations and votes are sent there, with a personal link. Erased a year after the mandate."),
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    gender = models.CharField(
        _("gender, as declared"),
        max_length=10,
        choices=Gender,
        default=Gender.NOT_DECLARED,
        blank=True,
        help_text=_("Only counted, for the balance of the body."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("seat", "mandate")
        verbose_name_plural = pgettext_lazy("seats", "mandates")
        ordering = ["seat", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="mandate_ends_after_it_starts",
                violation_error_message=_("A period must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(person_name="") | Q(organization__isnull=False),
                name="mandate_is_of_somebody_known",
                violation_error_message=_("Say who holds the seat: a person, a name or a structure."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(person_name=""),
                name="mandate_names_a_person_once",
                violation_error_message=_("Choose an account or write a name, not both."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(email=""),
                name="mandate_with_an_account_needs_no_address",
                violation_error_message=_("An account has its own address: write none here."),
            ),
            ExclusionConstraint(
                name="seat_is_held_by_one_in_each_quality",
                expressions=[
                    (_one(F("seat")), RangeOperators.OVERLAPS),
                    (_days(), RangeOperators.OVERLAPS),
                    (
                        _one(
                            models.Case(
                                models.When(quality=MandateQuality.TITULAR, then=Value(1)),
                                default=Value(2),
                                output_field=models.BigIntegerField(),
                            )
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This seat is held on some of these days: end that mandate first."),
            ),
        ]

    def __str__(self) -> str:
        """Show the quality and the seat, never the person: public history is told from here."""
        return f"{self.get_quality_display()} ({self.seat})"

    @property
    def who(self) -> str:
        """The name of who holds it, or of the structure alone when nobody is named."""
        if self.person is not None:
            return self.person.full_name
        return self.person_name or (self.organization.name if self.organization else "")
