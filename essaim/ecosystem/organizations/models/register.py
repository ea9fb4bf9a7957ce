"""The records compared with the national register: what differs, and what officers made of it, which can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.organizations.states import Answer, DecisionState, FindingKind, FindingState, FoundField
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.sirene.models import Snapshot

from .records import Organization

DECISION_UNDO_PERIOD = timedelta(days=30)
# A value of the register as text: the longest is an address.
VALUE_LENGTH_MAX = 300


@tracked
class RegisterComparison(models.Model):
    """One snapshot of the register compared with the records: when last, and what was found. unnamed: units not named there."""

    snapshot = models.OneToOneField(
        Snapshot, on_delete=models.PROTECT, related_name="+", verbose_name=_("snapshot of the register")
    )
    compared_at = models.DateTimeField(_("compared"))
    entries = models.PositiveIntegerField(_("not recorded"), default=0)
    exits = models.PositiveIntegerField(_("no longer there"), default=0)
    conflicts = models.PositiveIntegerField(_("said otherwise"), default=0)
    completions = models.PositiveIntegerField(_("missing in records"), default=0)
    unnamed = models.PositiveIntegerField(_("not named by the register"), default=0)

    class Meta:
        verbose_name = _("comparison with the register")
        verbose_name_plural = _("comparisons with the register")
        ordering = ["-compared_at", "-pk"]

    def __str__(self) -> str:
        """Show the month of the register."""
        return date_format(self.snapshot.vintage, "F Y")

    def get_absolute_url(self) -> str:
        """Return the address of what was found."""
        return reverse("organizations:finding_list")


@tracked
class RegisterDecision(models.Model):
    """What an officer answered to some differences at once; taken back within 30 days."""

    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.DONE)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    decided_at = models.DateTimeField(_("decided"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    count = models.PositiveIntegerField(_("differences answered"))

    class Meta:
        verbose_name = _("decision on the register")
        verbose_name_plural = _("decisions on the register")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DecisionState.DONE, undone_at__isnull=True)
                | Q(state=DecisionState.UNDONE, undone_at__isnull=False),
                name="undone_decision_on_the_register_has_its_moment",
                violation_error_message=_("What is undone has its moment."),
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.SET_ASIDE) | ~Q(reason=""),
                name="what_is_set_aside_has_its_reason",
                violation_error_message=_("Say why it is set aside: it will not be proposed again."),
            ),
        ]

    def __str__(self) -> str:
        """Show the answer and how many."""
        return f"{self.get_answer_display()} ({self.count})"

    def get_absolute_url(self) -> str:
        """Return the address where it is looked at and undone."""
        return reverse("organizations:decision", args=[self.pk])

    @property
    def undoable_until(self) -> datetime:
        """The moment after which it can no longer be undone."""
        return self.decided_at + DECISION_UNDO_PERIOD


class FindingQuerySet(models.QuerySet["RegisterFinding"]):
    """Vocabulary on differences."""

    def waiting(self) -> FindingQuerySet:
        """Keep those nobody answered."""
        return self.filter(state=FindingState.WAITING)


class RegisterFinding(models.Model):
    """
    One thing the register says that a record does not, or a unit that no record has.

    Made again each time the two are compared until somebody answers it: what waits has no history, what was answered is told by
    its decision and by the record. written: what accepting wrote, so that it can be taken back. is_from_register: what the record
    says was read in the register itself, and nobody wrote over it since.
    """

    kind = models.CharField(_("what was found"), max_length=10, choices=FindingKind)
    field = models.CharField(_("field"), max_length=20, choices=FoundField)
    siren = models.CharField(_("SIREN"), max_length=9)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    name = models.CharField(_("name"), max_length=300)
    commune_code = models.CharField(_("commune"), max_length=5, blank=True)
    before = models.CharField(_("written here"), max_length=VALUE_LENGTH_MAX, blank=True)
    proposed = models.CharField(_("in the register"), max_length=VALUE_LENGTH_MAX)
    facts = models.JSONField(_("facts of the register"), default=dict, blank=True)
    legal_category = models.CharField(_("legal category"), max_length=4, blank=True)
    is_employer = models.BooleanField(pgettext_lazy("mark of the register", "employer"), default=False)
    confirmed_on = models.DateField(_("confirmed by the structure on"), null=True, blank=True)
    is_from_register = models.BooleanField(_("read in the register before"), default=False)
    vintage = models.DateField(_("month of the register"))
    state = models.CharField(_("state"), max_length=10, choices=FindingState, default=FindingState.WAITING)
    decision = models.ForeignKey(
        RegisterDecision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("decision"),
    )
    written = models.JSONField(_("what was written"), default=list, blank=True)
    kept_because = models.CharField(_("why it was not taken back"), max_length=400, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference with the register")
        verbose_name_plural = _("differences with the register")
        ordering = ["kind", "name", "pk"]
        indexes = [
            models.Index(fields=["state", "kind", "name"], name="finding_in_its_list"),
            models.Index(fields=["siren"], name="finding_by_siren"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "siren", "field"],
                condition=Q(state=FindingState.WAITING),
                name="one_thing_is_proposed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.WAITING, decision__isnull=True)
                | (~Q(state=FindingState.WAITING) & Q(decision__isnull=False)),
                name="answered_finding_has_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(kind=FindingKind.ENTRY) | Q(organization__isnull=False),
                name="difference_is_of_a_record",
            ),
        ]

    def __str__(self) -> str:
        """Show the structure."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address where everything the register says of this unit is answered."""
        return reverse("organizations:register_unit", args=[self.siren])
