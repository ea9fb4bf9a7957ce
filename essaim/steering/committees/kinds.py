"""Kinds of messages that the room sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from essaim.foundations.notifications.kinds import Kind, register

CONVOCATION = "committees.convocation"
POINT = "committees.point_answered"
VOTE = "committees.vote"
MINUTES = "committees.minutes"


def register_kinds() -> None:
    """Register them; called when the room starts."""
    register(Kind(CONVOCATION, _("Sessions you are convened to"), _("A session is convened or cancelled.")))
    register(Kind(POINT, _("Points you proposed"), _("A point you proposed is put on the agenda, or refused.")))
    register(Kind(VOTE, _("Votes of a body"), _("A vote that you take part in is open.")))
    register(Kind(MINUTES, _("Minutes to read"), _("The minutes of a session are circulated, or yours are answered.")))
