"""What was done is said in words."""

from __future__ import annotations

import ast

import pytest
from django.conf import settings
from django.utils.translation import override

from essaim.foundations.audit_trail.wording import DONE, actor_in_words, done_in_words, kind_in_words


@pytest.mark.parametrize(
    ("verb", "language", "shown"),
    [
        ("action.closed", "fr", "clôture"),
        ("action.closed", "en", "closed"),
        ("action.put_back", "en", "put back"),
        ("thing.sung_aloud", "fr", "sung aloud"),
    ],
)
def test_verb_is_shown_in_words(verb: str, language: str, shown: str) -> None:
    with override(language):
        assert done_in_words(verb) == shown


def test_kind_is_the_name_of_the_model_or_its_own_when_it_is_gone() -> None:
    with override("en"):
        assert kind_in_words("audit_trail.entry") == "Operation"
        assert kind_in_words("gone_room.thing") == "gone_room.thing"
        assert kind_in_words("nonsense") == "nonsense"


def _verbs_written_in_services() -> set[str]:
    """Read from the services of the house every text that looks like a verb of the trail."""
    found = set()
    for path in (settings.ESSAIM_ROOT / "essaim").glob("*/*/services*/**/*.py"):
        found |= _verbs_in(path.read_text())
    for path in (settings.ESSAIM_ROOT / "essaim").glob("*/*/services*.py"):
        found |= _verbs_in(path.read_text())
    return found


def _verbs_in(source: str) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = {"record", "write_new", "write_fields"}
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Name | ast.Attribute)
        and (call.func.id if isinstance(call.func, ast.Name) else call.func.attr) in names
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." in argument.value
    }


def test_every_verb_that_services_record_has_its_word() -> None:
    verbs = _verbs_written_in_services()

    assert len(verbs) > 10
    assert sorted(verb for verb in verbs if verb.rpartition(".")[2] not in DONE) == []


@pytest.mark.parametrize(
    ("actor_id", "label", "shown"),
    [
        ("person:4", "Camille Exemple", "Camille Exemple"),
        ("system:resident", "resident", "un·e habitant·e, sans compte"),
        ("system:documents purge", "documents purge", "commande « documents purge »"),
    ],
)
def test_who_acted_is_said_in_words(actor_id: str, label: str, shown: str) -> None:
    with override("fr"):
        assert actor_in_words(actor_id, label).replace("\u202f", " ").replace("\u00a0", " ") == shown
