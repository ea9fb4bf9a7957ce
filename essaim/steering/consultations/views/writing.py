"""Pages where the team prepares a consultation, opens it, closes it and publishes its answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import DayForm, ReasonForm
from essaim.foundations.ui.writing import Page, refused, write
from essaim.steering.consultations import permissions, queries, services
from essaim.steering.consultations.forms import (
    CloseForm,
    ConsultationEditForm,
    ConsultationForm,
    DeclaredForm,
    MeetingForm,
    PhaseEditForm,
    PhaseForm,
    PublishForm,
    StatementForm,
)
from essaim.steering.consultations.models import Consultation, Phase

from .finding import consultation_of, crumbs_of, list_crumb


def consultation_create(request: HttpRequest) -> HttpResponse:
    """Prepare a consultation, as a draft."""
    actor = person_of(request)
    require(permissions.can_write_consultations(actor))
    form = ConsultationForm(request.POST or None)
    crumb = list_crumb()
    page = Page(
        title=_("Prepare a consultation"),
        submit=_("Save the draft"),
        back=crumb[1],
        crumbs=(crumb,),
        lead=_("The team alone reads a draft. Next come its calendar and its themes; then you open it."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.create_consultation(actor=actor, now=timezone.now(), **form.values()),
        said=_("The draft is saved. Add the steps of its calendar, then its themes."),
        onward=lambda row: row.get_absolute_url(),
    )


def consultation_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is written of a consultation, saying why."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    form = ConsultationEditForm(request.POST or None, instance=found)
    page = Page(
        title=_("Correct the page of a consultation"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_consultation(consultation=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The consultation is corrected; its history keeps what it was."),
    )


def consultation_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a consultation to the public."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_move_consultation(actor, found, "open")):
        return refused(request, decision, found.get_absolute_url())
    form = DayForm(request.POST or None, today=timezone.localdate(), label=_("Opened on"))
    page = Page(
        title=_("Open this consultation"),
        submit=_("Open"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
        lead=found.title,
        warning=_("Everybody reads it from now on. People contribute during the steps that take contributions.")
        if found.phases.filter(takes_contributions=True).exists()
        else _("No step of the calendar takes contributions: everybody will read it, and nobody can write yet."),
        refusals={
            services.NothingToOpen: _("Say first what is asked, and add at least one step to the calendar."),
        },
    )
    return write(
        request,
        page,
        form,
        lambda: services.open_consultation(
            consultation=found, actor=actor, opened_on=form.cleaned_data["day"], now=timezone.now()
        ),
        said=_("The consultation is open. Give people the address of this page."),
    )


def consultation_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a consultation with a summary, beside the figures counted."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_move_consultation(actor, found, "close")):
        return refused(request, decision, found.get_absolute_url())
    form = CloseForm(
        request.POST or None,
        today=timezone.localdate(),
        label=pgettext("a consultation", "Closed on"),
        initial={"summary": queries.draft_summary(found)},
    )
    page = Page(
        title=_("Close this consultation"),
        submit=_("Close"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
        lead=found.title,
        warning=_("Nobody contributes online any more. What was said on paper can still be entered."),
        refusals={services.SummaryMissing: _("Write a summary: people who took part will read it.")},
    )
    return write(
        request,
        page,
        form,
        lambda: services.close_consultation(
            consultation=found,
            actor=actor,
            closed_on=form.cleaned_data["day"],
            summary=form.cleaned_data["summary"],
            now=timezone.now(),
        ),
        said=_("The consultation is closed. Answer each issue and contribution, then publish the answers."),
        template="consultations/consultation_close.html",
        context={
            "participation": queries.participation(found),
            "phases": queries.phase_counts(found),
            "coverage": queries.coverage(found),
            "consultation": found,
        },
    )


def consultation_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open again a consultation that was closed too early."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_move_consultation(actor, found, "reopen")):
        return refused(request, decision, found.get_absolute_url())
    form = ReasonForm(request.POST or None)
    page = Page(
        title=_("Open this consultation again"),
        submit=_("Open it again"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
        lead=found.title,
    )
    return write(
        request,
        page,
        form,
        lambda: services.reopen_consultation(
            consultation=found, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now()
        ),
        said=_("The consultation is open again."),
    )


def consultation_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish what became of everything that was said."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_move_consultation(actor, found, "publish_answers")):
        return refused(request, decision, found.get_absolute_url())
    coverage = queries.coverage(found)
    form = PublishForm(
        request.POST or None,
        today=timezone.localdate(),
        label=_("Answers published on"),
        has_missing=bool(coverage.missing_count),
    )

    def missing(refusal: services.AnswersMissing) -> str:
        return ngettext(
            "%(count)s answer is missing: give it, or tick the box to have it listed as missing.",
            "%(count)s answers are missing: give them, or tick the box to have them listed as missing.",
            refusal.count,
        ) % {"count": refusal.count}

    def unread(refusal: services.ContributionsToRead) -> str:
        return ngettext(
            "%(count)s contribution is waiting to be read: publish or hide it first.",
            "%(count)s contributions are waiting to be read: publish or hide them first.",
            refusal.count,
        ) % {"count": refusal.count}

    page = Page(
        title=_("Publish the answers"),
        submit=_("Publish"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
        lead=found.title,
        refusals={services.AnswersMissing: missing, services.ContributionsToRead: unread},
    )
    return write(
        request,
        page,
        form,
        lambda: services.publish_answers(
            consultation=found,
            actor=actor,
            answered_on=form.cleaned_data["day"],
            lists_missing=form.cleaned_data.get("lists_missing", False),
            now=timezone.now(),
        ),
        said=_("The answers are published."),
        template="consultations/consultation_publish.html",
        context={"coverage": coverage, "consultation": found},
    )


def phase_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a step to the calendar."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    form = PhaseForm(request.POST or None, consultation=found)
    page = Page(
        title=_("Add a step to the calendar"),
        submit=_("Add"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
    )
    return _add(request, page, form, services.add_phase, found, actor, _("The step is in the calendar."))


def phase_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Correct a step of the calendar, or say what happened in it."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    phase = get_object_or_404(Phase, consultation=found, number=number)
    form = PhaseEditForm(request.POST or None, instance=phase)
    page = Page(
        title=_("Correct a step of the calendar"),
        submit=_("Save"),
        back=f"{found.get_absolute_url()}#phase-{number}",
        crumbs=crumbs_of(found),
        lead=phase.title,
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_phase(phase=phase, actor=actor, now=timezone.now(), **form.told()),
        said=_("The step is corrected."),
    )


def meeting_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say which gathering is held in a step of the calendar."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    phase = get_object_or_404(Phase, consultation=found, number=number)
    form = MeetingForm(request.POST or None)
    page = Page(
        title=_("Add a gathering to a step"),
        submit=_("Add"),
        back=f"{found.get_absolute_url()}#phase-{number}",
        crumbs=crumbs_of(found),
        lead=phase.title,
    )
    return write(
        request,
        page,
        form,
        lambda: services.add_meeting(phase=phase, event=form.cleaned_data["event"], actor=actor, now=timezone.now()),
        said=_("The gathering is in this step: its registrations and attendance are shown here."),
    )


def statement_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Write what a source says of a consultation, in its words."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    page = Page(
        title=_("Write what a source says"),
        submit=_("Add"),
        back=f"{found.get_absolute_url()}#sources",
        crumbs=crumbs_of(found),
        lead=_("Sources that disagree stand side by side under one topic: nothing is chosen between them."),
    )
    form = StatementForm(request.POST or None)
    return _add(request, page, form, services.add_statement, found, actor, _("The statement is added."))


def declared_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a number of participants that a source declares."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    page = Page(
        title=_("Write a declared number of participants"),
        submit=_("Add"),
        back=f"{found.get_absolute_url()}#participation",
        crumbs=crumbs_of(found),
        lead=_("It stands beside what the platform counts, and never instead of it."),
    )
    form = DeclaredForm(request.POST or None)
    return _add(request, page, form, services.declare_participation, found, actor, _("The number is added."))


def _add(
    request: HttpRequest,
    page: Page,
    form: Any,
    service: Callable[..., object],
    found: Consultation,
    actor: object,
    said: str,
) -> HttpResponse:
    """Show a form that adds something to a consultation."""
    return write(
        request,
        page,
        form,
        lambda: service(consultation=found, actor=actor, now=timezone.now(), **form.values()),
        said=said,
    )
