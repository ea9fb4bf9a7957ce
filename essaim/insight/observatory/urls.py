"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import exploring, files, means, open_data, panels, reading, references

app_name = "observatory"
ROOT = "observatoire/"

figures = [
    path(ROOT, exploring.explorer, name="explorer"),
    path(f"{ROOT}comparer/", exploring.compare, name="compare"),
    path(f"{ROOT}comparer/evolution/", exploring.compare_over_time, name="compare_over_time"),
    path(f"{ROOT}evolution/", exploring.evolution, name="evolution"),
    path(f"{ROOT}etablissements/", reading.establishment_list, name="establishment_list"),
    path(f"{ROOT}territoires/", reading.place_search, name="place_search"),
    path(f"{ROOT}methode/", reading.method, name="method"),
    path(f"{ROOT}fichiers/chiffres.<slug:kind>", files.figures_file, name="figures_file"),
    path(f"{ROOT}fichiers/comparaison.<slug:kind>", files.comparison_file, name="comparison_file"),
    path(f"{ROOT}fichiers/annees.<slug:kind>", files.years_file, name="years_file"),
    path(f"{ROOT}fichiers/survie.<slug:kind>", files.survival_file, name="survival_file"),
    path(f"{ROOT}fichiers/mois.<slug:kind>", files.months_file, name="months_file"),
    path(f"{ROOT}fichiers/couches.<slug:kind>", files.layers_file, name="layers_file"),
    path(f"{ROOT}fichiers/carte.<slug:kind>", files.map_file, name="map_file"),
    path(f"{ROOT}fiches/<slug:code>.pdf", files.place_sheet, name="place_sheet"),
]

published = [
    path(f"{ROOT}chiffres-publies/", references.reference_list, name="reference_list"),
    path(f"{ROOT}chiffres-publies/<int:pk>/", references.reference, name="reference"),
    path(f"{ROOT}chiffres-publies/lire/", references.reference_create, name="reference_create"),
    path(f"{ROOT}chiffres-publies/<int:pk>/modifier/", references.reference_edit, name="reference_edit"),
    path(f"{ROOT}chiffres-publies/<int:pk>/retirer/", references.reference_withdraw, name="reference_withdraw"),
]

brackets = [
    path(f"{ROOT}moyennes/", means.means_list, name="means_list"),
    path(f"{ROOT}moyennes/caler/", means.calibrate, name="means_calibrate"),
    path(f"{ROOT}moyennes/revenir-aux-milieux/", means.back_to_middles, name="means_middles"),
]

whole = [
    path(f"{ROOT}donnees/", open_data.open_data, name="open_data"),
    path(f"{ROOT}donnees/dictionnaire.csv", open_data.dictionary, name="dictionary"),
    path(f"{ROOT}donnees/datapackage.json", open_data.package, name="package"),
    path(f"{ROOT}donnees/<slug:key>.<slug:kind>", open_data.dataset, name="dataset"),
]

elsewhere = [
    path(f"{ROOT}communes/<str:code>/encart/", panels.commune_panel, name="commune_panel"),
    path(f"{ROOT}actions/<int:pk>/encart/", panels.action_panel, name="action_panel"),
    path(f"{ROOT}actions/<int:pk>/mesures/", panels.action_measures, name="action_measures"),
]

urlpatterns = [*figures, *published, *brackets, *whole, *elsewhere]
