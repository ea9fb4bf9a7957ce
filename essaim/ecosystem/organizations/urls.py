"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import duplicates, establishments, files, public, register, representatives, statuses, writing

app_name = "organizations"
STRUCTURE = "structures/<slug:key>/"

reading = [
    path("structures/", public.organization_list, name="organization_list"),
    path("choix/structures/", public.choices, name="choices"),
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

written = [
    path(f"{STRUCTURE}statuts/nouveau/", statuses.status_add, name="status_add"),
    path(f"{STRUCTURE}statuts/<int:pk>/accorder/", statuses.status_grant, name="status_grant"),
    path(f"{STRUCTURE}statuts/<int:pk>/refuser/", statuses.status_refuse, name="status_refuse"),
    path(f"{STRUCTURE}statuts/<int:pk>/retirer/", statuses.status_withdraw, name="status_withdraw"),
    path(f"{STRUCTURE}statuts/<int:pk>/terminer/", statuses.status_end, name="status_end"),
    path(f"{STRUCTURE}statuts/<int:pk>/preciser/", statuses.status_confirm, name="status_confirm"),
    path(f"{STRUCTURE}etablissements/nouveau/", establishments.establishment_add, name="establishment_add"),
    path(f"{STRUCTURE}etablissements/<int:pk>/modifier/", establishments.establishment_edit, name="establishment_edit"),
    path(f"{STRUCTURE}etablissements/<int:pk>/fermer/", establishments.establishment_close, name="establishment_close"),
]

alike = [
    path("doublons/structures/", duplicates.pair_list, name="pair_list"),
    path("doublons/structures/chercher/", duplicates.pair_search, name="pair_search"),
    path("doublons/structures/<int:pk>/", duplicates.pair, name="pair"),
    path("doublons/structures/<int:pk>/revoir/", duplicates.pair_again, name="pair_again"),
    path("doublons/fusions/<int:pk>/annuler/", duplicates.merger_undo, name="merger_undo"),
]

sheets = [
    path("importer/structures/", files.sheet_list, name="sheet_list"),
    path("importer/structures/<int:pk>/", files.sheet, name="sheet"),
    path("importer/structures/<int:pk>/appliquer/", files.sheet_apply, name="sheet_apply"),
    path("importer/structures/<int:pk>/reprendre/", files.sheet_undo, name="sheet_undo"),
]

following = [
    path("registre/structures/", register.finding_list, name="finding_list"),
    path("registre/structures/comparer/", register.finding_compare, name="finding_compare"),
    path("registre/structures/ensemble/", register.finding_bulk, name="finding_bulk"),
    path("registre/structures/unite/<str:siren>/", register.register_unit, name="register_unit"),
    path("registre/decisions/", register.decision_list, name="decision_list"),
    path("registre/decisions/<int:pk>/", register.decision, name="decision"),
]

urlpatterns = [*following, *reading, *team, *written, *alike, *sheets]
