"""What an edition is made of: rules, other parameters, pieces, questions, scoring grid, instalments."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.states import (
    CHOICE_KINDS,
    AidType,
    AnswerKind,
    Certainty,
    PaymentCondition,
    RuleKind,
    Topic,
)
from essaim.delivery.calls_for_projects.wording import share
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.legal_categories import LegalFamily
from essaim.steering.action_plan.models import Source

from .editions import Edition

CODE_LENGTH_MAX = 30
SHARE_WHOLE = 1000
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def check_code(value: str) -> None:
    """
    Refuse what cannot be quoted as a code.

    :raises ValidationError: if it has other characters than letters, digits, points, hyphens and underscores
    """
    if not CODE.fullmatch(value):
        raise ValidationError(gettext("A code has letters, digits, points and hyphens, such as EL1."))


def check_words(value: object, words: type[Any], message: str) -> None:
    """
    Refuse a list that holds other words than those of an enumeration.

    :raises ValidationError: with the message
    """
    known = {str(word) for word in words}
    if not isinstance(value, list) or any(word not in known for word in value):
        raise ValidationError(message)


def check_families(value: object) -> None:
    """Refuse what is no list of families of legal persons."""
    check_words(value, LegalFamily, gettext("This is no list of families of legal persons."))


def check_aid_types(value: object) -> None:
    """Refuse what is no list of types of aid."""
    check_words(value, AidType, gettext("This is no list of types of aid."))


def check_conditions(value: object) -> None:
    """Refuse what is no list of conditions of a payment."""
    check_words(value, PaymentCondition, gettext("This is no list of conditions of a payment."))


def check_texts(value: object) -> None:
    """
    Refuse what is no list of texts, each given once.

    :raises ValidationError: if it is none
    """
    if not isinstance(value, list) or any(not isinstance(text, str) or not text for text in value):
        raise ValidationError(gettext("This is no list of texts."))
    if len(set(value)) != len(value):
        raise ValidationError(gettext("The same choice stands there twice."))


def check_scale(value: object) -> None:
    """
    Refuse what is no anchored scale: at least two marks in rising order, each with its words.

    :raises ValidationError: if it is none
    """
    steps = value if isinstance(value, list) else []
    marks = [step.get("mark") if isinstance(step, dict) else None for step in steps]
    texts = [step.get("wording") if isinstance(step, dict) else None for step in steps]
    are_numbers = all(isinstance(mark, int) and not isinstance(mark, bool) and mark >= 0 for mark in marks)
    if len(steps) < 2 or not are_numbers or marks != sorted(set(marks)) or not all(texts):  # type: ignore[type-var]
        raise ValidationError(
            gettext("A scale has two marks or more, in rising order, each with its words: “0 = nothing is shown”.")
        )


def in_edition(related_name: str) -> models.ForeignKey:
    """Build the key of a part to its edition."""
    return models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name=related_name,
        verbose_name=pgettext_lazy("of a call", "edition"),
    )


def source_field() -> models.ForeignKey:
    """Build the key of a part to its source."""
    return models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )


def code_field() -> models.CharField:
    """Build the field of a code, unique in its edition."""
    return models.CharField(
        pgettext_lazy("of a part of an edition", "code"),
        max_length=CODE_LENGTH_MAX,
        validators=[check_code],
        help_text=_("Quoted in reasons and letters, such as EL1"),
    )


class Part(models.Model):
    """What every part of an edition has: a place, how sure it is, where it was read."""

    position = models.PositiveSmallIntegerField(pgettext_lazy("of a part of an edition", "place"), default=0)
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.KNOWN)
    source = source_field()
    source_note = models.CharField(_("note on the source"), max_length=300, blank=True)

    edition: models.ForeignKey

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Return the address of the edition, at this part."""
        return f"{self.edition.get_absolute_url()}#{self._meta.model_name}-{self.pk}"


