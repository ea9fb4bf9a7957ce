"""essaim events proceedings | seats | remind | mails | erase."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from essaim.ecosystem.events import services
from essaim.ecosystem.events.models import Event
from essaim.ecosystem.events.nightly import JOBS
from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.jobs import JobFailed

NIGHTLY = {job.name.split()[-1]: job for job in JOBS}


class Command(BaseCommand):
    """Assembles proceedings, and does alone what is done every night."""

    help = "Assemble the proceedings of a gathering, pass seats on, tell, remind and erase registrants."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        assembling = actions.add_parser(
            "proceedings", help="assemble the proceedings of a gathering from its reports, and publish them"
        )
        assembling.add_argument("slug", metavar="GATHERING", help="short name of the gathering, such as assises-2015")
        actions.add_parser("seats", help="free the seats not taken in time and offer them on; may run every hour")
        actions.add_parser("remind", help="remind those who have a seat, two days before")
        actions.add_parser("mails", help="send again the mails that could not leave")
        actions.add_parser("erase", help="erase names and addresses of registrants that are no longer to be kept")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do one of them.

        :raises CommandError: if there is no such gathering or nothing to assemble, or mails could not leave
        """
        if options["action"] == "proceedings":
            with translation.override("en"):
                self._assemble(options["slug"])
            return
        try:
            said = NIGHTLY[options["action"]].run(timezone.now())
        except JobFailed as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"{said}.")

    def _assemble(self, slug: str) -> None:
        event = Event.objects.filter(slug=slug).first()
        if event is None:
            message = f"There is no gathering {slug!r}."
            raise CommandError(message)
        actor = SystemActor("events proceedings")
        try:
            with acting(actor):
                proceedings = services.assemble_proceedings(event=event, actor=actor, now=timezone.now())
        except NotAllowed as refusal:
            raise CommandError(refusal.reason) from refusal
        except services.NothingToAssemble as refusal:
            message = "Neither the gathering nor one of its parts is closed with a report."
            raise CommandError(message) from refusal
        self.stdout.write(f"Reports assembled: {len(proceedings.sections)}. {proceedings.get_absolute_url()}")
