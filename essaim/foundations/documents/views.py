"""Pages of documents: the list, one document with its versions and history, its file, and what can be done to it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.audit_trail.queries import Change, changes_of
from essaim.foundations.audit_trail.wording import done_in_words
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page

from . import permissions, queries, services, store, tables
from .forms import ChangeForm, DepositForm, ReplaceForm, RestoreForm, WithdrawForm
from .inspection import FileRefused
from .kinds import KINDS
from .models import Document, Version
from .states import DOCUMENT_LOOK, DocumentState
from .subjects import Subject, UnknownSubject, subject_of

logger = logging.getLogger(__name__)
Written = TypeVar("Written")


def document_list(request: HttpRequest) -> HttpResponse:
    """List the documents of the things the person works on."""
    return list_page(
        request,
        template="documents/document_list.html",
        table_class=tables.DocumentTable,
        filterset_class=tables.DocumentFilter,
        rows=queries.documents_in_reach(request.user).with_current(),
        file_name="documents",
        context={"can_eliminate": permissions.can_record_agreement(request.user)},
    )


def _readable(request: HttpRequest, pk: int) -> Document | HttpResponse:
    """Return a document the person may read; others do not exist for them, but who is nobody yet may sign in."""
    document = get_object_or_404(Document.objects.select_related("deposited_by", "agreement"), pk=pk)
    if permissions.can_read(request.user, document):
        return document
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404


@login_not_required
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document: what it is, and to those who work on its subject its versions, history and what can be done."""
    found = _readable(request, pk)
    return found if isinstance(found, HttpResponse) else _page(request, found, {})


def _page(request: HttpRequest, document: Document, bound: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    subject = _subject_or_none(document.subject_kind)
    reads_private = permissions.can_read_private(request.user, document.subject_kind, document.subject_id)
    can_change = permissions.can_change(request.user, document)
    about = {name: getattr(document, name) for name in ("title", "purpose", "keep_until", "is_public")}
    key = (document.subject_kind, document.subject_id)
    context = {
        "document": document,
        "current": document.current,
        "look": DOCUMENT_LOOK[DocumentState(document.state)],
        "subject_label": subject.label if subject else "",
        "subject_name": queries.names_of_subjects([key])[key],
        "subject_url": subject.url(document.subject_id) if subject else "",
        "reads_private": reads_private,
        "versions": document.versions.select_related("deposited_by") if reads_private else [],
        "history": _history(document) if reads_private else [],
        "can_change": can_change,
        "can_withdraw": permissions.can_move(request.user, document, "withdraw"),
        "can_restore": permissions.can_move(request.user, document, "restore"),
        "change_form": ChangeForm(initial=about, prefix="change"),
        "replace_form": ReplaceForm(prefix="replace"),
        "withdraw_form": WithdrawForm(prefix="withdraw"),
        "restore_form": RestoreForm(prefix="restore"),
        **bound,
    }
    return render(request, "documents/document.html", context, status=status)


def _history(document: Document) -> list[tuple[Change, str]]:
    """List what was done to a document in words, latest first; the versions are told by their own list."""
    return [(change, done_in_words(change.verb)) for change in reversed(changes_of(document))]


def _subject_or_none(kind: str) -> Subject | None:
    try:
        return subject_of(kind)
    except UnknownSubject:
        return None


@login_not_required
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the current file of a document."""
    found = _readable(request, pk)
    return found if isinstance(found, HttpResponse) else _send(request, found, found.current)


@login_not_required
@require_GET
def version_file(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Send one version of a file; only the current one is for everybody who reads the document."""
    found = _readable(request, pk)
    if isinstance(found, HttpResponse):
        return found
    version = get_object_or_404(found.versions, number=number)
    if version != found.current and not permissions.can_read_private(
        request.user, found.subject_kind, found.subject_id
    ):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    return _send(request, found, version)


def _send(request: HttpRequest, document: Document, version: Version) -> HttpResponseBase:
    """Stream a file as an attachment of the type we checked, never shown inside a page of ours."""
    if version.removed_at is not None:
        raise Http404
    try:
        content = store.open_file(version.storage_key)
    except FileNotFoundError:
        logger.error("The file of version %s is missing from the store.", version.pk)
        return render(request, "documents/missing.html", {"document": document}, status=503)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=version.file_name,
        content_type=KINDS[version.kind].content_type,
    )
    response["Content-Length"] = str(version.size_bytes)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-cache" if document.is_public else "private, no-store"
    return response


