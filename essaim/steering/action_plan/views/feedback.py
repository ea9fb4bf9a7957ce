"""Questions of residents: asked without account, followed by number, answered by the team."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page
from essaim.steering.action_plan import permissions, queries, services, tables
from essaim.steering.action_plan.forms import AnswerForm, FeedbackForm, TrackingForm
from essaim.steering.action_plan.models import Action, Feedback

from .public import plan_of


@login_not_required
def ask(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """Take a question or remark on a plan, or on one of its actions."""
    plan = plan_of(request, slug)
    action = get_object_or_404(Action, plan=plan, number=number) if number else None
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
        # A stale or too quick form gets a fresh signature, and keeps its text.
        form.data = form.data.copy()
        form.data["opened"] = form.fields["opened"].initial
    return render(request, "action_plan/feedback_form.html", {"plan": plan, "action": action, "form": form})


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
        Feedback.objects.filter(state="answered").select_related("action__plan", "plan").order_by("-ended_at")[:20]
    )
    context = {"form": form, "answered": answered, "median_days": queries.feedback_delays()}
    return render(request, "action_plan/feedback_search.html", context)


@login_not_required
def feedback_tracking(request: HttpRequest, number: str) -> HttpResponse:
    """Show to anybody who has its number what became of a question."""
    feedback = get_object_or_404(Feedback.objects.select_related("action__plan", "plan"), tracking_number=number)
    return render(request, "action_plan/feedback_tracking.html", {"feedback": feedback})


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
    found = get_object_or_404(
        Feedback.objects.select_related("action__plan", "plan", "assignee"), tracking_number=number
    )
    return render(request, "action_plan/feedback.html", {"feedback": found, "form": AnswerForm()})


@require_POST
def feedback_move(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Take a question for oneself, answer it, or set it aside."""
    found = get_object_or_404(Feedback.objects.select_related("plan"), tracking_number=number)
    now = timezone.now()
    if move == "assign":
        services.assign_feedback(feedback=found, actor=request.user, assignee=request.user, now=now)
        messages.success(request, _("This question is yours."))
        return redirect("action_plan:feedback", number)
    require(permissions.can_answer_feedback(request.user))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "action_plan/feedback.html", {"feedback": found, "form": form}, status=422)
    act = services.answer_feedback if move == "answer" else services.set_feedback_aside
    act(feedback=found, actor=request.user, answer=form.cleaned_data["answer"], now=now)
    messages.success(request, _("The answer is public."))
    return redirect("action_plan:feedback", number)
