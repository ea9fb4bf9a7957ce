"""Pages of the register of stakes: read by the office, written by the team; panels on structures and actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from essaim.delivery.funding import permissions, tables_equity
from essaim.delivery.funding.equity_rules import CEILINGS, MEETING_MOVES, OPEN_STAKES, STAKE_MOVES, StakeState
from essaim.delivery.funding.forms.equity import (
    EndStakeForm,
    MeetingAccountForm,
    MeetingForm,
    MovementForm,
    PublicShareForm,
    RepresentativeForm,
    StakeEditForm,
    StakeForm,
    TakeBackMovementForm,
    ValuationForm,
)
from essaim.delivery.funding.models import (
    EquityMovement,
    EquityStake,
    GeneralMeeting,
    StakeRepresentative,
)
from essaim.delivery.funding.queries import equity as queries
from essaim.delivery.funding.queries.equity import PublicPosition
from essaim.delivery.funding.services import ActNotVoted
from essaim.delivery.funding.services import equity as services
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny, require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.forms import DayReasonForm, ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Door, Page, refused, write
from essaim.steering.action_plan.models import Action
from essaim.steering.action_plan.queries import readable_plans

from .finding import grants_crumb


def _position_in_words(position: PublicPosition) -> str:
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


def _crumbs(stake: EquityStake | None = None) -> Crumbs:
    found = (grants_crumb(), stakes_crumb())
    return found if stake is None else (*found, (str(stake), stake.get_absolute_url()))


def _stake_for(request: HttpRequest, pk: int) -> EquityStake:
    require(permissions.can_read_stakes(request.user))
    return get_object_or_404(queries.stakes_for_page(), pk=pk)


def _day_asked(request: HttpRequest, name: str) -> date:
    """Read a day of the address; today where there is none that is one."""
    try:
        return parse_date(request.GET.get(name, "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def stake_list(request: HttpRequest) -> HttpResponse:
    """List the stakes, with what each comes to on a day, and the general meetings to come."""
    require(permissions.can_read_stakes(request.user))
    today, on = timezone.localdate(), _day_asked(request, "on")
    can_write = permissions.can_write_stakes(request.user)
    create = Door(_("Prepare a stake"), reverse("funding:stake_create"), can_write, "primary")
    context = {
        "crumbs": (grants_crumb(),),
        "doors": [create] if can_write else [],
        "on": on,
        "total_cents": queries.register_held_cents(on=on),
        "meetings": queries.meetings_to_come(today=today)[:10],
        "late": queries.meetings_without_account(today=today)[:10],
    }
    return list_page(
        request,
        template="funding/stake_list.html",
        table_class=tables_equity.StakeTable,
        filterset_class=tables_equity.StakeFilter,
        rows=queries.stake_rows(on=on, today=today),
        file_name="participations",
        context=context,
    )


def stake(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a stake: its book, what it comes to on a day, and what is said of it with its sources."""
    found = _stake_for(request, pk)
    on, figure = _day_asked(request, "le"), request.GET.get("chiffre", "")
    book, statements = queries.book_of(found), queries.public_shares_of(found)
    kinds = queries.ROWS_OF_FIGURES.get(figure)
    taken_back = {row.corrects_id for row in book if row.corrects_id}
    shown = [row for row in book if row.day <= on and (kinds is None or row.kind in kinds)]
    valuations = list(queries.valuations_of(found))
    is_team = is_staff_member(request.user)
    context = {
        "stake": found,
        "crumbs": _crumbs(),
        "on": on,
        "is_today": on == timezone.localdate(),
        "figures": queries.figures(book, on=on),
        "figure": figure if kinds else "",
        "book": [(row, row.pk in taken_back) for row in shown],
        "position": queries.public_position(book, statements, on=on),
        "ceilings": CEILINGS,
        "statements": statements,
        "valuation": next((row for row in valuations if row.day <= on), None),
        "valuations": valuations,
        "representatives": queries.representatives_of(found),
        "meetings": queries.meetings_of(found),
        "is_team": is_team,
        "is_open": found.state in OPEN_STAKES,
        "doors": _doors(request, found) if is_team else [],
    }
    return render(request, "funding/stake.html", context)


def _doors(request: HttpRequest, found: EquityStake) -> list[Door]:
    """List what the team may do now with a stake."""
    can_write = permissions.can_write_stakes(request.user)

    def door(label: str, name: str, look: str = "outline") -> Door:
        return Door(label, reverse(f"funding:{name}", args=[found.pk]), can_write, look)

    moves, doors = STAKE_MOVES.names_from(found.state), []
    if found.state in OPEN_STAKES:
        label = _("Subscribe shares") if "subscribe" in moves else _("Write a movement")
        doors.append(door(label, "movement_add", "primary"))
        doors.append(door(_("Say what public authorities hold"), "public_share_add"))
        doors.append(door(_("Name a representative"), "representative_add"))
        doors.append(door(_("Write a general meeting"), "meeting_add"))
        doors.append(door(_("Correct what is said of it"), "stake_edit"))
    if found.state in (StakeState.HELD, StakeState.ENDED):
        doors.append(door(_("Value it"), "valuation_add"))
    if "end" in moves:
        doors.append(door(_("End it"), "stake_end"))
    if "abandon" in moves:
        doors.append(door(_("Give it up"), "stake_abandon"))
    return doors