def deposit(request: HttpRequest, kind: str, object_id: str) -> HttpResponse:
    """Attach a document to a thing."""
    try:
        subject = subject_of(kind)
        require(permissions.can_deposit(request.user, kind, object_id))
    except UnknownSubject:
        raise Http404 from None
    form = DepositForm(request.POST or None, request.FILES or None, prefix="document")
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        upload = values.pop("upload")

        def write() -> Document:
            return services.deposit_document(
                subject_kind=kind,
                subject_id=object_id,
                actor=person_of(request),
                content=upload,
                file_name=upload.name,
                now=timezone.now(),
                **values,
            )

        written = _try(form, write)
        if written is not None:
            _say_where_else(request, written)
            messages.success(request, _("The document is attached."))
            return redirect(subject.url(object_id) if subject.leads_back else written)
    context = {
        "form": form,
        "subject_label": subject.label,
        "subject_name": queries.names_of_subjects([(kind, object_id)])[kind, object_id],
        "subject_url": subject.url(object_id),
    }
    return render(request, "documents/deposit.html", context, status=422 if form.is_bound else 200)


def _try(form: forms.Form, write: Callable[[], Written]) -> Written | None:
    """Call a service and put what it refuses beside the field it is about."""
    try:
        return write()
    except FileRefused as refusal:
        form.add_error("upload", str(refusal))
    except services.AlreadyKept as twin:
        form.add_error("upload", _("This very file is here already: “%(title)s”.") % {"title": twin.document.title})
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _say_where_else(request: HttpRequest, document: Document) -> None:
    """Tell of the same file attached elsewhere, if the person works there."""
    twins = queries.kept_with_same_content(document.current.sha256) & queries.documents_in_reach(request.user)
    for twin in twins.exclude(pk=document.pk):
        key = (twin.subject_kind, twin.subject_id)
        messages.info(
            request,
            _("The same file is also kept as “%(title)s” (%(subject)s).")
            % {"title": twin.title, "subject": queries.names_of_subjects([key])[key]},
        )


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of a document."""
    found = _reached(request, pk)
    require(permissions.can_change(request.user, found))
    form = ChangeForm(request.POST, prefix="change")
    if form.is_valid():

        def write() -> Document:
            return services.update_document(
                document=found, actor=person_of(request), now=timezone.now(), **form.cleaned_data
            )

        if _try(form, write) is not None:
            messages.success(request, _("The document is changed; its history keeps what it was."))
            return redirect(found)
    return _page(request, found, {"change_form": form}, status=422)


@require_POST
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace the file of a document."""
    found = _reached(request, pk)
    require(permissions.can_change(request.user, found))
    form = ReplaceForm(request.POST, request.FILES, prefix="replace")
    if form.is_valid():
        upload = form.cleaned_data["upload"]

        def write() -> Version:
            return services.replace_file(
                document=found,
                actor=person_of(request),
                content=upload,
                file_name=upload.name,
                note=form.cleaned_data["note"],
                now=timezone.now(),
            )

        if _try(form, write) is not None:
            messages.success(request, _("The new version replaces the other, which stays in the list of versions."))
            return redirect(found)
    return _page(request, found, {"replace_form": form}, status=422)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a document out of sight."""
    found = _reached(request, pk)
    require(permissions.can_deposit(request.user, found.subject_kind, found.subject_id))
    form = WithdrawForm(request.POST, prefix="withdraw")
    if form.is_valid():
        services.withdraw_document(
            document=found, actor=person_of(request), reason=form.cleaned_data["reason"], now=timezone.now()
        )
        messages.success(request, _("The document is withdrawn. It can be restored for 30 days."))
        return redirect(found)
    return _page(request, found, {"withdraw_form": form}, status=422)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a withdrawn document back."""
    found = _reached(request, pk)
    require(permissions.can_deposit(request.user, found.subject_kind, found.subject_id))
    form = RestoreForm(request.POST, prefix="restore")
    if form.is_valid():

        def write() -> Document:
            return services.restore_document(
                document=found,
                actor=person_of(request),
                keep_until=form.cleaned_data["keep_until"],
                now=timezone.now(),
            )

        if _try(form, write) is not None:
            messages.success(request, _("The document is back."))
            return redirect(found)
    return _page(request, found, {"restore_form": form}, status=422)


def _reached(request: HttpRequest, pk: int) -> Document:
    """Return a document for a change: what the person may not even read does not exist for them."""
    found = get_object_or_404(Document, pk=pk)
    if not permissions.can_read(request.user, found):
        raise Http404
    return found
