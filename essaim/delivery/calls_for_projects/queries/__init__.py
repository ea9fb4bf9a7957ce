"""Reads of the room, by use case."""

from __future__ import annotations

from .applications import (
    ApplicationChoices,
    applications_for_team,
    applications_visible_to,
    choices_of_applications,
    editions_with_applications,
    fact_values_of,
    form_of,
    names_of_communes,
    own_applications,
    reads_every_file,
    territory_of,
    verdict_on,
)
from .bench import Trial, trials
from .editions import (
    ActionLink,
    EditionRow,
    PartCount,
    actions_of,
    call_of,
    calls_visible_to,
    edition_on,
    editions_of_action,
    editions_visible_to,
    lacks_of,
    latest_in_force,
    parts_of,
)
from .eligibility import Found, NoEdition, place_of, rules_in_force, rules_of

__all__ = [
    "ActionLink",
    "ApplicationChoices",
    "EditionRow",
    "Found",
    "NoEdition",
    "PartCount",
    "Trial",
    "actions_of",
    "applications_for_team",
    "applications_visible_to",
    "call_of",
    "calls_visible_to",
    "choices_of_applications",
    "edition_on",
    "editions_of_action",
    "editions_visible_to",
    "editions_with_applications",
    "fact_values_of",
    "form_of",
    "lacks_of",
    "latest_in_force",
    "names_of_communes",
    "own_applications",
    "parts_of",
    "place_of",
    "reads_every_file",
    "rules_in_force",
    "rules_of",
    "territory_of",
    "trials",
    "verdict_on",
]
