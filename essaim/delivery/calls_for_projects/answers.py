"""What the API takes and answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from datetime import date

from ninja import Field
from pydantic import BaseModel, ConfigDict, field_validator

from essaim.foundations.primitives.identifiers import COMMUNE_CODE_PATTERN
from essaim.foundations.ui.answers import Answer

from . import rules
from .facts import CENTS_MAX


class EligibilityFacts(BaseModel):
    """The facts of a file; what is left out was not said, and flags that are left out are false."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: date | None = Field(None, description="The day of filing, which chooses the edition; today when left out.")
    legal_category: str | None = Field(
        None, pattern=r"^\d{4}$", description="Legal category of the INSEE, level III, such as 9220."
    )
    created_on: date | None = Field(None, description="The day the structure was created, or will be.")
    esus: rules.Esus | None = Field(None, description="Accreditation of social utility (ESUS).")
    aid_type: rules.AidType | None = None
    activity_commune: str | None = Field(
        None, pattern=f"^{COMMUNE_CODE_PATTERN}$", description="INSEE code of the commune of activity; old codes too."
    )
    siae_kind: rules.SiaeKind | None = Field(None, description="Kind of insertion structure; null when it is none.")
    personal_services: bool = False
    in_difficulty: bool = False
    budget_cents: int | None = Field(None, ge=0, le=CENTS_MAX, description="Provisional budget of the project.")
    requested_cents: int | None = Field(None, ge=0, le=CENTS_MAX, description="Amount asked for.")
    non_financial: bool = Field(default=False, description="Whether help other than money is asked for.")

    @field_validator("legal_category", mode="before")
    @classmethod
    def take_a_number(cls, value: object) -> object:
        """Take a code that was written as a number."""
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("siae_kind", mode="before")
    @classmethod
    def take_a_word(cls, value: object) -> object:
        """Take a kind in capitals, and an empty text or "none" for no kind."""
        if isinstance(value, str):
            return None if value.lower() in {"", "none"} else value.lower()
        return value


class RuleAnswer(Answer):
    """
    What one rule answers, why, and where it was read.

    result: pass; fail (it makes the file not eligible); discuss (it makes it to_discuss); unknown (said, without bearing on
    the verdict); not_assessed (the committee judges it); not_applicable.
    """

    code: str
    kind: str
    result: rules.Result
    reason: str
    source: str
    source_url: str | None
    wording: str
    certainty: rules.Certainty


class AmountLimits(Answer):
    """The limits of the amount; null where one is not set or cannot be computed. binding is the one that decides."""

    ceiling_cents: int | None
    ceiling_certainty: rules.Certainty
    share_permille: int | None
    share_cents: int | None
    share_certainty: rules.Certainty
    requested_cents: int | None
    at_most_cents: int | None
    binding: str | None
    is_complete: bool
    rounding: str


class GrantCondition(Answer):
    """What a grant would hang on, and the rule that says so."""

    code: str
    wording: str
    rule: str
    source: str


class HelpfulChange(Answer):
    """A fact that, asked or shown otherwise with everything else equal, would bring a better verdict."""

    fact: str
    value: str
    verdict: rules.Verdict
    wording: str


class EditionDays(Answer):
    """The days of an edition: the first included, the last excluded, and how sure they are."""

    title: str
    starts_on: date | None
    ends_on: date | None
    certainty: rules.Certainty
    note: str | None
    url: str


class Eligibility(Answer):
    """
    The verdict on a file, by the edition in force on its day, with every rule.

    edition: its code. cap_cents: the smaller of the limits that can be computed, those to be confirmed included; null when
    none is set.
    """

    verdict: rules.Verdict
    edition: str
    edition_days: EditionDays
    as_of: date
    cap_cents: int | None
    limits: AmountLimits
    conditions: list[GrantCondition]
    rules: list[RuleAnswer]
    changes: list[HelpfulChange]
    url: str


