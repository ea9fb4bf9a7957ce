"""Input of the room's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.ui.fields import day_input

from .models import LANGUAGES, RoleGrant, User
from .queries import HeldDuty, active_people
from .states import ROLE_DESCRIPTIONS, SCOPE_OF_ROLE, RoleKind, ScopeKind


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=day_input(), **options)


class OwnAccountForm(forms.ModelForm):
    """What a person may change of their own account."""

    class Meta:
        model = User
        fields = ["full_name", "job_title", "language"]
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}


class CorrectionForm(forms.ModelForm):
    """What an administrator may correct of somebody's account."""

    reason = forms.CharField(label=gettext_lazy("Reason of the change"), max_length=300, required=False)

    class Meta:
        model = User
        fields = ["full_name", "job_title", "email"]


class _RoleFields(forms.Form):
    """A role and what it is held for."""

    kind = forms.ChoiceField(label=gettext_lazy("Role"), choices=RoleKind.choices)
    scope_code = forms.CharField(
        label=gettext_lazy("Held for"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "scopes", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "The SIREN of the authority; for a commune referent, the INSEE code of the commune; "
            "for a member of a body or of an organization, its key or SIREN."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a code that is not of the form its scope asks for."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") and cleaned.get("scope_code"):
            cleaned["scope_code"] = cleaned["scope_code"].strip()
            grant = RoleGrant(
                kind=cleaned["kind"],
                scope_kind=SCOPE_OF_ROLE[RoleKind(cleaned["kind"])],
                scope_code=cleaned["scope_code"],
            )
            try:
                grant.validate_constraints(exclude={"person", "starts_on", "ends_on"})
            except forms.ValidationError as error:
                self.add_error("scope_code", error.messages)
        return cleaned


class RoleForm(_RoleFields):
    """A role granted to somebody."""

    starts_on = _day(label=gettext_lazy("From"))
    ends_on = _day(
        label=gettext_lazy("Until (excluded)"),
        required=False,
        help_text=gettext_lazy("Leave empty if no end is known."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)


class InvitationForm(_RoleFields):
    """Somebody invited, with the role they will hold."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    full_name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=200, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=LANGUAGES)
    role_ends_on = _day(
        label=gettext_lazy("Role until (excluded)"),
        required=False,
        help_text=gettext_lazy("Leave empty if no end is known. The role starts the day the invitation is accepted."),
    )
    field_order = ["full_name", "email", "job_title", "kind", "scope_code", "role_ends_on", "language"]


class EndRoleForm(forms.Form):
    """The day a role ends."""

    ends_on = _day(
        label=gettext_lazy("Ends on (excluded)"),
        help_text=gettext_lazy("The first day the role is no longer held; the day it starts calls it off."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class ReasonForm(forms.Form):
    """The reason of something that is not done lightly."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class AcceptanceForm(forms.Form):
    """What somebody invited says of themself; without a password they sign in with a code sent by mail."""

    full_name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of pages and mails"), choices=LANGUAGES)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "Optional, at least twelve characters. Without a password, you get a code by mail each time you sign in."
        ),
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        """Keep the address, which a password must not resemble."""
        super().__init__(*args, **options)
        self._email = email

    def clean_password(self) -> str:
        """Refuse a weak password."""
        password: str = self.cleaned_data.get("password", "")
        if password:
            holder = User(email=self._email, full_name=self.cleaned_data.get("full_name", ""))
            password_validation.validate_password(password, holder)
        return password


class LeaverForm(forms.Form):
    """Who takes over each duty of somebody who leaves, and why they leave."""

    successor = forms.ModelChoiceField(
        label=gettext_lazy("One successor for everything"),
        queryset=User.objects.none(),
        required=False,
        help_text=gettext_lazy("Used wherever no other successor is chosen below."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, person: User, duties: tuple[HeldDuty, ...], **options: Any) -> None:
        """Ask for a successor for each duty, among the people who are here."""
        super().__init__(*args, **options)
        self.duties = duties
        others = active_people().exclude(pk=person.pk)
        # One query for all the choices, whatever the number of duties.
        choices = [("", _("Choose who takes over")), *((str(other.pk), other.full_name) for other in others)]
        self._others = {str(other.pk): other for other in others}
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]
        if not duties:
            del self.fields["successor"]
        for held in duties:
            self.fields[held.field_name] = forms.ChoiceField(label=held.duty.label, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Give each duty its successor, and refuse to leave one without."""
        cleaned = super().clean() or {}
        for_all = cleaned.get("successor")
        successors: dict[tuple[str, str], User] = {}
        for held in self.duties:
            chosen = self._others.get(cleaned.get(held.field_name, "")) or for_all
            if chosen is None:
                self.add_error(held.field_name, _("Choose who takes this over."))
            else:
                successors[held.kind, held.duty.key] = chosen
        cleaned["successors"] = successors
        return cleaned


def role_help() -> list[tuple[str, str]]:
    """List the roles with what each is for, as the forms explain them."""
    return [(str(kind.label), str(ROLE_DESCRIPTIONS[kind])) for kind in RoleKind]


def default_scope(person: User) -> str:
    """Return the authority an administrator administers: what most roles are held for."""
    for role in person.held_roles:
        if role.kind == RoleKind.ADMINISTRATOR and role.scope_kind == ScopeKind.AUTHORITY:
            return role.scope_code
    return ""
