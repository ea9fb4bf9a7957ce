"""Addresses of the register of stakes."""

from __future__ import annotations

from django.urls import path

from .views import equity

STAKE = "participations/<int:pk>/"

equity_urls = [
    path("participations/", equity.stake_list, name="stake_list"),
    path("participations/nouvelle/", equity.stake_create, name="stake_create"),
    path(STAKE, equity.stake, name="stake"),
    path(f"{STAKE}historique/", equity.stake_history, name="stake_history"),
    path(f"{STAKE}corriger/", equity.stake_edit, name="stake_edit"),
    path(f"{STAKE}abandonner/", equity.stake_abandon, name="stake_abandon"),
    path(f"{STAKE}fin/", equity.stake_end, name="stake_end"),
    path(f"{STAKE}mouvements/nouveau/", equity.movement_add, name="movement_add"),
    path("participations/mouvements/<int:pk>/reprendre/", equity.movement_take_back, name="movement_take_back"),
    path(f"{STAKE}part-publique/nouvelle/", equity.public_share_add, name="public_share_add"),
    path(f"{STAKE}representants/nouveau/", equity.representative_add, name="representative_add"),
    path("participations/representants/<int:pk>/fin/", equity.representative_end, name="representative_end"),
    path(f"{STAKE}assemblees/nouvelle/", equity.meeting_add, name="meeting_add"),
    path("participations/assemblees/<int:pk>/", equity.stake_meeting, name="stake_meeting"),
    path("participations/assemblees/<int:pk>/compte-rendu/", equity.meeting_hold, name="meeting_hold"),
    path("participations/assemblees/<int:pk>/annuler/", equity.meeting_cancel, name="meeting_cancel"),
    path(f"{STAKE}valeurs/nouvelle/", equity.valuation_add, name="valuation_add"),
    path("encarts/structures/<int:pk>/participations/", equity.organization_stakes, name="organization_stakes"),
    path("encarts/actions/<int:pk>/participations/", equity.action_stakes, name="action_stakes"),
]
