"""essaim init --siren N."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.territory import queries, services

# The authority the project was first written for, and those it is compared with (INSEE list of 2026).
MEL = "200093201"
COMPARED_WITH_MEL = ("200046977", "244400404", "246700488")


class Command(BaseCommand):
    """Sets up the authority that this deployment serves, from the lists shipped with Essaim."""

    help = "Set up the authority served: its communes, territories and history, from the shipped lists."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--siren",
            default=MEL,
            help="SIREN of the EPCI, any of the 1 255 (default: the Métropole Européenne de Lille)",
        )
        parser.add_argument("--replace", action="store_true", help="take the place of the authority already set up")
        parser.add_argument(
            "--compare",
            nargs="*",
            metavar="SIREN",
            help="other EPCI to load beside it (default for Lille: three others)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Load and set, or change nothing at all.

        :raises CommandError: if the SIREN is unknown, or another authority is already set up
        """
        siren, now, actor = options["siren"].replace(" ", ""), timezone.now(), SystemActor("essaim init")
        compared = options["compare"]
        if compared is None:
            compared = COMPARED_WITH_MEL if siren == MEL else ()
        try:
            with transaction.atomic():
                result = services.load_reference(actor=actor, now=now, sirens=[siren, *compared])
                services.set_authority(siren=siren, actor=actor, now=now, replace=options["replace"])
        except (services.UnknownEpci, services.AuthorityAlreadySet) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(result)

    def _tell(self, result: services.Result) -> None:
        today = timezone.localdate()
        served = queries.authority(today=today)
        members, zones = queries.communes(today=today), queries.territoires(today=today)
        if served is None:
            return
        self.stdout.write(
            _("%(name)s (%(siren)s): %(communes)s communes, %(territoires)s territories.")
            % {
                "name": served.name,
                "siren": served.siren,
                "communes": len(members),
                "territoires": len(zones),
            }
        )
        if result.changed_nothing:
            self.stdout.write(_("Everything was already there."))
        else:
            self.stdout.write(
                _("Written: %(epci)s EPCI, %(communes)s communes, %(members)s memberships.")
                % {
                    "epci": result.epci_created + result.epci_updated,
                    "communes": result.communes_created + result.communes_updated,
                    "members": result.members_joined + result.members_left,
                }
            )
        if not zones:
            self.stdout.write(_("No governance territories are shipped for it; it works without them."))
