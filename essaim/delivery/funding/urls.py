"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .equity_urls import equity_urls
from .views import (
    agreeing,
    aid_files,
    aids,
    applications,
    drawing,
    finance,
    follow_up,
    granting,
    panels,
    paying,
    reading,
)

app_name = "funding"
GRANT = "subventions/<int:pk>/"

reading_urls = [
    path("subventions/", reading.grant_list, name="grant_list"),
    path(GRANT, reading.grant, name="grant"),
    path(f"{GRANT}historique/", reading.grant_history, name="grant_history"),
    path("subventions/enveloppes/", reading.envelope_list, name="envelope_list"),
    path("subventions/enveloppes/<int:pk>/", reading.envelope, name="envelope"),
    path("subventions/paiements/", reading.payment_list, name="payment_list"),
    path("subventions/delegations/", reading.delegation_list, name="delegation_list"),
    path("subventions/conventions/<int:pk>/", reading.agreement, name="agreement"),
    path("subventions/conventions/<int:pk>/texte.pdf", reading.agreement_pdf, name="agreement_pdf"),
    path("encarts/actions/<int:pk>/subventions/", panels.action_panel, name="action_panel"),
    path("encarts/plans/<int:pk>/subventions/", panels.plan_panel, name="plan_panel"),
]

granting_urls = [
    path("subventions/enveloppes/nouvelle/", granting.envelope_create, name="envelope_create"),
    path("subventions/enveloppes/<int:pk>/montant/", granting.envelope_vote, name="envelope_vote"),
    path("subventions/selections/enveloppes-de-seance/<int:pk>/", drawing.allowance_draw, name="allowance_draw"),
    path("subventions/enveloppes/seances/<int:pk>/retirer/", drawing.allowance_release, name="allowance_release"),
    path("encarts/selections/<int:pk>/enveloppes/", drawing.selection_panel, name="selection_panel"),
    path("subventions/nouvelle/", granting.grant_create, name="grant_create"),
    path(f"{GRANT}corriger/", granting.grant_edit, name="grant_edit"),
    path(f"{GRANT}beneficiaires/nouveau/", granting.share_add, name="share_add"),
    path("subventions/beneficiaires/<int:pk>/retirer/", granting.share_remove, name="share_remove"),
    path(f"{GRANT}attribuer/", granting.grant_give, name="grant_give"),
    path(f"{GRANT}abandonner/", granting.grant_abandon, name="grant_abandon"),
    path(f"{GRANT}solder/", granting.grant_close, name="grant_close"),
    path(f"{GRANT}arreter/", granting.grant_stop, name="grant_stop"),
    path(f"{GRANT}engagement/", granting.grant_commit, name="grant_commit"),
]

agreeing_urls = [
    path(f"{GRANT}convention/", agreeing.agreement_create, name="agreement_create"),
    path("subventions/conventions/<int:pk>/clauses/nouvelle/", agreeing.clause_add, name="clause_add"),
    path("subventions/clauses/<int:pk>/", agreeing.clause_edit, name="clause_edit"),
    path("subventions/clauses/<int:pk>/retirer/", agreeing.clause_remove, name="clause_remove"),
    path("subventions/conventions/<int:pk>/envoyer/", agreeing.agreement_send, name="agreement_send"),
    path("subventions/conventions/<int:pk>/reprendre/", agreeing.agreement_take_back, name="agreement_take_back"),
    path("subventions/conventions/<int:pk>/signer/", agreeing.agreement_sign, name="agreement_sign"),
    path("subventions/conventions/<int:pk>/abandonner/", agreeing.agreement_abandon, name="agreement_abandon"),
]

paying_urls = [
    path(f"{GRANT}versements/nouveau/", paying.instalment_add, name="instalment_add"),
    path("subventions/versements/<int:pk>/", paying.instalment_edit, name="instalment_edit"),
    path("subventions/versements/<int:pk>/retirer/", paying.instalment_remove, name="instalment_remove"),
    path("subventions/versements/<int:pk>/conditions/nouvelle/", paying.condition_add, name="condition_add"),
    path("subventions/conditions/<int:pk>/remplie/", paying.condition_meet, name="condition_meet"),
    path("subventions/conditions/<int:pk>/retirer/", paying.condition_remove, name="condition_remove"),
    path("subventions/versements/<int:pk>/service-fait/", paying.certify, name="certify"),
    path(
        "subventions/service-fait/<int:pk>/reprendre/", paying.certification_take_back, name="certification_take_back"
    ),
    path("subventions/versements/<int:pk>/paiement/", paying.order, name="order"),
    path("subventions/paiements/<int:pk>/corriger/", paying.payment_correct, name="payment_correct"),
    path("subventions/delegations/nouvelle/", paying.delegation_add, name="delegation_add"),
    path("subventions/delegations/<int:pk>/fin/", paying.delegation_end, name="delegation_end"),
]

