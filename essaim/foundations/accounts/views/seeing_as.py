"""Support looks through somebody else's eyes, with a reason, for half an hour at most."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.accounts import permissions, services
from essaim.foundations.accounts import see_as as session_side
from essaim.foundations.accounts.forms import ReasonForm
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import confirm_identity, person_of, real_person
from essaim.foundations.primitives.decisions import require


def see_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then show the site as this person sees it."""
    person = get_object_or_404(User, pk=pk)
    actor = person_of(request)
    require(permissions.can_see_as(actor, person))
    confirm_identity(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ends_at = services.start_seeing_as(person=person, actor=actor, now=timezone.now(), **form.cleaned_data)
        session_side.keep(request, session_side.SeeingAs(person.pk, ends_at))
        return redirect("/")
    context = {"person": person, "form": form, "minutes": services.MINUTES_MAX}
    return render(request, "accounts/see_as.html", context, status=422 if form.is_bound else 200)


@require_POST
def stop_seeing_as(request: HttpRequest) -> HttpResponse:
    """Come back to one's own eyes."""
    seen, support = person_of(request), real_person(request)
    if session_side.current(request) is None or seen == support:
        return redirect("accounts:people_list" if permissions.can_read_people(support) else "/")
    session_side.forget(request)
    services.stop_seeing_as(person=seen, actor=support, now=timezone.now())
    messages.success(request, _("You see with your own eyes again."))
    return redirect("accounts:person", seen.pk)
