"""The steps in which an application is written, made from the version of its form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .schema import BUDGET_EXPENSES, BUDGET_INCOME, PARTNERS, POSTS, Document, Field, Problem, fields_of, sections_of

STRUCTURE, PROJECT, REQUEST, BUDGET, TEAM = "structure", "projet", "demande", "budget", "equipe"
PIECES, COMMITMENT, REVIEW = "pieces", "engagements", "relecture"
QUESTIONS = "questions-"


@dataclass(frozen=True, slots=True)
class Step:
    """
    A step: its word in the address, its title, the questions of the edition that it asks, what is missing in it.

    done: nothing is missing. number: its place, from 1.
    """

    key: str
    title: str
    number: int
    fields: tuple[Field, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing that is necessary is missing in it."""
        return not self.problems


def step_of_problem(problem: Problem, sections: dict[str, str]) -> str:
    """Return the word of the step where a problem is mended."""
    if problem.code.startswith("piece:"):
        return PIECES
    known = {
        "applicant_name": STRUCTURE,
        "title": PROJECT,
        "communes": PROJECT,
        "requested_cents": REQUEST,
        BUDGET_EXPENSES: BUDGET,
        BUDGET_INCOME: BUDGET,
        POSTS: TEAM,
        PARTNERS: TEAM,
        "commitment": COMMITMENT,
        "confirmation": REVIEW,
    }
    return known.get(problem.code) or sections.get(problem.code, PROJECT)


def steps_of(schema: Document, problems: Iterable[Problem], *, with_commitment: bool, with_pieces: bool) -> list[Step]:
    """List the steps of a form, with what each still lacks."""
    found: list[tuple[str, str, tuple[Field, ...]]] = [
        (STRUCTURE, _("The structure"), ()),
        (PROJECT, _("The project"), ()),
    ]
    place: dict[str, str] = {}
    for number, (section, fields) in enumerate(sections_of(fields_of(schema)).items(), 1):
        key = f"{QUESTIONS}{number}"
        found.append((key, section or _("Questions of the call"), tuple(fields)))
        place |= dict.fromkeys((field.code for field in fields), key)
    found.append((REQUEST, pgettext("step of an application", "What is asked for"), ()))
    found.append((BUDGET, pgettext("step of an application", "Budget"), ()))
    found.append((TEAM, pgettext("step of an application", "Posts and partners"), ()))
    if with_pieces:
        found.append((PIECES, pgettext("step of an application", "Documents"), ()))
    if with_commitment:
        found.append((COMMITMENT, pgettext("step of an application", "Republican commitment"), ()))
    found.append((REVIEW, pgettext("step of an application", "Reading again and filing"), ()))
    listed = list(problems)
    return [
        Step(
            key,
            title,
            number,
            fields,
            tuple(problem for problem in listed if step_of_problem(problem, place) == key),
        )
        for number, (key, title, fields) in enumerate(found, 1)
    ]
