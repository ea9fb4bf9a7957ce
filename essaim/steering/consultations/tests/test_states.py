"""Every move from every state: the allowed ones are written out by hand, the others are refused."""

from __future__ import annotations

import itertools

import pytest

from essaim.foundations.primitives.transitions import IllegalMove, TransitionTable
from essaim.steering.consultations.states import (
    AMENDMENT_MOVES,
    CONSULTATION_MOVES,
    CONTRIBUTION_SHEET_MOVES,
    MODERATION_MOVES,
    PROPOSAL_MOVES,
    QUESTIONNAIRE_MOVES,
    AmendmentState,
    ConsultationState,
    ContributionSheetState,
    ModerationState,
    ProposalState,
    QuestionnaireState,
)

ALLOWED = {
    ("consultation", "open", "draft"): "open",
    ("consultation", "close", "open"): "closed",
    ("consultation", "reopen", "closed"): "open",
    ("consultation", "publish_answers", "closed"): "answered",
    ("moderation", "publish", "received"): "published",
    ("moderation", "hide", "received"): "hidden",
    ("moderation", "hide", "published"): "hidden",
    ("moderation", "appeal", "hidden"): "appealed",
    ("moderation", "restore", "hidden"): "published",
    ("moderation", "restore", "appealed"): "published",
    ("moderation", "uphold", "appealed"): "upheld",
    ("sheet", "undo", "applied"): "undone",
    ("proposal", "retain", "studied"): "retained",
    ("proposal", "set_aside", "studied"): "set_aside",
    ("proposal", "study_again", "set_aside"): "studied",
    ("questionnaire", "open", "draft"): "open",
    ("questionnaire", "close", "open"): "closed",
    ("amendment", "adopt", "proposed"): "adopted",
    ("amendment", "refuse", "proposed"): "refused",
    ("amendment", "withdraw", "proposed"): "withdrawn",
}
TABLES = {
    "consultation": (CONSULTATION_MOVES, ConsultationState),
    "moderation": (MODERATION_MOVES, ModerationState),
    "amendment": (AMENDMENT_MOVES, AmendmentState),
    "questionnaire": (QUESTIONNAIRE_MOVES, QuestionnaireState),
    "proposal": (PROPOSAL_MOVES, ProposalState),
    "sheet": (CONTRIBUTION_SHEET_MOVES, ContributionSheetState),
}
PAIRS = [
    (kind, table, move.name, state)
    for kind, (table, states) in TABLES.items()
    for move, state in itertools.product(table, states)
]


@pytest.mark.parametrize(("kind", "table", "move", "state"), PAIRS)
def test_only_listed_moves_are_possible(kind: str, table: TransitionTable, move: str, state: str) -> None:
    target = ALLOWED.get((kind, move, str(state)))

    if target is None:
        with pytest.raises(IllegalMove):
            table.target(move, state)
    else:
        assert table.target(move, state) == target


def test_every_listed_move_is_in_a_table() -> None:
    assert {(kind, move, str(state)) for kind, _table, move, state in PAIRS} >= set(ALLOWED)
