"""Files of the finance system, and whether what they say agrees with what was ordered here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from essaim.delivery.funding.finance_sheet import FileDiff, Paid, read, unmatched
from essaim.delivery.funding.models import FinanceFile, FinanceLine, Grant, Payment
from essaim.delivery.funding.states import FileState
from essaim.foundations.ui.sheets import Line, Sheet


def finance_files() -> QuerySet[FinanceFile]:
    """Return the files, the latest first, without what was read in them."""
    return FinanceFile.objects.select_related("author").defer("content")


def lines_that_count() -> QuerySet[FinanceLine]:
    """Return the lines of the files that are brought in."""
    return FinanceLine.objects.filter(file__state=FileState.APPLIED)


def finance_diff(file: FinanceFile) -> FileDiff:
    """Say what a file would do now."""
    lines = tuple(Line(number, tuple(cells)) for number, cells in file.content["lines"])
    there = lines_that_count().values_list("commitment_number", "cents", "paid_on", "warrant_number")
    known = set(Grant.objects.exclude(commitment_number="").values_list("commitment_number", flat=True))
    return read(Sheet(tuple(file.content["header"]), lines), there=list(there), known=known)


@dataclass(frozen=True, slots=True)
class ReconciliationRow:
    """A commitment on both sides, in cents; grant is None where no grant has this number."""

    commitment_number: str
    grant: Grant | None
    ours_cents: int
    theirs_cents: int

    @property
    def gap_cents(self) -> int:
        """What we paid and the finance system did not; negative the other way round."""
        return self.ours_cents - self.theirs_cents


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Both sides, commitment by commitment, and what has no twin on the other side."""

    rows: tuple[ReconciliationRow, ...]
    ours_alone: tuple[Payment, ...]
    theirs_alone: tuple[FinanceLine, ...]

    @property
    def ours_cents(self) -> int:
        """What was paid here."""
        return sum(row.ours_cents for row in self.rows)

    @property
    def theirs_cents(self) -> int:
        """What was paid there."""
        return sum(row.theirs_cents for row in self.rows)

    @property
    def gap_cents(self) -> int:
        """The gap over all; zero does not say that every line agrees."""
        return self.ours_cents - self.theirs_cents

    @property
    def is_even(self) -> bool:
        """Whether every payment has its twin."""
        return not self.ours_alone and not self.theirs_alone


def reconciliation() -> Reconciliation:
    """Compare both sides, in six queries whatever their number."""
    payments = {row.pk: row for row in Payment.objects.select_related("instalment__grant").order_by("paid_on", "pk")}
    lines = {row.pk: row for row in lines_that_count().select_related("file").order_by("paid_on", "pk")}
    ours = [
        Paid(row.pk, row.instalment.grant.commitment_number, row.warrant_number, row.cents) for row in payments.values()
    ]
    theirs = [Paid(row.pk, row.commitment_number, row.warrant_number, row.cents) for row in lines.values()]
    ours_alone, theirs_alone = unmatched(ours, theirs)
    return Reconciliation(
        tuple(_rows()),
        tuple(payments[row.key] for row in ours_alone),
        tuple(lines[row.key] for row in theirs_alone),
    )


def _rows() -> list[ReconciliationRow]:
    paid = Payment.objects.order_by().values_list("instalment__grant").annotate(cents=Sum("cents"))
    ours = dict(paid)
    theirs: dict[str, int] = {}
    for number, cents in lines_that_count().order_by().values_list("commitment_number", "cents"):
        theirs[number] = theirs.get(number, 0) + cents
    grants = Grant.objects.filter(pk__in=ours) | Grant.objects.filter(commitment_number__in=list(theirs))
    found = [
        ReconciliationRow(
            grant.commitment_number,
            grant,
            ours.get(grant.pk, 0),
            theirs.pop(grant.commitment_number, 0) if grant.commitment_number else 0,
        )
        for grant in grants.distinct().order_by("-reference")
    ]
    found += [ReconciliationRow(number, None, 0, cents) for number, cents in sorted(theirs.items())]
    return sorted(found, key=lambda row: row.gap_cents == 0)
