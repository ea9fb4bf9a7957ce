"""Pages where the team writes stakes: their terms, movements, what all public authorities hold, valuations, exit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.funding import permissions
from essaim.delivery.funding.equity_rules import StakeState
from essaim.delivery.funding.forms.equity import (
    EndStakeForm,
    MovementForm,
    PublicShareForm,
    StakeEditForm,
    StakeForm,
    TakeBackMovementForm,
    ValuationForm,
)
from essaim.delivery.funding.models import (
    EquityMovement,
)
from essaim.delivery.funding.queries import equity as queries
from essaim.delivery.funding.services import equity as services
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import ALLOW, deny, require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, write

from .equity_finding import (
    REFUSALS,
    position_in_words,
    possible,
    stake_crumbs,
    stake_for,
    stakes_crumb,
    while_open,
    write_stake,
)


def stake_create(request: HttpRequest) -> HttpResponse:
    """Prepare a stake."""
    actor = person_of(request)
    require(permissions.can_write_stakes(actor))
    key = request.GET.get("structure", "")
    chosen = Organization.objects.current().filter(key=key).first() if key else None
    form = StakeForm(request.POST or None, initial={"organization": chosen})
    page = Page(
        _("Prepare a stake in a cooperative"),
        _("Prepare this stake"),
        stakes_crumb()[1],
        stake_crumbs(),
        lead=_("Nothing is subscribed yet: the first subscription is written later, with its act."),
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.create_stake(actor=actor, now=timezone.now(), **form.values()),
        said=_("The stake is prepared. Say what public authorities hold together before the first subscription."),
        onward=lambda row: row.get_absolute_url(),
    )


def stake_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is said of a stake."""
    actor, found = person_of(request), stake_for(request, pk)
    form = StakeEditForm(request.POST or None, instance=found)
    return write_stake(
        request,
        found,
        decision=while_open(found),
        form=form,
        title=_("Correct what is said of a stake"),
        submit=_("Save"),
        warning=_("The book is not corrected here: a row of it is taken back by another."),
        save=lambda: services.update_stake(stake=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The stake is corrected; its history keeps what was said."),
    )


def stake_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a stake in preparation."""
    actor, found = person_of(request), stake_for(request, pk)
    form = ReasonForm(request.POST or None)
    return write_stake(
        request,
        found,
        decision=possible("abandon", found, _("Only a stake in preparation is given up.")),
        form=form,
        title=_("Give up a stake"),
        submit=_("Give it up"),
        save=lambda: services.abandon_stake(stake=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The stake is given up."),
    )


def stake_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a stake of which no share is held any more."""
    actor, found = person_of(request), stake_for(request, pk)
    form = EndStakeForm(request.POST or None, today=timezone.localdate())
    return write_stake(
        request,
        found,
        decision=possible("end", found, _("Only a stake that is held is ended.")),
        form=form,
        title=_("End a stake"),
        submit=_("End this stake"),
        warning=_("The reimbursement or the transfer of all shares is written first; its book stays."),
        save=lambda: services.end_stake(stake=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The stake has ended."),
    )


def movement_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a movement in the book of a stake."""
    actor, found = person_of(request), stake_for(request, pk)
    today = timezone.localdate()
    form = MovementForm(request.POST or None, today=today, first=found.state == StakeState.PLANNED)
    position = queries.public_position(queries.book_of(found), queries.public_shares_of(found), on=today)
    return write_stake(
        request,
        found,
        decision=while_open(found),
        form=form,
        title=_("Write a movement of shares"),
        submit=_("Write this movement"),
        anchor="#livre",
        lead=f"{found}{_('. ')}{position_in_words(position)}",
        warning=_("A movement is never rewritten: a mistake is taken back by another row."),
        save=lambda: services.write_movement(stake=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The movement is written in the book."),
    )


def movement_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a movement."""
    actor = person_of(request)
    require(permissions.can_write_stakes(actor))
    rows = EquityMovement.objects.select_related("stake__organization", "act")
    movement = get_object_or_404(rows, pk=pk)
    form = TakeBackMovementForm(request.POST or None, initial={"act": movement.act})
    is_over = movement.corrects_id is not None or movement.corrections.exists()
    return write_stake(
        request,
        movement.stake,
        decision=deny(str(REFUSALS[services.TakenBackAlready])) if is_over else ALLOW,
        form=form,
        title=_("Take back a movement"),
        submit=_("Take it back"),
        anchor="#livre",
        lead=_("%(movement)s, %(day)s: %(shares)s shares, %(amount)s")
        % {
            "movement": movement,
            "day": day_in_words(movement.day),
            "shares": movement.shares,
            "amount": format_euros(movement.cents),
        },
        warning=_("Both rows stay in the book; figures of any day are then as if it had not been."),
        save=lambda: services.take_back_movement(
            movement=movement, actor=actor, now=timezone.now(), **form.cleaned_data
        ),
        said=_("The movement is taken back by a row that names it."),
    )


def public_share_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what public authorities hold together."""
    actor, found = person_of(request), stake_for(request, pk)
    form = PublicShareForm(request.POST or None, today=timezone.localdate())
    return write_stake(
        request,
        found,
        decision=while_open(found),
        form=form,
        title=_("Say what public authorities hold"),
        submit=_("Write this statement"),
        anchor="#part-publique",
        warning=_("A statement is never rewritten: another one of the same day takes its place."),
        save=lambda: services.state_public_share(stake=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The statement is written, with its source."),
    )


def valuation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a stake is worth."""
    actor, found = person_of(request), stake_for(request, pk)
    form = ValuationForm(request.POST or None, today=timezone.localdate())
    is_valued = found.state in (StakeState.HELD, StakeState.ENDED)
    return write_stake(
        request,
        found,
        decision=ALLOW if is_valued else deny(_("Nothing was subscribed: there is nothing to value.")),
        form=form,
        title=_("Value a stake"),
        submit=_("Write this value"),
        anchor="#valeurs",
        warning=_("A value is never rewritten: another one of the same day takes its place."),
        save=lambda: services.value_stake(stake=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The value is written, with its method and source."),
    )
