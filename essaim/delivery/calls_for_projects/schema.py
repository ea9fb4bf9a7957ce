"""
The form of an edition as a JSON Schema: built from its questions, read back as fields, checked against what was answered.

What the schema language has no word for stands under names that begin with x-: section, kind of answer, what a field hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from jsonschema import Draft202012Validator

from .models import Question
from .states import AnswerKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
AID_TYPE = "aid_type"
YES = frozenset({"yes", "oui", "true", "vrai", "1"})
LINES_MAX = 60
LABEL_MAX = 120
Document = Mapping[str, Any]

# Classes 6 and 7 of the French chart of accounts, by which subsidy forms lay out a budget (Cerfa 12156*06: "74 Subventions
# d'exploitation"); the list is kept in each version of the form, so that another one changes nothing of what was filed.
EXPENSES = (
    ("60", "Achats"),
    ("61", "Services extérieurs"),
    ("62", "Autres services extérieurs"),
    ("63", "Impôts et taxes"),
    ("64", "Charges de personnel"),
    ("65", "Autres charges de gestion courante"),
    ("66", "Charges financières"),
    ("67", "Charges exceptionnelles"),
    ("68", "Dotations"),
)
INCOME = (
    ("70", "Ventes de produits finis, prestations de services"),
    ("74", "Subventions d’exploitation"),
    ("75", "Autres produits de gestion courante"),
    ("76", "Produits financiers"),
    ("77", "Produits exceptionnels"),
    ("78", "Reprises"),
)
POST_KINDS = ("created", "consolidated", "maintained")
PARTNER_STATES = ("agreed", "contacted")
BUDGET_EXPENSES, BUDGET_INCOME, POSTS, PARTNERS = "budget_expenses", "budget_income", "posts", "partners"
BLOCKS = (BUDGET_EXPENSES, BUDGET_INCOME, POSTS, PARTNERS)


def _text(length: int = LABEL_MAX) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": length}


def _coded(codes: Iterable[tuple[str, str]]) -> dict[str, Any]:
    pairs = list(codes)
    return {"enum": [code for code, _label in pairs], "x-labels": [label for _code, label in pairs]}


def _block(columns: Mapping[str, Any], required: Sequence[str], total: str = "") -> dict[str, Any]:
    return {
        "type": "array",
        "maxItems": LINES_MAX,
        "x-kind": "lines",
        "x-total": total,
        "items": {
            "type": "object",
            "properties": dict(columns),
            "required": list(required),
            "additionalProperties": False,
        },
    }


def _amount() -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "x-kind": "amount"}


def standard_blocks() -> dict[str, Any]:
    """Return the repeated lines that every form offers: the budget by class of accounts, posts, partners."""
    lines = {}
    for name, classes in ((BUDGET_EXPENSES, EXPENSES), (BUDGET_INCOME, INCOME)):
        columns = {"account": _coded(classes), "label": _text(), "cents": _amount()}
        lines[name] = _block(columns, ("account", "cents"), "cents")
    posts = {
        "title": _text(),
        "kind": {"enum": list(POST_KINDS)},
        "headcount": {"type": "integer", "minimum": 0, "maximum": 1000},
        "etp": {"type": "number", "minimum": 0, "maximum": 1000},
    }
    lines[POSTS] = _block(posts, ("title", "kind", "etp"), "etp")
    partners = {
        "name": _text(200),
        "siret": {"type": "string", "pattern": r"^\d{14}$"},
        "part": _text(300),
        "state": {"enum": list(PARTNER_STATES)},
    }
    lines[PARTNERS] = _block(partners, ("name", "state"))
    return lines


def build_schema(questions: Iterable[Question]) -> dict[str, Any]:
    """Build the schema of a form from the questions of an edition, in their order, with the standard repeated lines."""
    asked = list(questions)
    kinds = {question.code: question.answer_kind for question in asked}
    properties: dict[str, Any] = {AID_TYPE: {"type": "string"}}
    required, conditions = [], []
    for question in asked:
        properties[question.code] = _property(question, kinds)
        if not question.is_required:
            continue
        if condition := _condition(question, kinds):
            conditions.append({"if": condition, "then": {"required": [question.code]}})
        else:
            required.append(question.code)
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {**properties, **standard_blocks()},
        "required": required,
        "allOf": conditions,
        "x-order": [question.code for question in asked],
    }


def _property(question: Question, kinds: Mapping[str, str]) -> dict[str, Any]:
    found = {
        "title": question.wording,
        "x-kind": question.answer_kind,
        "x-section": question.section,
        "x-required": question.is_required,
        **_type_of(question),
    }
    if question.help_text:
        found["description"] = question.help_text
    if question.aid_types:
        found["x-aid-types"] = list(question.aid_types)
    if question.shown_if_code:
        value = _answer_as_value(kinds.get(question.shown_if_code, ""), question.shown_if_answer)
        found["x-shown-if"] = {"code": question.shown_if_code, "value": value}
    return found


def _type_of(question: Question) -> dict[str, Any]:
    match question.answer_kind:
        case AnswerKind.CHOICE:
            return {"type": "string", "enum": list(question.choices)}
        case AnswerKind.CHOICES:
            return {"type": "array", "uniqueItems": True, "minItems": 1, "items": {"enum": list(question.choices)}}
        case AnswerKind.NUMBER:
            return {"type": "number"}
        case AnswerKind.AMOUNT:
            return {"type": "integer", "minimum": 0}
        case AnswerKind.YES_NO:
            return {"type": "boolean"}
        case AnswerKind.DAY:
            return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    length = {"maxLength": question.length_max} if question.length_max else {}
    return {"type": "string", "minLength": 1, **length}


def _answer_as_value(kind: str, text: str) -> Any:
    """Read the answer on which a question is shown as the other question's answers are kept."""
    if kind == AnswerKind.YES_NO:
        return text.strip().lower() in YES
    if kind in {AnswerKind.NUMBER, AnswerKind.AMOUNT}:
        try:
            return int(text)
        except ValueError:
            return text
    return text


