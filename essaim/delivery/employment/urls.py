"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import panels, reading, writing

app_name = "employment"
POST = "postes/<int:pk>/"

urlpatterns = [
    path("postes/", reading.post_list, name="post_list"),
    path("postes/totaux/", reading.totals, name="totals"),
    path("postes/nouveau/", writing.post_create, name="post_create"),
    path("postes/d-une-structure/<int:pk>/", panels.organization_panel, name="organization_panel"),
    path("postes/d-une-action/<int:pk>/", panels.action_panel, name="action_panel"),
    path(POST, reading.post, name="post"),
    path(f"{POST}historique/", reading.post_history, name="post_history"),
    path(f"{POST}modifier/", writing.post_edit, name="post_edit"),
    path(f"{POST}declarer/", writing.post_declare, name="post_declare"),
    path(f"{POST}verifier/", writing.post_verify, name="post_verify"),
    path(f"{POST}contester/", writing.post_contest, name="post_contest"),
    path(f"{POST}retirer/", writing.post_withdraw, name="post_withdraw"),
    path(f"{POST}meme-poste/", writing.post_merge, name="post_merge"),
    path(f"{POST}aides/nouvelle/", writing.aid_attach, name="aid_attach"),
    path(f"{POST}aides/<int:aid_id>/retirer/", writing.aid_detach, name="aid_detach"),
    path(f"{POST}suivi/<int:months>/", writing.follow_up, name="follow_up"),
]
