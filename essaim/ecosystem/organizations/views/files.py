"""Pages where the team brings in a sheet of structures: seen row by row, applied whole, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.ecosystem.organizations import permissions, queries, services, tables
from essaim.ecosystem.organizations.forms import SheetForm
from essaim.ecosystem.organizations.models import SheetImport
from essaim.ecosystem.organizations.sheet import COLUMNS
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.sheet_uploads import taken

from .finding import organizations_crumb


def sheet_list(request: HttpRequest) -> HttpResponse:
    """List the sheets brought in, with the form for the next; a new one leads to what it would change."""
    actor = person_of(request)
    require(permissions.can_write_organizations(actor))
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        prepared = taken(
            form,
            lambda content, name: services.prepare_import(
                actor=actor, content=content, file_name=name, now=timezone.now()
            ),
            too_large=_("The file is over 5 MB or 500 rows: cut it in several."),
            empty=_("The file has no row under its header: write one row for each structure."),
            missing=lambda _refusal: (
                _("There is no column “%s”, without which no structure can be read.") % COLUMNS["name"]
            ),
        )
        if prepared is not None:
            return redirect(prepared)
    answer = list_page(
        request,
        template="organizations/sheet_list.html",
        table_class=tables.SheetTable,
        rows=queries.sheets_shown(),
        file_name="imports-de-structures",
        context={
            "form": form,
            "crumbs": (organizations_crumb(),),
            "columns": [str(label) for label in COLUMNS.values()],
        },
    )
    if form.is_bound:
        answer.status_code = 422
    return answer


def _sheet_of(request: HttpRequest, pk: int) -> SheetImport:
    require(permissions.can_write_organizations(request.user))
    return get_object_or_404(SheetImport.objects.select_related("author"), pk=pk)


def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a sheet would do or did, row by row."""
    found, now = _sheet_of(request, pk), timezone.now()
    is_prepared, is_applied = found.applied_at is None, found.applied_at is not None and found.undone_at is None
    until = found.undoable_until
    context = {
        "crumbs": (organizations_crumb(), (_("Sheets of structures"), reverse("organizations:sheet_list"))),
        "sheet": found,
        "diff": queries.diff_of(found, today=timezone.localdate(now)) if is_prepared else None,
        "undo_rows": queries.undo_rows(found) if is_applied else (),
        "can_undo": is_applied and until is not None and now < until,
        "rows": () if is_prepared or is_applied else found.rows.all(),
    }
    return render(request, "organizations/sheet.html", context)


@require_POST
def sheet_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write exactly what was shown."""
    found = _sheet_of(request, pk)
    try:
        services.apply_import(
            sheet_import=found,
            actor=person_of(request),
            fingerprint=request.POST.get("fingerprint", ""),
            now=timezone.now(),
        )
    except services.RecordsChangedSince:
        messages.warning(request, _("The records changed since you looked: here is what would be written now."))
    except services.RowsInError:
        messages.error(request, _("Nothing is written: some rows must be mended first."))
    except services.NothingToDo:
        messages.info(request, _("There is nothing to do: the records already say the same."))
    else:
        count = found.rows.count()
        words = ngettext("%(count)s structure is written.", "%(count)s structures are written.", count)
        messages.success(request, words % {"count": count})
    return redirect(found)


@require_POST
def sheet_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back everything that can be."""
    found = _sheet_of(request, pk)
    try:
        services.undo_import(sheet_import=found, actor=person_of(request), now=timezone.now())
    except services.UndoExpired:
        messages.error(request, _("A sheet is taken back within thirty days: this one is older."))
    except services.NothingUndone:
        messages.error(request, _("Nothing can be taken back any more."))
    else:
        kept = found.rows.exclude(kept_because="").count()
        words = ngettext(
            "The sheet is taken back, but for %(count)s row kept as it is.",
            "The sheet is taken back, but for %(count)s rows kept as they are.",
            kept,
        )
        messages.success(request, words % {"count": kept} if kept else _("The sheet is taken back."))
    return redirect(found)
