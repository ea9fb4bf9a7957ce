"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import exploring, files, panels, reading, references

app_name = "observatory"
ROOT = "observatoire/"

figures = [
    path(ROOT, exploring.explorer, name="explorer"),
    path(f"{ROOT}comparer/", exploring.compare, name="compare"),
    path(f"{ROOT}evolution/", exploring.evolution, name="evolution"),
    path(f"{ROOT}etablissements/", reading.establishment_list, name="establishment_list"),
    path(f"{ROOT}territoires/", reading.place_search, name="place_search"),
    path(f"{ROOT}methode/", reading.method, name="method"),
    path(f"{ROOT}fichiers/chiffres.<slug:kind>", files.figures_file, name="figures_file"),
    path(f"{ROOT}fichiers/comparaison.<slug:kind>", files.comparison_file, name="comparison_file"),
    path(f"{ROOT}fiches/<slug:code>.pdf", files.place_sheet, name="place_sheet"),
]

published = [
    path(f"{ROOT}chiffres-publies/", references.reference_list, name="reference_list"),
    path(f"{ROOT}chiffres-publies/<int:pk>/", references.reference, name="reference"),
    path(f"{ROOT}chiffres-publies/lire/", references.reference_create, name="reference_create"),
    path(f"{ROOT}chiffres-publies/<int:pk>/modifier/", references.reference_edit, name="reference_edit"),
    path(f"{ROOT}chiffres-publies/<int:pk>/retirer/", references.reference_withdraw, name="reference_withdraw"),
]

elsewhere = [
    path(f"{ROOT}communes/<str:code>/encart/", panels.commune_panel, name="commune_panel"),
    path(f"{ROOT}actions/<int:pk>/encart/", panels.action_panel, name="action_panel"),
    path(f"{ROOT}actions/<int:pk>/mesures/", panels.action_measures, name="action_measures"),
]

urlpatterns = [*figures, *published, *elsewhere]
