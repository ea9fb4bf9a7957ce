"""Files of open data: sent, seen row by row, kept, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.delivery.funding import permissions, queries, services, tables
from essaim.delivery.funding.forms import AidFileForm
from essaim.delivery.funding.models import AidFile
from essaim.delivery.funding.scdl import names
from essaim.delivery.funding.states import AidRowFate, FileState
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.sheet_uploads import taken

from .aids import register_crumb
from .finding import grants_crumb


def aid_file_list(request: HttpRequest) -> HttpResponse:
    """List the files of open data, with the form for the next; a new one leads to what it would do."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    form = AidFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("source", "giver", "giver_siret")}
        prepared = taken(
            form,
            lambda content, name: services.prepare_aid_file(
                actor=actor, content=content, file_name=name, now=timezone.now(), **values
            ),
            too_large=_("The file is over 5 MB or 20 000 rows: cut it in several."),
            empty=_("The file has no row under its header."),
            missing=lambda refusal: (
                _("No column was recognised for: %s. Name it as the schema does.") % ", ".join(refusal.names)
            ),
        )
        if prepared is not None:
            return redirect(prepared)
    answer = list_page(
        request,
        template="funding/aid_file_list.html",
        table_class=tables.AidFileTable,
        rows=queries.aid_files(),
        file_name="fichiers-de-donnees-ouvertes",
        context={"form": form, "crumbs": (grants_crumb(), register_crumb()), "columns": names()},
    )
    if form.is_bound:
        answer.status_code = 422
    return answer


def _file_of(request: HttpRequest, pk: int) -> AidFile:
    require(permissions.can_write_grants(request.user))
    return get_object_or_404(AidFile.objects.select_related("author"), pk=pk)


def aid_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what becomes of each row, before and after: ?fate= keeps one kind, ?export= is the report as a file."""
    found = _file_of(request, pk)
    diff = queries.aid_file_diff(found)
    until = found.undoable_until
    fate = request.GET.get("fate", "")
    rows = [row for row in diff.rows if row.fate == fate] if fate in AidRowFate.values else list(diff.rows)
    return list_page(
        request,
        template="funding/aid_file.html",
        table_class=tables.AidRowTable,
        rows=rows,
        file_name="compte-rendu-de-lecture",
        context={
            "crumbs": (
                grants_crumb(),
                register_crumb(),
                (_("Files of open data"), reverse("funding:aid_file_list")),
            ),
            "file": found,
            "diff": diff,
            "fate": fate,
            "can_apply": found.state == FileState.PREPARED and bool(diff.kept),
            "can_undo": found.state == FileState.APPLIED and until is not None and timezone.now() < until,
        },
    )


@require_POST
def aid_file_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep exactly what was shown."""
    found = _file_of(request, pk)
    try:
        services.apply_aid_file(
            file=found,
            actor=person_of(request),
            fingerprint=request.POST.get("fingerprint", ""),
            now=timezone.now(),
        )
    except services.FileChangedSince:
        messages.warning(request, _("The rows changed since you looked: here is what would be brought in now."))
    except services.FileSaysNothingNew:
        messages.info(request, _("No row of this file would be kept."))
    else:
        count = found.lines.count()
        words = ngettext(
            "%(count)s aid is in the register, and counts.", "%(count)s aids are in the register, and count.", count
        )
        messages.success(request, words % {"count": count})
    return redirect(found)


@require_POST
def aid_file_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file back."""
    found = _file_of(request, pk)
    try:
        services.undo_aid_file(file=found, actor=person_of(request), now=timezone.now())
    except services.FileUndoExpired:
        messages.error(request, _("A file is taken back within thirty days, or never."))
    else:
        messages.success(request, _("The file is taken back: its aids no longer count; both rows stay."))
    return redirect(found)
