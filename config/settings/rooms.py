"""The plan of the house: every room, bottom-up."""

from __future__ import annotations

ROOMS = [
    "essaim.foundations.ui",
    "essaim.foundations.audit_trail",
    "essaim.foundations.territory",
    "essaim.foundations.accounts",
    "essaim.foundations.documents",
    "essaim.foundations.notifications",
    "essaim.foundations.sirene",
    "essaim.ecosystem.organizations",
    "essaim.ecosystem.directory",
    "essaim.ecosystem.events",
    "essaim.steering.action_plan",
    "essaim.steering.consultations",
    "essaim.steering.committees",
    "essaim.delivery.employment",
    "essaim.delivery.calls_for_projects",
    "essaim.delivery.funding",
    "essaim.insight.observatory",
    "essaim.insight.dashboard",
    "essaim.insight.website",
    "essaim.insight.demo",
]
