"""The test bench: example files and those that were filed, judged by an edition and by another one, side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions, queries, services, tables
from essaim.delivery.calls_for_projects.forms import ExampleEditForm, ExampleForm
from essaim.delivery.calls_for_projects.models import Edition, ExampleFile
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Door, Page, write

from .finding import edition_crumbs, edition_for, refusal_to_write


def _address(edition: Edition) -> str:
    return reverse("calls_for_projects:bench", args=[edition.call.slug, edition.code])


def _crumbs(edition: Edition) -> Crumbs:
    return (*edition_crumbs(edition), (_("Test bench"), _address(edition)))


def bench(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Judge the examples of an edition, and count which would change verdict or miss what was expected."""
    actor, found, today = person_of(request), edition_for(request, slug, code), timezone.localdate()
    require(permissions.can_write_calls(actor))
    rows, current = queries.trials(found, today=today)
    writing = permissions.can_write_edition(actor, found)
    add = Door(
        _("Add an example"),
        reverse("calls_for_projects:example_add", args=[slug, code]),
        writing,
        "primary",
    )
    context = {
        "edition": found,
        "current": current,
        "crumbs": edition_crumbs(found),
        "changed_count": sum(row.changes_verdict for row in rows),
        "missed": [row for row in rows if row.is_as_expected is False],
        "row_count": len(rows),
        "doors": [add],
        "tabs": _tabs(found, "bench"),
    }
    return list_page(
        request,
        template="calls_for_projects/bench.html",
        table_class=tables.TrialTable,
        rows=rows,
        file_name=f"banc-d-essai-{slug}-{code}",
        context=context,
        exclude=() if writing else ("tools",),
    )


def _tabs(edition: Edition, here: str) -> list[tuple[str, str, bool]]:
    """Return the two pages of the bench: label, address, whether it is this one."""
    named = (("bench", _("Example files")), ("bench_files", _("Applications filed")))
    where = [edition.call.slug, edition.code]
    return [(label, reverse(f"calls_for_projects:{name}", args=where), name == here) for name, label in named]


def bench_files(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Judge the applications of the call by an edition beside their own: ?change= keeps those that would change."""
    actor, found = person_of(request), edition_for(request, slug, code)
    require(permissions.can_write_calls(actor))
    rows, filed_count = queries.past_trials(found)
    changing = {
        "verdict": [row for row in rows if row.changes_verdict],
        "montant": [row for row in rows if row.changes_cap],
    }
    change = request.GET.get("change", "")
    labels = (
        ("", _("All"), rows),
        ("verdict", _("Would change verdict"), changing["verdict"]),
        ("montant", _("Would change cap"), changing["montant"]),
    )
    context = {
        "edition": found,
        "crumbs": _crumbs(found),
        "tabs": _tabs(found, "bench_files"),
        "choices": [(word, label, len(kept), word == change) for word, label, kept in labels],
        "judged_count": len(rows),
        "filed_count": filed_count,
        "changed_count": len(changing["verdict"]),
    }
    return list_page(
        request,
        template="calls_for_projects/bench_files.html",
        table_class=tables.PastTrialTable,
        rows=changing.get(change, rows),
        file_name=f"banc-d-essai-dossiers-{slug}-{code}",
        context=context,
    )


def example_add(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Add an example to a draft."""
    actor, found = person_of(request), edition_for(request, slug, code)
    if refusal := refusal_to_write(request, actor, found, back=_address(found)):
        return refusal
    page = Page(
        title=_("Add an example file"),
        submit=_("Add"),
        back=_address(found),
        crumbs=_crumbs(found),
        lead=_("Facts only: no name, no number of a structure."),
    )
    form = ExampleForm(request.POST or None, instance=ExampleFile(edition=found, facts={}), today=timezone.localdate())
    return write(
        request,
        page,
        form,
        lambda: services.add_part(edition=found, model=ExampleFile, actor=actor, now=timezone.now(), **form.values()),
        said=_("The example is judged with the others."),
        template="calls_for_projects/example_form.html",
        context={"communes": form.commune_names},
    )


def example_edit(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Correct an example of a draft, saying why."""
    actor, found = person_of(request), edition_for(request, slug, code)
    if refusal := refusal_to_write(request, actor, found, back=_address(found)):
        return refusal
    row = get_object_or_404(ExampleFile.objects.select_related("edition__call"), edition=found, pk=pk)
    page = Page(
        title=_("Correct an example file"),
        submit=_("Save"),
        back=_address(found),
        crumbs=_crumbs(found),
        lead=row.title,
    )
    form = ExampleEditForm(request.POST or None, instance=row, today=timezone.localdate())
    return write(
        request,
        page,
        form,
        lambda: services.update_part(part=row, actor=actor, now=timezone.now(), **form.told()),
        said=_("The example is corrected."),
        template="calls_for_projects/example_form.html",
        context={"communes": form.commune_names},
    )


def example_remove(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Remove an example from a draft, saying why."""
    actor, found = person_of(request), edition_for(request, slug, code)
    if refusal := refusal_to_write(request, actor, found, back=_address(found)):
        return refusal
    row = get_object_or_404(ExampleFile.objects.select_related("edition__call"), edition=found, pk=pk)
    page = Page(
        title=_("Remove an example file"),
        submit=_("Remove"),
        back=_address(found),
        crumbs=_crumbs(found),
        lead=row.title,
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.remove_part(part=row, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The example is no longer on the bench."),
    )
