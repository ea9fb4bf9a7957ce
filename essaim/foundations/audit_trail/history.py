"""The page of what changed in one thing, which every room shows in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from essaim.foundations.ui.dates import moments_of
from essaim.foundations.ui.writing import Crumbs

from .queries import changes_of


def history_page(
    request: HttpRequest,
    target: models.Model,
    *,
    title: str,
    crumbs: Crumbs,
    shows_names: bool,
    template: str = "ui/history.html",
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """
    Show the changes of a tracked thing, latest first; ?du= and ?au= keep some, both days included.

    :param shows_names: whether this reader sees who made each change, rather than in what quality
    """
    since, until = _day(request, "du"), _day(request, "au")
    start, end = moments_of(since, until)
    changes = changes_of(target, since=start, until=end)
    shown = {
        "about": title,
        "crumbs": crumbs,
        "changes": list(reversed(changes)),
        "since": since,
        "until": until,
        "shows_names": shows_names,
        **(context or {}),
    }
    return render(request, template, shown)


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
