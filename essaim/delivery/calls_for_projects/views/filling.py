"""Pages where an application is written, a step at a time; sent by a button, or saved while it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import forms, permissions, queries, services, steps
from essaim.delivery.calls_for_projects.content import content_of, number_in_words
from essaim.delivery.calls_for_projects.models import Application, Edition, FormVersion, MissingRequest
from essaim.delivery.calls_for_projects.rules.eligibility import AidTypes
from essaim.delivery.calls_for_projects.schema import (
    BUDGET_EXPENSES,
    BUDGET_INCOME,
    PARTNERS,
    POSTS,
    Field,
    block_titles,
)
from essaim.ecosystem.organizations.queries import organizations_of, record_with
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.documents.inspection import FileRefused
from essaim.foundations.ui.writing import Page, add_errors, refused, write

from .applications import application_for, crumbs_of


@dataclass(slots=True)
class Writing:
    """An application that somebody writes: who, in which form, and its steps."""

    request: HttpRequest
    application: Application
    actor: User
    edition: Edition
    form: FormVersion
    listed: list[steps.Step]
    step: steps.Step

    @property
    def url(self) -> str:
        """The address of the step."""
        return step_url(self.application, self.step.key)

    @property
    def next(self) -> steps.Step | None:
        """The step after this one."""
        return self.listed[self.step.number] if self.step.number < len(self.listed) else None

    @property
    def previous(self) -> steps.Step | None:
        """The step before this one."""
        return self.listed[self.step.number - 2] if self.step.number > 1 else None


def step_url(application: Application, key: str) -> str:
    """Return the address of a step."""
    return reverse("calls_for_projects:application_write", args=[application.reference, key])


def steps_now(application: Application) -> tuple[Edition, FormVersion, list[steps.Step]]:
    """Return the edition, the form and the steps in which an application is written today."""
    today = timezone.localdate()
    edition, form = queries.form_to_write(application, today=today)
    # What is missing is told by the form of today, which the next saving moves the draft to.
    application.edition, application.form = edition, form
    problems = services.problems_before_filing(application, today=today)
    found = steps.steps_of(
        form.schema,
        problems,
        with_commitment=queries.needs_commitment(application),
        with_pieces=edition.pieces.exists(),
    )
    return edition, form, found


def application_write(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Show a step of an application, and save what is written in it."""
    actor, found = person_of(request), application_for(request, reference)
    decision = permissions.can_write_application(actor, found)
    if not decision:
        return refused(request, decision, found.get_absolute_url())
    edition, form, listed = steps_now(found)
    current = next((row for row in listed if row.key == step), None)
    if current is None:
        if step in {steps.COMMITMENT, steps.PIECES}:
            return redirect(step_url(found, steps.STRUCTURE))
        raise Http404
    writing = Writing(request, found, actor, edition, form, listed, current)
    show = questions_step if step.startswith(steps.QUESTIONS) else STEPS[step]
    return show(writing)


