"""Grants as open data: rows, what they lack, how long they wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from essaim.delivery.funding.models import Grant, GrantQuerySet, Publisher
from essaim.delivery.funding.scdl import ALARM_DAYS, LATE_DAYS, Flaw, PublishedShare, Row, flaws_of, row_of
from essaim.delivery.funding.states import Regime


def publisher() -> Publisher | None:
    """Return how the authority is named in open data, once somebody wrote it."""
    return Publisher.objects.first()


def bound_grants() -> GrantQuerySet:
    """Return the grants that bind, the latest first, with all that their rows say."""
    rows = Grant.objects.given().filter(bound_on__isnull=False).select_related("act", "action__plan")
    return rows.prefetch_related("shares__organization", "instalments__payments").order_by("-bound_on", "-pk")


def rows_of(grant: Grant, named: Publisher | None) -> list[Row]:
    """Write the rows of a grant, one a beneficiary; instalments and payments read beforehand."""
    if grant.bound_on is None:
        return []
    instalments = list(grant.instalments.all())
    days = [row.paid_on for one in instalments for row in one.payments.all() if row.cents > 0]
    days += [one.due_on for one in instalments if one.due_on is not None]
    # Without a day known, money comes between what binds and the end of the period.
    first, last = (min(days), max(days)) if days else (grant.bound_on, max(grant.last_on, grant.bound_on))
    if days and not grant.has_ended and len(instalments) > len(days):
        last = max(last, grant.last_on)
    return [
        row_of(
            PublishedShare(
                giver=named.name if named else "",
                giver_siret=named.siret if named else "",
                bound_on=grant.bound_on,
                act=(grant.act.number or grant.act.title) if grant.act else "",
                beneficiary=share.organization.name,
                siret=share.siret,
                rna=share.organization.rna,
                object=grant.object,
                amount_cents=grant.amount_cents,
                share_cents=share.cents,
                nature=grant.nature,
                instalment_count=len(instalments),
                first_day=first,
                last_day=last,
                is_de_minimis=grant.regime in {Regime.DE_MINIMIS, Regime.SIEG},
            )
        )
        for share in sorted(grant.shares.all(), key=lambda row: row.pk)
    ]


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """A grant on its way to open data; days: since it binds."""

    grant: Grant
    flaws: tuple[Flaw, ...]
    days: int

    @property
    def is_published(self) -> bool:
        """Whether it is in the public file."""
        return self.grant.published_on is not None

    @property
    def is_ready(self) -> bool:
        """Whether it may be published: it binds already, is not published yet, and has no flaw."""
        return not self.is_published and not self.flaws and self.days >= 0

    @property
    def is_alarming(self) -> bool:
        """Whether it waits for sixty days or more."""
        return not self.is_published and self.days >= ALARM_DAYS

    @property
    def is_late(self) -> bool:
        """Whether it waits for more than three months."""
        return not self.is_published and self.days > LATE_DAYS


def publication_rows(*, today: date) -> Sequence[PublicationRow]:
    """Return the grants that bind, those that wait longest first, then those published."""
    named = publisher()
    found = [
        PublicationRow(
            grant,
            tuple(dict.fromkeys(flaw for row in rows_of(grant, named) for flaw in flaws_of(row))),
            (today - grant.bound_on).days if grant.bound_on else 0,
        )
        for grant in bound_grants()
    ]
    return sorted(found, key=lambda row: (row.is_published, -row.days))


def published_rows(*, with_all: bool = False) -> list[Row]:
    """Return the rows of the public file; with_all, those of every grant that binds, published or not."""
    named = publisher()
    grants = bound_grants() if with_all else bound_grants().filter(published_on__isnull=False)
    return [row for grant in grants for row in rows_of(grant, named)]
