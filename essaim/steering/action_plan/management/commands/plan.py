"""essaim plan list | check | export | import | report."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.territory import queries as territory
from essaim.steering.action_plan import bundle, queries, report, services
from essaim.steering.action_plan.models import Plan
from essaim.steering.action_plan.report.contents import Edition, state_contents

EXAMPLES = """
examples:
  essaim plan list
  essaim plan check 2022-2026
  essaim plan export 2022-2026 -o plan.json
  essaim plan import plan.json --as nantes-2022
  essaim plan report 2022-2026 -o etat.pdf
"""


class Command(BaseCommand):
    """Lists plans, checks them, and carries them in and out of this instance."""

    help = "List and check plans, exchange them with other instances, make the report of their state."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Show the examples under the options, line by line."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.epilog, parser.formatter_class = EXAMPLES, argparse.RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the five actions and their options."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("list", help="list the plans: short name, state, period, actions, origin")
        check = actions.add_parser(
            "check",
            help="list actions without fate or pilot and items without source; exit status 1 if one is at fault",
        )
        check.add_argument("slug", nargs="*", metavar="PLAN", help="short name of a plan (default: all of ours)")
        export = actions.add_parser("export", help="write a plan whole as JSON, for another instance")
        export.add_argument("slug", metavar="PLAN", help="short name of the plan, such as 2022-2026")
        export.add_argument("-o", "--output", required=True, metavar="FILE", help="file to write, such as plan.json")
        importing = actions.add_parser("import", help="bring in the plan of another authority, beside our own")
        importing.add_argument("file", metavar="FILE", help="file given out by another instance")
        importing.add_argument(
            "--as", dest="slug", default="", metavar="PLAN", help="its short name here (default: its own)"
        )
        making = actions.add_parser("report", help="make the PDF of a plan's state (PDF/UA-1)")
        making.add_argument("slug", metavar="PLAN", help="short name of the plan, such as 2022-2026")
        making.add_argument("-o", "--output", required=True, metavar="FILE", help="file to write, such as etat.pdf")
        making.add_argument(
            "--language", choices=["fr", "en"], default="fr", help="language of the report (default: fr)"
        )
        making.add_argument("--names", action="store_true", help="name the pilots, not only their job titles")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        run: Callable[[dict[str, Any]], None] = {
            "list": self._list,
            "check": self._check,
            "export": self._export,
            "import": self._import,
            "report": self._report,
        }[options["action"]]
        # What this command says is for whoever runs the server, and is in English; a report has its own language.
        with translation.override("en"):
            run(options)

    def _plan(self, slug: str) -> Plan:
        found = Plan.objects.select_related("founding_act", "source", "import_record").filter(slug=slug).first()
        if found is None:
            known = ", ".join(Plan.objects.values_list("slug", flat=True)) or "none"
            message = f"There is no plan {slug!r}. Known: {known}."
            raise CommandError(message)
        return found

    def _list(self, options: dict[str, Any]) -> None:
        plans = Plan.objects.order_by("origin_name", "starts_on").select_related("import_record")
        plans = plans.prefetch_related("axes", "actions")
        for plan in plans:
            origin = f"  from {plan.origin_name}" if plan.is_foreign else ""
            if plan.is_foreign and plan.import_record.withdrawn_at is not None:
                origin += " (withdrawn)"
            self.stdout.write(
                f"{plan.slug:<16} {plan.state:<9} {plan.starts_on} to {plan.ends_on}  "
                f"{len(plan.axes.all()):>2} axes {len(plan.actions.all()):>3} actions  {plan.name}{origin}"
            )
        if not plans:
            self.stdout.write("There is no plan yet.")

    def _check(self, options: dict[str, Any]) -> None:
        today = timezone.localdate()
        plans = [self._plan(slug) for slug in options["slug"]] or list(Plan.objects.own().order_by("starts_on"))
        fault_count = 0
        for plan in plans:
            lacks = list(queries.lacks_of(plan, today=today))
            faults = [lack for lack in lacks if lack.is_fault]
            fault_count += len(faults)
            for lack in faults:
                self.stdout.write(f"{plan.slug}: {lack.place}: {lack.meaning}")
            waiting = len(lacks) - len(faults)
            if waiting:
                self.stdout.write(f"{plan.slug}: {waiting} action(s) to be settled before the plan closes")
            if not lacks:
                self.stdout.write(f"{plan.slug}: nothing is missing")
        if fault_count:
            message = f"{fault_count} thing(s) missing."
            raise CommandError(message)

    def _export(self, options: dict[str, Any]) -> None:
        plan, today = self._plan(options["slug"]), timezone.localdate()
        authority = territory.authority(today=today)
        if authority is None and not plan.is_foreign:
            message = "The file names the authority it comes from, and none is set up. Run first: essaim init"
            raise CommandError(message)
        origin = bundle.Origin(authority.siren, authority.name) if authority else None
        try:
            content = bundle.write(queries.plan_document(plan, origin=origin, exported_on=today))
        except bundle.BundleInvalid as refusal:
            raise CommandError(_told(refusal)) from refusal
        self._write(options["output"], content)

    def _import(self, options: dict[str, Any]) -> None:
        try:
            content = Path(options["file"]).read_bytes()
        except OSError as error:
            message = f"{options['file']} cannot be read: {error.strerror}."
            raise CommandError(message) from error
        actor = SystemActor("essaim plan import")
        try:
            plan = services.import_plan(content=content, actor=actor, now=timezone.now(), slug=options["slug"])
        except bundle.BundleInvalid as refusal:
            raise CommandError(_told(refusal)) from refusal
        except bundle.BundleTooLarge as refusal:
            message = "The file is over 5 MB: it cannot be the file of one plan."
            raise CommandError(message) from refusal
        except bundle.BundleUnreadable as refusal:
            message = "The file is not JSON text: ask for it again, it may have been cut."
            raise CommandError(message) from refusal
        except bundle.FormatUnknown as refusal:
            found = repr(refusal.found) if refusal.found else "no format we know"
            message = f"The file names {found}; this instance reads {bundle.FORMAT!r}."
            raise CommandError(message) from refusal
        except services.SlugTaken as refusal:
            message = f"A plan is already called {refusal.slug!r} here. Give this one another name: --as NAME"
            raise CommandError(message) from refusal
        self.stdout.write(
            f"The plan {plan.slug} of {plan.origin_name} stands beside ours: "
            f"{plan.axes.count()} axes, {plan.actions.count()} actions. It is only read."
        )

    def _report(self, options: dict[str, Any]) -> None:
        plan, today = self._plan(options["slug"]), timezone.localdate()
        with translation.override(options["language"]):
            authority = territory.authority(today=today)
            notice = ""
            if settings.ESSAIM_DEMO:
                notice = _("Demonstration: the policy is real and sourced; people, progress and amounts are invented.")
            edition = Edition(
                authority=authority.name if authority else "",
                today=today,
                shows_names=options["names"],
                commune_count=len(queries.known_communes(today=today)),
                notice=notice,
            )
            content = report.state_pdf(state_contents(plan, edition))
        self._write(options["output"], content)

    def _write(self, name: str, content: bytes) -> None:
        try:
            Path(name).write_bytes(content)
        except OSError as error:
            message = f"{name} cannot be written: {error.strerror}."
            raise CommandError(message) from error
        self.stdout.write(f"{name}: {len(content):,} bytes written.")


def _told(refusal: bundle.BundleInvalid) -> str:
    lines = [f"  {problem.place}: {problem.meaning}" for problem in refusal.problems]
    rest = refusal.total - len(lines)
    if rest:
        lines.append(f"  and {rest} more")
    return "\n".join([f"Nothing is written: {refusal.total} problem(s) in this file.", *lines])
