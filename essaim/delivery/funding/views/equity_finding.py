"""What the pages of the register of stakes share: what an address names, the ways back, refusals in words, writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.delivery.funding import permissions
from essaim.delivery.funding.equity_rules import OPEN_STAKES, STAKE_MOVES
from essaim.delivery.funding.models import (
    EquityStake,
    GeneralMeeting,
)
from essaim.delivery.funding.queries import equity as queries
from essaim.delivery.funding.queries.equity import PublicPosition
from essaim.delivery.funding.services import ActNotVoted
from essaim.delivery.funding.services import equity as services
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny, require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.writing import Crumbs, Page, refused, write

from .finding import grants_crumb


def position_in_words(position: PublicPosition) -> str:
    """Say what public authorities hold together, or that it is not known."""
    day = {"day": day_in_words(position.day), "ceiling": position.ceiling.percent}
    if not position.is_known:
        return (
            _(
                "On %(day)s, what all public authorities hold together is not known; they may hold %(ceiling)s%% at most. "
                "A subscription then needs a written acknowledgement."
            )
            % day
        )
    return _(
        "On %(day)s, all public authorities hold together %(public)s of a capital of %(capital)s (%(percent)s%%); "
        "they may hold %(ceiling)s%% at most."
    ) % {
        **day,
        "public": format_euros(position.public_cents or 0),
        "capital": format_euros(position.capital_cents or 0),
        "percent": f"{position.percent:.1f}".replace(".", ","),
    }


def _above(refusal: services.AbovePublicCeiling) -> str:
    position = refusal.position
    return _(
        "Refused: on %(day)s all public authorities would hold together %(public)s of a capital of %(capital)s, that is "
        "%(percent)s%%, and the law allows %(ceiling)s%% at most (%(source)s)."
    ) % {
        "day": day_in_words(position.day),
        "public": format_euros(position.public_cents or 0),
        "capital": format_euros(position.capital_cents or 0),
        "percent": f"{position.percent:.1f}".replace(".", ","),
        "ceiling": position.ceiling.percent,
        "source": position.ceiling.source,
    }


def _held(refusal: services.SharesStillHeld) -> str:
    return _("%(count)s shares are still held that day or later: write their reimbursement or transfer first.") % {
        "count": refusal.shares
    }


REFUSALS: Mapping[type[Exception], Any] = {
    ActNotVoted: gettext_lazy("This act is a draft: nothing is done by it before it is voted."),
    services.DayToCome: gettext_lazy("This day has not come yet: write it once it is done."),
    services.NotEnoughShares: gettext_lazy(
        "On some day, fewer shares of this par value are held: read the book again, by day."
    ),
    services.MoreThanSubscribed: gettext_lazy("On some day, more would be paid up than was subscribed."),
    services.SharesStillHeld: _held,
    services.TakenBackAlready: gettext_lazy("This row was taken back already, or takes another one back itself."),
    services.AbovePublicCeiling: _above,
    services.PublicShareUnknown: gettext_lazy(
        "What all public authorities hold together is not known on that day: write it first with its source, or "
        "acknowledge below that it is not known."
    ),
}


def stakes_crumb() -> tuple[str, str]:
    """Return the way back to the register."""
    return _("Stakes in cooperatives"), reverse("funding:stake_list")


def stake_crumbs(stake: EquityStake | None = None) -> Crumbs:
    found = (grants_crumb(), stakes_crumb())
    return found if stake is None else (*found, (str(stake), stake.get_absolute_url()))


def stake_for(request: HttpRequest, pk: int) -> EquityStake:
    require(permissions.can_read_stakes(request.user))
    return get_object_or_404(queries.stakes_for_page(), pk=pk)


def day_asked(request: HttpRequest, name: str) -> date:
    """Read a day of the address; today where there is none that is one."""
    try:
        return parse_date(request.GET.get(name, "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def meeting_for(request: HttpRequest, pk: int) -> GeneralMeeting:
    require(permissions.can_read_stakes(request.user))
    return get_object_or_404(GeneralMeeting.objects.select_related("stake__organization"), pk=pk)


def write_stake(
    request: HttpRequest,
    found: EquityStake,
    *,
    form: forms.BaseForm,
    title: str,
    submit: str,
    save: Callable[[], object],
    said: str,
    decision: Decision = ALLOW,
    anchor: str = "",
    lead: str = "",
    warning: str = "",
    back: str = "",
) -> HttpResponse:
    """Show a form about a stake to the team, or lead back with the reason why it is not the time."""
    require(permissions.can_write_stakes(request.user))
    back = back or f"{found.get_absolute_url()}{anchor}"
    if not decision:
        return refused(request, decision, back)
    page = Page(title, submit, back, stake_crumbs(found), lead=lead or str(found), warning=warning, refusals=REFUSALS)
    return write(request, page, form, save, said=said)


def while_open(found: EquityStake) -> Decision:
    return ALLOW if found.state in OPEN_STAKES else deny(_("This stake has ended or was given up."))


def possible(move: str, found: EquityStake, words: str) -> Decision:
    return ALLOW if move in STAKE_MOVES.names_from(found.state) else deny(words)
