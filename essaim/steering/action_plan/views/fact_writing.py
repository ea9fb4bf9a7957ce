"""Pages where the team writes facts with their source: sources, statements, items, policies crossed, figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Crumbs, Page, write
from essaim.steering.action_plan import permissions, services
from essaim.steering.action_plan.forms import (
    CrossingForm,
    FigureEditForm,
    FigureForm,
    ItemEditForm,
    ItemForm,
    PolicyForm,
    SourceEditForm,
    SourceForm,
    StatementEditForm,
    StatementForm,
)
from essaim.steering.action_plan.models import (
    Act,
    Action,
    Axis,
    DeclaredFigure,
    Plan,
    PlanItem,
    PolicyCrossing,
    Source,
    Statement,
)

from .finding import plan_of
from .pages import act_crumbs, action_crumbs, plan_crumbs

Subject = Act | Plan | Axis | Action


def source_create(request: HttpRequest) -> HttpResponse:
    """Write a new source."""
    actor = person_of(request)
    require(permissions.can_write_policy(actor))
    back = reverse("action_plan:source_list")
    page = Page(title=_("Add a source"), submit=_("Add"), back=back, crumbs=((_("Sources"), back),))
    form = SourceForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.cite_source(actor=actor, now=timezone.now(), **form.values()),
        said=_("The source is added."),
        onward=lambda source: source.get_absolute_url(),
    )


def source_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Correct how a source is described."""
    actor, source = person_of(request), get_object_or_404(Source, key=key)
    require(permissions.can_write_policy(actor))
    page = Page(
        title=_("Correct a source"),
        submit=_("Save"),
        back=source.get_absolute_url(),
        crumbs=((_("Sources"), reverse("action_plan:source_list")), (source.title, source.get_absolute_url())),
        lead=source.title,
    )
    form = SourceEditForm(request.POST or None, instance=source)
    return write(
        request,
        page,
        form,
        lambda: services.update_source(source=source, actor=actor, now=timezone.now(), **form.told()),
        said=_("The source is corrected; its history keeps what it was."),
    )


def _subject(kind: str, pk: int) -> Subject:
    if kind == "act":
        return get_object_or_404(Act, pk=pk)
    if kind == "plan":
        return get_object_or_404(Plan, pk=pk)
    if kind == "axis":
        return get_object_or_404(Axis.objects.select_related("plan"), pk=pk)
    return get_object_or_404(Action.objects.select_related("plan"), pk=pk)


def _crumbs_of(subject: Subject) -> Crumbs:
    if isinstance(subject, Act):
        return act_crumbs(subject)
    if isinstance(subject, Action):
        return action_crumbs(subject)
    return plan_crumbs(subject.plan if isinstance(subject, Axis) else subject)


def statement_create(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Write what a source says on an act, a plan, an axis or an action."""
    actor, subject = person_of(request), _subject(kind, pk)
    require(permissions.can_write_policy(actor))
    page = Page(
        title=_("Quote a source"),
        submit=_("Add"),
        back=subject.get_absolute_url(),
        crumbs=_crumbs_of(subject),
        lead=str(subject),
    )
    form = StatementForm(request.POST or None)

    def save() -> Statement:
        return services.state_wording(subject=subject, actor=actor, now=timezone.now(), **form.values())

    return write(request, page, form, save, said=_("The wording is kept with its source."))


def statement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct how a source was quoted."""
    actor = person_of(request)
    rows = Statement.objects.select_related("act", "plan", "axis__plan", "action__plan")
    statement = get_object_or_404(rows, pk=pk)
    require(permissions.can_write_policy(actor))
    subject = statement.act or statement.plan or statement.axis or statement.action
    if subject is None:
        raise LookupError  # A constraint of the table forbids it.
    page = Page(
        title=_("Correct a quotation"),
        submit=_("Save"),
        back=subject.get_absolute_url(),
        crumbs=_crumbs_of(subject),
        lead=str(subject),
    )
    form = StatementEditForm(request.POST or None, instance=statement)
    return write(
        request,
        page,
        form,
        lambda: services.update_statement(statement=statement, actor=actor, now=timezone.now(), **form.told()),
        said=_("The quotation is corrected; its history keeps what it was."),
    )


def item_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a principle, a stake, a content or a result to a plan."""
    actor, plan = person_of(request), plan_of(request, slug)
    require(permissions.can_document_plan(actor, plan))
    page = Page(
        title=_("Add a principle, a stake or a result"),
        submit=_("Add"),
        back=plan.get_absolute_url(),
        crumbs=plan_crumbs(plan),
        lead=plan.name,
    )
    form = ItemForm(request.POST or None, instance=PlanItem(plan=plan), initial={"source": plan.source_id})
    return write(
        request,
        page,
        form,
        lambda: services.add_item(plan=plan, actor=actor, now=timezone.now(), **form.values()),
        said=_("It is added to the plan."),
    )


def item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an item of a plan."""
    actor = person_of(request)
    item = get_object_or_404(PlanItem.objects.select_related("plan"), pk=pk)
    require(permissions.can_document_plan(actor, item.plan))
    page = Page(
        title=_("Correct an item of a plan"),
        submit=_("Save"),
        back=item.plan.get_absolute_url(),
        crumbs=plan_crumbs(item.plan),
        lead=f"{item.get_kind_display()} {item.code}",
    )
    form = ItemEditForm(request.POST or None, instance=item)
    return write(
        request,
        page,
        form,
        lambda: services.update_item(item=item, actor=actor, now=timezone.now(), **form.told()),
        said=_("It is corrected; its history keeps what it was."),
    )


def policy_create(request: HttpRequest) -> HttpResponse:
    """Name another policy of the authority."""
    actor = person_of(request)
    require(permissions.can_write_policy(actor))
    back = reverse("action_plan:policy_list")
    page = Page(
        title=_("Name a policy"),
        submit=_("Add"),
        back=back,
        crumbs=((_("Policies crossed"), back),),
        lead=_("Another policy of the authority, which plans and actions may then cross: housing, waste, transport…"),
    )
    form = PolicyForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.name_policy(actor=actor, now=timezone.now(), **form.values()),
        said=_("The policy is named: plans and actions can cross it."),
    )


