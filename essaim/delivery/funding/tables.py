"""Lists of the room: columns, search and filters."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.lists import DateColumn, DateTimeColumn, Table, state_cell
from essaim.steering.action_plan.models import Action

from . import queries
from .models import AidLine, Delegation, Envelope, Grant, GrantQuerySet, Payment, Report, UndertakingMember
from .permissions import can_read_money
from .queries import AidRowDiff, PublicationRow, ReconciliationRow, envelopes_for_choice
from .scdl_sheet import Flaw, Note
from .states import AidOrigin, AidRowFate, DutyKind, GrantState, LimitCode, Nature, Regime, ReportState

# Columns that the office alone reads.
OFFICE_COLUMNS = ("envelope", "commitment_number")


class EurosColumn(tables.Column):
    """Cents shown in euros, to the right; files get euros as a number."""

    def __init__(self, **options: Any) -> None:
        """Put figures to the right."""
        super().__init__(attrs={"td": {"class": "number"}, "th": {"class": "number"}}, **options)

    def render(self, value: int) -> str:
        """Show euros."""
        return format_euros(value)

    def value(self, value: int) -> float | int:
        """Give files a number."""
        return value // 100 if value % 100 == 0 else value / 100


class NamesColumn(tables.Column):
    """Names, one after the other."""

    def render(self, value: list[str]) -> str:
        """Write them in a line."""
        return ", ".join(value)


class GrantTable(Table):
    """Grants, with what is committed and paid of each."""

    caption = _("Grants")
    on_demand = ("nature", "envelope", "commitment_number")
    joined = {"action": ("action__plan",), "envelope": ("envelope",)}
    reference = tables.Column(verbose_name=_("reference"), linkify=True)
    object = tables.Column(verbose_name=pgettext_lazy("of a grant", "purpose"))
    beneficiaries = NamesColumn(verbose_name=pgettext_lazy("of a grant", "beneficiaries"), orderable=False)
    action = tables.Column(
        verbose_name=_("action"), linkify=True, order_by=("action__plan__starts_on", "action__number")
    )
    nature = tables.Column(verbose_name=pgettext_lazy("of a grant", "nature"))
    amount_cents = EurosColumn(verbose_name=pgettext_lazy("of a grant", "amount"))
    committed_cents = EurosColumn(verbose_name=_("committed"))
    paid_cents = EurosColumn(verbose_name=pgettext_lazy("money", "paid"))
    granted_on = DateColumn(verbose_name=_("granted on"), format="j F Y", default="")
    state = tables.Column(verbose_name=pgettext_lazy("of a grant", "state"))
    envelope = tables.Column(verbose_name=pgettext_lazy("of money", "envelope"), linkify=True, default="")
    commitment_number = tables.Column(verbose_name=_("commitment number"), default="")

    class Meta(Table.Meta):
        order_by = ("-reference",)

    def render_action(self, record: Grant) -> str:
        """Say the plan and the number."""
        return f"{record.action.plan.slug} / {record.action.number}"

    def render_state(self, record: Grant, value: str) -> str:
        """Repeat the state by a colour."""
        return state_cell(value, record.state_tone)


def _actions_of(rows: GrantQuerySet, *, person: Any) -> list[tuple[str, str]]:
    """List the actions of the grants that a person reads, as choices."""
    if not can_read_money(person):
        rows = rows.given()
    found = Action.objects.filter(Exists(rows.filter(action=OuterRef("pk")))).order_by("-plan__starts_on", "number")
    values = found.values_list("pk", "plan__slug", "number", "title")
    return [(str(pk), f"{slug} / {number} {title}") for pk, slug, number, title in values]


class GrantFilter(django_filters.FilterSet):
    """Search, state, nature, year of the act, action."""

    q = django_filters.CharFilter(label=_("Purpose, beneficiary or reference"), method="search")
    state = django_filters.ChoiceFilter(label=pgettext_lazy("of a grant", "state"), choices=GrantState.choices)
    nature = django_filters.ChoiceFilter(label=pgettext_lazy("of a grant", "nature"), choices=Nature.choices)
    year = django_filters.NumberFilter(label=_("Year of the act"), field_name="granted_on", lookup_expr="year")
    action = django_filters.ChoiceFilter(label=_("action"), field_name="action_id")
    envelope = django_filters.ChoiceFilter(label=pgettext_lazy("of money", "envelope"), field_name="envelope_id")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the actions of the grants that this person reads; envelopes to those who read them."""
        super().__init__(*args, **options)
        self.filters["action"].extra["choices"] = _actions_of(GrantQuerySet(Grant), person=self.request.user)
        if can_read_money(self.request.user):
            envelopes = [(str(row.pk), str(row)) for row in envelopes_for_choice()]
            self.filters["envelope"].extra["choices"] = envelopes
        else:
            del self.filters["envelope"]

    def search(self, rows: GrantQuerySet, name: str, value: str) -> GrantQuerySet:
        """Find every word, somewhere, without accents."""
        return queries.with_words(rows, value)


