"""Where structures are: their establishments, by SIRET or none yet."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.activities import ACTIVITY_CODE_PATTERN
from essaim.foundations.primitives.identifiers import COMMUNE_CODE_PATTERN, is_invented_siren, is_siret

from .records import Organization


def check_siret(value: str) -> None:
    """
    Refuse what is no SIRET; a demonstration, whose register is invented, takes the numbers of that register too.

    :raises ValidationError: if it has not fourteen digits with a right key
    """
    is_invented = settings.ESSAIM_DEMO and len(value) == 14 and value.isdecimal() and is_invented_siren(value[:9])
    if not is_siret(value) and not is_invented:
        raise ValidationError(
            gettext("A SIRET has fourteen digits, the last of which checks the others: please read it again.")
        )


class EstablishmentQuerySet(models.QuerySet["Establishment"]):
    """Vocabulary on establishments."""

    def open_on(self, day: date) -> EstablishmentQuerySet:
        """Keep those open on a day."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gt=day)
        )


@tracked
class Establishment(models.Model):
    """
    A place where a structure is, from a day on until another (excluded).

    One of partial diffusion is counted and named by its commune; its address is shown to the team only.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="establishments")
    siret = models.CharField(
        _("SIRET"), max_length=14, blank=True, validators=[check_siret], help_text=_("Fourteen digits, if it has one")
    )
    name = models.CharField(_("name of the place"), max_length=200, blank=True)
    is_seat = models.BooleanField(_("seat"), default=False)
    address = models.CharField(
        _("address"), max_length=300, blank=True, help_text=_("Number and street, without the commune")
    )
    commune_code = models.CharField(_("commune"), max_length=5)
    activity_code = models.CharField(_("activity code"), max_length=6, blank=True)
    starts_on = models.DateField(_("open from"), null=True, blank=True)
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    is_partial = models.BooleanField(
        _("partial diffusion"),
        default=False,
        help_text=_("The register says “P”: its address is not given to the public"),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")
        ordering = ["organization", "-is_seat", "commune_code", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^\d{14}$"),
                name="establishment_siret_has_fourteen_digits",
                violation_error_message=_("A SIRET has fourteen digits."),
            ),
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="one_establishment_per_siret",
                violation_error_message=_("An establishment with this SIRET is written already."),
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(is_seat=True, ends_on__isnull=True),
                name="organization_has_one_seat_at_a_time",
                violation_error_message=_("This structure has a seat already: close that one first."),
            ),
            models.CheckConstraint(
                condition=Q(commune_code__regex=f"^{COMMUNE_CODE_PATTERN}$"),
                name="establishment_commune_is_of_insee_form",
                violation_error_message=_("An INSEE code has five characters, such as 59350 or 2A004."),
            ),
            models.CheckConstraint(
                condition=Q(activity_code="") | Q(activity_code__regex=f"^{ACTIVITY_CODE_PATTERN}$"),
                name="establishment_activity_is_of_its_form",
                violation_error_message=_("An activity code has four digits and a letter, such as 94.99Z."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="establishment_ends_after_it_starts",
                violation_error_message=_("A period must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(
                    longitude__isnull=False,
                    latitude__isnull=False,
                    longitude__range=(-180, 180),
                    latitude__range=(-90, 90),
                ),
                name="establishment_point_is_on_earth",
                violation_error_message=_("A point has a longitude and a latitude, in degrees."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name or number, and the structure."""
        return f"{self.name or self.siret or self.commune_code} ({self.organization})"

    def get_absolute_url(self) -> str:
        """Return the address of the structure."""
        return self.organization.get_absolute_url()
