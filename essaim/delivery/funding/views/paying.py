"""Pages where instalments are planned, services said to be done, payments ordered and corrected, signatures delegated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from essaim.delivery.funding import permissions, queries, services
from essaim.delivery.funding.forms import (
    CertifyForm,
    ConditionForm,
    CorrectPaymentForm,
    DelegationForm,
    InstalmentForm,
    MeetForm,
    OrderForm,
    TakeBackForm,
)
from essaim.delivery.funding.models import Certification, Condition, Delegation, Grant, Instalment, Payment
from essaim.delivery.funding.queries import InstalmentRow
from essaim.delivery.funding.states import SEEN_ALONE
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import Decision, deny, require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.forms import DayReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import grant_crumbs, grant_for, grants_crumb, instalment_for


def _beyond(refusal: services.MoreThanAgreed) -> str:
    return _("Instalments would come to more than the grant gives in cash: %(left)s are left to plan.") % {
        "left": format_euros(max(refusal.cents, 0))
    }


def _lacking(refusal: services.ConditionsNotMet) -> str:
    words = "; ".join(row.words for row in refusal.conditions)
    return _("Still asked before this instalment is paid: %(conditions)s") % {"conditions": words}


def _uncommitted(refusal: services.ContractMissing) -> str:
    names = ", ".join(row.name for row in refusal.organizations)
    return _("Nothing is paid before the republican commitment is recorded on the grant: %(names)s") % {"names": names}


REFUSALS: Mapping[type[Exception], Any] = {
    services.ReportsOverdue: gettext_lazy(
        "Who receives it owes a financial report that is late: nothing is paid before."
    ),
    services.ContractMissing: _uncommitted,
    services.MoreThanAgreed: _beyond,
    services.ConditionsNotMet: _lacking,
    services.PaidAlready: gettext_lazy("Something of it was said to be done or paid: it keeps at least that."),
    services.NothingToCertify: gettext_lazy("Less than that is left to be said done, or it is paid already."),
    services.NothingToPay: gettext_lazy("Nothing is left to pay of it: it was paid meanwhile, or taken back."),
    services.MoreThanDone: gettext_lazy("This payment comes to less than that, its corrections included."),
}


def _write(
    request: HttpRequest,
    grant: Grant,
    *,
    decision: Decision,
    form: forms.BaseForm,
    title: str,
    submit: str,
    save: Callable[[], object],
    said: str,
    back: str = "",
    lead: str = "",
    warning: str = "",
) -> HttpResponse:
    """Show a form about a grant to the team, or lead back with the reason why it is not the time or the person."""
    require(permissions.can_write_grants(request.user))
    back = back or f"{grant.get_absolute_url()}#versements"
    if not decision:
        return refused(request, decision, back)
    page = Page(title, submit, back, grant_crumbs(grant), lead=lead or str(grant), warning=warning, refusals=REFUSALS)
    return write(request, page, form, save, said=said)


def instalment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan an instalment."""
    actor, grant = person_of(request), grant_for(request, pk)
    left = queries.grant_total_cents(grant) - grant.in_kind_cents - queries.planned_cents(grant)
    form = InstalmentForm(request.POST or None, initial={"cents": max(left, 0)})
    return _write(
        request,
        grant,
        decision=permissions.can_plan_instalments(actor, grant),
        form=form,
        title=_("Plan an instalment"),
        submit=_("Plan this instalment"),
        save=lambda: services.add_instalment(grant=grant, actor=actor, now=timezone.now(), **form.values()),
        said=_("The instalment is planned."),
    )


def instalment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an instalment."""
    actor, found = person_of(request), instalment_for(request, pk)
    form = InstalmentForm(request.POST or None, instance=found)
    return _write(
        request,
        found.grant,
        decision=permissions.can_plan_instalments(actor, found.grant),
        form=form,
        title=_("Change an instalment"),
        submit=_("Save"),
        lead=str(found),
        save=lambda: services.update_instalment(instalment=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The instalment is changed."),
    )


@require_POST
def instalment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an instalment off the plan."""
    actor, found = person_of(request), instalment_for(request, pk)
    require(permissions.can_write_grants(actor))
    try:
        services.remove_instalment(instalment=found, actor=actor, now=timezone.now())
    except services.PaidAlready:
        messages.error(request, str(REFUSALS[services.PaidAlready]))
    else:
        messages.success(request, _("The instalment is taken off."))
    return redirect(f"{found.grant.get_absolute_url()}#versements")


def condition_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for something before an instalment is paid."""
    actor, found = person_of(request), instalment_for(request, pk)
    form = ConditionForm(request.POST or None)
    return _write(
        request,
        found.grant,
        decision=permissions.can_plan_instalments(actor, found.grant),
        form=form,
        title=_("Ask for something before it is paid"),
        submit=_("Ask for it"),
        lead=str(found),
        save=lambda: services.add_condition(instalment=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The condition is written."),
    )


def _condition_for(request: HttpRequest, pk: int) -> Condition:
    rows = Condition.objects.filter(instalment__grant__in=queries.grants_visible_to(request.user))
    return get_object_or_404(rows.select_related("instalment__grant"), pk=pk)


@require_POST
def condition_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no longer for it."""
    actor, found = person_of(request), _condition_for(request, pk)
    require(permissions.can_write_grants(actor))
    services.remove_condition(condition=found, actor=actor, now=timezone.now())
    messages.success(request, _("The condition is taken off."))
    return redirect(found.get_absolute_url())


