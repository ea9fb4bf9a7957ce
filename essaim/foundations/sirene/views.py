"""Pages of the register: months loaded, what each is made of, and the editions of the perimeter."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.audit_trail.queries import changes_of
from essaim.foundations.audit_trail.wording import done_in_words
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page

from . import permissions, queries, services, tables
from .checks import label_of
from .forms import ActivityForm, CategoryForm, EditionForm, InForceForm, ReasonForm
from .models import PerimeterActivity, PerimeterEdition, Snapshot
from .states import SNAPSHOT_LOOK, PerimeterState, SnapshotState

Move = Callable[..., Snapshot]


@require_GET
def snapshot_list(request: HttpRequest) -> HttpResponse:
    """List every month that was loaded, with its checks."""
    require(permissions.can_follow(request.user))
    return list_page(
        request,
        template="sirene/snapshot_list.html",
        table_class=tables.SnapshotTable,
        filterset_class=tables.SnapshotFilter,
        rows=Snapshot.objects.select_related("perimeter"),
        file_name="repertoire",
        context={"waiting": Snapshot.objects.filter(state=SnapshotState.HELD).count()},
    )


@require_GET
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a month: its checks, the files it was read from, what was done to it."""
    require(permissions.can_follow(request.user))
    found = get_object_or_404(Snapshot.objects.select_related("perimeter", "accepted_by"), pk=pk)
    return _snapshot_page(request, found, ReasonForm())


def _snapshot_page(request: HttpRequest, found: Snapshot, form: forms.Form, status: int = 200) -> HttpResponse:
    context = {
        "snapshot": found,
        "look": SNAPSHOT_LOOK[SnapshotState(found.state)],
        "moves": [
            (name, label, permissions.can_move(request.user, found, move))
            for move, name, label in (
                ("accept", "sirene:accept", _("Accept")),
                ("set_aside", "sirene:set_aside", _("Set aside")),
                ("take_back", "sirene:take_back", _("Put back in service")),
            )
        ],
        "form": form,
        "checks": [(label_of(check["name"]), check["found"], check["weight"]) for check in found.checks],
        "sources": [(source, _in_parts(source["sha256"])) for source in found.sources],
        "history": [(change, done_in_words(change.verb)) for change in reversed(changes_of(found))],
    }
    return render(request, "sirene/snapshot.html", context, status=status)


def _in_parts(sha256: str) -> list[str]:
    """Cut a hash where a narrow page may break it."""
    return [sha256[start : start + 8] for start in range(0, 64, 8)]


