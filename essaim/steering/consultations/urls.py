"""Addresses of the room."""

from __future__ import annotations

from django.urls import path, re_path

from .views import (
    close,
    contributing,
    files,
    groups,
    invitations,
    panels,
    public,
    questionnaires,
    sorting,
    texts,
    writing,
)

app_name = "consultations"
ONE = "concertations/<slug:slug>/"
ISSUE = f"{ONE}enjeux/<slug:code>/"
CONTRIBUTION = f"{ONE}contributions/<int:number>/"
GROUP = f"{ONE}groupes/<int:number>/"
PROPOSAL = f"{ONE}propositions/<int:number>/"

reading = [
    path("concertations/", public.consultation_list, name="consultation_list"),
    path("contribution/suivi/", contributing.tracking_search, name="tracking_search"),
    path("contribution/suivi/<slug:number>/", contributing.tracking, name="tracking"),
    path(ONE, public.consultation, name="consultation"),
    path(f"{ONE}historique/", public.consultation_history, name="consultation_history"),
    path(f"{ONE}enjeux/", public.issue_list, name="issue_list"),
    path(ISSUE, public.issue, name="issue"),
    path(f"{ONE}contributions/", public.contribution_list, name="contribution_list"),
    path(CONTRIBUTION, public.contribution, name="contribution"),
    path(GROUP, public.group, name="group"),
    path(f"{ONE}propositions/", public.proposal_list, name="proposal_list"),
    path(PROPOSAL, public.proposal, name="proposal"),
    path(f"{ONE}contribuer/", contributing.contribute, name="contribute"),
    path(f"{ONE}restitution/", files.restitution, name="restitution"),
    path(f"{ONE}restitution.pdf", files.restitution_pdf, name="restitution_pdf"),
    path(f"{ONE}restitution.odt", files.restitution_odt, name="restitution_odt"),
]

hung = [
    path("panneaux/concertations/action/<int:pk>/", panels.action_panel, name="action_panel"),
    path("panneaux/concertations/plan/<int:pk>/", panels.plan_panel, name="plan_panel"),
]

cycle = [
    path("nouvelle/concertation/", writing.consultation_create, name="consultation_create"),
    path(f"{ONE}modifier/", writing.consultation_edit, name="consultation_edit"),
    path(f"{ONE}ouvrir/", writing.consultation_open, name="consultation_open"),
    path(f"{ONE}clore/", writing.consultation_close, name="consultation_close"),
    path(f"{ONE}rouvrir/", writing.consultation_reopen, name="consultation_reopen"),
    path(f"{ONE}publier-les-reponses/", writing.consultation_publish, name="consultation_publish"),
    path(f"{ONE}etapes/nouvelle/", writing.phase_create, name="phase_create"),
    path(f"{ONE}etapes/<int:number>/modifier/", writing.phase_edit, name="phase_edit"),
    path(f"{ONE}etapes/<int:number>/rencontre/", writing.meeting_add, name="meeting_add"),
    path(f"{ONE}sources/nouvelle/", writing.statement_create, name="statement_create"),
    path(f"{ONE}participation/nouvelle/", writing.declared_create, name="declared_create"),
]

contributions = [
    path(f"{ONE}saisir/", contributing.contribution_enter, name="contribution_enter"),
    path(f"{ONE}importer/", files.import_sheet, name="import_sheet"),
    path(f"{ONE}importer/<int:pk>/", files.sheet, name="sheet"),
    path(f"{ONE}importer/<int:pk>/reprendre/", files.sheet_undo, name="sheet_undo"),
    path(f"{ONE}importer/modele.xlsx", files.import_model, name="import_model"),
    path(f"{ONE}lire/", contributing.next_to_read, name="next_to_read"),
    re_path(
        r"^concertations/(?P<slug>[-\w]+)/contributions/(?P<number>\d{1,9})/moderer/(?P<move>publish|hide|restore|uphold)/$",
        contributing.contribution_moderate,
        name="contribution_moderate",
    ),
]

