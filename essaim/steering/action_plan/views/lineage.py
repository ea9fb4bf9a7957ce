"""How the plans follow one another: the page everybody reads, and the links the team states and confirms."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Crumbs, Page, refused, write
from essaim.steering.action_plan import drawing, permissions, queries, services
from essaim.steering.action_plan.forms import LinkForm, end_choices
from essaim.steering.action_plan.models import Lineage, Plan
from essaim.steering.action_plan.states import Certainty, LineageKind


@login_not_required
def lineage(request: HttpRequest) -> HttpResponse:
    """Show how each plan follows the one before: a drawing and its table, kept to a plan, a kind or a certainty."""
    links = list(queries.shown_links(request.user))
    plans = list(queries.plans_visible_to(request.user).own().order_by("starts_on", "pk"))
    plan = next((row for row in plans if row.slug == request.GET.get("plan")), None)
    certainty = _known(request.GET.get("certitude", ""), Certainty.values)
    kind = _known(request.GET.get("nature", ""), LineageKind.values)
    kept = [link for link in links if _is_kept(link, plan, certainty, kind)]
    context = {
        "links": kept,
        "total": len(links),
        "to_confirm": sum(link.certainty == Certainty.TO_CONFIRM for link in links),
        "plans": plans,
        "plan": plan,
        "certainty": certainty,
        "certainties": Certainty.choices,
        "kind": kind,
        "kinds": LineageKind.choices,
        "svg": drawing.draw(_drawn(plans, plan, kept), kept) if kept else "",
        "can_write": bool(permissions.can_write_policy(request.user)),
    }
    return render(request, "action_plan/lineage.html", context)


def _known(text: str, values: Sequence[str]) -> str:
    return text if text in values else ""


def _is_kept(link: Lineage, plan: Plan | None, certainty: str, kind: str) -> bool:
    if (certainty and link.certainty != certainty) or (kind and link.kind != kind):
        return False
    ends = [end for end in (link.origin, link.target) if end is not None]
    return plan is None or any(end.plan_id == plan.pk for end in ends)


def _drawn(plans: Sequence[Plan], plan: Plan | None, links: Sequence[Lineage]) -> list[Plan]:
    """Keep a column for the plan asked for and for those it is linked to; for all of them when none is asked for."""
    if plan is None:
        return list(plans)
    linked = {end.plan_id for link in links for end in (link.origin, link.target) if end is not None}
    return [row for row in plans if row.pk in linked or row == plan]


def _crumbs() -> Crumbs:
    return ((_("Lineage"), reverse("action_plan:lineage")),)


def link_create(request: HttpRequest) -> HttpResponse:
    """State a link between plans, both ends chosen; ?objet=action:17 fills in the end it starts from."""
    actor = person_of(request)
    require(permissions.can_write_policy(actor))
    wanted = request.GET.get("objet", "")
    known = {key for _plan, group in end_choices() for key, _label in group}
    form = LinkForm(
        request.POST or None,
        initial={"origin": wanted if wanted in known else "", "kind": LineageKind.CONTINUES},
    )
    page = Page(
        title=_("State a link between plans"),
        submit=_("State this link"),
        back=reverse("action_plan:lineage"),
        crumbs=_crumbs(),
        lead=_("What continues, merges or splits goes from an earlier plan to a later one."),
        refusals={
            services.LineageBackwards: _("The plan on the right must start after the plan on the left: swap the ends.")
        },
    )

    def save() -> Lineage:
        return services.link_plans(actor=actor, now=timezone.now(), **form.cleaned_data)

    return write(request, page, form, save, said=_("The link is stated."))


def _link(pk: int) -> Lineage:
    return get_object_or_404(queries.lineage_links(), pk=pk)


def link_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a link that was a proposal, saying on what ground."""
    actor, link = person_of(request), _link(pk)
    require(permissions.can_write_policy(actor))
    back = reverse("action_plan:lineage")
    already = _("This link is confirmed already.")
    if request.method == "GET" and link.certainty == Certainty.CONFIRMED:
        return refused(request, deny(already), back)
    page = Page(
        title=_("Confirm a link between plans"),
        submit=_("Confirm"),
        back=back,
        crumbs=_crumbs(),
        lead=str(link),
        refusals={services.AlreadyConfirmed: already},
    )
    form = ReasonForm(request.POST or None)

    def save() -> Lineage:
        return services.confirm_link(link=link, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now())

    return write(request, page, form, save, said=_("The link is confirmed."))


def link_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a link that does not hold."""
    actor, link = person_of(request), _link(pk)
    require(permissions.can_write_policy(actor))
    page = Page(
        title=_("Take back a link between plans"),
        submit=_("Take it back"),
        back=reverse("action_plan:lineage"),
        crumbs=_crumbs(),
        lead=str(link),
        warning=_("The link leaves the drawing and the table; the history keeps it."),
    )
    form = ReasonForm(request.POST or None)

    def save() -> None:
        services.withdraw_link(link=link, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now())

    return write(request, page, form, save, said=_("The link is taken back."))
