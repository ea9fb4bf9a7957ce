"""Structures, and who speaks for them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.states import OrganizationKind, RepresentationRole
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.activities import ACTIVITY_CODE_PATTERN
from essaim.foundations.primitives.identifiers import COMMUNE_CODE_PATTERN, is_invented_siren, is_rna, is_siren
from essaim.foundations.primitives.texts import sort_key

KEY_LENGTH_MAX = 60


def check_siren(value: str) -> None:
    """
    Refuse what is no SIREN; a demonstration, whose register is invented, takes the numbers of that register too.

    :raises ValidationError: if it has not nine digits with a right key
    """
    if not is_siren(value) and not (settings.ESSAIM_DEMO and is_invented_siren(value)):
        raise ValidationError(
            gettext("A SIREN has nine digits, the last of which checks the others: please read it again.")
        )


def check_rna(value: str) -> None:
    """
    Refuse what is no RNA number.

    :raises ValidationError: if it has not the form of one
    """
    if not is_rna(value):
        raise ValidationError(gettext("An RNA number has a W, three characters and six digits, such as W595000000."))


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Vocabulary on structures."""

    def current(self) -> OrganizationQuerySet:
        """Keep the records in use: those merged into another only lead to it."""
        return self.filter(merged_into__isnull=True)


@tracked(exclude=["sort_key", "search_key"])
class Organization(models.Model):
    """
    The one record of a structure, whatever it does on the platform; the same key in addresses, roles and files.

    A record that was merged into another stays, so that its address and history lead on.
    """

    key = models.SlugField(_("key"), max_length=KEY_LENGTH_MAX, unique=True, help_text=_("Used in addresses"))
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    sort_key = models.CharField(max_length=650, db_collation="C", editable=False)
    search_key = models.TextField(editable=False)
    siren = models.CharField(
        _("SIREN"), max_length=9, blank=True, validators=[check_siren], help_text=_("Nine digits, if it has one")
    )
    rna = models.CharField(
        _("RNA number"),
        max_length=10,
        blank=True,
        validators=[check_rna],
        help_text=_("That of an association: W and nine characters, if it is known"),
    )
    kind = models.CharField(
        pgettext_lazy("of a structure", "kind"),
        max_length=20,
        choices=OrganizationKind,
        default=OrganizationKind.UNKNOWN,
    )
    legal_category = models.CharField(
        _("legal category"),
        max_length=4,
        blank=True,
        help_text=_("Its code of four digits at INSEE, such as 9220; empty if it is not known"),
    )
    activity_code = models.CharField(
        _("activity code"),
        max_length=6,
        blank=True,
        help_text=_("That of its main activity (APE), such as 94.99Z; empty if it is not known"),
    )
    created_on = models.DateField(_("created on"), null=True, blank=True)
    ceased_on = models.DateField(
        _("ceased on"), null=True, blank=True, help_text=_("The first day it is no more; empty while it lives")
    )
    commune_code = models.CharField(_("commune"), max_length=5, blank=True)
    website = models.URLField(_("website"), blank=True)
    source = models.CharField(
        _("source"),
        max_length=300,
        blank=True,
        help_text=_("The document or register this record was read in, with its date"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_records",
        verbose_name=_("merged into"),
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("legal person", "structure")
        verbose_name_plural = pgettext_lazy("legal persons", "structures")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key"], name="organization_in_french_order"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="organization_by_similar_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="organization_has_a_name",
                violation_error_message=_("A structure has a name."),
            ),
            models.CheckConstraint(
                condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"),
                name="organization_siren_has_nine_digits",
                violation_error_message=_("A SIREN has nine digits."),
            ),
            models.CheckConstraint(
                condition=Q(rna="") | Q(rna__regex=r"^W[0-9A-Z]{3}\d{6}$"),
                name="organization_rna_is_of_its_form",
                violation_error_message=_(
                    "An RNA number has a W, three characters and six digits, such as W595000000."
                ),
            ),
            models.CheckConstraint(
                condition=Q(commune_code="") | Q(commune_code__regex=f"^{COMMUNE_CODE_PATTERN}$"),
                name="organization_commune_is_of_insee_form",
                violation_error_message=_("An INSEE code has five characters, such as 59350 or 2A004."),
            ),
            models.CheckConstraint(
                condition=Q(legal_category="") | Q(legal_category__regex=r"^\d{4}$"),
                name="organization_legal_category_has_four_digits",
                violation_error_message=_("A legal category has four digits, such as 9220."),
            ),
            models.CheckConstraint(
                condition=Q(activity_code="") | Q(activity_code__regex=f"^{ACTIVITY_CODE_PATTERN}$"),
                name="organization_activity_is_of_its_form",
                violation_error_message=_("An activity code has four digits and a letter, such as 94.99Z."),
            ),
            models.CheckConstraint(
                condition=Q(created_on__isnull=True) | Q(ceased_on__isnull=True) | Q(ceased_on__gte=F("created_on")),
                name="organization_ceases_after_it_is_created",
                violation_error_message=_("A structure ceases after it was created."),
            ),
            models.UniqueConstraint(
                fields=["siren"],
                condition=~Q(siren="") & Q(merged_into__isnull=True),
                name="one_record_in_use_per_siren",
                violation_error_message=_("Another record has this SIREN."),
            ),
            models.UniqueConstraint(
                fields=["rna"],
                condition=~Q(rna="") & Q(merged_into__isnull=True),
                name="one_record_in_use_per_rna",
                violation_error_message=_("Another record has this RNA number."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="organization_is_not_merged_into_itself",
                violation_error_message=_("A record is merged into another."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page; that of a merged record leads on."""
        return reverse("organizations:organization", args=[self.key])

    @property
    def short_name(self) -> str:
        """The acronym if it has one, else the name."""
        return self.acronym or self.name


def keys_of(name: str, acronym: str) -> dict[str, str]:
    """
    Return what is stored beside a name: how it is ordered, and how it is searched.

    Both are without accents, capitals or marks; the acronym is found with and without its dots.
    """
    plain = [sort_key(text).split("\t")[0] for text in (name, acronym, acronym.replace(".", ""))]
    return {"sort_key": sort_key(name), "search_key": " ".join(dict.fromkeys(text for text in plain if text))}


class RepresentationQuerySet(models.QuerySet["Representation"]):
    """Vocabulary on who speaks for structures."""

    def held_on(self, day: date) -> RepresentationQuerySet:
        """Keep those in force on a day."""
        return self.ending_after(day).filter(grant__starts_on__lte=day)

    def ending_after(self, day: date) -> RepresentationQuerySet:
        """Keep those in force on a day or later."""
        return self.filter(Q(grant__ends_on__isnull=True) | Q(grant__ends_on__gt=day))


@tracked
class Representation(models.Model):
    """
    A person who speaks for a structure, and in what quality.

    Its dates are those of the role it stands on: what a person may do and what is shown here cannot disagree.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="representations")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    role = models.CharField(
        pgettext_lazy("of a representative", "quality"),
        max_length=30,
        choices=RepresentationRole,
        default=RepresentationRole.DELEGATE,
    )
    grant = models.OneToOneField(RoleGrant, on_delete=models.PROTECT, related_name="+", verbose_name=_("role"))

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        ordering = ["organization", "grant__starts_on", "pk"]

    def __str__(self) -> str:
        """Show the quality and the structure, never the person: public history is told from here."""
        return f"{self.get_role_display()} ({self.organization})"

    def get_absolute_url(self) -> str:
        """Return the address of the structure."""
        return self.organization.get_absolute_url()

    @property
    def starts_on(self) -> date:
        """The first day it is held."""
        return self.grant.starts_on

    @property
    def ends_on(self) -> date | None:
        """The day it is no longer held; None while no end is known."""
        return self.grant.ends_on
