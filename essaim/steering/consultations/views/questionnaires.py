"""Questionnaires: answered by anybody, written and closed by the team, their results."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.exports import table_response
from essaim.foundations.ui.writing import Crumbs, Page, refused, write
from essaim.steering.consultations import links, permissions, queries, services
from essaim.steering.consultations.forms import QuestionForm, QuestionnaireForm, ReplyForm
from essaim.steering.consultations.models import Question, Questionnaire, Reply
from essaim.steering.consultations.states import QuestionnaireState

from .finding import consultation_of, crumbs_of


def _refusals() -> dict[type[Exception], str]:
    """Say why a question is not written as asked."""
    return {
        services.BadCondition: _("A condition names an earlier question, and one of its choices."),
        services.QuestionInUse: _("Another question is put only after an answer to this one: correct that one first."),
    }


def _questionnaire_of(request: HttpRequest, slug: str, number: int) -> Questionnaire:
    """Find a questionnaire; one in draft is read by the team alone."""
    rows = Questionnaire.objects.select_related("consultation").filter(consultation=consultation_of(request, slug))
    if not permissions.can_write_consultations(request.user):
        rows = rows.exclude(state=QuestionnaireState.DRAFT)
    return get_object_or_404(rows, number=number)


def _question_of(found: Questionnaire, number: int) -> Question:
    return get_object_or_404(found.questions.select_related("questionnaire__consultation", "depends_on"), number=number)


def _crumbs(found: Questionnaire) -> Crumbs:
    return *crumbs_of(found.consultation), (found.title, found.get_absolute_url())


@login_not_required
def questionnaire(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put the questions to anybody while it is open; show the results once they may be read."""
    found = _questionnaire_of(request, slug, number)
    now = timezone.now()
    decision = permissions.can_reply(found)
    form = ReplyForm(request.POST or None, questionnaire=found, now=now)
    if request.method == "POST":
        if not decision:
            return refused(request, decision, found.get_absolute_url())
        if form.is_valid() and (reply := _taken(form, found)):
            messages.success(request, _("Thank you: your answers are recorded."))
            return redirect(links.path_of(reply))
        data = request.POST.copy()
        data["opened"] = str(form.fields["opened"].initial)
        form.data = data
    context = {
        "questionnaire": found,
        "consultation": found.consultation,
        "crumbs": crumbs_of(found.consultation),
        "form": form if decision else None,
        "can_reply": decision,
        "questions": found.questions.select_related("depends_on").order_by("number"),
        "results": queries.results(found),
        "group_min": queries.GROUP_MIN,
        "can_write": permissions.can_write_consultations(request.user),
        "can_write_questions": permissions.can_write_questions(request.user, found),
        "question_moves": (("up", _("Move up")), ("down", _("Move down")), ("remove", _("Take out"))),
        "forms": ("csv", "ods", "xlsx"),
    }
    return render(request, "consultations/questionnaire.html", context, status=422 if form.errors else 200)


def _taken(form: ReplyForm, found: Questionnaire, reply: Reply | None = None) -> Reply | None:
    """Write the answers, or say beside each question what is wrong with them."""
    try:
        if reply is not None:
            return services.correct_reply(reply=reply, answers=form.answers())
        return services.reply_to_questionnaire(questionnaire=found, answers=form.answers(), now=timezone.now())
    except services.BadAnswers as refusal:
        form.complain(refusal.numbers)
    except services.TooManyReplies:
        form.add_error(None, _("Many answers came today. Please try again tomorrow."))
    return None


@login_not_required
@never_cache
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """Open again the answers of whoever holds this link, to correct or erase them until the questionnaire closes."""
    try:
        found = links.reply_of(token)
    except links.BadLink:
        raise Http404 from None
    questionnaire, now = found.questionnaire, timezone.now()
    decision = permissions.can_reply(questionnaire)
    if request.method == "POST" and not decision:
        return refused(request, decision, links.path_of(found))
    if "erase" in request.POST:
        services.erase_reply(reply=found)
        messages.success(request, _("Your answers are erased."))
        return redirect(questionnaire)
    form = ReplyForm(
        request.POST or None,
        questionnaire=questionnaire,
        now=now,
        given=queries.given_answers(found) if decision else None,
    )
    if request.method == "POST":
        if form.is_valid() and _taken(form, questionnaire, found):
            messages.success(request, _("Your answers are corrected."))
            return redirect(links.path_of(found))
        data = request.POST.copy()
        data["opened"] = str(form.fields["opened"].initial)
        form.data = data
    context = {
        "questionnaire": questionnaire,
        "crumbs": _crumbs(questionnaire),
        "form": form if decision else None,
        "can_reply": decision,
        "link": request.build_absolute_uri(links.path_of(found)),
    }
    return render(request, "consultations/reply.html", context, status=422 if form.errors else 200)


