"""The sheet of a file for the selection body, two pages exactly, and the letter on its decision, as documents to print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.pdf import pdf_bytes

from . import queries
from .models import DecisionLetter, SelectionFile
from .queries import selection
from .rules import Result
from .schema import BUDGET_EXPENSES, block_titles, total_cents
from .states import VERDICT_TONES, Verdict
from .wording import amount, reason_in_words

HERE = Path(__file__).parent
SHEET, LETTER = HERE / "selection_sheet.typ", HERE / "decision_letter.typ"
# What fits on two pages, however long everything is; the page of the file shows all.
SUMMARY_MAX, ANSWER_MAX, ANSWERS_MAX, RULES_MAX, CRITERIA_MAX, ANCHORS_MAX = 850, 200, 5, 3, 7, 105
NOTE_MAX, OPINION_MAX, OPINIONS_MAX = 145, 60, 3


def sheet_pdf(file: SelectionFile, *, author: str) -> bytes:
    """
    Make the sheet of a file: what is asked for and by whom, then what the rules and the grid say, with room for marks.

    :raises PdfRefused: if the engine refuses the document
    """
    return pdf_bytes(SHEET, sheet_content(file, author=author))


def sheet_content(file: SelectionFile, *, author: str) -> dict[str, Any]:
    """Return what the sheet says, in the language in force; long texts are cut, and say so."""
    application, session = file.application, file.selection.session
    _found, judgement = queries.verdict_on(application, today=session.day)
    verdict = Verdict(judgement.verdict.value)
    return {
        "language": (get_language() or "fr")[:2],
        "author": author,
        "year": session.day.year,
        "month": session.day.month,
        "day": session.day.day,
        "title": Truncator(application.label).chars(120),
        "reference": application.reference,
        "subtitle": f"{session.body.name} – {day_in_words(session.day)}",
        "facts": _facts(file),
        "summary": Truncator(application.summary).chars(SUMMARY_MAX),
        "answers": _answers(application.answers),
        "limits": _limits(file),
        **_appraisal(file),
        "verdict": str(verdict.label),
        "verdict_look": VERDICT_TONES[verdict],
        "rules": [
            (row.rule.code, Truncator(reason_in_words(row.outcome.reason)).chars(ANCHORS_MAX))
            for row in judgement.rules
            if row.outcome.result in {Result.FAIL, Result.DISCUSS, Result.NOT_ASSESSED}
        ][:RULES_MAX],
        "criteria": [
            (
                f"{row.code} – {Truncator(row.title).chars(60)}",
                str(row.weight),
                Truncator(" · ".join(f"{step['mark']} : {step['wording']}" for step in row.scale)).chars(ANCHORS_MAX),
                "",
            )
            for row in selection.criteria_of(application)[:CRITERIA_MAX]
        ],
        "words": {
            "asked": _("What is asked for"),
            "project": _("The project"),
            "answers": _("Answers"),
            "limits": _("Limits of the amount"),
            "rules": _("What the rules leave to discuss"),
            "no_rules": _("Nothing: every rule is met."),
            "grid": _("Scoring grid"),
            "no_grid": _("The edition has no scoring grid: none is known."),
            "criterion": _("Criterion"),
            "weight": _("Weight"),
            "anchors": _("Scale"),
            "mark": _("Mark"),
            "about": _("About what"),
            "said": _("What the application says"),
            "limit": _("Limit"),
            "amount": _("Amount"),
            "rule": pgettext("of an edition", "Rule"),
            "why": _("What it says"),
            "note": _("Note of appraisal"),
            "opinions": pgettext("on a file", "Opinions"),
            "whose": _("Asked of"),
            "sense": pgettext("of an opinion", "sense"),
            "notes": _("Notes"),
            "none": _("none"),
        },
    }


def _facts(file: SelectionFile) -> list[tuple[str, str]]:
    application = file.application
    communes = ", ".join(str(row) for row in application.communes.all())
    budget = application.budget_cents or total_cents(application.values(), BUDGET_EXPENSES)
    found = [
        (pgettext("legal person", "Structure"), application.carrier),
        (pgettext("for projects", "Call"), f"{application.call.name} – {application.edition.title}"),
        (_("Type of aid"), str(application.get_aid_type_display())),
        (_("Amount asked for"), amount(file.requested_cents) if file.requested_cents else ""),
        (_("Provisional budget"), amount(budget) if budget else ""),
        (_("Help other than money"), ", ".join(application.non_financial_in_words)),
        (pgettext("of a project", "Communes"), communes),
        (_("Filed on"), day_in_words(application.filed_on) if application.filed_on else ""),
    ]
    return [(label, Truncator(value).chars(120)) for label, value in found if value]


def _answers(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    blocks = block_titles()
    found = []
    for code, answer in answers.items():
        value = answer.get("value")
        if code in blocks or value in (None, "", []):
            continue
        if isinstance(value, bool):
            value = _("yes") if value else _("no")
        elif isinstance(value, list):
            value = ", ".join(str(part) for part in value)
        found.append((Truncator(answer.get("wording", code)).chars(100), Truncator(str(value)).chars(ANSWER_MAX)))
    return found[:ANSWERS_MAX]


def _appraisal(file: SelectionFile) -> dict[str, Any]:
    """Return what the officer and those who were asked say of a file, cut to what fits."""
    note, opinions = selection.note_of(file.application), selection.opinions_on(file.application)
    said = []
    if note is not None:
        said = [
            (_("Strengths"), note.strengths),
            (_("Points to look at"), note.concerns),
            (_("Proposal to the committee"), note.proposal),
            (_("Amount proposed"), amount(note.proposed_cents) if note.proposed_cents else ""),
        ]
    return {
        "note": [(label, Truncator(text).chars(NOTE_MAX)) for label, text in said if text],
        "opinions": [
            (Truncator(row.name).chars(50), row.said, Truncator(row.text).chars(OPINION_MAX))
            for row in opinions[:OPINIONS_MAX]
        ],
    }


def _limits(file: SelectionFile) -> list[tuple[str, str]]:
    rows = [
        (_("Amount asked for"), file.requested_cents),
        (_("Ceiling"), file.ceiling_cents),
        (_("Share of the budget"), file.share_cents),
        (_("At most"), file.at_most_cents),
    ]
    return [(label, amount(cents) if cents is not None else _("not known, or none")) for label, cents in rows]


def letter_pdf(letter: DecisionLetter) -> bytes:
    """
    Make the letter as it was written.

    :raises PdfRefused: if the engine refuses the document
    """
    day = date.fromisoformat(letter.content["day"])
    dated = {"language": "fr", "year": day.year, "month": day.month, "number": day.day}
    return pdf_bytes(LETTER, {**letter.content, **dated})
