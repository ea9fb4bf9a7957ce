"""A chart shows its data and gives them as a table."""

from __future__ import annotations

import base64
from xml.etree import ElementTree

from django.template.loader import render_to_string

from essaim.foundations.ui.charts import bars

ROWS = [
    {"Année": "2022", "Section": "Fonctionnement", "Montant": 30},
    {"Année": "2022", "Section": "Investissement", "Montant": 20},
    {"Année": "2023", "Section": "Fonctionnement", "Montant": 45},
]


def _chart():
    return bars(
        title="Montants par année",
        description="En milliers d’euros",
        rows=ROWS,
        category="Année",
        value="Montant",
        series="Section",
        unit="k€",
    )


def test_table_of_a_chart_holds_exactly_its_data() -> None:
    chart = _chart()

    assert chart.header == ("Année", "Section", "Montant")
    assert [dict(zip(chart.header, row, strict=True)) for row in chart.rows] == ROWS


def test_drawing_shows_every_bar_and_the_words_of_the_data() -> None:
    drawing = ElementTree.fromstring(_chart().svg)
    texts = {element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")}

    assert {"2022", "2023", "Fonctionnement", "Investissement", "k€"} <= texts
    described = [element.get("aria-label", "") for element in drawing.iter()]
    assert sum("Montant" in words or "k€: " in words for words in described) >= len(ROWS)


def test_address_of_the_drawing_holds_the_drawing() -> None:
    chart = _chart()
    kind, _comma, content = chart.data_uri.partition(",")

    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(content).decode() == chart.svg


def test_page_shows_the_drawing_with_words_and_the_table() -> None:
    page = render_to_string("ui/partials/_chart.html", {"chart": _chart()})

    assert 'alt="Montants par année. En milliers d’euros"' in page
    assert page.count("<tr>") == 1 + len(ROWS)
    assert "<caption>Montants par année</caption>" in page


def test_chart_without_series_is_drawn_too() -> None:
    chart = bars(title="t", description="d", rows=[{"a": "x", "b": 1}], category="a", value="b")

    assert chart.rows == (("x", 1),)
    assert chart.svg.startswith("<svg")
