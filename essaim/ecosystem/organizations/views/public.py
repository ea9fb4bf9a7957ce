"""Pages everybody reads: the list of structures, one of them, what changed in it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions, queries, tables
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Door


def organizations_crumb() -> tuple[str, str]:
    """Return the way back to the structures."""
    return _("Structures"), reverse("organizations:organization_list")


def organization_crumbs(organization: Organization) -> Crumbs:
    """Return the way back to a structure."""
    return organizations_crumb(), (organization.short_name, organization.get_absolute_url())


@login_not_required
def organization_list(request: HttpRequest) -> HttpResponse:
    """List the records in use."""
    return list_page(
        request,
        template="organizations/organization_list.html",
        table_class=tables.OrganizationTable,
        filterset_class=tables.OrganizationFilter,
        rows=queries.organization_rows(),
        file_name="structures",
    )


@login_not_required
def organization(request: HttpRequest, key: str) -> HttpResponse:
    """Show a structure; the address of a merged record leads to the one that was kept."""
    found = get_object_or_404(Organization.objects.select_related("merged_into"), key=key)
    if found.merged_into is not None:
        return redirect(found.merged_into)
    today = timezone.localdate()
    can_read_names = permissions.can_read_representatives(request.user, found)
    context = {
        "crumbs": (organizations_crumb(),),
        "organization": found,
        "commune_name": queries.commune_name(found.commune_code),
        "merged": list(found.merged_records.order_by("sort_key", "pk")),
        "can_read_names": can_read_names,
        "representatives": queries.representatives_of(found, today=today) if can_read_names else (),
        "doors": _doors(request, found),
    }
    return render(request, "organizations/organization.html", context)


def _doors(request: HttpRequest, found: Organization) -> list[Door]:
    return []


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
