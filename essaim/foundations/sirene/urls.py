"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "sirene"
urlpatterns = [
    path("repertoire/", views.snapshot_list, name="snapshot_list"),
    path("repertoire/perimetre/", views.perimeter_list, name="perimeter_list"),
    path("repertoire/perimetre/nouvelle-edition/", views.write_edition, name="write_edition"),
    path("repertoire/perimetre/<int:number>/", views.perimeter, name="perimeter"),
    path("repertoire/perimetre/<int:number>/categorie/", views.place_category, name="place_category"),
    path("repertoire/perimetre/<int:number>/activite/", views.exclude_activity, name="exclude_activity"),
    path(
        "repertoire/perimetre/<int:number>/activite/<int:pk>/retirer/", views.include_activity, name="include_activity"
    ),
    path("repertoire/perimetre/<int:number>/mettre-en-vigueur/", views.put_in_force, name="put_in_force"),
    path("repertoire/<int:pk>/", views.snapshot, name="snapshot"),
    path("repertoire/<int:pk>/accepter/", views.accept, name="accept"),
    path("repertoire/<int:pk>/ecarter/", views.set_aside, name="set_aside"),
    path("repertoire/<int:pk>/reprendre/", views.take_back, name="take_back"),
]
