"""Decisions carry their reason."""

from __future__ import annotations

import pytest

from essaim.foundations.primitives.decisions import ALLOW, NotAllowed, deny, require


def test_refusal_is_false_and_raises_with_its_reason() -> None:
    refusal = deny("Only the pilot may do this.")

    assert not refusal
    with pytest.raises(NotAllowed) as caught:
        require(refusal)
    assert caught.value.reason == "Only the pilot may do this."


def test_allowed_decision_passes() -> None:
    assert ALLOW
    require(ALLOW)
