"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "territory"
urlpatterns = [
    path("communes/", views.commune_list, name="commune_list"),
    path("communes/<str:code>/", views.commune, name="commune"),
    path("territoires/", views.territoire_list, name="territoire_list"),
    path("territoires/<str:code>/", views.territoire, name="territoire"),
    path("zonages/", views.zoning_list, name="zoning_list"),
    path("zonages/<slug:slug>/", views.zoning, name="zoning"),
]
