"""Published figures: what sources say, held against the register, and how the team says they are read."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import queries as sirene
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Door, Page, write
from essaim.insight.observatory import drawings, lines, permissions, queries, services, tables, words
from essaim.insight.observatory.forms import ReadingEditForm, ReadingForm
from essaim.insight.observatory.models import ReferenceFigure
from essaim.insight.observatory.states import Measure

from .asking import Asked, asked


@login_not_required
def reference_list(request: HttpRequest) -> HttpResponse:
    """List what sources publish on the ESS of territories, each with what it can be held against."""
    door = Door(
        _("Read another published figure"),
        reverse("observatory:reference_create"),
        permissions.can_write_references(request.user),
        "primary",
    )
    return list_page(
        request,
        template="observatory/reference_list.html",
        table_class=tables.ReferenceTable,
        rows=queries.reference_rows(),
        file_name="chiffres-publies-ess",
        filterset_class=tables.ReferenceFilter,
        context={"doors": [door] if door.decision else []},
    )


@login_not_required
def reference(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a published figure beside the computed one, and why they are not the same number."""
    row = get_object_or_404(queries.reference_rows(), pk=pk)
    given = asked(request)
    shown = _computed(given, row)
    held = queries.held_against(row.place_code, shown.basis) if shown else ()
    own = next((found for found in held if found.reference.pk == row.pk), None)
    may_write = permissions.can_write_references(request.user)
    measure = Measure(row.measure)
    context = {
        "reference": row,
        "figure": row.figure,
        "basis": shown.basis if shown else None,
        "basis_parts": words.basis_parts(shown.basis) if shown else [],
        "computed": _figure(shown, measure, given) if shown else None,
        "reasons": [words.REASONS[reason] for reason in own.differs] if own else [],
        "chart": drawings.published_chart(held, measure=measure, place=shown.place) if shown else None,
        "explorer": reverse("observatory:explorer") + f"?territory={row.place_code}" if shown else "",
        "crumbs": _crumbs(),
        "doors": [
            Door(_("Correct how it is read"), reverse("observatory:reference_edit", args=[row.pk]), may_write),
            Door(
                _("No longer hold it against ours"), reverse("observatory:reference_withdraw", args=[row.pk]), may_write
            ),
        ]
        if may_write
        else [],
    }
    return render(request, "observatory/reference.html", context)


def _computed(given: Asked, row: ReferenceFigure) -> queries.Shown | None:
    """Return what the register gives of the place of a published figure; None where it knows none, or nothing is loaded."""
    try:
        return queries.indicators_of(replace(given.selection, territory=row.place_code), today=given.today)
    except (sirene.NoSnapshot, sirene.UnknownPlace):
        return None


def _figure(shown: queries.Shown, measure: Measure, given: Asked) -> lines.Figure:
    selection = replace(given.selection, territory=shown.place.code)
    return next(found for found in lines.figures(shown.indicators, selection) if found.measure == measure)


def _crumbs() -> Crumbs:
    return (
        (_("Observatory"), reverse("observatory:explorer")),
        (_("Published figures"), reverse("observatory:reference_list")),
    )


def reference_create(request: HttpRequest) -> HttpResponse:
    """Say how a declared figure is read beside what the register gives."""
    actor = person_of(request)
    require(permissions.can_write_references(actor))
    page = Page(
        title=_("Read a published figure"),
        submit=_("Save"),
        back=reverse("observatory:reference_list"),
        crumbs=_crumbs(),
        lead=_(
            "The figure itself is declared with its source first, among the declared figures. Where its source does not say "
            "how it counts, say so: nothing is guessed."
        ),
    )
    form = ReadingForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.read_figure(actor=actor, now=timezone.now(), **form.values()),
        said=_("The figure is read beside the computed one."),
        onward=lambda row: row.get_absolute_url(),
    )


def reference_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct how a published figure is read, saying why."""
    actor, row = person_of(request), get_object_or_404(queries.reference_rows(), pk=pk)
    require(permissions.can_write_references(actor))
    page = Page(
        title=_("Correct how a figure is read"),
        submit=_("Save"),
        back=row.get_absolute_url(),
        crumbs=(*_crumbs(), (str(row), row.get_absolute_url())),
        lead=row.figure.wording,
    )
    form = ReadingEditForm(request.POST or None, instance=row)
    return write(
        request,
        page,
        form,
        lambda: services.correct_reading(reference=row, actor=actor, now=timezone.now(), **form.told()),
        said=_("The reading is corrected; its history keeps what it was."),
    )


def reference_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer hold a published figure against computed ones; the declared figure stays."""
    actor, row = person_of(request), get_object_or_404(queries.reference_rows(), pk=pk)
    require(permissions.can_write_references(actor))
    back = reverse("observatory:reference_list")
    page = Page(
        title=_("No longer hold this figure against ours"),
        submit=_("Confirm"),
        back=row.get_absolute_url(),
        crumbs=(*_crumbs(), (str(row), row.get_absolute_url())),
        lead=_("The declared figure stays where it is, with its source; only its place beside computed ones is left."),
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.withdraw_reading(
            reference=row, actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]
        ),
        said=_("The figure is no longer held against computed ones."),
        onward=back,
    )
