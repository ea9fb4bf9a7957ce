"""Addresses of the room."""

from __future__ import annotations

from django.urls import path, re_path

from .views import (
    act_writing,
    action_writing,
    acts,
    budget,
    calendar,
    exchange,
    fact_writing,
    facts,
    feedback,
    files,
    gatherings,
    history,
    lineage,
    milestones,
    people,
    plan_writing,
    public,
    steering,
)

app_name = "action_plan"
ACTION = "plans/<slug:slug>/actions/<int:number>/"

reading = [
    path("plans/", public.plan_list, name="plan_list"),
    path("actions/", public.action_list, name="action_list"),
    path("plans/<slug:slug>/", public.plan, name="plan"),
    path("plans/<slug:slug>/budget/", budget.plan_budget, name="plan_budget"),
    path("plans/<slug:slug>/historique/", history.plan_history, name="plan_history"),
    path(ACTION, public.action, name="action"),
    path(f"{ACTION}budget/", budget.action_budget, name="action_budget"),
    path(f"{ACTION}historique/", history.action_history, name="action_history"),
    path("actes/", acts.act_list, name="act_list"),
    path("actes/<slug:key>/", acts.act, name="act"),
    path("actes/<slug:key>/historique/", history.act_history, name="act_history"),
    path("actes-dans-le-temps/", acts.act_timeline, name="act_timeline"),
    path("filiation/", lineage.lineage, name="lineage"),
    path("politiques-croisees/", facts.policy_list, name="policy_list"),
    path("politiques-croisees/<slug:slug>/", facts.policy, name="policy"),
    path("chiffres-declares/", facts.figure_list, name="figure_list"),
    path("chiffres-declares/<slug:key>/", facts.figure, name="figure"),
    path("sources/", facts.source_list, name="source_list"),
    path("sources/<slug:key>/", facts.source, name="source"),
]

residents = [
    path("plans/<slug:slug>/question/", feedback.ask, name="ask_plan"),
    path(f"{ACTION}question/", feedback.ask, name="ask_action"),
    path("suivi/", feedback.tracking, name="tracking"),
    path("suivi/<str:number>/", feedback.feedback_tracking, name="feedback_tracking"),
    path("questions/", feedback.feedback_list, name="feedback_list"),
    path("questions/<str:number>/", feedback.feedback, name="feedback"),
    re_path(
        r"^questions/(?P<number>[A-Z0-9-]+)/(?P<move>assign|answer|set_aside)/$",
        feedback.feedback_move,
        name="feedback_move",
    ),
]

writing_plans = [
    path("nouveau/plan/", plan_writing.plan_create, name="plan_create"),
    path("plans/<slug:slug>/modifier/", plan_writing.plan_edit, name="plan_edit"),
    path("plans/<slug:slug>/adopter/", plan_writing.plan_adopt, name="plan_adopt"),
    path("plans/<slug:slug>/mettre-en-vigueur/", plan_writing.plan_start, name="plan_start"),
    path("plans/<slug:slug>/clore/", plan_writing.plan_close, name="plan_close"),
    path("plans/<slug:slug>/axes/nouveau/", plan_writing.axis_create, name="axis_create"),
    path("plans/<slug:slug>/axes/<int:number>/modifier/", plan_writing.axis_edit, name="axis_edit"),
    path("plans/<slug:slug>/elements/nouveau/", fact_writing.item_create, name="item_create"),
    path("plans/<slug:slug>/politiques/", fact_writing.crossing_list, name="crossing_list"),
    path("plans/<slug:slug>/actions/nouvelle/", action_writing.action_create, name="action_create"),
    path(f"{ACTION}modifier/", action_writing.action_edit, name="action_edit"),
    path(f"{ACTION}deplacer/", action_writing.action_move, name="action_move"),
    path(f"{ACTION}ouvrir/", action_writing.action_open, name="action_open"),
    path(f"{ACTION}terminer/", action_writing.action_finish, name="action_finish"),
    path(f"{ACTION}abandonner/", action_writing.action_drop, name="action_drop"),
    path(f"{ACTION}rouvrir/", action_writing.action_reopen, name="action_reopen"),
    path(f"{ACTION}communes/", people.action_communes, name="action_communes"),
    path(f"{ACTION}budget/nouvelle-ligne/", budget.budget_line_create, name="budget_line_create"),
    path("lignes-budgetaires/<int:pk>/corriger/", budget.budget_line_correct, name="budget_line_correct"),
]

