"""Parts of a draft: added, corrected, removed, all in one way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import models, transaction

from essaim.delivery.calls_for_projects import permissions
from essaim.delivery.calls_for_projects.models import (
    Criterion,
    Edition,
    ExampleFile,
    Instalment,
    Parameter,
    Question,
    RequiredPiece,
    Rule,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import Decision, require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale

from .calls import locked_edition

SHARED = ("position", "certainty", "source", "source_note")
PIECE = ("code", "title", "help_text", "is_required", "families", "aid_types", "valid_months")
QUESTION = (
    "code",
    "section",
    "wording",
    "help_text",
    "answer_kind",
    "choices",
    "is_required",
    "length_max",
    "aid_types",
    "shown_if_code",
    "shown_if_answer",
)
PART_FIELDS: Mapping[type[models.Model], frozenset[str]] = {
    Rule: frozenset({*SHARED, "code", "kind", "wording", "parameters"}),
    Parameter: frozenset({*SHARED, "topic", "text"}),
    RequiredPiece: frozenset({*SHARED, *PIECE}),
    Question: frozenset({*SHARED, *QUESTION}),
    Criterion: frozenset({*SHARED, "code", "title", "help_text", "weight", "scale"}),
    Instalment: frozenset({*SHARED, "title", "share_permille", "conditions", "wording"}),
    ExampleFile: frozenset({"title", "facts", "expected", "note"}),
}
# What each is called in the trail.
NAMES: Mapping[type[models.Model], str] = {
    Rule: "rule",
    Parameter: "parameter",
    RequiredPiece: "piece",
    Question: "question",
    Criterion: "criterion",
    Instalment: "instalment",
    ExampleFile: "example",
}
PartRow = TypeVar("PartRow", bound=models.Model)


def _may_write(actor: User, edition: Edition, model: type[models.Model]) -> Decision:
    """Tell whether a part may be written: in a draft; questions of an edition in force too, for its next form."""
    if model is Question:
        return permissions.can_write_questions(actor, edition)
    return permissions.can_write_edition(actor, edition)


@transaction.atomic
def add_part(*, edition: Edition, model: type[PartRow], actor: User, now: datetime, **values: object) -> PartRow:
    """
    Add a part to a draft, after those of its kind unless a place is given.

    :param model: one of PART_FIELDS
    :param values: among the fields of the model in PART_FIELDS
    :raises NotAllowed: if the actor is not of the team, or the edition is no draft
    :raises ValidationError: if a value does not hold
    """
    edition = locked_edition(edition)
    require(_may_write(actor, edition, model))
    refuse_other_fields(values, PART_FIELDS[model])
    rows = model._default_manager.filter(edition=edition)
    if "position" in PART_FIELDS[model] and not values.get("position"):
        last = rows.order_by("-position").values_list("position", flat=True).first()
        values["position"] = (last or 0) + 1
    return write_new(model(edition=edition, **values), f"{NAMES[model]}.added", actor=actor, now=now)


@transaction.atomic
def update_part(
    *, part: PartRow, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> PartRow:
    """
    Correct a part of a draft, saying why.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among the fields of its model in PART_FIELDS
    :raises NotAllowed: if the actor is not of the team, or the edition is no draft
    :raises ChangedMeanwhile: if somebody else changed these fields since
    :raises ValidationError: if a value does not hold
    """
    edition = locked_edition(part.edition)  # type: ignore[attr-defined]
    model = type(part)
    require(_may_write(actor, edition, model))
    refuse_other_fields(values, PART_FIELDS[model])
    row = model._default_manager.select_for_update(of=("self",)).get(pk=part.pk)
    refuse_stale(row, values, version)
    return write_fields(row, f"{NAMES[model]}.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def remove_part(*, part: models.Model, actor: User, now: datetime, reason: str) -> None:
    """
    Remove a part from a draft, saying why.

    :raises NotAllowed: if the actor is not of the team, or the edition is no draft
    """
    edition = locked_edition(part.edition)  # type: ignore[attr-defined]
    require(_may_write(actor, edition, type(part)))
    record(f"{NAMES[type(part)]}.removed", actor=actor, target=part, at=now, reason=reason)
    part.delete()
