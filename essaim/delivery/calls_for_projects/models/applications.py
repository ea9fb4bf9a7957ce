"""Applications to an edition of a call, the communes where they take place, and the form they are written in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.delivery.calls_for_projects.states import (
    APPLICATION_TONES,
    FOUND_COMPLETE,
    AidType,
    ApplicationState,
    NonFinancialRequest,
)
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.identifiers import COMMUNE_CODE_PATTERN
from essaim.foundations.territory.models import Zone

from .calls import SLUG_LENGTH_MAX, Call
from .editions import Edition
from .parts import check_words

NOT_FILED = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
IN_COMMITTEE = (
    ApplicationState.READY,
    ApplicationState.PRESENTED,
    ApplicationState.GRANTED,
    ApplicationState.REFUSED,
)


def check_non_financial(value: object) -> None:
    """Refuse what is no list of requests for help other than money."""
    check_words(value, NonFinancialRequest, gettext("This is no list of requests for help other than money."))


@tracked
class FormVersion(models.Model):
    """
    The form of an edition as it is asked from a moment on: a JSON Schema, never changed once published.

    A draft written in an older version moves on to the newest one; each of its answers keeps the words it was asked with.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="forms", verbose_name=pgettext_lazy("of a call", "edition")
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("of a version", "number"))
    schema = models.JSONField(_("schema"))
    published_at = models.DateTimeField(pgettext_lazy("of a form", "published"))
    note = models.CharField(_("what changes"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of a form")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="form_version_has_its_number_in_an_edition"),
        ]

    def __str__(self) -> str:
        """Show the edition and the number."""
        return f"{self.edition} – v{self.number}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Vocabulary on applications."""

    def filed(self) -> ApplicationQuerySet:
        """Keep those that were filed, whatever came of them."""
        return self.filter(filed_at__isnull=False)

    def with_names(self) -> ApplicationQuerySet:
        """Read with each what a page names."""
        return self.select_related("call", "edition__call", "organization", "territory", "officer", "author", "form")


# What the applicant wrote stays out of the history, which nobody erases: it may name people. Filing records its digest.
@tracked(
    exclude=["answers", "facts", "summary", "non_financial_note", "signatory_name", "signatory_email", "search_key"]
)
class Application(models.Model):
    """
    A request for help from a call: money, help other than money, or both.

    reference names it in public and in letters. edition is the one in force on the day of filing, for its whole life; while
    it is a draft, the one in force today. organization may be empty while the structure is being created.
    facts: what the rules read and no other field holds (legal category, creation, ESUS...), as JSON.
    answers: by code of the question, a JSON object with value, wording as asked, and version of the form.
    """

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="applications", verbose_name=pgettext_lazy("for projects", "call")
    )
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name=pgettext_lazy("of a call", "edition"),
    )
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("form"))
    number = models.PositiveIntegerField(_("number"))
    reference = models.SlugField(_("reference"), max_length=SLUG_LENGTH_MAX + 12, unique=True)
    state = models.CharField(
        pgettext_lazy("of an application", "state"),
        max_length=20,
        choices=ApplicationState,
        default=ApplicationState.DRAFT,
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    applicant_name = models.CharField(_("name of the structure, as written"), max_length=200, blank=True)
    title = models.CharField(_("title of the project"), max_length=200, blank=True)
    summary = models.TextField(_("project in a few words"), max_length=1500, blank=True)
    aid_type = models.CharField(_("type of aid"), max_length=20, choices=AidType, blank=True)
    requested_cents = models.PositiveBigIntegerField(_("amount asked for"), null=True, blank=True)
    budget_cents = models.PositiveBigIntegerField(_("provisional budget"), null=True, blank=True)
    non_financial = models.JSONField(
        _("help other than money"), default=list, blank=True, validators=[check_non_financial]
    )
    non_financial_note = models.TextField(_("what help, and why"), max_length=1500, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    territory = models.ForeignKey(
        Zone,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory"),
    )
    signatory_name = models.CharField(_("legal representative"), max_length=120, blank=True)
    signatory_quality = models.CharField(_("quality of the representative"), max_length=80, blank=True)
    signatory_email = models.EmailField(_("address of the representative"), blank=True)
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("appraised by")
    )
    started_at = models.DateTimeField(_("started"))
    saved_at = models.DateTimeField(_("saved"))
    filed_at = models.DateTimeField(_("filed"), null=True, blank=True)
    completed_at = models.DateTimeField(_("found complete"), null=True, blank=True)
    ready_at = models.DateTimeField(_("ready for the committee"), null=True, blank=True)
    ended_at = models.DateTimeField(pgettext_lazy("of an application", "ended"), null=True, blank=True)
    end_reason = models.TextField(pgettext_lazy("of an application", "why it ended"), max_length=1500, blank=True)
    search_key = models.TextField(editable=False, default="", blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("to a call", "application")
        verbose_name_plural = pgettext_lazy("to a call", "applications")
        ordering = ["call", "number"]
        indexes = [
            models.Index(fields=["state", "filed_at"], name="application_by_state"),
            models.Index(fields=["filed_at"], name="application_by_day_of_filing"),
            models.Index(fields=["state", "requested_cents"], name="application_by_amount"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="application_by_words"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="application_number_is_unique_in_its_call"),
            models.CheckConstraint(
                condition=Q(state__in=NOT_FILED) | Q(filed_at__isnull=False),
                name="filed_application_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.DRAFT) | Q(filed_at__isnull=True),
                name="draft_application_is_not_filed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=NOT_FILED) | (~Q(title="") & ~Q(applicant_name="")),
                name="filed_application_says_who_and_what",
                violation_error_message=_("Give the project a title, and say which structure carries it."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=NOT_FILED)
                | Q(requested_cents__isnull=False, requested_cents__gt=0)
                | ~Q(non_financial=[]),
                name="filed_application_asks_for_something",
                violation_error_message=_("Say what you ask for: an amount, help other than money, or both."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FOUND_COMPLETE) | Q(completed_at__isnull=False),
                name="complete_application_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IN_COMMITTEE) | Q(ready_at__isnull=False),
                name="ready_application_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ApplicationState.INADMISSIBLE, ApplicationState.WITHDRAWN])
                | Q(ended_at__isnull=False),
                name="ended_application_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.INADMISSIBLE) | ~Q(end_reason=""),
                name="inadmissible_application_says_why",
                violation_error_message=_("Say by which rule it cannot be received: who applied will read it."),
            ),
        ]

    def __str__(self) -> str:
        """Show its reference, never who wrote it."""
        return self.reference

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("calls_for_projects:application", args=[self.reference])

    def clean(self) -> None:
        """
        Keep the edition and the form to the call.

        :raises ValidationError: if the edition is of another call, or the form of another edition
        """
        if self.edition.call_id != self.call_id or self.form.edition_id != self.edition_id:
            raise ValidationError({"edition": gettext("The edition is one of this call, and the form is that of it.")})

    @property
    def label(self) -> str:
        """What it is called on a page: the project, or that it has no title yet."""
        return self.title or gettext("Project without a title yet")

    @property
    def carrier(self) -> str:
        """Who carries it: the structure as its record names it, else as it was written."""
        return self.organization.name if self.organization else self.applicant_name

    @property
    def state_tone(self) -> str:
        """The colour that repeats its state."""
        return APPLICATION_TONES[ApplicationState(self.state)]

    @property
    def filed_on(self) -> date | None:
        """The day of filing, which chose the edition."""
        return timezone.localdate(self.filed_at) if self.filed_at else None

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.state == ApplicationState.DRAFT

    @property
    def non_financial_in_words(self) -> list[str]:
        """The help other than money that it asks for."""
        return [str(NonFinancialRequest(value).label) for value in self.non_financial]

    def values(self) -> dict[str, Any]:
        """Return its answers without the words they were asked with."""
        return {code: answer["value"] for code, answer in self.answers.items()}


@tracked
class ApplicationCommune(models.Model):
    """A commune where the project takes place; the first is the main one, which tells the territory."""

    application = models.ForeignKey(
        Application,
        on_delete=models.CASCADE,
        related_name="communes",
        verbose_name=pgettext_lazy("to a call", "application"),
    )
    code = models.CharField(_("INSEE code"), max_length=5)
    name = models.CharField(_("name"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "place"), default=0)

    class Meta:
        verbose_name = _("commune of a project")
        verbose_name_plural = _("communes of a project")
        ordering = ["application", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "code"],
                name="application_names_a_commune_once",
                violation_error_message=_("This commune is named twice."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=f"^{COMMUNE_CODE_PATTERN}$"),
                name="commune_of_a_project_is_of_insee_form",
                violation_error_message=_("An INSEE code has five characters, such as 59350 or 2A004."),
            ),
        ]

    def __str__(self) -> str:
        """Show its name, or its code where the name is not known."""
        return self.name or self.code


LATEST_FIRST = (F("filed_at").desc(nulls_last=True), "-pk")
