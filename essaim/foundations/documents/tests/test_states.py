"""The moves of a document are those written here, and no other."""

from __future__ import annotations

import itertools

import pytest
from django.db import IntegrityError, transaction

from essaim.foundations.documents.states import DOCUMENT_MOVES
from essaim.foundations.documents.states import DocumentState as S
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import MOMENT, AgreementFactory, DocumentFactory, VersionFactory

ALLOWED = {("withdraw", S.KEPT): S.WITHDRAWN, ("restore", S.WITHDRAWN): S.KEPT, ("erase", S.WITHDRAWN): S.ERASED}
MOVE_NAMES = ["withdraw", "restore", "erase"]


@pytest.mark.parametrize(("move", "state"), list(itertools.product(MOVE_NAMES, S)))
def test_only_listed_moves_are_possible(move: str, state: S) -> None:
    if (move, state) in ALLOWED:
        assert DOCUMENT_MOVES.target(move, state) == ALLOWED[move, state]
    else:
        with pytest.raises(IllegalMove):
            DOCUMENT_MOVES.target(move, state)


def test_table_has_no_other_move() -> None:
    assert [move.name for move in DOCUMENT_MOVES] == MOVE_NAMES


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"withdrawn_at": MOMENT}, "withdrawn_document_has_its_dates_and_no_other"),
        ({"state": S.WITHDRAWN, "withdrawn_reason": "x"}, "withdrawn_document_has_its_dates_and_no_other"),
        ({"erased_at": MOMENT}, "erased_document_has_its_moment_and_no_other"),
        (
            {"state": S.WITHDRAWN, "withdrawn_at": MOMENT, "erase_on": MOMENT.date()},
            "withdrawn_document_says_why",
        ),
        (
            {
                "state": S.ERASED,
                "withdrawn_at": MOMENT,
                "withdrawn_reason": "x",
                "erase_on": MOMENT.date(),
                "erased_at": MOMENT,
            },
            "erased_document_has_its_agreement",
        ),
        ({"purpose": ""}, "document_says_what_it_is_kept_for"),
    ],
)
def test_database_refuses_a_document_that_contradicts_its_state(values: dict[str, object], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        DocumentFactory(**values)


@pytest.mark.django_db
def test_database_refuses_an_agreement_on_what_is_kept_or_without_reference() -> None:
    with pytest.raises(IntegrityError, match="kept_document_has_no_agreement"), transaction.atomic():
        DocumentFactory(agreement=AgreementFactory())
    with pytest.raises(IntegrityError, match="agreement_has_its_reference"), transaction.atomic():
        AgreementFactory(reference="")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"size_bytes": 0}, "version_has_content"),
        ({"sha256": "A" * 64}, "version_hash_is_of_sha256_form"),
        ({"removed_at": MOMENT}, "removed_version_has_no_file_name_and_others_have"),
        ({"file_name": ""}, "removed_version_has_no_file_name_and_others_have"),
    ],
)
def test_database_refuses_a_version_that_cannot_be(values: dict[str, object], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        VersionFactory(**values)
