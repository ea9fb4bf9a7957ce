"""The aid register: a page a structure, aids of other bodies, single undertakings, limits, alarms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.funding import permissions, queries, services, tables
from essaim.delivery.funding.forms import AidCorrectionForm, AidForm, LimitForm, LinkForm, ResolutionForm
from essaim.delivery.funding.states import LimitCode, Regime
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import organization_of
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.forms import DayReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Door, Page, refused, write

from .finding import grant_crumbs, grant_for, grants_crumb

REFUSALS: Mapping[type[Exception], Any] = {
    services.CorrectedAlready: gettext_lazy("This aid is a correction, or was corrected already."),
    services.NothingToResolve: gettext_lazy("This alarm is not open any more: look at the grant again."),
}
WINDOWS = (Regime.DE_MINIMIS, Regime.SIEG)


def _organization_for(key: str) -> Organization:
    try:
        found = organization_of(key)
    except Organization.DoesNotExist:
        raise Http404 from None
    return found.merged_into or found


def register_crumb() -> tuple[str, str]:
    """Return the way back to the aids of other bodies."""
    return _("Aid register"), reverse("funding:aid_list")


def _crumbs(organization: Organization) -> Crumbs:
    return (grants_crumb(), register_crumb(), (organization.name, reverse("funding:aids", args=[organization.key])))


def aid_list(request: HttpRequest) -> HttpResponse:
    """List the aids of other bodies."""
    require(permissions.can_read_money(request.user))
    return list_page(
        request,
        template="funding/aid_list.html",
        table_class=tables.AidTable,
        filterset_class=tables.AidFilter,
        rows=queries.aid_lines(),
        file_name="aides-d-autres-organismes",
        context={"crumbs": (grants_crumb(),), "is_team": bool(permissions.can_write_grants(request.user))},
    )


def aids(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a structure was given, what counts against each ceiling today, and what is left."""
    found = _organization_for(key)
    require(permissions.can_read_aids(request.user, found))
    today = timezone.localdate()
    is_team = permissions.can_write_grants(request.user)
    doors = [Door(_("Write an aid of another body"), reverse("funding:aid_add", args=[found.key]), is_team, "primary")]
    context = {
        "organization": found,
        "crumbs": (grants_crumb(), register_crumb()),
        "windows": [queries.aid_window(found, regime, on=today) for regime in WINDOWS],
        "years": queries.received_by_year(found),
        "threshold": queries.limit_on(LimitCode.AGREEMENT, today),
        "membership": queries.membership_of(found, on=today),
        "lines": queries.aid_lines().filter(organization=found).prefetch_related("corrections"),
        "is_team": bool(is_team),
        "doors": doors if is_team else [],
    }
    return render(request, "funding/aids.html", context)


