"""essaim events proceedings | agenda | seats | remind | mails | erase."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from essaim.ecosystem.events import queries, services
from essaim.ecosystem.events.adapters.agendas import AgendaUnreachable, fetched_agenda, shown_address
from essaim.ecosystem.events.agenda_reading import AgendaEmpty, AgendaOutcome, AgendaTooLarge, AgendaUnreadable
from essaim.ecosystem.events.models import Event
from essaim.ecosystem.events.nightly import JOBS
from essaim.ecosystem.events.states import EventKind
from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.jobs import JobFailed

NIGHTLY = {job.name.split()[-1]: job for job in JOBS}


class Command(BaseCommand):
    """Assembles proceedings, brings in agendas, and does alone what is done every night."""

    help = "Assemble proceedings, bring in an agenda of OpenAgenda, pass seats on, tell, remind and erase registrants."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        assembling = actions.add_parser(
            "proceedings", help="assemble the proceedings of a gathering from its reports, and publish them"
        )
        assembling.add_argument("slug", metavar="GATHERING", help="short name of the gathering, such as assises-2015")
        agenda = actions.add_parser(
            "agenda", help="read an agenda in the form of OpenAgenda and say what it would write; write it with --apply"
        )
        agenda.add_argument("address", metavar="URL-OR-FILE", help="its JSON export; its key, if any, is not kept")
        agenda.add_argument("--kind", choices=EventKind.values, default=EventKind.MEETING, help="what its events are")
        agenda.add_argument("--apply", action="store_true", help="write what changes; safe to do every night")
        agenda.add_argument("--announce", action="store_true", help="with --apply: announce new gatherings at once")
        actions.add_parser("seats", help="free the seats not taken in time and offer them on; may run every hour")
        actions.add_parser("remind", help="remind those who have a seat, two days before")
        actions.add_parser("mails", help="send again the mails that could not leave")
        actions.add_parser("erase", help="erase names and addresses of registrants that are no longer to be kept")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do one of them.

        :raises CommandError: if there is no such gathering or nothing to assemble, an agenda cannot be read, mails could not leave
        """
        if options["action"] == "proceedings":
            with translation.override("en"):
                self._assemble(options["slug"])
            return
        if options["action"] == "agenda":
            self._bring_in(options)
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

    def _bring_in(self, options: dict[str, Any]) -> None:
        actor, now = SystemActor("events agenda"), timezone.now()
        try:
            events = fetched_agenda(options["address"])
        except AgendaTooLarge as refusal:
            raise CommandError(_("The agenda is over 20 MB or 500 events: give it in several, by period.")) from refusal
        except AgendaEmpty as refusal:
            raise CommandError(_("The agenda holds no event.")) from refusal
        except (AgendaUnreachable, AgendaUnreadable) as refusal:
            raise CommandError(str(refusal)) from refusal
        name = shown_address(options["address"])
        with acting(actor), transaction.atomic():
            agenda = services.prepare_agenda(actor=actor, events=events, name=name, now=now, kind=options["kind"])
            diff = queries.agenda_diff(agenda, today=timezone.localdate(now))
            for row in diff.rows:
                why = [*row.notes, *(f"{error.column}: {error.problem} {error.mend}".rstrip() for error in row.errors)]
                self.stdout.write(" – ".join([f"{row.number}. [{self._effect(row.outcome)}] {row.title or '–'}", *why]))
            if options["apply"] and diff.changes:
                services.apply_agenda(
                    agenda=agenda,
                    actor=actor,
                    fingerprint=diff.fingerprint,
                    now=now,
                    is_announced=options["announce"],
                )
            elif not diff.changes:
                # Nothing to confirm or to take back: nothing to keep.
                transaction.set_rollback(True)
        count = len(diff.changes)
        if not count:
            self.stdout.write(_("There is nothing to do: the gatherings already say the same."))
        elif options["apply"]:
            said = ngettext("%(count)s gathering is written.", "%(count)s gatherings are written.", count)
            self.stdout.write(f"{said % {'count': count}} {agenda.get_absolute_url()}")
        else:
            self.stdout.write(_("Nothing is written yet: confirm at %(page)s") % {"page": agenda.get_absolute_url()})

    def _effect(self, outcome: AgendaOutcome) -> str:
        return {
            AgendaOutcome.NEW: pgettext("event of an agenda", "New"),
            AgendaOutcome.CHANGED: pgettext("event of an agenda", "Changed"),
            AgendaOutcome.UNCHANGED: pgettext("event of an agenda", "Unchanged"),
            AgendaOutcome.OWN: pgettext("event of an agenda", "From here"),
            AgendaOutcome.HALTED: pgettext("event of an agenda", "To look at"),
            AgendaOutcome.LEFT_OUT: pgettext("event of an agenda", "Left out"),
            AgendaOutcome.ERROR: pgettext("event of an agenda", "Cannot be read"),
        }[outcome]
