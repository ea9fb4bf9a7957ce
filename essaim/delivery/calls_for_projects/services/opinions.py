"""What communes and partners think of an application: asked, given, silent, frozen once it is decided."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions, queries
from essaim.delivery.calls_for_projects.kinds import OPINION
from essaim.delivery.calls_for_projects.models import (
    Application,
    CommuneOpinion,
    PartnerOpinion,
)
from essaim.delivery.calls_for_projects.models.appraising import DAYS_FOR_OPINIONS
from essaim.delivery.calls_for_projects.states import (
    OPINION_MOVES,
    OPINIONS_OPEN,
    OpinionState,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.notifications.services import notify, write_to
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.dates import day_in_words

from .applications import locked_application
from .carrying import LinkUnknown, token_digest
from .telling import tell_officer


class OpinionsFrozen(Exception):
    """The application is decided: opinions on it are neither asked nor changed any more."""


def _refuse_frozen(application: Application) -> None:
    if application.state not in OPINIONS_OPEN:
        raise OpinionsFrozen


@transaction.atomic
def ask_communes(
    *, application: Application, actor: User, now: datetime, due_on: date | None = None
) -> list[CommuneOpinion]:
    """
    Ask the communes of an application for their opinion, those not asked yet; their referents are told.

    :raises NotAllowed: if the actor is not of the team
    :raises OpinionsFrozen: if it is decided
    :raises ValidationError: if the day is past
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    _refuse_frozen(application)
    today = timezone.localdate(now)
    due_on = due_on or today + DAYS_FOR_OPINIONS
    if due_on < today:
        raise ValidationError({"due_on": _("This day is past.")})
    asked = set(application.commune_opinions.values_list("commune_code", flat=True))
    written = []
    for commune in application.communes.all():
        if commune.code in asked:
            continue
        row = CommuneOpinion(
            application=application,
            commune_code=commune.code,
            commune_name=commune.name or commune.code,
            asked_by=actor,
            asked_at=now,
            due_on=due_on,
        )
        written.append(write_new(row, "commune_opinion.asked", actor=actor, now=now))
        _tell_referents(row, now)
    return written


def _tell_referents(row: CommuneOpinion, now: datetime) -> None:
    told = {"title": row.application.title, "commune": row.commune_name, "day": day_in_words(row.due_on)}
    for person in queries.referents_of(row.commune_code, today=timezone.localdate(now)):
        notify(
            recipient=person,
            kind=OPINION,
            subject=lambda: _("The opinion of %(commune)s is asked: %(title)s") % told,
            body=lambda: _("The project “%(title)s” takes place in %(commune)s. Give your opinion by %(day)s.") % told,
            url=reverse("calls_for_projects:commune_opinion", args=[row.pk]),
            now=now,
            key=f"commune_opinion:{row.pk}:{person.pk}",
        )


@transaction.atomic
def give_commune_opinion(
    *, opinion: CommuneOpinion, actor: User, now: datetime, sense: str, text: str = ""
) -> CommuneOpinion:
    """
    Give the opinion of a commune, after its day too, until the application is decided.

    :raises NotAllowed: if the actor neither speaks for the commune nor is of the team
    :raises OpinionsFrozen: if the application is decided
    :raises IllegalMove: if it is no longer asked
    :raises ValidationError: if it says nothing
    """
    application = locked_application(opinion.application)
    row = CommuneOpinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    require(permissions.can_give_commune_opinion(actor, row))
    _refuse_frozen(application)
    values = {
        "state": OPINION_MOVES.target("give", row.state),
        "sense": sense,
        "text": text.strip(),
        "given_at": now,
        "given_by": actor,
    }
    row = write_fields(row, "commune_opinion.given", values, actor=actor, now=now)
    told = {"reference": application.reference, "commune": row.commune_name, "sense": row.in_words}
    tell_officer(
        application,
        subject=lambda: _("Opinion of %(commune)s on %(reference)s") % told,
        body=lambda: _("%(commune)s gave its opinion on the application %(reference)s: %(sense)s.") % told,
        now=now,
        key=f"commune_opinion:{row.pk}:{now.isoformat()}",
    )
    return row


