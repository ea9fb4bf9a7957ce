"""The report of a plan is a document that everybody can read, whatever the plan holds."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.ui.pdf import forget_documents
from essaim.foundations.ui.pdf.printable import RANGES
from essaim.steering.action_plan import report
from essaim.steering.action_plan.models import DeclaredFigure, PartTitle, Plan, PlanItem
from essaim.steering.action_plan.report.contents import Edition, state_contents
from essaim.steering.action_plan.states import ItemKind

from .factories import (
    ActionFactory,
    AxisFactory,
    BudgetLineFactory,
    DependencyFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
)

TODAY = date(2026, 3, 10)
PUBLIC = Edition("Métropole Européenne de Lille", TODAY, shows_names=False, commune_count=95)
TEAM = Edition("Métropole Européenne de Lille", TODAY, shows_names=True, commune_count=95)
PILOT = "Maxence Deûlémont"


@pytest.fixture
def plan() -> Plan:
    """Three axes, fifteen actions, one late milestone, two years of budget, one figure."""
    found = PlanFactory(slug="2022-2026", name="Feuille de route")
    axes = [AxisFactory(plan=found, number=number, title=f"Axe « {number} »") for number in (1, 2, 3)]
    for number in range(1, 16):
        ActionFactory(
            axis=axes[number % 3], number=number, title=f"Intitulé complet de l’action n° {number}", open=True
        )
    first = found.actions.get(number=1)
    PersonInActionFactory(action=first, person=UserFactory(full_name=PILOT, job_title="Chargé de mission"))
    late = MilestoneFactory(action=first, title="Cadrage", due_on=date(2026, 2, 1))
    DependencyFactory(milestone=MilestoneFactory(action=first, title="Lancement", due_on=date(2026, 4, 1)), needs=late)
    BudgetLineFactory(action=first, year=2025, planned_cents=70_000_000, voted_cents=69_999_999)
    BudgetLineFactory(action=first, year=2026, section="investment")
    DeclaredFigure.objects.create(
        key="emplois-2012",
        label="Emplois créés ou consolidés",
        wording="342 emplois",
        value=Decimal(342),
        unit="emplois",
        period="2012",
        perimeter="MEL",
        caveat="Créés et consolidés sont mêlés.",
        status="declared",
        plan=found,
        source=found.source,
    )
    return found


def _pdf(plan: Plan, edition: Edition = PUBLIC, language: str = "fr") -> PdfReader:
    with translation.override(language):
        return PdfReader(io.BytesIO(report.state_pdf(state_contents(plan, edition))))


def _text(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def _elements(node: Any) -> list[DictionaryObject]:
    """Return every element of the structure tree."""
    found = []
    queue = [node]
    while queue:
        current = queue.pop().get_object()
        if isinstance(current, list):
            queue.extend(current)
        elif isinstance(current, DictionaryObject):
            if "/S" in current:
                found.append(current)
            if "/K" in current:
                queue.append(current["/K"])
    return found


@pytest.mark.django_db
def test_report_is_tagged_and_says_which_standard_it_keeps(plan: Plan) -> None:
    reader = _pdf(plan)
    catalog = reader.trailer["/Root"]

    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "title"), [("fr", "2022-2026"), ("en", "State of the plan 2022-2026")])
def test_report_has_its_language_and_its_title(language: str, title: str, plan: Plan) -> None:
    reader = _pdf(plan, language=language)

    assert reader.trailer["/Root"]["/Lang"] == language
    assert title in reader.metadata.title


@pytest.mark.django_db
def test_each_drawing_has_its_words_and_its_table(plan: Plan) -> None:
    elements = _elements(_pdf(plan).trailer["/Root"]["/StructTreeRoot"])

    figures = [element for element in elements if element["/S"] == "/Figure"]
    kinds = {element["/S"] for element in elements}
    assert len(figures) == 2
    assert all(len(str(figure["/Alt"])) > 20 for figure in figures)
    assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/H3", "/L"} <= kinds


@pytest.mark.django_db
def test_report_holds_every_title_and_what_elected_officials_ask(plan: Plan) -> None:
    with translation.override("en"):
        text = _text(_pdf(plan, language="en"))

    for number in range(1, 16):
        assert f"Intitulé complet de l’action n° {number}" in text
    assert all(f"Axe « {number} »" in text.replace("\xa0", " ") for number in (1, 2, 3))
    assert "Cadrage" in text
    assert "37 days" in text
    assert "€700,999.99" in text
    assert "342 emplois" in text
    assert "Créés et consolidés sont mêlés." in text
    assert plan.source.title in text


@pytest.mark.django_db
def test_public_edition_names_job_titles_and_nobody(plan: Plan) -> None:
    public, team = _text(_pdf(plan)), _text(_pdf(plan, TEAM))

    assert "Chargé de mission" in public
    assert PILOT not in public
    assert PILOT in team


@pytest.mark.django_db
def test_plan_from_elsewhere_shows_the_job_titles_it_brought() -> None:
    foreign = PlanFactory(origin_siren="244400404", origin_name="Nantes Métropole")
    action = ActionFactory(axis=AxisFactory(plan=foreign, number=1), number=1, open=True)
    PartTitle.objects.create(action=action, role="pilot", title="Cheffe de projet")

    text = _text(_pdf(foreign, TEAM, language="en"))

    assert "Pilot: Cheffe de projet" in text
    assert "This plan comes from Nantes Métropole" in text


@pytest.mark.django_db
def test_notice_is_on_the_cover(plan: Plan) -> None:
    edition = Edition("MEL", TODAY, shows_names=False, commune_count=0, notice="Démonstration inventée")

    assert "Démonstration inventée" in _pdf(plan, edition).pages[0].extract_text()


@pytest.mark.django_db
def test_empty_plan_has_its_report() -> None:
    assert len(_pdf(PlanFactory(draft=True), language="en").pages) >= 5


@pytest.mark.django_db
def test_same_state_gives_the_same_bytes(plan: Plan) -> None:
    contents = state_contents(plan, PUBLIC)

    first = report.state_pdf(contents)
    forget_documents()

    assert report.state_pdf(contents) == first


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_plan(plan: Plan) -> None:
    small = PlanFactory()
    ActionFactory(axis=AxisFactory(plan=small, number=1), number=1, open=True)
    BudgetLineFactory(action=small.actions.get())
    with CaptureQueriesContext(connection) as few:
        state_contents(small, PUBLIC)
    with CaptureQueriesContext(connection) as many:
        state_contents(plan, PUBLIC)

    assert len(many) == len(few) <= 30


CONTENTS = {
    "language": "fr",
    "title": "T",
    "subtitle": "S",
    "authority": "A",
    "period": "P",
    "state": "E",
    "summary": "",
    "notice": "",
    "as_of": "D",
    "year": 2026,
    "month": 3,
    "day": 10,
    "act": "",
    "key_figures": [{"label": "L", "value": "1", "note": ""}],
    "status_chart": None,
    "late": [],
    "coming": [],
    "budget": None,
    "figures": [],
    "rule": [{"number": "1", "status": "S", "words": "W"}],
    "sources": [],
    "perimeter": ["P"],
}


def _with_text(text: str) -> dict[str, object]:
    from essaim.steering.action_plan.report.contents import _words

    with translation.override("en"):
        words = _words()
    action = {"number": "1", "title": text or "T", "summary": text, "facts": [text], "status": None}
    axis = {"number": "1", "title": text or "T", "intent": text, "items": [text], "actions": [action]}
    across = [{"title": "T", "items": [[text, text]]}]
    return {**CONTENTS, "words": words, "axes": [axis], "across": across}


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_printed(text: str) -> None:
    assert report.state_pdf(_with_text(text)).startswith(b"%PDF")


def test_every_letter_said_to_be_printable_is() -> None:
    text = " ".join(chr(code) for low, high in RANGES for code in range(low, high + 1))

    assert report.state_pdf(_with_text(text)).startswith(b"%PDF")


@pytest.mark.django_db
def test_items_of_no_axis_are_printed_kind_by_kind(plan: Plan) -> None:
    for kind, code, text in (
        (ItemKind.CONTENT, "T", "Une action qui traverse les axes"),
        (ItemKind.STAKE, "E1", "Un enjeu validé"),
    ):
        PlanItem.objects.create(plan=plan, kind=kind, code=code, text=text, source=plan.source)

    text = _text(_pdf(plan))

    assert "Ce que le plan dit au-delà de ses axes" in text
    assert text.index("Une action qui traverse les axes") < text.index("Un enjeu validé")


def test_words_of_a_plan_are_never_markup() -> None:
    reader = PdfReader(io.BytesIO(report.state_pdf(_with_text("#panic() *gras* $x$ @ref <label>"))))

    assert "#panic() *gras* $x$ @ref <label>" in _text(reader)
