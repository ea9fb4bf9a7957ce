"""When two records of a structure are merged, whatever names the one that goes follows, or is said here to stay, and why."""

from __future__ import annotations

from django.apps import apps

from essaim.ecosystem.organizations.holdings import all_holdings
from essaim.ecosystem.organizations.models import Organization

# What names a structure, and the holding that moves it; the room of structures moves its own.
MOVED = {
    "calls_for_projects.Application.organization": "calls_for_projects.application",
    "calls_for_projects.MemberTie.organization": "calls_for_projects.member_tie",
    "committees.Mandate.organization": "committees.mandate",
    "consultations.Amendment.organization": "consultations.amendment",
    "consultations.AmendmentInvitation.organization": "consultations.invitation",
    "consultations.Contribution.organization": "consultations.contribution",
    "consultations.GroupMember.organization": "consultations.group_member",
    "directory.Addition.organization": "directory.addition",
    "directory.Card.organization": "directory.card",
    "directory.Certificate.organization": "directory.offer",
    "directory.Claim.organization": "directory.claim",
    "directory.ContactBlock.organization": "directory.message",
    "directory.ContactMessage.organization": "directory.message",
    "directory.Offer.organization": "directory.offer",
    "directory.Suggestion.organization": "directory.suggestion",
    "employment.Post.organization": "employment.post",
    "employment.Post.through": "employment.post",
    "events.Attendance.organization": "events.attendance",
    "events.Lead.organization": "events.lead",
    "events.Lead.other": "events.lead",
    "events.Registration.organization": "events.registration",
    "events.Speaker.organization": "events.speaker",
    "funding.AidLine.organization": "funding.aid",
    "funding.ClosingDay.organization": "funding.closing_day",
    "funding.EquityStake.organization": "funding.stake",
    "funding.GrantShare.organization": "funding.share",
    "funding.Report.organization": "funding.report",
    "funding.RepublicanContract.organization": "funding.contract",
    "funding.UndertakingMember.organization": "funding.link",
}
STAYS = {
    "funding.AlarmResolution.organization": "append-only: the grant it was written of shows it",
    "funding.RepaymentOrder.organization": "append-only: what was asked is summed with that of merged records",
}


def test_whatever_names_a_structure_is_moved_or_is_said_to_stay() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label != "organizations" and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if field.related_model is Organization
    }

    assert found == MOVED.keys() | STAYS.keys()


def test_holdings_named_here_are_registered() -> None:
    assert set(MOVED.values()) <= {holding.kind for holding in all_holdings()}