@tracked
class Rule(Part):
    """
    A rule of an edition, in its source's words and as typed data that the evaluator reads.

    parameters: a JSON object, whose names and values are those of its kind (rules/kinds.py).
    """

    edition = in_edition("rules")
    code = code_field()
    kind = models.CharField(pgettext_lazy("of a rule", "kind"), max_length=30, choices=RuleKind)
    wording = models.TextField(_("wording"), help_text=_("As the rulebook or the act has it"))
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of an edition", "rule")
        verbose_name_plural = pgettext_lazy("of an edition", "rules")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="rule_code_is_taken_once_in_an_edition",
                violation_error_message=_("Another rule of this edition has this code."),
            ),
            models.CheckConstraint(
                condition=Q(certainty=Certainty.UNKNOWN) | Q(source__isnull=False) | ~Q(source_note=""),
                name="rule_that_is_known_has_a_source",
                violation_error_message=_("Say where this rule was read, or that it is unknown."),
            ),
        ]

    def __str__(self) -> str:
        """Show its code and its kind."""
        return f"{self.code} – {self.get_kind_display()}"

    def clean(self) -> None:
        """
        Refuse parameters that the evaluator cannot read.

        :raises ValidationError: naming the parameter
        """
        if not isinstance(self.parameters, dict):
            raise ValidationError({"parameters": gettext("Parameters are names with values.")})
        try:
            self.read()
        except rules.RuleUnreadable as error:
            raise ValidationError({"parameters": f"{error.name}: {error.why}"}) from error

    def read(self) -> rules.RuleData:
        """
        Return the rule as the evaluator takes it.

        :raises RuleUnreadable: if its parameters are not those of its kind
        """
        certainty = rules.Certainty(self.certainty)
        kind = rules.read_rule(self.kind, self.parameters, is_lenient=certainty == rules.Certainty.UNKNOWN)
        return rules.RuleData(self.code, kind, certainty)


@tracked
class Parameter(Part):
    """What an edition says on a topic that no rule evaluates; unknown, it has no text and is shown as unknown."""

    edition = in_edition("parameters")
    topic = models.CharField(_("topic"), max_length=30, choices=Topic)
    text = models.TextField(pgettext_lazy("of a parameter", "text"), blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of an edition", "parameter")
        verbose_name_plural = pgettext_lazy("of an edition", "parameters")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "topic"],
                name="edition_speaks_once_of_a_topic",
                violation_error_message=_("This edition speaks of this topic already."),
            ),
            models.CheckConstraint(
                condition=Q(certainty=Certainty.UNKNOWN, text="") | (~Q(certainty=Certainty.UNKNOWN) & ~Q(text="")),
                name="parameter_has_a_text_unless_unknown",
                violation_error_message=_("Write what is known, or say that it is unknown and write nothing."),
            ),
            models.CheckConstraint(
                condition=Q(certainty=Certainty.UNKNOWN) | Q(source__isnull=False) | ~Q(source_note=""),
                name="parameter_that_is_known_has_a_source",
                violation_error_message=_("Say where this was read, or that it is unknown."),
            ),
        ]

    def __str__(self) -> str:
        """Show its topic."""
        return str(self.get_topic_display())


@tracked
class RequiredPiece(Part):
    """A document that an application must hold; for some families of legal persons and types of aid, or all."""

    edition = in_edition("pieces")
    code = code_field()
    title = models.CharField(_("title"), max_length=200)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    is_required = models.BooleanField(pgettext_lazy("piece", "required"), default=True)
    families = models.JSONField(_("only for"), default=list, blank=True, validators=[check_families])
    aid_types = models.JSONField(
        _("only for these types of aid"), default=list, blank=True, validators=[check_aid_types]
    )
    valid_months = models.PositiveSmallIntegerField(
        _("months it stays valid"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Counted from its own date; leave empty if it does not expire"),
    )

    class Meta:
        verbose_name = pgettext_lazy("of an edition", "required piece")
        verbose_name_plural = pgettext_lazy("of an edition", "required pieces")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="piece_code_is_taken_once_in_an_edition",
                violation_error_message=_("Another piece of this edition has this code."),
            ),
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title


