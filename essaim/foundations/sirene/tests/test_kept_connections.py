"""A snapshot that was opened is lent again, prepared as it is asked, to one reader at a time."""

from __future__ import annotations

import os

import pytest

from essaim.foundations.sirene import queries, register
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.queries import bases
from essaim.foundations.sirene.rows import Filters
from essaim.foundations.sirene.states import By, Denominator, Layer, Rule

from .small_stock import METROPOLE


def test_connection_is_lent_again_and_looks_at_what_the_next_reader_asks(snapshot: Snapshot) -> None:
    for scope in (Rule.INSEE, Layer.STATUTORY, Rule.INSEE):
        basis = queries.basis(scope)
        with queries.opened(basis) as opened:
            lent = opened
            place = queries.place_of(opened, METROPOLE)
            again = queries.indicators(opened, basis, place)
        with register.snapshot(basis.file) as alone:
            settings = bases.settings_of([basis])
            bases.look_at(alone, scope)
            bases.prepare(
                alone,
                basis.vintage,
                settings.means[basis.means],
                basis.denominator,
                settings.territoires[basis.vintage],
            )
            assert queries.indicators(alone, basis, place) == again
        assert [connection for _key, connection in register._KEPT] == [lent]


def test_other_denominator_is_another_connection(snapshot: Snapshot) -> None:
    counted = {}
    for denominator in (*Denominator, *Denominator):
        basis = queries.basis(Rule.INSEE, denominator=denominator)
        with queries.opened(basis) as opened:
            found = queries.indicators(opened, basis, queries.place_of(opened, METROPOLE))
        assert counted.setdefault(denominator, found.all_establishments) == found.all_establishments

    assert len(register._KEPT) == len(Denominator)


def test_two_readers_at_once_have_each_their_own(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as one, queries.opened(basis) as other:
        assert one is not other
        assert register._KEPT == []


def test_connection_in_which_something_failed_is_lent_to_nobody(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with pytest.raises(queries.UnknownPlace), queries.opened(basis) as opened:
        queries.place_of(opened, "99999")

    assert register._KEPT == []


def test_file_made_again_is_opened_again_and_one_that_went_is_told(snapshot: Snapshot) -> None:
    basis = queries.basis(Rule.INSEE)
    with queries.opened(basis) as opened:
        first = opened
    path = register.folder() / basis.file
    os.utime(path, ns=(1, 1))
    with queries.opened(basis) as opened:
        assert opened is not first
    path.unlink()
    with pytest.raises(queries.NoSnapshot), queries.opened(basis):
        pass


def test_few_are_kept(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "KEPT_MAX", 1)
    for denominator in Denominator:
        with queries.opened(queries.basis(Rule.INSEE, denominator=denominator)):
            pass

    assert len(register._KEPT) == 1


@pytest.mark.parametrize("scope", [*Rule, *Layer], ids=str)
def test_choices_are_the_sections_and_brackets_in_which_there_is_some(snapshot: Snapshot, scope: Rule | Layer) -> None:
    basis = queries.basis(scope)
    with queries.opened(basis) as opened:
        for code in (METROPOLE, "FR", "59350"):
            place = queries.place_of(opened, code)
            found = queries.choices(opened, basis, place)
            for by in (By.SECTION, By.BRACKET):
                try:
                    groups = queries.breakdown(opened, basis, place, by, Filters())
                except queries.BracketWithheld:
                    groups = []
                assert found[by] == tuple(sorted((group.key, group.label) for group in groups if group.key))