@transaction.atomic
def ask_partner(
    *,
    application: Application,
    actor: User,
    now: datetime,
    partner: str,
    email: str,
    question: str,
    due_on: date | None = None,
) -> PartnerOpinion:
    """
    Ask a partner or an expert for their opinion: a link is sent to their address.

    :raises NotAllowed: if the actor is not of the team
    :raises OpinionsFrozen: if the application is decided
    :raises ValidationError: if a value does not hold, or this partner is asked already
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    _refuse_frozen(application)
    today = timezone.localdate(now)
    due_on = due_on or today + DAYS_FOR_OPINIONS
    if due_on < today:
        raise ValidationError({"due_on": _("This day is past.")})
    token = secrets.token_urlsafe(24)
    row = PartnerOpinion(
        application=application,
        partner=partner.strip(),
        email=email.strip().lower(),
        token_digest=token_digest(token),
        question=question.strip(),
        asked_by=actor,
        asked_at=now,
        due_on=due_on,
    )
    write_new(row, "partner_opinion.asked", actor=actor, now=now)
    told = {"title": application.title, "day": day_in_words(due_on), "question": row.question}
    write_to(
        address=row.email,
        kind=OPINION,
        subject=lambda: _("Your opinion is asked: %(title)s") % told,
        body=lambda: (
            _("The project “%(title)s” is being appraised, and your opinion is asked by %(day)s.\n\n%(question)s")
            % told
        ),
        url=reverse("calls_for_projects:partner_opinion", args=[token]),
        now=now,
        key=f"partner_opinion:{row.pk}",
    )
    return row


def partner_opinion_of(token: str) -> PartnerOpinion:
    """
    Find the opinion that a link lets its reader give.

    :raises LinkUnknown: if there is none, or it is no longer asked
    """
    rows = PartnerOpinion.objects.select_related("application__call", "application__organization")
    found = rows.filter(token_digest=token_digest(token)).exclude(state=OpinionState.WITHDRAWN).first()
    if found is None:
        raise LinkUnknown
    return found


@transaction.atomic
def give_partner_opinion(*, token: str, now: datetime, sense: str, text: str) -> PartnerOpinion:
    """
    Give the opinion of a partner by the link they were sent; it may be corrected until the application is decided.

    :raises LinkUnknown: if the link is none
    :raises OpinionsFrozen: if the application is decided
    :raises ValidationError: if it says nothing
    """
    row = partner_opinion_of(token)
    application = locked_application(row.application)
    _refuse_frozen(application)
    row = PartnerOpinion.objects.select_for_update(of=("self",)).get(pk=row.pk)
    values = {
        "state": OPINION_MOVES.target("give", row.state),
        "sense": sense,
        "text": text.strip(),
        "given_at": now,
    }
    actor = SystemActor("partner")
    with acting(actor):
        return write_fields(row, "partner_opinion.given", values, actor=actor, now=now)


def record_silences(*, actor: SystemActor, now: datetime) -> int:
    """Record, every night, the opinions that were not given by their day; return how many."""
    today = timezone.localdate(now)
    count = 0
    models: tuple[type[CommuneOpinion] | type[PartnerOpinion], ...] = (CommuneOpinion, PartnerOpinion)
    for model in models:
        late = model.objects.filter(state=OpinionState.ASKED, due_on__lt=today, application__state__in=OPINIONS_OPEN)
        for found in late.order_by("pk"):
            with transaction.atomic():
                row = model.objects.select_for_update(of=("self",)).get(pk=found.pk)
                if row.state != OpinionState.ASKED:
                    continue
                values = {"state": OPINION_MOVES.target("fall_silent", row.state)}
                verb = f"{'commune' if isinstance(row, CommuneOpinion) else 'partner'}_opinion.fell_silent"
                write_fields(row, verb, values, actor=actor, now=now)
            count += 1
    return count
