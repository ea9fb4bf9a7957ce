"""The list of the room: columns, search and filters."""

from __future__ import annotations

from collections.abc import Mapping

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.lists import DateColumn, Table

from . import queries
from .kinds import KINDS
from .models import KIND_CHOICES, Document
from .states import DocumentState
from .subjects import UnknownSubject, all_subjects, subject_of


class DocumentTable(Table):
    """Documents with the facts of their current file."""

    caption = _("Documents of the things you work on")
    title = tables.Column(verbose_name=_("title"), linkify=True)
    subject = tables.Column(
        verbose_name=_("attached to"), accessor="subject_id", order_by=("subject_kind", "subject_id")
    )
    kind = tables.Column(verbose_name=pgettext_lazy("of a file", "type"), accessor="current_kind")
    size = tables.Column(
        verbose_name=pgettext_lazy("of a file", "size"), accessor="current_size", attrs={"td": {"class": "number"}}
    )
    version = tables.Column(verbose_name=_("version"), accessor="current_number", attrs={"td": {"class": "number"}})
    is_public = tables.Column(verbose_name=_("read by"))
    state = tables.Column(verbose_name=_("state"))
    deposited_at = DateColumn(verbose_name=_("deposited"), accessor="current_at", format="j F Y")
    keep_until = DateColumn(verbose_name=_("kept until (excluded)"), format="j F Y")
    sha256 = tables.Column(verbose_name="SHA-256", accessor="current_sha256", orderable=False)

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], str]:
        rows = self.data.data.order_by().values_list("subject_kind", "subject_id").distinct()
        return queries.names_of_subjects(rows)

    def render_subject(self, record: Document) -> str:
        """Link to what it is attached to."""
        name = self.value_subject(record)
        try:
            url = subject_of(record.subject_kind).url(record.subject_id)
        except UnknownSubject:
            return name
        return format_html('<a href="{}">{}</a>', url, name)

    def value_subject(self, record: Document) -> str:
        """Name what it is attached to."""
        return self._names[record.subject_kind, record.subject_id]

    def render_kind(self, value: str) -> str:
        """Name the type."""
        return str(KINDS[value].label)

    def render_size(self, value: int) -> str:
        """Say the size as people do."""
        return filesizeformat(value)

    def value_size(self, value: int) -> int:
        """Give bytes to programs."""
        return value

    def render_is_public(self, record: Document) -> str:
        """Say who reads it."""
        return str(_("everybody") if record.is_public else _("those who work on it"))

    def render_sha256(self, value: str) -> str:
        """Show enough of it to compare by eye."""
        return format_html("<samp>{}</samp>", value[:12])

    def value_sha256(self, value: str) -> str:
        """Give the whole of it in files."""
        return value


def _subject_choices() -> list[tuple[str, object]]:
    return [(subject.kind, subject.label) for subject in all_subjects()]


class DocumentFilter(django_filters.FilterSet):
    """Search and filters on documents."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    subject = django_filters.ChoiceFilter(label=_("attached to"), field_name="subject_kind", choices=_subject_choices)
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a file", "type"), field_name="current_kind", choices=KIND_CHOICES
    )
    state = django_filters.ChoiceFilter(label=_("state"), choices=DocumentState.choices)
    public = django_filters.ChoiceFilter(
        label=_("read by"),
        choices=[("yes", _("everybody")), ("no", _("those who work on it"))],
        method="by_reader",
    )

    def search(self, rows: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """Look in title, purpose, file name and hash."""
        return rows.filter(
            Q(title__icontains=value)
            | Q(purpose__icontains=value)
            | Q(current_name__icontains=value)
            | Q(current_sha256__startswith=value.lower())
        )

    def by_reader(self, rows: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """Keep what is public, or not."""
        return rows.filter(is_public=value == "yes")


class SlipTable(DocumentTable):
    """The slip of eliminations: what the departmental archives are asked to agree to."""

    caption = _("Documents to eliminate")
    number = tables.Column(verbose_name=_("number"), accessor="pk", attrs={"td": {"class": "number"}})
    purpose = tables.Column(verbose_name=_("kept for"))
    first_at = DateColumn(verbose_name=_("first piece"), format="j F Y")
    last_at = DateColumn(verbose_name=_("last piece"), accessor="current_at", format="j F Y")
    version_count = tables.Column(verbose_name=_("files"), attrs={"td": {"class": "number"}})
    total = tables.Column(
        verbose_name=pgettext_lazy("of a file", "size"), accessor="total_bytes", attrs={"td": {"class": "number"}}
    )
    withdrawn_reason = tables.Column(verbose_name=_("reason of the withdrawal"))
    erase_on = DateColumn(verbose_name=_("erased from"), format="j F Y")

    class Meta(DocumentTable.Meta):
        sequence = ("number", "title", "subject", "purpose", "first_at", "last_at", "...")
        exclude = ("kind", "size", "version", "is_public", "state", "deposited_at", "keep_until", "sha256")

    def render_total(self, value: int) -> str:
        """Say the size as people do."""
        return filesizeformat(value)

    def value_total(self, value: int) -> int:
        """Give bytes to programs."""
        return value


class SlipFilter(django_filters.FilterSet):
    """Search on the slip."""

    q = django_filters.CharFilter(label=_("Search"), method="search")

    def search(self, rows: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        """Look in title and purpose."""
        return rows.filter(Q(title__icontains=value) | Q(purpose__icontains=value))
