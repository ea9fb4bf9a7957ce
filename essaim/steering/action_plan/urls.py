"""Addresses of the room."""

from __future__ import annotations

from django.urls import path, re_path

from .views import calendar, exchange, feedback, files, public, steering

app_name = "action_plan"
urlpatterns = [
    path("plans/", public.plan_list, name="plan_list"),
    path("actions/", public.action_list, name="action_list"),
    path("plans/<slug:slug>/", public.plan, name="plan"),
    path("plans/<slug:slug>/fichiers/", files.plan_files, name="plan_files"),
    path("plans/<slug:slug>/fichiers/importer/", files.sheet_upload, name="sheet_upload"),
    path("plans/<slug:slug>/fichiers/plan.json", files.plan_bundle, name="plan_bundle"),
    path("plans/<slug:slug>/etat.pdf", files.plan_report, name="plan_report"),
    path("plans/<slug:slug>/dupliquer/", files.plan_duplicate, name="plan_duplicate"),
    path("plans/<slug:slug>/modifier-en-nombre/", files.bulk_edit, name="bulk_edit"),
    path("plans/<slug:slug>/modifications/", files.bulk_list, name="bulk_list"),
    path("modifications/<int:pk>/", files.bulk_change, name="bulk_change"),
    path("modifications/<int:pk>/appliquer/", files.bulk_apply, name="bulk_apply"),
    path("modifications/<int:pk>/annuler/", files.bulk_undo, name="bulk_undo"),
    path("plans/<slug:slug>/calendrier/", calendar.plan_calendar, name="plan_calendar"),
    path("plans/<slug:slug>/calendrier.ics", calendar.plan_feed, name="plan_feed"),
    path("agenda/", calendar.own_feed, name="own_feed"),
    path("agenda/fermer/", calendar.feed_revoke, name="feed_revoke"),
    path("agenda/<str:token>.ics", calendar.personal_feed, name="personal_feed"),
    path("echanges/", exchange.plan_exchange, name="plan_exchange"),
    path("echanges/comparer/", exchange.plan_compare, name="plan_compare"),
    path("echanges/essaim-plan-1.schema.json", exchange.bundle_schema, name="bundle_schema"),
    path("echanges/<slug:slug>/retirer/", exchange.foreign_remove, name="foreign_remove"),
    path("plans/<slug:slug>/actions/<int:number>/", public.action, name="action"),
    path("plans/<slug:slug>/actions/<int:number>/historique/", public.action_history, name="action_history"),
    path("plans/<slug:slug>/actions/<int:number>/pilotage/", steering.steering, name="steering"),
    path("plans/<slug:slug>/actions/<int:number>/pilotage/jalons/", steering.milestone_add, name="milestone_add"),
    path("plans/<slug:slug>/actions/<int:number>/pilotage/taches/", steering.task_add, name="task_add"),
    path("plans/<slug:slug>/actions/<int:number>/pilotage/notes/", steering.note_add, name="note_add"),
    path("plans/<slug:slug>/actions/<int:number>/pilotage/etat/", steering.status_override, name="status_override"),
    path("plans/<slug:slug>/actions/<int:number>/pilotage/personnes/", steering.person_add, name="person_add"),
    path("plans/<slug:slug>/actions/<int:number>/modifier/", steering.action_edit, name="action_edit"),
    path("plans/<slug:slug>/actions/<int:number>/deplacer/", steering.action_move, name="action_move"),
    path("plans/<slug:slug>/question/", feedback.ask, name="ask_plan"),
    path("plans/<slug:slug>/actions/<int:number>/question/", feedback.ask, name="ask_action"),
    re_path(r"^jalons/(?P<pk>\d+)/(?P<move>reach|reopen)/$", steering.milestone_move, name="milestone_move"),
    re_path(r"^taches/(?P<pk>\d+)/(?P<move>finish|cancel|reopen)/$", steering.task_move, name="task_move"),
    path("suivi/", feedback.tracking, name="tracking"),
    path("suivi/<str:number>/", feedback.feedback_tracking, name="feedback_tracking"),
    path("questions/", feedback.feedback_list, name="feedback_list"),
    path("questions/<str:number>/", feedback.feedback, name="feedback"),
    re_path(
        r"^questions/(?P<number>[A-Z0-9-]+)/(?P<move>assign|answer|set_aside)/$",
        feedback.feedback_move,
        name="feedback_move",
    ),
    path("actes/", public.act_list, name="act_list"),
    path("actes/<slug:key>/", public.act, name="act"),
    path("filiation/", public.lineage, name="lineage"),
    path("chiffres-declares/", public.figure_list, name="figure_list"),
    path("sources/", public.source_list, name="source_list"),
]