def _condition(question: Question, kinds: Mapping[str, str]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    if question.shown_if_code:
        kind = kinds.get(question.shown_if_code, "")
        value = _answer_as_value(kind, question.shown_if_answer)
        held = {"contains": {"const": value}} if kind == AnswerKind.CHOICES else {"const": value}
        properties[question.shown_if_code] = held
    if question.aid_types:
        properties[AID_TYPE] = {"enum": list(question.aid_types)}
    return {"properties": properties, "required": list(properties)} if properties else {}


@dataclass(frozen=True, slots=True)
class Field:
    """A question of a version of a form, as it is asked."""

    code: str
    kind: str
    title: str
    help: str
    section: str
    is_required: bool
    choices: tuple[str, ...]
    length_max: int | None
    aid_types: tuple[str, ...]
    shown_if: tuple[str, Any] | None

    def is_shown(self, document: Document) -> bool:
        """Tell whether it is asked, given the type of aid and the other answers."""
        if self.aid_types and document.get(AID_TYPE) not in self.aid_types:
            return False
        if self.shown_if is None:
            return True
        code, value = self.shown_if
        given = document.get(code)
        return value in given if isinstance(given, list) else given == value


def fields_of(schema: Document) -> tuple[Field, ...]:
    """Return the questions of a schema in their order, the repeated lines left out."""
    properties = schema["properties"]
    return tuple(_field(code, properties[code]) for code in schema["x-order"])


def _field(code: str, found: Document) -> Field:
    shown = found.get("x-shown-if")
    items = found.get("items", {})
    return Field(
        code=code,
        kind=found["x-kind"],
        title=found["title"],
        help=found.get("description", ""),
        section=found.get("x-section", ""),
        is_required=bool(found.get("x-required")),
        choices=tuple(found.get("enum") or items.get("enum") or ()),
        length_max=found.get("maxLength"),
        aid_types=tuple(found.get("x-aid-types", ())),
        shown_if=(shown["code"], shown["value"]) if shown else None,
    )


def sections_of(fields: Iterable[Field]) -> dict[str, list[Field]]:
    """Gather fields by section, in the order in which sections first appear; those without one are under an empty name."""
    found: dict[str, list[Field]] = {}
    for field in fields:
        found.setdefault(field.section, []).append(field)
    return found


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that is missing, or is not what the question takes: which question, and what to do."""

    code: str
    title: str
    why: str


def problems_of(schema: Document, document: Document) -> list[Problem]:
    """List what keeps a document from being an answer to the whole form, in the order of the questions."""
    shown = {field.code: field for field in fields_of(schema) if field.is_shown(document)}
    kept = {name: value for name, value in document.items() if name in shown or name in BLOCKS or name == AID_TYPE}
    found: dict[str, str] = {}
    for error in Draft202012Validator(dict(schema)).iter_errors(kept):
        if error.validator == "required":
            for code in error.validator_value:
                if code not in kept:
                    found.setdefault(code, _("This question has no answer yet."))
        elif error.path:
            found.setdefault(str(error.path[0]), _why(error.validator, error.validator_value))
    order = [*schema["x-order"], *BLOCKS]
    titles = {field.code: field.title for field in shown.values()} | block_titles()
    return [Problem(code, titles.get(code, code), found[code]) for code in order if code in found]


def _why(validator: str, limit: object) -> str:
    match validator:
        case "maxLength":
            return _("The answer is too long: %(count)s characters at most.") % {"count": limit}
        case "enum":
            return _("Choose among what is offered.")
        case "minLength" | "minItems":
            return _("This question has no answer yet.")
    return _("This answer cannot be read: please write it again.")


def block_titles() -> dict[str, str]:
    """Return what the repeated lines are called."""
    return {
        BUDGET_EXPENSES: pgettext("of a budget", "Expenses"),
        BUDGET_INCOME: pgettext("of a budget", "Income"),
        POSTS: pgettext("of a project", "Posts"),
        PARTNERS: pgettext("of a project", "Partners"),
    }


def total_cents(document: Document, block: str) -> int:
    """Return the sum of the amounts of one side of the budget."""
    return sum(int(line.get("cents") or 0) for line in document.get(block) or ())
