"""The means of brackets: the sets there are, how they are brought to a published total, and back to the middles."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.permissions import can_set_means
from essaim.foundations.sirene.services import return_to_middles
from essaim.foundations.sirene.states import Rule
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Crumbs, Door, Page, write
from essaim.insight.observatory import queries, services, words
from essaim.insight.observatory.forms import CalibrationForm
from essaim.steering.action_plan.models import DeclaredFigure


@login_not_required
def means_list(request: HttpRequest) -> HttpResponse:
    """Show every set of means, side by side, with the published total each was brought to."""
    sets = sirene.means_sets()
    figures = DeclaredFigure.objects.public().filter(key__in={row.figure_key for row in sets})
    pages = {figure.key: figure.get_absolute_url() for figure in figures}
    labels = sirene.labels_of_brackets()
    may = can_set_means(request.user)
    doors = [
        Door(_("Bring the means to a published total"), reverse("observatory:means_calibrate"), may, "primary"),
        Door(_("Take the middles again"), reverse("observatory:means_middles"), may),
    ]
    codes = [code for code in labels if any(code in row.means for row in sets)]
    context = {
        "sets": [(row, pages.get(row.figure_key, ""), words.percent(row.position)) for row in sets],
        "brackets": [(code, labels[code], [words.mean(row.means.get(code)) for row in sets]) for code in codes],
        "doors": doors if may else [],
    }
    return render(request, "observatory/means_list.html", context)


def _crumbs() -> Crumbs:
    return (
        (_("Observatory"), reverse("observatory:explorer")),
        (_("Means of brackets"), reverse("observatory:means_list")),
    )


def calibrate(request: HttpRequest) -> HttpResponse:
    """Show what bringing the means to a published total would do, then do it, with a reason."""
    actor = person_of(request)
    require(can_set_means(actor))
    given = request.POST if request.method == "POST" else request.GET
    choice = CalibrationForm(given or None)
    form = ReasonForm(request.POST or None)
    found, refusal = _preview(choice)
    status = 200
    if request.method == "POST":
        status = 422
        if found is not None and form.is_valid():
            services.calibrate_on(
                reference=found.reference,
                rule=Rule(choice.cleaned_data["rule"]),
                actor=actor,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("Employees are estimated by these means from now on."))
            return redirect("observatory:means_list")
    context = {
        "choice": choice,
        "form": form,
        "found": found,
        "refusal": refusal,
        "crumbs": _crumbs(),
        "basis_parts": words.basis_parts(found.basis) if found else [],
        "lines": [
            (line.label, line.employers, words.mean(line.mean_now), words.mean(line.mean_then)) for line in found.lines
        ]
        if found
        else [],
        "now": words.jobs_estimate(found.jobs_now) if found else "",
        "bounds": words.jobs_bounds(found.jobs_now) if found else "",
        "total": words.number(found.found.total) if found else "",
        "position": words.percent(found.found.position) if found else "",
        "reasons": [words.REASONS[reason] for reason in found.differs] if found else [],
    }
    return render(request, "observatory/means_calibrate.html", context, status=status)


def _preview(choice: CalibrationForm) -> tuple[queries.CalibrationPreview | None, str]:
    """Work out a calibration, or say why it cannot be."""
    if not choice.is_bound or not choice.is_valid():
        return None, ""
    reference = choice.cleaned_data["figure"]
    try:
        return queries.calibration_preview(reference, Rule(choice.cleaned_data["rule"])), ""
    except sirene.NoSnapshot as refusal:
        return None, str(refusal)
    except sirene.UnknownPlace:
        return None, _("The register gives no figure of this territory (%(place)s).") % {"place": reference.place_name}
    except sirene.BracketWithheld:
        return None, _("The employees of this territory are withheld: the means would give them.")
    except sirene.OutOfReach as refusal:
        return None, _(
            "By this rule, the brackets of this territory hold from %(least)s to %(most)s employees: they cannot be brought to "
            "%(total)s. The source counts something else, or another year."
        ) % {
            "least": words.number(refusal.least),
            "most": words.number(refusal.most),
            "total": words.number(refusal.total),
        }


def back_to_middles(request: HttpRequest) -> HttpResponse:
    """Take the middles of brackets again, saying why."""
    actor = person_of(request)
    require(can_set_means(actor))
    page = Page(
        title=_("Take the middles of brackets again"),
        submit=_("Confirm"),
        back=reverse("observatory:means_list"),
        crumbs=_crumbs(),
        lead=_("A new set in force from today; those before stay, and the figures they gave can be asked again."),
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: return_to_middles(actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]),
        said=_("Employees are estimated by the middles of brackets from now on."),
    )