def aid_add(request: HttpRequest, key: str) -> HttpResponse:
    """Write an aid of another body."""
    actor, found = person_of(request), _organization_for(key)
    require(permissions.can_write_grants(actor))
    form = AidForm(request.POST or None)
    back = reverse("funding:aids", args=[found.key])
    page = Page(_("Write an aid of another body"), _("Write this aid"), back, _crumbs(found), lead=found.name)
    return write(
        request,
        page,
        form,
        lambda: services.record_aid(organization=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The aid is written, and counts."),
    )


def aid_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away an aid that was written by mistake."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    line = get_object_or_404(queries.aid_lines(), pk=pk)
    form = AidCorrectionForm(request.POST or None)
    page = Page(
        _("Take an aid away"),
        _("Take it away"),
        line.get_absolute_url(),
        _crumbs(line.organization),
        lead=f"{line}{_(': ')}{format_euros(line.cents)}",
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.correct_aid(line=line, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The aid no longer counts; both rows stay."),
    )


def undertaking_list(request: HttpRequest) -> HttpResponse:
    """List the structures that count as one."""
    require(permissions.can_read_money(request.user))
    is_team = permissions.can_write_grants(request.user)
    doors = [Door(_("Link a structure"), reverse("funding:structure_link"), is_team, "primary")] if is_team else []
    return list_page(
        request,
        template="funding/undertaking_list.html",
        table_class=tables.UndertakingTable,
        filterset_class=tables.UndertakingFilter,
        rows=queries.undertaking_rows(),
        file_name="entreprises-uniques",
        context={"crumbs": (grants_crumb(), register_crumb()), "doors": doors},
        exclude=() if is_team else ("end",),
    )


def _undertaking_crumbs() -> Crumbs:
    return (grants_crumb(), register_crumb(), (_("Single undertakings"), reverse("funding:undertaking_list")))


def structure_link(request: HttpRequest) -> HttpResponse:
    """Say that a structure counts as one with others."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    form = LinkForm(request.POST or None, today=timezone.localdate())
    back = reverse("funding:undertaking_list")
    page = Page(_("Link a structure"), _("Link it"), back, _undertaking_crumbs())
    return write(
        request,
        page,
        form,
        lambda: services.link_structure(actor=actor, now=timezone.now(), **form.whole()),
        said=_("They count as one from that day on, earlier aids included."),
    )


def structure_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a structure no longer counts as one with others."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    member = get_object_or_404(queries.undertaking_rows(), pk=pk)
    back = reverse("funding:undertaking_list")
    if member.ends_on is not None:
        return refused(request, deny(_("This link has ended.")), back)
    form = DayReasonForm(request.POST or None, today=timezone.localdate(), label=_("First day without it"))
    page = Page(_("End a link"), _("End it"), back, _undertaking_crumbs(), lead=str(member))

    def save() -> object:
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        return services.unlink_structure(member=member, actor=actor, now=timezone.now(), ends_on=day, reason=reason)

    return write(request, page, form, save, said=_("The link ends."))


def limit_list(request: HttpRequest) -> HttpResponse:
    """List ceilings and thresholds, with their days and sources."""
    require(permissions.can_read_money(request.user))
    can_set = permissions.can_set_limits(request.user)
    doors = (
        [Door(_("Apply another limit"), reverse("funding:limit_set"), can_set)]
        if permissions.can_write_grants(request.user)
        else []
    )
    return list_page(
        request,
        template="funding/limit_list.html",
        table_class=tables.LimitTable,
        rows=queries.all_limits(),
        file_name="plafonds-et-seuils",
        context={"crumbs": (grants_crumb(), register_crumb()), "doors": doors},
    )


def limit_set(request: HttpRequest) -> HttpResponse:
    """Apply another limit than the texts known here."""
    actor = person_of(request)
    require(permissions.can_set_limits(actor))
    form = LimitForm(request.POST or None)
    back = reverse("funding:limit_list")
    crumbs = (grants_crumb(), register_crumb(), (_("Ceilings and thresholds"), back))
    return write(
        request,
        Page(_("Apply another limit"), _("Apply it"), back, crumbs),
        form,
        lambda: services.set_limit(actor=actor, now=timezone.now(), **form.values()),
        said=_("The limit applies from that day on."),
    )


def alarm_resolve(request: HttpRequest, pk: int, organization_pk: int, code: str) -> HttpResponse:
    """Say how an alarm is resolved, before a grant is given."""
    actor, grant = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    back = reverse("funding:grant_give", args=[grant.pk])
    if not (decision := permissions.can_update_grant(actor, grant)):
        return refused(request, decision, grant.get_absolute_url())
    today = timezone.localdate()
    alarm = next(
        (
            row
            for row in queries.alarms_of(grant, on=today)
            if row.is_open and (row.organization.pk, row.limit.code) == (organization_pk, code)
        ),
        None,
    )
    if alarm is None:
        return refused(request, deny(str(REFUSALS[services.NothingToResolve])), grant.get_absolute_url())
    form = ResolutionForm(request.POST or None)
    page = Page(
        _("Resolve an alarm"),
        _("Keep this resolution"),
        back,
        grant_crumbs(grant),
        lead=str(grant),
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.resolve_alarm(
            grant=grant,
            actor=actor,
            now=timezone.now(),
            on=today,
            organization_id=organization_pk,
            code=code,
            reason=form.cleaned_data["reason"],
        ),
        said=_("How it is resolved is kept with the grant."),
        template="funding/alarm_form.html",
        context={"alarms": [alarm]},
    )


@login_not_required
def organization_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on a structure's page what the authority gave it, year by year."""
    found = get_object_or_404(Organization, pk=pk)
    template = "partials/_received.html" if request.headers.get("HX-Request") else "received.html"
    context = {
        "thing": found,
        "years": queries.received_by_year(found),
        "can_read_register": bool(permissions.can_read_aids(request.user, found)),
    }
    return render(request, f"funding/{template}", context)


def application_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on an application's page, to the office, what its structure received and what each ceiling leaves."""
    require(permissions.can_read_money(request.user))
    application = get_object_or_404(Application.objects.select_related("organization", "call"), pk=pk)
    found, today = application.organization, timezone.localdate()
    template = "partials/_aids_of_applicant.html" if request.headers.get("HX-Request") else "aids_of_applicant.html"
    asked = application.requested_cents or 0
    windows = [queries.aid_window(found, regime, on=today) for regime in WINDOWS] if found else []
    year_cents = queries.year_total_cents(found, today.year) if found else 0
    threshold = queries.limit_on(LimitCode.AGREEMENT, today)
    context = {
        "thing": application,
        "organization": found,
        "asked_cents": asked,
        "windows": [(window, window.left_cents is not None and asked > window.left_cents) for window in windows],
        "year": today.year,
        "year_cents": year_cents,
        "threshold": threshold,
        "needs_agreement": threshold is not None and year_cents + asked > threshold.cents,
    }
    return render(request, f"funding/{template}", context)
