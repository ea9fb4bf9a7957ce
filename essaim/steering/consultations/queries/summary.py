"""The closing summary of a consultation as figures alone can write it: a draft, for somebody to take up."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.steering.consultations.models import Consultation, Issue
from essaim.steering.consultations.states import IssueKind

from .figures import participation, phase_counts, theme_counts


def draft_summary(consultation: Consultation) -> str:
    """Write who took part, in which themes, and what came out, as the platform counts it; one sentence a line."""
    lines = [_said(consultation), _gathered(consultation), _sorted(consultation), _brought_out(consultation)]
    return "\n".join(line for line in lines if line)


def _said(consultation: Consultation) -> str:
    found = participation(consultation)
    said = ngettext(
        "%(count)s contribution was received", "%(count)s contributions were received", found.contribution_count
    ) % {"count": found.contribution_count}
    channels = ", ".join(f"{str(channel.label).lower()}{_(': ')}{count}" for channel, count in found.by_channel)
    sentence = f"{said} ({channels})." if channels else f"{said}."
    if found.organization_count:
        sentence += " " + ngettext(
            "%(count)s structure that has a record here took part.",
            "%(count)s structures that have a record here took part.",
            found.organization_count,
        ) % {"count": found.organization_count}
    return sentence


def _gathered(consultation: Consultation) -> str:
    meetings = [meeting for row in phase_counts(consultation) for meeting in row.meetings if meeting.people]
    if not meetings:
        return ""
    people = sum(meeting.people for meeting in meetings)
    return ngettext(
        "%(people)s people were counted in %(count)s gathering.",
        "%(people)s people were counted in %(count)s gatherings.",
        len(meetings),
    ) % {"people": people, "count": len(meetings)}


def _sorted(consultation: Consultation) -> str:
    counts = theme_counts(consultation)
    said = [
        (counts[theme.pk].contribution_count, " / ".join(theme.title.splitlines()))
        for theme in consultation.themes.order_by("number")
        if theme.pk in counts and counts[theme.pk].contribution_count
    ]
    if not said:
        return ""
    themes = ", ".join(f"{title} ({count})" for count, title in sorted(said, key=lambda row: -row[0]))
    return _("By theme, the most spoken of first: %s.") % themes


def _brought_out(consultation: Consultation) -> str:
    kinds = list(Issue.objects.filter(consultation=consultation).values_list("kind", flat=True))
    if not kinds:
        return ""
    existing = kinds.count(IssueKind.EXISTING)
    gains = ngettext("%(count)s gain to develop", "%(count)s gains to develop", existing) % {"count": existing}
    new = len(kinds) - existing
    news = ngettext("%(count)s new issue", "%(count)s new issues", new) % {"count": new}
    return _("What comes out: %(gains)s, %(news)s.") % {"gains": gains, "news": news}
