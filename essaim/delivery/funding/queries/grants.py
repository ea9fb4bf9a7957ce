"""Grants, those who receive them, and their agreements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Sum

from essaim.delivery.calls_for_projects.models import Edition
from essaim.delivery.funding.models import Agreement, Clause, Grant, GrantQuerySet, GrantShare
from essaim.delivery.funding.states import OPEN_AGREEMENTS, GrantState
from essaim.foundations.accounts.permissions import has_role
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.texts import search_words

from .money import with_money

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser

# Who reads the money of the authority, besides those who write it.
OFFICE = (RoleKind.OFFICER, RoleKind.ADMINISTRATOR, RoleKind.ELECTED_OFFICIAL, RoleKind.EVALUATOR)


def grants_visible_to(person: Person) -> GrantQuerySet:
    """Return the grants a person may read: everybody those that were given, the office all of them."""
    rows = Grant.objects.select_related(
        "action__plan", "action__axis", "envelope", "act", "edition__call", "application"
    )
    return rows if has_role(person, *OFFICE) else rows.given()


def grant_with_all(person: Person, pk: int) -> Grant | None:
    """
    Return a grant that a person may read, with its money, its shares and its texts read once for all that a page asks.

    :returns: None if there is none, or they may not read it
    """
    rows = with_money(grants_visible_to(person)).filter(pk=pk)
    shares = Prefetch("shares", GrantShare.objects.select_related("organization").order_by("pk"))
    # What each says is for its own page.
    texts = Agreement.objects.select_related("document").defer("content").order_by("rank", "pk")
    return rows.prefetch_related(shares, Prefetch("agreements", texts)).first()


def grant_rows(person: Person) -> GrantQuerySet:
    """Return the grants a person may read, with their money and, as beneficiaries, the names of those who receive them."""
    rows = with_money(grants_visible_to(person).select_related(None))
    # Long texts that no list shows.
    rows = rows.defer("search_key", "action__description", "action__plain_summary", "action__plan__summary")
    return rows.annotate(beneficiaries=names_of_beneficiaries(grant=OuterRef("pk")))


def with_words(rows: GrantQuerySet, text: str) -> GrantQuerySet:
    """Keep the grants of which every word is somewhere: in the purpose, the reference or the name of who receives it."""
    for word in search_words(text):
        shared = GrantShare.objects.filter(organization__search_key__contains=word).order_by().values("grant")
        rows = rows.filter(Q(search_key__contains=word) | Q(pk__in=shared))
    return rows


def names_of_beneficiaries(**of_grant: object) -> ArraySubquery:
    """
    Name those who receive a grant, in the order they were added: a list reads no row for each.

    :param of_grant: which shares are meant, by a key of the rows themselves: through a join, counting the rows would make it too
    """
    return ArraySubquery(GrantShare.objects.filter(**of_grant).order_by("pk").values("organization__name"))


def grants_ending(*, since: date, until: date) -> GrantQuerySet:
    """Return the grants under way that bind and whose last day is within some days, the first to end first."""
    rows = Grant.objects.filter(state=GrantState.GRANTED, bound_on__isnull=False, last_on__range=(since, until))
    return rows.order_by("last_on", "pk")


def shares_of(grant: Grant) -> QuerySet[GrantShare]:
    """Return those who receive a grant, in the order they were added."""
    return grant.shares.select_related("organization").order_by("pk")


def shares_total_cents(grant: Grant) -> int:
    """Add up the shares of a grant."""
    return grant.shares.aggregate(cents=Sum("cents"))["cents"] or 0


def grant_total_cents(grant: Grant) -> int:
    """Return the amount of a grant once the text now being written is signed, or as it is."""
    found = grant.agreements.filter(state__in=OPEN_AGREEMENTS).first()
    return found.amount_cents if found else grant.amount_cents


def has_open_agreement(grant: Grant) -> bool:
    """Tell whether a text is being written or signed; a page that read the texts of a grant asks nothing more."""
    return any(row.state in OPEN_AGREEMENTS for row in grant.agreements.all())


def clauses_of(agreement: Agreement) -> QuerySet[Clause]:
    """Return the clauses of an agreement, in order."""
    return agreement.clauses.order_by("position", "pk")


def editions_for_choice() -> QuerySet[Edition]:
    """Return the editions a grant may answer."""
    return Edition.objects.public().select_related("call").in_time()
