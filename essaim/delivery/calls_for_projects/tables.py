"""Lists of the room: columns, search and filters."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.foundations.ui.lists import DateColumn, Table, state_cell

from .models import Call, Edition, Rule
from .queries import Trial
from .queries.bench import Compared, PastTrial
from .states import VERDICT_TONES, Certainty, EditionState, RuleKind, Verdict
from .wording import amount

CERTAINTY_TONES = {Certainty.KNOWN: "", Certainty.TO_CONFIRM: "warn", Certainty.UNKNOWN: "warn"}


class CallTable(Table):
    """Calls."""

    caption = pgettext_lazy("for projects", "Calls for projects")
    name = tables.Column(verbose_name=_("name"), linkify=True)
    audience = tables.Column(verbose_name=_("who it is for"))
    edition_today = tables.Column(verbose_name=_("edition in force"), orderable=False, empty_values=())
    edition_count = tables.Column(verbose_name=pgettext_lazy("count", "editions"), orderable=False, empty_values=())

    class Meta(Table.Meta):
        order_by = ("name",)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take the day from the request."""
        super().__init__(*args, **options)
        self.today: date | None = getattr(self.request, "today", None)

    def _current(self, record: Call) -> Edition | None:
        rows: list[Edition] = record.shown_editions  # type: ignore[attr-defined]
        return next((row for row in rows if self.today and row.is_in_force(self.today)), None)

    def render_edition_today(self, record: Call) -> str:
        """Lead to the edition in force."""
        found = self._current(record)
        if found is None:
            return pgettext("edition in force", "none today")
        address = reverse("calls_for_projects:edition", args=[record.slug, found.code])
        return format_html('<a href="{}">{}</a>', address, found.title)

    def value_edition_today(self, record: Call) -> str:
        """Give files its code."""
        found = self._current(record)
        return found.code if found else ""

    def render_edition_count(self, record: Call) -> int:
        """Count the editions that the reader may read."""
        return len(record.shown_editions)  # type: ignore[attr-defined]

    def value_edition_count(self, record: Call) -> int:
        """Count the editions that the reader may read."""
        return self.render_edition_count(record)


class CallFilter(django_filters.FilterSet):
    """Search."""

    q = django_filters.CharFilter(label=_("Words of the name or of what it is for"), method="search")

    def search(self, rows: QuerySet[Call], name: str, value: str) -> QuerySet[Call]:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(Q(name__icontains=word) | Q(purpose__icontains=word) | Q(audience__icontains=word))
        return rows


class EditionTable(Table):
    """Editions of every call."""

    caption = _("Editions of calls for projects")
    call = tables.Column(verbose_name=pgettext_lazy("for projects", "call"), linkify=True)
    title = tables.Column(verbose_name=_("title"), linkify=True)
    code = tables.Column(verbose_name=pgettext_lazy("of an edition", "code"))
    state = tables.Column(verbose_name=pgettext_lazy("of an edition", "state"))
    starts_on = tables.Column(verbose_name=_("in force from"), default="")
    ends_on = tables.Column(verbose_name=_("until (excluded)"), default="")
    dates_certainty = tables.Column(verbose_name=_("certainty of its days"))
    founding_act = tables.Column(verbose_name=_("founding act"), linkify=True, default="")

    class Meta(Table.Meta):
        order_by = ("call", "-starts_on")

    def render_state(self, record: Edition, value: str) -> str:
        """Repeat the state by a colour."""
        return state_cell(value, record.state_tone)

    def value_starts_on(self, value: date) -> str:
        """Give files the day itself."""
        return value.isoformat() if value else ""

    def value_ends_on(self, value: date) -> str:
        """Give files the day itself."""
        return value.isoformat() if value else ""


