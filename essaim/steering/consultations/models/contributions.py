"""What people say: contributions, whatever way they came, and the themes they are sorted into."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.core.validators import validate_slug
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.steering.action_plan.models import Action, Axis, Source
from essaim.steering.consultations.states import HIDDEN_STATES, Channel, ContributionMail, HidingCause, ModerationState

from .cycle import Consultation

TEXT_LENGTH_MAX = 5000


@tracked
class Theme(models.Model):
    """What contributions and issues of a consultation are sorted into."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="themes")
    number = models.PositiveSmallIntegerField(_("number"))
    code = models.CharField(pgettext_lazy("of a theme", "code"), max_length=10, validators=[validate_slug])
    title = models.TextField(_("title"))
    other_wording = models.TextField(
        _("other wording"), blank=True, help_text=_("When the source names the theme otherwise elsewhere")
    )
    note = models.TextField(_("note"), blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "code"],
                name="theme_code_is_unique_in_its_consultation",
                violation_error_message=_("This consultation already has a theme of that code."),
            ),
            models.UniqueConstraint(
                fields=["consultation", "number"],
                name="theme_number_is_unique_in_its_consultation",
                violation_error_message=_("This consultation already has a theme of that number."),
            ),
        ]

    def __str__(self) -> str:
        """Show its code and title."""
        return f"{self.code} – {' / '.join(self.title.splitlines())}"

    def get_absolute_url(self) -> str:
        """Return the address of the issues sorted into it."""
        return f"{reverse('consultations:issue_list', args=[self.consultation.slug])}?theme={self.code}"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Vocabulary on contributions."""

    def readable(self) -> ContributionQuerySet:
        """Keep those whose text everybody reads."""
        return self.filter(state=ModerationState.PUBLISHED)

    def in_public(self) -> ContributionQuerySet:
        """Keep those that have a place in public: published, or hidden with a word said of why."""
        return self.exclude(state=ModerationState.RECEIVED)


@tracked(exclude=["author_name", "tracking_number", "search_key", "email", "mail_due", "mailed_at"])
class Contribution(models.Model):
    """
    What somebody said to a consultation, online or not: whatever the channel, it weighs the same.

    number is public, in its consultation; tracking_number is known to the author alone, who follows and appeals with it.
    email, if one is left, serves to tell the author and is erased with the answer; it is never shown nor logged.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="contributions")
    number = models.PositiveIntegerField(_("number"))
    tracking_number = models.CharField(_("tracking number"), max_length=20, unique=True)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH_MAX)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("theme")
    )
    author_name = models.CharField(_("name"), max_length=120, blank=True)
    shows_name = models.BooleanField(_("the name may be shown"), default=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    mail_due = models.CharField(_("mail to send"), max_length=20, choices=ContributionMail, blank=True)
    mailed_at = models.DateTimeField(_("last mail sent"), null=True, blank=True)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    organization_name = models.CharField(_("structure, as written"), max_length=200, blank=True)
    text_version = models.ForeignKey(
        "consultations.TextVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("version of the text it is about"),
    )
    passage = models.TextField(_("passage it is about, word for word"), blank=True)
    axis = models.ForeignKey(
        Axis, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("axis it is about")
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("action it is about")
    )
    channel = models.CharField(_("how it came"), max_length=20, choices=Channel, default=Channel.ONLINE)
    origin = models.CharField(
        _("where it was gathered"),
        max_length=300,
        blank=True,
        help_text=_("The register, the table or the letter: what somebody who doubts would ask to see"),
    )
    received_at = models.DateTimeField(_("received"))
    state = models.CharField(_("moderation"), max_length=20, choices=ModerationState, default=ModerationState.RECEIVED)
    moderated_at = models.DateTimeField(_("read"), null=True, blank=True)
    hiding_cause = models.CharField(_("cause"), max_length=20, choices=HidingCause, blank=True)
    hidden_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hidden by")
    )
    moderation_reason = models.TextField(_("reason given to the author"), blank=True)
    appeal = models.TextField(_("what the author asks"), blank=True)
    appealed_at = models.DateTimeField(_("second reading asked"), null=True, blank=True)
    search_key = models.TextField(editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["consultation", "number"]
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="contribution_by_similar_text"),
            # Gives the closest first, which the one above cannot; its signatures are wide enough for long texts.
            GistIndex(
                fields=["search_key"], opclasses=["gist_trgm_ops(siglen=256)"], name="contribution_by_closest_text"
            ),
            # With what figures count in it, what is counted or left out is found without reading the texts.
            models.Index(
                fields=["consultation", "state", "number"],
                include=["id", "theme", "channel", "organization", "received_at", "moderated_at"],
                name="contribution_by_moderation",
            ),
            models.Index(fields=["consultation"], condition=~Q(email=""), name="contribution_with_an_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="contribution_number_is_unique_in_its_consultation"
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="contribution_has_a_text",
                violation_error_message=_("A contribution has a text."),
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.ONLINE) | ~Q(origin=""),
                name="contribution_not_online_says_where_it_was_gathered",
                violation_error_message=_("Say where this contribution was gathered: register, table, letter."),
            ),
            models.CheckConstraint(
                condition=Q(state=ModerationState.RECEIVED, moderated_at__isnull=True)
                | (~Q(state=ModerationState.RECEIVED) & Q(moderated_at__isnull=False)),
                name="moderated_contribution_has_its_moment_and_no_other",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HIDDEN_STATES) | (~Q(hiding_cause="") & ~Q(moderation_reason="")),
                name="hidden_contribution_says_why",
                violation_error_message=_("Say which rule the text breaks, and how: its author will read it."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ModerationState.APPEALED, ModerationState.UPHELD])
                | (~Q(appeal="") & Q(appealed_at__isnull=False)),
                name="appealed_contribution_has_an_appeal",
                violation_error_message=_("Say why the text should be shown."),
            ),
            models.CheckConstraint(
                condition=Q(text_version__isnull=True, passage="") | (Q(text_version__isnull=False) & ~Q(passage="")),
                name="contribution_on_a_text_quotes_a_passage",
                violation_error_message=_("Quote the passage it is about."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(text_version__isnull=True, axis__isnull=True)
                    | Q(text_version__isnull=True, action__isnull=True)
                    | Q(axis__isnull=True, action__isnull=True)
                ),
                name="contribution_is_about_one_thing_at_most",
            ),
            models.CheckConstraint(
                condition=Q(mail_due="") | ~Q(email=""), name="mail_is_due_to_an_author_who_left_an_address"
            ),
        ]

    def __str__(self) -> str:
        """Show its number, never its author: public history is told from here."""
        return f"{self.consultation.slug} – n° {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of its public page."""
        return reverse("consultations:contribution", args=[self.consultation.slug, self.number])

    @property
    def reference(self) -> str:
        """What names it in public, everywhere: "2015-12"."""
        return f"{self.consultation.slug}-{self.number}"

    @property
    def part(self) -> Axis | Action | None:
        """The part of a plan it is about."""
        return self.axis or self.action

    @property
    def is_hidden(self) -> bool:
        """Tell whether its place is kept without its text."""
        return self.state in HIDDEN_STATES

    @property
    def is_readable(self) -> bool:
        """Tell whether everybody reads its text."""
        return self.state == ModerationState.PUBLISHED
