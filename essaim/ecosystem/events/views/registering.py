"""Registering, by anybody; following one's registration by a mailed link; the list of registrants, for the team."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from essaim.ecosystem.events import links, permissions, queries, services, tables
from essaim.ecosystem.events.adapters.squares import square_of
from essaim.ecosystem.events.badges import Badge, badges_pdf
from essaim.ecosystem.events.forms import ConfirmForm, MoveForm, OrganizationChoiceForm, RegistrationForm
from essaim.ecosystem.events.models import Registration
from essaim.ecosystem.events.services.registration import CONFIRM_WITHIN
from essaim.ecosystem.events.sign_in import Expected, sign_in_pdf
from essaim.ecosystem.events.states import RegistrationState
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Page, add_errors, refused, write

from .finding import event_crumbs, event_for


@login_not_required
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a registration; the answer is the same whether or not the address was registered before."""
    found, now = event_for(request, slug), timezone.now()
    if not (decision := permissions.can_register(found, now=now)):
        return refused(request, decision, found.get_absolute_url())
    form = RegistrationForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("name", "email", "organization_name")}
        try:
            services.register(event=found, now=now, **fields)
        except services.RegistrationTooFast:
            form.add_error(None, _("Many registrations are arriving at this moment. Please try again in an hour."))
        except ValidationError as error:
            add_errors(form, error)
        else:
            # The same words for everybody: they tell nobody whether an address had registered before.
            said = _(
                "A link was sent to your address. Follow it within 24 hours: your seat, or your place on the waiting list, "
                "is kept until then."
            )
            messages.success(request, said)
            return redirect(found)
    elif request.method == "POST":
        form.sign_again()
    context = {
        "event": found,
        "crumbs": event_crumbs(found),
        "form": form,
        "seats": queries.seats_of(found),
        "confirm_hours": int(CONFIRM_WITHIN.total_seconds() // 3600),
        "commune_name": territory.commune_name(found.commune_code),
    }
    return render(request, "events/register.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Show a registration to whoever holds its link; a button, never the link itself, confirms or withdraws it."""
    try:
        found = links.registration_of(token)
    except links.BadLink:
        raise Http404 from None
    here = reverse("events:registration", args=[token])
    if request.method == "POST":
        form = MoveForm(request.POST)
        if not form.is_valid():
            return render(request, "events/registration.html", _registration_context(request, found), status=422)
        _move(request, found, form.cleaned_data["move"])
        return redirect(here)
    return render(request, "events/registration.html", _registration_context(request, found))


def _move(request: HttpRequest, found: Registration, move: str) -> None:
    now = timezone.now()
    if move == MoveForm.WITHDRAW:
        services.cancel_registration(registration=found, now=now)
        messages.success(request, _("You are withdrawn. Your name and address are erased."))
        return
    try:
        confirmed = services.confirm_registration(registration=found, now=now)
    except services.RegistrationEnded:
        messages.warning(request, _("This registration has ended: the delay passed, or it was withdrawn."))
    except services.AlreadyConfirmed:
        messages.info(request, _("This was confirmed before: nothing more is asked of you."))
    else:
        is_waiting = confirmed.state == RegistrationState.WAITING
        said = _("Confirmed: you are on the waiting list.") if is_waiting else _("Confirmed: you have a seat.")
        messages.success(request, said)


def _registration_context(request: HttpRequest, found: Registration) -> dict[str, object]:
    event, now = found.event, timezone.now()
    is_ended = found.state == RegistrationState.CANCELLED
    is_late = found.expires_at is not None and found.expires_at <= now
    has_seat = found.state == RegistrationState.REGISTERED and found.is_confirmed
    place_in_line = None
    if found.state == RegistrationState.WAITING and found.is_confirmed:
        before = Registration.objects.filter(event=event).in_line().filter(received_at__lt=found.received_at)
        place_in_line = before.count() + 1
    door = request.build_absolute_uri(f"{reverse('events:check_in', args=[event.slug])}?code={found.code}")
    is_offered = found.state == RegistrationState.OFFERED
    can_end = permissions.can_end_registration(event)
    return {
        "registration": found,
        "event": event,
        "crumbs": event_crumbs(event) if event.is_announced else (),
        "commune_name": territory.commune_name(event.commune_code),
        "is_ended": is_ended,
        "is_late": is_late,
        "is_offered": is_offered,
        "has_seat": has_seat,
        "place_in_line": place_in_line,
        "can_confirm": can_end and not is_ended and not is_late and (is_offered or not found.is_confirmed),
        "can_withdraw": can_end and not is_ended,
        "square": square_of(door) if has_seat and can_end else "",
    }


def registration_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List who registered, for the team."""
    found = event_for(request, slug)
    require(permissions.can_read_registrants(request.user))
    context = {"event": found, "crumbs": event_crumbs(found), "seats": queries.seats_of(found)}
    return list_page(
        request,
        template="events/registration_list.html",
        table_class=tables.RegistrationTable,
        filterset_class=tables.RegistrationFilter,
        rows=queries.registration_rows(found).select_related("event"),
        file_name=f"inscriptions-{found.slug}",
        context=context,
    )


@never_cache
def badges(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the badges of speakers and of those who have a seat as a PDF to print, for the team."""
    found = event_for(request, slug)
    require(permissions.can_read_registrants(request.user))
    authority = territory.authority(today=timezone.localdate())
    made = [
        Badge(row.name, row.organization.name if row.organization else "", quality=_("Speaker"))
        for row in found.speakers.select_related("organization")
    ]
    made += [
        Badge(row.name, row.organization.name if row.organization else row.organization_name, code=row.code)
        for row in queries.expected_of(found)
    ]
    content = badges_pdf(title=found.title, when=found.when, authority=authority.name if authority else "", badges=made)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="badges-{found.slug}.pdf"'
    return response


@never_cache
def sign_in_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the list of those who have a seat as a PDF to print and sign, for the team: where there is no telephone at the door."""
    found = event_for(request, slug)
    require(permissions.can_read_registrants(request.user))
    authority = territory.authority(today=timezone.localdate())
    content = sign_in_pdf(
        title=found.title,
        when=found.when,
        authority=authority.name if authority else "",
        erase_on=day_in_words(found.erase_on),
        expected=[
            Expected(row.name, row.organization.name if row.organization else row.organization_name, row.code)
            for row in queries.expected_of(found)
        ],
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="emargement-{found.slug}.pdf"'
    return response


@require_POST
def seat_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer a free seat to the first who waits."""
    actor, found = person_of(request), event_for(request, slug)
    try:
        services.offer_next_seat(event=found, actor=actor, now=timezone.now())
    except services.NoSeatLeft:
        messages.warning(request, _("Every seat is taken or offered: add seats first."))
    except services.NobodyWaiting:
        messages.warning(request, _("Nobody who confirmed is on the waiting list."))
    else:
        messages.success(request, _("The seat is offered by mail to the first who waits."))
    return redirect("events:registration_list", found.slug)


def _of(request: HttpRequest, slug: str, pk: int) -> Registration:
    found = event_for(request, slug)
    return get_object_or_404(Registration.objects.select_related("event__parent", "organization"), event=found, pk=pk)


def registration_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel a registration, for the team: somebody called, or wrote."""
    actor = person_of(request)
    require(permissions.can_write_events(actor))
    found = _of(request, slug, pk)
    back = found.get_absolute_url()
    if found.state == RegistrationState.CANCELLED or not permissions.can_end_registration(found.event):
        messages.warning(request, _("Registrations are withdrawn before the gathering only, and once."))
        return redirect(back)
    page = Page(
        title=_("Cancel a registration"),
        submit=_("Cancel the registration"),
        back=back,
        crumbs=event_crumbs(found.event),
        lead=_("%(person)s, at: %(title)s") % {"person": found.name, "title": found.event.title},
        warning=_("Name and address are erased at once, no mail is sent, and the seat is offered to the next."),
    )
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    return write(
        request,
        page,
        form,
        lambda: services.cancel_registration(registration=found, actor=actor, now=timezone.now()),
        said=_("The registration is cancelled."),
    )


def registration_organization(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say which record is the structure that a registrant wrote by hand."""
    actor = person_of(request)
    require(permissions.can_write_events(actor))
    found = _of(request, slug, pk)
    page = Page(
        title=_("Tie a registration to a structure"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found.event),
        lead=_("Written by the person: %(name)s") % {"name": found.organization_name or "–"},
    )
    form = OrganizationChoiceForm(request.POST or None, initial={"organization": found.organization_id})
    return write(
        request,
        page,
        form,
        lambda: services.name_organization(registration=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The registration is tied to its structure."),
    )
