"""Messages, which of them people want by mail, and the reminders under way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.models import User
from essaim.foundations.notifications.states import MailState, ReminderState, StopCause


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Vocabulary on messages."""

    def to(self, person: User) -> NotificationQuerySet:
        """Keep a person's own messages."""
        return self.filter(recipient=person)

    def unread(self) -> NotificationQuerySet:
        """Keep those not marked as read."""
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """
    A message to one person: always on their page, and by mail if they want it.

    No history is kept of it: when somebody reads their messages is nobody else's matter. Erased after a year.
    """

    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    kind = models.CharField(pgettext_lazy("of a message", "kind"), max_length=60)
    subject = models.CharField(pgettext_lazy("of a message", "subject"), max_length=200)
    body = models.TextField(pgettext_lazy("of a message", "text"))
    url = models.CharField(_("page"), max_length=400)
    key = models.CharField(_("key"), max_length=200, unique=True)
    created_at = models.DateTimeField(pgettext_lazy("of a message", "received"))
    read_at = models.DateTimeField(pgettext_lazy("of a message", "read"), null=True, blank=True)
    mail_state = models.CharField(_("mail"), max_length=20, choices=MailState)
    mail_attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    mailed_at = models.DateTimeField(_("sent by mail"), null=True, blank=True)
    mail_error = models.CharField(_("last refusal of the mail server"), max_length=200, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notification_by_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(fields=["created_at"], condition=Q(mail_state=MailState.WAITING), name="mail_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mail_state=MailState.SENT, mailed_at__isnull=False)
                | (~Q(mail_state=MailState.SENT) & Q(mailed_at__isnull=True)),
                name="sent_mail_has_its_moment_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="/") & ~Q(url__startswith="//"),
                name="notification_leads_to_a_page_of_ours",
                violation_error_message=_("A message leads to a page of this site: give its path."),
            ),
            models.CheckConstraint(condition=~Q(subject=""), name="notification_has_a_subject"),
        ]

    def __str__(self) -> str:
        """Show its subject."""
        return self.subject


class Letter(models.Model):
    """
    A mail to somebody without an account, at an address that a room keeps.

    Address, text and link are kept until it has left or is given up, then erased at once: a link may let its reader act.
    """

    email = models.EmailField(_("address"), blank=True)
    kind = models.CharField(pgettext_lazy("of a message", "kind"), max_length=60)
    subject = models.CharField(pgettext_lazy("of a message", "subject"), max_length=200)
    body = models.TextField(pgettext_lazy("of a message", "text"), blank=True)
    # A link that lets its reader act carries what it needs, signed: longer than an address that one reads.
    url = models.CharField(_("page"), max_length=2000, blank=True)
    key = models.CharField(_("key"), max_length=200, unique=True)
    created_at = models.DateTimeField(pgettext_lazy("of a letter", "written"))
    mail_state = models.CharField(_("mail"), max_length=20, choices=MailState, default=MailState.WAITING)
    mail_attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    mailed_at = models.DateTimeField(_("sent by mail"), null=True, blank=True)
    mail_error = models.CharField(_("last refusal of the mail server"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(mail_state=MailState.WAITING), name="letter_waiting")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mail_state=MailState.SENT, mailed_at__isnull=False)
                | (~Q(mail_state=MailState.SENT) & Q(mailed_at__isnull=True)),
                name="sent_letter_has_its_moment_and_no_other",
            ),
            models.CheckConstraint(
                condition=(
                    Q(mail_state=MailState.WAITING, url__startswith="/") & ~Q(email="") & ~Q(url__startswith="//")
                )
                | (~Q(mail_state=MailState.WAITING) & Q(email="", body="", url="")),
                name="letter_is_emptied_once_it_left",
                violation_error_message=_("A letter has an address, and leads to a page of this site."),
            ),
            models.CheckConstraint(condition=~Q(subject=""), name="letter_has_a_subject"),
        ]

    def __str__(self) -> str:
        """Show its subject."""
        return self.subject


class MailPreference(models.Model):
    """Whether a person wants a kind of message by mail; without a row, they do."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    kind = models.CharField(pgettext_lazy("of a message", "kind"), max_length=60)
    wants_mail = models.BooleanField(_("by mail"))

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")
        ordering = ["person", "kind"]
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_person_and_kind")]

    def __str__(self) -> str:
        """Show the kind and the choice."""
        return f"{self.kind}: {self.wants_mail}"


class Reminder(models.Model):
    """
    One person reminded of one thing by one rule, from the first time until it stops, with why it stopped.

    sent_count and last_sent_on say what was sent; when the next one comes is computed from them and from the rule.
    subject and url are those of the last message, so that a stopped reminder can still be read.
    """

    rule_key = models.CharField(_("rule"), max_length=60)
    subject_key = models.CharField(_("about"), max_length=100)
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("recipient"))
    state = models.CharField(_("state"), max_length=20, choices=ReminderState, default=ReminderState.PENDING)
    sent_count = models.PositiveSmallIntegerField(_("sent so far"), default=0)
    last_sent_on = models.DateField(_("last sent on"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    stop_cause = models.CharField(_("why it stopped"), max_length=20, choices=StopCause, blank=True)
    subject = models.CharField(pgettext_lazy("of a message", "subject"), max_length=200, blank=True)
    url = models.CharField(_("page"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_key", "subject_key", "recipient"],
                condition=~Q(state=ReminderState.STOPPED),
                name="one_reminder_at_a_time",
            ),
            models.CheckConstraint(
                condition=(Q(state=ReminderState.STOPPED, stopped_at__isnull=False) & ~Q(stop_cause=""))
                | (~Q(state=ReminderState.STOPPED) & Q(stopped_at__isnull=True, stop_cause="")),
                name="stopped_reminder_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(sent_count=0, last_sent_on__isnull=True) | Q(sent_count__gt=0, last_sent_on__isnull=False),
                name="sent_reminder_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        """Show the rule and the thing."""
        return f"{self.rule_key} {self.subject_key}"
