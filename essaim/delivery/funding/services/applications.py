"""From a decision of the selection to a grant in preparation: nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.models import Instalment as Foreseen
from essaim.delivery.calls_for_projects.states import PaymentCondition
from essaim.delivery.funding import queries
from essaim.delivery.funding.models import OBJECT_LENGTH_MAX, Envelope, Grant
from essaim.delivery.funding.sharing import split_cents
from essaim.delivery.funding.states import ConditionKind, InstalmentKind, Regime
from essaim.foundations.accounts.models import User
from essaim.steering.action_plan.models import Action

from .contracts import bring_from_application
from .grants import create_grant
from .instalments import add_condition, add_instalment

SHARE_WHOLE = 1000
SAME = {PaymentCondition.SIGNATURE: ConditionKind.SIGNED, PaymentCondition.ESUS_HELD: ConditionKind.ESUS}


class NotGrantedBySelection(Exception):
    """The selection granted this application no money, its decision is not frozen, or its structure has no record."""


@transaction.atomic
def prepare_from_application(
    *,
    application: Application,
    actor: User,
    now: datetime,
    action: Action,
    starts_on: date,
    last_on: date,
    siret: str = "",
    envelope: Envelope | None = None,
    regime: str = Regime.NONE,
) -> Grant:
    """
    Prepare the grant of an application as the selection decided it, with the instalments of its edition and what was signed.

    A structure whose ESUS accreditation is being asked for has its balance held until it has it (edition of 2021).

    :raises NotAllowed: if the actor is not of the team
    :raises NotGrantedBySelection: if there is no frozen decision that gives it money, or no record of its structure
    :raises EnvelopeOfAnotherAction: if the envelope is not of the action
    :raises ValidationError: if a value does not hold, or the application has its grant already
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    decided = queries.granted_by_selection(application)
    if decided is None or application.organization is None:
        raise NotGrantedBySelection
    grant = create_grant(
        actor=actor,
        now=now,
        organization=application.organization,
        siret=siret,
        application=application,
        object=(application.title or application.reference)[:OBJECT_LENGTH_MAX],
        amount_cents=decided.cents,
        action=action,
        envelope=envelope,
        edition=application.edition,
        regime=regime,
        starts_on=starts_on,
        last_on=last_on,
    )
    _plan(grant, application, actor, now)
    bring_from_application(grant=grant, actor=actor, now=now)
    return grant


def _plan(grant: Grant, application: Application, actor: User, now: datetime) -> None:
    """Plan the instalments of the edition, where all their shares are known and come to the whole."""
    foreseen = list(Foreseen.objects.filter(edition=application.edition).order_by("position", "pk"))
    shares = [row.share_permille or 0 for row in foreseen]
    if not foreseen or min(shares) <= 0 or sum(shares) != SHARE_WHOLE:
        return
    last = len(foreseen) - 1
    for place, (row, cents) in enumerate(zip(foreseen, split_cents(grant.cash_cents, shares), strict=True)):
        instalment = add_instalment(grant=grant, actor=actor, now=now, kind=_kind(place, last), cents=cents)
        is_held = place == last and application.facts.get("esus") == "pending"
        for values in _conditions(row, is_esus_awaited=is_held):
            add_condition(instalment=instalment, actor=actor, now=now, **values)


def _kind(place: int, last: int) -> InstalmentKind:
    if last == 0:
        return InstalmentKind.WHOLE
    if place == 0:
        return InstalmentKind.ADVANCE
    return InstalmentKind.BALANCE if place == last else InstalmentKind.INTERIM


def _conditions(row: Foreseen, *, is_esus_awaited: bool) -> Iterator[dict[str, object]]:
    """Say what is asked before an instalment; what the edition gives no particulars of is asked in its words."""
    kinds = [PaymentCondition(value) for value in row.conditions]
    for kind in kinds:
        if kind in SAME:
            yield {"kind": SAME[kind]}
        else:
            words = row.wording or str(kind.label)
            yield {"kind": ConditionKind.DOCUMENT, "wording": words[:300]}
    if is_esus_awaited and PaymentCondition.ESUS_HELD not in kinds:
        yield {"kind": ConditionKind.ESUS, "wording": _("it was being asked for when the application was filed")}