class EnvelopeTable(Table):
    """Envelopes, with what is left of each."""

    caption = pgettext_lazy("of money", "Envelopes")
    name = tables.Column(verbose_name=_("name"), linkify=True)
    year = tables.Column(verbose_name=_("year"))
    action = tables.Column(
        verbose_name=_("action"), linkify=True, order_by=("action__plan__starts_on", "action__number")
    )
    section = tables.Column(verbose_name=_("section"))
    voted_cents = EurosColumn(verbose_name=_("voted"))
    promised_cents = EurosColumn(verbose_name=_("promised to selections"))
    given_cents = EurosColumn(verbose_name=pgettext_lazy("money", "granted"))
    committed_cents = EurosColumn(verbose_name=_("committed"))
    paid_cents = EurosColumn(verbose_name=pgettext_lazy("money", "paid"))
    free_cents = EurosColumn(verbose_name=_("still free"))

    class Meta(Table.Meta):
        order_by = ("-year", "name")

    def render_action(self, record: Envelope) -> str:
        """Say the plan and the number."""
        return f"{record.action.plan.slug} / {record.action.number}"


class EnvelopeFilter(django_filters.FilterSet):
    """Search, year."""

    q = django_filters.CharFilter(label=_("Name"), method="search")
    year = django_filters.NumberFilter(label=_("Year"))

    def search(self, rows: QuerySet[Envelope], name: str, value: str) -> QuerySet[Envelope]:
        """Find every word."""
        for word in value.split():
            rows = rows.filter(name__icontains=word)
        return rows


class PaymentTable(Table):
    """Payments and their corrections."""

    caption = pgettext_lazy("of a grant", "Payments")
    paid_on = DateColumn(verbose_name=_("paid on"), format="j F Y")
    grant = tables.Column(
        verbose_name=pgettext_lazy("of money", "grant"),
        accessor="instalment__grant__reference",
        order_by="instalment__grant__pk",
    )
    beneficiaries = NamesColumn(verbose_name=pgettext_lazy("of a grant", "beneficiaries"), orderable=False)
    instalment = tables.Column(verbose_name=pgettext_lazy("of a grant", "instalment"), order_by="instalment__position")
    cents = EurosColumn(verbose_name=_("amount"))
    commitment_number = tables.Column(
        verbose_name=_("commitment number"), accessor="instalment__grant__commitment_number", default=""
    )
    warrant_number = tables.Column(verbose_name=_("number of the payment order"), default="")
    certified_by = tables.Column(verbose_name=_("service said to be done by"), order_by="certified_by__full_name")
    ordered_by = tables.Column(verbose_name=_("ordered by"), order_by="ordered_by__full_name")
    reason = tables.Column(verbose_name=_("reason"), default="")

    class Meta(Table.Meta):
        order_by = ("-paid_on",)

    def render_grant(self, record: Payment, value: str) -> str:
        """Lead to the instalment."""
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), value)

    def render_instalment(self, record: Payment) -> str:
        """Say which one."""
        return str(record.instalment.get_kind_display())


