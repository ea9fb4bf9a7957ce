"""Forms that keep what is seldom written out of the way: folded, and unfolded when there is something in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Folding:
    """Gives a form a folded part; name its fields in folded."""

    template_name = "ui/forms/folded.html"
    folded: tuple[str, ...] = ()
    folded_title: str | Promise = _("More, if you have it")

    @property
    def is_unfolded(self) -> bool:
        """Tell whether a folded field has an error or a value that somebody wrote."""
        form: Any = self
        written = (form[name].value() for name in self.folded if name in form.fields)
        return self.has_folded_errors or (form.is_bound and any(written)) or self._has_kept_values()

    @property
    def has_folded_errors(self) -> bool:
        """Tell whether a folded field is wrong, or something that no field alone explains."""
        form: Any = self
        return bool({*self.folded, NON_FIELD_ERRORS} & set(form.errors))

    def _has_kept_values(self) -> bool:
        row = getattr(self, "instance", None)
        return row is not None and row.pk is not None and any(getattr(row, name, None) for name in self.folded)
