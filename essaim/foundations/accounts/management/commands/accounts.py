"""essaim accounts create-administrator, list, reset-second-factor, forget-invitations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from essaim.foundations.accounts import queries, services
from essaim.foundations.accounts.nightly import INVITATION_DAYS_KEPT
from essaim.foundations.primitives.identifiers import is_siren


class Command(BaseCommand):
    """Opens the first account, lists people, forgets old invitations."""

    help = "Make the first administrator, list the people who have an account, or forget old invitations."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions and their options."""
        actions = parser.add_subparsers(dest="action", required=True)
        create = actions.add_parser(
            "create-administrator", help="make the first administrator, who signs in with a code sent by mail"
        )
        create.add_argument("email", metavar="EMAIL")
        create.add_argument("full_name", metavar="NAME", nargs="+")
        create.add_argument("--siren", required=True, help="the authority they administer: nine digits")
        listing = actions.add_parser("list", help="one line a person: state, address, name, roles of today")
        listing.add_argument("--all", action="store_true", help="people who left too")
        actions.add_parser(
            "forget-invitations", help=f"forget invitations that ended or expired {INVITATION_DAYS_KEPT} days ago"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do one of them.

        :raises CommandError: if it is refused, with what to do instead
        """
        if options["action"] == "create-administrator":
            self._create(options["email"], " ".join(options["full_name"]), options["siren"])
        elif options["action"] == "list":
            self._list(with_everybody=options["all"])
        else:
            now = timezone.now()
            before = now - timedelta(days=INVITATION_DAYS_KEPT)
            self.stdout.write(f"{services.forget_expired_invitations(now=now, before=before)} invitations forgotten.")

    def _create(self, email: str, full_name: str, siren: str) -> None:
        if not is_siren(siren):
            message = f"{siren} is not a SIREN: nine digits, the last one a key. Check it on the authority's papers."
            raise CommandError(message)
        try:
            person = services.bootstrap_administrator(
                email=email, full_name=full_name, authority_siren=siren, now=timezone.now()
            )
        except services.AdministratorExists:
            message = "There is an administrator already: sign in as them and invite the next one."
            raise CommandError(message) from None
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        self.stdout.write(
            f"{person.full_name} administers {siren}. Sign in with {person.email}: a code is sent there by mail. "
            "Then invite a second administrator."
        )

    def _list(self, *, with_everybody: bool) -> None:
        rows = queries.people_rows(today=timezone.localdate()).order_by("full_name", "pk")
        for person in rows if with_everybody else rows.filter(is_active=True):
            roles = ", ".join(f"{grant.kind}:{grant.scope_code}" for grant in person.roles_shown)  # type: ignore[attr-defined]
            self.stdout.write(f"{person.state:<7} {person.email:<40} {person.full_name}  {roles}")