class PaymentFilter(django_filters.FilterSet):
    """Search, year, action, corrections."""

    q = django_filters.CharFilter(label=_("Beneficiary, reference or number"), method="search")
    year = django_filters.NumberFilter(label=_("Year"), field_name="paid_on", lookup_expr="year")
    action = django_filters.ChoiceFilter(label=_("action"), field_name="instalment__grant__action_id")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the actions of the grants."""
        super().__init__(*args, **options)
        self.filters["action"].extra["choices"] = _actions_of(GrantQuerySet(Grant), person=self.request.user)

    def search(self, rows: QuerySet[Payment], name: str, value: str) -> QuerySet[Payment]:
        """Find every word, somewhere."""
        for word in value.split():
            shared = Grant.objects.filter(shares__organization__name__icontains=word).values("pk")
            rows = rows.filter(
                Q(instalment__grant__reference__icontains=word)
                | Q(instalment__grant__commitment_number__icontains=word)
                | Q(warrant_number__icontains=word)
                | Q(instalment__grant__in=shared)
            )
        return rows


class DelegationTable(Table):
    """Delegations of signature."""

    caption = _("Delegations of signature")
    person = tables.Column(verbose_name=_("person"), order_by="person__full_name")
    duty = tables.Column(verbose_name=pgettext_lazy("delegation", "what they sign"))
    starts_on = DateColumn(verbose_name=_("from"), format="j F Y")
    ends_on = DateColumn(verbose_name=_("until (excluded)"), format="j F Y", default="")
    source = tables.Column(verbose_name=_("source"))
    end = tables.Column(verbose_name=_("To do"), empty_values=(), orderable=False)

    class Meta(Table.Meta):
        order_by = ("duty", "-starts_on")

    def render_end(self, record: Delegation) -> str:
        """Lead to where it ends."""
        if record.ends_on is not None:
            return ""
        url = reverse("funding:delegation_end", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, _("End it"))


class DelegationFilter(django_filters.FilterSet):
    """What is signed."""

    duty = django_filters.ChoiceFilter(label=pgettext_lazy("delegation", "what they sign"), choices=DutyKind.choices)


class AidTable(Table):
    """Aids of other bodies."""

    caption = _("Aids of other bodies")
    granted_on = DateColumn(verbose_name=_("granted on"), format="j F Y")
    organization = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"), order_by="organization__sort_key"
    )
    giver = tables.Column(verbose_name=_("given by"))
    cents = EurosColumn(verbose_name=_("gross amount"))
    regime = tables.Column(verbose_name=pgettext_lazy("of a grant", "regime of aid"))
    origin = tables.Column(verbose_name=pgettext_lazy("of an aid", "where it was read"))
    source = tables.Column(verbose_name=_("source"))

    class Meta(Table.Meta):
        order_by = ("-granted_on",)

    def render_organization(self, record: AidLine) -> str:
        """Lead to the register of the structure."""
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.organization.name)


class AidFilter(django_filters.FilterSet):
    """Search, regime, origin."""

    q = django_filters.CharFilter(label=_("Structure, giver or source"), method="search")
    regime = django_filters.ChoiceFilter(label=pgettext_lazy("of a grant", "regime of aid"), choices=Regime.choices)
    origin = django_filters.ChoiceFilter(
        label=pgettext_lazy("of an aid", "where it was read"), choices=AidOrigin.choices
    )

    def search(self, rows: QuerySet[AidLine], name: str, value: str) -> QuerySet[AidLine]:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(
                Q(organization__name__icontains=word) | Q(giver__icontains=word) | Q(source__icontains=word)
            )
        return rows


class AidFileTable(Table):
    """Files of open data, the latest first."""

    caption = _("Files of open data")
    prepared_at = DateTimeColumn(verbose_name=pgettext_lazy("a file", "prepared"), format="j F Y H:i", linkify=True)
    file_name = tables.Column(verbose_name=_("file"))
    source = tables.Column(verbose_name=_("source"))
    author = tables.Column(verbose_name=_("author"))
    state = tables.Column(verbose_name=pgettext_lazy("of a file", "state"))
    kept = tables.Column(
        verbose_name=_("aids kept"), attrs={"td": {"class": "number"}, "th": {"class": "number"}}, orderable=False
    )

    class Meta(Table.Meta):
        order_by = ("-prepared_at",)


FATE_LOOKS = {AidRowFate.NEW: "good", AidRowFate.REFUSED: "bad", AidRowFate.DECLARED: "info", AidRowFate.OWN: "info"}


class AidRowTable(Table):
    """Rows of a file of open data, with what becomes of each."""

    caption = _("What becomes of each row")
    line_number = tables.Column(accessor="read__line_number", verbose_name=_("row of the file"))
    beneficiary = tables.Column(accessor="read__beneficiary", verbose_name=_("beneficiary, as written"), default="")
    organization = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"), default="", order_by="organization__sort_key"
    )
    giver = tables.Column(accessor="read__giver", verbose_name=_("given by"), default="")
    granted_on = DateColumn(
        accessor="read__granted_on", verbose_name=_("granted on"), format="j F Y", default="", orderable=False
    )
    cents = EurosColumn(accessor="read__cents", verbose_name=_("amount"))
    regime = tables.Column(verbose_name=pgettext_lazy("of a grant", "regime of aid"), orderable=False)
    fate = tables.Column(verbose_name=pgettext_lazy("of a row", "what becomes of it"))
    why = tables.Column(verbose_name=_("reasons and remarks"), empty_values=(), orderable=False)

    def render_organization(self, record: AidRowDiff) -> str:
        """Lead to the register of the structure."""
        found = record.organization
        if found is None:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("funding:aids", args=[found.key]), found.name)

    def render_cents(self, record: AidRowDiff, value: int) -> str:
        """Show nothing where no amount was read."""
        return format_euros(value) if value else ""

    def render_regime(self, record: AidRowDiff) -> str:
        """Name the regime, of rows that were read."""
        return "" if record.fate == AidRowFate.REFUSED else str(record.regime.label)

    def render_fate(self, record: AidRowDiff) -> str:
        """Say it in words, with a colour."""
        return state_cell(record.fate.label, FATE_LOOKS.get(record.fate, ""))

    def render_why(self, record: AidRowDiff) -> str:
        """Name the column of each reason or remark, and what is written there."""
        told: tuple[Flaw | Note, ...] = (*record.flaws, *record.read.notes)
        return format_html_join(
            " ",
            "<div>{}{}{}{}</div>",
            (
                (found.column, _(": "), found.code.label, f" [{found.written}]" if found.written else "")
                for found in told
            ),
        )


class UndertakingTable(Table):
    """Structures that count as one."""

    caption = _("Single undertakings")
    undertaking = tables.Column(verbose_name=_("single undertaking"), order_by="undertaking__name")
    organization = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"), order_by="organization__sort_key"
    )
    starts_on = DateColumn(verbose_name=_("from"), format="j F Y")
    ends_on = DateColumn(verbose_name=_("until (excluded)"), format="j F Y", default="")
    ground = tables.Column(verbose_name=_("why"))
    end = tables.Column(verbose_name=_("To do"), empty_values=(), orderable=False)

    class Meta(Table.Meta):
        order_by = ("undertaking", "starts_on")

    def render_organization(self, record: UndertakingMember) -> str:
        """Lead to the register of the structure."""
        url = reverse("funding:aids", args=[record.organization.key])
        return format_html('<a href="{}">{}</a>', url, record.organization.name)

    def render_end(self, record: UndertakingMember) -> str:
        """Lead to where it ends."""
        if record.ends_on is not None:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("funding:structure_unlink", args=[record.pk]), _("End it"))


class UndertakingFilter(django_filters.FilterSet):
    """Search."""

    q = django_filters.CharFilter(label=_("Structure or single undertaking"), method="search")

    def search(self, rows: QuerySet[UndertakingMember], name: str, value: str) -> QuerySet[UndertakingMember]:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(Q(organization__name__icontains=word) | Q(undertaking__name__icontains=word))
        return rows


class LimitTable(Table):
    """Ceilings and thresholds, those of the authority first."""

    caption = _("Ceilings and thresholds")
    code = tables.Column(verbose_name=pgettext_lazy("of a limit", "which"))
    cents = EurosColumn(verbose_name=_("amount"))
    starts_on = tables.Column(verbose_name=_("from"), default="")
    ends_on = tables.Column(verbose_name=_("until (excluded)"), default="")
    source = tables.Column(verbose_name=_("source"))
    note = tables.Column(verbose_name=_("note"), default="")
    is_certain = tables.Column(verbose_name=_("certainty"), orderable=False)

    def render_code(self, value: LimitCode) -> str:
        """Name it."""
        return str(LimitCode(value).label)

    def render_is_certain(self, value: object) -> str:
        """Say whether the texts are sure."""
        return state_cell(_("known"), "good") if value else state_cell(_("to confirm"), "warn")


class ReportTable(Table):
    """Financial reports."""

    caption = _("Financial reports")
    closes_on = DateColumn(verbose_name=_("end of the financial year"), format="j F Y", linkify=True)
    grant = tables.Column(verbose_name=pgettext_lazy("of money", "grant"), linkify=True, order_by="grant__reference")
    organization = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"), order_by="organization__sort_key"
    )
    due_on = DateColumn(verbose_name=_("due on"), format="j F Y")
    state = tables.Column(verbose_name=pgettext_lazy("of a report", "state"))
    spent_cents = EurosColumn(verbose_name=_("spent"), default="")

    class Meta(Table.Meta):
        order_by = ("due_on",)

    def render_state(self, record: Report, value: str) -> str:
        """Repeat the state by a colour; say that it is late."""
        if record.is_overdue(timezone.localdate()):
            return state_cell(pgettext("report", "late"), "bad")
        return state_cell(value, record.state_tone)


LATE = "late"


class ReportFilter(django_filters.FilterSet):
    """Search, state."""

    q = django_filters.CharFilter(label=_("Structure, purpose or reference"), method="search")
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a report", "state"),
        choices=[(LATE, pgettext_lazy("reports", "Late")), *ReportState.choices],
        method="in_state",
    )

    def search(self, rows: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(
                Q(organization__name__icontains=word)
                | Q(grant__object__icontains=word)
                | Q(grant__reference__icontains=word)
            )
        return rows

    def in_state(self, rows: QuerySet[Report], name: str, value: str) -> QuerySet[Report]:
        """Keep one state, or those that are late."""
        if value == LATE:
            return rows.filter(state=ReportState.EXPECTED, due_on__lt=timezone.localdate())
        return rows.filter(state=value)


PROBLEMS = {
    "missing": pgettext_lazy("problem", "is missing"),
    "too_long": pgettext_lazy("problem", "is too long"),
    "pattern": pgettext_lazy("problem", "is not of its form"),
    "choice": pgettext_lazy("problem", "is not one of the values of the schema"),
    "type": pgettext_lazy("problem", "is not of its type"),
    "range": pgettext_lazy("problem", "is out of its bounds"),
    "siret": pgettext_lazy("problem", "has a wrong key"),
    "one_of_two": pgettext_lazy("problem", "or the RNA number must be known"),
}


class PublicationTable(Table):
    """Grants on their way to open data."""

    caption = _("Grants on their way to open data")
    grant = tables.Column(verbose_name=pgettext_lazy("of money", "grant"), orderable=False)
    bound_on = DateColumn(verbose_name=_("bound since"), accessor="grant__bound_on", format="j F Y", orderable=False)
    days = tables.Column(verbose_name=_("days since"), orderable=False)
    published_on = DateColumn(
        verbose_name=_("published on"), accessor="grant__published_on", format="j F Y", default="", orderable=False
    )
    where = tables.Column(verbose_name=pgettext_lazy("of a publication", "state"), empty_values=(), orderable=False)
    flaws = tables.Column(verbose_name=_("what it lacks"), empty_values=(), orderable=False)

    def render_grant(self, record: PublicationRow) -> str:
        """Lead to the grant."""
        return format_html('<a href="{}">{}</a>', record.grant.get_absolute_url(), record.grant)

    def render_where(self, record: PublicationRow) -> str:
        """Say where it stands."""
        if record.is_published:
            return state_cell(pgettext("publication", "published"), "good")
        if record.is_late:
            return state_cell(pgettext("publication", "late: three months are over"), "bad")
        if record.is_alarming:
            return state_cell(pgettext("publication", "waits for sixty days"), "warn")
        return state_cell(pgettext("publication", "ready") if record.is_ready else pgettext("publication", "to mend"))

    def render_flaws(self, record: PublicationRow) -> str:
        """Name each column and its problem."""
        return "; ".join(f"{flaw.column} {PROBLEMS[flaw.problem]}" for flaw in record.flaws)


class ReconciliationTable(Table):
    """Both sides of each commitment, those that differ first."""

    caption = _("Commitments on both sides")
    commitment_number = tables.Column(verbose_name=_("commitment number"), default="–", orderable=False)
    grant = tables.Column(verbose_name=pgettext_lazy("of money", "grant"), empty_values=(), orderable=False)
    ours_cents = EurosColumn(verbose_name=_("paid here"), orderable=False)
    theirs_cents = EurosColumn(verbose_name=_("paid in the finance system"), orderable=False)
    gap_cents = EurosColumn(verbose_name=pgettext_lazy("of money", "gap"), orderable=False)
    told = tables.Column(verbose_name=pgettext_lazy("of a commitment", "state"), empty_values=(), orderable=False)

    def render_grant(self, record: ReconciliationRow) -> str:
        """Lead to the grant, if there is one."""
        if record.grant is None:
            return str(_("no grant has this number"))
        return format_html('<a href="{}">{}</a>', record.grant.get_absolute_url(), record.grant)

    def render_told(self, record: ReconciliationRow) -> str:
        """Say whether both sides agree."""
        if record.gap_cents == 0:
            return state_cell(pgettext("both sides", "they agree"), "good")
        return state_cell(pgettext("both sides", "they differ"), "bad")


class FinanceFileTable(Table):
    """Files of the finance system, the latest first."""

    caption = _("Files of the finance system")
    prepared_at = DateTimeColumn(verbose_name=pgettext_lazy("a file", "prepared"), format="j F Y H:i", linkify=True)
    file_name = tables.Column(verbose_name=_("file"))
    author = tables.Column(verbose_name=_("author"))
    state = tables.Column(verbose_name=pgettext_lazy("of a finance file", "state"))

    class Meta(Table.Meta):
        order_by = ("-prepared_at",)
