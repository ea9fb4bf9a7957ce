"""Pages where the team writes bodies: rules, colleges, seats, and who holds them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.writing import Page, write
from essaim.steering.committees import permissions, queries, services
from essaim.steering.committees.forms import (
    AddressForm,
    BodyEditForm,
    BodyForm,
    CollegeForm,
    EndForm,
    MemberEditForm,
    MemberForm,
    RulesForm,
    SeatsForm,
)
from essaim.steering.committees.models import Body, College, Mandate, Seat

from .finding import bodies_crumb, body_crumbs, body_of, refusals


def _page(body: Body, title: str, submit: str, *, lead: str = "", warning: str = "") -> Page:
    return Page(
        title=title,
        submit=submit,
        back=body.get_absolute_url(),
        crumbs=body_crumbs(body),
        lead=lead or body.name,
        warning=warning,
        refusals=refusals(),
    )


def body_create(request: HttpRequest) -> HttpResponse:
    """Set up a body."""
    actor = person_of(request)
    require(permissions.can_run_bodies(actor))
    form = BodyForm(request.POST or None)
    crumb = bodies_crumb()
    page = Page(
        title=_("Set up a body"),
        submit=_("Set up"),
        back=crumb[1],
        crumbs=(crumb,),
        lead=_("A committee, a commission, a group: its rules, colleges and seats come next."),
        refusals=refusals(),
    )
    return write(
        request,
        page,
        form,
        lambda: services.create_body(actor=actor, now=timezone.now(), **form.values()),
        said=_("The body is set up: write its rules, then its colleges."),
        onward=lambda row: row.get_absolute_url(),
    )


def body_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is written of a body."""
    actor, found = person_of(request), body_of(slug)
    require(permissions.can_run_bodies(actor))
    form = BodyEditForm(request.POST or None, instance=found)
    return write(
        request,
        _page(found, _("Correct what is written of a body"), _("Save")),
        form,
        lambda: services.update_body(body=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("What is written of the body is corrected."),
    )


def rules_set(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the rules of a body from a day on, starting from those in force."""
    actor, found = person_of(request), body_of(slug)
    require(permissions.can_run_bodies(actor))
    today = timezone.localdate()
    colleges = list(found.colleges.order_by("position", "pk"))
    form = RulesForm(request.POST or None, colleges=colleges, initial=_rules_now(found) | {"starts_on": today})
    lead = _("They hold from that day on; sessions before it keep the rules of their day.")
    return write(
        request,
        _page(found, _("Write new rules"), _("Save"), lead=lead),
        form,
        lambda: services.set_rules(
            body=found,
            actor=actor,
            now=timezone.now(),
            college_quorums=form.college_quorums(),
            **form.values(),
        ),
        said=_("The rules are written."),
    )


def _rules_now(body: Body) -> dict[str, object]:
    rules = queries.rules_on(body, timezone.localdate())
    if rules is None:
        return {}
    values = {name: getattr(rules, name) for name in RulesForm.Meta.fields}
    return values | {f"college_{pk}": value for pk, value in queries.college_quorums(rules).items()}


def college_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a college with its seats."""
    actor, found = person_of(request), body_of(slug)
    require(permissions.can_run_bodies(actor))
    form = CollegeForm(request.POST or None, today=timezone.localdate())

    def save() -> College:
        now, count = timezone.now(), form.cleaned_data["seat_count"]
        college = services.add_college(body=found, actor=actor, now=now, **form.values())
        services.add_seats(college=college, actor=actor, now=now, count=count, starts_on=form.cleaned_data["starts_on"])
        return college

    return write(
        request,
        _page(found, _("Add a college"), _("Add")),
        form,
        save,
        said=_("The college is added; say now who holds its seats."),
    )


def seats_add(request: HttpRequest, college_id: int) -> HttpResponse:
    """Add seats to a college."""
    actor = person_of(request)
    college = get_object_or_404(College.objects.select_related("body"), pk=college_id)
    require(permissions.can_run_bodies(actor))
    form = SeatsForm(request.POST or None, today=timezone.localdate())
    return write(
        request,
        _page(college.body, _("Add seats"), _("Add"), lead=college.name),
        form,
        lambda: services.add_seats(college=college, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The seats are added."),
    )


def _seat(pk: int) -> Seat:
    return get_object_or_404(Seat.objects.select_related("college__body"), pk=pk)


def seat_end(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Say that a seat no longer exists from a day on."""
    actor, seat = person_of(request), _seat(seat_id)
    require(permissions.can_run_bodies(actor))
    form = EndForm(request.POST or None, today=timezone.localdate())
    warning = _("The mandates on this seat end with it. Compositions of past days do not change.")
    return write(
        request,
        _page(seat.college.body, _("End a seat"), _("End it"), lead=str(seat), warning=warning),
        form,
        lambda: services.end_seat(seat=seat, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The seat no longer exists from that day on."),
    )


def member_name(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Say who holds a seat."""
    actor, seat = person_of(request), _seat(seat_id)
    require(permissions.can_run_bodies(actor))
    form = MemberForm(request.POST or None, today=timezone.localdate())
    lead = _(
        "%(seat)s. Who has an account proposes points and votes here; who has none is written to, and votes by a link."
    ) % {"seat": seat}
    return write(
        request,
        _page(seat.college.body, _("Say who holds a seat"), _("Save"), lead=lead),
        form,
        lambda: services.name_member(seat=seat, actor=actor, now=timezone.now(), **form.values()),
        said=_("The seat is held from that day on."),
    )


def mandate_address(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Say where a member without an account is written to."""
    actor = person_of(request)
    mandate = get_object_or_404(
        Mandate.objects.select_related("seat__college__body", "organization"), pk=mandate_id, person=None
    )
    require(permissions.can_run_bodies(actor))
    form = AddressForm(request.POST or None, initial={"email": mandate.email})
    lead = _("%(who)s. Convocations and votes are sent there, each with a personal link that asks for no account.")
    return write(
        request,
        _page(mandate.seat.college.body, _("Address of a member"), _("Save"), lead=lead % {"who": mandate.who}),
        form,
        lambda: services.set_address(mandate=mandate, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The address is saved."),
    )


def mandate_edit(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Correct what was written of a member by mistake."""
    actor = person_of(request)
    mandate = get_object_or_404(
        Mandate.objects.select_related("seat__college__body", "person", "organization"), pk=mandate_id
    )
    require(permissions.can_run_bodies(actor))
    # Told before the form writes what it is sent on the row.
    lead = _("%(who)s, %(mandate)s. For somebody else in this seat, end this mandate and say who holds it.") % {
        "who": mandate.who,
        "mandate": mandate,
    }
    form = MemberEditForm(request.POST or None, instance=mandate)
    return write(
        request,
        _page(mandate.seat.college.body, _("Correct a member"), _("Save"), lead=lead),
        form,
        lambda: services.correct_mandate(mandate=mandate, actor=actor, now=timezone.now(), **form.told()),
        said=_("The member is corrected."),
    )


def mandate_end(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """Say that somebody no longer holds a seat."""
    actor = person_of(request)
    mandate = get_object_or_404(
        Mandate.objects.select_related("seat__college__body", "person", "organization"), pk=mandate_id
    )
    require(permissions.can_run_bodies(actor))
    form = EndForm(request.POST or None, today=timezone.localdate())
    lead = f"{mandate.who} – {mandate}"
    return write(
        request,
        _page(mandate.seat.college.body, _("End a mandate"), _("End it"), lead=lead),
        form,
        lambda: services.end_mandate(mandate=mandate, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The mandate ends on that day."),
    )
