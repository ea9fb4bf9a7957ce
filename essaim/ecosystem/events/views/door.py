"""The door of a gathering: codes read one by one, kept on a telephone while the network is down, or typed from a paper list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from essaim.ecosystem.events import permissions, queries, services
from essaim.ecosystem.events.forms import CodeForm, CodesForm
from essaim.ecosystem.events.models import Event
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.writing import refused

from .finding import event_crumbs, event_for

# What a telephone sends at once, or a person types from a list.
CODES_MAX = 500
SENDING_BYTES_MAX = 200_000
CODE_LENGTH_MAX = 20
IN, BEFORE, REFUSED = "in", "before", "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one code: counted, seen before or refused, in words; the key is that of the telephone."""

    code: str
    outcome: str
    words: str
    key: str = ""


def _checked_in(
    event: Event, code: str, *, actor: User, now: datetime, seen_at: datetime | None = None, key: UUID | None = None
) -> Answer:
    """Count one code, and say what became of it."""
    told = str(key or "")
    try:
        presence = services.check_in(event=event, code=code, actor=actor, now=now, seen_at=seen_at, key=key)
    except services.UnknownCode:
        return Answer(code, REFUSED, _("No registration has this code."), told)
    except services.NotRegistered:
        return Answer(code, REFUSED, _("This person waits for a seat, or their registration ended."), told)
    except services.KeyReused:
        return Answer(code, REFUSED, _("This sending is not understood: write the code again."), told)
    except services.AlreadyCheckedIn as known:
        at = timezone.localtime(known.at)
        words = _("This code was seen before, on %(day)s at %(hour)s.")
        return Answer(code, BEFORE, words % {"day": day_in_words(at.date()), "hour": time_format(at.time())}, told)
    name = presence.registration.name if presence.registration else ""
    return Answer(code, IN, _("Welcome: %(name)s is checked in.") % {"name": name or "–"}, told)


def _until(event: Event) -> datetime:
    """Return when nothing of a gathering is left on a telephone: the end of its last day."""
    return timezone.make_aware(datetime.combine(event.end_day + timedelta(days=1), time.min))


def _door_context(event: Event) -> dict[str, object]:
    """Return what the page at the door and its copy for a telephone share: addresses, words, the end of the day."""
    words = {
        "kept": _("Kept on this telephone: %(code)s. It is sent when the network is back."),
        "twice": _("Noted already on this telephone: %(code)s."),
        "empty": _("Write the code first."),
        "signed_out": _("The site asks you to sign in again: what waits stays here. Reload this page."),
        "full": _("This telephone cannot keep the code: write it on paper."),
        "lost": _("Codes that were not sent before the end of the day and were erased: %(count)s. See the paper list."),
        "dismiss": _("Seen, remove"),
    }
    return {
        "event": event,
        "until": int(_until(event).timestamp() * 1000),
        "words": json.dumps(
            {name: text.replace("%(code)s", "{}").replace("%(count)s", "{}") for name, text in words.items()}
        ),
        "codes_max": CODES_MAX,
    }


