"""Pages of the elimination of documents: the slip for the departmental archives, and what they agreed to."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page

from . import permissions, queries, services, tables
from .forms import AgreementForm
from .models import EliminationAgreement


def slip(request: HttpRequest) -> HttpResponse:
    """List what the archives are asked to agree to, to be sent as a file, and what they agreed to lately."""
    require(permissions.can_record_agreement(request.user))
    return list_page(
        request,
        template="documents/slip.html",
        table_class=tables.SlipTable,
        filterset_class=tables.SlipFilter,
        rows=queries.slip_of_eliminations(),
        file_name="bordereau-elimination",
        context={"agreements": queries.latest_agreements()},
    )


def agreement(request: HttpRequest) -> HttpResponse:
    """Record an agreement; every document of the slip is ticked at first."""
    require(permissions.can_record_agreement(request.user))
    waiting = list(queries.slip_of_eliminations())
    form = AgreementForm(
        request.POST or None,
        waiting=waiting,
        initial={"documents": [row.pk for row in waiting], "agreed_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid() and (recorded := _record(request, form)):
        count = recorded.documents.count()
        messages.success(
            request,
            ngettext(
                "The agreement is recorded for %(count)s document: its files go when its 30 days are over.",
                "The agreement is recorded for %(count)s documents: their files go when their 30 days are over.",
                count,
            )
            % {"count": count},
        )
        return redirect("documents:slip")
    status = 422 if form.is_bound else 200
    return render(request, "documents/agreement.html", {"form": form, "waiting": waiting}, status=status)


def _record(request: HttpRequest, form: AgreementForm) -> EliminationAgreement | None:
    try:
        return services.record_agreement(actor=person_of(request), now=timezone.now(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
    return None
