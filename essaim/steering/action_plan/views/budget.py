"""The budget of a plan and of its actions: everybody reads each line, the team adds and corrects them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.charts import Chart, bars
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door, Page, refused, write
from essaim.steering.action_plan import permissions, queries, services, tables
from essaim.steering.action_plan.forms import BudgetLineForm, CorrectionForm
from essaim.steering.action_plan.models import BudgetLine, Plan
from essaim.steering.action_plan.states import BudgetSection

from .finding import action_of, plan_of
from .pages import action_crumbs, plan_crumbs


@login_not_required
def plan_budget(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the budget of a plan: totals by axis, action, year and funder, a chart, and every line behind them."""
    plan = plan_of(request, slug)
    budget = queries.plan_budget(plan)
    lines = BudgetLine.objects.filter(action__plan=plan)
    context = {
        "plan": plan,
        "crumbs": plan_crumbs(plan),
        "budget": budget,
        "chart": _chart(plan, budget) if budget.years else None,
        "flagged": queries.without_act_in_force(lines).count(),
        "section_labels": dict(BudgetSection.choices),
    }
    return list_page(
        request,
        template="action_plan/plan_budget.html",
        table_class=tables.BudgetTable,
        filterset_class=tables.BudgetFilter,
        rows=lines.select_related("action__plan", "action__axis", "act", "corrects"),
        file_name=f"budget-{plan.slug}",
        context=context,
    )


def _chart(plan: Plan, budget: queries.PlanBudget) -> Chart:
    """Draw what was voted by year and section, or what was planned when nothing was voted yet; in euros."""
    is_voted = budget.totals.voted_cents != 0
    year, section = pgettext("chart", "Year"), pgettext("chart", "Section")
    amount = pgettext("chart", "Voted (€)") if is_voted else pgettext("chart", "Planned (€)")
    rows: list[dict[str, object]] = [
        {
            year: str(row.year),
            section: str(BudgetSection(row.section).label),
            amount: (row.totals.voted_cents if is_voted else row.totals.planned_cents) / 100,
        }
        for row in budget.years
    ]
    return bars(
        title=_("Budget of the plan %s by year and section") % plan.slug,
        description=_("Amounts voted, in euros.") if is_voted else _("Amounts planned, in euros."),
        rows=rows,
        category=year,
        value=amount,
        series=section,
        unit="€",
    )


@login_not_required
def action_budget(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the lines of an action's budget, corrections under the line they correct, and their sums by year."""
    action = action_of(request, slug, number)
    lines = action.budget_lines.select_related("act")
    write_line = reverse("action_plan:budget_line_create", args=[slug, number])
    can_write = permissions.can_edit_action(request.user, action)
    is_of_the_team = bool(permissions.can_write_policy(request.user))
    years = action.budget_lines.order_by("year", "section").values("year", "section")
    context = {
        "action": action,
        "plan": action.plan,
        "crumbs": action_crumbs(action),
        "lines": lines.filter(corrects__isnull=True).prefetch_related("corrections"),
        "totals": queries.budget_totals(action.budget_lines.all()),
        "years": years.annotate(planned=Sum("planned_cents"), voted=Sum("voted_cents")),
        "section_labels": dict(BudgetSection.choices),
        "flagged": set(queries.without_act_in_force(lines).values_list("pk", flat=True)),
        "can_write": bool(can_write),
        "doors": [Door(_("Write a budget line"), write_line, can_write, "primary")] if is_of_the_team else [],
    }
    return render(request, "action_plan/action_budget.html", context)


def budget_line_create(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Write an amount planned or voted for an action."""
    actor, action = person_of(request), action_of(request, slug, number)
    require(permissions.can_edit_action(actor, action))
    back = reverse("action_plan:action_budget", args=[slug, number])
    page = Page(
        title=_("Write a budget line"),
        submit=_("Write this line"),
        back=back,
        crumbs=(*action_crumbs(action), (_("Budget"), back)),
        lead=str(action),
        warning=_("A line is never rewritten nor erased: a mistake is corrected by another line."),
    )
    form = BudgetLineForm(request.POST or None, initial={"year": timezone.localdate().year})
    return write(
        request,
        page,
        form,
        lambda: services.write_budget_line(action=action, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The line is written."),
    )


def budget_line_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a line to its right amounts by another line, which says why."""
    actor = person_of(request)
    line = get_object_or_404(BudgetLine.objects.select_related("action__plan", "corrects"), pk=pk)
    require(permissions.can_edit_action(actor, line.action))
    back = reverse("action_plan:action_budget", args=[line.action.plan.slug, line.action.number])
    if line.corrects is not None:
        first = reverse("action_plan:budget_line_correct", args=[line.corrects.pk])
        return refused(request, permissions.can_correct_line(actor, line), first)
    page = Page(
        title=_("Correct a budget line"),
        submit=_("Write the correction"),
        back=back,
        crumbs=(*action_crumbs(line.action), (_("Budget"), back)),
        lead=str(line),
        warning=_("Nothing is rewritten: the difference becomes a new line that names this one, for good."),
        refusals={services.NothingToCorrect: _("The line comes to these amounts already.")},
    )
    form = CorrectionForm(request.POST or None, line=line)
    return write(
        request,
        page,
        form,
        lambda: services.correct_budget_line(line=line, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The correction is written."),
    )
