"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import heard_rows, homes, rows, sitting_rows

app_name = "dashboard"
urlpatterns = [
    path("tableau-de-bord/", homes.home, name="home"),
    path("tableau-de-bord/pilotage/", homes.officer_home, name="officer"),
    path("tableau-de-bord/elu/", homes.elected_home, name="elected"),
    path("tableau-de-bord/instance/", homes.body_home, name="body"),
    path("tableau-de-bord/structure/", homes.organization_home, name="organization"),
    path("tableau-de-bord/evaluation/", homes.evaluator_home, name="evaluator"),
    path("tableau-de-bord/assistance/", homes.support_home, name="support"),
    path("tableau-de-bord/commune/<str:code>/", homes.commune_home, name="commune"),
    path("tableau-de-bord/commune/<str:code>/encart/", homes.commune_panel, name="commune_panel"),
    path("tableau-de-bord/concertation/<slug:slug>/instances/", homes.consultation_panel, name="consultation_panel"),
    path("tableau-de-bord/actions/", rows.action_rows, name="action_rows"),
    path("tableau-de-bord/jalons/", rows.milestone_rows, name="milestone_rows"),
    path("tableau-de-bord/communes/", rows.commune_list, name="commune_rows"),
    path("tableau-de-bord/budget/", rows.budget_rows, name="budget_rows"),
    path("tableau-de-bord/statuts-poses-a-la-main/", rows.override_rows, name="override_rows"),
    path("tableau-de-bord/taches/", rows.task_rows, name="task_rows"),
    path("tableau-de-bord/taches/<int:pk>/terminer/", homes.task_finish, name="task_finish"),
    path("tableau-de-bord/questions/", rows.question_rows, name="question_rows"),
    path("tableau-de-bord/seances/", sitting_rows.session_rows, name="session_rows"),
    path("tableau-de-bord/votes/", sitting_rows.vote_rows, name="vote_rows"),
    path("tableau-de-bord/decisions/", sitting_rows.decision_rows, name="decision_rows"),
    path("tableau-de-bord/contributions/", heard_rows.contribution_rows, name="contribution_rows"),
    path("tableau-de-bord/concertations/", heard_rows.consultation_rows, name="consultation_rows"),
    path("tableau-de-bord/changements/", rows.change_rows, name="change_rows"),
]
