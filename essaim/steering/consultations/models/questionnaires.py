"""Questionnaires: questions with conditions, answered without account, in an anonymous mode if the team says so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.consultations.states import QuestionKind, QuestionnaireState

from .cycle import Consultation


@tracked
class Questionnaire(models.Model):
    """Questions put to whoever takes part; anonymous, it keeps nothing of who answers, and tells no group under five."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="questionnaires")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    introduction = models.TextField(_("introduction"), blank=True)
    is_anonymous = models.BooleanField(
        _("anonymous: results are shown once it is closed, and from five answers only"), default=True
    )
    state = models.CharField(
        pgettext_lazy("of a questionnaire", "state"),
        max_length=20,
        choices=QuestionnaireState,
        default=QuestionnaireState.DRAFT,
    )

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="questionnaire_number_is_unique_in_its_consultation"
            )
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("consultations:questionnaire", args=[self.consultation.slug, self.number])


@tracked
class Question(models.Model):
    """One question; with a condition, it is put only to whoever gave an answer to an earlier one."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(
        pgettext_lazy("of a question", "kind"), max_length=20, choices=QuestionKind, default=QuestionKind.ONE
    )
    wording = models.TextField(pgettext_lazy("of a question", "wording"))
    choices = models.TextField(_("choices"), blank=True, help_text=_("One per line; none for a free answer"))
    is_required = models.BooleanField(_("an answer is required"), default=False)
    depends_on = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dependents",
        verbose_name=_("only after an answer to"),
    )
    depends_on_choice = models.CharField(
        _("when the answer is"), max_length=200, blank=True, help_text=_("One of its choices, word for word")
    )

    class Meta:
        verbose_name = _("question of a questionnaire")
        verbose_name_plural = _("questions of questionnaires")
        ordering = ["questionnaire", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="question_number_is_unique_in_its_questionnaire"
            ),
            models.CheckConstraint(
                condition=Q(kind=QuestionKind.TEXT, choices="") | (~Q(kind=QuestionKind.TEXT) & ~Q(choices="")),
                name="question_has_choices_unless_it_is_free",
                violation_error_message=_("Give the choices, one per line; a free answer has none."),
            ),
            models.CheckConstraint(
                condition=Q(depends_on__isnull=True, depends_on_choice="")
                | (Q(depends_on__isnull=False) & ~Q(depends_on_choice="")),
                name="condition_names_a_question_and_an_answer",
                violation_error_message=_("A condition names a question and one of its answers."),
            ),
        ]

    def __str__(self) -> str:
        """Show its number and wording."""
        return f"{self.number}. {self.wording}"

    def get_absolute_url(self) -> str:
        """Return the address of its questionnaire."""
        return self.questionnaire.get_absolute_url()

    @property
    def choice_list(self) -> list[str]:
        """Its choices, one by one."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class Reply(models.Model):
    """
    Somebody's answers; of the moment, the day alone is kept.

    Not tracked: the history would tell, to the second, in which order anonymous answers came.
    """

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="replies")
    received_on = models.DateField(_("received"))

    class Meta:
        verbose_name = _("reply to a questionnaire")
        verbose_name_plural = _("replies to questionnaires")
        ordering = ["questionnaire", "pk"]

    def __str__(self) -> str:
        """Show the questionnaire, and nothing of who answered."""
        return str(self.questionnaire)


class ReplyValue(models.Model):
    """What a reply says to one question, with the wording as it was asked; several choices are several rows."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="values")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="values")
    wording = models.TextField(_("as it was asked"))
    value = models.TextField(pgettext_lazy("to a question", "answer"))

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        ordering = ["reply", "question__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "question", "value"], name="choice_is_ticked_once_in_a_reply")
        ]

    def __str__(self) -> str:
        """Show the question, never the answer: lists of operations are told from here."""
        return str(self.question)