def check_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Take codes at the door; a square read by a telephone opens this page with the code written, to be sent."""
    actor, found, now = person_of(request), event_for(request, slug), timezone.now()
    require(permissions.can_write_events(actor))
    if not (decision := permissions.can_count_attendance(actor, found, now=now)):
        return refused(request, decision, found.get_absolute_url())
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")[:CODE_LENGTH_MAX]})
    if request.method == "POST" and form.is_valid():
        answer = _checked_in(found, form.cleaned_data["code"], actor=actor, now=now)
        if answer.outcome == IN:
            messages.success(request, answer.words)
            return redirect("events:check_in", found.slug)
        form.add_error("code", answer.words)
    context = {
        **_door_context(found),
        "crumbs": event_crumbs(found),
        "form": form,
        "counted": queries.attendance_of(found),
        "seats": queries.seats_of(found),
        "keeps": now < _until(found),
    }
    return render(request, "events/check_in.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def door_send(request: HttpRequest, slug: str) -> HttpResponse:
    """
    Take what a telephone read, perhaps while the network was down, and answer what became of each code.

    {"seen": [{"key": "…", "code": "ABC234", "at": "2026-03-31T09:31:00Z"}]}; sent again with the same key, a code counts once.
    """
    actor, found, now = person_of(request), event_for(request, slug), timezone.now()
    require(permissions.can_write_events(actor))
    require(permissions.can_count_attendance(actor, found, now=now))
    try:
        seen = _read_sending(request.body)
    except ValueError as error:
        return JsonResponse({"message": str(error)}, status=422)
    answers = [_checked_in(found, code, actor=actor, now=now, seen_at=seen_at, key=key) for key, code, seen_at in seen]
    results = [{"key": row.key, "outcome": row.outcome, "words": row.words} for row in answers]
    return JsonResponse({"results": results, "people": queries.attendance_of(found).people})


def _read_sending(body: bytes) -> list[tuple[UUID, str, datetime | None]]:
    """
    Read what a telephone sends.

    :raises ValueError: if it is not in the form of door_send(), with what is wrong
    """
    if len(body) > SENDING_BYTES_MAX:
        raise ValueError(_("This is too much at once."))
    try:
        rows = json.loads(body)["seen"]
        found = [(UUID(str(row["key"])), str(row["code"])[:CODE_LENGTH_MAX], _moment(row.get("at"))) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(_("This sending is not understood.")) from error
    if len(found) > CODES_MAX:
        raise ValueError(_("This is too much at once."))
    return found


def _moment(text: object) -> datetime | None:
    found = parse_datetime(text) if isinstance(text, str) else None
    return found if found is not None and timezone.is_aware(found) else None


@never_cache
@require_GET
def door_shell(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the page at the door as a telephone keeps it for the day: it names nobody, neither who came nor who reads."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    return render(request, "events/door_shell.html", {**_door_context(found), "form": CodeForm()})


@never_cache
@require_GET
def door_worker(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the script that answers in the place of the site while the network is down, for this page and this day only."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    kept = {
        "cache": f"essaim.door.{found.slug}",
        "shell": reverse("events:door_shell", args=[found.slug]),
        "door": reverse("events:check_in", args=[found.slug]),
        "files": [static(name) for name in ("ui/essaim.css", "ui/essaim.svg", "ui/page.js", "events/door.js")],
        "until": int(_until(found).timestamp() * 1000),
    }
    context = {"kept": json.dumps(kept)}
    return render(request, "events/door_worker.js", context, content_type="text/javascript; charset=utf-8")


def door_codes(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the codes ticked on a paper list, all at once, and say which could not be counted."""
    actor, found, now = person_of(request), event_for(request, slug), timezone.now()
    require(permissions.can_write_events(actor))
    if not (decision := permissions.can_count_attendance(actor, found, now=now)):
        return refused(request, decision, found.get_absolute_url())
    form = CodesForm(request.POST or None)
    answers: Sequence[Answer] = ()
    if request.method == "POST" and form.is_valid():
        codes = form.cleaned_data["codes"]
        answers = [_checked_in(found, code, actor=actor, now=now) for code in codes]
        left = [answer for answer in answers if answer.outcome == REFUSED]
        _tell(request, answers)
        if not left:
            return redirect("events:attendance", found.slug)
        form = CodesForm(initial={"codes": "\n".join(answer.code for answer in left)})
    crumbs = event_crumbs(found)
    context = {"event": found, "crumbs": crumbs, "form": form, "answers": [row for row in answers if row.outcome != IN]}
    is_wrong = bool(form.errors) or any(row.outcome == REFUSED for row in answers)
    return render(request, "events/door_codes.html", context, status=422 if is_wrong else 200)


def _tell(request: HttpRequest, answers: Iterable[Answer]) -> None:
    """Say how many were counted, and how many had been before."""
    outcomes = [answer.outcome for answer in answers]
    counted, before = outcomes.count(IN), outcomes.count(BEFORE)
    if counted:
        words = ngettext("%(count)s person is counted.", "%(count)s people are counted.", counted)
        messages.success(request, words % {"count": counted})
    if before:
        words = ngettext(
            "%(count)s code had been seen before, and counts once.",
            "%(count)s codes had been seen before, and count once.",
            before,
        )
        messages.info(request, words % {"count": before})
