"""Pages everybody reads: the list of structures, one of them, what changed in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions, queries, tables
from essaim.ecosystem.organizations.attachments import KIND
from essaim.ecosystem.organizations.choosing import NAME_LENGTH_MAX, proposed, words_of
from essaim.ecosystem.organizations.models import Merger, Organization
from essaim.ecosystem.organizations.states import ActivitySection
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.documents.permissions import can_read_private
from essaim.foundations.documents.queries import ShownDocument, shown_documents
from essaim.foundations.primitives.activities import section_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Door

from .finding import organization_crumbs, organizations_crumb


@login_not_required
def organization_list(request: HttpRequest) -> HttpResponse:
    """List the records in use."""
    return list_page(
        request,
        template="organizations/organization_list.html",
        table_class=tables.OrganizationTable,
        filterset_class=tables.OrganizationFilter,
        rows=queries.with_statuses(queries.organization_rows(), today=timezone.localdate()),
        file_name="structures",
        # The key serves to complete records from a sheet, which the team does.
        exclude=() if permissions.can_write_organizations(request.user) else ("key",),
        context={"doors": _list_doors(request)},
    )


def choices(request: HttpRequest) -> HttpResponse:
    """Propose names of structures while somebody of the team types one: options for the field that asks, and nothing else."""
    require(permissions.can_write_organizations(request.user))
    text = str(next(iter(request.GET.values()), ""))
    found = proposed(queries.organizations_for_choice(), text[:NAME_LENGTH_MAX])
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((words_of(row),) for row in found)))


@login_not_required
def organization(request: HttpRequest, key: str) -> HttpResponse:
    """Show a structure; the address of a merged record leads to the one that was kept."""
    found = get_object_or_404(Organization.objects.select_related("merged_into"), key=key)
    if found.merged_into is not None:
        return redirect(found.merged_into)
    today = timezone.localdate()
    sees_all = bool(permissions.can_read_requests(request.user, found))
    undoable = queries.mergers_into(found) if permissions.can_update_organization(request.user, found) else {}
    can_read_names = permissions.can_read_representatives(request.user, found)
    context = {
        "crumbs": (organizations_crumb(),),
        "organization": found,
        "commune_name": territory.commune_name(found.commune_code),
        "merged": [
            _Merged(row, _documents(request, row), undoable.get(row.pk))
            for row in found.merged_records.order_by("sort_key", "pk")
        ],
        "statuses": queries.statuses_of(found, today=today, sees_all=sees_all),
        "establishments": queries.establishments_of(found, today=today, sees_all=sees_all),
        "activity_section": _section_name(found.activity_code),
        "can_write": permissions.can_update_organization(request.user, found),
        "can_read_names": can_read_names,
        "representatives": queries.representatives_of(found, today=today) if can_read_names else (),
        "can_name": permissions.can_name_representatives(request.user, found),
        "doors": _doors(request, found),
    }
    return render(request, "organizations/organization.html", context)


def _section_name(code: str) -> str:
    section = section_of(code)
    return str(ActivitySection(section).label) if section else ""


@dataclass(frozen=True, slots=True)
class _Merged:
    """A record merged into the one shown, with its documents, which stayed there."""

    record: Organization
    documents: list[ShownDocument]
    merger: Merger | None = None


def _documents(request: HttpRequest, row: Organization) -> list[ShownDocument]:
    reads_private = can_read_private(request.user, KIND, str(row.pk))
    return shown_documents(KIND, str(row.pk), with_private=bool(reads_private))


def _list_doors(request: HttpRequest) -> list[Door]:
    decision = permissions.can_write_organizations(request.user)
    if not decision:
        return []
    return [
        Door(_("Register a structure"), reverse("organizations:organization_create"), decision, "primary"),
        Door(_("Records that may be one"), reverse("organizations:pair_list"), decision),
        Door(_("What the register says otherwise"), reverse("organizations:finding_list"), decision),
        Door(_("Bring in a sheet of structures"), reverse("organizations:sheet_list"), decision),
    ]


def _doors(request: HttpRequest, found: Organization) -> list[Door]:
    decision = permissions.can_update_organization(request.user, found)
    if not decision:
        return []
    doors = [
        (_("Correct the record"), "organizations:organization_edit", "primary"),
        (_("Write an ESS status"), "organizations:status_add", "outline"),
        (_("Write an establishment"), "organizations:establishment_add", "outline"),
        (_("Name who speaks for it"), "organizations:representative_name", "outline"),
        (_("Invite who speaks for it"), "organizations:representative_invite", "outline"),
        (_("Merge a duplicate into it"), "organizations:organization_merge", "outline"),
    ]
    return [Door(label, reverse(name, args=[found.key]), decision, look) for label, name, look in doors]


@login_not_required
def organization_history(request: HttpRequest, key: str) -> HttpResponse:
    """Show what changed in a record, a merged one too; the public sees roles, the team sees names."""
    found = get_object_or_404(Organization, key=key)
    return history_page(
        request,
        found,
        title=found.name,
        crumbs=organization_crumbs(found),
        shows_names=is_staff_member(request.user),
    )
