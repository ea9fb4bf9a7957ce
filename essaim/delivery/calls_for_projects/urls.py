"""Addresses of the room."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import (
    applications,
    bench,
    deciding,
    desk,
    filling,
    funnel,
    opening,
    panels,
    parts,
    posts,
    public,
    seats,
    selection,
    testing,
    writing,
)


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
    path(f"{EDITION}banc-d-essai/dossiers/", bench.bench_files, name="bench_files"),
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
    path(f"{FILE}structure/", desk.structure_name, name="structure_name"),
    path(f"{FILE}avis-des-communes/", desk.communes_ask, name="communes_ask"),
    path(f"{FILE}avis-d-un-partenaire/", desk.partner_ask, name="partner_ask"),
    path(f"{FILE}postes/", posts.post_list, name="proposed_posts"),
    path(f"{FILE}postes/<int:line>/<int:place>/", posts.post_accept, name="post_accept"),
    path(f"{FILE}note/", desk.note_write, name="note_write"),
    path("avis-des-communes/", desk.opinion_list, name="opinion_list"),
    path("avis-des-communes/<int:pk>/", desk.commune_opinion, name="commune_opinion"),
    path("avis-d-un-partenaire/<str:token>/", desk.partner_opinion, name="partner_opinion"),
    path(f"{FILE}historique/", applications.application_history, name="application_history"),
    path(f"{FILE}etape/<application_move:move>/", applications.application_move, name="application_move"),
]

SELECTION = "selections/<int:pk>/"
PRESENTED = "selections/dossiers/<int:pk>/"
SEAT = "selections/siege/<str:token>/"

selections = [
    path("projets-soutenus/", selection.supported_list, name="supported_list"),
    path("parcours-des-dossiers/", funnel.funnel, name="funnel"),
    path("parcours-des-dossiers/dossiers/", funnel.funnel_rows, name="funnel_rows"),
    path("selections/", selection.selection_list, name="selection_list"),
    path("selections/nouvelle/", deciding.selection_create, name="selection_create"),
    path(SELECTION, selection.selection, name="selection"),
    path(f"{SELECTION}historique/", selection.selection_history, name="selection_history"),
    path(f"{SELECTION}nouveaux-dossiers/", deciding.selection_take, name="selection_take"),
    path(f"{SELECTION}interets/", deciding.selection_interests, name="selection_interests"),
    path(f"{SELECTION}interets/declarer/", deciding.tie_declare, name="tie_declare"),
    path(f"{SELECTION}enveloppes/nouvelle/", deciding.allowance_add, name="allowance_add"),
    path(f"{SELECTION}figer/", deciding.selection_freeze, name="selection_freeze"),
    path(f"{SELECTION}notifier/", deciding.selection_notify, name="selection_notify"),
    path(f"{SELECTION}annuler/", deciding.selection_cancel, name="selection_cancel"),
    path("selections/enveloppes/<int:pk>/modifier/", deciding.allowance_edit, name="allowance_edit"),
    path(PRESENTED, selection.selection_file, name="selection_file"),
    path(SEAT, seats.seat_selection, name="seat_selection"),
    path(f"{SEAT}<int:pk>/", seats.seat_file, name="seat_file"),
    path(f"{SEAT}<int:pk>/fiche.pdf", seats.seat_sheet, name="seat_sheet"),
    path(f"{SEAT}<int:pk>/noter/", seats.seat_score, name="seat_score"),
    path(f"{SEAT}<int:pk>/me-retirer/", seats.seat_interest, name="seat_interest"),
    path("panneaux/selections/siege/<str:token>/", seats.seat_panel, name="seat_panel"),
    path(f"{PRESENTED}fiche.pdf", selection.selection_sheet, name="selection_sheet"),
    path(f"{PRESENTED}noter/", deciding.file_score, name="file_score"),
    path(f"{PRESENTED}decider/", deciding.file_decide, name="file_decide"),
    path(f"{PRESENTED}deport/", deciding.interest_declare, name="interest_declare"),
    path(f"{FILE}lettre/<int:pk>.pdf", selection.decision_letter, name="decision_letter"),
    path("panneaux/dossiers/selection/<int:pk>/", selection.application_panel, name="application_selection_panel"),
]

urlpatterns = [*reading, *team, *files, *selections]
