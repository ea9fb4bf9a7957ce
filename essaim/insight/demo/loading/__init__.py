"""The parts of the demonstration, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from essaim.insight.demo import material

from . import (
    applications,
    bulk,
    calls,
    comings,
    committees,
    consultations,
    directory,
    documents,
    employment,
    equity,
    events,
    exercise,
    feedback,
    funding,
    observatory,
    organizations,
    people,
    policy,
    progress,
    selection,
)
from .stage import Stage

__all__ = ["PARTS", "Part", "Stage"]


@dataclass(frozen=True, slots=True)
class Part:
    """
    What is written in one transaction, or not at all.

    files: those it is written from, by their path in the room without ending; its digest is theirs.
    """

    name: str
    says: str
    files: tuple[str, ...]
    write: Callable[[Stage], None]

    @property
    def digest(self) -> str:
        """The digest of its files as they are now."""
        return material.digest(self.files)


PLAN_FILES = tuple(f"policy/plan-{slug}" for slug in policy.PLANS)

PARTS = (
    Part("authority", "authority, communes and territories", (), people.write_authority),
    Part("people", "invented people and their roles", ("fiction/people",), people.write_people),
    Part("sources", "sources and policies crossed", ("policy/sources", "policy/policies"), policy.write_sources),
    Part("organizations", "structures that the sources name", ("policy/organizations",), organizations.write_named),
    Part("events", "gatherings that the sources name", ("policy/events",), events.write_named),
    Part("acts", "acts", ("policy/acts",), policy.write_acts),
    Part("plans", "plans, axes and actions", PLAN_FILES, policy.write_plans),
    Part(
        "committees", "bodies that the sources name, and their sessions", ("policy/committees",), committees.write_named
    ),
    Part("lineage", "lineage of the plans", ("policy/lineage",), policy.write_lineage),
    Part("calls", "calls for projects that the sources name, edition by edition", ("policy/calls",), calls.write_named),
    Part("figures", "declared figures", ("policy/figures",), policy.write_figures),
    Part("progress", "invented progress of the fifteen actions", ("fiction/actions",), progress.write_progress),
    Part("budgets", "invented amounts", ("fiction/actions",), progress.write_budgets),
    Part("feedback", "invented questions of residents", ("fiction/feedback",), feedback.write_feedback),
    Part("exercise", "a draft plan and acts to practise on", ("fiction/exercise",), exercise.write_exercise),
    Part("bulk", "changes of many actions", ("fiction/exercise",), bulk.write_bulk_changes),
    Part("documents", "invented documents", ("fiction/documents",), documents.write_documents),
    Part("invented_organizations", "invented structures", ("fiction/organizations",), organizations.write_invented),
    Part("statuses", "invented ESS statuses and establishments", ("fiction/statuses",), organizations.write_statuses),
    Part("directory", "an invented directory", ("fiction/directory",), directory.write_directory),
    Part("asking", "what invented people ask of cards", ("fiction/asking",), directory.write_asking),
    Part("offers", "invented offers of structures", ("fiction/offers",), directory.write_offers),
    Part("duplicates", "invented records that may be one", ("fiction/duplicates",), organizations.write_duplicates),
    Part("invented_events", "invented gatherings", ("fiction/events",), events.write_invented),
    Part(
        "consultation_2015",
        "consultation of 2015, with every gain and new issue",
        ("policy/consultation-2015",),
        consultations.write_2015,
    ),
    Part("invented_consultations", "invented consultations", ("fiction/consultation",), consultations.write_invented),
    Part("invented_committee", "an invented committee of today", ("fiction/committees",), committees.write_invented),
    Part(
        "invented_call", "an invented call for projects, whole, and a draft", ("fiction/calls",), calls.write_invented
    ),
    Part(
        "earlier_selections",
        "an invented selection body, and what it decided of earlier editions",
        ("fiction/applications", "fiction/selection"),
        selection.write_earlier,
    ),
    Part("applications", "invented applications", ("fiction/applications",), applications.write_applications),
    Part("selection", "sessions of an invented selection body", ("fiction/selection",), selection.write_selections),
    Part(
        "late_applications", "an application for the next selection", ("fiction/applications",), applications.write_late
    ),
    Part("posts", "invented posts, counted once", ("fiction/employment",), employment.write_invented),
    Part("accepted_posts", "posts that an application proposed", ("fiction/employment",), employment.write_accepted),
    Part("invented_funding", "invented grants, agreements and payments", ("fiction/funding",), funding.write_funding),
    Part("draws", "invented allowances drawn on an envelope", ("fiction/funding",), funding.write_draws),
    Part("open_data", "invented files of open data", ("fiction/funding",), funding.write_open_data),
    Part("invented_equity", "invented stakes in cooperatives", ("fiction/equity",), equity.write_equity),
    Part("comings", "invitations and departures", ("fiction/people",), comings.write_comings),
    Part(
        "observatory",
        "published figures on the ESS of territories, and what measures action 14",
        ("policy/observatory",),
        observatory.write_references,
    ),
    Part("register", "an invented register of Lille, Nantes, Lyon and Strasbourg", (), observatory.write_register),
    Part("means", "means of brackets brought to an invented total", (), observatory.calibrate),
    Part("comparison", "records compared with that register", ("fiction/register",), organizations.write_comparison),
    Part("reminders", "reminders of the day", (), comings.run_reminders),
)
