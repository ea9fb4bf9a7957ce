"""What the restitution of a consultation says: every word and number, ready for a page or a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from essaim.foundations.ui.dates import day_in_words
from essaim.steering.consultations import queries
from essaim.steering.consultations.models import Answer, Consultation, Contribution, Grouping, Issue
from essaim.steering.consultations.states import IssueKind, ModerationState

if TYPE_CHECKING:
    from essaim.steering.consultations.queries.reading import Person

Contents = dict[str, object]
# How many of the texts that an issue groups are quoted under it; all of them are in the export.
QUOTED_MAX = 3


@dataclass(frozen=True, slots=True)
class Edition:
    """For whom a restitution is made: the authority's name, the day its data are of, who reads, where it is online."""

    authority: str
    today: date
    person: Person
    address: str


def restitution_contents(consultation: Consultation, edition: Edition) -> Contents:
    """Return what the restitution says, in the language in force, in a number of queries that does not grow."""
    issues = list(queries.issue_rows(consultation))
    answers = _answers(issues, edition)
    quotes = _quotes(consultation)
    by_theme: dict[int | None, list[Issue]] = defaultdict(list)
    for issue in issues:
        by_theme[issue.theme_id].append(issue)
    themes = list(consultation.themes.order_by("number"))
    said = queries.theme_counts(consultation)
    shown = [
        {
            "code": theme.code,
            "title": theme.title.splitlines(),
            "other_wording": theme.other_wording.splitlines(),
            "note": theme.note,
            "said": _contributions(said[theme.pk].contribution_count) if theme.pk in said else "",
            "kinds": _kinds(by_theme[theme.pk], answers, quotes),
        }
        for theme in themes
    ]
    if by_theme[None]:
        shown.append(
            {
                "code": "",
                "title": [_("Without a theme")],
                "other_wording": [],
                "note": _("Still to be sorted into a theme."),
                "said": "",
                "kinds": _kinds(by_theme[None], answers, quotes),
            }
        )
    coverage = queries.coverage(consultation)
    return {
        "language": (get_language() or "fr")[:2],
        "title": _("Restitution"),
        "subtitle": consultation.title,
        "authority": edition.authority,
        "as_of": _("Data of %(day)s") % {"day": day_in_words(edition.today)},
        "year": edition.today.year,
        "month": edition.today.month,
        "day": edition.today.day,
        "address": edition.address,
        "state": consultation.get_state_display(),
        "summary": consultation.summary,
        "question": consultation.question,
        "closing_summary": consultation.closing_summary,
        "coverage": _coverage(coverage),
        "declared": [
            {
                "about": row.about,
                "wording": row.wording,
                "source": row.source.title,
            }
            for row in consultation.declared.select_related("source").order_by("pk")
        ],
        "counted": _counted(consultation),
        "calendar": _calendar(consultation),
        "themes": shown,
        "missing": [f"{issue.code.upper()} – {issue.wording}" for issue in issues if issue.pk not in answers],
        "topics": _topics(consultation),
        "words": _words(),
    }


def _answers(issues: Sequence[Issue], edition: Edition) -> dict[int, queries.ShownAnswer]:
    rows = Answer.objects.filter(issue__in=issues).select_related("source", "issue__consultation").order_by("pk")
    found = queries.shown_answers(rows, person=edition.person, today=edition.today)
    return {answer.by_issue.pk: answer for answer in found if answer.by_issue is not None}


def _quotes(consultation: Consultation) -> dict[int, list[str]]:
    """Return the first texts that each issue groups, those everybody reads, in two queries: no other text is read."""
    rank = Window(RowNumber(), partition_by=F("issue_id"), order_by=F("contribution__number").asc())
    first = (
        Grouping.objects.filter(issue__consultation=consultation, contribution__state=ModerationState.PUBLISHED)
        .annotate(rank=rank)
        .filter(rank__lte=QUOTED_MAX)
        .order_by("issue_id", "contribution__number")
        .values_list("issue_id", "contribution_id", "contribution__number")
    )
    chosen = list(first)
    keys = {contribution_id for _issue_id, contribution_id, _number in chosen}
    texts = dict(Contribution.objects.filter(pk__in=keys).order_by().values_list("pk", "text"))
    found: dict[int, list[str]] = defaultdict(list)
    for issue_id, contribution_id, number in chosen:
        words = {"number": number, "text": texts[contribution_id]}
        found[issue_id].append(pgettext("quoted contribution", "No. %(number)s: “%(text)s”") % words)
    return found


