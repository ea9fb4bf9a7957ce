"""Squares that telephones read (QR codes, ISO/IEC 18004), drawn as SVG."""

from __future__ import annotations

from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathFillImage


def square_of(text: str) -> str:
    """
    Draw a text on white: a telephone does not read it on a dark page.

    :returns: an SVG element; the text itself is not in it, only the path that draws it
    """
    buffer = BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage).save(buffer)
    drawing = buffer.getvalue().decode()
    return drawing[drawing.index("<svg") :]
