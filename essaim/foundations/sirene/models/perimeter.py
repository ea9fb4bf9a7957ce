"""Editions of the perimeter of the ESS: which legal categories are in, which activities are out, from when, by which source."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.sirene.states import FAMILY_LABELS, Confidence, PerimeterState

FAMILY_CHOICES = [(family.value, label) for family, label in FAMILY_LABELS.items()]
NOMENCLATURES = [("NAFRev2", "NAF rév. 2"), ("NAF2025", "NAF 2025")]


class EditionQuerySet(models.QuerySet["PerimeterEdition"]):
    """Vocabulary on editions."""

    def in_force(self) -> EditionQuerySet:
        """Keep the one in force."""
        return self.filter(state=PerimeterState.IN_FORCE)

    def settled(self) -> EditionQuerySet:
        """Keep those that were in force one day: figures may rest on them."""
        return self.exclude(state=PerimeterState.DRAFT)


@tracked
class PerimeterEdition(models.Model):
    """
    One edition of the perimeter. Once in force it is never changed: a change is the next edition.

    Figures name the edition they rest on, so that none is rewritten when the perimeter changes.
    """

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    source = models.CharField(_("source"), max_length=500)
    state = models.CharField(
        pgettext_lazy("of a perimeter", "state"), max_length=20, choices=PerimeterState, default=PerimeterState.DRAFT
    )
    starts_on = models.DateField(_("in force since"), null=True, blank=True)
    ends_on = models.DateField(_("in force until (excluded)"), null=True, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the perimeter")
        verbose_name_plural = _("editions of the perimeter")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=PerimeterState.IN_FORCE), name="one_perimeter_is_in_force"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=PerimeterState.DRAFT),
                name="one_perimeter_is_being_written",
                violation_error_message=_("Another edition is being written: finish it first."),
            ),
            models.CheckConstraint(
                condition=Q(state=PerimeterState.DRAFT, starts_on__isnull=True)
                | (~Q(state=PerimeterState.DRAFT) & Q(starts_on__isnull=False)),
                name="perimeter_has_its_first_day_once_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state=PerimeterState.REPLACED, ends_on__isnull=False)
                | (~Q(state=PerimeterState.REPLACED) & Q(ends_on__isnull=True)),
                name="perimeter_has_its_last_day_once_replaced",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="perimeter_ends_after_it_starts",
                violation_error_message=_("An edition must start after the one it replaces."),
            ),
        ]

    def __str__(self) -> str:
        """Show its number and name."""
        return f"{self.number} – {self.name}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("sirene:perimeter", args=[self.number])


@tracked
class PerimeterCategory(models.Model):
    """The place of one legal category (level III) in an edition; a category without row is outside."""

    edition = models.ForeignKey(PerimeterEdition, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField(_("code"), max_length=4)
    label = models.CharField(_("legal category"), max_length=200)
    family = models.CharField(_("family"), max_length=20, choices=FAMILY_CHOICES, blank=True)
    confidence = models.CharField(_("confidence"), max_length=1, choices=Confidence)
    in_insee = models.BooleanField(_("in INSEE's field"))
    in_statutory = models.BooleanField(_("ESS by statute"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("legal category of the perimeter")
        verbose_name_plural = _("legal categories of the perimeter")
        ordering = ["edition", "code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="category_is_placed_once_in_an_edition"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{4}$"),
                name="category_has_four_digits",
                violation_error_message=_("A legal category has four digits, such as 9220."),
            ),
            models.CheckConstraint(
                condition=Q(in_insee=False, in_statutory=False) | ~Q(family=""),
                name="category_that_counts_has_a_family",
                violation_error_message=_("A category that counts needs a family."),
            ),
        ]

    def __str__(self) -> str:
        """Show its code and label."""
        return f"{self.code} {self.label}"


@tracked
class PerimeterActivity(models.Model):
    """Activities outside the field in an edition: from one code to another, in one nomenclature."""

    edition = models.ForeignKey(PerimeterEdition, on_delete=models.PROTECT, related_name="activities")
    nomenclature = models.CharField(_("nomenclature"), max_length=10, choices=NOMENCLATURES)
    code_from = models.CharField(_("from"), max_length=6)
    code_to = models.CharField(_("to"), max_length=6)
    label = models.CharField(_("activities"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=1, choices=Confidence)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("activity outside the perimeter")
        verbose_name_plural = _("activities outside the perimeter")
        ordering = ["edition", "-nomenclature", "code_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "nomenclature", "code_from"], name="exclusion_is_named_once_in_an_edition"
            ),
            models.CheckConstraint(
                condition=Q(code_from__regex=r"^\d{2}\.\d{2}[A-Z]$", code_to__regex=r"^\d{2}\.\d{2}[A-Z]$"),
                name="exclusion_has_codes_of_naf_form",
                violation_error_message=_("A code of NAF is written 94.91Z."),
            ),
            models.CheckConstraint(
                condition=Q(code_to__gte=F("code_from")),
                name="exclusion_ends_after_it_starts",
                violation_error_message=_("The last code must come after the first."),
            ),
        ]

    def __str__(self) -> str:
        """Show the codes and the label."""
        span = self.code_from if self.code_from == self.code_to else f"{self.code_from} – {self.code_to}"
        return f"{span} {self.label}"
