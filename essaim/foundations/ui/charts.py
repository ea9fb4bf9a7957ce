"""Charts drawn on the server from Vega-Lite, the same in a page and in a PDF, each with the table of its data."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import altair as alt
import vl_convert
from django.utils.translation import get_language

# Told apart by lightness as well as by hue; at least 3:1 on paper.
COLORS = ("#0d5c56", "#b97700", "#1f5f93", "#b3261e", "#5b6664", "#6a3d8a")
PAPER = "#fdfbf6"
# Numbers as the language of the page writes them; English is what the drawing does by itself.
FORMAT_LOCALES: Mapping[str, Literal["fr-FR"]] = {"fr": "fr-FR"}
INK = "#1d2928"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be shown: its drawing, its words, and its data."""

    title: str
    description: str
    svg: str
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    @property
    def data_uri(self) -> str:
        """The drawing as an image address, which the content policy allows."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode()

    @property
    def png(self) -> bytes:
        """The drawing as a picture, at twice its size, for programs that take no SVG."""
        return bytes(vl_convert.svg_to_png(self.svg, scale=2))


def bars(
    *,
    title: str,
    description: str,
    rows: Sequence[Mapping[str, object]],
    category: str,
    value: str,
    series: str = "",
    unit: str = "",
    width: int = 640,
    height: int = 260,
) -> Chart:
    """
    Draw vertical bars, stacked when there are series, in the order of the rows.

    :param rows: one mapping per bar part; category, value and series name its keys, which are also the words shown
    :param unit: shown on the axis, such as "€"
    """
    alt.data_transformers.disable_max_rows()
    order = list(dict.fromkeys(str(row[category]) for row in rows))
    base = alt.Chart(alt.Data(values=[dict(row) for row in rows])).mark_bar()
    encoding: dict[str, object] = {
        "x": alt.X(f"{category}:N", sort=order, title=None, axis=alt.Axis(labelAngle=0)),
        "y": alt.Y(f"{value}:Q", title=unit or value, axis=_value_axis(row[value] for row in rows)),
        "color": alt.value(COLORS[0]),
    }
    if series:
        names = list(dict.fromkeys(str(row[series]) for row in rows))
        scale = alt.Scale(domain=names, range=list(COLORS[: len(names)]))
        encoding["color"] = alt.Color(f"{series}:N", scale=scale, title=None, legend=alt.Legend(orient="top"))
    spec = base.encode(**encoding).properties(width=width, height=height, background=PAPER)
    header = (category, *([series] if series else []), value)
    return _drawn(title, description, spec, rows, header)


def ranges(
    *,
    title: str,
    description: str,
    rows: Sequence[Mapping[str, object]],
    category: str,
    value: str,
    least: str = "",
    most: str = "",
    unit: str = "",
    width: int = 460,
) -> Chart:
    """
    Draw one horizontal bar a row, in their order, with an interval over it where bounds are given; for long names.

    :param rows: one mapping a bar; category, value, least and most name its keys, which are also the words shown. A value of
        None draws nothing, and a bound of None nothing on its side
    """
    order = [str(row[category]) for row in rows]
    drawn = [dict(row) for row in rows]
    names = alt.Y(f"{category}:N", sort=order, title=None, axis=alt.Axis(labelLimit=260))
    bars_drawn = (
        alt.Chart(alt.Data(values=drawn))
        .mark_bar(color=COLORS[0], height={"band": 0.6})
        .encode(y=names, x=alt.X(f"{value}:Q", title=unit or value, axis=_value_axis(row[value] for row in rows)))
    )
    layers = [bars_drawn]
    if least and most:
        bounded = [
            {category: str(row[category]), least: row[least], most: row[most]}
            for row in rows
            if row[least] is not None and row[most] is not None
        ]
        layers.append(
            alt.Chart(alt.Data(values=bounded))
            .mark_rule(color=COLORS[1], strokeWidth=3)
            .encode(y=names, x=alt.X(f"{least}:Q"), x2=alt.X2(f"{most}:Q"))
        )
    # Room for the names, which the reader's own font may draw wider than the one they were measured with.
    room = {"left": 40, "top": 5, "right": 5, "bottom": 5}
    spec = alt.layer(*layers).properties(width=width, height={"step": 26}, background=PAPER, padding=room)
    header = (category, value, *([least, most] if least and most else []))
    return _drawn(title, description, spec, rows, header)


def points(
    *,
    title: str,
    description: str,
    rows: Sequence[Mapping[str, object]],
    moment: str,
    value: str,
    series: str,
    unit: str = "",
    width: int = 640,
    height: int = 260,
) -> Chart:
    """
    Draw values over years, a line only within a series: what is not counted the same way is another series.

    :param rows: one mapping a point; moment, value and series name its keys, which are also the words shown
    """
    names = list(dict.fromkeys(str(row[series]) for row in rows))
    scale = alt.Scale(domain=names, range=[COLORS[number % len(COLORS)] for number in range(len(names))])
    years = alt.X(
        f"{moment}:Q", title=None, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(format="d", tickMinStep=1)
    )
    base = alt.Chart(alt.Data(values=[dict(row) for row in rows])).encode(
        x=years,
        y=alt.Y(f"{value}:Q", title=unit or value, axis=_value_axis(row[value] for row in rows)),
        color=alt.Color(
            f"{series}:N", scale=scale, title=None, legend=alt.Legend(orient="top", columns=1, labelLimit=600)
        ),
        detail=f"{series}:N",
    )
    spec = alt.layer(base.mark_line(), base.mark_point(filled=True, size=70)).properties(
        width=width, height=height, background=PAPER
    )
    header = (moment, series, value)
    return _drawn(title, description, spec, rows, header)


def _drawn(
    title: str, description: str, spec: alt.TopLevelMixin, rows: Sequence[Mapping[str, object]], header: tuple[str, ...]
) -> Chart:
    """Draw a specification in the language of the page, and put its rows in a table under the words of its header."""
    table = tuple(tuple(row[name] for name in header) for row in rows)
    return Chart(title, description, _svg(spec.to_json(), (get_language() or "fr")[:2]), header, table)


def _value_axis(values: Iterable[object]) -> alt.Axis:
    """Keep halves from the axis of what is counted in whole things."""
    return alt.Axis(tickMinStep=1) if all(isinstance(value, int) for value in values) else alt.Axis()


@lru_cache(maxsize=64)
def _svg(spec: str, language: str) -> str:
    """Draw a specification with the numbers of a language; the same one is drawn once."""
    config = {
        "font": "sans-serif",
        "axis": {
            "labelFontSize": 13,
            "titleFontSize": 13,
            "labelColor": INK,
            "titleColor": INK,
            "gridColor": "#ded8c9",
        },
        "legend": {"labelFontSize": 13, "labelColor": INK, "columnPadding": 30},
        "view": {"stroke": None},
    }
    return str(vl_convert.vegalite_to_svg(vl_spec=spec, config=config, format_locale=FORMAT_LOCALES.get(language)))
