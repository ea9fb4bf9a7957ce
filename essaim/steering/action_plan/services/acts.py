"""Acts: written, voted, certified, repealed, with their annexes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan import permissions
from essaim.steering.action_plan.models import Act, Annex
from essaim.steering.action_plan.states import ACT_MOVES, ActState, DatePrecision

from .writing import erase


def _locked(act: Act) -> Act:
    return Act.objects.select_for_update(of=("self",)).get(pk=act.pk)


@transaction.atomic
def create_act(*, actor: User, now: datetime, **values: object) -> Act:
    """
    Write a new act, as a draft unless its state is given with its dates.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a date is missing for the state
    """
    require(permissions.can_write_policy(actor))
    values = {"voted_precision": DatePrecision.UNKNOWN if not values.get("voted_on") else DatePrecision.DAY, **values}
    return write_new(Act(**values), "act.created", actor=actor, now=now)


@transaction.atomic
def vote_act(
    *,
    act: Act,
    actor: User,
    voted_on: date | None,
    vote: str,
    now: datetime,
    precision: str = DatePrecision.DAY,
    votes_for: int | None = None,
    votes_against: int | None = None,
    abstentions: int | None = None,
) -> Act:
    """
    Record the vote of an act; the day may be unknown for old acts, which then say so.

    :param vote: in words, such as "unanimously"; the three counts are None when they are not known
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not a draft
    """
    act = _locked(act)
    require(permissions.can_write_policy(actor))
    state = ACT_MOVES.target("vote", act.state)
    values = {
        "state": state,
        "voted_on": voted_on,
        "voted_precision": precision if voted_on else DatePrecision.UNKNOWN,
        "vote": vote,
        "votes_for": votes_for,
        "votes_against": votes_against,
        "abstentions": abstentions,
    }
    return write_fields(act, "act.voted", values, actor=actor, now=now)


@transaction.atomic
def certify_act(*, act: Act, actor: User, certified_on: date, now: datetime) -> Act:
    """
    Record that an act is certified enforceable, which makes it apply.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was not voted

    Source: CGCT L. 2131-1 (an act applies once published and sent to the State's representative).
    """
    act = _locked(act)
    require(permissions.can_write_policy(actor))
    state = ACT_MOVES.target("certify", act.state)
    return write_fields(act, "act.certified", {"state": state, "certified_on": certified_on}, actor=actor, now=now)


@transaction.atomic
def repeal_act(*, act: Act, actor: User, reason: str, now: datetime) -> Act:
    """
    Record that an act no longer applies.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it never applied
    """
    act = _locked(act)
    require(permissions.can_write_policy(actor))
    state = ACT_MOVES.target("repeal", act.state)
    return write_fields(act, "act.repealed", {"state": ActState(state)}, actor=actor, now=now, reason=reason)


ACT_TEXTS = frozenset({"number", "kind", "title", "body", "domain", "summary", "replaces", "source"})
# The vote is written by vote_act; once it took place, what is known of it may be made more exact.
ACT_VOTE = frozenset({"voted_on", "voted_precision", "vote", "votes_for", "votes_against", "abstentions"})


class ActReplacesItself(Exception):
    """An act would replace itself, directly or through those that replace it."""


def act_fields(act: Act) -> frozenset[str]:
    """Return the fields that can be corrected in an act, which depend on its state."""
    return ACT_TEXTS if act.state == ActState.DRAFT else ACT_TEXTS | ACT_VOTE


@transaction.atomic
def update_act(*, act: Act, actor: User, now: datetime, reason: str, version: str = "", **values: object) -> Act:
    """
    Correct what is written of an act, saying why.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among act_fields()
    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    :raises ActReplacesItself: if the act it replaces already replaces it
    :raises ValueError: if another field is given
    """
    act = _locked(act)
    require(permissions.can_write_policy(actor))
    refuse_other_fields(values, act_fields(act))
    refuse_stale(act, values, version)
    older = values.get("replaces")
    while isinstance(older, Act):
        if older.pk == act.pk:
            raise ActReplacesItself
        older = older.replaces
    return write_fields(act, "act.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def annex_document(*, act: Act, actor: User, title: str, now: datetime, note: str = "", url: str = "") -> Annex:
    """
    Name a document annexed to an act; its file, if there is one, is added among the documents of the act.

    :raises NotAllowed: if the actor is not of the team
    """
    act = _locked(act)
    require(permissions.can_write_policy(actor))
    return write_new(Annex(act=act, title=title, note=note, url=url), "act.annexed", actor=actor, now=now)


@transaction.atomic
def remove_annex(*, annex: Annex, actor: User, reason: str, now: datetime) -> None:
    """
    Take back an annex named by mistake; the history keeps it.

    :raises NotAllowed: if the actor is not of the team
    """
    annex = Annex.objects.select_for_update(of=("self",)).get(pk=annex.pk)
    require(permissions.can_write_policy(actor))
    erase(annex, "annex.removed", actor=actor, now=now, reason=reason)