sorting_and_answers = [
    path(f"{ONE}themes/nouveau/", sorting.theme_create, name="theme_create"),
    path(f"{ONE}themes/<slug:code>/modifier/", sorting.theme_edit, name="theme_edit"),
    path(f"{ONE}tri/", sorting.grouping, name="grouping"),
    path(f"{ONE}repondre/", sorting.next_to_answer, name="next_to_answer"),
    path(f"{ONE}nouvel-enjeu/", sorting.issue_create, name="issue_create"),
    path(f"{ISSUE}modifier/", sorting.issue_edit, name="issue_edit"),
    path(f"{ISSUE}proches/", close.issue_close, name="issue_close"),
    path(f"{ISSUE}repondre/", sorting.issue_answer, name="issue_answer"),
    path(f"{CONTRIBUTION}repondre/", sorting.contribution_answer, name="contribution_answer"),
    path(f"{CONTRIBUTION}theme/", sorting.contribution_sort, name="contribution_sort"),
    path(f"{CONTRIBUTION}proches/", close.contribution_close, name="contribution_close"),
    path(f"{CONTRIBUTION}regrouper/<slug:code>/", sorting.contribution_group, name="contribution_group"),
    path(f"{CONTRIBUTION}retirer/<slug:code>/", sorting.contribution_ungroup, name="contribution_ungroup"),
]

groups_and_proposals = [
    path(f"{ONE}nouveau-groupe/", groups.group_create, name="group_create"),
    path(f"{GROUP}modifier/", groups.group_edit, name="group_edit"),
    path(f"{GROUP}membres/nouveau/", groups.member_create, name="member_create"),
    path(f"{GROUP}membres/<int:pk>/depart/", groups.member_end, name="member_end"),
    path(f"{GROUP}seances/ajouter/", groups.group_session_add, name="group_session_add"),
    path(f"{GROUP}seances/<int:pk>/retirer/", groups.group_session_remove, name="group_session_remove"),
    path(f"{GROUP}rendus/nouveau/", groups.output_create, name="output_create"),
    path(f"{ONE}nouvelle-proposition/", groups.proposal_create, name="proposal_create"),
    path(f"{PROPOSAL}modifier/", groups.proposal_edit, name="proposal_edit"),
    path(f"{PROPOSAL}garder/", groups.proposal_retain, name="proposal_retain"),
    path(f"{PROPOSAL}ecarter/", groups.proposal_aside, name="proposal_aside"),
    path(f"{PROPOSAL}reprendre/", groups.proposal_again, name="proposal_again"),
]

TEXT = f"{ONE}textes/<int:number>/"

texts_and_amendments = [
    path(f"{ONE}nouveau-texte/", texts.text_create, name="text_create"),
    path(TEXT, texts.text, name="text"),
    path(f"{TEXT}inviter/", invitations.amendment_invite, name="amendment_invite"),
    path(f"{TEXT}invitations/<int:pk>/terminer/", invitations.invitation_end, name="invitation_end"),
    path("amender/<str:token>/", invitations.amend_by_link, name="amend_by_link"),
    path(f"{TEXT}amender/", texts.amendment_create, name="amendment_create"),
    re_path(
        r"^concertations/(?P<slug>[-\w]+)/textes/(?P<number>\d{1,4})/amendements/(?P<amendment>\d{1,4})/"
        r"(?P<move>adopt|refuse|withdraw)/$",
        texts.amendment_decide,
        name="amendment_decide",
    ),
]

QUESTIONNAIRE = f"{ONE}questionnaires/<int:number>/"

asked = [
    path(f"{ONE}nouveau-questionnaire/", questionnaires.questionnaire_create, name="questionnaire_create"),
    path(QUESTIONNAIRE, questionnaires.questionnaire, name="questionnaire"),
    path("mes-reponses/<str:token>/", questionnaires.reply, name="reply"),
    path(f"{QUESTIONNAIRE}modifier/", questionnaires.questionnaire_edit, name="questionnaire_edit"),
    re_path(
        r"^concertations/(?P<slug>[-\w]+)/questionnaires/(?P<number>\d{1,4})/resultats\.(?P<form>csv|ods|xlsx)$",
        questionnaires.questionnaire_results,
        name="questionnaire_results",
    ),
    path(f"{QUESTIONNAIRE}questions/nouvelle/", questionnaires.question_create, name="question_create"),
    path(f"{QUESTIONNAIRE}questions/<int:question>/modifier/", questionnaires.question_edit, name="question_edit"),
    re_path(
        r"^concertations/(?P<slug>[-\w]+)/questionnaires/(?P<number>\d{1,4})/questions/(?P<question>\d{1,4})/"
        r"(?P<move>up|down|remove)/$",
        questionnaires.question_move,
        name="question_move",
    ),
    re_path(
        r"^concertations/(?P<slug>[-\w]+)/questionnaires/(?P<number>\d{1,4})/(?P<move>open|close)/$",
        questionnaires.questionnaire_move,
        name="questionnaire_move",
    ),
]

urlpatterns = [
    *reading,
    *hung,
    *cycle,
    *contributions,
    *sorting_and_answers,
    *groups_and_proposals,
    *texts_and_amendments,
    *asked,
]
