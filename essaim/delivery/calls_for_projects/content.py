"""What an application says, as pages and mails show it: answers with the words they were asked with, tables with totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.primitives.legal_categories import family_of
from essaim.foundations.ui.dates import day_in_words

from .models import Application
from .schema import BLOCKS, BUDGET_EXPENSES, BUDGET_INCOME, EXPENSES, INCOME, PARTNERS, POSTS, block_titles
from .states import AnswerKind, EsusStatus, SiaeKind
from .wording import FAMILIES, amount

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer, with the words it was asked with, and its code as marks name it."""

    code: str
    wording: str
    text: str


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table of lines: its code, title, heads, rows of texts, and its total in words if it has one."""

    code: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: str = ""

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """The rows, each cell with the head of its column: on a telephone a row is a card whose cells say their names."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Content:
    """All that an application says besides its own fields."""

    structure: tuple[AnswerShown, ...]
    answers: tuple[AnswerShown, ...]
    tables: tuple[TableShown, ...]


def content_of(application: Application) -> Content:
    """Gather what an application says, without a query."""
    properties = application.form.schema["properties"]
    order = {code: place for place, code in enumerate(application.form.schema["x-order"])}
    answers = [
        AnswerShown(code, kept["wording"], _in_words(properties.get(code, {}).get("x-kind", ""), kept["value"]))
        for code, kept in sorted(application.answers.items(), key=lambda pair: order.get(pair[0], len(order)))
        if code not in BLOCKS
    ]
    values = application.values()
    tables = [_table(name, values[name]) for name in BLOCKS if values.get(name)]
    return Content(tuple(_structure(application.facts)), tuple(answers), tuple(tables))


def _structure(facts: Mapping[str, Any]) -> Iterable[AnswerShown]:
    if category := str(facts.get("legal_category") or ""):
        family = str(FAMILIES[family_of(category).family])
        yield AnswerShown("legal_category", _("Legal form"), f"{family.capitalize()} ({category})")
    if created := facts.get("created_on"):
        yield AnswerShown("created_on", _("Day of creation"), day_in_words(date.fromisoformat(str(created))))
    if esus := facts.get("esus"):
        yield AnswerShown("esus", _("ESUS accreditation"), str(EsusStatus(esus).label))
    if siae := facts.get("siae_kind"):
        yield AnswerShown("siae_kind", _("Structure of insertion or of the adapted sector"), str(SiaeKind(siae).label))
    for name, label in (
        ("personal_services", _("The activity is services to individuals at home")),
        ("in_difficulty", _("The structure is in economic or financial difficulty")),
    ):
        if facts.get(name):
            yield AnswerShown(name, label, _("yes"))


def _in_words(kind: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if kind == AnswerKind.AMOUNT:
        return amount(value)
    if kind == AnswerKind.DAY:
        return day_in_words(date.fromisoformat(str(value)))
    if isinstance(value, int | float):
        return number_in_words(value)
    return str(value)


def number_in_words(value: float) -> str:
    """Write a number without decimals that say nothing."""
    return str(number_format(int(value) if value == int(value) else round(value, 2)))


def _post_kinds() -> dict[str, str]:
    return {
        "created": pgettext("post", "Created"),
        "consolidated": pgettext("post", "Consolidated"),
        "maintained": pgettext("post", "Maintained"),
    }


def _table(name: str, lines: list[Line]) -> TableShown:
    title = block_titles()[name]
    if name in {BUDGET_EXPENSES, BUDGET_INCOME}:
        labels = dict(EXPENSES if name == BUDGET_EXPENSES else INCOME)
        heads: tuple[str, ...] = (
            _("Account"),
            pgettext("line of a budget", "What"),
            pgettext("line of a budget", "Amount"),
        )
        rows: tuple[tuple[str, ...], ...] = tuple(
            (f"{line['account']} {labels.get(line['account'], '')}", str(line.get("label", "")), amount(line["cents"]))
            for line in lines
        )
        return TableShown(name, title, heads, rows, amount(sum(line["cents"] for line in lines)))
    if name == POSTS:
        kinds = _post_kinds()
        heads = (_("Post"), pgettext("post", "Kind"), _("People"), _("Full-time equivalents"))
        rows = tuple(
            (
                line["title"],
                str(kinds.get(line["kind"], line["kind"])),
                str(line.get("headcount", "")),
                number_in_words(line["etp"]),
            )
            for line in lines
        )
        total = _("%(count)s FTE") % {"count": number_in_words(sum(line["etp"] for line in lines))}
        return TableShown(name, title, heads, rows, total)
    assert name == PARTNERS
    states = {"agreed": pgettext("partner", "Agreed"), "contacted": pgettext("partner", "Contacted")}
    heads = (
        pgettext("of a partner", "Name"),
        "SIRET",
        _("What it brings"),
        pgettext("of a partner", "State"),
    )
    rows = tuple(
        (line["name"], line.get("siret", ""), line.get("part", ""), str(states.get(line["state"], line["state"])))
        for line in lines
    )
    return TableShown(name, title, heads, rows)
