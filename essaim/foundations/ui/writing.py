"""What pages where something is written share: one form, its errors beside their fields, nothing written over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from essaim.foundations.primitives.decisions import Decision

from .forms import EditForm
from .versions import ChangedMeanwhile, version_of

Crumbs = tuple[tuple[str, str], ...]
Written = TypeVar("Written")


@dataclass(frozen=True, slots=True)
class Page:
    """
    What stands around a form.

    back: the address that cancelling leads to.
    crumbs: the way back, as (words, address), the page itself left out.
    warning: what cannot be undone, said before the button.
    refusals: what is said of each refusal of the service, or a function that says it of the refusal itself.
    """

    title: str
    submit: str
    back: str
    crumbs: Crumbs
    lead: str = ""
    warning: str = ""
    refusals: Mapping[type[Exception], str | Callable[[Any], str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Door:
    """A link to a page where something is done: greyed, with the reason, when it is refused."""

    label: str
    url: str
    decision: Decision
    look: str = "outline"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody changed since the form was opened: what it holds now, and what the form would write."""

    label: str
    current: str
    own: str


def write(
    request: HttpRequest,
    page: Page,
    form: forms.BaseForm,
    save: Callable[[], Written],
    *,
    said: str,
    onward: str | Callable[[Written], str] = "",
    template: str = "ui/form.html",
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """
    Show a form; once it is sent and clean, write what it says and lead on.

    Errors of the service come back beside their fields with 422; a row changed meanwhile comes back with 409, both
    versions kept, so that the person chooses.

    :param onward: where to go afterwards, or how to find it from what was written; the page's own way back by default
    """
    differences: Sequence[Difference] = ()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                written = save()
            except ChangedMeanwhile as conflict:
                differences = _differences(form, conflict.row)
                status = 409
            except ValidationError as error:
                add_errors(form, error)
            except tuple(page.refusals) as refusal:
                words = page.refusals[type(refusal)]
                form.add_error(None, words(refusal) if callable(words) else words)
            else:
                messages.success(request, said)
                return redirect(onward(written) if callable(onward) else onward or page.back)
    shown = {
        "page": page,
        "form": form,
        "is_conflict": status == 409,
        "differences": differences,
        "upload": form.is_multipart(),
        **(context or {}),
    }
    return render(request, template, shown, status=status)


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put each message of a service beside its field, or at the top when the form has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _differences(form: forms.BaseForm, row: models.Model) -> list[Difference]:
    """List the fields that differ, and let the next sending write over the version now shown."""
    if not isinstance(form, EditForm):
        return []
    data = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("version")] = version_of(row, form.own_fields)
    form.data = data
    found = []
    for name in form.own_fields:
        current, own = getattr(row, name), form.cleaned_data[name]
        if current != own:
            found.append(Difference(str(form.fields[name].label), _words(row, name, current), _words(row, name, own)))
    return found


def _words(row: models.Model, name: str, value: object) -> str:
    field = row._meta.get_field(name)
    choices = dict(field.flatchoices) if isinstance(field, models.Field) else {}
    return str(choices.get(value, value)) if value not in (None, "") else "–"


def refused(request: HttpRequest, decision: Decision, back: str) -> HttpResponseRedirect:
    """Lead back with the reason from a page that is opened when its time has passed: an old link, a second window."""
    messages.warning(request, decision.reason)
    return redirect(back)