def _moved(request: HttpRequest, pk: int, name: str, move: Move, said: str) -> HttpResponse:
    found = get_object_or_404(Snapshot.objects.select_related("perimeter"), pk=pk)
    require(permissions.can_move(request.user, found, name))
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            move(snapshot=found, actor=person_of(request), reason=form.cleaned_data["reason"], now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, said)
            return redirect(found)
    return _snapshot_page(request, found, form, status=422)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a snapshot serve although a check asked for a person."""
    return _moved(request, pk, "accept", services.accept_snapshot, _("This month now serves."))


@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a snapshot out of service."""
    return _moved(request, pk, "set_aside", services.set_snapshot_aside, _("This month does not serve any more."))


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a snapshot serve again."""
    return _moved(request, pk, "take_back", services.take_snapshot_back, _("This month serves again."))


@login_not_required
@require_GET
def perimeter_list(request: HttpRequest) -> HttpResponse:
    """List the editions of the perimeter: those that figures rest on, and to the team the one being written."""
    rows = PerimeterEdition.objects.all()
    return list_page(
        request,
        template="sirene/perimeter_list.html",
        table_class=tables.EditionTable,
        filterset_class=tables.EditionFilter,
        rows=rows if permissions.can_follow(request.user) else rows.settled(),
        file_name="perimetres",
        context={"can_write": permissions.can_write_edition(request.user)},
    )


def write_edition(request: HttpRequest) -> HttpResponse:
    """Start the next edition."""
    require(permissions.can_write_edition(request.user))
    form = EditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            edition = services.write_edition(actor=person_of(request), now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect(edition)
    return render(request, "sirene/write_edition.html", {"form": form}, status=422 if form.is_bound else 200)


def _edition(request: HttpRequest, number: int) -> PerimeterEdition:
    edition = get_object_or_404(PerimeterEdition, number=number)
    if not permissions.can_read_edition(request.user, edition):
        raise Http404
    return edition


@login_not_required
@require_GET
def perimeter(request: HttpRequest, number: int) -> HttpResponse:
    """Show an edition: its categories, the activities outside; a draft with what enters and leaves, and its forms."""
    return _edition_page(request, _edition(request, number), {})


def _edition_page(request: HttpRequest, edition: PerimeterEdition, bound: dict[str, forms.BaseForm]) -> HttpResponse:
    can_change = permissions.can_change_edition(request.user, edition)
    context = {
        "edition": edition,
        "activities": edition.activities.all(),
        "can_change": can_change,
        **_preview_of(edition),
        "category_form": CategoryForm(prefix="category"),
        "activity_form": ActivityForm(prefix="activity"),
        "force_form": InForceForm(prefix="force", initial={"starts_on": timezone.localdate()}),
        "history": [(change, done_in_words(change.verb)) for change in reversed(changes_of(edition))],
        **bound,
    }
    answer = list_page(
        request,
        template="sirene/perimeter.html",
        table_class=tables.CategoryTable,
        filterset_class=tables.CategoryFilter,
        rows=edition.categories.all(),
        file_name=f"perimetre-{edition.number}",
        context=context,
        per_page=100,
    )
    if bound:
        answer.status_code = 422
    return answer


def _preview_of(edition: PerimeterEdition) -> dict[str, object]:
    """Give what a draft changes, or why it cannot be counted."""
    if edition.state != PerimeterState.DRAFT:
        return {}
    try:
        return {"preview": queries.preview(edition)}
    except queries.NoSnapshot as refusal:
        return {"not_counted": str(refusal)}


@require_POST
def place_category(request: HttpRequest, number: int) -> HttpResponse:
    """Give a legal category its place in a draft."""
    edition = _edition(request, number)
    require(permissions.can_change_edition(request.user, edition))
    form = CategoryForm(request.POST, prefix="category")
    if form.is_valid():
        values = dict(form.cleaned_data)
        code = values.pop("code")
        return _done(
            request,
            edition,
            {"category_form": form},
            lambda: services.place_category(
                edition=edition, actor=person_of(request), code=code, values=values, now=timezone.now()
            ),
        )
    return _edition_page(request, edition, {"category_form": form})


@require_POST
def exclude_activity(request: HttpRequest, number: int) -> HttpResponse:
    """Put activities outside the field in a draft."""
    edition = _edition(request, number)
    require(permissions.can_change_edition(request.user, edition))
    form = ActivityForm(request.POST, prefix="activity")
    if form.is_valid():
        return _done(
            request,
            edition,
            {"activity_form": form},
            lambda: services.exclude_activity(
                edition=edition, actor=person_of(request), values=form.cleaned_data, now=timezone.now()
            ),
        )
    return _edition_page(request, edition, {"activity_form": form})


@require_POST
def include_activity(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Take activities back into the field in a draft."""
    edition = _edition(request, number)
    activity = get_object_or_404(PerimeterActivity, edition=edition, pk=pk)
    services.include_activity(edition=edition, actor=person_of(request), activity=activity, now=timezone.now())
    return redirect(edition)


@require_POST
def put_in_force(request: HttpRequest, number: int) -> HttpResponse:
    """Put a draft in force."""
    edition = _edition(request, number)
    require(permissions.can_put_in_force(request.user, edition))
    form = InForceForm(request.POST, prefix="force")
    if form.is_valid():
        return _done(
            request,
            edition,
            {"force_form": form},
            lambda: services.put_in_force(
                edition=edition, actor=person_of(request), now=timezone.now(), **form.cleaned_data
            ),
        )
    return _edition_page(request, edition, {"force_form": form})


def _done(
    request: HttpRequest, edition: PerimeterEdition, bound: dict[str, forms.BaseForm], work: Callable[[], object]
) -> HttpResponse:
    """Do what a form asks; what does not hold is told beside its fields."""
    try:
        work()
    except ValidationError as error:
        (form,) = bound.values()
        form.add_error(None, error.messages)
        return _edition_page(request, edition, bound)
    messages.success(request, _("It is saved."))
    return redirect(edition)
