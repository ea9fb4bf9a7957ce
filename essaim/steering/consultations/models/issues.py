"""What contributions bring out: issues, the proposals made of them, and the answer given to each."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.models import Action, Axis, Plan, PlanItem, Source
from essaim.steering.action_plan.states import Certainty
from essaim.steering.consultations.states import IssueKind, ProposalState, Verdict

from .contributions import Contribution, Theme
from .cycle import BEGINNING_WORDS, Consultation
from .groups import WorkingGroup


@tracked(exclude=["search_key"])
class Issue(models.Model):
    """A gain to develop or a new issue, in its exact wording, which groups what several people said."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="issues")
    code = models.SlugField(
        pgettext_lazy("of an issue", "code"), max_length=20, help_text=_("Used in addresses: c1-a1")
    )
    kind = models.CharField(pgettext_lazy("of an issue", "kind"), max_length=20, choices=IssueKind)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("theme")
    )
    wording = models.TextField(pgettext_lazy("of an issue", "wording"))
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    place = models.CharField(_("place in the source"), max_length=300, blank=True)
    search_key = models.TextField(editable=False)

    class Meta:
        verbose_name = pgettext_lazy("of a consultation", "issue")
        verbose_name_plural = pgettext_lazy("of a consultation", "issues")
        ordering = ["consultation", "theme__number", "kind", "pk"]
        indexes = [GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="issue_by_similar_wording")]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "code"],
                name="issue_code_is_unique_in_its_consultation",
                violation_error_message=_("This consultation already has an issue of that code."),
            ),
            models.CheckConstraint(
                condition=~Q(wording=""),
                name="issue_has_a_wording",
                violation_error_message=_("An issue has a wording."),
            ),
        ]

    def __str__(self) -> str:
        """Show its code and the beginning of its wording."""
        words = self.wording.split()
        beginning = " ".join(words[:BEGINNING_WORDS])
        return f"{self.code.upper()} – {beginning}{'…' if len(words) > BEGINNING_WORDS else ''}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("consultations:issue", args=[self.consultation.slug, self.code])

    @property
    def reference(self) -> str:
        """What names it in public, everywhere: "2015-c1-e3"."""
        return f"{self.consultation.slug}-{self.code}"


@tracked
class Grouping(models.Model):
    """A contribution that an issue groups with others; one contribution may say several things."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="groupings")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="groupings")

    class Meta:
        verbose_name = _("grouping of a contribution")
        verbose_name_plural = _("groupings of contributions")
        ordering = ["issue", "contribution__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "contribution"],
                name="contribution_is_grouped_once_in_an_issue",
                violation_error_message=_("This contribution is in this issue already."),
            )
        ]

    def __str__(self) -> str:
        """Show the contribution and the issue."""
        return f"{self.contribution} → {self.issue.code}"

    def get_absolute_url(self) -> str:
        """Return the address of the issue."""
        return self.issue.get_absolute_url()


@tracked
class Answer(models.Model):
    """
    What became of one contribution or one issue, and why.

    The answer to an issue answers every contribution it groups that has none of its own.
    """

    issue = models.OneToOneField(Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="answer")
    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, null=True, blank=True, related_name="answer"
    )
    verdict = models.CharField(_("answer"), max_length=20, choices=Verdict)
    reason = models.TextField(pgettext_lazy("of an answer", "reason"))
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, default=Certainty.CONFIRMED)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer to a contribution")
        verbose_name_plural = _("answers to contributions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issue__isnull=False, contribution__isnull=True)
                | Q(issue__isnull=True, contribution__isnull=False),
                name="answer_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="answer_gives_its_reason",
                violation_error_message=_("Give the reason: it is published with the answer."),
            ),
        ]

    def __str__(self) -> str:
        """Show what is answered and how."""
        return f"{self.subject} – {self.get_verdict_display()}"

    def get_absolute_url(self) -> str:
        """Return the address of what it answers."""
        return self.subject.get_absolute_url()

    @property
    def subject(self) -> Issue | Contribution:
        """What it answers."""
        found = self.issue or self.contribution
        if found is None:
            raise LookupError
        return found


ONE_TARGET = (
    Q(plan__isnull=False, axis__isnull=True, action__isnull=True, item__isnull=True)
    | Q(plan__isnull=True, axis__isnull=False, action__isnull=True, item__isnull=True)
    | Q(plan__isnull=True, axis__isnull=True, action__isnull=False, item__isnull=True)
    | Q(plan__isnull=True, axis__isnull=True, action__isnull=True, item__isnull=False)
)


@tracked
class AnswerTarget(models.Model):
    """Where what was accepted went: a plan, one of its axes, actions or items."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="targets")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("target of an answer")
        verbose_name_plural = _("targets of answers")
        ordering = ["answer", "pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_TARGET, name="target_is_one_part_of_a_plan"),
            models.UniqueConstraint(
                fields=["answer", "plan", "axis", "action", "item"],
                nulls_distinct=False,
                name="target_is_named_once_by_an_answer",
                violation_error_message=_("This target is named already."),
            ),
        ]

    def __str__(self) -> str:
        """Show what it leads to."""
        return str(self.thing)

    def get_absolute_url(self) -> str:
        """Return the address of what was answered."""
        return self.answer.get_absolute_url()

    @property
    def thing(self) -> Plan | Axis | Action | PlanItem:
        """The part of a plan it leads to."""
        found = self.action or self.axis or self.item or self.plan
        if found is None:
            raise LookupError
        return found


@tracked
class Proposal(models.Model):
    """What a group or the team makes of issues; once kept, it is an action of the plan in preparation."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.TextField(_("title"))
    text = models.TextField(_("description"), blank=True)
    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("working group"),
    )
    state = models.CharField(
        pgettext_lazy("of a proposal", "state"), max_length=20, choices=ProposalState, default=ProposalState.STUDIED
    )
    reason = models.TextField(pgettext_lazy("of a proposal", "reason"), blank=True)
    action = models.ForeignKey(
        Action,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("action it became"),
    )

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="proposal_number_is_unique_in_its_consultation"
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.RETAINED, action__isnull=False)
                | (~Q(state=ProposalState.RETAINED) & Q(action__isnull=True)),
                name="kept_proposal_has_its_action_and_no_other",
                violation_error_message=_("A proposal that is kept names the action it became."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.SET_ASIDE) | ~Q(reason=""),
                name="proposal_set_aside_says_why",
                violation_error_message=_("Say why the proposal is set aside."),
            ),
        ]

    def __str__(self) -> str:
        """Show its number and title."""
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("consultations:proposal", args=[self.consultation.slug, self.number])

    @property
    def reference(self) -> str:
        """What names it in public, everywhere: "2015-3"."""
        return f"{self.consultation.slug}-{self.number}"


@tracked
class ProposalIssue(models.Model):
    """An issue that a proposal takes up."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="taken_up")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="proposals")

    class Meta:
        verbose_name = _("issue taken up by a proposal")
        verbose_name_plural = _("issues taken up by proposals")
        ordering = ["proposal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "issue"],
                name="issue_is_taken_up_once_by_a_proposal",
                violation_error_message=_("This proposal takes up this issue already."),
            )
        ]

    def __str__(self) -> str:
        """Show the issue and the proposal."""
        return f"{self.issue.code} → {self.proposal.number}"

    def get_absolute_url(self) -> str:
        """Return the address of the proposal."""
        return self.proposal.get_absolute_url()
