"""Every operation the services record has words."""

from __future__ import annotations

import re
from pathlib import Path

from essaim.steering.action_plan import operations, services
from essaim.steering.action_plan.states import FeedbackState, TaskState

VERB = re.compile(r'"([a-z]+\.[a-z_]+)"')


def _verbs_written() -> set[str]:
    """Read the verbs in the sources of the services; those made with a state are spelled out here."""
    folder = Path(services.__file__).parent
    found = {verb for path in folder.glob("*.py") for verb in VERB.findall(path.read_text())}
    found |= {f"task.{state.value}" for state in TaskState}
    found |= {f"feedback.{state}" for state in (FeedbackState.ANSWERED.value, FeedbackState.SET_ASIDE.value)}
    return found - {"task.", "feedback."}


def test_every_verb_of_the_services_has_words_and_no_other_has() -> None:
    assert set(operations.WORDS) == _verbs_written()


def test_unknown_verb_is_shown_as_it_is() -> None:
    assert operations.in_words("thing.done") == "thing.done"


def test_public_verbs_leave_out_what_stays_inside() -> None:
    assert not any(verb.startswith(("task.", "note.")) for verb in operations.PUBLIC_VERBS)
    assert "feedback.received" not in operations.PUBLIC_VERBS
