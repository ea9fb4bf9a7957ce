"""Documents: what the fonts cannot draw, what the engine refuses, what is kept."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from essaim.foundations.ui.pdf import PdfRefused, forget_documents, pdf_bytes
from essaim.foundations.ui.pdf.printable import printable

LAYOUT = """
#import "house.typ": *
#let d = json("data.json")
#set document(title: d.title, date: datetime(year: 2026, month: 3, day: 10))
#show: house.with("fr")
#title(d.title)
#state(d.state, "good", marked: true)
#sheet((1fr, auto), ("A", "B"), d.rows)
"""


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    """Lay out a title, a state and a table."""
    path = tmp_path / "layout.typ"
    path.write_text(LAYOUT)
    return path


def _contents(title: str = "Titre") -> dict[str, object]:
    return {"title": title, "state": "Tenu", "rows": [["un", "deux"]]}


def test_same_contents_give_the_same_bytes(layout: Path) -> None:
    first = pdf_bytes(layout, _contents())
    forget_documents()

    assert pdf_bytes(layout, _contents()) == first


def test_words_are_never_markup(layout: Path) -> None:
    reader = PdfReader(io.BytesIO(pdf_bytes(layout, _contents("#panic() *gras* $x$ @ref <label>"))))

    assert "#panic() *gras* $x$ @ref <label>" in " ".join(reader.pages[0].extract_text().split())
    assert reader.trailer["/Root"]["/Lang"] == "fr"


def test_layout_reads_the_files_it_is_given(layout: Path) -> None:
    layout.write_text('#set document(title: "T")\n#title()\n#read("note.txt")')

    reader = PdfReader(io.BytesIO(pdf_bytes(layout, {}, {"note.txt": b"ce qui est joint"})))

    assert "ce qui est joint" in reader.pages[0].extract_text()


def test_document_that_breaks_the_standard_is_refused(layout: Path) -> None:
    """A picture that says nothing to who cannot see it."""
    layout.write_text('#set document(title: "T")\n#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\'/>"))')

    with pytest.raises(PdfRefused, match="alt"):
        pdf_bytes(layout, {})


def test_letter_without_a_font_becomes_a_square_and_drawings_are_left_alone() -> None:
    assert printable({"a": ["\N{HONEYBEE}x\ufe0f\x07", 3], "svg": "\N{HONEYBEE}"}) == {
        "a": ["\u25a1x", 3],
        "svg": "\N{HONEYBEE}",
    }
