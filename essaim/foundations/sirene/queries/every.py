"""The indicators of every EPCI at once, in two readings of a snapshot: the figures that the page of each would give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from essaim.foundations.sirene import register as files
from essaim.foundations.sirene.rows import Basis, EpciRow, Filters, Jobs, Place
from essaim.foundations.sirene.states import PlaceKind

from .figures import country_share
from .judging import UNITS_MIN, UNKNOWN_SECTION
from .verdicts import judged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def every_epci(register: DuckDBPyConnection, basis: Basis) -> Iterator[EpciRow]:
    """
    Measure the ESS of every EPCI by the rule or layer of the basis: in all, by family and by section.

    An EPCI in which there is none has no row. Jobs keep statistical secrecy as everywhere.
    """
    names = dict(register.execute("SELECT siren, name FROM epci").fetchall())
    whole = {
        (epci, section if by_section else None): found
        for epci, section, by_section, *found in register.execute(files.sql("read/every_denominator")).fetchall()
    }
    for epci, family, section, by_family, by_section, *counts in register.execute(
        files.sql("read/every_epci")
    ).fetchall():
        establishments, employers, employers_zero, least, most, estimate = counts
        key = section or UNKNOWN_SECTION
        withheld = judged(
            register, basis, Place(PlaceKind.EPCI, epci, ""), family if by_family else "", key if by_section else ""
        )
        against = whole.get((epci, section if by_section else None), (0, 0, 0.0))
        share = employers / against[1] if against[1] else None
        # What has no section of NAF rev. 2 cannot be asked for alone in France.
        in_france = (
            None
            if by_section and not section
            else country_share(register, basis, Filters(family=family if by_family else "", section=section))
        )
        yield EpciRow(
            epci=epci,
            name=names.get(epci, ""),
            family=family if by_family else "",
            section=key if by_section else "",
            establishments=establishments,
            employers=employers,
            employers_zero=employers_zero,
            jobs=None if withheld else Jobs(least, most, estimate),
            withheld=withheld,
            share_of_establishments=establishments / against[0] if against[0] else None,
            share_of_employers=share,
            share_of_jobs=estimate / against[2]
            if not (withheld or by_family or by_section) and against[1] >= UNITS_MIN and against[2]
            else None,
            location_quotient=share / in_france if share is not None and in_france else None,
        )