def condition_meet(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a condition is met."""
    actor, found = person_of(request), _condition_for(request, pk)
    decision = permissions.can_meet_conditions(actor, found.instalment.grant)
    if decision and found.kind in SEEN_ALONE:
        decision = deny(_("This is seen without anybody saying it."))
    form = MeetForm(request.POST or None, today=timezone.localdate())
    return _write(
        request,
        found.instalment.grant,
        decision=decision,
        form=form,
        title=_("Say that a condition is met"),
        submit=_("It is met"),
        lead=found.words,
        save=lambda: services.meet_condition(condition=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The condition is met."),
    )


def _row_of(found: Instalment) -> InstalmentRow:
    rows = queries.instalment_rows(found.grant, today=timezone.localdate())
    return next(row for row in rows if row.instalment.pk == found.pk)


def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the service is done for an instalment."""
    actor, found = person_of(request), instalment_for(request, pk)
    form = CertifyForm(request.POST or None, cents=_row_of(found).to_certify_cents)
    return _write(
        request,
        found.grant,
        decision=permissions.can_certify(actor, found.grant, on=timezone.localdate()),
        form=form,
        title=_("Say that the service is done"),
        submit=_("The service is done"),
        lead=str(found),
        warning=_("Somebody else then orders the payment."),
        save=lambda: services.certify_service(instalment=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("It is written that the service is done. Somebody else orders the payment."),
    )


def certification_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was said to be done."""
    actor = person_of(request)
    rows = Certification.objects.filter(instalment__grant__in=queries.grants_visible_to(actor))
    found = get_object_or_404(rows.select_related("instalment__grant"), pk=pk)
    form = TakeBackForm(request.POST or None)
    return _write(
        request,
        found.instalment.grant,
        decision=permissions.can_certify(actor, found.instalment.grant, on=timezone.localdate()),
        form=form,
        title=_("Take back that the service is done"),
        submit=_("Take it back"),
        lead=f"{found.instalment}{_(': ')}{format_euros(found.cents)}",
        save=lambda: services.take_back_certification(
            certification=found, actor=actor, now=timezone.now(), **form.cleaned_data
        ),
        said=_("It is taken back."),
    )


def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the payment of an instalment."""
    actor, found = person_of(request), instalment_for(request, pk)
    row = _row_of(found)
    form = OrderForm(request.POST or None, today=timezone.localdate())
    amount = {"instalment": str(found), "amount": format_euros(row.to_pay_cents)}
    return _write(
        request,
        found.grant,
        decision=permissions.can_order(actor, found.grant, row, on=timezone.localdate()),
        form=form,
        title=_("Order a payment"),
        submit=_("Order this payment"),
        lead=_("%(instalment)s: %(amount)s to pay") % amount,
        warning=_("A payment is never rewritten: a mistake is corrected by another row."),
        save=lambda: services.order_payment(instalment=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The payment is ordered."),
    )


def payment_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away what was paid by mistake."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    rows = Payment.objects.filter(instalment__grant__in=queries.grants_visible_to(actor))
    found = get_object_or_404(rows.select_related("instalment__grant"), pk=pk)
    form = CorrectPaymentForm(request.POST or None, today=timezone.localdate(), cents=found.cents)
    return _write(
        request,
        found.instalment.grant,
        decision=permissions.can_correct_payment(actor, on=timezone.localdate()),
        form=form,
        title=_("Correct a payment"),
        submit=_("Write this correction"),
        lead=f"{found.instalment}{_(': ')}{format_euros(found.cents)}",
        save=lambda: services.correct_payment(payment=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The correction is written, and names the payment."),
    )


def delegation_add(request: HttpRequest) -> HttpResponse:
    """Delegate a signature."""
    actor = person_of(request)
    require(permissions.can_delegate(actor))
    form = DelegationForm(request.POST or None, today=timezone.localdate())
    back = reverse("funding:delegation_list")
    page = Page(_("Delegate a signature"), _("Delegate it"), back, _crumbs(back))
    return write(
        request,
        page,
        form,
        lambda: services.delegate_signature(actor=actor, now=timezone.now(), **form.values()),
        said=_("The signature is delegated."),
    )


def _crumbs(back: str) -> tuple[tuple[str, str], ...]:
    return (grants_crumb(), (_("Delegations of signature"), back))


def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation."""
    actor = person_of(request)
    require(permissions.can_delegate(actor))
    found = get_object_or_404(Delegation.objects.select_related("person"), pk=pk)
    back = reverse("funding:delegation_list")
    if found.ends_on is not None:
        return refused(request, deny(_("This delegation has ended.")), back)
    form = DayReasonForm(request.POST or None, today=timezone.localdate(), label=_("First day without it"))
    page = Page(_("End a delegation"), _("End it"), back, _crumbs(back), lead=str(found))

    def save() -> Delegation:
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        return services.end_delegation(delegation=found, actor=actor, now=timezone.now(), ends_on=day, reason=reason)

    return write(request, page, form, save, said=_("The delegation ends."))
