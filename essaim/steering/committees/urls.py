"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import bodies, holding, members, pack, panels, public, seats, sessions

app_name = "committees"
BODY = "instances/<slug:slug>/"
SESSION = "seances/<int:pk>/"
POINT = "seances/points/<int:pk>/"
VOTE = "seances/votes/<int:pk>/"

reading = [
    path("instances/", public.body_list, name="body_list"),
    path(BODY, public.body, name="body"),
    path(f"{BODY}composition/", public.composition, name="composition"),
    path(f"{BODY}historique/", public.body_history, name="body_history"),
    path("seances/", public.session_list, name="session_list"),
    path(SESSION, public.session, name="session"),
    path(f"{SESSION}compte-rendu/", public.minutes, name="minutes"),
    path("avis-des-instances/", public.opinion_list, name="opinion_list"),
    path("instances/avis-sur-une-action/<int:pk>/", panels.action_panel, name="action_panel"),
    path("instances/avis-sur-un-acte/<int:pk>/", panels.act_panel, name="act_panel"),
]

membership = [
    path("mes-seances/", members.own_sessions, name="own_sessions"),
    path(f"{SESSION}dossier.pdf", pack.session_pack, name="session_pack"),
    path(f"{SESSION}quorum/", public.quorum, name="quorum"),
    path(f"{SESSION}suite/", public.session_next, name="session_next"),
    path(f"{SESSION}proposer-un-point/", members.point_propose, name="point_propose"),
    path(f"{SESSION}emarger/", members.sign_in, name="sign_in"),
    path(f"{SESSION}procuration/", members.proxy_give, name="proxy_give"),
    path("seances/procurations/<int:proxy_id>/reprendre/", members.proxy_end, name="proxy_end"),
    path(f"{POINT}deport/", members.withdrawal_declare, name="withdrawal_declare"),
    path(f"{POINT}retirer/", members.point_withdraw, name="point_withdraw"),
    path(f"{VOTE}voter/", members.ballot, name="ballot"),
    path(f"{SESSION}compte-rendu/corriger/", members.correction_ask, name="correction_ask"),
]

seat_links = [
    path("siege/<str:token>/", seats.seat, name="seat"),
    path("siege/<str:token>/dossier.pdf", seats.seat_pack, name="seat_pack"),
    path("siege/<str:token>/emarger/", seats.seat_sign_in, name="seat_sign_in"),
    path("siege/<str:token>/votes/<int:pk>/", seats.seat_ballot, name="seat_ballot"),
    path("siege/<str:token>/compte-rendu/", seats.seat_minutes, name="seat_minutes"),
    path("siege/<str:token>/compte-rendu/corriger/", seats.seat_correction, name="seat_correction"),
    path("siege/<str:token>/proposer/", seats.seat_propose, name="seat_propose"),
    path("siege/<str:token>/points/<int:pk>/retirer/", seats.seat_point_withdraw, name="seat_point_withdraw"),
    path("siege/<str:token>/pouvoir/", seats.seat_proxy, name="seat_proxy"),
    path("siege/<str:token>/pouvoir/<int:pk>/reprendre/", seats.seat_proxy_end, name="seat_proxy_end"),
]

team_bodies = [
    path("nouvelle/instance/", bodies.body_create, name="body_create"),
    path(f"{BODY}modifier/", bodies.body_edit, name="body_edit"),
    path(f"{BODY}regles/", bodies.rules_set, name="rules_set"),
    path(f"{BODY}colleges/nouveau/", bodies.college_add, name="college_add"),
    path("instances/colleges/<int:college_id>/sieges/", bodies.seats_add, name="seats_add"),
    path("instances/sieges/<int:seat_id>/titulaire/", bodies.member_name, name="member_name"),
    path("instances/sieges/<int:seat_id>/supprimer/", bodies.seat_end, name="seat_end"),
    path("instances/mandats/<int:mandate_id>/adresse/", bodies.mandate_address, name="mandate_address"),
    path("instances/mandats/<int:mandate_id>/corriger/", bodies.mandate_edit, name="mandate_edit"),
    path("instances/mandats/<int:mandate_id>/terminer/", bodies.mandate_end, name="mandate_end"),
]

team_sessions = [
    path(f"{BODY}seances/nouvelle/", sessions.session_plan, name="session_plan"),
    path(f"{BODY}seances/passee/", sessions.session_record, name="session_record"),
    path(f"{SESSION}modifier/", sessions.session_edit, name="session_edit"),
    path(f"{SESSION}convoquer/", sessions.session_convene, name="session_convene"),
    path(f"{SESSION}ouvrir/", sessions.session_open, name="session_open"),
    path(f"{SESSION}seconde-convocation/", sessions.session_second, name="session_second"),
    path(f"{SESSION}clore/", sessions.session_close, name="session_close"),
    path(f"{SESSION}annuler/", sessions.session_cancel, name="session_cancel"),
    path(f"{SESSION}compte-rendu/diffuser/", sessions.minutes_circulate, name="minutes_circulate"),
    path(f"{SESSION}points/nouveau/", sessions.point_add, name="point_add"),
    path(f"{POINT}modifier/", sessions.point_edit, name="point_edit"),
    path(f"{POINT}repondre/", sessions.point_answer, name="point_answer"),
    path(f"{POINT}monter/", sessions.point_move, {"direction": "monter"}, name="point_up"),
    path(f"{POINT}descendre/", sessions.point_move, {"direction": "descendre"}, name="point_down"),
]

team_holding = [
    path(f"{SESSION}emargement/", holding.attendance, name="attendance"),
    path(f"{SESSION}emargement/<int:mandate_id>/", holding.arrival, name="arrival"),
    path("seances/presences/<int:attendance_id>/depart/", holding.departure, name="departure"),
    path(f"{POINT}vote/", holding.vote_open, name="vote_open"),
    path(f"{VOTE}clore/", holding.vote_close, name="vote_close"),
    path(f"{VOTE}abandonner/", holding.vote_abandon, name="vote_abandon"),
    path(f"{POINT}avis/", holding.opinion_give, name="opinion_give"),
    path(f"{POINT}compte-rendu/", holding.discussion, name="discussion"),
    path(f"{POINT}decision/", holding.decide, name="decide"),
    path("seances/corrections/<int:pk>/repondre/", holding.correction_answer, name="correction_answer"),
    path("seances/decisions/", public.decision_list, name="decision_list"),
    path("saisines/", holding.request_list, name="request_list"),
    path("saisines/nouvelle/", holding.request_ask, name="request_ask"),
    path("saisines/<int:pk>/retirer/", holding.request_withdraw, name="request_withdraw"),
]

urlpatterns = [*reading, *membership, *seat_links, *team_bodies, *team_sessions, *team_holding]
