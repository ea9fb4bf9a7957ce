"""Reactions to what the sign-in library does: each change of a means of signing in is written in the trail."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.http import HttpRequest
from django.utils import timezone

from . import services
from .models import User


def note_password(*, request: HttpRequest, user: User, **options: object) -> None:
    """Write that a password was chosen or changed."""
    services.note_means(person=user, verb="password.set", now=timezone.now())


def note_factor_added(*, request: HttpRequest, user: User, authenticator: Authenticator, **options: object) -> None:
    """
    Write that a second factor was set up, and take it as the proof it is.

    Whoever had none before would otherwise be asked at once for a code of theirs to see the recovery codes.
    """
    record_authentication(request, user, "mfa", type=authenticator.type, reauthenticated=True)
    services.note_means(person=user, verb="second_factor.added", now=timezone.now(), kind=authenticator.type)


def note_factor_removed(*, request: HttpRequest, user: User, authenticator: Authenticator, **options: object) -> None:
    """Write that a second factor was taken off."""
    services.note_means(person=user, verb="second_factor.removed", now=timezone.now(), kind=authenticator.type)


def connect() -> None:
    """Listen; called in AppConfig.ready()."""
    for signal in (password_changed, password_reset, password_set):
        signal.connect(note_password, dispatch_uid="accounts.note_password")
    authenticator_added.connect(note_factor_added, dispatch_uid="accounts.note_factor_added")
    authenticator_removed.connect(note_factor_removed, dispatch_uid="accounts.note_factor_removed")
