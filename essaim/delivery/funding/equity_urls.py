"""Addresses of the register of stakes."""

from __future__ import annotations

from django.urls import path

from .views import equity, equity_meetings, equity_writing

STAKE = "participations/<int:pk>/"

equity_urls = [
    path("participations/", equity.stake_list, name="stake_list"),
    path("participations/nouvelle/", equity_writing.stake_create, name="stake_create"),
    path(STAKE, equity.stake, name="stake"),
    path(f"{STAKE}historique/", equity.stake_history, name="stake_history"),
    path(f"{STAKE}corriger/", equity_writing.stake_edit, name="stake_edit"),
    path(f"{STAKE}abandonner/", equity_writing.stake_abandon, name="stake_abandon"),
    path(f"{STAKE}fin/", equity_writing.stake_end, name="stake_end"),
    path(f"{STAKE}mouvements/nouveau/", equity_writing.movement_add, name="movement_add"),
    path("participations/mouvements/<int:pk>/reprendre/", equity_writing.movement_take_back, name="movement_take_back"),
    path(f"{STAKE}part-publique/nouvelle/", equity_writing.public_share_add, name="public_share_add"),
    path(f"{STAKE}representants/nouveau/", equity_meetings.representative_add, name="representative_add"),
    path("participations/representants/<int:pk>/fin/", equity_meetings.representative_end, name="representative_end"),
    path(f"{STAKE}assemblees/nouvelle/", equity_meetings.meeting_add, name="meeting_add"),
    path("participations/assemblees/<int:pk>/", equity.stake_meeting, name="stake_meeting"),
    path("participations/assemblees/<int:pk>/compte-rendu/", equity_meetings.meeting_hold, name="meeting_hold"),
    path("participations/assemblees/<int:pk>/annuler/", equity_meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{STAKE}valeurs/nouvelle/", equity_writing.valuation_add, name="valuation_add"),
    path("encarts/structures/<int:pk>/participations/", equity.organization_stakes, name="organization_stakes"),
    path("encarts/actions/<int:pk>/participations/", equity.action_stakes, name="action_stakes"),
]
