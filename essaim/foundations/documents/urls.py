"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import eliminations, views

app_name = "documents"
urlpatterns = [
    path("documents/", views.document_list, name="document_list"),
    path("documents/deposer/<str:kind>/<str:object_id>/", views.deposit, name="deposit"),
    path("documents/eliminations/", eliminations.slip, name="slip"),
    path("documents/eliminations/accord/", eliminations.agreement, name="agreement"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/fichier/", views.file, name="file"),
    path("documents/<int:pk>/versions/<int:number>/", views.version_file, name="version_file"),
    path("documents/<int:pk>/modifier/", views.change, name="change"),
    path("documents/<int:pk>/remplacer/", views.replace, name="replace"),
    path("documents/<int:pk>/retirer/", views.withdraw, name="withdraw"),
    path("documents/<int:pk>/retablir/", views.restore, name="restore"),
]
