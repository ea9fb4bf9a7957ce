"""The room's objects as plain values for the API; answers.py describes them for machines."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from essaim.foundations.ui.compact import COMPACT, quoted

from . import queries, rules
from .models import Application, Call, Edition, SelectionFile
from .models.parts import Part
from .queries.eligibility import Found
from .queries.funnel import FunnelLine
from .states import Certainty, FunnelStage, Topic
from .wording import change_in_words, condition_in_words, reason_in_words

Shape = dict[str, object]


def edition(row: Edition) -> Shape:
    """Describe an edition in the history of its call."""
    return {
        "code": row.code,
        "title": row.title,
        "state": row.state,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "dates_certainty": row.dates_certainty,
        "dates_note": row.dates_note or None,
        "founding_act": row.founding_act.key if row.founding_act else None,
        "url": row.get_absolute_url(),
    }


def call(row: Call, today: date) -> Shape:
    """Describe a call whose shown_editions were read."""
    editions: list[Edition] = row.shown_editions  # type: ignore[attr-defined]
    return {
        "slug": row.slug,
        "name": row.name,
        "purpose": row.purpose or None,
        "audience": row.audience or None,
        "edition": next((found.code for found in editions if found.is_in_force(today)), None),
        "url": row.get_absolute_url(),
    }


def call_detail(row: Call, today: date) -> Shape:
    """Describe a call with its editions."""
    return {
        **call(row, today),
        "support": row.support or None,
        "contact": row.contact or None,
        "contact_url": row.contact_url or None,
        "editions": [edition(found) for found in row.shown_editions],  # type: ignore[attr-defined]
    }


def _read(row: Part) -> Shape:
    return {
        "certainty": row.certainty,
        "source": row.source.key if row.source else None,
        "source_note": row.source_note or None,
    }


def edition_detail(row: Edition, actions: list[int]) -> Shape:
    """Describe an edition with all its parts."""
    parts: dict[str, Any] = dict(queries.parts_of(row))
    said = {found.topic for found in parts["parameters"] if found.certainty != Certainty.UNKNOWN}
    return {
        **edition(row),
        "call": row.call.slug,
        "summary": row.summary or None,
        "pass_mark": row.pass_mark,
        "source": row.source.key if row.source else None,
        "source_note": row.source_note or None,
        "actions": actions,
        "rules": [
            {
                "code": found.code,
                "kind": found.kind,
                "wording": found.wording,
                "parameters": found.parameters,
                **_read(found),
            }
            for found in parts["rules"]
        ],
        "parameters": [
            {"topic": found.topic, "text": found.text or None, **_read(found)} for found in parts["parameters"]
        ],
        "open_topics": [topic.value for topic in Topic if topic not in said],
        "pieces": [
            {
                "code": found.code,
                "title": found.title,
                "help": found.help_text or None,
                "is_required": found.is_required,
                "families": found.families,
                "aid_types": found.aid_types,
                "valid_months": found.valid_months,
            }
            for found in parts["pieces"]
        ],
        "questions": [_question(found) for found in parts["questions"]],
        "criteria": [
            {
                "code": found.code,
                "title": found.title,
                "help": found.help_text or None,
                "weight": found.weight,
                "scale": found.scale,
            }
            for found in parts["criteria"]
        ],
        "instalments": [
            {
                "title": found.title,
                "share_permille": found.share_permille,
                "conditions": found.conditions,
                "wording": found.wording or None,
                "certainty": found.certainty,
            }
            for found in parts["instalments"]
        ],
    }


def _question(found: Any) -> Shape:
    return {
        "code": found.code,
        "section": found.section or None,
        "wording": found.wording,
        "help": found.help_text or None,
        "answer": found.answer_kind,
        "choices": found.choices,
        "is_required": found.is_required,
        "length_max": found.length_max,
        "aid_types": found.aid_types,
        "shown_if_code": found.shown_if_code or None,
        "shown_if_answer": found.shown_if_answer or None,
    }


def eligibility(found: Found, facts: rules.Facts, judgement: rules.Judgement) -> str:
    """
    Describe a verdict with every rule, its limits and conditions, and what would help, as JSON.

    It is most of the work of an answer: what an edition says of itself and of its rules is written as JSON once, when it is read.
    """
    language = get_language()
    answers = ",".join(
        f'{described},"result":"{judged.outcome.result}","reason":{_reason(judged.outcome.reason, language)}}}'
        for described, judged in zip(found.described, judgement.rules, strict=True)
    )
    rest = COMPACT.encode(_without_rules(found, facts, judgement))
    return f'{rest[:-1]},"edition_days":{found.days},"rules":[{answers}]}}'


def _reason(reason: rules.Reason, language: str | None) -> str:
    return quoted(reason_in_words(reason, language)) if reason.values else _constant(reason.key, language)


@cache
def _constant(key: str, language: str | None) -> str:
    """Write a reason that quotes no value: most of those of a file, and always the same in a language."""
    return quoted(reason_in_words(rules.Reason(key), language))


def _without_rules(found: Found, facts: rules.Facts, judgement: rules.Judgement) -> Shape:
    changes: tuple[rules.Change, ...] = ()
    if judgement.verdict != rules.Verdict.ELIGIBLE:
        changes = rules.changes_that_help(judgement, facts)
    return {
        "verdict": judgement.verdict.value,
        "edition": found.code,
        "as_of": facts.as_of,
        "cap_cents": judgement.limits.cap_cents,
        "limits": _limits(judgement.limits),
        "conditions": [
            {
                "code": judged.outcome.condition,
                "wording": condition_in_words(judged.outcome.condition),
                "rule": judged.rule.code,
                "source": found.sources[judged.rule.code],
            }
            for judged in judgement.conditions
        ],
        "changes": [
            {
                "fact": change.name,
                "value": change.value.value,
                "verdict": change.verdict.value,
                "wording": change_in_words(change),
            }
            for change in changes
        ],
        "url": found.test_url,
    }


def _limits(limits: rules.Limits) -> Shape:
    return {
        "ceiling_cents": limits.ceiling_cents,
        "ceiling_certainty": limits.ceiling_certainty.value,
        "share_permille": limits.share_permille,
        "share_cents": limits.share_cents,
        "share_certainty": limits.share_certainty.value,
        "requested_cents": limits.requested_cents,
        "at_most_cents": limits.at_most_cents,
        "binding": limits.binding.value if limits.binding else None,
        "is_complete": limits.is_complete,
        "rounding": "down_to_the_cent_as_the_rule_is_unknown",
    }


def application(row: Application) -> Shape:
    """Describe an application that was filed, as lists of the team show it."""

    def on(moment: datetime | None) -> date | None:
        return timezone.localdate(moment) if moment else None

    return {
        "id": row.reference,
        "state": row.state,
        "title": row.title,
        "carrier": row.carrier,
        "organization": row.organization.key if row.organization else None,
        "call": row.call.slug,
        "edition": row.edition.code,
        "aid_type": row.aid_type or None,
        "requested_cents": row.requested_cents,
        "budget_cents": row.budget_cents,
        "non_financial": row.non_financial,
        "communes": [commune.code for commune in row.communes.all()],
        "territory": row.territory.code if row.territory else None,
        "filed_on": row.filed_on,
        "completed_on": on(row.completed_at),
        "ready_on": on(row.ready_at),
        "ended_on": on(row.ended_at),
        "url": row.get_absolute_url(),
    }


def funnel_line(row: FunnelLine) -> Shape:
    """Describe a line of the funnel; its address opens the list of all that were asked."""
    return {
        "key": row.filters[0][1] if row.filters else None,
        "label": row.label,
        "asked": row.asked,
        "presented": row.presented,
        "supported": row.supported,
        "url": f"{reverse('calls_for_projects:funnel_rows')}?{row.query(FunnelStage.ASKED)}",
    }


def supported_project(row: SelectionFile) -> Shape:
    """Describe a project supported: what everybody may read of it."""
    application = row.application
    return {
        "id": application.reference,
        "title": application.title,
        "carrier": application.carrier,
        "organization": application.organization.key if application.organization else None,
        "call": application.edition.call.slug,
        "edition": application.edition.code,
        "aid_type": application.aid_type or None,
        "communes": [commune.code for commune in application.communes.all()],
        "territory": application.territory.code if application.territory else None,
        "nature": row.nature,
        "granted_cents": row.granted_cents,
        "year": row.year,
        "decided_on": row.selection.session.day,
    }
