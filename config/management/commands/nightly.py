"""essaim nightly: everything the rooms do at night, one line each."""

from __future__ import annotations

import logging
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.settings.rooms import ROOMS
from essaim.foundations.primitives.jobs import Job, JobFailed

logger = logging.getLogger(__name__)


def jobs() -> tuple[Job, ...]:
    """List the jobs of every room's nightly.py, bottom-up."""
    modules = [import_module(f"{room}.nightly") for room in ROOMS if find_spec(f"{room}.nightly")]
    return tuple(job for module in modules for job in module.JOBS)


class Command(BaseCommand):
    """Runs every job once; one that fails does not keep the others from running."""

    help = "Run what is done every night: reminders, waiting mails, ends of retention, checks; for cron or a timer."

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Run the jobs and print a line for each.

        :raises CommandError: once all have run, if one failed
        """
        found = jobs()
        failed = []
        for number, job in enumerate(found, start=1):
            try:
                said = job.run(timezone.now())
            except JobFailed as failure:
                failed.append(job.name)
                said = f"FAILED: {failure}"
            except Exception as error:
                # A broken job must not keep the ones after it from running.
                logger.exception("The job %s failed.", job.name)
                failed.append(job.name)
                said = f"FAILED: {type(error).__name__}"
            self.stdout.write(f"[{number}/{len(found)}] {job.name}: {said}")
        if failed:
            message = f"{len(failed)} of {len(found)} jobs failed: {', '.join(failed)}."
            raise CommandError(message)
