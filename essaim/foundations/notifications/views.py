"""Pages of a person's messages: the inbox, one message, what they will be reminded of, what they get by mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.ui.lists import list_page

from . import queries, rules, services, tables
from .forms import PreferencesForm
from .kinds import label_of


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """List the person's messages."""
    person = person_of(request)
    return list_page(
        request,
        template="notifications/inbox.html",
        table_class=tables.NotificationTable,
        filterset_class=tables.NotificationFilter,
        rows=queries.notifications_of(person),
        file_name="notifications",
        context={"unread": queries.unread_count(person)},
    )


@require_GET
def notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message; opening the page does not mark it as read, a button does."""
    found = get_object_or_404(queries.notifications_of(person_of(request)), pk=pk)
    rule = rules.rule_of(found.kind)
    context = {"notification": found, "kind": label_of(found.kind), "rule": rule}
    return render(request, "notifications/notification.html", context)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read, and go to the page it is about if asked."""
    person = person_of(request)
    found = get_object_or_404(queries.notifications_of(person), pk=pk)
    services.mark_read(notification=found, actor=person, now=timezone.now())
    return redirect(found.url if "follow" in request.POST else "notifications:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    count = services.mark_all_read(actor=person_of(request), now=timezone.now())
    said = ngettext("%(count)s message is marked as read.", "%(count)s messages are marked as read.", count)
    messages.success(request, said % {"count": count})
    return redirect("notifications:inbox")


@require_GET
def reminders(request: HttpRequest) -> HttpResponse:
    """Show what the person will be reminded of: when, by which rule, and what will stop it."""
    person, now = person_of(request), timezone.now()
    context = {
        "coming": queries.coming_reminders(person, now=now),
        "stopped": [(row, label_of(row.rule_key)) for row in queries.stopped_reminders(person, now=now)],
        "rules": rules.all_rules(),
        "today": timezone.localdate(now),
    }
    return render(request, "notifications/reminders.html", context)


def preferences(request: HttpRequest) -> HttpResponse:
    """Let the person choose what they get by mail."""
    person = person_of(request)
    # Sent with every box unticked, the data is empty and still an answer.
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, preferences=queries.preferences_of(person))
    if form.is_valid():
        services.choose_mails(actor=person, wanted=form.cleaned_data["kinds"])
        messages.success(request, _("Your choice is kept. Messages stay on this page in any case."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form}, status=422 if form.errors else 200)