def _page(writing: Writing, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    application = writing.application
    shown = {
        "application": application,
        "crumbs": crumbs_of(writing.request, application),
        "steps": [(row, step_url(application, row.key)) for row in writing.listed],
        "step": writing.step,
        "previous_url": step_url(application, writing.previous.key) if writing.previous else "",
        "next_step": writing.next,
        "missing": MissingRequest.objects.filter(application=application, answered_at=None).first(),
        "writings": queries.writings_of(application),
        **context,
    }
    return render(writing.request, f"calls_for_projects/filling/{template}.html", shown, status=status)


def _is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


def _saved() -> HttpResponse:
    words = _("Saved at %(hour)s.") % {"hour": time_format(timezone.localtime(), "H:i")}
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _onward(writing: Writing) -> HttpResponse:
    """Lead to the next step, or back to the same one when that was asked for."""
    if "stay" in writing.request.POST or writing.next is None:
        messages.success(writing.request, _("It is saved."))
        return redirect(writing.url)
    return redirect(step_url(writing.application, writing.next.key))


def _one_form(
    writing: Writing, form: Any, template: str, context: Mapping[str, object], save: Callable[[], object]
) -> HttpResponse:
    """Save what can be read of a form, and say what cannot."""
    status = 200
    if writing.request.method == "POST":
        is_valid = form.is_valid()
        try:
            save()
        except ValidationError as error:
            add_errors(form, error)
            is_valid = False
        if _is_autosave(writing.request):
            return _saved()
        if is_valid:
            return _onward(writing)
        status = 422
    return _page(writing, template, {"form": form, **context}, status=status)


def _data(writing: Writing) -> Any:
    return writing.request.POST if writing.request.method == "POST" else None


def structure_step(writing: Writing) -> HttpResponse:
    """Say who carries the project; a number finds the record of the structure."""
    request, application, actor = writing.request, writing.application, writing.actor
    number_form = forms.NumberForm()
    own = list(organizations_of(actor, today=timezone.localdate()))
    if request.method == "POST" and {"look_up", "untie", "take"} & set(request.POST):
        return _record(writing, own)
    form = forms.StructureForm(_data(writing), application=application)
    context = {
        "number_form": number_form,
        "own": [row for row in own if row.pk != application.organization_id],
    }

    def save() -> object:
        return services.save_draft(application=application, actor=actor, now=timezone.now(), **form.collected())

    return _one_form(writing, form, "structure", context, save)


def _record(writing: Writing, own: list[Any]) -> HttpResponse:
    """Tie the application to the record that a number finds, or that the person speaks for; or untie it."""
    request, application, actor = writing.request, writing.application, writing.actor
    organization = None
    if "take" in request.POST:
        organization = next((row for row in own if row.key == request.POST["take"]), None)
    elif "look_up" in request.POST:
        form = forms.NumberForm(request.POST)
        if form.is_valid():
            siren, rna = form.cleaned_data["number"]
            organization = record_with(siren=siren, rna=rna)
            if organization is None:
                form.add_error(
                    "number", _("No record has this number here: fill the page by hand, the team will make the record.")
                )
        if organization is None:
            context = {
                "form": forms.StructureForm(application=application),
                "number_form": form,
                "own": own,
            }
            return _page(writing, "structure", context, status=422)
    services.take_record(application=application, actor=actor, now=timezone.now(), organization=organization)
    said = _("The record fills the page: read it again.") if organization else _("Fill the page by hand.")
    messages.success(request, said)
    return redirect(writing.url)


def project_step(writing: Writing) -> HttpResponse:
    """Say what the project is, and where."""
    application, now = writing.application, timezone.now()
    offered = tuple(
        aid.value
        for rule in queries.rules_of(writing.edition).data
        if isinstance(rule.kind, AidTypes)
        for aid in rule.kind.offered
    )
    form = forms.ProjectForm(_data(writing), application=application, offered=offered, today=timezone.localdate(now))

    def save() -> object:
        return services.save_draft(application=application, actor=writing.actor, now=now, **form.collected())

    return _one_form(writing, form, "form", {"commune_names": form.commune_names}, save)


def request_step(writing: Writing) -> HttpResponse:
    """Say what is asked for."""
    application = writing.application
    form = forms.RequestForm(_data(writing), application=application)

    def save() -> object:
        return services.save_draft(application=application, actor=writing.actor, now=timezone.now(), **form.collected())

    verdict = queries.verdict_on(application, today=timezone.localdate())[1]
    return _one_form(writing, form, "form", {"limits": verdict.limits}, save)


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question of the form on the page: its field, what it hangs on, and how it was answered before it changed."""

    bound: Any
    shown_if: str
    shown_value: str
    before: str


def questions_step(writing: Writing) -> HttpResponse:
    """Ask the questions of one section."""
    application = writing.application
    aid_type = application.aid_type
    asked = [field for field in writing.step.fields if not field.aid_types or aid_type in field.aid_types]
    form = forms.QuestionsForm(_data(writing), asked=asked, answers=application.answers)
    shown = [_question(form[field.code], field, application) for field in asked]

    def save() -> object:
        return services.save_draft(application=application, actor=writing.actor, now=timezone.now(), **form.collected())

    return _one_form(writing, form, "questions", {"questions": shown}, save)


def _question(bound: Any, field: Field, application: Application) -> QuestionShown:
    code, value = field.shown_if or ("", "")
    if isinstance(value, bool):
        value = "yes" if value else "no"
    kept = application.answers.get(field.code)
    before = kept["wording"] if kept and kept["wording"] != field.title else ""
    return QuestionShown(bound, code, str(value), before)


@dataclass(frozen=True, slots=True)
class Block:
    """A table of lines on the page: its title, its lines, and the sum of its amounts as it is saved."""

    prefix: str
    title: str
    lines: Any
    total_cents: int | None
    total_etp: str | None = None


LINE_FORMS = {
    BUDGET_EXPENSES: forms.ExpenseLine,
    BUDGET_INCOME: forms.IncomeLine,
    POSTS: forms.PostLine,
    PARTNERS: forms.PartnerLine,
}


def lines_step(*names: str) -> Callable[[Writing], HttpResponse]:
    """Make the page of some tables of lines."""

    def show(writing: Writing) -> HttpResponse:
        application, data = writing.application, _data(writing)
        kept = application.values()
        tables: dict[str, Any] = {
            name: forms.lines_of(LINE_FORMS[name], name, kept.get(name, ()), data) for name in names
        }
        status = 200
        if data is not None:
            is_valid = not [name for name, table in tables.items() if not table.is_valid()]
            services.save_draft(
                application=application,
                actor=writing.actor,
                now=timezone.now(),
                answers={name: table.lines() for name, table in tables.items()},
            )
            if _is_autosave(writing.request):
                return _saved()
            if is_valid:
                return _onward(writing)
            status = 422
        titles = block_titles()
        blocks = [_block(name, titles[name], table, kept.get(name, ())) for name, table in tables.items()]
        balance = None
        if BUDGET_INCOME in names and any(block.total_cents for block in blocks):
            balance = (blocks[1].total_cents or 0) - (blocks[0].total_cents or 0)
        return _page(writing, "lines", {"blocks": blocks, "balance": balance}, status=status)

    return show


def _block(name: str, title: str, table: Any, kept: Any) -> Block:
    if name in {BUDGET_EXPENSES, BUDGET_INCOME}:
        return Block(name, title, table, sum(line.get("cents") or 0 for line in kept))
    etp = number_in_words(sum(line.get("etp") or 0 for line in kept)) if name == POSTS else None
    return Block(name, title, table, None, etp)


def pieces_step(writing: Writing) -> HttpResponse:
    """Give the pieces that the edition asks for."""
    request, application, now = writing.request, writing.application, timezone.now()
    wanted = queries.pieces_wanted(application, person=writing.actor, today=timezone.localdate(now))
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.PiecesForm(data, files, wanted=wanted)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            for name, row in form.wanted.items():
                _give(writing, form, name, row)
        if form.is_valid() and not form.errors:
            return _onward(writing)
        status = 422
    shown = [(row, form.fields_of(name)) for name, row in form.wanted.items()]
    return _page(writing, "pieces", {"form": form, "pieces": shown, "upload": True}, status=status)


def _give(writing: Writing, form: forms.PiecesForm, name: str, row: queries.PieceWanted) -> None:
    """Give one piece if something was said of it."""
    cleaned = form.cleaned_data
    upload, dated_on = cleaned.get(f"{name}-file"), cleaned.get(f"{name}-date")
    absence = cleaned.get(f"{name}-absence", "")
    reused = row.reusable if cleaned.get(f"{name}-reuse") else None
    changes = upload or reused or (row.given and dated_on and dated_on != row.given.dated_on)
    if not changes and (not absence or (row.given and absence == row.given.absence_reason)):
        return
    try:
        services.give_piece(
            application=writing.application,
            required=row.required,
            actor=writing.actor,
            now=timezone.now(),
            content=upload.file if upload else None,
            file_name=upload.name if upload else "",
            dated_on=dated_on,
            absence_reason="" if upload or reused else absence,
            reused=reused,
        )
    except FileRefused as refusal:
        form.add_error(f"{name}-file", str(refusal))
    except ValidationError as error:
        place = {"dated_on": f"{name}-date", "file": f"{name}-file", "reused": f"{name}-reuse"}
        for key, texts in error.message_dict.items():
            target = place.get(key, f"{name}-file")
            form.add_error(target if target in form.fields else None, texts)


def commitment_step(writing: Writing) -> HttpResponse:
    """Sign the republican commitment, or say on which ground it is deemed met."""
    application = writing.application
    signed = getattr(application, "commitment", None)
    initial = {
        "signatory_name": signed.signatory_name if signed else application.signatory_name,
        "signatory_quality": signed.signatory_quality if signed else application.signatory_quality,
        "exemption": signed.exemption if signed else "",
        "agreed": bool(signed and not signed.exemption),
    }
    form = forms.CommitmentForm(_data(writing), initial=initial)
    status = 200
    if writing.request.method == "POST":
        status = 422
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in ("signatory_name", "signatory_quality", "exemption")}
            try:
                services.sign_commitment(application=application, actor=writing.actor, now=timezone.now(), **values)
            except ValidationError as error:
                add_errors(form, error)
            else:
                return _onward(writing)
    return _page(writing, "commitment", {"form": form, "signed": signed}, status=status)


def review_step(writing: Writing) -> HttpResponse:
    """Read the whole again, confirm it or have it confirmed, and file it."""
    request, application, actor, now = writing.request, writing.application, writing.actor, timezone.now()
    initial = {
        "name": application.signatory_name,
        "quality": application.signatory_quality,
        "email": application.signatory_email,
    }
    confirm = forms.ConfirmForm(initial=initial)
    ask = forms.AskConfirmationForm(initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if "confirm" in request.POST:
            confirm = forms.ConfirmForm(request.POST)
            if confirm.is_valid():
                values = {name: confirm.cleaned_data[name] for name in ("name", "quality")}
                services.confirm_application(application=application, actor=actor, now=now, **values)
                messages.success(request, _("It is confirmed. It can now be filed."))
                return redirect(writing.url)
        elif "ask" in request.POST:
            ask = forms.AskConfirmationForm(request.POST)
            if ask.is_valid():
                services.ask_confirmation(application=application, actor=actor, now=now, **ask.cleaned_data)
                messages.success(request, _("The legal representative is written to. You can file once they confirm."))
                return redirect(writing.url)
        else:
            return _file(writing)
    confirmation = queries.confirmation_of(application)
    others = [
        (row, step_url(application, row.key)) for row in writing.listed if row.problems and row.key != steps.REVIEW
    ]
    own = next(row for row in writing.listed if row.key == steps.REVIEW)
    context = {
        "confirm": confirm,
        "ask": ask,
        "confirmation": confirmation,
        "to_do": others,
        "own_problems": own.problems,
        "is_fileable": not others and not own.problems,
        "content": content_of(application),
        "communes": application.communes.all(),
    }
    return _page(writing, "review", context, status=status)


def _file(writing: Writing) -> HttpResponse:
    application, now = writing.application, timezone.now()
    is_draft = application.is_draft
    service = services.file_application if is_draft else services.give_missing
    try:
        service(application=application, actor=writing.actor, now=now)
    except services.NotFileable:
        messages.warning(writing.request, _("Something is still missing: it is listed below."))
        return redirect(writing.url)
    except services.CallIsClosed:
        messages.warning(writing.request, _("This call takes no application today."))
        return redirect(application.get_absolute_url())
    said = _("Your application is filed. A receipt is on its way.") if is_draft else _("It is sent back.")
    messages.success(writing.request, said)
    return redirect(application.get_absolute_url())


STEPS: Mapping[str, Callable[[Writing], HttpResponse]] = {
    steps.STRUCTURE: structure_step,
    steps.PROJECT: project_step,
    steps.REQUEST: request_step,
    steps.BUDGET: lines_step(BUDGET_EXPENSES, BUDGET_INCOME),
    steps.TEAM: lines_step(POSTS, PARTNERS),
    steps.PIECES: pieces_step,
    steps.COMMITMENT: commitment_step,
    steps.REVIEW: review_step,
}


def cowriters(request: HttpRequest, reference: str) -> HttpResponse:
    """List who writes an application, who wrote which field when, and invite somebody."""
    actor, found = person_of(request), application_for(request, reference)
    decision = permissions.can_write_application(actor, found)
    if not decision:
        return refused(request, decision, found.get_absolute_url())
    page = Page(
        title=_("Write it together"),
        submit=_("Invite"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(request, found),
        lead=found.label,
    )
    form = forms.CoWriterForm(request.POST if request.method == "POST" else None)
    return write(
        request,
        page,
        form,
        lambda: services.invite_cowriter(
            application=found, email=form.cleaned_data["email"], actor=actor, now=timezone.now()
        ),
        said=_("The invitation is on its way."),
        onward=request.path,
        template="calls_for_projects/cowriters.html",
        context={
            "application": found,
            "cowriters": found.cowriters.filter(ended_at=None).select_related("person"),
            "writings": _writings(found),
        },
    )


def _writings(application: Application) -> list[tuple[str, object]]:
    fields = {code: answer["wording"] for code, answer in application.answers.items()}
    names = {
        field.name: str(field.verbose_name)
        for field in application._meta.get_fields()
        if hasattr(field, "verbose_name")
    }
    names["communes"] = _("Communes where it takes place")
    return [(fields.get(name) or names.get(name, name), row) for name, row in queries.writings_of(application).items()]


def cowriter_end(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """End what a co-writer may do."""
    actor, found = person_of(request), application_for(request, reference)
    row = get_object_or_404(found.cowriters.filter(ended_at=None), pk=pk)
    if request.method == "POST":
        services.end_cowriter(cowriter=row, actor=actor, now=timezone.now())
        messages.success(request, _("They write it no longer; what they wrote stays."))
    return redirect("calls_for_projects:cowriters", found.reference)


def cowriter_join(request: HttpRequest, token: str) -> HttpResponse:
    """Write an application with its author, by the link that was sent."""
    actor = person_of(request)
    try:
        row = services.cowriter_of(token)
    except services.LinkUnknown:
        return render(request, "calls_for_projects/link_unknown.html", status=404)
    if request.method == "POST":
        services.join_as_cowriter(token=token, actor=actor, now=timezone.now())
        messages.success(request, _("You write this application together now."))
        return redirect(row.application.get_absolute_url())
    return render(request, "calls_for_projects/cowriter_join.html", {"cowriter": row, "application": row.application})
