"""What follows a gathering: what those who came thought of it, and who was put in touch with whom."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.events.states import ENDED_LEADS, LeadState, Satisfaction
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked

from .gatherings import Event

COMMENT_LENGTH_MAX = 2000


@tracked(exclude=["comment"])
class Rating(models.Model):
    """
    What somebody who came thought of a gathering: no name, no address, no code, and the day only.

    The comment is read by the team, kept out of the history, and erased with the names of those who registered.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="ratings")
    overall = models.PositiveSmallIntegerField(_("satisfied with the gathering"), choices=Satisfaction)
    usefulness = models.PositiveSmallIntegerField(_("useful to one's activity"), choices=Satisfaction)
    has_met = models.BooleanField(_("met somebody to work with"), default=False)
    comment = models.TextField(_("comment"), blank=True, validators=[MaxLengthValidator(COMMENT_LENGTH_MAX)])
    received_on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("appreciation")
        verbose_name_plural = _("appreciations")
        ordering = ["event", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(overall__in=Satisfaction.values, usefulness__in=Satisfaction.values),
                name="rating_is_from_one_to_five",
                violation_error_message=_("Choose one of the five answers."),
            ),
        ]

    def __str__(self) -> str:
        """Show its number: nothing tells whose it is."""
        return gettext("Appreciation no. %(number)s") % {"number": self.pk or "–"}

    def get_absolute_url(self) -> str:
        """Return the address of the results it counts in."""
        return reverse("events:ratings", args=[self.event.slug])


class LeadQuerySet(models.QuerySet["Lead"]):
    """Vocabulary on contacts made."""

    def followed(self) -> LeadQuerySet:
        """Keep those that somebody still follows."""
        return self.exclude(state__in=ENDED_LEADS)


@tracked
class Lead(models.Model):
    """Two structures put in touch at a gathering, about something, followed until it is known what came of it."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="leads", verbose_name=_("gathering"))
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of a contact", "one structure"),
    )
    organization_name = models.CharField(_("or its name, without a record here"), max_length=200, blank=True)
    other = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of a contact", "the other structure"),
    )
    other_name = models.CharField(_("or its name, without a record here"), max_length=200, blank=True)
    about = models.CharField(
        _("about what"), max_length=300, help_text=_("What one looks for and the other has: premises, a partner, work")
    )
    next_step = models.CharField(_("next step"), max_length=300, blank=True, help_text=_("Who does what, and when"))
    state = models.CharField(
        pgettext_lazy("of a contact", "state"), max_length=20, choices=LeadState, default=LeadState.NOTED
    )
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    noted_on = models.DateField(pgettext_lazy("of a contact", "noted on"))
    ended_on = models.DateField(pgettext_lazy("of a contact", "ended on"), null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact made")
        verbose_name_plural = _("contacts made")
        ordering = ["-noted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) ^ ~Q(organization_name=""),
                name="lead_names_its_first_structure_once",
                violation_error_message=_("For each side, choose a structure known here, or write its name: not both."),
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=False) ^ ~Q(other_name=""),
                name="lead_names_its_other_structure_once",
                violation_error_message=_("For each side, choose a structure known here, or write its name: not both."),
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=True) | Q(other__isnull=True) | ~Q(organization=models.F("other")),
                name="lead_is_between_two_structures",
                violation_error_message=_("Two different structures are put in touch."),
            ),
            models.CheckConstraint(
                condition=~Q(about=""), name="lead_says_about_what", violation_error_message=_("Say about what.")
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED_LEADS, ended_on__isnull=False) & ~Q(outcome="")
                | ~Q(state__in=ENDED_LEADS) & Q(ended_on__isnull=True, outcome=""),
                name="ended_lead_says_what_came_of_it",
                violation_error_message=_("Say what came of it."),
            ),
        ]

    def __str__(self) -> str:
        """Show both sides."""
        return pgettext("two structures in touch", "%(one)s and %(other)s") % {
            "one": self.organization or self.organization_name,
            "other": self.other or self.other_name,
        }

    def get_absolute_url(self) -> str:
        """Return the address where it is followed."""
        return reverse("events:lead", args=[self.pk])

    @property
    def state_tone(self) -> str:
        """The colour that repeats its state."""
        return {LeadState.NOTED: "warn", LeadState.IN_TOUCH: "info", LeadState.CONCLUDED: "good"}.get(
            LeadState(self.state), ""
        )
