"""Grants, and the structures they are given to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.delivery.calls_for_projects.models import Application, Edition
from essaim.delivery.funding.states import ENDED, GIVEN, GrantState, Instrument, Nature, Regime
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.identifiers import is_siret
from essaim.foundations.primitives.texts import search_words
from essaim.steering.action_plan.models import Act, Action

from .envelopes import Envelope

# Source: SCDL "subventions" 2.1.1, field objet.
OBJECT_LENGTH_MAX = 256


def check_siret(value: str) -> None:
    """
    Refuse what is no SIRET.

    :raises ValidationError: if it has not fourteen digits with a right key
    """
    if not is_siret(value):
        raise ValidationError(
            gettext("A SIRET has fourteen digits, the last of which checks the others: please read it again.")
        )


class GrantQuerySet(models.QuerySet["Grant"]):
    """Vocabulary on grants."""

    def given(self) -> GrantQuerySet:
        """Keep what was decided, whatever became of it: everybody may read it."""
        return self.filter(state__in=GIVEN)


# What the database keeps beside the rows that say it stays out of the history, which those rows have.
@tracked(exclude=["paid_cents", "search_key"])
class Grant(models.Model):
    """
    What the authority gives for a purpose it did not ask for, in cash or in kind, to one structure or several.

    amount_cents is the whole amount, before it is shared; in_kind_cents is the part given in kind, never paid.
    paid_cents is the sum of its payments, which the database alone writes as each payment is: lists and envelopes add up
    grants, not all the payments ever made. Days of its period are both included.

    Source: law 2000-321 of 12 April 2000, article 9-1.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    object = models.CharField(
        pgettext_lazy("of a grant", "purpose"), max_length=OBJECT_LENGTH_MAX, help_text=_("As open data will say it")
    )
    nature = models.CharField(pgettext_lazy("of a grant", "nature"), max_length=10, choices=Nature, default=Nature.CASH)
    amount_cents = models.BigIntegerField(pgettext_lazy("of a grant", "amount"))
    in_kind_cents = models.BigIntegerField(pgettext_lazy("of a grant", "of which in kind"), default=0)
    instrument = models.CharField(
        pgettext_lazy("of a grant", "what binds"), max_length=20, choices=Instrument, default=Instrument.AGREEMENT
    )
    regime = models.CharField(
        pgettext_lazy("of a grant", "regime of aid"), max_length=20, choices=Regime, default=Regime.NONE
    )
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+", verbose_name=_("action"))
    envelope = models.ForeignKey(
        Envelope,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=pgettext_lazy("of money", "envelope"),
    )
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("edition of a call"),
        help_text=_("Left empty when it answers no call"),
    )
    application = models.ForeignKey(
        Application,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("application it answers"),
    )
    starts_on = models.DateField(pgettext_lazy("of a grant", "first day"))
    last_on = models.DateField(pgettext_lazy("of a grant", "last day"))
    state = models.CharField(
        pgettext_lazy("of a grant", "state"), max_length=20, choices=GrantState, default=GrantState.DRAFT
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("act that grants it"),
    )
    granted_on = models.DateField(_("granted on"), null=True, blank=True)
    bound_on = models.DateField(
        _("bound since"),
        null=True,
        blank=True,
        help_text=_("Day of the signature or, without an agreement, of the act"),
    )
    ended_on = models.DateField(pgettext_lazy("of a grant", "ended on"), null=True, blank=True)
    end_reason = models.CharField(pgettext_lazy("of a grant", "why it ended"), max_length=300, blank=True)
    commitment_number = models.CharField(
        _("commitment number"), max_length=40, blank=True, help_text=_("As the finance system gives it")
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    written_at = models.DateTimeField(_("written"))
    paid_cents = models.BigIntegerField(pgettext_lazy("money", "paid"), default=0, editable=False)
    search_key = models.TextField(editable=False, default="", blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of money", "grant")
        verbose_name_plural = pgettext_lazy("of money", "grants")
        ordering = ["-written_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "granted_on"], name="grant_by_state_and_day"),
            models.Index(fields=["action"], name="grant_by_action"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="paid_cents_is_kept",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("paid_cents"),
                when=pgtrigger.Before,
                # Only the trigger of a payment writes it: what anything else writes there is not taken.
                func="""
                    IF TG_OP = 'INSERT' THEN
                        NEW.paid_cents := 0;
                    ELSIF pg_trigger_depth() < 2 THEN
                        NEW.paid_cents := OLD.paid_cents;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(object=""),
                name="grant_says_its_purpose",
                violation_error_message=_("Say what it is given for."),
            ),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0),
                name="grant_amount_is_positive",
                violation_error_message=_("Give an amount above zero."),
            ),
            models.CheckConstraint(
                condition=Q(nature=Nature.CASH, in_kind_cents=0)
                | Q(nature=Nature.IN_KIND, in_kind_cents=F("amount_cents"))
                | Q(nature=Nature.BOTH, in_kind_cents__gt=0, in_kind_cents__lt=F("amount_cents")),
                name="grant_values_what_is_in_kind",
                violation_error_message=_(
                    "What is given in kind is valued: nothing of a grant in cash, the whole of a grant in kind, a part of both."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("starts_on")),
                name="grant_ends_after_it_starts",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=GIVEN, granted_on__isnull=False, act__isnull=False)
                | Q(state__in=[GrantState.DRAFT, GrantState.ABANDONED], granted_on__isnull=True),
                name="given_grant_names_its_act_and_day",
                violation_error_message=_("A grant is given by an act, on a day."),
            ),
            models.CheckConstraint(
                condition=Q(bound_on__isnull=True) | Q(state__in=GIVEN, bound_on__gte=F("granted_on")),
                name="grant_binds_after_it_is_given",
                violation_error_message=_("An agreement is signed on the day of the act or later."),
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(bound_on__isnull=False),
                name="published_grant_binds",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*ENDED, GrantState.ABANDONED], ended_on__isnull=False)
                | ~Q(state__in=[*ENDED, GrantState.ABANDONED]) & Q(ended_on__isnull=True),
                name="ended_grant_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[GrantState.STOPPED, GrantState.ABANDONED]) | ~Q(end_reason=""),
                name="stopped_grant_says_why",
                violation_error_message=_("Say why."),
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=~Q(state=GrantState.ABANDONED),
                name="application_has_one_grant",
                violation_error_message=_("This application has its grant already."),
            ),
            models.UniqueConstraint(
                fields=["commitment_number"],
                condition=~Q(commitment_number=""),
                name="commitment_number_is_of_one_grant",
                violation_error_message=_("Another grant has this commitment number."),
            ),
        ]

    def __str__(self) -> str:
        """Show its reference and purpose."""
        return f"{self.reference} {self.object}"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Keep what searches look through with what it is made of."""
        self.search_key = " ".join(search_words(f"{self.reference} {self.object}"))
        if update_fields is not None and {"reference", "object"} & set(update_fields):
            update_fields = {*update_fields, "search_key"}
        super().save(*args, update_fields=update_fields, **options)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("funding:grant", args=[self.pk])

    @property
    def cash_cents(self) -> int:
        """What is paid in the end, if all goes as agreed."""
        return self.amount_cents - self.in_kind_cents

    @property
    def is_given(self) -> bool:
        """Whether it was decided."""
        return self.state in GIVEN

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is paid."""
        return self.state in ENDED

    @property
    def is_bound(self) -> bool:
        """Whether the authority is bound: what it owes is then committed."""
        return self.bound_on is not None

    @property
    def state_tone(self) -> str:
        """The colour that repeats its state."""
        return {
            GrantState.GRANTED: "good",
            GrantState.DRAFT: "info",
            GrantState.STOPPED: "bad",
        }.get(GrantState(self.state), "")


@tracked
class GrantShare(models.Model):
    """A structure that receives a part of a grant; the parts add up to its amount."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="shares")
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    siret = models.CharField(
        _("SIRET"),
        max_length=14,
        blank=True,
        validators=[check_siret],
        help_text=_("Fourteen digits; only an association known by its RNA number may have none"),
    )
    cents = models.BigIntegerField(_("its share"))

    class Meta:
        verbose_name = _("beneficiary of a grant")
        verbose_name_plural = _("beneficiaries of grants")
        ordering = ["grant", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "organization"],
                name="structure_shares_a_grant_once",
                violation_error_message=_("This structure has its share already."),
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0),
                name="share_of_a_grant_is_positive",
                violation_error_message=_("Give an amount above zero."),
            ),
        ]

    def __str__(self) -> str:
        """Show the structure."""
        return str(self.organization)

    def get_absolute_url(self) -> str:
        """Return the address of the grant."""
        return self.grant.get_absolute_url()
