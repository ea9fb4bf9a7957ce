"""For maintainers: makes the fonts of PDF documents from the vendored ones; needs fonttools and brotli installed."""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "essaim/foundations/ui/static/ui/vendor/fonts"
TARGET = ROOT / "essaim/foundations/ui/pdf/fonts"
# The engine reads neither woff2 nor variable fonts: one fixed file for each weight it uses.
WEIGHTS = {
    ("source-sans-3", "Essaim Text"): {"Regular": 400, "SemiBold": 600, "Bold": 700},
    ("bricolage-grotesque", "Essaim Title"): {"Bold": 700},
}
# French asks for a narrow no-break space, which the vendored subset lacks: the thin space stands for it, else the space.
NARROW_SPACE, THIN_SPACE, HYPHEN, FIXED_HYPHEN = 0x202F, 0x2009, 0x2D, 0x2011


def main() -> None:
    """Write one file for each family and weight; the licences are copied beside them by hand."""
    for (name, family), weights in WEIGHTS.items():
        for style, weight in weights.items():
            font = instancer.instantiateVariableFont(TTFont(SOURCE / f"{name}-latin.woff2"), {"wght": weight})
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap.setdefault(NARROW_SPACE, table.cmap.get(THIN_SPACE, table.cmap[0x20]))
                    table.cmap.setdefault(FIXED_HYPHEN, table.cmap[HYPHEN])
            # The licence keeps the original names for the original files.
            for record in list(font["name"].names):
                if record.nameID in {1, 3, 4, 6, 16, 17, 21, 22, 25}:
                    font["name"].removeNames(nameID=record.nameID)
            full = f"{family} {style}"
            for identifier, text in {1: family, 2: style, 3: full, 4: full, 6: full.replace(" ", "-")}.items():
                font["name"].setName(text, identifier, 3, 1, 0x409)
            if style not in {"Regular", "Bold"}:
                font["name"].setName(full, 1, 3, 1, 0x409)
                font["name"].setName("Regular", 2, 3, 1, 0x409)
                font["name"].setName(family, 16, 3, 1, 0x409)
                font["name"].setName(style, 17, 3, 1, 0x409)
            font["OS/2"].usWeightClass = weight
            font.flavor = None
            path = TARGET / f"{full.replace(' ', '-').lower()}.ttf"
            font.save(path)
            sys.stdout.write(f"{path.name} {path.stat().st_size}\n")


if __name__ == "__main__":
    main()
