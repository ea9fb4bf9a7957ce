"""Pages of the team about an application: marks, the one list of what is missing, opinions, note; and of who is asked."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from essaim.delivery.calls_for_projects import forms, permissions, queries, services, tables_applications
from essaim.delivery.calls_for_projects.content import content_of
from essaim.delivery.calls_for_projects.models import Application, AppraisalNote, Check, CommuneOpinion
from essaim.delivery.calls_for_projects.states import APPLICATION_MOVES, CheckedKind, OpinionState
from essaim.ecosystem.organizations.queries import near_duplicates
from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Page, add_errors, refused, write

from .applications import application_for, crumbs_of


def _found(request: HttpRequest, reference: str) -> Application:
    require(permissions.can_appraise(person_of(request)))
    return application_for(request, reference)


def _frozen() -> dict[type[Exception], str]:
    return {services.OpinionsFrozen: _("The application is decided: opinions are frozen.")}


def things_to_mark(application: Application) -> list[forms.Markable]:
    """List what is marked one by one: the structure, the project, each answer, each table, each piece."""
    content = content_of(application)
    field = CheckedKind.FIELD.value
    things = [
        forms.Markable(field, "applicant_name", _("Name of the structure"), application.carrier),
        *(forms.Markable(field, row.code, row.wording, row.text) for row in content.structure),
        forms.Markable(field, "title", _("Title of the project"), application.title),
        forms.Markable(field, "summary", _("The project in a few words"), application.summary),
        *(forms.Markable(field, row.code, row.wording, row.text) for row in content.answers),
    ]
    for table in content.tables:
        text = "\n".join(" · ".join(cell for cell in row if cell) for row in table.rows)
        things.append(forms.Markable(field, table.code, table.title, f"{text}\n{table.total}".strip()))
    for row in queries.pieces_wanted(application, person=None, today=timezone.localdate()):
        given = row.given
        words = _("not given")
        address = ""
        if given is not None:
            words = given.absence_reason or _("given")
            if given.document is not None:
                address = given.document.get_absolute_url()
            if given.valid_until:
                words += _(", valid until %(day)s") % {"day": day_in_words(given.valid_until)}
        things.append(forms.Markable(CheckedKind.PIECE.value, row.required.code, row.required.title, words, address))
    return things


def application_check(request: HttpRequest, reference: str) -> HttpResponse:
    """Mark each answer and each piece of an application."""
    found, actor = _found(request, reference), person_of(request)
    data = request.POST if request.method == "POST" else None
    form = forms.MarksForm(data, things=things_to_mark(found), marks=queries.checks_of(found))
    status = 200
    if data is not None:
        status = 422
        if form.is_valid():
            services.mark(application=found, actor=actor, now=timezone.now(), marks=form.marks())
            messages.success(request, _("The marks are kept. Nothing is sent to who applied yet."))
            if "send" in data:
                return redirect("calls_for_projects:missing_send", found.reference)
            return redirect(found.get_absolute_url())
    context = {"application": found, "crumbs": crumbs_of(request, found), "form": form, "rows": form.rows()}
    return render(request, "calls_for_projects/application_check.html", context, status=status)


def missing_send(request: HttpRequest, reference: str) -> HttpResponse:
    """Send who applied the one list of what is marked to be mended."""
    found, actor, now = _found(request, reference), person_of(request), timezone.now()
    wrong = Check.objects.filter(application=found, is_right=False).order_by("pk")
    if "ask_for_missing" not in APPLICATION_MOVES.names_from(found.state):
        return refused(
            request, deny(_("This is no longer possible: the application has moved on.")), found.get_absolute_url()
        )
    if not wrong:
        return refused(
            request, deny(_("Nothing is marked to be mended: mark answers and pieces first.")), _check_url(found)
        )
    page = Page(
        title=_("Ask for what is missing"),
        submit=_("Send the list"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(request, found),
        lead=found.label,
        warning=_("The list is sent once, whole. The days of appraisal are not counted until it is answered."),
    )
    form = forms.MissingForm(request.POST or None, today=timezone.localdate(now))
    return write(
        request,
        page,
        form,
        lambda: services.ask_for_missing(application=found, actor=actor, now=now, **form.cleaned_data),
        said=_("The list is sent; the clock is stopped."),
        template="calls_for_projects/missing_send.html",
        context={"wrong": wrong},
    )


def _check_url(application: Application) -> str:
    return reverse("calls_for_projects:application_check", args=[application.reference])


def application_assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Give an application to an officer."""
    found, actor = _found(request, reference), person_of(request)
    page = Page(
        title=_("Give it to an officer"),
        submit=pgettext("of an application", "Give"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(request, found),
        lead=found.label,
    )
    team = queries.team(today=timezone.localdate())
    form = forms.AssignForm(request.POST or None, team=team, initial={"officer": found.officer_id or actor.pk})
    return write(
        request,
        page,
        form,
        lambda: services.assign_officer(application=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The application is given."),
    )


def structure_name(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which record an application that was written by hand is about."""
    found, actor = _found(request, reference), person_of(request)
    close = near_duplicates(name=found.applicant_name)
    page = Page(
        title=_("Name the record of its structure"),
        submit=_("Name it"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(request, found),
        lead=found.applicant_name,
        warning=_("Records with a close name: %(names)s.")
        % {"names": ", ".join(str(row.organization) for row in close)}
        if close
        else _("No record has a close name: if the structure is not in the list, write its record first."),
    )
    form = forms.RecordForm(request.POST or None, initial={"organization": close[0].organization.pk if close else None})
    return write(
        request,
        page,
        form,
        lambda: services.name_structure(application=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The application is about this record now."),
    )


def communes_ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the communes of an application for their opinion."""
    found, actor, now = _found(request, reference), person_of(request), timezone.now()
    page = Page(
        title=_("Ask the communes"),
        submit=_("Ask for their opinion"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(request, found),
        lead=", ".join(str(row) for row in found.communes.all()),
        warning=_("Their referents are told. Without an answer by that day, the silence is recorded as such."),
        refusals=_frozen(),
    )
    form = forms.DueForm(request.POST or None, today=timezone.localdate(now))
    return write(
        request,
        page,
        form,
        lambda: services.ask_communes(application=found, actor=actor, now=now, **form.cleaned_data),
        said=_("The communes are asked."),
    )


def partner_ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a partner or an expert for their opinion."""
    found, actor, now = _found(request, reference), person_of(request), timezone.now()
    page = Page(
        title=_("Ask a partner"),
        submit=_("Ask for their opinion"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(request, found),
        lead=found.label,
        refusals=_frozen(),
    )
    form = forms.PartnerForm(request.POST or None, today=timezone.localdate(now))
    return write(
        request,
        page,
        form,
        lambda: services.ask_partner(application=found, actor=actor, now=now, **form.cleaned_data),
        said=_("The partner is asked."),
    )


def note_write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the note of appraisal."""
    found, actor = _found(request, reference), person_of(request)
    if not (decision := permissions.can_write_note(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    page = Page(
        title=_("Note of appraisal"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(request, found),
        lead=found.label,
    )
    row = AppraisalNote.objects.filter(application=found).first() or AppraisalNote(application=found)
    form = forms.NoteForm(request.POST or None, instance=row)
    return write(
        request,
        page,
        form,
        lambda: services.write_note(application=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The note is saved."),
    )


def opinion_list(request: HttpRequest) -> HttpResponse:
    """List the opinions asked of communes: all to the team and evaluators, those of their communes to referents."""
    actor = person_of(request)
    is_team = is_staff_member(actor) or has_role(actor, RoleKind.EVALUATOR)
    require(permissions.can_read_opinion_list(actor))
    return list_page(
        request,
        template="calls_for_projects/opinion_list.html",
        table_class=tables_applications.CommuneOpinionTable,
        filterset_class=tables_applications.CommuneOpinionFilter,
        rows=queries.commune_opinions() if is_team else queries.commune_opinions_of(actor),
        file_name="avis-des-communes",
        context={"rates": queries.opinion_rates() if is_team else ()},
    )


def commune_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a commune the summary of a project, and take its opinion."""
    actor, now = person_of(request), timezone.now()
    rows = CommuneOpinion.objects.select_related(
        "application__call", "application__edition__call", "application__organization", "application__form"
    ).exclude(state=OpinionState.WITHDRAWN)
    row = get_object_or_404(rows, pk=pk)
    require(permissions.can_give_commune_opinion(actor, row))
    application = row.application
    page = Page(
        title=_("Opinion of %(commune)s") % {"commune": row.commune_name},
        submit=pgettext("of an application", "Give the opinion"),
        back=reverse("calls_for_projects:opinion_list"),
        crumbs=((pgettext("menu", "Opinions of communes"), reverse("calls_for_projects:opinion_list")),),
        lead=application.label,
        refusals=_frozen(),
    )
    form = forms.OpinionForm(
        request.POST if request.method == "POST" else None, initial={"sense": row.sense, "text": row.text}
    )
    return write(
        request,
        page,
        form,
        lambda: services.give_commune_opinion(opinion=row, actor=actor, now=now, **form.cleaned_data),
        said=_("The opinion is recorded. It may be corrected until the application is decided."),
        onward=request.path,
        template="calls_for_projects/commune_opinion.html",
        context={
            "opinion": row,
            "application": application,
            "communes": application.communes.all(),
            "may": permissions.opinions_are_open(application),
        },
    )


@never_cache
@login_not_required
def partner_opinion(request: HttpRequest, token: str) -> HttpResponse:
    """Show a partner the summary of a project and the question put to them, and take their opinion."""
    try:
        row = services.partner_opinion_of(token)
    except services.LinkUnknown:
        return render(request, "calls_for_projects/link_unknown.html", status=404)
    application = row.application
    form = forms.OpinionForm(
        request.POST if request.method == "POST" else None, initial={"sense": row.sense, "text": row.text}
    )
    context = {
        "opinion": row,
        "application": application,
        "communes": application.communes.all(),
        "form": form,
        "may": permissions.opinions_are_open(application),
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.give_partner_opinion(token=token, now=timezone.now(), **form.cleaned_data)
            except services.OpinionsFrozen:
                form.add_error(None, _("The application is decided: opinions are frozen."))
                status = 409
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("Your opinion is recorded. Thank you."))
                return redirect(request.path)
    return render(request, "calls_for_projects/partner_opinion.html", context, status=status)
