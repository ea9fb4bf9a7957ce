"""What is looked through when somebody searches: made of records and cards, never written by hand."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.states import OrganizationKind

from .tallies import TRIGGERS

# What a map draws of a line, about to the metre, as GeoJSON: written once, when the line is, and not for each reader.
POINT = pgtrigger.Trigger(
    name="point_written",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        NEW.point := coalesce(
            '{"type":"Feature","geometry":{"type":"Point","coordinates":['
            || trim_scale(round(NEW.longitude::numeric, 5)) || ',' || trim_scale(round(NEW.latitude::numeric, 5))
            || ']},"properties":{"key":' || to_json(NEW.key) || ',"name":' || to_json(NEW.name)
            || ',"commune":' || to_json(NEW.commune_code) || ',"place":' || to_json(NEW.commune_name)
            || ',"is_exact":' || to_json(NEW.is_exact) || '}}',
            ''
        );
        RETURN NEW;
    """,
)

# Words are folded before they come here: the database only cuts them.
WORDS = SearchVector("document", config="simple")
WORD_LENGTH_MAX = 60


class ListingQuerySet(models.QuerySet["Listing"]):
    """Vocabulary on lines of the directory."""


class Listing(models.Model):
    """
    One line of the public directory, as records and cards make it: what has no line here is not public.

    The record is named by plain values: a record that is taken back takes its line with it, and is not held by it. It can be
    made again at any moment, so it has no history.
    """

    organization_pk = models.BigIntegerField(unique=True)
    key = models.CharField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    sort_key = models.CharField(max_length=650, db_collation="C")
    name_key = models.CharField(max_length=300, db_collation="C")
    acronym_key = models.CharField(max_length=60, db_collation="C")
    document = models.TextField()
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    rna = models.CharField(_("RNA number"), max_length=10, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind)
    commune_code = models.CharField(_("commune"), max_length=5, blank=True)
    commune_name = models.CharField(_("commune"), max_length=100, blank=True)
    section = models.CharField(_("activity"), max_length=1, blank=True)
    activity_code = models.CharField(_("activity code"), max_length=6, blank=True)
    status_kinds = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("ESS statuses"))
    summary = models.CharField(_("what it does"), max_length=600, blank=True)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    longitude = models.FloatField(_("longitude"), null=True)
    latitude = models.FloatField(_("latitude"), null=True)
    is_exact = models.BooleanField(_("point of its address"), default=False)
    point = models.TextField(blank=True, default="")
    completeness = models.PositiveSmallIntegerField(_("completeness"), default=0)
    confirmed_on = models.DateField(_("confirmed on"), null=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the directory")
        verbose_name_plural = _("lines of the directory")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key"], name="listing_in_french_order"),
            models.Index(fields=["name_key"], name="listing_by_name"),
            models.Index(fields=["acronym_key"], name="listing_by_acronym"),
            models.Index(fields=["siren"], name="listing_by_siren"),
            models.Index(fields=["rna"], name="listing_by_rna"),
            models.Index(fields=["commune_code"], name="listing_by_commune"),
            models.Index(fields=["latitude", "longitude"], name="listing_by_place"),
            GinIndex(WORDS, name="listing_by_words"),
            GinIndex(fields=["status_kinds"], name="listing_by_status"),
        ]
        triggers = [POINT, *TRIGGERS]

    def __str__(self) -> str:
        """Show the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the card."""
        return reverse("directory:card", args=[self.key])


class SearchWord(models.Model):
    """A word of the directory: what a mistyped word is compared with."""

    word = models.CharField(max_length=WORD_LENGTH_MAX, unique=True, db_collation="C")

    class Meta:
        verbose_name = _("word of the directory")
        verbose_name_plural = _("words of the directory")
        ordering = ["word"]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_by_likeness")]

    def __str__(self) -> str:
        """Show the word."""
        return self.word