@tracked
class Question(Part):
    """
    A question that an application answers; shown when another question has a given answer, or always.

    choices: texts, for the kinds that offer some. aid_types: those it is asked for; empty for all.
    """

    edition = in_edition("questions")
    code = code_field()
    section = models.CharField(pgettext_lazy("of a form", "section"), max_length=100, blank=True)
    wording = models.CharField(_("wording"), max_length=300)
    help_text = models.CharField(_("help"), max_length=500, blank=True)
    answer_kind = models.CharField(pgettext_lazy("of a question", "answer"), max_length=20, choices=AnswerKind)
    choices = models.JSONField(
        pgettext_lazy("of a question", "choices"), default=list, blank=True, validators=[check_texts]
    )
    is_required = models.BooleanField(pgettext_lazy("question", "required"), default=True)
    length_max = models.PositiveIntegerField(
        _("characters at most"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    aid_types = models.JSONField(
        _("only for these types of aid"), default=list, blank=True, validators=[check_aid_types]
    )
    shown_if_code = models.CharField(
        _("shown if this question"),
        max_length=CODE_LENGTH_MAX,
        blank=True,
        help_text=_("The code of a question before it"),
    )
    shown_if_answer = models.CharField(_("has this answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of an edition", "question")
        verbose_name_plural = pgettext_lazy("of an edition", "questions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="question_code_is_taken_once_in_an_edition",
                violation_error_message=_("Another question of this edition has this code."),
            ),
            models.CheckConstraint(
                condition=Q(shown_if_code="", shown_if_answer="") | (~Q(shown_if_code="") & ~Q(shown_if_answer="")),
                name="question_is_shown_on_a_question_and_an_answer",
                violation_error_message=_("Name the question and the answer on which it is shown, or neither."),
            ),
        ]

    def __str__(self) -> str:
        """Show its wording."""
        return self.wording

    def clean(self) -> None:
        """
        Keep choices to the kinds that offer some, and conditions to questions asked before.

        :raises ValidationError: if they are missing, too many, or the other question is not there
        """
        if self.answer_kind in CHOICE_KINDS and len(self.choices or ()) < 2:
            raise ValidationError({"choices": gettext("Give two choices or more, one a line.")})
        if self.answer_kind not in CHOICE_KINDS and self.choices:
            raise ValidationError({"choices": gettext("Only questions with choices have some: leave this empty.")})
        if self.shown_if_code:
            others = Question.objects.filter(edition_id=self.edition_id, code=self.shown_if_code)
            if not others.exclude(pk=self.pk).exists():
                raise ValidationError({"shown_if_code": gettext("No other question of this edition has this code.")})


@tracked
class Criterion(Part):
    """
    A criterion of the scoring grid, with its weight and a scale whose marks are anchored by words.

    scale: a list of {"mark": whole number, "wording": text}, in rising order.
    """

    edition = in_edition("criteria")
    code = code_field()
    title = models.CharField(_("title"), max_length=200)
    help_text = models.CharField(_("help"), max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), validators=[MinValueValidator(1), MaxValueValidator(1000)])
    scale = models.JSONField(_("scale"), validators=[check_scale])

    class Meta:
        verbose_name = pgettext_lazy("of a scoring grid", "criterion")
        verbose_name_plural = pgettext_lazy("of a scoring grid", "criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="criterion_code_is_taken_once_in_an_edition",
                violation_error_message=_("Another criterion of this edition has this code."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1),
                name="criterion_weighs_something_at_least",
                violation_error_message=_("A criterion weighs one or more."),
            ),
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    @property
    def mark_max(self) -> int:
        """The highest mark of its scale."""
        return max(step["mark"] for step in self.scale)


@tracked
class Instalment(Part):
    """
    A part of the aid that is paid at one time, and on which conditions.

    share_permille: in thousandths of the aid; empty when it is not known.
    """

    edition = in_edition("instalments")
    title = models.CharField(_("title"), max_length=100)
    share_permille = models.PositiveSmallIntegerField(
        _("share of the aid"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(SHARE_WHOLE)],
    )
    conditions = models.JSONField(_("conditions"), default=list, blank=True, validators=[check_conditions])
    wording = models.CharField(_("wording"), max_length=500, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of an edition", "instalment")
        verbose_name_plural = pgettext_lazy("of an edition", "instalments")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(share_permille__isnull=True) | Q(share_permille__range=(1, SHARE_WHOLE)),
                name="instalment_is_a_share_of_the_aid",
                violation_error_message=_("A share is more than 0 % and at most 100 %."),
            ),
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    @property
    def share_in_words(self) -> str:
        """Its share of the aid; empty when it is not known."""
        return share(self.share_permille) if self.share_permille is not None else ""

    @property
    def conditions_in_words(self) -> str:
        """What must be there before it is paid."""
        return ", ".join(str(PaymentCondition(value).label) for value in self.conditions)
