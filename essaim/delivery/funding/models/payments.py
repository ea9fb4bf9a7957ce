"""Instalments, their conditions, and two books that are only added to: services said to be done, and payments."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.funding.states import SEEN_ALONE, ConditionKind, DutyKind, InstalmentKind
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.ui.dates import day_in_words

from .grants import Grant

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


@tracked
class Instalment(models.Model):
    """A part of a grant in cash, paid at once when its conditions are met."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="instalments")
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(
        pgettext_lazy("of an instalment", "kind"), max_length=20, choices=InstalmentKind, default=InstalmentKind.WHOLE
    )
    cents = models.BigIntegerField(_("amount"))
    due_on = models.DateField(_("foreseen on"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of a grant", "instalment")
        verbose_name_plural = pgettext_lazy("of a grant", "instalments")
        ordering = ["grant", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "position"], name="instalment_has_its_place_in_the_grant"),
            models.CheckConstraint(
                condition=Q(cents__gte=0),
                name="instalment_is_not_negative",
                violation_error_message=_("Give an amount of zero or more."),
            ),
        ]

    def __str__(self) -> str:
        """Show its kind and the grant's reference."""
        return f"{self.get_kind_display()} – {self.grant.reference}"

    def get_absolute_url(self) -> str:
        """Return where it stands on the grant's page."""
        return f"{reverse('funding:grant', args=[self.grant_id])}#versement-{self.pk}"


@tracked
class Condition(models.Model):
    """What must be before an instalment is paid; some are seen from the rows, somebody says of others that they are met."""

    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="conditions")
    kind = models.CharField(pgettext_lazy("of a condition", "kind"), max_length=20, choices=ConditionKind)
    wording = models.CharField(
        pgettext_lazy("of a condition", "wording"), max_length=300, blank=True, help_text=_("Such as which document")
    )
    day = models.DateField(_("day"), null=True, blank=True)
    rate_percent = models.PositiveSmallIntegerField(
        _("share of the budget spent, in %"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    met_on = models.DateField(_("met on"), null=True, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    met_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("said by")
    )

    class Meta:
        verbose_name = pgettext_lazy("of an instalment", "condition")
        verbose_name_plural = pgettext_lazy("of an instalment", "conditions")
        ordering = ["instalment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=ConditionKind.DAY) | Q(day__isnull=False),
                name="condition_on_a_day_gives_it",
                violation_error_message=_("Give the day."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ConditionKind.RATE) | Q(rate_percent__isnull=False),
                name="condition_on_a_share_gives_it",
                violation_error_message=_("Give the share of the budget."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ConditionKind.DOCUMENT) | ~Q(wording=""),
                name="condition_on_a_document_names_it",
                violation_error_message=_("Say which document."),
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True, evidence="", met_by__isnull=True)
                | Q(met_on__isnull=False, met_by__isnull=False) & ~Q(evidence="") & ~Q(kind__in=SEEN_ALONE),
                name="condition_met_has_its_evidence",
                violation_error_message=_("Say since when it is met, and what shows it."),
            ),
        ]

    def __str__(self) -> str:
        """Show what is asked."""
        return self.words

    def get_absolute_url(self) -> str:
        """Return where its instalment stands."""
        return self.instalment.get_absolute_url()

    @property
    def words(self) -> str:
        """What is asked, with its particulars."""
        parts = [str(self.get_kind_display())]
        if self.day is not None:
            parts.append(day_in_words(self.day))
        if self.rate_percent is not None:
            parts.append(f"{self.rate_percent}\u00a0%")
        if self.wording:
            parts.append(self.wording)
        return ", ".join(parts)

    def is_met(self, *, today: date, is_bound: bool) -> bool:
        """Tell whether it is met on a day; is_bound: whether the grant's agreement is signed."""
        if self.kind == ConditionKind.SIGNED:
            return is_bound
        if self.kind == ConditionKind.DAY:
            return self.day is not None and self.day <= today
        return self.met_on is not None


