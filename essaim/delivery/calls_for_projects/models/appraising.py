"""What the team adds to an application: marks, lists of what is missing, opinions, the note of appraisal."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.calls_for_projects.states import (
    OPINION_TONES,
    SENSE_TONES,
    CheckedKind,
    OpinionSense,
    OpinionState,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked

from .applications import Application
from .carrying import of_application


@tracked
class Check(models.Model):
    """A mark on one answer or one piece of an application: right, or to be mended, and how."""

    application = of_application("checks")
    kind = models.CharField(_("what is marked"), max_length=10, choices=CheckedKind)
    code = models.CharField(pgettext_lazy("of a piece", "code"), max_length=60)
    label = models.CharField(pgettext_lazy("of a mark", "words"), max_length=300)
    is_right = models.BooleanField(_("right"))
    note = models.CharField(_("what to mend"), max_length=500, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("marked by"))
    checked_at = models.DateTimeField(_("marked"))

    class Meta:
        verbose_name = _("mark on an application")
        verbose_name_plural = _("marks on applications")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "code"], name="answer_or_piece_of_an_application_is_marked_once"
            ),
            models.CheckConstraint(
                condition=Q(is_right=True) | ~Q(note=""),
                name="what_is_to_be_mended_says_how",
                violation_error_message=_("Say what to mend: who applied will read it."),
            ),
        ]

    def __str__(self) -> str:
        """Show the application and what is marked."""
        return f"{self.application} – {self.label}"


@tracked
class MissingRequest(models.Model):
    """
    The one list of what is missing, as it was sent; the clock of the appraisal stops until it is answered.

    items: as sent, a list of {"kind", "code", "label", "note"}.
    """

    application = of_application("missing_requests")
    items = models.JSONField(_("what is missing"))
    message = models.TextField(_("message"), max_length=1500, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by"))
    sent_at = models.DateTimeField(pgettext_lazy("of an application", "sent"))
    due_on = models.DateField(_("to be answered by"))
    answered_at = models.DateTimeField(pgettext_lazy("of an application", "answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for what is missing")
        verbose_name_plural = _("requests for what is missing")
        ordering = ["application", "sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at__isnull=True),
                name="one_open_list_of_what_is_missing",
                violation_error_message=_("A list of what is missing is sent already, and not answered."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("sent_at")),
                name="list_of_what_is_missing_is_answered_after_it_is_sent",
            ),
        ]

    def __str__(self) -> str:
        """Show the application and the day."""
        return f"{self.application} – {timezone.localdate(self.sent_at).isoformat()}"

    def days(self, today: date) -> int:
        """Count the days during which the clock stood still because of it."""
        last = timezone.localdate(self.answered_at) if self.answered_at else today
        return max(0, (last - timezone.localdate(self.sent_at)).days)


class Opinion(models.Model):
    """What opinions of communes and partners share: asked, given in time or not, frozen once the application is decided."""

    state = models.CharField(
        pgettext_lazy("of an opinion", "state"), max_length=20, choices=OpinionState, default=OpinionState.ASKED
    )
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(pgettext_lazy("of an application", "asked"))
    due_on = models.DateField(_("expected by"))
    sense = models.CharField(pgettext_lazy("of an opinion", "sense"), max_length=20, choices=OpinionSense, blank=True)
    text = models.TextField(pgettext_lazy("of an opinion", "text"), max_length=3000, blank=True)
    given_at = models.DateTimeField(pgettext_lazy("of an application", "received"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def tone(self) -> str:
        """The colour that repeats what it says, or where it stands."""
        if self.state == OpinionState.GIVEN and self.sense:
            return SENSE_TONES[OpinionSense(self.sense)]
        return OPINION_TONES[OpinionState(self.state)]

    @property
    def in_words(self) -> str:
        """What it says, or where it stands."""
        return str(self.get_sense_display() if self.sense else self.get_state_display())

    def is_late(self, today: date) -> bool:
        """Tell whether its day is past without an answer."""
        return self.state == OpinionState.ASKED and self.due_on < today


def _given_says_something() -> Q:
    return (Q(state=OpinionState.GIVEN) & ~Q(sense="") & Q(given_at__isnull=False)) | (
        ~Q(state=OpinionState.GIVEN) & Q(sense="", given_at__isnull=True)
    )


@tracked
class CommuneOpinion(Opinion):
    """The opinion of a commune where a project takes place; whether it is compulsory is to be confirmed, per edition."""

    application = of_application("commune_opinions")
    commune_code = models.CharField(_("INSEE code"), max_length=5)
    commune_name = models.CharField(_("commune"), max_length=200)
    given_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of an application", "given by"),
    )

    class Meta:
        verbose_name = _("opinion of a commune")
        verbose_name_plural = _("opinions of communes")
        ordering = ["application", "commune_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "commune_code"],
                name="commune_is_asked_once_about_an_application",
                violation_error_message=_("This commune is asked already."),
            ),
            models.CheckConstraint(
                condition=_given_says_something(),
                name="opinion_of_a_commune_that_is_given_says_something",
                violation_error_message=_("Say whether the opinion is favourable."),
            ),
        ]

    def __str__(self) -> str:
        """Show the application and the commune."""
        return f"{self.application} – {self.commune_name}"


@tracked(exclude=["email", "token_digest"])
class PartnerOpinion(Opinion):
    """The opinion of a partner or an expert, on a question put to them; given by the link they were sent."""

    application = of_application("partner_opinions")
    partner = models.CharField(_("structure or service"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    question = models.TextField(_("question"), max_length=1500)

    class Meta:
        verbose_name = _("opinion of a partner")
        verbose_name_plural = _("opinions of partners")
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "partner"],
                name="partner_is_asked_once_about_an_application",
                violation_error_message=_("This partner is asked already."),
            ),
            models.CheckConstraint(
                condition=_given_says_something(),
                name="opinion_of_a_partner_that_is_given_says_something",
                violation_error_message=_("Say whether the opinion is favourable."),
            ),
        ]

    def __str__(self) -> str:
        """Show the application and the partner."""
        return f"{self.application} – {self.partner}"


@tracked
class AppraisalNote(models.Model):
    """What the officer writes of an application for the selection body."""

    application = models.OneToOneField(
        Application,
        on_delete=models.PROTECT,
        related_name="note",
        verbose_name=pgettext_lazy("to a call", "application"),
    )
    strengths = models.TextField(_("strengths"), max_length=3000, blank=True)
    concerns = models.TextField(_("points to look at"), max_length=3000, blank=True)
    proposal = models.TextField(_("proposal to the committee"), max_length=1500)
    proposed_cents = models.PositiveBigIntegerField(_("amount proposed"), null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(pgettext_lazy("of an application", "written"))

    class Meta:
        verbose_name = _("note of appraisal")
        verbose_name_plural = _("notes of appraisal")
        ordering = ["application"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposal=""),
                name="note_of_appraisal_proposes_something",
                violation_error_message=_("Say what is proposed to the committee."),
            ),
        ]

    def __str__(self) -> str:
        """Show the application."""
        return f"{self.application} – {self._meta.verbose_name}"


DAYS_TO_MEND = timedelta(days=30)
DAYS_FOR_OPINIONS = timedelta(days=21)