def questionnaire_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a questionnaire, as a draft."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_write_consultations(actor))
    form = QuestionnaireForm(request.POST or None)
    page = Page(
        title=_("Write a questionnaire"),
        submit=_("Save the draft"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
        lead=_("Its questions come next; they no longer change once it is open."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.write_questionnaire(consultation=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The questionnaire is written. Add its questions."),
        onward=lambda row: row.get_absolute_url(),
    )


def question_create(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a question to a questionnaire in draft."""
    actor, found = person_of(request), _questionnaire_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_write_questions(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = QuestionForm(request.POST or None, questionnaire=found)
    page = Page(
        title=_("Add a question"),
        submit=_("Add"),
        back=found.get_absolute_url(),
        crumbs=_crumbs(found),
        lead=found.title,
        refusals=_refusals(),
    )
    return write(
        request,
        page,
        form,
        lambda: services.add_question(questionnaire=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The question is added."),
    )


def questionnaire_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Correct a questionnaire in draft."""
    actor, found = person_of(request), _questionnaire_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_write_questions(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = QuestionnaireForm(request.POST or None, instance=found)
    page = Page(
        title=_("Correct a questionnaire"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=_crumbs(found),
        lead=found.title,
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_questionnaire(questionnaire=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The questionnaire is corrected."),
    )


def question_edit(request: HttpRequest, slug: str, number: int, question: int) -> HttpResponse:
    """Correct a question of a questionnaire in draft."""
    actor, found = person_of(request), _questionnaire_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    row = _question_of(found, question)
    if not (decision := permissions.can_write_questions(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = QuestionForm(request.POST or None, questionnaire=found, instance=row)
    page = Page(
        title=_("Correct a question"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=_crumbs(found),
        lead=found.title,
        refusals=_refusals(),
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_question(question=row, actor=actor, now=timezone.now(), **form.values()),
        said=_("The question is corrected."),
    )


@require_POST
def question_move(request: HttpRequest, slug: str, number: int, question: int, move: str) -> HttpResponse:
    """Move a question of a questionnaire in draft up or down, or take it out."""
    actor, found = person_of(request), _questionnaire_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    row, now = _question_of(found, question), timezone.now()
    if not (decision := permissions.can_write_questions(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    try:
        if move == "remove":
            services.remove_question(question=row, actor=actor, now=now)
        else:
            services.move_question(question=row, actor=actor, now=now, is_up=move == "up")
    except services.QuestionInUse:
        messages.warning(request, _refusals()[services.QuestionInUse])
    else:
        messages.success(request, _("The question is taken out.") if move == "remove" else _("The question is moved."))
    return redirect(found)


@login_not_required
def questionnaire_results(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:
    """Give the results as a sheet, once they may be read: one row a choice or a free answer."""
    found = _questionnaire_of(request, slug, number)
    results = queries.results(found)
    if not results.is_shown:
        raise Http404
    rows: list[list[object]] = []
    for row in results.questions:
        rows += [[row.question.number, row.question.wording, choice, count] for choice, count in row.choices]
        rows += [[row.question.number, row.question.wording, text, 1] for text in row.texts]
        if not row.is_shown:
            few = _("Fewer than %(count)s people answered: nothing is told of them.")
            rows.append([row.question.number, row.question.wording, few % {"count": queries.GROUP_MIN}, ""])
    headings = [_("number"), pgettext("questionnaire", "question"), pgettext("to a question", "answer"), _("answers")]
    return table_response(f"{found.consultation.slug}-questionnaire-{found.number}", form, headings, rows)


@require_POST
def questionnaire_move(request: HttpRequest, slug: str, number: int, move: str) -> HttpResponse:
    """Open or close a questionnaire."""
    actor, found = person_of(request), _questionnaire_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    if not (decision := permissions.can_move_questionnaire(actor, found, move)):
        return refused(request, decision, found.get_absolute_url())
    now = timezone.now()
    if move == "close":
        services.close_questionnaire(questionnaire=found, actor=actor, now=now)
        messages.success(request, _("The questionnaire is closed."))
        return redirect(found)
    try:
        services.open_questionnaire(questionnaire=found, actor=actor, now=now)
    except services.NoQuestion:
        messages.warning(request, _("Add a question first."))
    else:
        messages.success(request, _("The questionnaire is open: anybody answers, without account."))
    return redirect(found)
