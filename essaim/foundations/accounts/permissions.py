"""Who may do what, by role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .states import RoleKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import User

STAFF = (RoleKind.OFFICER, RoleKind.ADMINISTRATOR)


def has_role(person: User | AnonymousUser, *kinds: str, scope_code: str | None = None) -> bool:
    """
    Tell whether a person holds today one of these roles, for this scope if one is given.

    :param scope_code: SIREN, INSEE code or key, as the role was granted; None accepts any scope
    """
    if not person.is_authenticated or not person.is_active:
        return False
    return any(
        role.kind in kinds and (scope_code is None or role.scope_code == scope_code)
        for role in person.held_roles  # type: ignore[union-attr]
    )


def is_staff_member(person: User | AnonymousUser) -> bool:
    """Tell whether a person works for the authority: an officer or an administrator."""
    return has_role(person, *STAFF)
