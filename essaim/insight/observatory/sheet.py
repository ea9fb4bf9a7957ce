"""The sheet of a territory: one page to print or hand out, with what every figure rests on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from essaim.foundations.ui.charts import Chart
from essaim.foundations.ui.pdf import pdf_bytes

from . import lines, words
from .differences import Reason
from .queries import Held, Parts

LAYOUT = Path(__file__).with_name("sheet.typ")
# The parts of a place that fit on the page; the site has them all.
LINES_MAX = 14


def pdf(found: Parts, *, held: Sequence[Held], chart: Chart | None, origin: str) -> bytes:
    """
    Make the sheet of a territory.

    :param held: what sources publish of it; the last ones are shown
    :param origin: address of the site, which the sheet gives for the rest
    """
    selection, basis = found.selection, found.basis
    shown = lines.lines(found.groups, selection.by, selection)
    page = reverse("observatory:explorer") + selection.query(territory=found.place.code)
    contents: dict[str, object] = {
        "language": (get_language() or "fr")[:2],
        "title": _("The ESS of %(place)s") % {"place": found.place.name},
        "sentence": lines.sentence(found.indicators),
        "vintage": words.vintage_of(basis),
        "year": basis.vintage.year,
        "month": basis.vintage.month,
        "notice": _("Invented data: this sheet shows what it would look like, and says nothing of the real territory.")
        if basis.is_generated
        else "",
        "figures": [
            {"label": row.label, "value": row.value, "note": row.note}
            for row in lines.figures(found.indicators, selection)
        ],
        "basis_title": _("What these figures rest on"),
        "basis": [[name, value] for name, value in [*words.basis_parts(basis), *lines.chosen(selection.filters)]],
        "chart": {"svg": chart.svg, "alt": f"{chart.title}. {chart.description}"} if chart else None,
        "parts_title": _("By %(way)s") % {"way": lines.way_words(selection.by).lower()},
        "header": [
            lines.way_words(selection.by),
            gettext("Establishments"),
            _("Employers"),
            _("Share of employers"),
            _("Employees"),
        ],
        "rows": [
            [
                row.label,
                words.number(row.establishments),
                words.number(row.employers),
                row.share,
                row.withheld or row.jobs,
            ]
            for row in shown[:LINES_MAX]
        ],
        "more": _("The %(number)s others are on the site.") % {"number": len(shown) - LINES_MAX}
        if len(shown) > LINES_MAX
        else "",
        "published_title": _("What sources publish, which is not the same number"),
        "published": [
            {
                "label": f"{row.measure.label}, {row.reference.years}",
                "wording": row.reference.figure.wording,
                "source": row.reference.figure.source.title,
                "reasons": " ".join(str(words.REASONS[reason]) for reason in row.differs if reason != Reason.GENERATED),
            }
            for row in held[-4:]
        ],
        "method": _("How we count, the rows behind each figure and the files: %(address)s")
        % {"address": f"{origin}{page}"},
        "address": f"{origin}{page}",
    }
    return pdf_bytes(LAYOUT, contents)
