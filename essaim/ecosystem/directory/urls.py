"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import adding, cards, claiming, contacting, offers, public, suggesting

app_name = "directory"
CARD = "annuaire/fiche/<slug:key>/"

reading = [
    path("annuaire/", public.listing_list, name="listing_list"),
    path("annuaire/carte/", public.listing_map, name="listing_map"),
    path("annuaire/integrer/", public.embedded, name="embedded"),
    path(CARD, public.card, name="card"),
    path(f"{CARD}historique/", public.card_history, name="card_history"),
    path("annuaire/panneaux/structure/<int:pk>/", public.organization_panel, name="organization_panel"),
]

writing = [
    path(f"{CARD}modifier/", cards.card_edit, name="card_edit"),
    path(f"{CARD}confirmer/", cards.card_confirm, name="card_confirm"),
    path(f"{CARD}retirer/", cards.card_hide, name="card_hide"),
    path(f"{CARD}remettre/", cards.card_show, name="card_show"),
    path(f"{CARD}adresse/", cards.known_address, name="known_address"),
]

asking = [
    path(f"{CARD}proposer/", suggesting.suggest, name="suggest"),
    path(f"{CARD}representer/", claiming.claim_card, name="claim_card"),
    path("annuaire/propositions/", suggesting.suggestion_list, name="suggestion_list"),
    path("annuaire/propositions/<int:pk>/", suggesting.suggestion, name="suggestion"),
    path("annuaire/demandes/", claiming.claim_list, name="claim_list"),
    path("annuaire/demandes/<int:pk>/", claiming.claim, name="claim"),
    path("annuaire/demandes/<int:pk>/accepter/", claiming.claim_accept, name="claim_accept"),
    path("annuaire/demandes/<int:pk>/refuser/", claiming.claim_refuse, name="claim_refuse"),
    path("annuaire/prouver/<str:token>/", claiming.claim_proof, name="claim_proof"),
    path("annuaire/confirmer/<str:token>/", claiming.confirmation, name="confirmation"),
]

adding_urls = [
    path("annuaire/signaler/", adding.addition_create, name="addition_create"),
    path("annuaire/suivi/<str:number>/", adding.addition_follow, name="addition_follow"),
    path("annuaire/signalements/", adding.addition_list, name="addition_list"),
    path("annuaire/signalements/<int:pk>/", adding.addition, name="addition"),
    path("annuaire/signalements/<int:pk>/ajouter/", adding.addition_add, name="addition_add"),
    path("annuaire/signalements/<int:pk>/reconnaitre/", adding.addition_recognize, name="addition_recognize"),
    path("annuaire/signalements/<int:pk>/refuser/", adding.addition_refuse, name="addition_refuse"),
]

contact = [
    path(f"{CARD}ecrire/", contacting.contact, name="contact"),
    path("annuaire/messages/<str:token>/", contacting.contact_relay, name="contact_relay"),
    path("annuaire/bloquer/<str:token>/", contacting.contact_block, name="contact_block"),
    path("annuaire/plan-<int:number>.xml", public.sitemap, name="sitemap"),
]

offering = [
    path("annuaire/offres/", offers.offer_list, name="offer_list"),
    path(f"{CARD}offres/nouvelle/", offers.offer_create, name="offer_create"),
    path(f"{CARD}offres/<int:pk>/modifier/", offers.offer_edit, name="offer_edit"),
    path(f"{CARD}offres/<int:pk>/etat/", offers.offer_move, name="offer_move"),
    path(f"{CARD}certificats/nouveau/", offers.certificate_create, name="certificate_create"),
    path(f"{CARD}certificats/<int:pk>/terminer/", offers.certificate_end, name="certificate_end"),
]

urlpatterns = [*reading, *writing, *asking, *adding_urls, *contact, *offering]
