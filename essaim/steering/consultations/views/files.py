"""Files of a consultation: a sheet of contributions seen before it is written, the restitution."""

from __future__ import annotations

from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.texts import fold
from essaim.foundations.territory.queries import authority
from essaim.foundations.ui import sheets
from essaim.foundations.ui.exports import table_response
from essaim.foundations.ui.sheet_uploads import taken
from essaim.steering.consultations import permissions, queries, services
from essaim.steering.consultations import restitution as files
from essaim.steering.consultations.forms import SheetForm
from essaim.steering.consultations.models import Consultation, ContributionSheet
from essaim.steering.consultations.restitution.contents import Contents, Edition, restitution_contents
from essaim.steering.consultations.sheet import COLUMNS, Known, ReadRow, ReadSheet, as_values, read_rows
from essaim.steering.consultations.states import ContributionSheetState

from .finding import address, consultation_of, crumbs_of

SALT = "consultations.import"
# What was shown is written within the hour, or shown again.
PREVIEW_SECONDS = 3600


def import_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a sheet and show what it would write; then write exactly what was shown, all or nothing."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_enter_contributions(actor, found))
    if "shown" in request.POST:
        return _write_shown(request, found, actor)
    form = SheetForm(request.POST or None, request.FILES or None)
    rows: tuple[ReadRow, ...] = ()
    left_out: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        read = taken(
            form,
            lambda content, _name: _read(content, form, found),
            too_large=_("The file is over 5 MB or 2,000 rows: cut it in several."),
            empty=_("The file has no row under its header: write one row for each contribution."),
            missing=lambda _refusal: (
                _("There is no column “%s”, without which no contribution can be read.") % COLUMNS["text"]
            ),
        )
        rows, left_out = (read.rows, read.left_out) if read else ((), ())
    has_errors = any(row.errors for row in rows)
    shown = ""
    if rows and not has_errors:
        name = form.cleaned_data["file"].name[:200]
        kept = [dict(row.values) for row in rows]
        shown = signing.dumps({"of": found.pk, "file": name, "rows": kept}, salt=SALT, compress=True)
    context = {
        "consultation": found,
        "crumbs": crumbs_of(found),
        "form": form,
        "rows": rows[:200],
        "row_count": len(rows),
        "has_errors": has_errors,
        "left_out": left_out,
        "twin_count": sum(row.twin is not None for row in rows),
        "shown": shown,
        "columns": [str(label) for label in COLUMNS.values()],
        "sheets": queries.sheets_of(found),
    }
    return render(request, "consultations/import.html", context, status=422 if form.errors or has_errors else 200)


def _known(found: Consultation) -> Known:
    """Gather what a sheet may name: themes, structures that have a record, texts that are there already."""
    themes: dict[str, str] = {}
    for code, title in found.themes.order_by("number").values_list("code", "title"):
        themes |= {fold(code): code, fold(title): code}
    named: dict[str, set[int]] = {}
    for pk, name, acronym in organizations_for_choice().values_list("pk", "name", "acronym"):
        for words in filter(None, {fold(name), fold(acronym)}):
            named.setdefault(words, set()).add(pk)
    texts = found.contributions.order_by("-number").values_list("search_key", "number")
    return Known(themes, {words: next(iter(pks)) for words, pks in named.items() if len(pks) == 1}, dict(texts))


def _read(content: bytes, form: SheetForm, found: Consultation) -> ReadSheet:
    return read_rows(
        sheets.read_sheet(content),
        known=_known(found),
        channel=form.cleaned_data["channel"],
        origin=form.cleaned_data["origin"],
        today=timezone.localdate(),
    )


