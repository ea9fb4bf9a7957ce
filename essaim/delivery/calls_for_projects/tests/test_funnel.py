"""The funnel: each step is part of the one before, and the list behind a figure is as long as it says."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.queries import funnel as queries
from essaim.delivery.calls_for_projects.queries.selection import supported_by_commune
from essaim.delivery.calls_for_projects.services import decisions, letters
from essaim.delivery.calls_for_projects.states import FunnelAxis, FunnelStage
from essaim.delivery.calls_for_projects.tables_funnel import FunnelFilter

from .factories import ApplicationFactory
from .factories_selection import NOW, Stage, stage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Stage:
    """Three files presented, one granted; two filed only, in another year and of other families."""
    stage = stage_of(3)
    stage.prepare()
    stage.allow(1_000_000)
    stage.open()
    first, *others = stage.files
    values = {"outcome": "granted", "nature": "subsidy", "granted_cents": 100_000, "year": 2026}
    decisions.decide_file(file=first, actor=stage.officer, now=NOW, **values)
    for file in others:
        decisions.decide_file(file=file, actor=stage.officer, now=NOW, outcome="refused", cited=["C1"], reason="Non")
    assert stage.selection is not None
    decisions.freeze_selection(selection=stage.selection, actor=stage.officer, now=NOW)
    letters.notify_selection(selection=stage.selection, actor=stage.officer, now=NOW)
    form = stage.applications[0].form
    ApplicationFactory(
        form=form, is_filed=True, filed_at=datetime(2024, 5, 2, tzinfo=UTC), facts={"legal_category": "9220"}
    )
    ApplicationFactory(form=form, is_filed=True, facts={"legal_category": "5710"})
    ApplicationFactory(form=form)
    return stage


@pytest.mark.parametrize("axis", list(FunnelAxis))
def test_length_of_each_list_is_its_figure(told: Stage, axis: FunnelAxis) -> None:
    lines = queries.funnel(axis)

    assert [sum(line.asked for line in lines), sum(line.presented for line in lines)] == [5, 3]
    assert sum(line.supported for line in lines) == 1
    for line in lines:
        assert line.asked >= line.presented >= line.supported
        for stage, figure in zip(FunnelStage, (line.asked, line.presented, line.supported), strict=True):
            query = line.query(stage)
            request = RequestFactory().get("/", dict(parse_qsl(query)))
            found = FunnelFilter(QueryDict(query), queryset=queries.funnel_rows(), request=request)
            assert found.is_valid(), found.errors
            assert found.qs.count() == figure


def test_funnel_is_for_the_team_and_counts_its_queries(told: Stage, django_assert_max_num_queries) -> None:
    client = Client()
    client.force_login(told.officer)
    page = reverse("calls_for_projects:funnel")
    assert client.get(page, {"par": "famille"}).status_code == 200
    with django_assert_max_num_queries(6):
        assert "etape=supported" in client.get(page).content.decode()
    with django_assert_max_num_queries(14):
        client.get(reverse("calls_for_projects:funnel_rows"), {"etape": "presented"})
    client.force_login(Application.objects.earliest("pk").author)
    assert client.get(page).status_code == 403


def test_map_of_supported_projects_leads_to_its_list(told: Stage, client: Client) -> None:
    page = client.get(reverse("calls_for_projects:supported_list"), {"commune": "59350"})

    assert told.applications[0].organization.name in page.content.decode()
    assert supported_by_commune() == {"59350": 1}
