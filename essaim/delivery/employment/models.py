"""Posts, the aids each one owes, and how it was found later."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.identifiers import COMMUNE_CODE_PATTERN
from essaim.steering.action_plan.models import Action

from .states import COUNTED, LOOKS, PROVEN, Channel, Contract, Effect, FollowUpMonth, PostStatus

# A whole working time, in per cent.
FULL_TIME = Decimal(100)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month when it has none so high."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class PostQuerySet(models.QuerySet["Post"]):
    """Vocabulary on posts."""

    def counted(self) -> PostQuerySet:
        """Keep each post once: neither withdrawn nor found to be another one."""
        return self.filter(status__in=COUNTED, merged_into__isnull=True)

    def present_on(self, day: date) -> PostQuerySet:
        """Keep those that exist on a day; one that ended stays among those created (rule J9)."""
        return self.filter(Q(last_on__isnull=True) | Q(last_on__gte=day), starts_on__lte=day)


@tracked
class Post(models.Model):
    """
    A post of a structure; who holds it is never named.

    through: the network or support structure that was financed, for a post it helped another structure to create.
    baseline_on, baseline_headcount: how many people the structure had before, and on what day: what the effect is
        proven against.
    status_on, evidence: since when the status holds, and what document tells it.
    merged_into: the same post written twice, as a direct and an indirect one for instance; only that one counts.
    followed_by: who of the team looks at it again after 6, 12 and 24 months.

    Source: rules J1 to J9 of the project's handbook.
    """

    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    label = models.CharField(
        _("label of the post"), max_length=200, help_text=_("What is done there; never who does it.")
    )
    contract = models.CharField(_("contract"), max_length=20, choices=Contract)
    is_insertion = models.BooleanField(
        _("insertion post"), default=False, help_text=_("Held on a path of insertion through economic activity")
    )
    full_time_share = models.DecimalField(
        _("share of a full time (%)"),
        max_digits=5,
        decimal_places=2,
        default=FULL_TIME,
        help_text=_("100 for a full time; 74.29 for 26 hours out of 35"),
    )
    commune_code = models.CharField(_("commune of work"), max_length=5, blank=True)
    starts_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty as long as no end is known"))
    effect = models.CharField(_("effect"), max_length=20, choices=Effect)
    baseline_on = models.DateField(_("day of the baseline"), null=True, blank=True)
    baseline_headcount = models.PositiveIntegerField(
        _("people in the structure on that day"),
        null=True,
        blank=True,
        help_text=_("What the effect is proven against"),
    )
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.DIRECT)
    through = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("network or support structure"),
        help_text=_("For an indirect post: the one that was financed"),
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("action of the plan")
    )
    status = models.CharField(_("status"), max_length=20, choices=PostStatus, default=PostStatus.PLANNED)
    status_on = models.DateField(_("day of the status"))
    evidence = models.CharField(
        pgettext_lazy("of a post", "evidence"),
        max_length=300,
        blank=True,
        help_text=_("The document that tells it: contract, pay slip, report…"),
    )
    withdraw_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_posts",
        verbose_name=_("same post as"),
    )
    followed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("one post", "followed by")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["organization", "starts_on"], name="post_by_structure")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(label=""), name="post_has_a_label", violation_error_message=_("Say what is done there.")
            ),
            models.CheckConstraint(
                condition=Q(full_time_share__gt=0, full_time_share__lte=100),
                name="post_is_a_share_of_one_full_time",
                violation_error_message=_("The share of a full time is above 0 and at most 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(commune_code="") | Q(commune_code__regex=f"^{COMMUNE_CODE_PATTERN}$"),
                name="post_commune_is_of_insee_form",
                violation_error_message=_("An INSEE code has five characters, such as 59350 or 2A004."),
            ),
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("starts_on")),
                name="post_ends_after_it_starts",
                violation_error_message=_("The last day is not before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_on__isnull=True, baseline_headcount__isnull=True)
                | Q(baseline_on__isnull=False, baseline_headcount__isnull=False),
                name="post_baseline_has_day_and_headcount",
                violation_error_message=_("A baseline has its day and its headcount, or neither."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=PROVEN) | (Q(baseline_on__isnull=False) & ~Q(evidence="")),
                name="post_declared_has_baseline_and_evidence",
                violation_error_message=_("A post that is declared or verified has its baseline and its evidence."),
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.DIRECT) | Q(through__isnull=False),
                name="indirect_post_names_the_network",
                violation_error_message=_("An indirect post names the network or support structure that was financed."),
            ),
            models.CheckConstraint(
                condition=Q(through__isnull=True) | ~Q(through=F("organization")),
                name="post_goes_through_another_structure",
                violation_error_message=_("The network is another structure than the one where the post is."),
            ),
            models.CheckConstraint(
                condition=Q(status=PostStatus.WITHDRAWN) ^ Q(withdraw_reason=""),
                name="withdrawn_post_says_why",
                violation_error_message=_("Say why it is withdrawn."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="post_is_not_merged_into_itself",
                violation_error_message=_("A post is merged into another."),
            ),
        ]

    def __str__(self) -> str:
        """Show its number and structure: its label could point to somebody, and the public history is told from here."""
        return gettext("Post no. %(number)s (%(structure)s)") % {
            "number": self.pk or "–",
            "structure": self.organization.short_name,
        }

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("employment:post", args=[self.pk])

    @property
    def tone(self) -> str:
        """The colour that repeats its status."""
        return LOOKS.get(PostStatus(self.status), "")

    @property
    def is_counted(self) -> bool:
        """Whether it counts at all."""
        return self.status in COUNTED and self.merged_into_id is None

    def is_present_on(self, day: date) -> bool:
        """Tell whether it exists on a day."""
        return self.starts_on <= day and (self.last_on is None or self.last_on >= day)

    def follow_up_on(self, months: int) -> date:
        """Return the day on which it is looked at again."""
        return months_after(self.starts_on, months)


@tracked
class PostAid(models.Model):
    """
    An aid that a post owes something to, as the room above that gives it names it: kind and key.

    Two aids on one post count one post; whoever else funds it changes nothing (rule J7).
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="aids")
    kind = models.CharField(_("kind of aid"), max_length=60)
    key = models.CharField(_("key of the aid"), max_length=60)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.DIRECT)

    class Meta:
        verbose_name = _("aid to a post")
        verbose_name_plural = _("aids to posts")
        ordering = ["post", "pk"]
        indexes = [models.Index(fields=["kind", "key"], name="post_by_aid")]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "kind", "key"],
                name="aid_stands_once_on_a_post",
                violation_error_message=_("This aid is already attached to this post."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(key=""),
                name="aid_to_a_post_is_named",
                violation_error_message=_("Choose an aid."),
            ),
        ]

    def __str__(self) -> str:
        """Show its kind and key."""
        return f"{self.kind}:{self.key}"

    def get_absolute_url(self) -> str:
        """Return the address of the post."""
        return self.post.get_absolute_url()


@tracked
class FollowUp(models.Model):
    """How a post was found some months after its first day."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("looked at"), choices=FollowUpMonth)
    checked_on = models.DateField(_("looked at on"))
    is_present = models.BooleanField(_("the post exists still"))
    evidence = models.CharField(pgettext_lazy("of a post", "evidence"), max_length=300)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("follow-up of a post")
        verbose_name_plural = _("follow-ups of posts")
        ordering = ["post", "months"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "months"],
                name="post_is_followed_up_once_a_term",
                violation_error_message=_("This term was looked at already."),
            ),
            models.CheckConstraint(
                condition=Q(months__in=FollowUpMonth.values),
                name="follow_up_is_at_a_known_term",
                violation_error_message=_("Posts are looked at after 6, 12 and 24 months."),
            ),
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="follow_up_has_evidence",
                violation_error_message=_("Say what tells it."),
            ),
        ]

    def __str__(self) -> str:
        """Show its term."""
        return f"{self.post} – {self.get_months_display()}"

    def get_absolute_url(self) -> str:
        """Return the address of the post."""
        return self.post.get_absolute_url()
