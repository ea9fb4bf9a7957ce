"""Milestones, what they wait for, tasks, notes, and the status a person may put over the derived one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import ActionStatus, TaskState

from .plans import Action


@tracked
class Milestone(models.Model):
    """A dated step of an action."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(_("title"), max_length=300)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        """Show its title."""
        return self.title


@tracked
class Dependency(models.Model):
    """A milestone that waits for another, of the same action or not; never in a circle (checked by the service)."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="waits_for")
    needs = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="awaited_by", verbose_name=_("needs"))

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "needs"], name="dependency_is_stated_once"),
            models.CheckConstraint(condition=~Q(milestone=F("needs")), name="milestone_does_not_wait_for_itself"),
        ]

    def __str__(self) -> str:
        """Show both milestones."""
        return f"{self.milestone} ← {self.needs}"


@tracked
class Task(models.Model):
    """Something one person has to do for an action."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("title"), max_length=300)
    assignee = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assigned to")
    )
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=20, choices=TaskState, default=TaskState.TO_DO)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TaskState.TO_DO, ended_at__isnull=True)
                | (~Q(state=TaskState.TO_DO) & Q(ended_at__isnull=False)),
                name="ended_task_has_its_moment_and_no_other",
            )
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title


@tracked
class StatusOverride(models.Model):
    """A status put by a person over the derived one, with a reason, until a date; both stay visible."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="overrides")
    status = models.CharField(_("status"), max_length=20, choices=ActionStatus)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"))

    class Meta:
        verbose_name = _("status put by hand")
        verbose_name_plural = _("statuses put by hand")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="override_ends_after_it_starts",
                violation_error_message=_("A status put by hand must end after it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="override_says_why",
                violation_error_message=_("Say why the derived status is not right."),
            ),
        ]

    def __str__(self) -> str:
        """Show the status and its end."""
        return f"{self.get_status_display()} → {date_format(self.ends_on)}"


@tracked
class Note(models.Model):
    """A note of the team on an action."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("note"))
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        """Show its beginning."""
        return self.text[:80]
