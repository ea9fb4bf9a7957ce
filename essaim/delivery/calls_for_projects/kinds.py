"""Kinds of messages that the room sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from essaim.foundations.notifications.kinds import Kind, register

APPLICANT = "calls_for_projects.applicant"
DESK = "calls_for_projects.desk"
OPINION = "calls_for_projects.opinion"


def register_kinds() -> None:
    """Register them; called when the room starts."""
    register(
        Kind(
            APPLICANT, _("Applications you carry"), _("An application is filed, looked at, or something is asked for.")
        )
    )
    register(Kind(DESK, _("Applications you appraise"), _("An application is given to you, or comes back.")))
    register(Kind(OPINION, _("Opinions asked of your commune"), _("A project takes place in your commune.")))
