"""What forms of every room share: fields of a row, the reason of a change, the version that was read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import day_input, hour_input, moment_input
from .versions import version_of

# What a text field has when nobody chose its height.
DJANGO_ROWS = forms.Textarea().attrs["rows"]


class AddressField(forms.URLField):
    """The address of a page, taken as a secure one when it is typed without its scheme."""

    def __init__(self, **options: Any) -> None:
        """Assume https."""
        super().__init__(**{"assume_scheme": "https", **options})


def day_field(**options: Any) -> forms.DateField:
    """Build a field for a day."""
    return forms.DateField(widget=day_input(), **options)


class LastDayField(forms.DateField):
    """
    The last day of a period, that day included, as people say it.

    Rows keep the day after, from which the period no longer holds: it is what the form is given and what it gives back.
    """

    widget = day_input()

    def __init__(self, **options: Any) -> None:
        """Say that the day is included, unless other words are given."""
        super().__init__(**{"label": _("Last day"), "help_text": _("That day included"), **options})

    def prepare_value(self, value: Any) -> Any:
        """Show the last day of a period that ends before the day given."""
        shown = value - timedelta(days=1) if isinstance(value, date) and value > date.min else value
        return super().prepare_value(shown)

    def clean(self, value: Any) -> date | None:
        """Return the day after the last one; None when none was written."""
        last = super().clean(value)
        if last == date.max:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return None if last is None else last + timedelta(days=1)


class RowForm(forms.ModelForm):
    """A new row: its fields; days, hours and moments with the browser's own, texts with room for a few lines."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Give days, hours, moments and texts their fields."""
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = day_input()
            elif isinstance(field, forms.TimeField):
                field.widget = hour_input()
            elif isinstance(field, forms.DateTimeField):
                field.widget = moment_input()
            elif isinstance(field.widget, forms.Textarea) and field.widget.attrs.get("rows") == DJANGO_ROWS:
                field.widget.attrs["rows"] = 4

    def values(self) -> dict[str, Any]:
        """Return the clean values of the row's own fields, ready for a service."""
        return {name: self.cleaned_data[name] for name in self.fields if name in (self._meta.fields or ())}


class EditForm(RowForm):
    """A row that is there already: its fields, why they change, and the version that was read."""

    reason = forms.CharField(
        label=_("Reason of the change"), max_length=300, help_text=_("Kept in the public history, beside the change.")
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Keep the version of the row as it is now read."""
        super().__init__(*args, **options)
        self.own_fields = [name for name in self.fields if name in (self._meta.fields or ())]
        self.fields["version"].initial = self.version_now()

    def version_now(self) -> str:
        """Return the version of the row as the form found it."""
        return version_of(self.instance, self.own_fields)

    def told(self) -> dict[str, Any]:
        """Return the values with their reason and version, ready for a service."""
        return {
            **self.values(),
            "reason": self.cleaned_data["reason"],
            "version": self.cleaned_data["version"],
        }


class ReasonForm(forms.Form):
    """Why something is done that leaves a trace."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Kept in the public history, beside the change.")
    )


class DayForm(forms.Form):
    """The day something takes effect."""

    day = day_field(label=_("Day"))

    def __init__(self, *args: Any, today: date, label: object = "", **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["day"].initial = today
        if label:
            self.fields["day"].label = str(label)


class LastDayForm(forms.Form):
    """The last day something holds, that day included."""

    ends_on = LastDayField()

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """Propose today."""
        super().__init__(*args, **options)
        self.fields["ends_on"].initial = today + timedelta(days=1)


class DayReasonForm(DayForm):
    """The day something takes effect, and why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Kept in the public history, beside the change.")
    )
