"""Pages where the team answers what the national register says otherwise: unit by unit, or many at once, and takes it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.ecosystem.organizations import permissions, queries, services, tables
from essaim.ecosystem.organizations.forms import AnswerForm, BulkForm
from essaim.ecosystem.organizations.models import FindingQuerySet, RegisterDecision
from essaim.ecosystem.organizations.states import Answer, FindingKind, FindingState
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, add_errors

from .finding import organizations_crumb


def _crumbs() -> Crumbs:
    return organizations_crumb(), (_("What the register says otherwise"), reverse("organizations:finding_list"))


def finding_list(request: HttpRequest) -> HttpResponse:
    """List what the register says otherwise, what waits first of all; counts by kind open their list."""
    require(permissions.can_write_organizations(request.user))
    kept = request.GET.copy()
    for name in ("page", "sort", "column", "export"):
        kept.pop(name, None)
    counts = queries.waiting_counts()
    list_url = reverse("organizations:finding_list")
    return list_page(
        request,
        template="organizations/finding_list.html",
        table_class=tables.FindingTable,
        filterset_class=tables.FindingFilter,
        rows=queries.findings_shown(),
        file_name="ecarts-avec-le-repertoire",
        context={
            "crumbs": (organizations_crumb(),),
            "comparison": queries.last_comparison(),
            "counts": [(kind.label, counts[kind.value], f"{list_url}?kind={kind.value}") for kind in FindingKind],
            "kept_words": kept.urlencode(),
            "is_waiting": kept.get("state", FindingState.WAITING) == FindingState.WAITING,
        },
    )


@require_POST
def finding_compare(request: HttpRequest) -> HttpResponse:
    """Compare now, without waiting for the night."""
    actor = person_of(request)
    require(permissions.can_write_organizations(actor))
    try:
        found = services.compare_with_register(actor=actor, now=timezone.now())
    except queries.NothingToCompare as missing:
        messages.warning(request, str(missing))
    else:
        total = found.entries + found.exits + found.conflicts + found.completions
        words = ngettext("%(count)s difference to be looked at.", "%(count)s differences to be looked at.", total)
        messages.success(request, words % {"count": total})
    return redirect("organizations:finding_list")


def register_unit(request: HttpRequest, siren: str) -> HttpResponse:
    """Show everything the register says of one unit beside its record; each thing is answered by itself."""
    actor = person_of(request)
    require(permissions.can_write_organizations(actor))
    rows = queries.findings_of(siren)
    if not rows:
        raise Http404
    shown = queries.shown_findings(rows)
    waiting = [one for one in shown if one.is_open]
    form = AnswerForm(request.POST if request.method == "POST" else None, rows=[one.row for one in waiting])
    if request.method == "POST" and form.is_valid():
        try:
            done = services.answer_findings(
                answers=form.answers, actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except services.RecordsChangedSince:
            messages.warning(request, _("The record changed since you looked: compare again, then answer."))
            return redirect(rows[0])
        except services.AlreadyRegistered as known:
            form.add_error(None, _("Its number is that of “%s”.") % known.organization.name)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("What you decided is written, and can be undone for thirty days."))
            return redirect(done[0] if len(done) == 1 else reverse("organizations:decision_list"))
    record = next((one.row.organization for one in shown if one.row.organization), None)
    facts = next((one.facts for one in waiting if one.facts and one.row.kind != FindingKind.EXIT), ())
    context = {
        "crumbs": _crumbs(),
        "title": record.name if record else rows[0].name,
        "siren": siren,
        "record": record,
        "shown": waiting,
        "answered": [one for one in shown if not one.is_open],
        "facts": facts,
        "alike": queries.alike_of(waiting[0].row) if waiting else (),
        "form": form if waiting else None,
    }
    return render(request, "organizations/register_unit.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest) -> FindingQuerySet:
    """Return what the filters of the list keep, read in the address."""
    found = tables.FindingFilter(request.GET, queryset=queries.findings_shown(), request=request)
    return found.qs if found.is_valid() else found.queryset.none()


def finding_bulk(request: HttpRequest) -> HttpResponse:
    """Show exactly what one answer to all that the filters keep would write, then write it."""
    actor = person_of(request)
    require(permissions.can_write_organizations(actor))
    sets_aside = request.GET.get("answer") == Answer.SET_ASIDE
    preview = queries.bulk_preview(_asked(request), sets_aside=sets_aside)
    words = request.GET.copy()
    words.pop("answer", None)
    back = f"{reverse('organizations:finding_list')}?{words.urlencode()}"
    form = BulkForm(
        request.POST if request.method == "POST" else None,
        sets_aside=sets_aside,
        initial={"fingerprint": preview.fingerprint},
    )
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["fingerprint"] != preview.fingerprint:
            messages.warning(request, _("What waits changed since you looked: here is what would be written now."))
            return redirect(request.get_full_path())
        answer = Answer.SET_ASIDE if sets_aside else Answer.ACCEPT
        try:
            (done,) = services.answer_findings(
                answers={row.pk: answer.value for row in preview.rows},
                actor=actor,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except services.NothingToDo:
            form.add_error(None, _("There is nothing to answer at once here."))
        except services.RecordsChangedSince:
            form.add_error(None, _("The records changed since they were compared: compare again, then answer."))
        except services.AlreadyRegistered as known:
            form.add_error(None, _("One of the numbers is that of “%s”.") % known.organization.name)
        except ValidationError as error:
            add_errors(form, error)
        else:
            count = ngettext("%(count)s difference is answered.", "%(count)s differences are answered.", done.count)
            messages.success(request, count % {"count": done.count})
            return redirect(done)
    context = {
        "crumbs": _crumbs(),
        "preview": preview,
        "shown": queries.shown_findings(preview.rows),
        "sets_aside": sets_aside,
        "form": form,
        "back": back,
    }
    return render(request, "organizations/finding_bulk.html", context, status=422 if form.errors else 200)


def decision_list(request: HttpRequest) -> HttpResponse:
    """List what was answered, the latest first."""
    require(permissions.can_write_organizations(request.user))
    return list_page(
        request,
        template="organizations/decision_list.html",
        table_class=tables.DecisionTable,
        rows=queries.decisions_shown(),
        file_name="reponses-au-repertoire",
        context={"crumbs": _crumbs()},
    )


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was answered, and take it back."""
    actor, now = person_of(request), timezone.now()
    require(permissions.can_write_organizations(actor))
    found = get_object_or_404(RegisterDecision.objects.select_related("author"), pk=pk)
    if request.method == "POST":
        try:
            services.undo_decision(decision=found, actor=actor, now=now)
        except IllegalMove:
            messages.info(request, _("This was undone before."))
        except services.UndoExpired:
            messages.error(request, _("An answer is taken back within thirty days: this one is older."))
        except services.NothingUndone:
            messages.error(request, _("Nothing can be taken back any more."))
        else:
            kept = found.findings.count()
            words = ngettext(
                "It is taken back, but for %(count)s difference left as it is.",
                "It is taken back, but for %(count)s differences left as they are.",
                kept,
            )
            messages.success(request, words % {"count": kept} if kept else _("What was answered is undone."))
        return redirect(found)
    rows = found.findings.select_related("organization").order_by("name", "pk")
    context = {
        "crumbs": (*_crumbs(), (_("What was answered"), reverse("organizations:decision_list"))),
        "decision": found,
        "shown": queries.shown_findings(rows),
        "can_undo": queries.can_still_undo(found, now=now),
    }
    return render(request, "organizations/decision.html", context)
