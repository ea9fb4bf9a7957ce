"""Which places are proposed first: the authority, what it is made of, those it is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from essaim.foundations.sirene.queries import snapshots
from essaim.foundations.territory.queries import authority, communes, epci_loaded, territoires_of

COUNTRY = "FR"
# Beyond, all of France may have been loaded: the search finds the others.
OTHERS_MAX = 12


@dataclass(frozen=True, slots=True)
class Near:
    """Places to choose from, as code and name: the authority, its territoires, its communes, other EPCI loaded here."""

    authority: tuple[tuple[str, str], ...]
    territoires: tuple[tuple[str, str], ...]
    communes: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


def own_territory(*, today: date) -> str:
    """Return the SIREN of the authority, or the whole country before one is set up."""
    found = authority(today=today)
    return found.siren if found and found.siren else COUNTRY


def observed_territory(*, today: date) -> str:
    """Return the territory that figures are given of first, or nothing before any register is loaded."""
    return own_territory(today=today) if snapshots() else ""


def near_places(*, today: date) -> Near:
    """List the places proposed first."""
    found = authority(today=today)
    siren = found.siren if found else ""
    here = communes(today=today)
    others = [(code, name) for code, name in epci_loaded(today=today) if code != siren]
    return Near(
        authority=((siren, found.name),) if found and siren else (),
        territoires=tuple((f"{siren}-{zone.code}", zone.name) for zone in territoires_of(here)),
        communes=tuple((row.code, row.name) for row in here),
        others=tuple(others[:OTHERS_MAX]),
    )
