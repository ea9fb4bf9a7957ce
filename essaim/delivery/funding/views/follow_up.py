"""Financial reports, repayments, and the publication of grants as open data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST

from essaim.delivery.funding import permissions, queries, scdl, services, tables
from essaim.delivery.funding.forms import BreachForm, ContractForm, ExpectForm, PublisherForm, ReceiveForm
from essaim.delivery.funding.models import Report
from essaim.delivery.funding.states import REPORT_MOVES
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.forms import DayForm, ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Door, Page, refused, write

from .finding import grant_crumbs, grant_for, grants_crumb

REFUSALS: Mapping[type[Exception], Any] = {
    services.NothingToGiveBack: gettext_lazy("Nothing is left to give back, or it was asked for already."),
}


def report_list(request: HttpRequest) -> HttpResponse:
    """List the financial reports, those due first before."""
    require(permissions.can_read_money(request.user))
    return list_page(
        request,
        template="funding/report_list.html",
        table_class=tables.ReportTable,
        filterset_class=tables.ReportFilter,
        rows=queries.report_rows(),
        file_name="comptes-rendus-financiers",
        context={"crumbs": (grants_crumb(),)},
    )


def _report_for(request: HttpRequest, pk: int) -> Report:
    rows = queries.report_rows().filter(grant__in=queries.grants_visible_to(request.user))
    return get_object_or_404(rows, pk=pk)


def _crumbs(report: Report) -> Crumbs:
    return (*grant_crumbs(report.grant), (_("Financial report"), report.get_absolute_url()))


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a financial report, and what it comes to with the rule that says so."""
    found = _report_for(request, pk)
    require(permissions.can_read_payments(request.user, found.grant))
    moves = REPORT_MOVES.names_from(found.state)
    write_ = permissions.can_write_grants(request.user)
    words = {
        "receive": (_("Keep what it says"), "report_receive", "primary"),
        "accept": (_("Accept it"), "report_accept", "primary"),
        "send_back": (pgettext("report", "Send it back"), "report_send_back", "outline"),
    }
    doors = [
        Door(label, reverse(f"funding:{name}", args=[found.pk]), write_, look)
        for move, (label, name, look) in words.items()
        if move in moves
    ]
    settlement = queries.settlement_of(found)
    if settlement and settlement.to_give_back_cents and found.accepted_on:
        can_ask = permissions.can_correct_payment(request.user, on=timezone.localdate())
        doors.append(Door(_("Ask for the repayment"), reverse("funding:repayment_ask", args=[found.pk]), can_ask))
    context = {
        "report": found,
        "crumbs": grant_crumbs(found.grant),
        "settlement": settlement,
        "paid_cents": queries.paid_to_cents(found.grant, found.organization),
        "is_overdue": found.is_overdue(timezone.localdate()),
        "doors": doors if is_staff_member(request.user) else [],
    }
    return render(request, "funding/report.html", context)


