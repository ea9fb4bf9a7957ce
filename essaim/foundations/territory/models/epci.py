"""EPCI, their dated SIREN and members, and the one this deployment serves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.territory.states import EpciKind

from .communes import SIREN_REGEX, Commune
from .dated import Dated, DatedQuerySet, ends_after_start, never_twice_at_once


@tracked
class Epci(models.Model):
    """A public body of intercommunal cooperation with its own taxes; its SIREN is dated and stands beside it."""

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    sort_key = models.CharField(max_length=250, db_collation="C", editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=EpciKind)
    population = models.PositiveIntegerField(_("municipal population"), null=True, blank=True)
    population_total = models.PositiveIntegerField(_("total population"), null=True, blank=True)
    population_vintage = models.CharField(_("list of"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("EPCI")
        verbose_name_plural = pgettext_lazy("plural", "EPCI")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(population__isnull=True, population_total__isnull=True) | ~Q(population_vintage=""),
                name="epci_population_has_its_vintage",
                violation_error_message=_("A population comes with the list it was read in."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name


@tracked
class EpciIdentifier(Dated):
    """The SIREN of an EPCI during a period: a merger may give it another."""

    epci = models.ForeignKey(Epci, on_delete=models.PROTECT, related_name="identifiers", verbose_name=_("EPCI"))
    siren = models.CharField(_("SIREN"), max_length=9, unique=True)

    objects = DatedQuerySet["EpciIdentifier"].as_manager()

    class Meta:
        verbose_name = _("SIREN of an EPCI")
        verbose_name_plural = pgettext_lazy("plural", "SIREN of an EPCI")
        ordering = ["epci", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(siren__regex=SIREN_REGEX),
                name="epci_siren_has_nine_digits",
                violation_error_message=_("A SIREN has nine digits."),
            ),
            ends_after_start("epci_siren_ends_after_it_starts"),
            never_twice_at_once("epci_has_one_siren_at_a_time", "epci", _("An EPCI has one SIREN at a time.")),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return self.siren


@tracked
class EpciMembership(Dated):
    """
    A commune is a member of an EPCI during a period.

    start_is_known is false where the sources only show that it was a member on starts_on: it may have been one before.
    """

    epci = models.ForeignKey(Epci, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("EPCI"))
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("commune")
    )
    start_is_known = models.BooleanField(_("joined on that day"), default=False)

    objects = DatedQuerySet["EpciMembership"].as_manager()

    class Meta:
        verbose_name = _("member of an EPCI")
        verbose_name_plural = _("members of an EPCI")
        ordering = ["commune", "starts_on"]
        constraints = [
            ends_after_start("membership_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False),
                name="membership_has_a_first_known_day",
                violation_error_message=_("A membership has a first day on which it is known."),
            ),
            never_twice_at_once(
                "commune_is_in_one_epci_at_a_time", "commune", _("A commune is a member of one EPCI at a time.")
            ),
        ]

    def __str__(self) -> str:
        """Show who is where."""
        return f"{self.commune} / {self.epci}"


@tracked
class MembershipCount(Dated):
    """How many communes an EPCI had during a period, where a source gives the number and not the names."""

    epci = models.ForeignKey(Epci, on_delete=models.PROTECT, related_name="counts", verbose_name=_("EPCI"))
    commune_count = models.PositiveSmallIntegerField(_("number of communes"))
    note = models.TextField(_("note"), blank=True)

    objects = DatedQuerySet["MembershipCount"].as_manager()

    class Meta:
        verbose_name = _("number of communes of an EPCI")
        verbose_name_plural = _("numbers of communes of an EPCI")
        ordering = ["epci", "starts_on"]
        constraints = [
            ends_after_start("membership_count_ends_after_it_starts"),
            never_twice_at_once(
                "epci_has_one_count_at_a_time", "epci", _("An EPCI has one number of communes at a time.")
            ),
        ]

    def __str__(self) -> str:
        """Show the number and the EPCI."""
        return f"{self.commune_count} / {self.epci}"


@tracked
class Authority(models.Model):
    """The EPCI whose policy this deployment runs: one row, or none before essaim init."""

    is_the_one = models.BooleanField(default=True, unique=True, editable=False)
    epci = models.ForeignKey(Epci, on_delete=models.PROTECT, related_name="+", verbose_name=_("EPCI"))
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("authority served")
        verbose_name_plural = _("authority served")
        constraints = [models.CheckConstraint(condition=Q(is_the_one=True), name="there_is_one_authority")]

    def __str__(self) -> str:
        """Show the EPCI."""
        return str(self.epci)
