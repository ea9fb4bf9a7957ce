"""Questions of residents: asked without account, followed by number, answered by the team."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs
from essaim.steering.action_plan import permissions, queries, services, tables
from essaim.steering.action_plan.forms import AnswerForm, FeedbackForm, TrackingForm
from essaim.steering.action_plan.models import Action, Feedback
from essaim.steering.action_plan.states import FeedbackState

from .finding import plan_of
from .pages import action_crumbs, plan_crumbs


@login_not_required
def ask(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """Take a question or remark on a plan, or on one of its actions."""
    plan = plan_of(request, slug)
    require(permissions.can_ask_about(plan))
    action = get_object_or_404(Action.objects.select_related("plan"), plan=plan, number=number) if number else None
    now = timezone.now()
    form = FeedbackForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            feedback = services.receive_feedback(
                plan=plan,
                action=action,
                text=form.cleaned_data["text"],
                email=form.cleaned_data["email"],
                now=now,
            )
        except services.FeedbackTooFast:
            form.add_error(
                None, _("Many messages are arriving at this moment. Keep your text and try again in an hour.")
            )
        else:
            messages.success(
                request, _("Thank you. Keep this number to follow the answer: %s") % feedback.tracking_number
            )
            return redirect(feedback)
    elif request.method == "POST":
        form.sign_again()
    context = {
        "plan": plan,
        "action": action,
        "crumbs": action_crumbs(action) if action else plan_crumbs(plan),
        "form": form,
        "level": queries.service_level(today=timezone.localdate(now)),
        "answer_days": services.ANSWER_DAYS_DEFAULT,
    }
    return render(request, "action_plan/feedback_form.html", context, status=422 if form.errors else 200)


@login_not_required
def tracking(request: HttpRequest) -> HttpResponse:
    """Find a question by its number, and show how fast questions are answered."""
    form = TrackingForm(request.GET or None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["tracking_number"].strip().upper()
        if Feedback.objects.filter(tracking_number=number).exists():
            return redirect("action_plan:feedback_tracking", number)
        form.add_error(
            "tracking_number", _("No question has this number. Check it: it reads ESS- then eight characters.")
        )
    answered = (
        Feedback.objects.filter(state=FeedbackState.ANSWERED, plan__in=queries.plans_visible_to(request.user))
        .select_related("action__plan", "plan")
        .order_by("-ended_at", "-pk")[:20]
    )
    context = {
        "form": form,
        "answered": answered,
        "level": queries.service_level(today=timezone.localdate()),
        "answer_days": services.ANSWER_DAYS_DEFAULT,
    }
    return render(request, "action_plan/feedback_search.html", context)


def _tracking_crumbs() -> Crumbs:
    return ((_("Follow a question"), reverse("action_plan:tracking")),)


@login_not_required
def feedback_tracking(request: HttpRequest, number: str) -> HttpResponse:
    """Show to anybody who has its number what became of a question."""
    feedback = get_object_or_404(Feedback.objects.select_related("action__plan", "plan"), tracking_number=number)
    return render(request, "action_plan/feedback_tracking.html", {"feedback": feedback, "crumbs": _tracking_crumbs()})


def feedback_list(request: HttpRequest) -> HttpResponse:
    """List the questions for the team."""
    require(permissions.can_answer_feedback(request.user))
    return list_page(
        request,
        template="action_plan/feedback_list.html",
        table_class=tables.FeedbackTable,
        filterset_class=tables.FeedbackFilter,
        rows=Feedback.objects.select_related("action", "plan", "assignee"),
        file_name="questions-des-habitants",
    )


def feedback(request: HttpRequest, number: str) -> HttpResponse:
    """Show a question to the team, with what can be done."""
    require(permissions.can_answer_feedback(request.user))
    return _feedback_page(request, _feedback_of(number), AnswerForm())


def _feedback_of(number: str) -> Feedback:
    rows = Feedback.objects.select_related("action__plan", "plan", "assignee")
    return get_object_or_404(rows, tracking_number=number)


def _feedback_page(request: HttpRequest, found: Feedback, form: AnswerForm, status: int = 200) -> HttpResponse:
    context = {
        "feedback": found,
        "form": form,
        "crumbs": ((_("Residents' questions"), reverse("action_plan:feedback_list")),),
        "today": timezone.localdate(),
    }
    return render(request, "action_plan/feedback.html", context, status=status)


@require_POST
def feedback_move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Take a question for oneself, answer it, or set it aside."""
    found, actor, now = _feedback_of(number), person_of(request), timezone.now()
    require(permissions.can_answer_feedback(actor))
    if move == "assign":
        services.assign_feedback(feedback=found, actor=actor, assignee=actor, now=now)
        messages.success(request, _("This question is yours."))
        return redirect("action_plan:feedback", number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _feedback_page(request, found, form, 422)
    act = services.answer_feedback if move == "answer" else services.set_feedback_aside
    act(feedback=found, actor=actor, answer=form.cleaned_data["answer"], now=now)
    messages.success(request, _("The answer is public."))
    return redirect("action_plan:feedback", number)
