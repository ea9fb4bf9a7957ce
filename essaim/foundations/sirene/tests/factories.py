"""Makes rows of the room for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from essaim.foundations.sirene.models import PerimeterActivity, PerimeterCategory, PerimeterEdition, Snapshot
from essaim.foundations.sirene.states import PerimeterState, SnapshotState


class PerimeterEditionFactory(factory.django.DjangoModelFactory):
    """An edition replaced long ago; draft=True makes one being written."""

    class Meta:
        model = PerimeterEdition

    class Params:
        draft = factory.Trait(state=PerimeterState.DRAFT, starts_on=None, ends_on=None)

    number = factory.Sequence(lambda number: 100 + number)
    name = factory.Sequence(lambda number: f"Périmètre {number}")
    source = "Note de l’Insee"
    state = PerimeterState.REPLACED
    starts_on = date(2020, 1, 1)
    ends_on = date(2021, 1, 1)


class PerimeterCategoryFactory(factory.django.DjangoModelFactory):
    """Associations, in the field."""

    class Meta:
        model = PerimeterCategory

    edition = factory.SubFactory(PerimeterEditionFactory)
    code = "9220"
    label = "Association déclarée"
    family = "association"
    confidence = "A"
    in_insee = True
    in_statutory = True


class PerimeterActivityFactory(factory.django.DjangoModelFactory):
    """Religious bodies, outside."""

    class Meta:
        model = PerimeterActivity

    edition = factory.SubFactory(PerimeterEditionFactory)
    nomenclature = "NAFRev2"
    code_from = "94.91Z"
    code_to = "94.91Z"
    label = "Organisations religieuses"
    confidence = "B"


class SnapshotFactory(factory.django.DjangoModelFactory):
    """A row of a snapshot in service, without a file behind it; held=True and aside=True make the two others."""

    class Meta:
        model = Snapshot

    class Params:
        held = factory.Trait(state=SnapshotState.HELD)
        aside = factory.Trait(state=SnapshotState.SET_ASIDE)

    vintage = date(2026, 8, 1)
    perimeter = factory.SubFactory(PerimeterEditionFactory)
    state = SnapshotState.READY
    file = factory.Sequence(lambda number: f"2026-08-p1-{number:08x}.duckdb")
    sha256 = "0" * 64
    size_bytes = 1
    ess_count = 16
    headcount_year = 2023
    rows = factory.LazyFunction(lambda: {"StockUniteLegale": 14, "StockEtablissement": 20})
    sources = factory.LazyFunction(lambda: [{"name": "StockUniteLegale", "sha256": "0" * 64, "size": 1}])
    checks = factory.LazyFunction(lambda: [{"name": "rows", "weight": "holds", "found": "14"}])
    loaded_at = datetime(2026, 8, 3, 9, tzinfo=UTC)
    loaded_by = "essaim sirene load"
    seconds = 1.5
