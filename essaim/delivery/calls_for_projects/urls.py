"""Addresses of the room."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import applications, bench, panels, parts, public, testing, writing


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
    path(f"{CALL}deposer/", applications.application_start, name="application_start"),
    path("dossiers/", applications.application_list, name="application_list"),
    path(FILE, applications.application, name="application"),
    path(f"{FILE}deposer/", applications.application_file, name="application_file"),
    path(f"{FILE}historique/", applications.application_history, name="application_history"),
    path(f"{FILE}etape/<application_move:move>/", applications.application_move, name="application_move"),
]

urlpatterns = [*reading, *team, *files]