def crossing_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the policies that a plan crosses, and state another."""
    actor, plan = person_of(request), plan_of(request, slug)
    require(permissions.can_document_plan(actor, plan))
    here = reverse("action_plan:crossing_list", args=[plan.slug])
    page = Page(
        title=_("Policies crossed"),
        submit=_("State this crossing"),
        back=plan.get_absolute_url(),
        crumbs=plan_crumbs(plan),
        lead=plan.name,
    )
    form = CrossingForm(request.POST or None, plan=plan, initial={"source": plan.source_id})
    return write(
        request,
        page,
        form,
        lambda: services.cross_policy(plan=plan, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The crossing is stated."),
        onward=here,
        template="action_plan/crossing_list.html",
        context={"crossings": plan.crossings.select_related("policy", "action__plan", "source")},
    )


def crossing_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a plan or an action crosses a policy."""
    actor = person_of(request)
    crossing = get_object_or_404(PolicyCrossing.objects.select_related("policy", "plan", "action"), pk=pk)
    require(permissions.can_document_plan(actor, crossing.plan))
    back = reverse("action_plan:crossing_list", args=[crossing.plan.slug])
    page = Page(
        title=_("Take back a crossing"),
        submit=_("Take it back"),
        back=back,
        crumbs=(*plan_crumbs(crossing.plan), (_("Policies crossed"), back)),
        lead=str(crossing),
        warning=_("The crossing leaves the pages; the history keeps it."),
    )
    form = ReasonForm(request.POST or None)

    def save() -> None:
        services.uncross_policy(crossing=crossing, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now())

    return write(request, page, form, save, said=_("The crossing is taken back."))


def figure_create(request: HttpRequest) -> HttpResponse:
    """Declare a figure that comes from elsewhere."""
    actor = person_of(request)
    require(permissions.can_write_policy(actor))
    back = reverse("action_plan:figure_list")
    page = Page(
        title=_("Declare a figure"),
        submit=_("Declare it"),
        back=back,
        crumbs=((_("Figures"), back),),
        lead=_("A figure that Essaim does not count itself. It is shown with its source and never added to others."),
    )
    form = FigureForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.declare_figure(actor=actor, now=timezone.now(), **form.values()),
        said=_("The figure is declared."),
        onward=lambda figure: figure.get_absolute_url(),
    )


def figure_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Correct how a figure was copied from its source."""
    actor, figure = person_of(request), get_object_or_404(DeclaredFigure, key=key)
    require(permissions.can_write_policy(actor))
    page = Page(
        title=_("Correct a figure"),
        submit=_("Save"),
        back=figure.get_absolute_url(),
        crumbs=((_("Figures"), reverse("action_plan:figure_list")), (figure.label, figure.get_absolute_url())),
        lead=str(figure),
    )
    form = FigureEditForm(request.POST or None, instance=figure)
    return write(
        request,
        page,
        form,
        lambda: services.correct_figure(figure=figure, actor=actor, now=timezone.now(), **form.told()),
        said=_("The figure is corrected; its history keeps what was shown."),
    )
