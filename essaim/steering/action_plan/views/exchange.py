"""Plans of other authorities: brought in, put beside ours, withdrawn and shown again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import bundle, permissions, queries, services
from essaim.steering.action_plan.forms import BundleForm, CompareForm


def plan_exchange(request: HttpRequest) -> HttpResponse:
    """List the plans that came from elsewhere, and bring in another."""
    require(permissions.can_exchange_plans(request.user))
    form = BundleForm(request.POST or None, request.FILES or None)
    problems: tuple[bundle.Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            if upload.size > bundle.FILE_BYTES_MAX:
                raise bundle.BundleTooLarge
            plan = services.import_plan(
                content=upload.read(), actor=person_of(request), now=timezone.now(), slug=form.cleaned_data["slug"]
            )
        except bundle.BundleInvalid as refusal:
            problems = refusal.problems
            form.add_error("file", _("Nothing is written: %(count)s problems in this file.") % {"count": refusal.total})
        except (bundle.BundleTooLarge, bundle.BundleUnreadable, bundle.FormatUnknown) as refusal:
            form.add_error("file", _sentence(refusal))
        except services.SlugTaken as refusal:
            words = _("A plan is already called “%(slug)s” here: give this one another short name.")
            form.add_error("slug", words % {"slug": refusal.slug})
        else:
            words = _("The plan of %(name)s stands beside ours; it is only read.")
            messages.success(request, words % {"name": plan.origin_name})
            return redirect(plan)
    context = {
        "form": form,
        "problems": problems,
        "foreign": queries.foreign_plans(),
        "own": queries.plans_visible_to(request.user),
        "format": bundle.FORMAT,
    }
    return render(request, "action_plan/plan_exchange.html", context, status=422 if form.is_bound else 200)


def _sentence(refusal: Exception) -> str:
    """Say what is wrong with the file of a plan, and what to do."""
    if isinstance(refusal, bundle.BundleTooLarge):
        return _("The file is over 5 MB: it cannot be the file of one plan.")
    if isinstance(refusal, bundle.FormatUnknown) and refusal.found.startswith(bundle.FORMAT_FAMILY):
        words = _("This file is of the version “%(found)s”; this instance reads “%(read)s”: ask for that one.")
        return words % {"found": refusal.found, "read": bundle.FORMAT}
    if isinstance(refusal, bundle.FormatUnknown):
        return _("This JSON file is not the file of a plan: it does not name the format “%(read)s”.") % {
            "read": bundle.FORMAT
        }
    return _("This file is not JSON text: ask for the file again, it may have been cut.")


@require_POST
def foreign_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Hide a plan that came from elsewhere; it can be shown again."""
    plan = get_object_or_404(queries.foreign_plans().filter(import_record__isnull=False), slug=slug)
    services.withdraw_imported_plan(plan=plan, actor=person_of(request), now=timezone.now())
    messages.success(
        request, _("The plan is withdrawn: nobody sees it any more. It can be shown again from this page.")
    )
    return redirect("action_plan:plan_exchange")


@require_POST
def foreign_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Show again a plan that came from elsewhere and was withdrawn."""
    plan = get_object_or_404(queries.foreign_plans().filter(import_record__isnull=False), slug=slug)
    services.restore_imported_plan(plan=plan, actor=person_of(request), now=timezone.now())
    messages.success(request, _("The plan is shown again."))
    return redirect("action_plan:plan_exchange")


@login_not_required
@require_GET
def plan_compare(request: HttpRequest) -> HttpResponse:
    """Put two plans side by side: their periods, progress, amounts, communes, policies, axes and actions."""
    readable = queries.readable_plans(request.user).order_by("-starts_on", "pk")
    form = CompareForm(request.GET if {"a", "b"} <= request.GET.keys() else None)
    for name in ("a", "b"):
        form.fields[name].queryset = readable  # type: ignore[attr-defined]
    sides = None
    if form.is_valid():
        today = timezone.localdate()
        sides = queries.side_by_side(form.cleaned_data["a"], form.cleaned_data["b"], today=today)
    context = {"form": form, "sides": sides}
    return render(request, "action_plan/plan_compare.html", context, status=422 if form.errors else 200)


@login_not_required
@require_GET
def bundle_schema(request: HttpRequest) -> FileResponse:
    """Give the JSON Schema of the format."""
    return FileResponse(bundle.SCHEMA_PATH.open("rb"), content_type="application/schema+json")
