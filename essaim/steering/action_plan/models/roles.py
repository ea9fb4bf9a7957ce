"""Who answers for an action, and who takes part in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.events.models import Event
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.states import PersonRole, StakeholderKind

from .plans import Action


@tracked
class PersonInAction(models.Model):
    """A person's part in an action, dated; an open action has exactly one pilot at a time."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("role in the action"), max_length=20, choices=PersonRole)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)

    class Meta:
        verbose_name = _("person in an action")
        verbose_name_plural = _("people in an action")
        ordering = ["action", "role", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(role=PersonRole.PILOT, ends_on__isnull=True),
                name="one_pilot_at_a_time",
                violation_error_message=_("This action already has a pilot."),
            ),
            models.UniqueConstraint(
                fields=["action", "person", "role"],
                condition=Q(ends_on__isnull=True),
                name="one_role_is_held_once",
                violation_error_message=_("This person already has this role."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="part_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        """Show the person and the role."""
        return f"{self.person} ({self.get_role_display()})"

    @property
    def public_name(self) -> str:
        """What the public reads: an elected official's name, an agent's job title, or only that somebody is named."""
        if self.role == PersonRole.ELECTED_REFERENT:
            return self.person.full_name
        return self.person.job_title or gettext("named")


@tracked
class Stakeholder(models.Model):
    """A department, partner or operator named in an action; tied to its record once organizations are built."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="stakeholders")
    kind = models.CharField(_("kind"), max_length=20, choices=StakeholderKind)
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["action", "kind", "name"], name="stakeholder_is_named_once")]

    def __str__(self) -> str:
        """Show its name."""
        return self.name


@tracked
class ActionGathering(models.Model):
    """A gathering that an action is carried out by, prepared at or shown at: its registrations are kept by the gathering."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="gatherings")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("gathering"))

    class Meta:
        verbose_name = _("gathering of an action")
        verbose_name_plural = _("gatherings of an action")
        ordering = ["action", "event__starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "event"],
                name="gathering_is_in_an_action_once",
                violation_error_message=_("This gathering is tied to this action already."),
            )
        ]

    def __str__(self) -> str:
        """Show the gathering."""
        return str(self.event)

    def get_absolute_url(self) -> str:
        """Return the address of the action."""
        return self.action.get_absolute_url()


@tracked
class ActionCommune(models.Model):
    """A commune where an action takes place, by its INSEE code."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="communes")
    commune_code = models.CharField(_("commune code"), max_length=5)

    class Meta:
        verbose_name = _("commune of an action")
        verbose_name_plural = _("communes of an action")
        ordering = ["commune_code"]
        constraints = [
            models.UniqueConstraint(fields=["action", "commune_code"], name="commune_is_in_an_action_once"),
            models.CheckConstraint(
                condition=Q(commune_code__regex=r"^(\d{2}|2[AB])\d{3}$"), name="commune_code_is_of_insee_form"
            ),
        ]

    def __str__(self) -> str:
        """Show its code."""
        return self.commune_code
