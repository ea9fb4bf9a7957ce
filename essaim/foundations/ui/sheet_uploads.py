"""What a page does with an uploaded spreadsheet: give it to a reader, and say beside its field why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.utils.translation import gettext as _

from . import sheets

Read = TypeVar("Read")


def taken(
    form: forms.Form,
    read: Callable[[bytes, str], Read],
    *,
    too_large: str,
    empty: str,
    missing: Callable[[sheets.MissingColumns], str],
) -> Read | None:
    """
    Give the file of a clean form to a reader, with its name; None, and the reason beside the field, where it is refused.

    :param form: clean, with the upload in its field "file"
    :param too_large: what to do with a file over the limits of sheets or of the reader
    :param empty: what to write in a file without rows
    :param missing: how to say which columns are missing
    """
    upload = form.cleaned_data["file"]
    try:
        if upload.size > sheets.FILE_BYTES_MAX:
            raise sheets.SheetTooLarge
        return read(upload.read(), upload.name)
    except sheets.SheetTooLarge:
        form.add_error("file", too_large)
    except sheets.SheetEmpty:
        form.add_error("file", empty)
    except sheets.MissingColumns as refusal:
        form.add_error("file", missing(refusal))
    except sheets.SheetUnreadable:
        form.add_error("file", _("This file is not a spreadsheet we can read: save it as XLSX, ODS or CSV."))
    return None
