"""The page on personal data forgets no room that keeps some."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.personal_data import all_kinds
from essaim.insight.website.holdings import HOLDINGS

# The demonstration only makes up the data of other rooms.
MADE_UP = {"demo"}


def _rooms_with_people() -> set[str]:
    """Find the rooms of which a table points to a person, or holds an e-mail address or the name of who acted."""
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("essaim.") or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            points_to_person = isinstance(field, models.ForeignKey) and field.related_model is User
            if points_to_person or isinstance(field, models.EmailField) or field.name == "actor_label":
                found.add(model._meta.app_label)
    return found - MADE_UP


def _rooms_told_of() -> set[str]:
    """List the rooms of the page: those of residents, and those that registered what they keep of accounts."""
    registered = {kind.export.__module__.split(".")[2] for kind in all_kinds()}
    return registered | {holding.room for holding in HOLDINGS}


def test_every_room_that_keeps_something_about_people_says_so() -> None:
    assert _rooms_with_people() <= _rooms_told_of()
