"""Communes, and the codes and names that people still use for what is now part of one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.identifiers import COMMUNE_CODE_PATTERN
from essaim.foundations.territory.states import FormerKind

CODE_REGEX = f"^{COMMUNE_CODE_PATTERN}$"
SIREN_REGEX = r"^\d{9}$"


@tracked
class Commune(models.Model):
    """
    A commune of France, by its INSEE code.

    What it belongs to (EPCI, territoire, district) is dated and stands in other tables, never in a column here.
    """

    code = models.CharField(_("INSEE code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=100)
    sort_key = models.CharField(max_length=210, db_collation="C", editable=False)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    postcodes = models.CharField(_("postcodes"), max_length=300, blank=True, help_text=_("Separated by spaces"))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_vintage = models.CharField(_("list of"), max_length=40, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_to = models.DateField(_("existed until (excluded)"), null=True, blank=True)

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["sort_key", "code"]
        indexes = [models.Index(fields=["sort_key"], name="commune_in_french_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE_REGEX),
                name="commune_has_a_code_of_insee_form",
                violation_error_message=_("An INSEE code has five characters, such as 59350 or 2A004."),
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=SIREN_REGEX),
                name="commune_siren_has_nine_digits",
                violation_error_message=_("A SIREN has nine digits."),
            ),
            models.UniqueConstraint(
                fields=["siren"],
                condition=~Q(siren=""),
                name="commune_siren_is_its_own",
                violation_error_message=_("Another commune has this SIREN."),
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | ~Q(population_vintage=""),
                name="commune_population_has_its_vintage",
                violation_error_message=_("A population comes with the list it was read in."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="commune_ends_after_it_starts",
                violation_error_message=_("A period must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="commune_centre_is_on_earth",
                violation_error_message=_("A centre has a longitude and a latitude, in degrees."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("territory:commune", args=[self.code])


@tracked
class FormerCommune(models.Model):
    """A code, and a name when it is known, that now leads to a commune; a code that was split leads to several."""

    code = models.CharField(_("INSEE code"), max_length=5)
    name = models.CharField(_("name"), max_length=100, blank=True)
    search_key = models.CharField(max_length=210, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=FormerKind)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="former", verbose_name=_("commune"))
    since_year = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("former or associated commune")
        verbose_name_plural = _("former and associated communes")
        ordering = ["code", "commune"]
        constraints = [
            models.UniqueConstraint(fields=["code", "commune"], name="former_code_leads_to_a_commune_once"),
            models.CheckConstraint(
                condition=Q(code__regex=CODE_REGEX),
                name="former_commune_has_a_code_of_insee_form",
                violation_error_message=_("An INSEE code has five characters, such as 59350 or 2A004."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=FormerKind.ASSOCIATED) | ~Q(name=""),
                name="associated_commune_has_a_name",
                violation_error_message=_("An associated commune has a name."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name, or its code when the name is not known."""
        return self.name or self.code
