"""Days in words, as the language of the page writes them."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.formats import date_format, get_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language

# The number of a day, in a pattern where the name of its month follows.
DAY_BEFORE_MONTH = re.compile(r"(?<!\\)j(?= [FMN])")


def day_in_words(value: date, pattern: str = "DATE_FORMAT") -> str:
    """
    Write a day or a moment as Django does, but for the first of a month in French: 1er janvier 2027.

    :param pattern: in Django's letters, or the name of a format of the language; a moment is told in local time
    """
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    found = str(get_format(pattern))
    if value.day == 1 and (get_language() or "fr").startswith("fr"):
        found = DAY_BEFORE_MONTH.sub(r"j\\e\\r", found)
    return date_format(value, found)
