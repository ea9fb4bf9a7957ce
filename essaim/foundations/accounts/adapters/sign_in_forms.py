"""The library's forms, in our own words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as LibraryLoginForm
from allauth.account.forms import RequestLoginCodeForm as LibraryCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm as LibraryApplicationForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def _say(field: forms.Field, label: object, help_text: object = "") -> None:
    field.label = label  # type: ignore[assignment]
    field.help_text = help_text  # type: ignore[assignment]
    # A label stays in sight while one types; a placeholder that repeats it does not help.
    field.widget.attrs.pop("placeholder", None)


class LoginForm(LibraryLoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the fields."""
        super().__init__(*args, **options)
        _say(self.fields["login"], _("E-mail address"))
        _say(self.fields["password"], _("Password"))
        _say(
            self.fields["remember"],
            _("Stay signed in when the browser closes"),
            _("For twelve hours; on a device of your own only."),
        )


class CodeForm(LibraryCodeForm):
    """The address a code is sent to."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the field."""
        super().__init__(*args, **options)
        _say(self.fields["email"], _("E-mail address"))


class ApplicationForm(LibraryApplicationForm):
    """The first code of an application."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the field, and bring up the keyboard of digits."""
        super().__init__(*args, **options)
        _say(self.fields["code"], _("The six digits"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddKeyForm(AddWebAuthnForm):
    """A key, and whether it is enough alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the fields."""
        super().__init__(*args, **options)
        _say(self.fields["name"], pgettext_lazy("of a key", "Name"))
        _say(
            self.fields["passwordless"],
            _("Sign in with this key alone"),
            _("Neither code nor password is then asked; the key asks for your fingerprint or PIN itself."),
        )


class RenameKeyForm(EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the field."""
        super().__init__(*args, **options)
        _say(self.fields["name"], pgettext_lazy("of a key", "Name"))
