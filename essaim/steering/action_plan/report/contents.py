"""What the report of a plan's state says: every word, number and drawing, ready to be laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.charts import Chart, bars
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.action_plan import queries
from essaim.steering.action_plan.models import DeclaredFigure, PartTitle, Plan, Source
from essaim.steering.action_plan.queries.portfolio import ActionRow, MilestoneRow
from essaim.steering.action_plan.states import (
    ActionState,
    ActionStatus,
    BudgetSection,
    ItemKind,
    MilestoneOutlook,
    PersonRole,
    PlanState,
)
from essaim.steering.action_plan.status_rule import RULE

AHEAD = timedelta(days=90)
CHART_FONT = "Essaim Text"
Contents = dict[str, object]


@dataclass(frozen=True, slots=True)
class Edition:
    """
    For whom a report is made: the authority's name, the day its data are of, the notice it must carry.

    shows_names: whether pilots are named, as to the team, or only their job titles shown, as to everybody.
    commune_count: how many communes the authority has; 0 when none is set up.
    """

    authority: str
    today: date
    shows_names: bool
    commune_count: int
    notice: str = ""


def state_contents(plan: Plan, edition: Edition) -> Contents:
    """Return what the report says, in the language in force, in a number of queries that does not grow."""
    actions = queries.action_rows(plan, today=edition.today, shows_names=edition.shows_names)
    milestones = queries.milestone_rows(plan, today=edition.today)
    figures = list(plan.figures.select_related("source").order_by("key"))
    title = _("State of the plan %(slug)s") % {"slug": plan.slug}
    period = _("%(start)s to %(end)s") % {
        "start": _day(plan.starts_on),
        "end": _day(plan.ends_on - timedelta(days=1)),
    }
    return {
        "language": (get_language() or "fr")[:2],
        "title": title,
        "subtitle": plan.name,
        "authority": edition.authority or plan.origin_name,
        "period": period,
        "state": plan.get_state_display(),
        "summary": plan.summary,
        "notice": edition.notice,
        "as_of": _("Data of %(day)s") % {"day": _day(edition.today)},
        "year": edition.today.year,
        "month": edition.today.month,
        "day": edition.today.day,
        "act": _act(plan),
        "words": _words(),
        "key_figures": _key_figures(plan, actions, milestones, edition),
        "status_chart": _status_chart(actions),
        "axes": _axes(plan, actions),
        "across": _across(plan),
        "late": [_late(step) for step in milestones if step.outlook == MilestoneOutlook.LATE],
        "coming": [
            _coming(step)
            for step in milestones
            if step.done_on is None and edition.today <= step.due_on < edition.today + AHEAD
        ],
        "budget": _budget(plan, actions),
        "figures": [_figure(figure) for figure in figures],
        "rule": [
            {"number": str(number), "status": str(clause.status.label), "words": str(clause.words)}
            for number, clause in enumerate(RULE, start=1)
        ],
        "sources": _sources(plan, figures),
        "perimeter": _perimeter(plan, edition),
    }


def _day(day: date) -> str:
    return day_in_words(day, "j F Y")


def _words() -> dict[str, str]:
    return {
        "contents": _("Contents"),
        "essentials": _("In short"),
        "key_figures": _("Key figures"),
        "what": _("What"),
        "how_many": _("How many"),
        "statuses": _("Status of the actions"),
        "same_as_table": _("The same as a table:"),
        "actions": _("Axes and actions"),
        "deadlines": _("Deadlines"),
        "late": _("Late milestones"),
        "no_late": _("No milestone is late."),
        "coming": _("Milestones of the next ninety days"),
        "no_coming": _("No milestone is due in the next ninety days."),
        "action": pgettext("part of a plan", "Action"),
        "axis": pgettext("part of a plan", "Axis"),
        "milestone": _("Milestone"),
        "due_on": _("Due on"),
        "delay": _("Delay"),
        "outlook": _("To be expected"),
        "threatens": _("Milestones it threatens"),
        "budget": _("Budget"),
        "budget_note": _(
            "Amounts planned and voted. What is committed and paid is followed apart and is not in this report."
        ),
        "no_budget": _("No amount is entered for this plan."),
        "year": _("Year"),
        "section": _("Section"),
        "planned": pgettext("amount", "Planned"),
        "voted": pgettext("amount", "Voted"),
        "total": _("Total"),
        "figures": _("Declared figures"),
        "figures_note": _(
            "These figures come from elsewhere. They have different perimeters and methods: they are never added up."
        ),
        "no_figures": _("No figure is declared for this plan."),
        "method": _("Method and sources"),
        "rule": _("How the status of an action is derived"),
        "rule_note": _(
            "The first line that holds gives the status. A person may put another over it, with a reason and an end."
        ),
        "line": _("Line"),
        "condition": _("Condition"),
        "status": _("Status"),
        "sources": _("Sources"),
        "source": _("Source"),
        "weight": _("Weight"),
        "contents_about": _("Issuer and date"),
        "perimeter": _("Date and perimeter of the data"),
        "page": pgettext("of a document", "Page"),
    }


def _act(plan: Plan) -> str:
    act = plan.founding_act
    if act is None:
        return ""
    number = f"{act.number}, " if act.number else ""
    return _("Founding act: %(number)s%(title)s (%(date)s)") % {
        "number": number,
        "title": act.title,
        "date": act.voted_in_words,
    }


def _count(one: str, value: int | str, note: str = "") -> dict[str, str]:
    return {"label": one, "value": str(value), "note": note}


def _key_figures(
    plan: Plan, actions: Sequence[ActionRow], milestones: Sequence[MilestoneRow], edition: Edition
) -> list[dict[str, str]]:
    done = sum(step.done_on is not None for step in milestones)
    late = sum(step.outlook == MilestoneOutlook.LATE for step in milestones)
    communes = {code for action in actions for code in action.commune_codes}
    found = [
        _count(
            _("Actions"), len(actions), _("in %(count)s axes") % {"count": len({row.axis_number for row in actions})}
        ),
        _count(_("Milestones done"), done, _("of %(total)s") % {"total": len(milestones)}),
        _count(_("Milestones late"), late),
    ]
    if edition.commune_count and not plan.is_foreign:
        of_all = _("of %(total)s") % {"total": edition.commune_count}
        found.append(_count(_("Communes named in an action"), len(communes), of_all))
    budget = queries.budget_by_year(plan)
    if budget:
        voted = sum(row.totals.voted_cents for row in budget)
        planned = sum(row.totals.planned_cents for row in budget)
        found.append(_count(_("Amounts voted"), _euros(voted), _("of %(total)s planned") % {"total": _euros(planned)}))
    return found


def _euros(cents: int) -> str:
    return format_euros(cents, language=(get_language() or "fr")[:2])


def _drawn(chart: Chart) -> Contents:
    """Return a chart for the layout: the drawing in the fonts of the document, its words, its table."""
    svg = chart.svg.replace('font-family="sans-serif"', f'font-family="{CHART_FONT}"')
    rows = [[str(cell) for cell in row] for row in chart.rows]
    return {
        "title": chart.title,
        "alt": f"{chart.title}. {chart.description}",
        "svg": svg,
        "header": list(chart.header),
        "rows": rows,
    }


def _status_chart(actions: Sequence[ActionRow]) -> Contents | None:
    counts = Counter(action.status.value for action in actions if action.state != ActionState.DROPPED)
    if not counts:
        return None
    status, number = _("Status"), _("Number of actions")
    rows = [{status: str(value.label), number: counts[value]} for value in ActionStatus if counts[value]]
    description = ", ".join(f"{row[status]} {row[number]}" for row in rows)
    chart = bars(
        title=_("Status of the actions"),
        description=f"{description}.",
        rows=rows,
        category=status,
        value=number,
        width=600,
        height=270,
    )
    return _drawn(chart)


def _axes(plan: Plan, actions: Sequence[ActionRow]) -> list[Contents]:
    shows_status = plan.state in {PlanState.ADOPTED, PlanState.IN_FORCE}
    # A plan that came from elsewhere brings job titles, and nobody.
    brought = PartTitle.objects.filter(action__plan=plan, role=PersonRole.PILOT) if plan.is_foreign else ()
    titles = {part.action_id: part.title for part in brought}
    return [
        {
            "number": str(axis.number),
            "title": axis.title,
            "intent": axis.intent,
            "items": [item.text for item in axis.items.all()],
            "actions": [
                _action(action, title=titles.get(action.pk), shows_status=shows_status)
                for action in actions
                if action.axis_number == axis.number
            ],
        }
        for axis in plan.axes.prefetch_related("items")
    ]


def _across(plan: Plan) -> list[Contents]:
    """Return what the plan states beside its axes, kind by kind: principles, contents, stakes, results."""
    titles = {
        ItemKind.PRINCIPLE: _("Principles"),
        ItemKind.CONTENT: _("What the plan says across its axes"),
        ItemKind.STAKE: _("Stakes validated by the committee"),
        ItemKind.RESULT: _("Results reported"),
    }
    items = list(plan.items.filter(axis__isnull=True).order_by("pk"))
    groups = ((title, [row for row in items if row.kind == kind]) for kind, title in titles.items())
    return [{"title": title, "items": [[row.code, row.text] for row in rows]} for title, rows in groups if rows]


def _action(action: ActionRow, *, title: str | None, shows_status: bool) -> Contents:
    facts = []
    if action.state == ActionState.DROPPED:
        facts.append(_("Dropped"))
    pilot = action.pilot
    if pilot is not None:
        name = f"{pilot.name}, {pilot.job_title}" if pilot.job_title else pilot.name
        facts.append(_("Pilot: %(who)s") % {"who": name})
    elif title is not None:
        facts.append(_("Pilot: %(who)s") % {"who": title or _("named")})
    elif shows_status:
        facts.append(_("No pilot named yet"))
    if action.milestones_total:
        facts.append(
            _("%(done)s of %(total)s milestones done")
            % {"done": action.milestones_done, "total": action.milestones_total}
        )
    if action.next_due_on is not None:
        facts.append(_("Next: %(title)s, %(day)s") % {"title": action.next_title, "day": _day(action.next_due_on)})
    if action.commune_codes:
        count = len(action.commune_codes)
        facts.append(ngettext("%(count)s commune", "%(count)s communes", count) % {"count": count})
    if action.stakeholders:
        facts.append(_("With: %(names)s") % {"names": ", ".join(action.stakeholders)})
    return {
        "number": str(action.number),
        "title": action.title,
        "summary": action.plain_summary,
        "facts": facts,
        "status": _status(action) if shows_status and action.state != ActionState.DROPPED else None,
    }


def _status(action: ActionRow) -> dict[str, str]:
    shown = action.status
    because = _("By line %(number)s of the rule: %(words)s") % {
        "number": shown.verdict.clause_number,
        "words": shown.verdict.words,
    }
    if shown.override is not None:
        because = _("Put by hand until %(day)s: %(reason)s By the rule it would be “%(status)s” (line %(number)s).") % {
            "day": _day(shown.override.ends_on - timedelta(days=1)),
            "reason": _sentence(shown.override.reason),
            "status": shown.verdict.status.label,
            "number": shown.verdict.clause_number,
        }
    return {"label": shown.label, "look": shown.look, "because": because}


def _sentence(text: str) -> str:
    """End a text as a sentence."""
    return text if text.rstrip().endswith((".", "!", "?", "…")) else f"{text.rstrip()}."


def _late(step: MilestoneRow) -> dict[str, str]:
    days = ngettext("%(days)s day", "%(days)s days", step.days_late) % {"days": step.days_late}
    return {
        "action": f"{step.action_number}",
        "title": step.title,
        "due_on": _day(step.due_on),
        "delay": days,
        "threatens": "\n".join(step.threatens) or "–",
    }


def _coming(step: MilestoneRow) -> dict[str, str]:
    words = step.outlook_label
    if step.waits_for:
        words = _("%(outlook)s: waits for %(steps)s") % {"outlook": words, "steps": ", ".join(step.waits_for)}
    return {
        "action": f"{step.action_number}",
        "title": step.title,
        "due_on": _day(step.due_on),
        "outlook": words,
    }


def _budget(plan: Plan, actions: Sequence[ActionRow]) -> Contents | None:
    by_year = queries.budget_by_year(plan)
    if not by_year:
        return None
    by_axis = queries.budget_by_axis(plan)
    titles = {action.axis_number: action.axis_title for action in actions}
    planned, voted = (
        sum(row.totals.planned_cents for row in by_year),
        sum(row.totals.voted_cents for row in by_year),
    )
    return {
        "chart": _budget_chart(by_year),
        "years": [
            [
                str(row.year),
                str(BudgetSection(row.section).label),
                _euros(row.totals.planned_cents),
                _euros(row.totals.voted_cents),
            ]
            for row in by_year
        ],
        "axes": [
            [f"{number}. {titles.get(number, '')}", _euros(totals.planned_cents), _euros(totals.voted_cents)]
            for number, totals in sorted(by_axis.items())
        ],
        "planned": _euros(planned),
        "voted": _euros(voted),
    }


def _budget_chart(by_year: Iterable[queries.YearTotals]) -> Contents | None:
    year, section, amount = _("Year"), _("Section"), _("Voted, in thousands of euros")
    rows = [
        {year: str(row.year), section: str(BudgetSection(row.section).label), amount: row.totals.voted_cents / 100_000}
        for row in by_year
        if row.totals.voted_cents
    ]
    if not rows:
        return None
    chart = bars(
        title=_("Amounts voted by year and section"),
        description=_("The amounts are in the table that follows."),
        rows=rows,
        category=year,
        value=amount,
        series=section,
        unit=amount,
        width=520,
        height=190,
    )
    return _drawn(chart)


def _figure(figure: DeclaredFigure) -> Contents:
    facts = [
        (_("Period"), figure.period),
        (_("Perimeter"), figure.perimeter),
        (_("Denominator"), figure.denominator),
        (_("Status"), figure.get_status_display()),
        (_("Caution"), figure.caveat),
        (_("Source"), figure.source.title),
    ]
    return {
        "label": figure.label,
        "wording": figure.wording,
        "facts": [[name, value] for name, value in facts if value],
    }


def _sources(plan: Plan, figures: Sequence[DeclaredFigure]) -> list[dict[str, str]]:
    """List what the plan, its axes, actions, items, statements and figures name as their source, by title."""
    keys = {plan.source_id, *(figure.source_id for figure in figures)}
    for rows in (plan.axes, plan.actions, plan.items, plan.statements, plan.crossings):
        keys.update(rows.order_by().values_list("source_id", flat=True).distinct())
    if plan.founding_act is not None:
        keys.add(plan.founding_act.source_id)
    return [
        {
            "title": source.title,
            "about": ", ".join(text for text in (source.issuer, source.dated) if text),
            "weight": source.get_weight_display(),
            "url": source.url,
        }
        for source in Source.objects.filter(pk__in=keys).order_by("title")
    ]


def _perimeter(plan: Plan, edition: Edition) -> list[str]:
    lines = [
        _("Statuses, milestones and amounts are those entered in Essaim on %(day)s, for this plan alone.")
        % {"day": _day(edition.today)},
        _("A milestone is late when its date is past and it is not done on that day."),
        _("Texts of axes and actions are those of the plan; each comes from a source listed above."),
    ]
    if not edition.shows_names:
        lines.append(_("This edition is public: it names job titles and no person."))
    if plan.is_foreign:
        lines.append(_("This plan comes from %(name)s and is shown as it was sent.") % {"name": plan.origin_name})
    if edition.notice:
        lines.append(edition.notice)
    return lines
