"""Pages where the team writes the parts of a draft: one way for all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.delivery.calls_for_projects import permissions, services
from essaim.delivery.calls_for_projects.forms import PART_FORMS, rule_forms
from essaim.delivery.calls_for_projects.models import (
    Criterion,
    Edition,
    Instalment,
    Parameter,
    Question,
    RequiredPiece,
    Rule,
)
from essaim.delivery.calls_for_projects.models.parts import Part
from essaim.delivery.calls_for_projects.states import RuleKind
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import EditForm, ReasonForm, RowForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import edition_crumbs, edition_for, refusal_to_write

# The word of each kind of part in addresses, and what its pages are called.
MODELS: dict[str, type[Part]] = {
    "regles": Rule,
    "parametres": Parameter,
    "pieces": RequiredPiece,
    "questions": Question,
    "criteres": Criterion,
    "versements": Instalment,
}
ADDING = {
    "regles": gettext_lazy("Add a rule"),
    "parametres": gettext_lazy("Add a parameter"),
    "pieces": gettext_lazy("Add a required piece"),
    "questions": gettext_lazy("Add a question"),
    "criteres": gettext_lazy("Add a criterion"),
    "versements": gettext_lazy("Add an instalment"),
}
RULE_KINDS = {
    RuleKind.AID_TYPES: gettext_lazy("Which types of aid are offered."),
    RuleKind.FILING_WINDOW: gettext_lazy("Between which days applications are taken; none for a permanent call."),
    RuleKind.LEGAL_EXISTENCE: gettext_lazy("The structure exists on the day of filing."),
    RuleKind.LEGAL_FORMS: gettext_lazy("Which families of legal persons may apply."),
    RuleKind.ESUS_OF_COMPANIES: gettext_lazy("What companies must show of the ESUS accreditation."),
    RuleKind.ESUS_BEFORE_BALANCE: gettext_lazy("The balance waits for the accreditation."),
    RuleKind.AGE: gettext_lazy("Under or over a number of years, for some types of aid."),
    RuleKind.TERRITORY: gettext_lazy("The activity takes place in a commune of the authority."),
    RuleKind.SIAE: gettext_lazy("Insertion structures that are refused or discussed."),
    RuleKind.PERSONAL_SERVICES: gettext_lazy("Services to individuals, by type of aid."),
    RuleKind.DIFFICULTY: gettext_lazy("Structures in difficulty are left out."),
    RuleKind.NON_FINANCIAL: gettext_lazy("Whether requests for other help than money are examined."),
    RuleKind.NO_CASH: gettext_lazy("No money is given: prizes are help and publicity."),
    RuleKind.CEILING: gettext_lazy("The most that one project may be given."),
    RuleKind.BUDGET_SHARE: gettext_lazy("The largest share of the provisional budget."),
    RuleKind.APPRAISED: gettext_lazy("What the committee judges and no test can."),
}
KIND_NAME = "nature"
QUESTIONS = "questions"
SAID = pgettext_lazy("part of an edition", "It is written in the draft.")


def part_add(request: HttpRequest, slug: str, code: str, part: str) -> HttpResponse:
    """Add a part to a draft; for a rule, its kind is chosen first, in the address."""
    actor, found = person_of(request), edition_for(request, slug, code)
    if refusal := _refusal(request, actor, found, part):
        return refusal
    model = MODELS[part]
    kind = request.GET.get(KIND_NAME, "")
    if model is Rule and kind not in RuleKind.values:
        context = {
            "edition": found,
            "crumbs": edition_crumbs(found),
            "kinds": [(kind.value, kind.label, RULE_KINDS[kind]) for kind in RuleKind],
        }
        return render(request, "calls_for_projects/rule_kinds.html", context)
    page = Page(
        title=str(ADDING[part]),
        submit=_("Add"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=str(RuleKind(kind).label) if model is Rule else found.title,
    )
    form_class = _forms(model, kind)[0]
    # The row is made with its edition, so that what the draft holds already is taken into account.
    new: Any = model
    form = form_class(request.POST or None, instance=new(edition=found, **({"kind": kind} if model is Rule else {})))
    return write(
        request,
        page,
        form,
        lambda: services.add_part(edition=found, model=model, actor=actor, now=timezone.now(), **form.values()),
        said=str(SAID),
    )


def _forms(model: type[Part], kind: str) -> tuple[type[RowForm], type[EditForm]]:
    return rule_forms(kind) if model is Rule else PART_FORMS[model]


def _refusal(request: HttpRequest, actor: User, edition: Edition, part: str) -> HttpResponse | None:
    """Refuse who is not of the team; lead back from an edition that is no draft any more."""
    if part != QUESTIONS:
        return refusal_to_write(request, actor, edition)
    require(permissions.can_write_calls(actor))
    decision = permissions.can_write_questions(actor, edition)
    return None if decision else refused(request, decision, edition.get_absolute_url())


def _row(edition: Edition, part: str, pk: int) -> Any:
    return get_object_or_404(MODELS[part]._default_manager.select_related("source"), edition=edition, pk=pk)


def part_edit(request: HttpRequest, slug: str, code: str, part: str, pk: int) -> HttpResponse:
    """Correct a part of a draft, saying why."""
    actor, found = person_of(request), edition_for(request, slug, code)
    if refusal := _refusal(request, actor, found, part):
        return refusal
    row = _row(found, part, pk)
    row.edition = found
    page = Page(
        title=_("Correct a part of an edition"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=str(row),
    )
    form_class: type[EditForm] = _forms(type(row), getattr(row, "kind", ""))[1]
    form = form_class(request.POST or None, instance=row)
    return write(
        request,
        page,
        form,
        lambda: services.update_part(part=row, actor=actor, now=timezone.now(), **form.told()),
        said=_("It is corrected; its history keeps what it was."),
    )


def part_remove(request: HttpRequest, slug: str, code: str, part: str, pk: int) -> HttpResponse:
    """Remove a part from a draft, saying why."""
    actor, found = person_of(request), edition_for(request, slug, code)
    if refusal := _refusal(request, actor, found, part):
        return refusal
    row = _row(found, part, pk)
    row.edition = found
    page = Page(
        title=_("Remove a part of an edition"),
        submit=_("Remove"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=str(row),
    )
    form: forms.Form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.remove_part(part=row, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("It is no longer in the draft."),
    )
