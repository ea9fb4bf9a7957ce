"""Questions and remarks of residents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import FeedbackState

from .plans import Action, Plan


@tracked(exclude=["email"])
class Feedback(models.Model):
    """
    A question or remark on a plan or an action, followed by its tracking number.

    The address, if one is given, serves to send the answer and is erased with it; it is never shown nor logged.
    """

    tracking_number = models.CharField(_("tracking number"), max_length=20, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="feedback")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="feedback")
    text = models.TextField(_("your question or remark"))
    email = models.EmailField(_("your e-mail address"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=FeedbackState, default=FeedbackState.RECEIVED)
    received_at = models.DateTimeField(_("received"))
    answer_due_on = models.DateField(_("answer due on"))
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assigned to")
    )
    answer = models.TextField(_("answer"), blank=True)
    ended_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("question or remark")
        verbose_name_plural = _("questions and remarks")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[FeedbackState.ANSWERED, FeedbackState.SET_ASIDE], ended_at__isnull=False)
                | Q(state__in=[FeedbackState.RECEIVED, FeedbackState.ASSIGNED], ended_at__isnull=True),
                name="ended_feedback_has_its_moment_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[FeedbackState.RECEIVED, FeedbackState.ASSIGNED]) | ~Q(answer=""),
                name="ended_feedback_has_an_answer",
                violation_error_message=_("Write an answer: the person will read it."),
            ),
            models.CheckConstraint(
                condition=~Q(state=FeedbackState.ASSIGNED) | Q(assignee__isnull=False),
                name="assigned_feedback_has_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Show its number."""
        return self.tracking_number

    def get_absolute_url(self) -> str:
        """Return the address where its fate is followed."""
        return reverse("action_plan:feedback_tracking", args=[self.tracking_number])
