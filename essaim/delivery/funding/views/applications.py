"""From an application that the selection granted to its grant, on the application's own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.delivery.calls_for_projects.queries import applications_visible_to
from essaim.delivery.funding import permissions, queries, services
from essaim.delivery.funding.forms import FromApplicationForm
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.writing import Page, refused, write

from .finding import grants_crumb
from .granting import REFUSALS as OF_GRANTS

REFUSALS = {
    **OF_GRANTS,
    services.NotGrantedBySelection: gettext_lazy(
        "The selection granted it no money, its decision is not frozen, or its structure has no record yet."
    ),
}


def application_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the grant of an application, as the selection decided it."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    application = get_object_or_404(applications_visible_to(actor, today=timezone.localdate()), pk=pk)
    back = application.get_absolute_url()
    if (found := queries.grant_of_application(application)) is not None:
        return refused(request, deny(_("This application has its grant already.")), found.get_absolute_url())
    decided = queries.granted_by_selection(application)
    if decided is None or application.organization is None:
        return refused(request, deny(str(REFUSALS[services.NotGrantedBySelection])), back)
    form = FromApplicationForm(request.POST or None, application=application)
    page = Page(
        _("Prepare the grant of an application"),
        _("Prepare this grant"),
        back,
        (grants_crumb(), (application.reference, back)),
        lead=_("%(organization)s, %(amount)s decided by the selection for %(year)s")
        % {"organization": application.organization, "amount": format_euros(decided.cents), "year": decided.year},
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.prepare_from_application(
            application=application, actor=actor, now=timezone.now(), **form.cleaned_data
        ),
        said=_("The grant is prepared as it was decided, with the instalments of its edition."),
        onward=lambda row: row.get_absolute_url(),
    )


def application_grant_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on an application's page its grant or, to the team, the way to prepare it."""
    application = get_object_or_404(applications_visible_to(request.user, today=timezone.localdate()), pk=pk)
    found, is_team = queries.grant_of_application(application), bool(permissions.can_write_grants(request.user))
    if found is not None and not permissions.can_read_grant(request.user, found):
        found = None
    template = (
        "partials/_grant_of_application.html" if request.headers.get("HX-Request") else "grant_of_application.html"
    )
    context = {
        "thing": application,
        "grant": found,
        "decided": queries.granted_by_selection(application) if is_team else None,
        "is_team": is_team,
    }
    return render(request, f"funding/{template}", context)
