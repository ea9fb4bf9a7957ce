"""A plan as files: its sheet, its document, its report; and many actions changed at once."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.exports import FORMATS, table_response
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.sheet_uploads import taken
from essaim.steering.action_plan import bundle, permissions, queries, report, services, tables
from essaim.steering.action_plan.bulk_edit import NothingAsked
from essaim.steering.action_plan.forms import BulkEditForm, DuplicateForm, SheetForm
from essaim.steering.action_plan.models import BulkChange, Plan
from essaim.steering.action_plan.report.contents import Edition, state_contents
from essaim.steering.action_plan.states import BulkState

from .finding import plan_of


@login_not_required
@require_GET
def plan_files(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer a plan as files, answer its sheet as one, and let the team send a sheet back."""
    plan = plan_of(request, slug)
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        header, rows = queries.sheet_of(plan)
        return table_response(f"plan-{plan.slug}", kind, header, rows)
    return _files_page(request, plan, SheetForm(plan=plan))


def _files_page(request: HttpRequest, plan: Plan, form: SheetForm, status: int = 200) -> HttpResponse:
    context = {
        "plan": plan,
        "form": form,
        "formats": list(FORMATS),
        "can_change": permissions.can_change_plan(request.user, plan),
        "can_duplicate": permissions.can_duplicate_plan(request.user, plan),
        "can_exchange": permissions.can_exchange_plans(request.user),
        "changes": plan.bulk_changes.select_related("author")[:5] if permissions.can_read_office(request.user) else [],
    }
    return render(request, "action_plan/plan_files.html", context, status=status)


@require_POST
def sheet_upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a sheet and lead to what it would change; nothing is written yet."""
    plan = plan_of(request, slug)
    require(permissions.can_change_plan(request.user, plan))
    form = SheetForm(request.POST, request.FILES, plan=plan)
    if form.is_valid():
        change = taken(
            form,
            lambda content, name: services.prepare_import(
                plan=plan,
                actor=person_of(request),
                content=content,
                file_name=name,
                source=form.cleaned_data["source"],
                now=timezone.now(),
            ),
            too_large=_("The file is over 5 MB or 2,000 rows: keep only the rows of this plan."),
            empty=_("The file has no row under its header: write one row for each action."),
            missing=lambda refusal: (
                _("These columns are missing: %(names)s. Download the sheet of the plan to have their headings.")
                % {"names": ", ".join(refusal.names)}
            ),
        )
        if change is not None:
            return redirect(change)
    return _files_page(request, plan, form, status=422)


def bulk_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the changes of many actions of a plan, the latest first."""
    plan = plan_of(request, slug)
    require(permissions.can_read_office(request.user))
    return list_page(
        request,
        template="action_plan/bulk_list.html",
        table_class=tables.BulkChangeTable,
        rows=BulkChange.objects.filter(plan=plan).select_related("author", "plan"),
        file_name=f"modifications-{plan.slug}",
        context={"plan": plan},
    )


def _change_of(request: HttpRequest, pk: int) -> BulkChange:
    require(permissions.can_read_office(request.user))
    return get_object_or_404(BulkChange.objects.select_related("plan", "author"), pk=pk)


@require_GET
def bulk_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a change would do row by row, or what it did and what undoing would do."""
    change = _change_of(request, pk)
    now = timezone.now()
    context: dict[str, object] = {"change": change, "plan": change.plan}
    if change.state == BulkState.PREPARED:
        context["diff"] = queries.diff_of(change, today=timezone.localdate(now))
        context["can_apply"] = permissions.can_change_plan(request.user, change.plan)
    else:
        rows = queries.undo_rows(change) if change.state == BulkState.APPLIED else []
        context["undo_rows"] = rows
        context["rows"] = change.rows.all()
        context["can_undo"] = (
            queries.can_still_undo(change, now=now)
            and permissions.can_change_plan(request.user, change.plan)
            and any(not row.obstacle for row in rows)
        )
    return render(request, "action_plan/bulk_change.html", context)


@require_POST
def bulk_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write exactly what was shown."""
    change = _change_of(request, pk)
    try:
        services.apply_change(
            change=change,
            actor=person_of(request),
            fingerprint=request.POST.get("fingerprint", ""),
            now=timezone.now(),
        )
    except services.PlanChangedSince:
        messages.warning(request, _("The plan changed since you looked: here is what would be written now."))
    except services.RowsInError:
        messages.error(request, _("Nothing is written: some rows must be mended first."))
    except services.NothingToDo:
        messages.info(request, _("There is nothing to do: the plan already says the same."))
    else:
        count = change.rows.filter(target="action").count()
        messages.success(
            request,
            ngettext("%(count)s action is changed.", "%(count)s actions are changed.", count) % {"count": count},
        )
    return redirect(change)


