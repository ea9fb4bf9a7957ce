"""Reconciliation with the finance system: its files, seen row by row, and what agrees or does not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.delivery.funding import permissions, queries, services, tables
from essaim.delivery.funding.finance_sheet import COLUMNS
from essaim.delivery.funding.forms import FinanceFileForm
from essaim.delivery.funding.models import FinanceFile
from essaim.delivery.funding.states import FileState
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.sheet_uploads import taken

from .finding import grants_crumb


def reconciliation_crumb() -> tuple[str, str]:
    """Return the way back to the reconciliation."""
    return _("Reconciliation"), reverse("funding:reconciliation")


def reconciliation(request: HttpRequest) -> HttpResponse:
    """Show both sides, commitment by commitment, the gap, and every line without its twin."""
    require(permissions.can_read_money(request.user))
    found = queries.reconciliation()
    return list_page(
        request,
        template="funding/reconciliation.html",
        table_class=tables.ReconciliationTable,
        rows=found.rows,
        file_name="rapprochement",
        context={
            "crumbs": (grants_crumb(),),
            "found": found,
            "has_files": queries.finance_files().filter(state=FileState.APPLIED).exists(),
            "is_team": bool(permissions.can_write_grants(request.user)),
        },
    )


def finance_file_list(request: HttpRequest) -> HttpResponse:
    """List the files of the finance system, with the form for the next; a new one leads to what it would do."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    form = FinanceFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        prepared = taken(
            form,
            lambda content, name: services.prepare_finance_file(
                actor=actor, content=content, file_name=name, now=timezone.now()
            ),
            too_large=_("The file is over 5 MB or 2 000 rows: cut it in several."),
            empty=_("The file has no row under its header: write one row for each payment."),
            missing=lambda refusal: _("These columns are missing: %s.") % ", ".join(refusal.names),
        )
        if prepared is not None:
            return redirect(prepared)
    answer = list_page(
        request,
        template="funding/finance_file_list.html",
        table_class=tables.FinanceFileTable,
        rows=queries.finance_files(),
        file_name="fichiers-financiers",
        context={
            "form": form,
            "crumbs": (grants_crumb(), reconciliation_crumb()),
            "columns": [str(label) for label in COLUMNS.values()],
        },
    )
    if form.is_bound:
        answer.status_code = 422
    return answer


def _file_of(request: HttpRequest, pk: int) -> FinanceFile:
    require(permissions.can_write_grants(request.user))
    return get_object_or_404(FinanceFile.objects.select_related("author"), pk=pk)


def finance_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a file would do, or what it brought in."""
    found = _file_of(request, pk)
    until = found.undoable_until
    context = {
        "crumbs": (
            grants_crumb(),
            reconciliation_crumb(),
            (_("Files of the finance system"), reverse("funding:finance_file_list")),
        ),
        "file": found,
        "diff": queries.finance_diff(found) if found.state == FileState.PREPARED else None,
        "lines": found.lines.all(),
        "can_undo": found.state == FileState.APPLIED and until is not None and timezone.now() < until,
    }
    return render(request, "funding/finance_file.html", context)


@require_POST
def finance_file_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring in exactly what was shown."""
    found = _file_of(request, pk)
    try:
        services.apply_finance_file(
            file=found,
            actor=person_of(request),
            fingerprint=request.POST.get("fingerprint", ""),
            now=timezone.now(),
        )
    except services.FileChangedSince:
        messages.warning(request, _("The rows changed since you looked: here is what would be brought in now."))
    except services.FileInError:
        messages.error(request, _("Nothing is brought in: some rows must be mended first."))
    except services.FileSaysNothingNew:
        messages.info(request, _("Every row was brought in already."))
    else:
        count = found.lines.count()
        words = ngettext("%(count)s row is brought in.", "%(count)s rows are brought in.", count)
        messages.success(request, words % {"count": count})
        return redirect("funding:reconciliation")
    return redirect(found)


@require_POST
def finance_file_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file back."""
    found = _file_of(request, pk)
    try:
        services.undo_finance_file(file=found, actor=person_of(request), now=timezone.now())
    except services.FileUndoExpired:
        messages.error(request, _("A file is taken back within thirty days, or never."))
    else:
        messages.success(request, _("The file is taken back: its rows no longer count."))
    return redirect(found)
