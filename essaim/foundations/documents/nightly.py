"""What the room does every night."""

from __future__ import annotations

from datetime import datetime

from essaim.foundations.primitives.jobs import Job, JobFailed

from .services import purge_documents
from .verification import verify


def _purge(now: datetime) -> str:
    report = purge_documents(now=now)
    said = (
        f"{len(report.withdrawn)} withdrawn, {len(report.erased)} erased, {report.removed_count} files removed, "
        f"{len(report.waiting)} waiting for the agreement of the archives"
    )
    if report.failed_count:
        raise JobFailed(f"{said}; {report.failed_count} files could not be removed")
    return said


def _verify(now: datetime) -> str:
    result = verify(now=now)
    if not result.holds:
        raise JobFailed("; ".join(f"{flaw.place}: {flaw.meaning}" for flaw in result.flaws))
    return f"{result.files} files hold"


JOBS = (Job("documents purge", _purge), Job("documents verify", _verify))
