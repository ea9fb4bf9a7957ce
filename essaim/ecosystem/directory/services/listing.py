"""Makes the lines of the directory again, from records and cards."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.db import connection, transaction

from essaim.ecosystem.directory.models import COUNTED, Listing, SearchWord, Tally
from essaim.ecosystem.directory.models.listings import WORD_LENGTH_MAX
from essaim.ecosystem.directory.queries import listing_values, organization_ids_to_list, wrong_counts

BATCH = 1000
WRITTEN = [
    field.name for field in Listing._meta.concrete_fields if not field.primary_key and field.name != "organization_pk"
]


def refresh_listings(
    organization_ids: Collection[int] | None = None,
    *,
    today: date,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """
    Make the lines of some records (all of them for None) what they should be today, and return how many lines stand for them.

    Safe to do at any moment, and twice: nothing is kept here that is not written elsewhere. Each batch is its own transaction.

    :param progress: told how many records were done, of how many
    """
    kept = organization_ids_to_list(organization_ids, today=today)
    for start in range(0, len(kept), BATCH):
        with transaction.atomic():
            _write(kept[start : start + BATCH], today=today)
        progress(min(start + BATCH, len(kept)), len(kept))
    stale = Listing.objects.exclude(organization_pk__in=kept)
    if organization_ids is not None:
        stale = stale.filter(organization_pk__in=list(organization_ids))
    with transaction.atomic():
        _wait_for_others()
        stale.delete()
    return len(kept)


def count_again() -> int:
    """
    Count again, from the lines, what the database keeps of them, and return how many counts were wrong.

    Triggers keep the counts at each change: none is wrong unless somebody worked on the database with its triggers off.
    """
    with transaction.atomic():
        _wait_for_others()
        wrong = len(wrong_counts())
        if wrong:
            Tally.objects.all().delete()
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO directory_tally (given, value, facet, name, count) {COUNTED}")
    return wrong


def _wait_for_others() -> None:
    """Two makings of one line wait for each other: the later one reads what the earlier one left, and counts move one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory.listings'))")


def _write(organization_ids: list[int], *, today: date) -> None:
    _wait_for_others()
    rows = [made.listing for made in listing_values(organization_ids, today=today)]
    # A key may pass from one record to another: the line that held it goes first.
    Listing.objects.filter(key__in=[row.key for row in rows]).exclude(organization_pk__in=organization_ids).delete()
    Listing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["organization_pk"], update_fields=WRITTEN, batch_size=BATCH
    )
    words = {word[:WORD_LENGTH_MAX] for row in rows for word in row.document.split() if not word.isdigit()}
    SearchWord.objects.bulk_create((SearchWord(word=word) for word in sorted(words)), ignore_conflicts=True)