def _write_shown(request: HttpRequest, found: Consultation, actor: Any) -> HttpResponse:
    try:
        kept = signing.loads(request.POST["shown"], salt=SALT, max_age=PREVIEW_SECONDS)
    except signing.BadSignature:
        messages.warning(request, _("What was shown is too old: read the file again."))
        return redirect(address("import_sheet", found))
    if kept["of"] != found.pk:
        messages.warning(request, _("What was shown is too old: read the file again."))
        return redirect(address("import_sheet", found))
    themes = {theme.code: theme for theme in found.themes.order_by("number")}
    # A record merged since it was shown is no longer in use: its name as written stays.
    named = {int(row["organization"]) for row in kept["rows"] if row.get("organization")}
    structures = organizations_for_choice().in_bulk(named)
    rows: list[dict[str, object]] = []
    for row in kept["rows"]:
        values = as_values(row)
        day = date.fromisoformat(values.pop("received_on"))
        moment = timezone.make_aware(datetime.combine(day, time(12)))
        structure = structures.get(int(values["organization"])) if values["organization"] else None
        theme = themes.get(values["theme"])
        rows.append({**values, "theme": theme, "organization": structure, "received_at": moment})
    try:
        written = services.import_contributions(
            consultation=found,
            actor=actor,
            now=timezone.now(),
            rows=rows,
            file_name=kept["file"],
            digest=sha256(request.POST["shown"].encode()).hexdigest(),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(address("import_sheet", found))
    except services.WrittenAlready:
        messages.info(request, _("These contributions were written already: nothing is written twice."))
        return redirect(address("import_sheet", found))
    messages.success(
        request,
        ngettext("%(count)s contribution is entered.", "%(count)s contributions are entered.", len(rows))
        % {"count": len(rows)},
    )
    return redirect(written)


def _sheet_of(request: HttpRequest, slug: str, pk: int) -> ContributionSheet:
    require(permissions.can_write_consultations(request.user))
    rows = ContributionSheet.objects.select_related("author", "consultation")
    return get_object_or_404(rows, consultation=consultation_of(request, slug), pk=pk)


def sheet(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show what a sheet wrote, and what taking it back would do or did."""
    found = _sheet_of(request, slug, pk)
    is_applied = found.state == ContributionSheetState.APPLIED
    context = {
        "consultation": found.consultation,
        "crumbs": (
            *crumbs_of(found.consultation),
            (_("Import contributions"), address("import_sheet", found.consultation)),
        ),
        "sheet": found,
        "undo_rows": queries.undo_contributions(found) if is_applied else (),
        "decision": permissions.can_enter_contributions(request.user, found.consultation),
        "is_in_time": timezone.now() < found.undoable_until,
        "rows": () if is_applied else found.rows.order_by("number"),
    }
    return render(request, "consultations/sheet.html", context)


@require_POST
def sheet_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back everything that nobody worked on since."""
    found = _sheet_of(request, slug, pk)
    try:
        services.undo_sheet(sheet=found, actor=person_of(request), now=timezone.now())
    except services.UndoExpired:
        messages.error(request, _("A sheet is taken back within thirty days: this one is older."))
    except services.NothingUndone:
        messages.error(request, _("Nothing can be taken back any more."))
    else:
        kept = found.rows.exclude(kept_because="").count()
        words = ngettext(
            "The sheet is taken back, but for %(count)s contribution left as it is.",
            "The sheet is taken back, but for %(count)s contributions left as they are.",
            kept,
        )
        messages.success(request, words % {"count": kept} if kept else _("The sheet is taken back."))
    return redirect(found)


def import_model(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an empty sheet with the headings that are read."""
    require(permissions.can_enter_contributions(person_of(request), consultation_of(request, slug)))
    return table_response("contributions", "xlsx", [str(label) for label in COLUMNS.values()], [])


def _contents(request: HttpRequest, found: Consultation) -> Contents:
    today = timezone.localdate()
    known = authority(today=today)
    edition = Edition(
        authority=known.name if known else "",
        today=today,
        person=request.user,
        address=f"{settings.ESSAIM_URL}{found.get_absolute_url()}",
    )
    return restitution_contents(found, edition)


@login_not_required
def restitution(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the restitution as a page: theme by theme, gains then new issues, with what became of each."""
    found = consultation_of(request, slug)
    context = {"consultation": found, "crumbs": crumbs_of(found), "d": _contents(request, found)}
    return render(request, "consultations/restitution.html", context)


@login_not_required
def restitution_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the restitution as a PDF that everybody can read (PDF/UA-1)."""
    found = consultation_of(request, slug)
    content = files.restitution_pdf(_contents(request, found))
    return _file(content, "application/pdf", f"restitution-{found.slug}.pdf")


@login_not_required
def restitution_odt(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the restitution as an OpenDocument text, to be taken up elsewhere."""
    found = consultation_of(request, slug)
    content = files.odt_bytes(_contents(request, found))
    return _file(content, "application/vnd.oasis.opendocument.text", f"restitution-{found.slug}.odt")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