aid_urls = [
    path("subventions/aides/", aids.aid_list, name="aid_list"),
    path("subventions/aides/structures/<slug:key>/", aids.aids, name="aids"),
    path("subventions/aides/structures/<slug:key>/nouvelle/", aids.aid_add, name="aid_add"),
    path("subventions/aides/fichiers/", aid_files.aid_file_list, name="aid_file_list"),
    path("subventions/aides/fichiers/<int:pk>/", aid_files.aid_file, name="aid_file"),
    path("subventions/aides/fichiers/<int:pk>/confirmer/", aid_files.aid_file_apply, name="aid_file_apply"),
    path("subventions/aides/fichiers/<int:pk>/reprendre/", aid_files.aid_file_undo, name="aid_file_undo"),
    path("subventions/aides/<int:pk>/retirer/", aids.aid_correct, name="aid_correct"),
    path("subventions/aides/entreprises-uniques/", aids.undertaking_list, name="undertaking_list"),
    path("subventions/aides/entreprises-uniques/lien/", aids.structure_link, name="structure_link"),
    path("subventions/aides/entreprises-uniques/<int:pk>/fin/", aids.structure_unlink, name="structure_unlink"),
    path("subventions/aides/plafonds/", aids.limit_list, name="limit_list"),
    path("subventions/aides/plafonds/nouveau/", aids.limit_set, name="limit_set"),
    path(f"{GRANT}alertes/<int:organization_pk>/<slug:code>/", aids.alarm_resolve, name="alarm_resolve"),
    path("encarts/structures/<int:pk>/subventions/", aids.organization_panel, name="organization_panel"),
    path("encarts/dossiers/<int:pk>/subvention/", applications.application_grant_panel, name="application_grant_panel"),
    path("subventions/dossiers/<int:pk>/", applications.application_grant, name="application_grant"),
    path("encarts/dossiers/<int:pk>/aides/", aids.application_panel, name="application_panel"),
]

follow_up_urls = [
    path("subventions/comptes-rendus/", follow_up.report_list, name="report_list"),
    path("subventions/comptes-rendus/<int:pk>/", follow_up.report, name="report"),
    path(f"{GRANT}comptes-rendus/", follow_up.report_expect, name="report_expect"),
    path("subventions/comptes-rendus/<int:pk>/recu/", follow_up.report_receive, name="report_receive"),
    path("subventions/comptes-rendus/<int:pk>/accepter/", follow_up.report_accept, name="report_accept"),
    path("subventions/comptes-rendus/<int:pk>/renvoyer/", follow_up.report_send_back, name="report_send_back"),
    path("subventions/comptes-rendus/<int:pk>/reversement/", follow_up.repayment_ask, name="repayment_ask"),
    path(f"{GRANT}engagement-republicain/", follow_up.contract_record, name="contract_record"),
    path(f"{GRANT}manquement/", follow_up.breach, name="breach"),
    path("subventions/donnees-ouvertes/", follow_up.publication, name="publication"),
    path("subventions/donnees-ouvertes/publier/", follow_up.publish, name="publish"),
    path("subventions/donnees-ouvertes/collectivite/", follow_up.publisher, name="publisher"),
    path("subventions/donnees-ouvertes/subventions.csv", follow_up.open_data, name="open_data"),
]

finance_urls = [
    path("subventions/rapprochement/", finance.reconciliation, name="reconciliation"),
    path("subventions/rapprochement/fichiers/", finance.finance_file_list, name="finance_file_list"),
    path("subventions/rapprochement/fichiers/<int:pk>/", finance.finance_file, name="finance_file"),
    path(
        "subventions/rapprochement/fichiers/<int:pk>/confirmer/", finance.finance_file_apply, name="finance_file_apply"
    ),
    path("subventions/rapprochement/fichiers/<int:pk>/reprendre/", finance.finance_file_undo, name="finance_file_undo"),
]

urlpatterns = [
    *finance_urls,
    *follow_up_urls,
    *aid_urls,
    *reading_urls,
    *granting_urls,
    *agreeing_urls,
    *paying_urls,
    *equity_urls,
]
