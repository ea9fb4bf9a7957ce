"""Days: in words, as the language of the page writes them; as moments, for what is asked of a period."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language

# The number of a day, in a pattern where the name of its month follows.
DAY_BEFORE_MONTH = re.compile(r"(?<!\\)j(?= [FMN])")
# What tells an hour or a zone in a pattern.
CLOCK = re.compile("[aAcefgGhHiIOPrsTuUZ]")


def day_in_words(value: date, pattern: str = "DATE_FORMAT") -> str:
    """
    Write a day or a moment as Django does, but for the first of a month in French: 1er janvier 2027.

    :param pattern: in Django's letters, or the name of a format of the language; a moment is told in local time
    """
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    found = str(get_format(pattern))
    if isinstance(value, datetime):
        if CLOCK.search(found):
            return _in_words(value, found)
        value = value.date()
    return _day_in_words(value, found, get_language())


def _in_words(value: date, pattern: str) -> str:
    if value.day == 1 and (get_language() or "fr").startswith("fr"):
        pattern = DAY_BEFORE_MONTH.sub(r"j\\e\\r", pattern)
    return date_format(value, pattern)


@lru_cache(maxsize=1024)
def _day_in_words(value: date, pattern: str, language: str | None) -> str:
    """Write a day once for all rows that tell it."""
    return _in_words(value, pattern)


def moments_of(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """Return when a period of whole days starts and ends, its last day included; None where it is open."""
    after = until + timedelta(days=1) if until is not None and until < date.max else None
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) if day else None for day in (since, after))
    return start, end
