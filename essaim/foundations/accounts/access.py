"""Who may open each URL of the room, those of signing in included."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from essaim.foundations.ui.access import PUBLIC, SIGNED_IN, Access

from .models import Invitation, RoleGrant, User
from .states import RoleKind

POST = ("POST",)
BOTH = ("GET", "POST")
READERS = "officer|administrator|support"
ADMINISTRATOR = "administrator"
OWN = "The person's own account only."
IN_SESSION = "Once a first step of signing in is passed; otherwise back to the sign-in page."
ELSEWHERE = f"{OWN} Leads back where there is none."
ASKS_AGAIN = "Asks again for a password or second factor, for whoever has one."


def _somebody() -> Mapping[str, object]:
    """Return a person who is here, and neither administrator nor support: anything may be done with them."""
    untouchable = RoleGrant.objects.held_on(timezone.localdate()).filter(
        kind__in=[RoleKind.ADMINISTRATOR, RoleKind.SUPPORT]
    )
    found = User.objects.filter(is_active=True).exclude(role_grants__in=untouchable).order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _somebody_who_left() -> Mapping[str, object]:
    found = User.objects.filter(is_active=False, erased_at__isnull=True).order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _a_role() -> Mapping[str, object]:
    found = RoleGrant.objects.held_on(timezone.localdate()).exclude(kind=RoleKind.ADMINISTRATOR).order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _an_invitation() -> Mapping[str, object]:
    found = Invitation.objects.pending().order_by("pk").first()
    return {"pk": found.pk if found else 0, "move": "send_again"}


ACCESS: dict[str, Access] = {
    # One's own account.
    "accounts:own_account": Access(SIGNED_IN, methods=BOTH, note=OWN),
    "accounts:own_data": Access(SIGNED_IN, note=f"{OWN} {ASKS_AGAIN}"),
    "accounts:end_sessions": Access(SIGNED_IN, methods=POST, note=OWN),
    "accounts:identity_link": Access(PUBLIC, methods=BOTH, note="Shows what a provider said in this session only."),
    "accounts:identity_remove": Access(SIGNED_IN, arguments={"pk": 0}, methods=POST, note=OWN),
    "accounts:stop_seeing_as": Access(SIGNED_IN, methods=POST, note="Support, while they see as somebody else."),
    # Invitations.
    "accounts:invitation": Access(
        PUBLIC, arguments={"token": "none"}, methods=BOTH, note="Whoever holds the link; it works once."
    ),
    "accounts:invitation_list": Access(ADMINISTRATOR),
    "accounts:invite": Access(ADMINISTRATOR, methods=BOTH),
    "accounts:invitation_move": Access(ADMINISTRATOR, sample=_an_invitation, methods=POST),
    # People.
    "accounts:people_list": Access(READERS, note="Its files ask again for a password or second factor."),
    "accounts:person": Access(READERS, sample=_somebody),
    "accounts:person_edit": Access(ADMINISTRATOR, sample=_somebody, methods=BOTH, note=ASKS_AGAIN),
    "accounts:role_add": Access(ADMINISTRATOR, sample=_somebody, methods=POST, note=ASKS_AGAIN),
    "accounts:role_end": Access(ADMINISTRATOR, sample=_a_role, methods=BOTH, note="For their own authority."),
    "accounts:leaver": Access(ADMINISTRATOR, sample=_somebody, methods=BOTH, note=f"Not oneself. {ASKS_AGAIN}"),
    "accounts:reactivate": Access(ADMINISTRATOR, sample=_somebody_who_left, methods=POST),
    "accounts:erase": Access(ADMINISTRATOR, sample=_somebody_who_left, methods=BOTH, note="Whoever has left."),
    "accounts:second_factor_reset": Access(ADMINISTRATOR, sample=_somebody, methods=BOTH, note="Not oneself."),
    "accounts:see_as": Access(
        "support", sample=_somebody, methods=BOTH, note="Not an administrator, not support, not somebody who left."
    ),
    # Signing in.
    "account_login": Access(PUBLIC, methods=BOTH),
    "account_request_login_code": Access(PUBLIC, methods=BOTH),
    "account_confirm_login_code": Access(PUBLIC, methods=BOTH, note=IN_SESSION),
    "mfa_login_webauthn": Access(PUBLIC, methods=BOTH),
    "mfa_authenticate": Access(PUBLIC, methods=BOTH, note=IN_SESSION),
    "account_logout": Access(PUBLIC, methods=BOTH),
    "account_inactive": Access(PUBLIC),
    "account_signup": Access(PUBLIC, note="Closed: says that accounts are opened on invitation."),
    "account_reset_password": Access(PUBLIC, methods=BOTH),
    "account_reset_password_done": Access(PUBLIC),
    "account_reset_password_from_key": Access(
        PUBLIC, arguments={"uidb36": "1", "key": "none"}, methods=BOTH, note="Whoever holds the link; it works once."
    ),
    "account_reset_password_from_key_done": Access(PUBLIC),
    # One's means of signing in.
    "account_reauthenticate": Access(SIGNED_IN, methods=BOTH, note=OWN),
    "account_change_password": Access(SIGNED_IN, methods=BOTH, note=OWN),
    "account_set_password": Access(SIGNED_IN, methods=BOTH, note=OWN),
    "mfa_reauthenticate": Access(SIGNED_IN, methods=BOTH, note=OWN),
    "mfa_reauthenticate_webauthn": Access(SIGNED_IN, methods=BOTH, note=OWN),
    "mfa_index": Access(SIGNED_IN, note=OWN),
    "mfa_activate_totp": Access(SIGNED_IN, methods=BOTH, note=OWN),
    "mfa_deactivate_totp": Access(SIGNED_IN, methods=BOTH, note=ELSEWHERE),
    "mfa_list_webauthn": Access(SIGNED_IN, note=OWN),
    "mfa_add_webauthn": Access(SIGNED_IN, methods=BOTH, note=OWN),
    "mfa_edit_webauthn": Access(SIGNED_IN, arguments={"pk": 0}, methods=BOTH, note=ELSEWHERE),
    "mfa_remove_webauthn": Access(SIGNED_IN, arguments={"pk": 0}, methods=BOTH, note=ELSEWHERE),
    "mfa_view_recovery_codes": Access(SIGNED_IN, note=ELSEWHERE),
    "mfa_generate_recovery_codes": Access(SIGNED_IN, methods=BOTH, note=OWN),
    "mfa_download_recovery_codes": Access(SIGNED_IN, note=ELSEWHERE),
    # Identities of outside providers.
    "socialaccount_login_cancelled": Access(PUBLIC),
    "socialaccount_login_error": Access(PUBLIC),
    "socialaccount_signup": Access(PUBLIC, note="Closed: leads to the sign-in page."),
    "openid_connect_login": Access(
        PUBLIC,
        arguments={"provider_id": "proconnect"},
        methods=BOTH,
        note="Leads back to signing in where there is no provider.",
    ),
    "openid_connect_callback": Access(
        PUBLIC, arguments={"provider_id": "proconnect"}, note="Whoever comes back from the provider, once."
    ),
}
