"""Working groups: what they are asked, who is in them on any day, what they hand over."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.events.models import Event
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.models import Source
from essaim.steering.consultations.states import GroupRole

from .contributions import Theme
from .cycle import BEGINNING_WORDS, Consultation


@tracked
class WorkingGroup(models.Model):
    """A group that works issues into actions."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.TextField(_("title"))
    mandate = models.TextField(_("mandate"), blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"],
                name="group_number_is_unique_in_its_consultation",
                violation_error_message=_("This consultation already has a working group of that number."),
            )
        ]

    def __str__(self) -> str:
        """Show its number and title."""
        return f"{self.number}. {' / '.join(self.title.splitlines())}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("consultations:group", args=[self.consultation.slug, self.number])


@tracked
class GroupSession(models.Model):
    """A gathering at which a working group works: its registrations and attendance are those of the event."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="sessions")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", verbose_name=_("gathering"))

    class Meta:
        verbose_name = _("session of a working group")
        verbose_name_plural = _("sessions of working groups")
        ordering = ["group", "event__starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "event"],
                name="gathering_is_a_session_of_a_group_once",
                violation_error_message=_("This gathering is a session of this group already."),
            )
        ]

    def __str__(self) -> str:
        """Show the gathering."""
        return str(self.event)

    def get_absolute_url(self) -> str:
        """Return the address of its group."""
        return self.group.get_absolute_url()


@tracked
class GroupTheme(models.Model):
    """A theme that a working group has in charge."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="group_themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="group_themes")

    class Meta:
        verbose_name = _("theme of a working group")
        verbose_name_plural = _("themes of working groups")
        ordering = ["group", "theme__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "theme"],
                name="theme_is_given_once_to_a_group",
                violation_error_message=_("This group has this theme already."),
            )
        ]

    def __str__(self) -> str:
        """Show the group and the theme."""
        return f"{self.group.number} – {self.theme.code}"

    def get_absolute_url(self) -> str:
        """Return the address of the group."""
        return self.group.get_absolute_url()


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    """Vocabulary on the members of working groups."""

    def on(self, day: date) -> GroupMemberQuerySet:
        """Keep those in the group on a day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


@tracked
class GroupMember(models.Model):
    """A structure, or people named by what they are, in a working group from one day to another."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="members")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    label = models.CharField(
        _("quality"), max_length=200, blank=True, help_text=_("For people without a structure: “residents”")
    )
    role = models.CharField(
        pgettext_lazy("in a working group", "role"), max_length=20, choices=GroupRole, default=GroupRole.MEMBER
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a working group")
        verbose_name_plural = _("members of working groups")
        ordering = ["group", "role", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(label=""),
                name="member_is_a_structure_or_is_said",
                violation_error_message=_("Choose a structure, or say who takes part."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="member_leaves_after_joining",
                violation_error_message=_("A member leaves after joining."),
            ),
        ]

    def __str__(self) -> str:
        """Show who it is."""
        return str(self.organization) if self.organization else self.label

    def get_absolute_url(self) -> str:
        """Return the address of the group."""
        return self.group.get_absolute_url()


@tracked
class GroupOutput(models.Model):
    """What a working group handed over."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="outputs")
    given_on = models.DateField(_("handed over on"))
    text = models.TextField(_("what the group hands over"))

    class Meta:
        verbose_name = _("output of a working group")
        verbose_name_plural = _("outputs of working groups")
        ordering = ["group", "given_on", "pk"]

    def __str__(self) -> str:
        """Show its beginning."""
        return Truncator(self.text).words(BEGINNING_WORDS)

    def get_absolute_url(self) -> str:
        """Return the address of the group."""
        return self.group.get_absolute_url()
