"""Contributions: written without account, followed by number, entered, read and hidden by the team."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, write
from essaim.steering.consultations import permissions, queries, services
from essaim.steering.consultations.forms import AppealForm, ContributionForm, EntryForm, HideForm, TrackingForm
from essaim.steering.consultations.models import Consultation, Contribution, TextVersion
from essaim.steering.consultations.states import ConsultationState, ModerationState

from .finding import consultation_of, contribution_crumbs, contribution_of, crumbs_of, list_crumb


@login_not_required
def contribute(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a contribution from anybody, and give the number that follows it."""
    found = consultation_of(request, slug)
    now = timezone.now()
    decision = permissions.can_contribute(found, today=timezone.localdate(now))
    if not decision:
        messages.warning(request, decision.reason)
        return redirect(found)
    version = _version_of(request, found)
    quoted = version.passage(request.GET.get("passage", "")) if version is not None else ""
    form = ContributionForm(
        request.POST or None, consultation=found, now=now, version=version, initial={"passage": quoted}
    )
    if request.method == "POST" and form.is_valid():
        try:
            contribution = services.receive_contribution(consultation=found, now=now, **form.values())
        except services.PassageNotFound:
            form.add_error("passage", _("This passage is not in the text: copy it word for word."))
        except services.TooManyContributions:
            form.add_error(
                None, _("Many contributions are arriving at this moment. Keep your text and try again in an hour.")
            )
        else:
            messages.success(
                request,
                _("Thank you. Keep this number to follow your contribution: %s") % contribution.tracking_number,
            )
            return redirect("consultations:tracking", contribution.tracking_number)
    elif request.method == "POST":
        # A stale or too quick form gets a fresh signature, and keeps its text.
        data = request.POST.copy()
        data["opened"] = str(form.fields["opened"].initial)
        form.data = data
    context = {
        "consultation": found,
        "crumbs": crumbs_of(found),
        "form": form,
        "version": version,
        "passage_base": f"?texte={version.text.number}&" if version is not None else "",
        "delay": queries.moderation_delay(found, today=timezone.localdate(now)),
    }
    return render(request, "consultations/contribute.html", context, status=422 if form.errors else 200)


def _version_of(request: HttpRequest, found: Consultation) -> TextVersion | None:
    """Find the text as it is today that a contribution is about: ?texte= gives its number."""
    asked = request.GET.get("texte", "")
    if not asked.isdecimal() or len(asked) > 4:
        return None
    rows = TextVersion.objects.filter(text__consultation=found, text__number=int(asked)).select_related("text")
    return rows.order_by("number").last()


