"""Pages after a gathering: what those who came thought of it, and the contacts made there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from essaim.ecosystem.events import links, permissions, queries, services, tables
from essaim.ecosystem.events.adapters.squares import square_of
from essaim.ecosystem.events.forms import LeadForm, LeadMoveForm, RatingForm
from essaim.ecosystem.events.states import LEAD_MOVES
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Page, add_errors, refused, write

from .finding import agenda_crumb, event_crumbs, event_for


@login_not_required
@never_cache
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Take what somebody who came thought, without an account and without knowing who answers."""
    try:
        found = links.rated_event(token)
    except links.BadLink:
        raise Http404 from None
    now = timezone.now()
    context: dict[str, object] = {
        "event": found,
        "crumbs": event_crumbs(found) if found.is_announced else (),
        "decision": permissions.can_rate(found, now=now),
        "is_done": request.GET.get("merci") == "1",
    }
    form = RatingForm(request.POST or None, now=now)
    if request.method == "POST" and context["decision"]:
        if form.is_valid():
            fields = {name: form.cleaned_data[name] for name in ("overall", "usefulness", "has_met", "comment")}
            try:
                services.rate_event(event=found, now=now, **fields)
            except services.RatedTooOften:
                form.add_error(None, _("Many answers are arriving at this moment. Please try again tomorrow."))
            except ValidationError as error:
                add_errors(form, error)
            else:
                return redirect(f"{reverse('events:rate', args=[token])}?merci=1")
        else:
            form.sign_again()
    context["form"] = form
    return render(request, "events/rate.html", context, status=422 if form.errors else 200)


def ratings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the team what those who came thought, all together, and the link by which they say it."""
    person, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(person))
    now = timezone.now()
    link = request.build_absolute_uri(reverse("events:rate", args=[links.rating_token_of(found)]))
    context = {
        "event": found,
        "crumbs": event_crumbs(found),
        "ratings": queries.ratings_of(found),
        "count_min": queries.RATING_COUNT_MIN,
        "comments": queries.comments_of(found),
        "can_rate": permissions.can_rate(found, now=now),
        "can_ask": permissions.can_ask_ratings(person, found, now=now),
        "to_ask": queries.to_ask_for_ratings(found).count(),
        "link": link,
        "square": square_of(link),
    }
    return render(request, "events/ratings.html", context)


@require_POST
def ratings_ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask those who came what they thought, by mail."""
    actor, found = person_of(request), event_for(request, slug)
    count = services.ask_ratings(event=found, actor=actor, now=timezone.now())
    said = ngettext("%(count)s person is asked by mail.", "%(count)s people are asked by mail.", count)
    messages.success(request, said % {"count": count})
    return redirect("events:ratings", found.slug)


def lead_list(request: HttpRequest) -> HttpResponse:
    """List the contacts made at gatherings, for the team that follows them."""
    require(permissions.can_read_leads(request.user))
    return list_page(
        request,
        template="events/lead_list.html",
        table_class=tables.LeadTable,
        filterset_class=tables.LeadFilter,
        rows=queries.lead_rows(),
        file_name="mises-en-relation",
        context={"crumbs": (agenda_crumb(),)},
    )


def lead_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that two structures were put in touch."""
    actor, found, now = person_of(request), event_for(request, slug), timezone.now()
    require(permissions.can_write_events(actor))
    if not (decision := permissions.can_note_lead(actor, found, now=now)):
        return refused(request, decision, found.get_absolute_url())
    page = Page(
        title=_("Note a contact made"),
        submit=_("Note this contact"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=_("Two structures put in touch at: %(title)s. The team alone reads it; how many is public.")
        % {"title": found.title},
    )
    form = LeadForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.note_lead(event=found, actor=actor, now=now, **form.values()),
        said=_("The contact is noted. Follow it until it is known what came of it."),
        onward=f"{reverse('events:lead_list')}?event={found.slug}",
    )


def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a contact and say how it goes."""
    actor = person_of(request)
    require(permissions.can_read_leads(actor))
    found = get_object_or_404(queries.lead_rows(), pk=pk)
    back = f"{reverse('events:lead_list')}?event={found.event.slug}"
    crumbs = (agenda_crumb(), (_("Contacts made"), reverse("events:lead_list")))
    is_ended = not LEAD_MOVES.names_from(found.state)
    if request.method == "POST" and is_ended:
        return refused(request, deny(_("This contact has ended.")), found.get_absolute_url())
    form = LeadMoveForm(request.POST or None, lead=found, initial={"next_step": found.next_step})
    page = Page(title=str(found), submit=_("Save"), back=back, crumbs=crumbs, lead=found.about)
    return write(
        request,
        page,
        form,
        lambda: services.follow_lead(lead=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("It is written how this contact goes."),
        template="events/lead.html",
        context={"lead": found, "is_ended": is_ended},
    )
