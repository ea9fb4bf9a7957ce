"""The funnel of calls: asked, presented, supported; by year of filing, territory and legal family, each figure with its list."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects.models import Application, SelectionFile
from essaim.delivery.calls_for_projects.models.applications import ApplicationQuerySet
from essaim.delivery.calls_for_projects.states import DECIDED, FileOutcome, FunnelAxis, FunnelStage
from essaim.delivery.calls_for_projects.wording import family_in_words
from essaim.foundations.primitives.legal_categories import family_of

# What stands in an address for a file without a territory, or without a legal category.
NONE = "aucun"
# What the figures are counted from.
COLUMNS: tuple[str, ...] = (
    "filed_at__year",
    "territory__code",
    "territory__name",
    "facts__legal_category",
    "was_presented",
    "was_supported",
)


def funnel_rows() -> ApplicationQuerySet:
    """
    Return the applications filed, each with whether a body decided on it (was_presented) and granted it (was_supported).

    Source of the three steps: the public report of the MEL (sollicitation, présenté au comité, soutenu).
    """
    decided = SelectionFile.objects.filter(application=OuterRef("pk"), selection__state__in=DECIDED)
    presented = decided.exclude(outcome=FileOutcome.WITHDRAWN)
    rows: ApplicationQuerySet = (
        Application.objects.filed()
        .with_names()
        .annotate(was_presented=Exists(presented), was_supported=Exists(decided.filter(outcome=FileOutcome.GRANTED)))
        .order_by("-filed_at", "-pk")
    )
    return rows


def at_stage(rows: ApplicationQuerySet, stage: str) -> ApplicationQuerySet:
    """Keep those that came as far as a step; each step is part of the one before."""
    reached = {FunnelStage.PRESENTED: "was_presented", FunnelStage.SUPPORTED: "was_supported"}
    return rows.filter(**{reached[FunnelStage(stage)]: True}) if stage in reached else rows


def family_key(legal_category: object) -> str:
    """Return the family of a legal category, or the word for none."""
    return family_of(str(legal_category)).family.value if legal_category else NONE


def in_family(rows: ApplicationQuerySet, family: str) -> ApplicationQuerySet:
    """Keep the applications of a legal family, as the facts they were filed with say."""
    codes = set(rows.order_by().values_list("facts__legal_category", flat=True).distinct())
    wanted = [code for code in codes if code and family_key(code) == family]
    if family == NONE:
        return rows.filter(Q(facts__legal_category__isnull=True) | Q(facts__legal_category=""))
    return rows.filter(facts__legal_category__in=wanted)


@dataclass(frozen=True, slots=True)
class FunnelLine:
    """How many files came how far, for one place of an axis; filters: what its lists are kept to."""

    label: str
    asked: int
    presented: int
    supported: int
    filters: tuple[tuple[str, str], ...] = ()

    def query(self, stage: FunnelStage) -> str:
        """The address of the list whose length is the figure."""
        return urlencode([("etape", stage.value), *self.filters])


def funnel(axis: FunnelAxis) -> list[FunnelLine]:
    """Count along an axis; one query."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    rows: QuerySet[Any, Any] = funnel_rows().order_by().values_list(*COLUMNS)
    for year, code, name, category, was_presented, was_supported in rows:
        match axis:
            case FunnelAxis.YEAR:
                key = (str(year), str(year))
            case FunnelAxis.TERRITORY:
                key = (code, name) if code else (NONE, _("no territory"))
            case FunnelAxis.FAMILY:
                family = family_key(category)
                key = (family, _("legal category not known") if family == NONE else family_in_words(family))
            case _:
                key = ("", _("All together"))
        found = counts[key]
        found[0] += 1
        found[1] += was_presented
        found[2] += was_supported
    return [
        FunnelLine(label, found[0], found[1], found[2], ((axis.value, key),) if key else ())
        for (key, label), found in sorted(counts.items(), reverse=axis == FunnelAxis.YEAR)
    ]