@login_not_required
def tracking_search(request: HttpRequest) -> HttpResponse:
    """Find a contribution by the number its author was given."""
    form = TrackingForm(request.GET or None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["tracking_number"].strip().upper()
        if Contribution.objects.filter(tracking_number=number).exists():
            return redirect("consultations:tracking", number)
        form.add_error(
            "tracking_number", _("No contribution has this number. Check it: it reads CTR- then ten characters.")
        )
    return render(request, "consultations/tracking_search.html", {"form": form, "crumbs": (list_crumb(),)})


@login_not_required
@never_cache
def tracking(request: HttpRequest, number: str) -> HttpResponse:
    """Show to its author what became of a contribution; take a request for a second reading, or to get no more mail."""
    rows = Contribution.objects.select_related("consultation", "theme").exclude(
        consultation__state=ConsultationState.DRAFT
    )
    found = get_object_or_404(rows, tracking_number=number)
    now = timezone.now()
    if request.method == "POST" and "forget" in request.POST:
        services.forget_address(contribution=found, now=now)
        messages.success(request, _("Your address is erased: you get no more mail. This page stays."))
        return redirect("consultations:tracking", number)
    form = AppealForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.appeal_moderation(contribution=found, appeal=form.cleaned_data["appeal"], now=now)
            except IllegalMove:
                form.add_error(None, _("A second reading cannot be asked of this contribution now."))
            else:
                messages.success(request, _("Your request is recorded: somebody of the team reads your text again."))
                return redirect("consultations:tracking", number)
    context = {
        "contribution": found,
        "crumbs": (list_crumb(), (_("Follow a contribution"), reverse("consultations:tracking_search"))),
        "form": form,
        "can_appeal": found.state == ModerationState.HIDDEN,
        "fate": queries.fate_of(found, person=request.user, today=timezone.localdate(now)) if found.is_readable else (),
    }
    return render(request, "consultations/tracking.html", context, status=status)


def contribution_enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter what was said on paper, at a table or in a meeting."""
    actor, found = person_of(request), consultation_of(request, slug)
    require(permissions.can_enter_contributions(actor, found))
    form = EntryForm(request.POST or None, consultation=found, person=actor)
    page = Page(
        title=_("Enter a contribution"),
        submit=_("Enter"),
        back=found.get_absolute_url(),
        crumbs=crumbs_of(found),
        lead=_("It weighs as much as one sent online. Write it as it was said, and where it was gathered."),
    )

    def save() -> Contribution:
        day = form.cleaned_data["received_on"]
        return services.enter_contribution(
            consultation=found,
            actor=actor,
            now=timezone.now(),
            received_at=timezone.make_aware(datetime.combine(day, time(12))),
            **form.values(),
        )

    return write(
        request,
        page,
        form,
        save,
        said=_("The contribution is entered and public."),
        onward=lambda row: row.get_absolute_url(),
    )


def next_to_read(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the contribution that waits for the longest time, a second reading asked first."""
    found = consultation_of(request, slug)
    actor = person_of(request)
    require(permissions.can_write_consultations(actor))
    rows = found.contributions.select_related("consultation").order_by("received_at", "pk")
    asked = rows.filter(state=ModerationState.APPEALED)
    # Those a person hid wait for somebody else.
    row = asked.exclude(hidden_by=actor).first() or rows.filter(state=ModerationState.RECEIVED).first()
    if row is not None:
        return redirect(row)
    if asked.exists():
        messages.info(request, _("What still waits is a second reading of texts that you hid: somebody else gives it."))
    else:
        messages.success(request, _("Nothing waits to be read."))
    return redirect(found)


def contribution_moderate(request: HttpRequest, slug: str, number: int, move: str) -> HttpResponse:
    """Publish or hide a contribution, show it again, or keep it hidden after a second reading."""
    actor, found = person_of(request), contribution_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    titles = {
        "publish": (_("Publish this contribution"), _("Publish"), _("The contribution is public.")),
        "hide": (_("Hide this contribution"), _("Hide"), _("The text is hidden; its place stays, with the cause.")),
        "restore": (_("Show this contribution again"), _("Show it again"), _("The contribution is public again.")),
        "uphold": (_("Keep this contribution hidden"), _("Keep it hidden"), _("The author reads your reason.")),
    }
    title, submit, said = titles[move]
    if not (decision := permissions.can_moderate(actor, found, move)):
        messages.warning(request, decision.reason)
        return redirect(found)
    page = Page(
        title=title, submit=submit, back=found.get_absolute_url(), crumbs=contribution_crumbs(found), lead=found.text
    )
    if move == "publish":
        if request.method == "POST":
            services.publish_contribution(contribution=found, actor=actor, now=timezone.now())
            messages.success(request, said)
            return redirect(found)
        return render(request, "consultations/confirm.html", {"page": page})
    form = HideForm(request.POST or None) if move == "hide" else ReasonForm(request.POST or None)

    def save() -> Contribution:
        now = timezone.now()
        reason = form.cleaned_data["reason"]
        if move == "hide":
            cause = form.cleaned_data["cause"]
            return services.hide_contribution(contribution=found, actor=actor, cause=cause, reason=reason, now=now)
        end = services.restore_contribution if move == "restore" else services.uphold_hiding
        return end(contribution=found, actor=actor, reason=reason, now=now)

    return write(request, page, form, save, said=said)