def stake_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed in what is said of a stake."""
    found = _stake_for(request, pk)
    return history_page(
        request, found, title=str(found), crumbs=_crumbs(found), shows_names=is_staff_member(request.user)
    )


def stake_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a general meeting: who attended, how they voted, its documents."""
    found = _meeting_for(request, pk)
    can_write = permissions.can_write_stakes(request.user)
    moves = MEETING_MOVES.names_from(found.state) if can_write else ()
    doors = []
    if "hold" in moves:
        to_come = found.day > timezone.localdate()
        decision = deny(_("It has not taken place yet.")) if to_come else ALLOW
        url = reverse("funding:meeting_hold", args=[found.pk])
        doors.append(Door(_("Say who attended and how they voted"), url, decision, "primary"))
        url = reverse("funding:meeting_cancel", args=[found.pk])
        doors.append(Door(_("Say that it is cancelled"), url, ALLOW))
    on_day = [
        row
        for row in queries.representatives_of(found.stake)
        if row.starts_on <= found.day and (row.ends_on is None or found.day < row.ends_on)
    ]
    context = {"meeting": found, "crumbs": _crumbs(found.stake), "doors": doors, "representatives": on_day}
    return render(request, "funding/stake_meeting.html", context)


def _meeting_for(request: HttpRequest, pk: int) -> GeneralMeeting:
    require(permissions.can_read_stakes(request.user))
    return get_object_or_404(GeneralMeeting.objects.select_related("stake__organization"), pk=pk)