@require_POST
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put everything back that can be."""
    change = _change_of(request, pk)
    try:
        services.undo_change(change=change, actor=person_of(request), now=timezone.now())
    except services.UndoExpired:
        messages.error(request, _("A change is undone within thirty days: this one is older."))
    except services.NothingUndone:
        messages.error(request, _("Nothing can be undone any more: every row was changed again since."))
    else:
        kept = change.rows.exclude(kept_because="").count()
        words = ngettext(
            "The change is undone, but for %(count)s row kept as it is.",
            "The change is undone, but for %(count)s rows kept as they are.",
            kept,
        )
        messages.success(request, words % {"count": kept} if kept else _("The change is undone."))
    return redirect(change)


def bulk_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose actions and what to change in them; the change is shown before it is written."""
    plan = plan_of(request, slug)
    require(permissions.can_change_plan(request.user, plan))
    now = timezone.now()
    communes = queries.known_communes(today=timezone.localdate(now))
    form = BulkEditForm(request.POST or None, plan=plan, communes=communes)
    if request.method == "POST" and form.is_valid():
        try:
            change = services.prepare_edit(
                plan=plan, actor=person_of(request), edit=form.edit(), reason=form.cleaned_data["reason"], now=now
            )
        except NothingAsked:
            form.add_error(None, _("Say what to change: an axis, communes, a text or a pilot."))
        else:
            return redirect(change)
    status = 422 if form.is_bound else 200
    return render(request, "action_plan/bulk_edit.html", {"plan": plan, "form": form}, status=status)


def plan_duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """Take up a plan as a draft of the next."""
    plan = plan_of(request, slug)
    require(permissions.can_duplicate_plan(request.user, plan))
    form = DuplicateForm(request.POST or None, initial={"name": plan.name, "starts_on": plan.ends_on})
    if request.method == "POST" and form.is_valid():
        try:
            draft = services.duplicate_plan(
                plan=plan, actor=person_of(request), now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as error:
            for name, problems in error.message_dict.items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            messages.success(request, _("The draft is made: only the team reads it until an act adopts it."))
            return redirect(draft)
    status = 422 if form.is_bound else 200
    return render(request, "action_plan/plan_duplicate.html", {"plan": plan, "form": form}, status=status)


@login_not_required
@require_GET
def plan_bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a plan whole as a JSON document that another instance can read."""
    plan = plan_of(request, slug)
    today = timezone.localdate()
    authority = territory.authority(today=today)
    origin = bundle.Origin(authority.siren, authority.name) if authority else None
    if origin is None and not plan.is_foreign:
        return render(request, "action_plan/bundle_refused.html", {"plan": plan}, status=409)
    content = bundle.write(queries.plan_document(plan, origin=origin, exported_on=today))
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="plan-{plan.slug}.json"'
    return response


@login_not_required
@require_GET
def plan_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the state of a plan as a PDF; ?langue=fr or en, the reader's otherwise."""
    plan = plan_of(request, slug)
    today = timezone.localdate()
    language = request.GET.get("langue", "")
    if language not in dict(settings.LANGUAGES):
        language = (translation.get_language() or "fr")[:2]
    with translation.override(language):
        authority = territory.authority(today=today)
        notice = ""
        if settings.ESSAIM_DEMO:
            notice = _("Demonstration: the policy is real and sourced; people, progress and amounts are invented.")
        edition = Edition(
            authority=authority.name if authority else "",
            today=today,
            shows_names=bool(permissions.can_read_office(request.user)),
            commune_count=len(queries.known_communes(today=today)),
            notice=notice,
        )
        content = report.state_pdf(state_contents(plan, edition))
    name = f"etat-{plan.slug}-{today.isoformat()}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
