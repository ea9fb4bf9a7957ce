"""Every state has its table of moves, every constraint its sentence, and nothing public holds an address."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from config.access import all_access
from config.env import ROOT
from config.settings.rooms import ROOMS
from essaim.ecosystem.directory.models import Addition, Card, Claim, ContactMessage, Suggestion
from essaim.foundations.accounts.models import User
from essaim.foundations.primitives.transitions import TransitionTable
from essaim.foundations.ui.access import PUBLIC
from tests.architecture.conftest import Demo
from tests.architecture.preparations import address_of

OURS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("essaim.") and not hasattr(model, "pgh_tracked_model")
]
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
PUBLIC_GETS = [name for name, access in all_access().items() if access.who == PUBLIC and "GET" in access.methods]


def _tables() -> list[TransitionTable]:
    return [
        value
        for room in ROOMS
        if find_spec(f"{room}.states")
        for value in vars(import_module(f"{room}.states")).values()
        if isinstance(value, TransitionTable)
    ]


def test_every_model_with_a_state_has_a_table_over_all_its_states() -> None:
    covered = [
        {move.target for move in table} | {source for move in table for source in move.sources} for table in _tables()
    ]
    alone = [
        f"{model.__name__}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField)
        and field.name == "state"
        and field.choices
        and {value for value, _label in field.flatchoices} not in covered
    ]

    assert alone == []


def test_every_constraint_has_a_name_that_is_a_sentence() -> None:
    terse = [
        constraint.name
        for model in OURS
        for constraint in model._meta.constraints
        if len(constraint.name.split("_")) < 3
    ]

    assert terse == []


@pytest.mark.parametrize("room", ROOMS)
def test_public_templates_write_no_address(room: str) -> None:
    folder = ROOT / room.replace(".", "/") / "templates"
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path in folder.rglob("*.html")
        if "emails" not in path.parts
        for match in ADDRESS.findall(path.read_text())
    ]

    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC_GETS)
def test_public_page_shows_no_address_of_anybody(loaded_demo: Demo, name: str) -> None:
    url = address_of(name, all_access()[name])
    known = {
        *User.objects.values_list("email", flat=True),
        *Card.objects.exclude(known_address="").values_list("known_address", flat=True),
        *(
            email
            for model in (Addition, Claim, ContactMessage, Suggestion)
            for email in model.objects.exclude(email="").values_list("email", flat=True)
        ),
    }

    answer = Client().get(url)

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode("utf-8", "replace")
    assert known
    assert not {address for address in known if address in text}