def _kinds(
    issues: Sequence[Issue], answers: dict[int, queries.ShownAnswer], quotes: dict[int, list[str]]
) -> list[dict[str, object]]:
    """List the gains, then the new issues; a kind without any is left out."""
    titles = {IssueKind.EXISTING: _("Gains to develop"), IssueKind.NEW: _("New issues")}
    return [
        {
            "title": titles[kind],
            "issues": [
                _issue(issue, answers.get(issue.pk), quotes.get(issue.pk, [])) for issue in issues if issue.kind == kind
            ],
        }
        for kind in IssueKind
        if any(issue.kind == kind for issue in issues)
    ]


def _issue(issue: Issue, answer: queries.ShownAnswer | None, quotes: Sequence[str]) -> dict[str, object]:
    count = issue.contribution_count  # type: ignore[attr-defined]
    return {
        "code": issue.code.upper(),
        "url": issue.get_absolute_url(),
        "wording": issue.wording,
        "note": issue.note,
        "said": _contributions(count) if count else "",
        "quotes": list(quotes),
        "verdict": answer.label if answer else _("No answer yet"),
        "look": answer.look if answer else "warn",
        "certainty": _("To confirm") if answer and answer.is_to_confirm else "",
        "reason": answer.reason if answer else "",
        "source": answer.source_title if answer else "",
        "targets": [_target(target) for target in answer.targets] if answer else [],
    }


def _target(target: queries.ShownTarget) -> str:
    if not target.label:
        return _("a plan in preparation")
    words = f"{target.plan} – {target.label}"
    return f"{words} ({target.state}, {target.status.lower()})" if target.state else words


def _contributions(count: int) -> str:
    return ngettext("%(count)s contribution", "%(count)s contributions", count) % {"count": count}


def _coverage(coverage: queries.Coverage) -> str:
    if not coverage.total:
        return _("Nothing was said yet.")
    return _("%(answered)s of %(total)s issues and contributions have an answer (%(percent)s%%).") % {
        "answered": coverage.answered_count,
        "total": coverage.total,
        "percent": coverage.percent,
    }


def _counted(consultation: Consultation) -> list[str]:
    found = queries.participation(consultation)
    lines = [_contributions(found.contribution_count)]
    lines += [f"{channel.label}{_(': ')}{count}" for channel, count in found.by_channel]
    if found.organization_count:
        lines.append(
            ngettext(
                "%(count)s structure that has a record here",
                "%(count)s structures that have a record here",
                found.organization_count,
            )
            % {"count": found.organization_count}
        )
    return lines


def _calendar(consultation: Consultation) -> list[dict[str, object]]:
    return [
        {
            "number": count.phase.number,
            "title": count.phase.title,
            "when": when(count.phase.starts_on, count.phase.ends_on),
            "audiences": count.phase.audience_names,
            "planned": count.phase.planned,
            "outcome": count.phase.outcome,
            "counted": _contributions(count.contribution_count) if count.contribution_count else "",
        }
        for count in queries.phase_counts(consultation)
    ]


def when(starts_on: date | None, ends_on: date | None) -> str:
    """Say a period in words: one day, two days, a start, or that the day is not known."""
    if starts_on is None:
        return _("Day not known")
    last = ends_on - timedelta(days=1) if ends_on else None
    if last == starts_on:
        return day_in_words(starts_on)
    if last is None:
        return _("From %(day)s") % {"day": day_in_words(starts_on)}
    return _("From %(start)s to %(end)s") % {"start": day_in_words(starts_on), "end": day_in_words(last)}


def _topics(consultation: Consultation) -> list[dict[str, object]]:
    rows = consultation.statements.select_related("source").order_by("topic", "pk")
    return [
        {
            "topic": topic,
            "statements": [
                {"wording": row.wording, "source": row.source.title, "note": row.note} for row in statements
            ],
        }
        for topic, statements in groupby(rows, key=lambda row: row.topic)
    ]


def _words() -> dict[str, str]:
    return {
        "page": _("Page"),
        "contents": _("Contents"),
        "essentials": _("In short"),
        "question": _("What was asked"),
        "participation": _("Who took part"),
        "declared": _("Declared by the sources"),
        "counted": _("Counted on the platform"),
        "calendar": _("Calendar"),
        "planned": _("As planned"),
        "outcome": _("What happened"),
        "missing": _("Without answer yet"),
        "none_missing": _("Everything has an answer."),
        "sources": _("What sources say, side by side"),
        "other_wording": _("Elsewhere in the source"),
        "went_to": _("Where it went"),
        "source": _("Source"),
        "online": _("The whole of it, with every text, is online"),
    }
