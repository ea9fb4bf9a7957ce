"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import feeds, machines, views

app_name = "website"
urlpatterns = [
    path("", views.home, name="home"),
    path("comprendre/", views.understand, name="understand"),
    path("recherche/", views.search, name="search"),
    path("donnees/", views.data, name="data"),
    path("aide/", views.help_page, name="help"),
    path("comment-un-statut-est-donne/", views.status_rule, name="status_rule"),
    path("changements/", views.changes, name="changes"),
    path("changements.atom", feeds.policy_changes, name="changes_feed"),
    path("mentions-legales/", views.legal_notice, name="legal_notice"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-personnelles/", views.personal_data, name="personal_data"),
    path("plan-du-site/", views.site_map, name="site_map"),
    path("sitemap.xml", machines.sitemap, name="sitemap_xml"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security_txt"),
]
