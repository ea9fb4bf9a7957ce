"""Saying that a structure is missing, by anybody; following it by its number; the team's answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from essaim.ecosystem.directory import permissions, queries, services, tables
from essaim.ecosystem.directory.forms import AddForm, AdditionForm, RecognizeForm
from essaim.ecosystem.directory.models import Addition
from essaim.ecosystem.directory.states import AdditionState
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import NearDuplicate, findings_of
from essaim.ecosystem.organizations.services import AlreadyRegistered, SimilarRecords
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.territory.queries import commune_name
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Page, add_errors, refused, write

from .finding import card_url, directory_crumb


@login_not_required
def addition_create(request: HttpRequest) -> HttpResponse:
    """Take a structure that somebody says is missing; those whose name is close are shown before it is taken."""
    now = timezone.now()
    form = AdditionForm(request.POST if request.method == "POST" else None, now=now, initial=_begun(request))
    close: tuple[NearDuplicate, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            addition = services.propose_addition(
                values=form.values(),
                note=form.cleaned_data["note"],
                email=form.cleaned_data["email"],
                is_other=form.cleaned_data["is_other"],
                now=now,
            )
        except AlreadyRegistered as known:
            organization = known.organization
            link = format_html('<a href="{}">{}</a>', _where(organization), organization.name)
            form.add_error(None, format_html(_("A structure is known here with this number: {}"), link))
        except SimilarRecords as similar:
            close = similar.found
            form.ask_whether_other()
            form.add_error(None, _("Structures with a close name are known here: look at them, or say it is another."))
        except services.ProposedAlready:
            form.add_error(None, _("Somebody proposed it already: the team has not answered yet."))
        except services.AskedTooFast:
            form.add_error(None, _("Many demands are arriving at this moment. Please try again in an hour."))
        except ValidationError as error:
            add_errors(form, error)
        else:
            said = _("Thank you. Keep this number to follow what becomes of it: %s")
            messages.success(request, said % addition.tracking_number)
            return redirect("directory:addition_follow", addition.tracking_number)
    if request.method == "POST":
        form.sign_again()
    context = {
        "crumbs": (directory_crumb(),),
        "form": form,
        "close": [(near.organization, _where(near.organization)) for near in close],
        "communes": form.offered,
    }
    return render(request, "directory/addition_create.html", context, status=422 if form.errors else 200)


def _begun(request: HttpRequest) -> dict[str, str]:
    """Begin with the words of a search that found nothing."""
    return {"name": request.GET.get("nom", "")[:200]}


def _where(organization: Organization) -> str:
    """Return the card of a record if the public finds it, else its page."""
    return card_url(organization) if queries.listing_of(organization.key) else organization.get_absolute_url()


@login_not_required
@never_cache
def addition_follow(request: HttpRequest, number: str) -> HttpResponse:
    """Show to whoever has its number what became of a structure proposed; nothing of who proposed it."""
    found = get_object_or_404(Addition.objects.select_related("organization"), tracking_number=number.strip().upper())
    context = {
        "crumbs": (directory_crumb(),),
        "addition": found,
        "commune_name": commune_name(found.commune_code),
        "where": _where(found.organization) if found.organization else "",
    }
    return render(request, "directory/addition_follow.html", context)


def addition_list(request: HttpRequest) -> HttpResponse:
    """List what is said to be missing, for the team."""
    require(permissions.can_moderate(request.user))
    return list_page(
        request,
        template="directory/addition_list.html",
        table_class=tables.AdditionTable,
        filterset_class=tables.AdditionFilter,
        rows=queries.additions_shown(),
        file_name="structures-signalees",
        context={"crumbs": (directory_crumb(),)},
    )


def _addition(request: HttpRequest, pk: int) -> Addition:
    require(permissions.can_moderate(request.user))
    return get_object_or_404(Addition.objects.select_related("organization"), pk=pk)


def _crumbs(found: Addition | None = None) -> Crumbs:
    listed = (directory_crumb(), (_("Structures said to be missing"), reverse("directory:addition_list")))
    return (*listed, (found.name, found.get_absolute_url())) if found else listed


def addition(request: HttpRequest, pk: int) -> HttpResponse:
    """Show to the team a structure said to be missing, those that look like it, and what the register says of its number."""
    found = _addition(request, pk)
    is_open = found.state == AdditionState.OPEN
    context = {
        "crumbs": _crumbs(),
        "addition": found,
        "commune_name": commune_name(found.commune_code),
        "is_open": is_open,
        "alike": queries.alike_of(found) if is_open else (),
        "in_register": bool(found.siren and findings_of(found.siren)),
    }
    return render(request, "directory/addition.html", context)


def _refused_if_answered(request: HttpRequest, found: Addition) -> HttpResponse | None:
    if found.state == AdditionState.OPEN:
        return None
    return refused(request, deny(_("This was answered before.")), found.get_absolute_url())


def addition_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct each field, then write the record and its card."""
    found, now = _addition(request, pk), timezone.now()
    if (answer := _refused_if_answered(request, found)) is not None:
        return answer
    form = AddForm(request.POST or None, addition=found, today=timezone.localdate(now))
    page = Page(
        title=_("Add a structure"),
        submit=_("Write its record"),
        back=found.get_absolute_url(),
        crumbs=_crumbs(found),
        lead=found.name,
        refusals={
            AlreadyRegistered: lambda known: _("Its number is that of “%s”.") % known.organization.name,
            IllegalMove: _("This was answered before."),
        },
    )
    return write(
        request,
        page,
        form,
        lambda: services.add_structure(
            addition=found,
            actor=person_of(request),
            now=now,
            values={name: form.cleaned_data[name] for name in services.ADDED_FIELDS},
            summary=form.cleaned_data["summary"],
        ),
        said=_("The structure is recorded; who proposed it is told if they left an address."),
        onward=_where,
        template="directory/addition_add.html",
        context={"communes": form.offered},
    )


def addition_recognize(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which structure it is already."""
    found = _addition(request, pk)
    if (answer := _refused_if_answered(request, found)) is not None:
        return answer
    form = RecognizeForm(request.POST or None)
    page = Page(
        title=_("It is known already"),
        submit=_("It is that one"),
        back=found.get_absolute_url(),
        crumbs=_crumbs(found),
        lead=found.name,
        refusals={IllegalMove: _("This was answered before.")},
    )
    return write(
        request,
        page,
        form,
        lambda: services.recognize_structure(
            addition=found,
            organization=form.cleaned_data["organization"],
            actor=person_of(request),
            now=timezone.now(),
        ),
        said=_("Who proposed it is told if they left an address."),
        template="directory/addition_recognize.html",
        context={"alike": queries.alike_of(found)},
    )


def addition_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why it does not enter the directory."""
    found = _addition(request, pk)
    if (answer := _refused_if_answered(request, found)) is not None:
        return answer
    form = ReasonForm(request.POST or None)
    page = Page(
        title=_("Do not take it"),
        submit=_("Do not take it"),
        back=found.get_absolute_url(),
        crumbs=_crumbs(found),
        lead=found.name,
        warning=_("Whoever has its number reads the reason."),
        refusals={IllegalMove: _("This was answered before.")},
    )
    return write(
        request,
        page,
        form,
        lambda: services.refuse_addition(
            addition=found, actor=person_of(request), now=timezone.now(), reason=form.cleaned_data["reason"]
        ),
        said=_("Who proposed it is told if they left an address."),
    )
