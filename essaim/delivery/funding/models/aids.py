"""The aid register: aids of other bodies, structures that count as one, ceilings, and how an alarm was resolved."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.fields.ranges import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.funding.states import AidOrigin, LimitCode, Regime
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked

from .grants import Grant

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
_ONE_STRUCTURE = Func(
    F("organization"), F("organization"), Value("[]"), function="int8range", output_field=BigIntegerRangeField()
)
_DAYS = Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField())


@tracked
class AidLine(models.Model):
    """
    An aid that another body gave to a structure: gross amount, regime, day of grant, where it was read.

    A mistake is corrected by a negative row that names it; only the structure changes, when records are merged.
    """

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    giver = models.CharField(_("given by"), max_length=200)
    regime = models.CharField(
        pgettext_lazy("of a grant", "regime of aid"), max_length=20, choices=Regime, default=Regime.DE_MINIMIS
    )
    granted_on = models.DateField(_("granted on"))
    cents = models.BigIntegerField(_("gross amount"))
    origin = models.CharField(
        pgettext_lazy("of an aid", "where it was read"), max_length=20, choices=AidOrigin, default=AidOrigin.DECLARED
    )
    source = models.CharField(
        _("source"), max_length=300, help_text=_("The document or file it was read in, with its date")
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    giver_siret = models.CharField(_("SIRET of who gave"), max_length=14, blank=True, editable=False)
    file = models.ForeignKey(
        "funding.AidFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="lines",
        verbose_name=_("file of open data"),
    )
    line_number = models.PositiveIntegerField(_("row of the file"), null=True, blank=True, editable=False)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("aid of another body")
        verbose_name_plural = _("aids of other bodies")
        ordering = ["-granted_on", "-pk"]
        indexes = [models.Index(fields=["organization", "granted_on"], name="aid_by_structure_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gt=0, corrects__isnull=True) | Q(cents__lt=0, corrects__isnull=False),
                name="negative_aid_names_what_it_corrects",
                violation_error_message=_("Give an amount above zero."),
            ),
            models.CheckConstraint(
                condition=~Q(giver="") & ~Q(source=""),
                name="aid_says_who_gave_it_and_where_it_is_read",
                violation_error_message=_("Say who gave it, and where it was read."),
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True, line_number__isnull=True)
                | Q(file__isnull=False, line_number__isnull=False, origin=AidOrigin.OPEN_DATA, corrects__isnull=True),
                name="aid_of_a_file_names_its_row",
            ),
            models.UniqueConstraint(fields=["file", "line_number"], name="row_of_open_data_is_kept_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="amounts_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "cents",
                    "granted_on",
                    "regime",
                    "giver",
                    "giver_siret",
                    "source",
                    "origin",
                    "corrects",
                    "file",
                    "line_number",
                ),
            ),
        ]

    def __str__(self) -> str:
        """Show who gave it, and when."""
        return f"{self.giver}, {self.granted_on}"

    def get_absolute_url(self) -> str:
        """Return the address of the structure's register."""
        return reverse("funding:aids", args=[self.organization.key])


@tracked
class Undertaking(models.Model):
    """
    Structures that count as one for ceilings (« entreprise unique »).

    Source: regulations (EU) 2023/2831 and 2023/2832.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("single undertaking")
        verbose_name_plural = _("single undertakings")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="single_undertaking_has_a_name",
                violation_error_message=_("A single undertaking has a name."),
            )
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the list."""
        return reverse("funding:undertaking_list")


@tracked
class UndertakingMember(models.Model):
    """A structure of a single undertaking, on which days, and why; ends_on is not one of them."""

    undertaking = models.ForeignKey(Undertaking, on_delete=models.PROTECT, related_name="members")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    ground = models.CharField(
        _("why"), max_length=300, help_text=_("Such as: holds the majority of the votes, with the source")
    )

    class Meta:
        verbose_name = _("structure of a single undertaking")
        verbose_name_plural = _("structures of single undertakings")
        ordering = ["undertaking", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="membership_of_an_undertaking_ends_after_it_starts",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=~Q(ground=""),
                name="membership_of_an_undertaking_says_why",
                violation_error_message=_("Say why they count as one."),
            ),
            ExclusionConstraint(
                name="structure_is_of_one_undertaking_at_a_time",
                expressions=[(_ONE_STRUCTURE, RangeOperators.OVERLAPS), (_DAYS, RangeOperators.OVERLAPS)],
                violation_error_message=_("This structure is of a single undertaking on some of these days already."),
            ),
        ]

    def __str__(self) -> str:
        """Show both."""
        return f"{self.organization} – {self.undertaking}"

    def get_absolute_url(self) -> str:
        """Return the address of the list."""
        return self.undertaking.get_absolute_url()


@tracked
class LimitRule(models.Model):
    """A ceiling or threshold as the authority applies it, instead of what the texts known here say, from a day on."""

    code = models.CharField(pgettext_lazy("of a limit", "which"), max_length=20, choices=LimitCode)
    cents = models.BigIntegerField(_("amount"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ceiling or threshold")
        verbose_name_plural = _("ceilings and thresholds")
        ordering = ["code", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gt=0),
                name="limit_amount_is_positive",
                violation_error_message=_("Give an amount above zero."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="limit_has_a_source", violation_error_message=_("Name the source.")
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="limit_ends_after_it_starts",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.UniqueConstraint(
                fields=["code", "starts_on"],
                name="limit_starts_once_on_a_day",
                violation_error_message=_("Another one starts on this day."),
            ),
        ]

    def __str__(self) -> str:
        """Show which it is."""
        return str(self.get_code_display())

    def get_absolute_url(self) -> str:
        """Return the address of the list."""
        return reverse("funding:limit_list")


@tracked
class AlarmResolution(models.Model):
    """
    Why a grant may be given although it goes beyond a limit: append-only, and good for the total it was written of.

    total_cents: what the structure came to, this grant included, when it was written.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="resolutions")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    code = models.CharField(pgettext_lazy("of a limit", "which"), max_length=20, choices=LimitCode)
    total_cents = models.BigIntegerField(_("total"))
    reason = models.CharField(_("how it was resolved"), max_length=500)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("resolved by"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("resolution of an alarm")
        verbose_name_plural = _("resolutions of alarms")
        ordering = ["grant", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="resolution_of_an_alarm_says_how",
                violation_error_message=_("Say how it was resolved."),
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        """Show which alarm, of which grant."""
        return f"{self.get_code_display()} – {self.grant.reference}"

    def get_absolute_url(self) -> str:
        """Return the address of the grant."""
        return self.grant.get_absolute_url()
