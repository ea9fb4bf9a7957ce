"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Add the menu entry and the band of support, say what is kept of people, and open the journal to the team."""
        from essaim.foundations.audit_trail.permissions import let_read
        from essaim.foundations.ui import navigation, notices

        from . import personal_data, queries, receivers, services
        from .permissions import can_read_people, is_staff_member

        receivers.connect()
        let_read(is_staff_member)
        navigation.add(navigation.Entry("office", _("People"), "accounts:people_list", 80, can_read_people))
        notices.add(notices.Notice("accounts/partials/_seen_as.html", lambda request: hasattr(request, "seen_by")))
        personal_data.register(
            personal_data.PersonalData(
                kind="accounts",
                label=_("Account, roles, sessions and means of signing in"),
                purpose=_("To let you in, and to know what you may do."),
                retention=_("As long as the account is open; erased on request once it is closed."),
                export=queries.account_data,
                erase=services.erase_sign_in,
            )
        )
        personal_data.register(
            personal_data.PersonalData(
                kind="operations",
                label=_("Operations you made, and operations on your account"),
                purpose=_("To prove who decided what, and when: the trail is sealed."),
                retention=_("Kept as public archives with the names of the time; not erased."),
                export=queries.operations_data,
            )
        )
