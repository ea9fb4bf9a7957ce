"""Addresses of the room; they answer in the demonstration only."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.account_list, name="account_list"),
    path("demo/connexion/", views.sign_in, name="sign_in"),
    path("demo/panneau/<int:place>/", views.sign_in_panel, name="sign_in_panel"),
    path("demo/courriels/", views.mail_list, name="mail_list"),
]