@tracked
class Certification(models.Model):
    """
    What somebody said: the service is done, for so much of an instalment.

    Append-only: a negative row that names another takes it back. The sum of an instalment stays between zero and its
    amount, which a trigger holds.
    """

    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="certifications")
    cents = models.BigIntegerField(_("amount"))
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("takes back"),
    )
    certified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("said by"))
    certified_at = models.DateTimeField(_("said on"))
    note = models.CharField(_("on what evidence"), max_length=300)

    class Meta:
        verbose_name = _("service said to be done")
        verbose_name_plural = _("services said to be done")
        ordering = ["instalment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gt=0, corrects__isnull=True) | Q(cents__lt=0, corrects__isnull=False),
                name="negative_certification_names_what_it_takes_back",
            ),
            models.CheckConstraint(
                condition=~Q(note=""),
                name="certification_says_on_what_evidence",
                violation_error_message=_("Say on what evidence."),
            ),
        ]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="within_instalment",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("agreed", "bigint"), ("certified", "bigint"), ("paid", "bigint")],
                func="""
                    SELECT cents INTO agreed FROM funding_instalment WHERE id = NEW.instalment_id FOR UPDATE;
                    SELECT coalesce(sum(cents), 0) + NEW.cents INTO certified
                        FROM funding_certification WHERE instalment_id = NEW.instalment_id;
                    SELECT coalesce(sum(cents), 0) INTO paid FROM funding_payment WHERE instalment_id = NEW.instalment_id;
                    IF certified > agreed OR certified < paid THEN
                        RAISE EXCEPTION 'The service done would be % cents, of % agreed and % paid', certified, agreed, paid
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Show its instalment."""
        return str(self.instalment)

    def get_absolute_url(self) -> str:
        """Return where its instalment stands."""
        return self.instalment.get_absolute_url()


@tracked
class Payment(models.Model):
    """
    What was ordered to be paid of an instalment.

    Append-only: a mistake is corrected by a negative row that names it. What is paid of an instalment stays between zero
    and what was said to be done, which a trigger holds; who said it never orders it.
    """

    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="payments")
    cents = models.BigIntegerField(_("amount"))
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    certified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("service said to be done by")
    )
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("ordered by"))
    paid_on = models.DateField(_("paid on"))
    warrant_number = models.CharField(_("number of the payment order"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = pgettext_lazy("of a grant", "payment")
        verbose_name_plural = pgettext_lazy("of a grant", "payments")
        ordering = ["-paid_on", "-pk"]
        indexes = [models.Index(fields=["-paid_on", "-id"], name="payment_latest_first")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(certified_by=F("ordered_by")),
                name="payment_is_ordered_by_somebody_else",
                violation_error_message=_("Whoever said that the service is done does not order its payment."),
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0, corrects__isnull=True)
                | Q(cents__lt=0, corrects__isnull=False) & ~Q(reason=""),
                name="negative_payment_names_what_it_corrects",
                violation_error_message=_("A correction names a payment and says why."),
            ),
        ]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="within_service_done",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("certified", "bigint"), ("paid", "bigint")],
                func="""
                    PERFORM 1 FROM funding_instalment WHERE id = NEW.instalment_id FOR UPDATE;
                    SELECT coalesce(sum(cents), 0) INTO certified
                        FROM funding_certification WHERE instalment_id = NEW.instalment_id;
                    SELECT coalesce(sum(cents), 0) + NEW.cents INTO paid
                        FROM funding_payment WHERE instalment_id = NEW.instalment_id;
                    IF paid > certified OR paid < 0 THEN
                        RAISE EXCEPTION '% cents would be paid, of % done', paid, certified
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="paid_of_grant",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                func="""
                    UPDATE funding_grant SET paid_cents = paid_cents + NEW.cents
                        WHERE id = (SELECT grant_id FROM funding_instalment WHERE id = NEW.instalment_id);
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Show its instalment."""
        return str(self.instalment)

    def get_absolute_url(self) -> str:
        """Return where its instalment stands."""
        return self.instalment.get_absolute_url()


@tracked
class Delegation(models.Model):
    """What somebody signs for the authority, on which days; ends_on is not one of them."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    duty = models.CharField(pgettext_lazy("delegation", "what they sign"), max_length=20, choices=DutyKind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)
    source = models.CharField(
        _("source"), max_length=300, help_text=_("The order that delegates the signature, with its date")
    )

    class Meta:
        verbose_name = _("delegation of signature")
        verbose_name_plural = _("delegations of signature")
        ordering = ["duty", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="delegation_ends_after_it_starts",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.UniqueConstraint(
                fields=["person", "duty"],
                condition=Q(ends_on__isnull=True),
                name="delegation_is_held_once",
                violation_error_message=_("This person has this delegation already."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="delegation_has_a_source",
                violation_error_message=_("Name the order that delegates the signature."),
            ),
        ]

    def __str__(self) -> str:
        """Show the person and what they sign."""
        return f"{self.person} – {self.get_duty_display()}"

    def get_absolute_url(self) -> str:
        """Return the address of the list."""
        return reverse("funding:delegation_list")