def report_expect(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask on which day a structure closes its year, and expect its reports."""
    actor, grant = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    back = f"{grant.get_absolute_url()}#comptes-rendus"
    if not (decision := permissions.can_follow_grant(actor, grant)):
        return refused(request, decision, grant.get_absolute_url())
    form = ExpectForm(request.POST or None, grant=grant)
    page = Page(
        _("Expect the financial reports"),
        _("Expect them"),
        back,
        grant_crumbs(grant),
        lead=_("They are due six months after the structure's own closing day."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.expect_reports(grant=grant, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The reports are expected, each for its day."),
    )


def contract_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the republican commitment of who receives a grant, or correct what is recorded."""
    actor, grant = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_record_contract(actor, grant)):
        return refused(request, decision, grant.get_absolute_url())
    form = ContractForm(request.POST or None, grant=grant)
    page = Page(
        _("Record the republican commitment"),
        _("Record it"),
        f"{grant.get_absolute_url()}#engagement-republicain",
        grant_crumbs(grant),
        lead=_(
            "Associations and foundations sign it, whether the grant is in cash or in kind; nothing is paid before."
        ),
    )
    return write(
        request,
        page,
        form,
        lambda: services.record_contract(grant=grant, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The republican commitment is recorded."),
    )


def report_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what a report says."""
    actor, found = person_of(request), _report_for(request, pk)
    require(permissions.can_write_grants(actor))
    if "receive" not in REPORT_MOVES.names_from(found.state):
        return refused(request, deny(_("This report was received already.")), found.get_absolute_url())
    form = ReceiveForm(request.POST or None, today=timezone.localdate(), report=found)
    page = Page(
        _("Keep what a report says"), _("Keep it"), found.get_absolute_url(), _crumbs(found), lead=str(found.grant)
    )
    return write(
        request,
        page,
        form,
        lambda: services.receive_report(report=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The report is kept. See what it comes to, then accept it or send it back."),
    )


def report_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a report."""
    actor, found = person_of(request), _report_for(request, pk)
    require(permissions.can_write_grants(actor))
    if "accept" not in REPORT_MOVES.names_from(found.state):
        return refused(request, deny(_("This report is not one to accept.")), found.get_absolute_url())
    form = DayForm(request.POST or None, today=timezone.localdate())
    page = Page(_("Accept a report"), _("Accept it"), found.get_absolute_url(), _crumbs(found), lead=str(found.grant))
    return write(
        request,
        page,
        form,
        lambda: services.accept_report(
            report=found, actor=actor, now=timezone.now(), accepted_on=form.cleaned_data["day"]
        ),
        said=_("The report is accepted."),
    )


def report_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a report back to be mended."""
    actor, found = person_of(request), _report_for(request, pk)
    require(permissions.can_write_grants(actor))
    if "send_back" not in REPORT_MOVES.names_from(found.state):
        return refused(request, deny(_("This report is not one to send back.")), found.get_absolute_url())
    form = ReasonForm(request.POST or None)
    page = Page(_("Send a report back"), pgettext("report", "Send it back"), found.get_absolute_url(), _crumbs(found))
    return write(
        request,
        page,
        form,
        lambda: services.send_back_report(report=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The report is expected again, for the same day."),
    )


def repayment_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for what an accepted report leaves to give back."""
    actor, found = person_of(request), _report_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_correct_payment(actor, on=timezone.localdate())):
        return refused(request, decision, found.get_absolute_url())
    form = DayForm(request.POST or None, today=timezone.localdate())
    page = Page(
        _("Ask for the repayment"), _("Ask for it"), found.get_absolute_url(), _crumbs(found), refusals=REFUSALS
    )
    return write(
        request,
        page,
        form,
        lambda: services.ask_repayment(
            report=found, actor=actor, now=timezone.now(), ordered_on=form.cleaned_data["day"]
        ),
        said=_("The repayment is asked for, with the rule that made its amount."),
        onward=found.grant.get_absolute_url(),
    )


def breach(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was paid, in proportion to the days left after a breach of the republican commitment."""
    actor, grant = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_correct_payment(actor, on=timezone.localdate())):
        return refused(request, decision, grant.get_absolute_url())
    form = BreachForm(request.POST or None, grant=grant, today=timezone.localdate())
    page = Page(
        _("Take back after a breach of the republican commitment"),
        _("Ask for it"),
        grant.get_absolute_url(),
        grant_crumbs(grant),
        lead=str(grant),
        warning=_("Taken back: paid × days left ÷ days of the period. How days are counted is to be confirmed."),
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.take_back_for_breach(grant=grant, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The repayment is asked for, with the rule that made its amount."),
    )


def publication(request: HttpRequest) -> HttpResponse:
    """Show which grants are in the public file, which are ready, what the others lack, and how long they wait."""
    require(permissions.can_read_money(request.user))
    rows = queries.publication_rows(today=timezone.localdate())
    is_team = permissions.can_write_grants(request.user)
    context = {
        "crumbs": (grants_crumb(),),
        "publisher": queries.publisher(),
        "ready": sum(row.is_ready for row in rows),
        "alarming": sum(row.is_alarming for row in rows),
        "late": sum(row.is_late for row in rows),
        "can_publish": is_team,
        "doors": [
            Door(_("Name the authority"), reverse("funding:publisher"), permissions.can_name_publisher(request.user))
        ]
        if is_team
        else [],
    }
    return list_page(
        request,
        template="funding/publication.html",
        table_class=tables.PublicationTable,
        rows=rows,
        file_name="publication",
        context=context,
    )


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish every grant that is ready."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    try:
        count = len(services.publish_grants(actor=actor, now=timezone.now()))
    except services.NothingToPublish:
        messages.info(request, _("Nothing is ready to be published."))
    else:
        said = ngettext("%(count)s grant is published.", "%(count)s grants are published.", count)
        messages.success(request, said % {"count": count})
    return redirect("funding:publication")


def publisher(request: HttpRequest) -> HttpResponse:
    """Say under which name and SIRET the authority publishes."""
    actor = person_of(request)
    require(permissions.can_name_publisher(actor))
    found = queries.publisher()
    initial = {"name": found.name, "siret": found.siret} if found else None
    form = PublisherForm(request.POST or None, initial=initial)
    back = reverse("funding:publication")
    page = Page(_("Name the authority"), _("Save"), back, (grants_crumb(), (_("Open data"), back)))
    return write(
        request,
        page,
        form,
        lambda: services.name_publisher(actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("Open data names the authority so from now on."),
    )


@login_not_required
def open_data(request: HttpRequest) -> StreamingHttpResponse:
    """Give everybody the grants that were published, in the SCDL schema "subventions" 2.1.1."""
    answer = StreamingHttpResponse(scdl.csv_lines(queries.published_rows()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="subventions.csv"'
    return answer
