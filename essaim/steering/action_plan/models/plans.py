"""Plans, their axes, actions and items, and the metropolitan policies they cross."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.periods import Period
from essaim.steering.action_plan.states import ActionState, ItemKind, PlanState

from .acts import Act
from .sources import BEGINNING_WORDS, Source


class PlanQuerySet(models.QuerySet["Plan"]):
    """Vocabulary on plans."""

    def own(self) -> PlanQuerySet:
        """Keep the authority's own plans: all but those imported from another instance."""
        return self.filter(origin_siren="")

    def shown(self) -> PlanQuerySet:
        """Leave out the plans of other authorities that were withdrawn."""
        return self.filter(Q(origin_siren="") | Q(import_record__withdrawn_at__isnull=True))

    def public(self) -> PlanQuerySet:
        """Keep the plans everybody may read: the authority's own, but for drafts."""
        return self.own().exclude(state=PlanState.DRAFT)


@tracked
class Plan(models.Model):
    """A dated programme of the policy, adopted by an act; several coexist, past and current."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True, help_text=_("Used in addresses: 2022-2026"))
    name = models.CharField(_("name"), max_length=300)
    summary = models.TextField(_("in plain words"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"))
    state = models.CharField(_("state"), max_length=20, choices=PlanState, default=PlanState.DRAFT)
    founding_act = models.ForeignKey(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("founding act")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))
    origin_siren = models.CharField(
        _("SIREN of the authority it comes from"),
        max_length=9,
        blank=True,
        help_text=_("Empty for the authority's own plans; a plan that comes from elsewhere is only read"),
    )
    origin_name = models.CharField(_("authority it comes from"), max_length=200, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message=_("A plan must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(founding_act__isnull=False),
                name="plan_past_draft_has_a_founding_act",
                violation_error_message=_("An adopted plan must name the act that adopted it."),
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.CLOSED, closed_on__isnull=False)
                | (~Q(state=PlanState.CLOSED) & Q(closed_on__isnull=True)),
                name="closed_plan_has_its_date_and_no_other",
                violation_error_message=_("A closed plan has the date of its closing, and no other plan has."),
            ),
            models.CheckConstraint(
                condition=Q(origin_siren="", origin_name="") | (Q(origin_siren__regex=r"^\d{9}$") & ~Q(origin_name="")),
                name="foreign_plan_names_its_authority",
                violation_error_message=_("A plan that comes from elsewhere names the authority it comes from."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("action_plan:plan", args=[self.slug])

    @property
    def period(self) -> Period:
        """The days it covers, its end excluded."""
        return Period(self.starts_on, self.ends_on)

    def has_ended(self, today: date) -> bool:
        """Tell whether its period is over on a day, be it closed or not."""
        return today >= self.ends_on

    @property
    def last_day(self) -> date:
        """The last day of its period."""
        return self.ends_on - timedelta(days=1)

    @property
    def is_foreign(self) -> bool:
        """Tell whether it was imported from another instance: it is then only read."""
        return bool(self.origin_siren)


@tracked
class Axis(models.Model):
    """First level of a plan, numbered inside it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="axes")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=400)
    intent = models.TextField(_("intent"), blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        verbose_name = pgettext_lazy("part of a plan", "axis")
        verbose_name_plural = pgettext_lazy("parts of a plan", "axes")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="axis_number_is_unique_in_its_plan",
                violation_error_message=_("This plan already has an axis of that number."),
            )
        ]

    def __str__(self) -> str:
        """Show its number and title."""
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of its place on the plan's page."""
        return f"{self.plan.get_absolute_url()}#axe-{self.number}"


@tracked
class Action(models.Model):
    """Second level of a plan, numbered in it, with its verbatim title and, apart, its description."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="actions", verbose_name=_("axis"))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.TextField(_("title"))
    description = models.TextField(_("description"), blank=True)
    plain_summary = models.TextField(_("in plain words"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ActionState, default=ActionState.PROPOSED)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.TextField(_("reason of its end"), blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        verbose_name = pgettext_lazy("part of a plan", "action")
        verbose_name_plural = pgettext_lazy("parts of a plan", "actions")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="action_number_is_unique_in_its_plan",
                violation_error_message=_("This plan already has an action of that number."),
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.PROPOSED) | Q(opened_on__isnull=False) | Q(state=ActionState.DROPPED),
                name="open_action_has_its_date",
                violation_error_message=_("An open action must have the date it opened."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ActionState.DONE, ActionState.DROPPED], ended_on__isnull=False)
                | Q(state__in=[ActionState.PROPOSED, ActionState.OPEN], ended_on__isnull=True),
                name="ended_action_has_its_date_and_no_other",
                violation_error_message=_("An ended action has the date of its end, and no other action has."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="action_is_not_part_of_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state=ActionState.DROPPED) | ~Q(end_reason=""),
                name="dropped_action_says_why",
                violation_error_message=_("Say why the action is dropped."),
            ),
        ]

    def __str__(self) -> str:
        """Show its number and title."""
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        """Return its address, which does not name the axis: moving it keeps its links."""
        return reverse("action_plan:action", args=[self.plan.slug, self.number])


@tracked
class PlanItem(models.Model):
    """What a plan states beside its axes and actions: principles, stakes, contents of an axis, reported results."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("axis")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind)
    code = models.CharField(_("number"), max_length=10)
    text = models.TextField(_("text"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))

    class Meta:
        verbose_name = _("item of a plan")
        verbose_name_plural = _("items of a plan")
        ordering = ["plan", "kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="item_code_is_unique_in_its_plan")]

    def __str__(self) -> str:
        """Show its code and its beginning."""
        return f"{self.code} {Truncator(self.text).words(BEGINNING_WORDS)}"


@tracked
class Policy(models.Model):
    """Another policy of the authority that the plan crosses: housing, waste, transport..."""

    slug = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("policy crossed")
        verbose_name_plural = _("policies crossed")
        ordering = ["name"]

    def __str__(self) -> str:
        """Show its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address that shows what crosses it."""
        return reverse("action_plan:policy", args=[self.slug])


@tracked
class PolicyCrossing(models.Model):
    """A policy crossed by a whole plan or by one action, as a source says."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="crossings")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="crossings")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="crossings")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("crossing of policies")
        verbose_name_plural = _("crossings of policies")
        ordering = ["policy__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "plan", "action"], nulls_distinct=False, name="policy_is_crossed_once"
            )
        ]

    def __str__(self) -> str:
        """Show the policy and where it is crossed."""
        return f"{self.policy} / {self.action or self.plan}"
