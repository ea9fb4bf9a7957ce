"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import agendas, counting, door, feeds, following, programme, public, registering, writing

app_name = "events"
EVENT = "rendez-vous/<slug:slug>/"

reading = [
    path("rendez-vous/", public.event_list, name="event_list"),
    path("rendez-vous/agenda.ics", feeds.agenda_calendar, name="agenda_calendar"),
    path("rendez-vous/agenda.atom", feeds.agenda_news, name="agenda_news"),
    path("rendez-vous/agenda.json", feeds.agenda_exchange, name="agenda_exchange"),
    path(EVENT, public.event, name="event"),
    path(f"{EVENT}agenda.ics", feeds.event_calendar, name="event_calendar"),
    path(f"{EVENT}actes/", public.proceedings, name="proceedings"),
    path(f"{EVENT}historique/", public.event_history, name="event_history"),
]

registration = [
    path(f"{EVENT}inscription/", registering.register, name="register"),
    path("inscription/<str:token>/", registering.registration, name="registration"),
    path("appreciation/<str:token>/", following.rate, name="rate"),
    path(f"{EVENT}inscriptions/", registering.registration_list, name="registration_list"),
    path(f"{EVENT}inscriptions/badges.pdf", registering.badges, name="badges"),
    path(f"{EVENT}inscriptions/emargement.pdf", registering.sign_in_sheet, name="sign_in_sheet"),
    path(f"{EVENT}inscriptions/place-suivante/", registering.seat_offer, name="seat_offer"),
    path(f"{EVENT}inscriptions/<int:pk>/annuler/", registering.registration_cancel, name="registration_cancel"),
    path(
        f"{EVENT}inscriptions/<int:pk>/structure/",
        registering.registration_organization,
        name="registration_organization",
    ),
]

team = [
    path("importer/rendez-vous/", agendas.agenda_list, name="agenda_list"),
    path("importer/rendez-vous/<int:pk>/", agendas.agenda, name="agenda_import"),
    path("importer/rendez-vous/<int:pk>/appliquer/", agendas.agenda_apply, name="agenda_apply"),
    path("importer/rendez-vous/<int:pk>/reprendre/", agendas.agenda_undo, name="agenda_undo"),
    path("nouveau/rendez-vous/", writing.event_create, name="event_create"),
    path(f"{EVENT}modifier/", writing.event_edit, name="event_edit"),
    path(f"{EVENT}annoncer/", writing.event_publish, name="event_publish"),
    path(f"{EVENT}tenu/", writing.event_hold, name="event_hold"),
    path(f"{EVENT}annuler/", writing.event_cancel, name="event_cancel"),
    path(f"{EVENT}cloturer/", writing.event_close, name="event_close"),
    path(f"{EVENT}compte-rendu/", writing.report_edit, name="report_edit"),
    path(f"{EVENT}actes/assembler/", programme.proceedings_assemble, name="proceedings_assemble"),
    path(f"{EVENT}intervenants/nouveau/", programme.speaker_add, name="speaker_add"),
    path(f"{EVENT}intervenants/<int:pk>/retirer/", programme.speaker_remove, name="speaker_remove"),
    path(f"{EVENT}chiffres/nouveau/", programme.participation_declare, name="participation_declare"),
    path(f"{EVENT}appreciations/", following.ratings, name="ratings"),
    path(f"{EVENT}appreciations/demander/", following.ratings_ask, name="ratings_ask"),
    path(f"{EVENT}mises-en-relation/nouvelle/", following.lead_add, name="lead_add"),
    path("mises-en-relation/", following.lead_list, name="lead_list"),
    path("mises-en-relation/<int:pk>/", following.lead, name="lead"),
    path(f"{EVENT}accueil/", door.check_in, name="check_in"),
    path(f"{EVENT}accueil/envoi/", door.door_send, name="door_send"),
    path(f"{EVENT}accueil/hors-ligne/", door.door_shell, name="door_shell"),
    path(f"{EVENT}accueil/hors-ligne.js", door.door_worker, name="door_worker"),
    path(f"{EVENT}accueil/saisie/", door.door_codes, name="door_codes"),
    path(f"{EVENT}presences/", counting.attendance, name="attendance"),
    path(f"{EVENT}presences/<int:pk>/retirer/", counting.attendance_remove, name="attendance_remove"),
]

urlpatterns = [*reading, *registration, *team]
