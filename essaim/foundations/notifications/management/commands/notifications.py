"""essaim notifications remind, essaim notifications send."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from essaim.foundations.notifications.services import remind, send_waiting_mails


class Command(BaseCommand):
    """Runs what is sent without anybody asking."""

    help = "Send the reminders whose day has come, or the mails that wait since the mail server was down."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two actions and their options."""
        actions = parser.add_subparsers(dest="action", required=True)
        reminding = actions.add_parser("remind", help="run the rules of reminders; safe to run twice")
        reminding.add_argument("--at", metavar="DATE", default="", help="as if it were that day, YYYY-MM-DD, at 6 a.m.")
        reminding.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")
        actions.add_parser("send", help="try the waiting mails again")

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Do one of the two.

        :raises CommandError: if the date is none, or mails still wait
        """
        if options["action"] == "remind":
            self._remind(options["at"], is_dry_run=options["dry_run"])
        else:
            self._send()

    def _remind(self, at: str, *, is_dry_run: bool) -> None:
        report = remind(now=_moment(at), is_dry_run=is_dry_run, progress=lambda key: self.stdout.write(f"rule {key}"))
        for key, name, subject in report.sent:
            self.stdout.write(f"  {key}  {name}  {subject}")
        start = "Would be: " if is_dry_run else ""
        self.stdout.write(f"{start}{len(report.sent)} reminders sent, {report.stopped} stopped.")

    def _send(self) -> None:
        report = send_waiting_mails(now=timezone.now(), progress=self._progress)
        self.stdout.write(f"{report.sent} mails sent, {report.refused} refused, {report.given_up} given up.")
        if report.refused or report.given_up:
            message = "The mail server refused some mails: see the column mail of the notifications, and its log."
            raise CommandError(message)

    def _progress(self, done: int, total: int) -> None:
        if done % 50 == 0:
            self.stdout.write(f"{done} of {total} mails tried")


def _moment(at: str) -> datetime:
    if not at:
        return timezone.now()
    try:
        day = date.fromisoformat(at)
    except ValueError as error:
        message = f"--at takes a day such as 2026-03-02, not {at!r}."
        raise CommandError(message) from error
    return timezone.make_aware(datetime.combine(day, time(6)))