class CallEdition(Answer):
    """An edition in the history of a call; drafts are not shown. starts_on is included, ends_on is not."""

    code: str
    title: str
    state: str
    starts_on: date | None
    ends_on: date | None
    dates_certainty: str
    dates_note: str | None
    founding_act: str | None
    url: str


class Call(Answer):
    """A call for projects; edition is the code of the one in force today, null when none is."""

    slug: str
    name: str
    purpose: str | None
    audience: str | None
    edition: str | None
    url: str


class CallDetail(Call):
    """A call with its editions, the latest first, and whom to contact."""

    support: str | None
    contact: str | None
    contact_url: str | None
    editions: list[CallEdition]


class EditionRule(Answer):
    """A rule as data: kind and parameters, with its words and source."""

    code: str
    kind: str
    wording: str
    parameters: dict[str, object]
    certainty: str
    source: str | None
    source_note: str | None


class EditionParameter(Answer):
    """What an edition says on a topic; text is null when it is unknown."""

    topic: str
    text: str | None
    certainty: str
    source: str | None
    source_note: str | None


class EditionPiece(Answer):
    """A document to bring; empty lists mean for everybody."""

    code: str
    title: str
    help: str | None
    is_required: bool
    families: list[str]
    aid_types: list[str]
    valid_months: int | None


class EditionQuestion(Answer):
    """A question of the application."""

    code: str
    section: str | None
    wording: str
    help: str | None
    answer: str
    choices: list[str]
    is_required: bool
    length_max: int | None
    aid_types: list[str]
    shown_if_code: str | None
    shown_if_answer: str | None


class ScaleMark(Answer):
    """A mark of a scale, and what it means."""

    mark: int
    wording: str


class EditionCriterion(Answer):
    """A criterion of the scoring grid."""

    code: str
    title: str
    help: str | None
    weight: int
    scale: list[ScaleMark]


class EditionInstalment(Answer):
    """A part of the aid paid at one time; share_permille is null when it is not known."""

    title: str
    share_permille: int | None
    conditions: list[str]
    wording: str | None
    certainty: str


class EditionDetail(CallEdition):
    """An edition with all its parts; open_topics are those of which nothing is known."""

    call: str
    summary: str | None
    pass_mark: int | None
    source: str | None
    source_note: str | None
    actions: list[int]
    rules: list[EditionRule]
    parameters: list[EditionParameter]
    open_topics: list[str]
    pieces: list[EditionPiece]
    questions: list[EditionQuestion]
    criteria: list[EditionCriterion]
    instalments: list[EditionInstalment]


class FiledApplication(Answer):
    """
    An application that was filed, as the team lists it; nobody who writes it is named.

    id is its reference; organization the key of a structure, null without a record. communes are INSEE codes, the main one first.
    """

    id: str
    state: str
    title: str
    carrier: str
    organization: str | None
    call: str
    edition: str
    aid_type: str | None
    requested_cents: int | None
    budget_cents: int | None
    non_financial: list[str]
    communes: list[str]
    territory: str | None
    filed_on: date
    completed_on: date | None
    ready_on: date | None
    ended_on: date | None
    url: str


class FunnelFigure(Answer):
    """How many applications were asked, presented and supported, for one place of the axis; key is null when all are together."""

    key: str | None
    label: str
    asked: int
    presented: int
    supported: int
    url: str


class FunnelFigures(Answer):
    """The figures of the funnel along one axis: each step is part of the one before, and each figure opens its list."""

    by: str
    figures: list[FunnelFigure]


class SupportedProject(Answer):
    """
    A project that a selection body granted, once those who carry it were told.

    id is the reference of its application; organization the key of a structure, null without a record. granted_cents and
    year are null for help other than money. communes are INSEE codes, the main one first.
    """

    id: str
    title: str
    carrier: str
    organization: str | None
    call: str
    edition: str
    aid_type: str | None
    communes: list[str]
    territory: str | None
    nature: str
    granted_cents: int | None
    year: int | None
    decided_on: date
