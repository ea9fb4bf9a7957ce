"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import files, public, representatives, writing

app_name = "organizations"
STRUCTURE = "structures/<slug:key>/"

reading = [
    path("structures/", public.organization_list, name="organization_list"),
    path(STRUCTURE, public.organization, name="organization"),
    path(f"{STRUCTURE}historique/", public.organization_history, name="organization_history"),
]

team = [
    path("nouvelle/structure/", writing.organization_create, name="organization_create"),
    path(f"{STRUCTURE}modifier/", writing.organization_edit, name="organization_edit"),
    path(f"{STRUCTURE}fusionner/", writing.organization_merge, name="organization_merge"),
    path(f"{STRUCTURE}fusionner/<slug:duplicate_key>/", writing.merge_preview, name="merge_preview"),
    path(f"{STRUCTURE}representants/nouveau/", representatives.representative_name, name="representative_name"),
    path(f"{STRUCTURE}representants/inviter/", representatives.representative_invite, name="representative_invite"),
    path(
        f"{STRUCTURE}representants/<int:grant_id>/terminer/",
        representatives.representative_end,
        name="representative_end",
    ),
]

sheets = [
    path("importer/structures/", files.sheet_list, name="sheet_list"),
    path("importer/structures/<int:pk>/", files.sheet, name="sheet"),
    path("importer/structures/<int:pk>/appliquer/", files.sheet_apply, name="sheet_apply"),
    path("importer/structures/<int:pk>/reprendre/", files.sheet_undo, name="sheet_undo"),
]

urlpatterns = [*reading, *team, *sheets]
