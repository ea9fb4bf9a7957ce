"""Addresses of the room."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import applications, bench, desk, filling, opening, panels, parts, public, testing, writing


class PartConverter(StringConverter):
    """The word of a kind of part of an edition."""

    regex = "|".join(parts.MODELS)


class MoveConverter(StringConverter):
    """The word of a move of an application."""

    regex = "|".join(applications.MOVES)


register_converter(PartConverter, "call_part")
register_converter(MoveConverter, "application_move")

app_name = "calls_for_projects"
CALL = "appels-a-projets/<slug:slug>/"
EDITION = f"{CALL}editions/<slug:code>/"
FILE = "dossiers/<slug:reference>/"

reading = [
    path("appels-a-projets/", public.call_list, name="call_list"),
    path("editions-des-appels/", public.edition_list, name="edition_list"),
    path(CALL, public.call, name="call"),
    path(f"{CALL}test/", testing.eligibility, name="eligibility"),
    path(f"{CALL}historique/", public.call_history, name="call_history"),
    path(EDITION, public.edition, name="edition"),
    path(f"{EDITION}regles/", public.rule_list, name="rule_list"),
    path(f"{EDITION}historique/", public.edition_history, name="edition_history"),
    path("panneaux/appels/action/<int:pk>/", panels.action_panel, name="action_panel"),
]

team = [
    path("nouveau/appel-a-projets/", writing.call_create, name="call_create"),
    path(f"{CALL}modifier/", writing.call_edit, name="call_edit"),
    path(f"{CALL}nouvelle-edition/", writing.edition_create, name="edition_create"),
    path(f"{EDITION}modifier/", writing.edition_edit, name="edition_edit"),
    path(f"{EDITION}brouillon/", writing.edition_draft_from, name="edition_draft_from"),
    path(f"{EDITION}en-vigueur/", writing.edition_start, name="edition_start"),
    path(f"{EDITION}cloturer/", writing.edition_close, name="edition_close"),
    path(f"{EDITION}formulaire/", writing.form_publish, name="form_publish"),
    path(f"{EDITION}actions/nouvelle/", writing.action_link, name="action_link"),
    path(f"{EDITION}actions/<int:pk>/retirer/", writing.action_unlink, name="action_unlink"),
    path(f"{EDITION}banc-d-essai/", bench.bench, name="bench"),
    path(f"{EDITION}banc-d-essai/nouveau/", bench.example_add, name="example_add"),
    path(f"{EDITION}banc-d-essai/<int:pk>/modifier/", bench.example_edit, name="example_edit"),
    path(f"{EDITION}banc-d-essai/<int:pk>/retirer/", bench.example_remove, name="example_remove"),
    path(f"{EDITION}<call_part:part>/nouveau/", parts.part_add, name="part_add"),
    path(f"{EDITION}<call_part:part>/<int:pk>/modifier/", parts.part_edit, name="part_edit"),
    path(f"{EDITION}<call_part:part>/<int:pk>/retirer/", parts.part_remove, name="part_remove"),
]

files = [
    path(f"{CALL}deposer/", opening.application_start, name="application_start"),
    path("ouvrir-un-dossier/<str:token>/", opening.account_open, name="account_open"),
    path("confirmer-un-dossier/<str:token>/", opening.confirmation_by_link, name="confirmation_by_link"),
    path("ecrire-ensemble/<str:token>/", filling.cowriter_join, name="cowriter_join"),
    path("mes-dossiers/", applications.own_list, name="own_list"),
    path("panneaux/dossiers/structure/<int:pk>/", panels.organization_panel, name="organization_panel"),
    path("panneaux/dossiers/action/<int:pk>/", panels.action_applications_panel, name="action_applications_panel"),
    path("dossiers/", applications.application_list, name="application_list"),
    path(FILE, applications.application, name="application"),
    path(f"{FILE}ecrire/<slug:step>/", filling.application_write, name="application_write"),
    path(f"{FILE}a-plusieurs/", filling.cowriters, name="cowriters"),
    path(f"{FILE}a-plusieurs/<int:pk>/retirer/", filling.cowriter_end, name="cowriter_end"),
    path(f"{FILE}examen/", desk.application_check, name="application_check"),
    path(f"{FILE}pieces-manquantes/", desk.missing_send, name="missing_send"),
    path(f"{FILE}confier/", desk.application_assign, name="application_assign"),
    path(f"{FILE}avis-des-communes/", desk.communes_ask, name="communes_ask"),
    path(f"{FILE}avis-d-un-partenaire/", desk.partner_ask, name="partner_ask"),
    path(f"{FILE}note/", desk.note_write, name="note_write"),
    path("avis-des-communes/", desk.opinion_list, name="opinion_list"),
    path("avis-des-communes/<int:pk>/", desk.commune_opinion, name="commune_opinion"),
    path("avis-d-un-partenaire/<str:token>/", desk.partner_opinion, name="partner_opinion"),
    path(f"{FILE}historique/", applications.application_history, name="application_history"),
    path(f"{FILE}etape/<application_move:move>/", applications.application_move, name="application_move"),
]

urlpatterns = [*reading, *team, *files]
