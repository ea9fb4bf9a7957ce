"""Pages where the team registers, corrects and merges records of structures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions, queries, services
from essaim.ecosystem.organizations.forms import OrganizationEditForm, OrganizationForm
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, write

from .finding import organization_crumbs, organization_in_use, organizations_crumb


def _already_registered(refusal: services.AlreadyRegistered) -> str:
    """Name the record that has the number."""
    return format_html(
        _('This number is that of <a href="{}">{}</a>, which is registered already: correct that record instead.'),
        refusal.organization.get_absolute_url(),
        refusal.organization.name,
    )


def organization_create(request: HttpRequest) -> HttpResponse:
    """Register a structure, unless it is there already; records of a close name are proposed first."""
    actor = person_of(request)
    require(permissions.can_write_organizations(actor))
    form = OrganizationForm(request.POST or None, today=timezone.localdate())

    def save() -> Organization:
        return services.register_organization(
            actor=actor, now=timezone.now(), refuse_similar=not form.cleaned_data["is_distinct"], **form.values()
        )

    def propose(refusal: services.SimilarRecords) -> str:
        form.ask_whether_distinct()
        found = format_html_join(
            ", ", '<a href="{}">{}</a>', ((row.get_absolute_url(), row.name) for row in refusal.organizations)
        )
        return format_html(
            _("Structures of a close name are known: {}. If yours is none of them, tick the box below and save again."),
            found,
        )

    crumb = organizations_crumb()
    page = Page(
        title=_("Register a structure"),
        submit=_("Register"),
        back=crumb[1],
        crumbs=(crumb,),
        lead=_("One record a structure, with its SIREN or RNA number, or none yet. Numbers can be added later."),
        refusals={services.AlreadyRegistered: _already_registered, services.SimilarRecords: propose},
    )
    return write(
        request,
        page,
        form,
        save,
        said=_("The structure is registered."),
        onward=lambda row: row.get_absolute_url(),
        template="organizations/organization_form.html",
        context={"communes": form.offered},
    )


def organization_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Correct what is written of a structure, saying why."""
    actor, found = person_of(request), organization_in_use(key)
    require(permissions.can_update_organization(actor, found))
    page = Page(
        title=_("Correct the record of a structure"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=organization_crumbs(found),
        lead=found.name,
        refusals={services.AlreadyRegistered: _already_registered},
    )
    form = OrganizationEditForm(request.POST or None, instance=found, today=timezone.localdate())
    return write(
        request,
        page,
        form,
        lambda: services.update_organization(organization=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The record is corrected; its history keeps what it was."),
        template="organizations/organization_form.html",
        context={"communes": form.offered},
    )


def organization_merge(request: HttpRequest, key: str) -> HttpResponse:
    """Choose which record is the duplicate of this one: those of a close name first, any other by searching."""
    actor, kept = person_of(request), organization_in_use(key)
    require(permissions.can_update_organization(actor, kept))
    words = request.GET.get("q", "").strip()
    if words:
        found = list(queries.search(words).exclude(pk=kept.pk)[: queries.PROPOSED_COUNT_MAX])
    else:
        near = queries.near_duplicates(name=kept.name, acronym=kept.acronym, exclude_id=kept.pk)
        found = [row.organization for row in near]
    context = {"kept": kept, "crumbs": organization_crumbs(kept), "words": words, "found": found}
    return render(request, "organizations/organization_merge.html", context)


def merge_preview(request: HttpRequest, key: str, duplicate_key: str) -> HttpResponse:
    """Show what a merger would take and move; once a reason is given, do it."""
    actor, kept = person_of(request), organization_in_use(key)
    duplicate = get_object_or_404(Organization.objects.current(), key=duplicate_key)
    require(permissions.can_merge_organizations(actor, kept, duplicate))
    page = Page(
        title=_("Merge two records"),
        submit=_("Merge them"),
        back=reverse("organizations:organization_merge", args=[kept.key]),
        crumbs=organization_crumbs(kept),
        lead=_("“%(duplicate)s” is merged into “%(kept)s”.") % {"duplicate": duplicate.name, "kept": kept.name},
        warning=_(
            "Nothing is deleted: the address of the merged record leads to the one that is kept. It can be undone for thirty days, "
            "unless people or other pages followed."
        ),
    )
    form = ReasonForm(request.POST or None)

    def save() -> Organization:
        return services.merge_organizations(
            kept=kept, duplicate=duplicate, actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]
        )

    return write(
        request,
        page,
        form,
        save,
        said=_("The two records are one."),
        onward=kept.get_absolute_url(),
        template="organizations/merge_preview.html",
        context={"preview": queries.merge_preview(kept=kept, duplicate=duplicate, today=timezone.localdate())},
    )
