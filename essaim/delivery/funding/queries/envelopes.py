"""
Envelopes and what they come to: voted, promised to selections, granted, committed, paid, still free.

Promised: of an allowance of a selection under way, the whole; once it is decided, what was granted of it and has no grant
yet; of one that is cancelled, nothing. Each sum is made once for all envelopes asked for, whatever their number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, F, Func, JSONField, OuterRef, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce

from essaim.delivery.calls_for_projects.models import Allowance, Application, SelectionFile, SelectionSession
from essaim.delivery.calls_for_projects.states import DECIDED, FileOutcome, GrantNature, SelectionState
from essaim.delivery.funding.models import Envelope, EnvelopeDraw, EnvelopeVote, Grant
from essaim.delivery.funding.states import ENDED, GIVEN


@dataclass(frozen=True, slots=True)
class EnvelopeMoney:
    """What an envelope comes to, in cents."""

    voted_cents: int = 0
    promised_cents: int = 0
    given_cents: int = 0
    committed_cents: int = 0
    paid_cents: int = 0

    @property
    def free_cents(self) -> int:
        """What may still be given or promised; below zero beyond what was voted."""
        return self.voted_cents - self.promised_cents - self.given_cents


COLUMNS = ("voted_cents", "promised_cents", "given_cents", "committed_cents", "paid_cents", "free_cents")


@dataclass(frozen=True, slots=True)
class DrawLine:
    """An allowance drawn on an envelope: what the selection granted of it, and what is promised and not given yet, in cents."""

    draw: EnvelopeDraw
    granted_cents: int
    promised_cents: int

    @property
    def allowance(self) -> Allowance:
        """The allowance."""
        return self.draw.allowance


def draw_lines(rows: QuerySet[EnvelopeDraw], *, but_for: Application | None = None) -> list[DrawLine]:
    """
    Say what each allowance drawn comes to, in two queries whatever their number.

    :param but_for: an application that is left out: its grant is about to be given
    """
    draws = list(rows.select_related("allowance__selection").order_by("pk"))
    if not draws:
        return []
    files = SelectionFile.objects.filter(
        selection__in={row.allowance.selection_id for row in draws},
        outcome=FileOutcome.GRANTED,
        nature=GrantNature.SUBSIDY,
        granted_cents__gt=0,
    )
    given = Grant.objects.filter(application=OuterRef("application"), state__in=GIVEN)
    granted: dict[int, list[Mapping[str, Any]]] = {}
    for file in files.order_by().values(
        "selection",
        "application",
        "granted_cents",
        "year",
        aid_type=F("application__aid_type"),
        territory_id=F("application__territory"),
        is_given=Exists(given),
    ):
        granted.setdefault(file["selection"], []).append(file)
    return [_line(draw, granted.get(draw.allowance.selection_id, []), but_for=but_for) for draw in draws]


def _line(draw: EnvelopeDraw, files: Sequence[Mapping[str, Any]], *, but_for: Application | None) -> DrawLine:
    allowance = draw.allowance
    left_out = but_for.pk if but_for is not None else None
    granted = waiting = 0
    for file in files:
        if not allowance.covers(year=file["year"], aid_type=file["aid_type"], territory_id=file["territory_id"]):
            continue
        granted += file["granted_cents"]
        if not file["is_given"] and file["application"] != left_out:
            waiting += file["granted_cents"]
    state = allowance.selection.state
    promised = allowance.amount_cents if state == SelectionState.PREPARED else waiting if state in DECIDED else 0
    return DrawLine(draw, granted, promised)


def draws_of(envelope: Envelope) -> list[DrawLine]:
    """List the allowances drawn on an envelope, with the selections they are of."""
    named = ("allowance__selection__session__body", "allowance__selection__call", "allowance__territory")
    return draw_lines(EnvelopeDraw.objects.filter(envelope=envelope).select_related(*named))


def allowances_of(selection: SelectionSession) -> list[tuple[Allowance, DrawLine | None]]:
    """List the allowances of a selection with the envelope each is drawn on."""
    draws = EnvelopeDraw.objects.filter(allowance__selection=selection).select_related("envelope")
    drawn = {line.allowance.pk: line for line in draw_lines(draws)}
    rows = selection.allowances.select_related("act", "territory").order_by("year", "aid_type", "territory", "pk")
    return [(allowance, drawn.get(allowance.pk)) for allowance in rows]


def envelope_of_decision(application: Application) -> Envelope | None:
    """Return the envelope that the decision on an application was drawn on, if its allowance is."""
    file = (
        SelectionFile.objects.filter(application=application, outcome=FileOutcome.GRANTED, selection__state__in=DECIDED)
        .order_by("-frozen_at", "-pk")
        .first()
    )
    if file is None:
        return None
    draws = EnvelopeDraw.objects.filter(allowance__selection=file.selection_id).select_related("allowance", "envelope")
    return next(
        (
            draw.envelope
            for draw in draws.order_by("pk")
            if draw.allowance.covers(
                year=file.year, aid_type=application.aid_type, territory_id=application.territory_id
            )
        ),
        None,
    )


def money_of_envelopes(
    envelopes: Collection[int] | None = None, *, but_for: Application | None = None
) -> Mapping[int, EnvelopeMoney]:
    """
    Add up what envelopes come to, by their keys, in four queries whatever their number; all of them if none is named.

    :param but_for: an application whose promise is left out: its grant is about to be given
    """
    found: dict[int, dict[str, int]] = {}

    def add(key: int, name: str, cents: int) -> None:
        sums = found.setdefault(key, {})
        sums[name] = sums.get(name, 0) + cents

    def asked(rows: Any, path: str) -> Any:
        return rows.order_by() if envelopes is None else rows.filter(**{f"{path}__in": envelopes}).order_by()

    votes = asked(EnvelopeVote.objects.all(), "envelope").values_list("envelope").annotate(cents=Sum("cents"))
    for key, cents in votes:
        add(key, "voted_cents", cents)
    given = asked(Grant.objects.given().filter(envelope__isnull=False), "envelope")
    by_life = given.values_list("envelope", Q(state__in=ENDED), Q(bound_on__isnull=False))
    sums = by_life.annotate(cash=Sum(F("amount_cents") - F("in_kind_cents")), paid=Sum("paid_cents"))
    for key, has_ended, is_bound, cash, paid in sums:
        # A grant that has ended comes down to what was paid of it.
        cents = paid if has_ended else cash
        add(key, "given_cents", cents)
        add(key, "committed_cents", cents if is_bound else 0)
        add(key, "paid_cents", paid)
    for line in draw_lines(asked(EnvelopeDraw.objects.all(), "envelope"), but_for=but_for):
        add(line.draw.envelope_id, "promised_cents", line.promised_cents)
    return {key: EnvelopeMoney(**sums) for key, sums in found.items()}


def envelope_money(envelope: Envelope, *, but_for: Application | None = None) -> EnvelopeMoney:
    """Return what an envelope comes to, as its rows say now; but_for as in money_of_envelopes."""
    return money_of_envelopes([envelope.pk], but_for=but_for).get(envelope.pk, EnvelopeMoney())


def free_cents(envelope: Envelope, *, but_for: Application | None = None) -> int:
    """Return what may still be given out of an envelope, in cents; but_for as in money_of_envelopes."""
    return envelope_money(envelope, but_for=but_for).free_cents


def envelope_rows(envelopes: Collection[int] | None = None) -> QuerySet[Envelope]:
    """
    Return the envelopes with what they come to: voted, promised, given, committed, paid and free, each as …_cents.

    The sums are made beforehand, and given to the database by key: so the list sorts by them without making them again.
    """
    sums = money_of_envelopes(envelopes)

    def column(name: str) -> Coalesce:
        by_key = Value({str(key): getattr(money, name) for key, money in sums.items()}, output_field=JSONField())
        found = Func(by_key, Cast("pk", TextField()), template="(%(expressions)s)", arg_joiner=" ->> ")
        return Coalesce(Cast(found, BigIntegerField()), Value(0), output_field=BigIntegerField())

    rows = Envelope.objects.select_related("action__plan")
    if envelopes is not None:
        rows = rows.filter(pk__in=envelopes)
    return rows.annotate(**{name: column(name) for name in COLUMNS})


def envelopes_for_choice() -> QuerySet[Envelope]:
    """Return the envelopes a grant may be given out of, the latest first."""
    return Envelope.objects.order_by("-year", "name", "pk")
