"""
Measures the public pages of figures, over the register that the demonstration generates, seen by anybody.

script/bench runs it; alone, in a loaded database: DATABASE_URL=... ESSAIM_VAR=... python -m bench.observatory
Target: the explorer within 3 times an empty page.
"""

from __future__ import annotations

import os

import django

from bench import measuring
from bench.measuring import Measure, client_of, opening

NANTES, LYON = "244400404", "200046977"
PAGES = (
    ("the explorer, the authority", "/observatoire/"),
    ("the same, associations by commune", "/observatoire/?family=association&by=commune"),
    ("the same, a commune", "/observatoire/?territory=59350"),
    ("the same, France", "/observatoire/?territory=FR"),
    ("three territories compared", f"/observatoire/comparer/?with={NANTES}&with={LYON}"),
    ("a territory over time", "/observatoire/evolution/"),
    ("the rows of a figure", "/observatoire/etablissements/"),
    ("read API, a territory", "/api/v1/observatory/territories/200093201"),
)


def pages() -> list[Measure]:
    """Measure each page, after it was opened once: the register is then open, as it stays between two readers."""
    client = client_of()
    return [opening(name, client, url) for name, url in PAGES]


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    measuring.settle()
    print("\n".join(measuring.lines_of(pages())))


if __name__ == "__main__":
    main()