class EditionFilter(django_filters.FilterSet):
    """Search, call, state, and the day on which it was in force."""

    q = django_filters.CharFilter(label=_("Words of the title or of the call"), method="search")
    appel = django_filters.ChoiceFilter(label=pgettext_lazy("for projects", "call"), field_name="call__slug")
    state = django_filters.ChoiceFilter(label=pgettext_lazy("of an edition", "state"), choices=EditionState.choices)
    jour = django_filters.DateFilter(label=_("In force on"), method="on_day")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the calls that the reader may read."""
        super().__init__(*args, **options)
        rows = self.queryset.order_by("call__name", "call__slug").values_list("call__slug", "call__name").distinct()
        self.filters["appel"].extra["choices"] = list(rows)
        self.filters["jour"].field.widget.input_type = "date"

    def search(self, rows: QuerySet[Edition], name: str, value: str) -> QuerySet[Edition]:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(Q(title__icontains=word) | Q(code__icontains=word) | Q(call__name__icontains=word))
        return rows

    def on_day(self, rows: QuerySet[Edition], name: str, value: date) -> QuerySet[Edition]:
        """Keep those in force on a day."""
        return rows.filter(pk__in=Edition.objects.in_force(value).values("pk"))


class RuleTable(Table):
    """Rules of an edition, with their words, their data and their source."""

    caption = _("Rules of the edition")
    position = tables.Column(verbose_name=pgettext_lazy("of a part of an edition", "place"))
    code = tables.Column(verbose_name=pgettext_lazy("of a part of an edition", "code"))
    kind = tables.Column(verbose_name=pgettext_lazy("of a rule", "kind"))
    wording = tables.Column(verbose_name=_("wording"))
    parameters = tables.Column(verbose_name=_("parameters"), orderable=False, empty_values=())
    certainty = tables.Column(verbose_name=_("certainty"))
    source = tables.Column(verbose_name=_("source"), linkify=True, default="")
    source_note = tables.Column(verbose_name=_("note on the source"), default="")

    class Meta(Table.Meta):
        order_by = ("position",)

    def render_parameters(self, record: Rule) -> str:
        """Write names and values."""
        return "; ".join(f"{name}: {_plain(value)}" for name, value in record.parameters.items())

    def value_parameters(self, record: Rule) -> str:
        """Write names and values."""
        return self.render_parameters(record)

    def render_certainty(self, record: Rule, value: str) -> str:
        """Repeat it by a colour."""
        return state_cell(value, CERTAINTY_TONES[Certainty(record.certainty)])


def _plain(value: object) -> str:
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)


class RuleFilter(django_filters.FilterSet):
    """Search, kind, certainty."""

    q = django_filters.CharFilter(label=_("Words of the rule"), method="search")
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("of a rule", "kind"), choices=RuleKind.choices)
    certainty = django_filters.ChoiceFilter(label=_("certainty"), choices=Certainty.choices)

    def search(self, rows: QuerySet[Rule], name: str, value: str) -> QuerySet[Rule]:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(Q(code__icontains=word) | Q(wording__icontains=word))
        return rows


def _verdict(verdict: Verdict | None) -> str:
    return state_cell(verdict.label, VERDICT_TONES[verdict]) if verdict else "–"


class ComparedTable(Table):
    """Verdicts of two editions on the same facts, side by side."""

    own_verdict = tables.Column(verbose_name=_("under this edition"), empty_values=())
    own_cap = tables.Column(verbose_name=_("cap"), empty_values=(), orderable=False)
    current_verdict = tables.Column(verbose_name=_("under the edition in force"), empty_values=())
    current_cap = tables.Column(verbose_name=_("cap in force"), empty_values=(), orderable=False)
    changes_verdict = tables.Column(verbose_name=_("changes"), empty_values=())

    def render_own_verdict(self, record: Compared) -> str:
        """Repeat the verdict by a colour."""
        return _verdict(record.own_verdict)

    def render_current_verdict(self, record: Compared) -> str:
        """Repeat the verdict by a colour."""
        return _verdict(record.current_verdict)

    def render_own_cap(self, record: Compared) -> str:
        """Show the cap."""
        return _cap(record.own.limits.cap_cents)

    def render_current_cap(self, record: Compared) -> str:
        """Show the cap."""
        return _cap(record.current.limits.cap_cents if record.current else None)

    def render_changes_verdict(self, record: Compared) -> str:
        """Say whether the verdict, or the cap alone, would change."""
        if record.changes_verdict:
            return state_cell(pgettext("trial", "verdict changes"), "warn")
        if record.changes_cap:
            return state_cell(pgettext("trial", "cap changes"), "info")
        return pgettext("trial", "same") if record.current else "–"


for _name in ("own_verdict", "current_verdict", "own_cap", "current_cap", "changes_verdict"):
    setattr(ComparedTable, f"value_{_name}", getattr(ComparedTable, f"render_{_name}"))


class TrialTable(ComparedTable):
    """Examples of an edition with their verdicts, side by side."""

    caption = _("Example files, judged by both editions")
    title = tables.Column(accessor="example__title", verbose_name=_("example"))
    expected = tables.Column(accessor="is_as_expected", verbose_name=_("as expected"), empty_values=())
    tools = tables.TemplateColumn(
        template_name="calls_for_projects/partials/_trial_tools.html",
        verbose_name=pgettext_lazy("step", "next"),
        orderable=False,
        exclude_from_export=True,
    )

    class Meta(Table.Meta):
        sequence = ("title", "...")

    def render_expected(self, record: Trial) -> str:
        """Say whether it is as expected."""
        if record.is_as_expected is None:
            return pgettext("trial", "nothing expected")
        if record.is_as_expected:
            return state_cell(gettext("yes"), "good")
        label = Verdict(record.example.expected).label
        return state_cell(pgettext("trial", "no: %(verdict)s was expected") % {"verdict": label}, "bad")

    value_expected = render_expected


class PastTrialTable(ComparedTable):
    """Applications of a call with their verdicts, side by side: of their own edition, and of the one on the bench."""

    caption = _("Applications filed, judged by both editions")
    reference = tables.Column(
        accessor="application__reference",
        verbose_name=pgettext_lazy("of an application", "reference"),
        linkify=lambda record: record.application.get_absolute_url(),
    )
    title = tables.Column(accessor="application__title", verbose_name=_("project"))
    edition = tables.Column(accessor="application__edition__title", verbose_name=_("edition that judged it"))
    filed_on = DateColumn(accessor="application__filed_on", verbose_name=pgettext_lazy("application", "filed"))
    current_verdict = tables.Column(verbose_name=_("under its edition"), empty_values=())
    current_cap = tables.Column(verbose_name=_("cap then"), empty_values=(), orderable=False)
    deciding = tables.Column(verbose_name=_("rules of this edition that decide"), empty_values=(), orderable=False)

    class Meta(Table.Meta):
        sequence = ("reference", "title", "edition", "filed_on", "current_verdict", "current_cap", "...", "deciding")

    def render_deciding(self, record: PastTrial) -> str:
        """Name the rules that refuse it, or ask to discuss it."""
        return ", ".join(record.deciding) or "–"

    value_deciding = render_deciding


def _cap(cents: int | None) -> str:
    return amount(cents) if cents is not None else "–"