writing_acts = [
    path("nouveau/acte/", act_writing.act_create, name="act_create"),
    path("actes/<slug:key>/modifier/", act_writing.act_edit, name="act_edit"),
    path("actes/<slug:key>/voter/", act_writing.act_vote, name="act_vote"),
    path("actes/<slug:key>/certifier/", act_writing.act_certify, name="act_certify"),
    path("actes/<slug:key>/abroger/", act_writing.act_repeal, name="act_repeal"),
    path("actes/<slug:key>/annexes/nouvelle/", act_writing.annex_create, name="annex_create"),
    path("annexes/<int:pk>/retirer/", act_writing.annex_remove, name="annex_remove"),
]

writing_facts = [
    path("nouveau/source/", fact_writing.source_create, name="source_create"),
    path("sources/<slug:key>/modifier/", fact_writing.source_edit, name="source_edit"),
    re_path(
        r"^enonces/(?P<kind>act|plan|axis|action)/(?P<pk>\d{1,18})/nouveau/$",
        fact_writing.statement_create,
        name="statement_create",
    ),
    path("enonces/<int:pk>/modifier/", fact_writing.statement_edit, name="statement_edit"),
    path("elements/<int:pk>/modifier/", fact_writing.item_edit, name="item_edit"),
    path("nouveau/politique-croisee/", fact_writing.policy_create, name="policy_create"),
    path("croisements/<int:pk>/retirer/", fact_writing.crossing_remove, name="crossing_remove"),
    path("nouveau/chiffre/", fact_writing.figure_create, name="figure_create"),
    path("chiffres-declares/<slug:key>/corriger/", fact_writing.figure_edit, name="figure_edit"),
    path("nouveau/lien/", lineage.link_create, name="link_create"),
    path("filiation/<int:pk>/confirmer/", lineage.link_confirm, name="link_confirm"),
    path("filiation/<int:pk>/retirer/", lineage.link_withdraw, name="link_withdraw"),
]

steering_actions = [
    path(f"{ACTION}pilotage/", steering.steering, name="steering"),
    path(f"{ACTION}pilotage/jalons/", steering.milestone_add, name="milestone_add"),
    path(f"{ACTION}pilotage/taches/", steering.task_add, name="task_add"),
    path(f"{ACTION}pilotage/notes/", steering.note_add, name="note_add"),
    path(f"{ACTION}pilotage/etat/", steering.status_override, name="status_override"),
    path(f"{ACTION}pilotage/personnes/", steering.person_add, name="person_add"),
    path(f"{ACTION}pilotage/parties-prenantes/", steering.stakeholder_add, name="stakeholder_add"),
    path(f"{ACTION}rendez-vous/lier/", gatherings.gathering_tie, name="gathering_tie"),
    path("rendez-vous-d-une-action/<int:pk>/retirer/", gatherings.gathering_untie, name="gathering_untie"),
    path("rendez-vous-d-une-action/<int:pk>/", gatherings.gathering_panel, name="gathering_panel"),
    path("statuts/<int:pk>/lever/", steering.override_end, name="override_end"),
    path("roles-dans-les-actions/<int:pk>/terminer/", people.part_end, name="part_end"),
    path("roles-dans-les-actions/<int:pk>/transmettre/", people.part_transfer, name="part_transfer"),
    path("parties-prenantes/<int:pk>/retirer/", people.stakeholder_remove, name="stakeholder_remove"),
    path("jalons/<int:pk>/", milestones.milestone, name="milestone"),
    path("jalons/<int:pk>/renommer/", milestones.milestone_edit, name="milestone_edit"),
    path("jalons/<int:pk>/reporter/", milestones.milestone_postpone, name="milestone_postpone"),
    path("jalons/<int:pk>/retirer/", milestones.milestone_remove, name="milestone_remove"),
    path("jalons/<int:pk>/dependances/", milestones.need_add, name="need_add"),
    path("dependances/<int:pk>/retirer/", milestones.need_remove, name="need_remove"),
    re_path(r"^jalons/(?P<pk>\d{1,18})/(?P<move>reach|reopen)/$", milestones.milestone_move, name="milestone_move"),
    path("taches/<int:pk>/modifier/", milestones.task_edit, name="task_edit"),
    re_path(r"^taches/(?P<pk>\d{1,18})/(?P<move>finish|cancel|reopen)/$", milestones.task_move, name="task_move"),
]

files_and_calendar = [
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
    path("echanges/<slug:slug>/retirer/", exchange.foreign_withdraw, name="foreign_withdraw"),
    path("echanges/<slug:slug>/remettre/", exchange.foreign_restore, name="foreign_restore"),
]

urlpatterns = [
    *reading,
    *files_and_calendar,
    *residents,
    *writing_plans,
    *writing_acts,
    *writing_facts,
    *steering_actions,
]