def _write(
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
    page = Page(title, submit, back, _crumbs(found), lead=lead or str(found), warning=warning, refusals=REFUSALS)
    return write(request, page, form, save, said=said)


def _while_open(found: EquityStake) -> Decision:
    return ALLOW if found.state in OPEN_STAKES else deny(_("This stake has ended or was given up."))


def _possible(move: str, found: EquityStake, words: str) -> Decision:
    return ALLOW if move in STAKE_MOVES.names_from(found.state) else deny(words)


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
        _crumbs(),
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
    actor, found = person_of(request), _stake_for(request, pk)
    form = StakeEditForm(request.POST or None, instance=found)
    return _write(
        request,
        found,
        decision=_while_open(found),
        form=form,
        title=_("Correct what is said of a stake"),
        submit=_("Save"),
        warning=_("The book is not corrected here: a row of it is taken back by another."),
        save=lambda: services.update_stake(stake=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The stake is corrected; its history keeps what was said."),
    )


def stake_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a stake in preparation."""
    actor, found = person_of(request), _stake_for(request, pk)
    form = ReasonForm(request.POST or None)
    return _write(
        request,
        found,
        decision=_possible("abandon", found, _("Only a stake in preparation is given up.")),
        form=form,
        title=_("Give up a stake"),
        submit=_("Give it up"),
        save=lambda: services.abandon_stake(stake=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The stake is given up."),
    )


def stake_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a stake of which no share is held any more."""
    actor, found = person_of(request), _stake_for(request, pk)
    form = EndStakeForm(request.POST or None, today=timezone.localdate())
    return _write(
        request,
        found,
        decision=_possible("end", found, _("Only a stake that is held is ended.")),
        form=form,
        title=_("End a stake"),
        submit=_("End this stake"),
        warning=_("The reimbursement or the transfer of all shares is written first; its book stays."),
        save=lambda: services.end_stake(stake=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The stake has ended."),
    )


def movement_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a movement in the book of a stake."""
    actor, found = person_of(request), _stake_for(request, pk)
    today = timezone.localdate()
    form = MovementForm(request.POST or None, today=today, first=found.state == StakeState.PLANNED)
    position = queries.public_position(queries.book_of(found), queries.public_shares_of(found), on=today)
    return _write(
        request,
        found,
        decision=_while_open(found),
        form=form,
        title=_("Write a movement of shares"),
        submit=_("Write this movement"),
        anchor="#livre",
        lead=f"{found}{_('. ')}{_position_in_words(position)}",
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
    return _write(
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
    actor, found = person_of(request), _stake_for(request, pk)
    form = PublicShareForm(request.POST or None, today=timezone.localdate())
    return _write(
        request,
        found,
        decision=_while_open(found),
        form=form,
        title=_("Say what public authorities hold"),
        submit=_("Write this statement"),
        anchor="#part-publique",
        warning=_("A statement is never rewritten: another one of the same day takes its place."),
        save=lambda: services.state_public_share(stake=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The statement is written, with its source."),
    )


def representative_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who represents the authority."""
    actor, found = person_of(request), _stake_for(request, pk)
    form = RepresentativeForm(request.POST or None, today=timezone.localdate())
    return _write(
        request,
        found,
        decision=_while_open(found),
        form=form,
        title=_("Name a representative"),
        submit=_("Name this person"),
        anchor="#representants",
        save=lambda: services.appoint_representative(stake=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The representative is named."),
    )


def representative_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when somebody no longer represents the authority."""
    actor = person_of(request)
    require(permissions.can_write_stakes(actor))
    rows = StakeRepresentative.objects.select_related("stake__organization", "person")
    row = get_object_or_404(rows, pk=pk)
    form = DayReasonForm(request.POST or None, today=timezone.localdate(), label=_("First day without it"))

    def save() -> StakeRepresentative:
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        return services.end_representative(
            representative=row, actor=actor, now=timezone.now(), ends_on=day, reason=reason
        )

    return _write(
        request,
        row.stake,
        decision=deny(_("This has ended already.")) if row.ends_on is not None else ALLOW,
        form=form,
        title=_("End a representation"),
        submit=pgettext("of a representation", "End it"),
        anchor="#representants",
        lead=str(row),
        save=save,
        said=_("The representation ends."),
    )


def meeting_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a general meeting in the calendar."""
    actor, found = person_of(request), _stake_for(request, pk)
    form = MeetingForm(request.POST or None)
    return _write(
        request,
        found,
        decision=_while_open(found),
        form=form,
        title=_("Write a general meeting"),
        submit=_("Write this meeting"),
        anchor="#assemblees",
        save=lambda: services.call_meeting(stake=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The general meeting is in the calendar."),
    )


def _meeting_write(
    request: HttpRequest,
    meeting: GeneralMeeting,
    move: str,
    *,
    form: forms.BaseForm,
    title: str,
    submit: str,
    save: Callable[[], object],
    said: str,
) -> HttpResponse:
    is_possible = move in MEETING_MOVES.names_from(meeting.state)
    return _write(
        request,
        meeting.stake,
        decision=ALLOW if is_possible else deny(_("What became of this meeting is written already.")),
        form=form,
        title=title,
        submit=submit,
        back=meeting.get_absolute_url(),
        lead=str(meeting),
        save=save,
        said=said,
    )


def meeting_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who attended a general meeting and how they voted."""
    actor, meeting = person_of(request), _meeting_for(request, pk)
    form = MeetingAccountForm(request.POST or None)
    return _meeting_write(
        request,
        meeting,
        "hold",
        form=form,
        title=_("Say who attended and how they voted"),
        submit=_("Write this account"),
        save=lambda: services.hold_meeting(meeting=meeting, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The account of the meeting is written. Attach its minutes here."),
    )


def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a general meeting does not take place."""
    actor, meeting = person_of(request), _meeting_for(request, pk)
    form = ReasonForm(request.POST or None)
    return _meeting_write(
        request,
        meeting,
        "cancel",
        form=form,
        title=_("Say that a general meeting is cancelled"),
        submit=_("It is cancelled"),
        save=lambda: services.cancel_meeting(meeting=meeting, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The general meeting is cancelled."),
    )


def valuation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a stake is worth."""
    actor, found = person_of(request), _stake_for(request, pk)
    form = ValuationForm(request.POST or None, today=timezone.localdate())
    is_valued = found.state in (StakeState.HELD, StakeState.ENDED)
    return _write(
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


def _panel(request: HttpRequest, thing: object, rows: Any, *, door: str = "") -> HttpResponse:
    """Show the stakes tied to a thing: their figures to the office, that they are to everybody."""
    is_office = bool(permissions.can_read_stakes(request.user))
    on = timezone.localdate()
    found = list(rows if is_office else queries.public_stakes(rows))
    amounts = {}
    if is_office and found:
        keys = [row.pk for row in found]
        amounts = {row.pk: row for row in queries.stake_rows(on=on, today=on).filter(pk__in=keys)}
    context = {
        "thing": thing,
        "rows": [(row, amounts.get(row.pk)) for row in found],
        "is_office": is_office,
        "create_url": door,
    }
    template = "partials/_stakes.html" if request.headers.get("HX-Request") else "stake_panel.html"
    return render(request, f"funding/{template}", context)


@login_not_required
def organization_stakes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on a structure's page the stakes of the authority in it."""
    found = get_object_or_404(Organization, pk=pk)
    door = ""
    if permissions.can_write_stakes(request.user) and found.merged_into_id is None:
        door = f"{reverse('funding:stake_create')}?structure={found.key}"
    return _panel(request, found, queries.stakes_of_organization(found), door=door)


@login_not_required
def action_stakes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on an action's page the stakes that serve it."""
    rows = Action.objects.select_related("plan").filter(plan__in=readable_plans(request.user))
    found = get_object_or_404(rows, pk=pk)
    return _panel(request, found, queries.stakes_of_action(found))
