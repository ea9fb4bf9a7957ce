"""The ESS of territories for machines: every value with its rule, vintage, perimeter and denominator beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.states import FAMILY_LABELS, By, Denominator, Layer, Rule
from essaim.foundations.ui.answers import CSV, Paging, given, many, one
from essaim.foundations.ui.twin import csv_response, json_response, list_response, wants_csv

from . import answers, queries, shapes
from .selection import Selection, edition_of, whole_number

router = Router(tags=["observatory"], auth=None)


class Kept(Schema):
    """What is asked of a territory."""

    rule: Rule | None = Field(None, description="insee unless a layer is given.")
    layer: Layer | None = Field(None, description="Instead of a rule: each is counted alone.")
    vintage: str = Field("", description="Month of the files, 2026-08; 2026-08.2 for an edition of the perimeter.")
    denominator: Denominator = Denominator.TOTAL
    means: str = Field("", description="Number of a set of means of brackets; empty for that in force.")
    family: str = ""
    section: str = Field("", description="Letter of NAF rev. 2.")
    bracket: str = Field(
        "", description="Code of tranche d'effectifs; refused where it would tell the jobs of a few employers."
    )
    by: By | None = Field(None, description="Also the figures of its parts.")
    format: Literal["json", "csv"] = Field("json", description="csv also by Accept: text/csv.")


@one(router, "/observatory/territories/{code}", answers.TerritoryFigures, "The ESS of one territory", extra=CSV)
def observatory_territory(request: HttpRequest, code: str, kept: Query[Kept]) -> HttpResponse:
    """
    Return the figures of a commune (INSEE code), an EPCI (SIREN), a département, a region (R32), a territoire, or FR.

    Each value has beside it its rule or layer, vintage, perimeter and denominator. Nothing adds up figures of two bases.
    """
    by = kept.by
    chosen = given(family=_family(kept.family), section=kept.section, bracket=kept.bracket)
    selection = replace(_selection(code, kept), denominator=kept.denominator, **chosen)  # type: ignore[arg-type]
    if by is not None:
        selection = replace(selection, by=by)
    try:
        found = queries.parts(selection, today=timezone.localdate(), with_groups=by is not None)
    except sirene.UnknownPlace as error:
        raise HttpError(404, "the register knows no territory of this code") from error
    except sirene.NoSnapshot as error:
        raise HttpError(404, str(error)) from error
    if found.refusal:
        raise HttpError(400, found.refusal)
    if selection.means not in {None, found.basis.means}:
        raise HttpError(404, "there is no such set of means for this month")
    if by is not None and found.selection.by != by:
        raise HttpError(400, f"this territory has no parts by {by.value}")
    if wants_csv(request):
        return csv_response(request, shapes.values(found, with_parts=by is not None))
    return json_response(request, shapes.territory(found, with_parts=by is not None))


def _selection(code: str, kept: Kept) -> Selection:
    if kept.rule is not None and kept.layer is not None:
        raise HttpError(400, "give a rule or a layer, not both: each is counted alone")
    scope = kept.layer or kept.rule or Rule.INSEE
    try:
        means = whole_number(kept.means) if kept.means else None
    except ValueError as error:
        raise HttpError(400, "means is the number of a set of means of brackets") from error
    if not kept.vintage:
        return Selection(territory=code, scope=scope, means=means)
    try:
        month, perimeter = edition_of(kept.vintage)
    except ValueError as error:
        raise HttpError(400, "vintage is written year-month, such as 2026-08") from error
    return Selection(territory=code, scope=scope, vintage=month, perimeter=perimeter, means=means)


def _family(text: str) -> str:
    known = [key.value for key in FAMILY_LABELS]
    if text and text not in known:
        raise HttpError(400, f"family is one of {', '.join(known)}")
    return text


@many(router, "/observatory/references", answers.Reference, "Published figures on the ESS of territories")
def observatory_references(
    request: HttpRequest, paging: Query[Paging], territory: str = "", measure: str = ""
) -> HttpResponse:
    """List what sources publish, and what it can be held against; territory (code) and measure keep some."""
    rows = queries.reference_rows().filter(**given(place_code=territory, measure=measure))
    return list_response(request, rows, shapes.reference, limit=paging.limit, cursor=paging.cursor)


@one(router, "/observatory/means", answers.MeansSets, "Means of brackets that estimates of employees rest on")
def observatory_means(request: HttpRequest) -> HttpResponse:
    """List the sets of means, the newest first: that in force for files of a kind is the first that fits them."""
    return json_response(request, {"sets": [shapes.means(row) for row in sirene.means_sets()]})
