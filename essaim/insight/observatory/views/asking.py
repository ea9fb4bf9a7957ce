"""What every page of figures does first: read the selection of the address, and say plainly what is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.foundations.sirene import queries as sirene
from essaim.insight.observatory.forms import SelectionForm
from essaim.insight.observatory.queries import near_places
from essaim.insight.observatory.selection import Selection

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked: the selection, the form that shows it, the day, values that could not be read."""

    selection: Selection
    form: SelectionForm
    today: date
    problems: dict[str, str]


def asked(request: HttpRequest) -> Asked:
    """Read the selection of an address."""
    today = timezone.localdate()
    form = SelectionForm(request.GET, snapshots=sirene.snapshots(), near=near_places(today=today))
    selection = form.selection()
    return Asked(selection, form, today, form.problems)


def answer(
    request: HttpRequest, read: Callable[[Asked], Found], show: Callable[[Asked, Found], HttpResponse]
) -> HttpResponse:
    """Read figures and show them; where nothing was loaded, or there is no such place or month, say so and what to do."""
    given = asked(request)
    try:
        found = read(given)
    except sirene.NoSnapshot as refusal:
        return no_register(request, refusal)
    except sirene.UnknownPlace:
        return _refusal(request, "observatory/no_place.html", {"code": given.selection.territory}, 404)
    return show(given, found)


def no_register(request: HttpRequest, refusal: sirene.NoSnapshot) -> HttpResponse:
    """Say that no register is loaded, or which one is not."""
    is_empty = not sirene.snapshots()
    context = {"refusal": str(refusal), "is_empty": is_empty}
    return _refusal(request, "observatory/no_register.html", context, 200 if is_empty else 404)


def _refusal(request: HttpRequest, template: str, context: dict[str, object], status: int) -> HttpResponse:
    """Show why figures are not there; to a page that asks for a part of itself, say to open the whole page that tells it."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response["HX-Redirect"] = request.get_full_path()
        return response
    return render(request, template, context, status=status)
