"""Stakes of the authority in cooperatives: a book of movements that is only added to, and what is said of them, with sources."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.funding.equity_rules import (
    HOLDS,
    MeetingKind,
    MeetingState,
    MemberCategory,
    MovementKind,
    StakeState,
    ValuationMethod,
)
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.action_plan.models import Act, Action

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


@tracked
class EquityStake(models.Model):
    """
    A stake of the authority in a cooperative: by which act, under which competence, in which college.

    Source: law of 10 September 1947, article 19 septies; a reasoned act and a link with a competence are needed.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("cooperative")
    )
    act = models.ForeignKey(
        Act, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("of a stake", "act that founds it")
    )
    action = models.ForeignKey(
        Action,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("action"),
        help_text=_("The action of a plan that it serves, if there is one"),
    )
    competence = models.CharField(
        _("competence invoked"),
        max_length=300,
        help_text=_("The competence of the authority that the stake is tied to"),
    )
    reasons = models.TextField(
        pgettext_lazy("of a stake", "reasons"), max_length=4000, help_text=_("As the act gives them")
    )
    category = models.CharField(
        _("category of member"), max_length=20, choices=MemberCategory, default=MemberCategory.PUBLIC
    )
    college = models.CharField(
        _("college of votes"),
        max_length=200,
        blank=True,
        help_text=_("As the articles of the cooperative name it; left empty where there are none"),
    )
    seats = models.PositiveSmallIntegerField(
        _("seats on the board"),
        null=True,
        blank=True,
        help_text=_("How many the authority holds; left empty when it is not known"),
    )
    exit_terms = models.TextField(
        _("terms of exit"),
        max_length=4000,
        blank=True,
        help_text=_("Notice, reimbursement, approval of a buyer: as the articles have them"),
    )
    state = models.CharField(
        pgettext_lazy("of a stake", "state"), max_length=20, choices=StakeState, default=StakeState.PLANNED
    )
    ended_on = models.DateField(pgettext_lazy("of a stake", "ended on"), null=True, blank=True)
    end_act = models.ForeignKey(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("act that ends it")
    )
    end_reason = models.CharField(pgettext_lazy("of a stake", "why it ended"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("stake in a cooperative")
        verbose_name_plural = _("stakes in cooperatives")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["action"], name="stake_by_action")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(competence="") & ~Q(reasons=""),
                name="stake_names_a_competence_and_reasons",
                violation_error_message=_("Name the competence invoked, and give the reasons of the act."),
            ),
            models.CheckConstraint(
                condition=Q(state=StakeState.ENDED, ended_on__isnull=False, end_act__isnull=False) & ~Q(end_reason="")
                | Q(state=StakeState.ABANDONED, ended_on__isnull=False, end_act__isnull=True) & ~Q(end_reason="")
                | Q(
                    state__in=[StakeState.PLANNED, StakeState.HELD],
                    ended_on__isnull=True,
                    end_act__isnull=True,
                    end_reason="",
                ),
                name="ended_stake_has_its_day_and_reason",
                violation_error_message=_("Say on which day it ended, by which act and why."),
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(state__in=[StakeState.PLANNED, StakeState.HELD]),
                name="cooperative_has_one_open_stake",
                violation_error_message=_("The register has an open stake in this cooperative already: use it."),
            ),
        ]

    def __str__(self) -> str:
        """Show the cooperative."""
        return str(self.organization)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("funding:stake", args=[self.pk])

    @property
    def state_tone(self) -> str:
        """The colour that repeats its state."""
        return {StakeState.HELD: "good", StakeState.PLANNED: "info"}.get(StakeState(self.state), "")


@tracked
class EquityMovement(models.Model):
    """
    A movement in the book of a stake, tied to an act.

    Append-only. A mistake is taken back by a row that names the wrong one and has its kind, day and par value, its number of
    shares and its amount negative: figures at any day are then as if it had not been. On no day are fewer than zero shares
    of a par value held, nor more paid up than subscribed, which a trigger holds whoever writes.

    cents: what was subscribed, paid up, reimbursed, or the price of the transfer.
    """

    stake = models.ForeignKey(EquityStake, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(pgettext_lazy("of shares", "movement"), max_length=20, choices=MovementKind)
    shares = models.IntegerField(_("number of shares"))
    par_cents = models.BigIntegerField(_("par value of a share"))
    cents = models.BigIntegerField(_("amount"))
    day = models.DateField(_("day"))
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+", verbose_name=_("act"))
    counterparty = models.CharField(
        _("transferred to"), max_length=200, blank=True, help_text=_("For a transfer: who takes the shares")
    )
    is_counterparty_public = models.BooleanField(_("the shares go to another public authority"), default=False)
    acknowledgement = models.TextField(
        _("what was written where the public share is not known"), max_length=1000, blank=True
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("takes back"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("movement of shares")
        verbose_name_plural = _("movements of shares")
        ordering = ["stake", "day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, shares__gt=0, cents__gte=0)
                | Q(corrects__isnull=False, shares__lt=0, cents__lte=0) & ~Q(reason=""),
                name="negative_movement_names_what_it_takes_back",
                violation_error_message=_("Give a number of shares above zero; a correction names a row and says why."),
            ),
            models.CheckConstraint(
                condition=Q(par_cents__gt=0),
                name="share_has_a_par_value",
                violation_error_message=_("Give a par value above zero."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=MovementKind.SUBSCRIPTION) | Q(cents=F("shares") * F("par_cents")),
                name="subscription_comes_to_its_shares",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[MovementKind.PAYMENT, MovementKind.REIMBURSEMENT])
                | Q(corrects__isnull=False)
                | Q(cents__lte=F("shares") * F("par_cents")),
                name="shares_are_paid_and_reimbursed_at_par_at_most",
                violation_error_message=_("Shares are paid up and reimbursed at their par value at most."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=MovementKind.PAYMENT) | ~Q(cents=0),
                name="payment_of_shares_is_above_zero",
                violation_error_message=_("Give the amount that is paid."),
            ),
            models.CheckConstraint(
                condition=Q(kind=MovementKind.TRANSFER) & ~Q(counterparty="")
                | ~Q(kind=MovementKind.TRANSFER) & Q(counterparty="", is_counterparty_public=False),
                name="transfer_names_who_takes_the_shares",
                violation_error_message=_("A transfer names who takes the shares; other movements name nobody."),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                name="movement_is_taken_back_once",
                violation_error_message=_("This row was taken back already."),
            ),
        ]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="book_holds",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("lowest", "bigint"), ("wrong", "funding_equitymovement%ROWTYPE")],
                func="""
                    PERFORM 1 FROM funding_equitystake WHERE id = NEW.stake_id FOR UPDATE;
                    IF NEW.corrects_id IS NOT NULL THEN
                        SELECT * INTO wrong FROM funding_equitymovement WHERE id = NEW.corrects_id;
                        IF wrong.corrects_id IS NOT NULL
                            OR (wrong.stake_id, wrong.kind, wrong.day, wrong.par_cents, wrong.shares, wrong.cents)
                            IS DISTINCT FROM (NEW.stake_id, NEW.kind, NEW.day, NEW.par_cents, -NEW.shares, -NEW.cents)
                        THEN
                            RAISE EXCEPTION 'A row that takes another back is its opposite'
                                USING ERRCODE = 'check_violation';
                        END IF;
                    END IF;
                    SELECT min(held) INTO lowest FROM (
                        SELECT sum(moved) OVER (PARTITION BY par_cents ORDER BY day) AS held FROM (
                            SELECT par_cents, day,
                                CASE kind WHEN 'subscription' THEN shares WHEN 'payment' THEN 0 ELSE -shares END AS moved
                                FROM funding_equitymovement WHERE stake_id = NEW.stake_id
                            UNION ALL SELECT NEW.par_cents, NEW.day, CASE NEW.kind
                                WHEN 'subscription' THEN NEW.shares WHEN 'payment' THEN 0 ELSE -NEW.shares END
                        ) book
                    ) days;
                    IF lowest < 0 THEN
                        RAISE EXCEPTION 'Fewer than zero shares would be held: %', lowest
                            USING ERRCODE = 'check_violation';
                    END IF;
                    SELECT min(least(unpaid, paid)) INTO lowest FROM (
                        SELECT sum(subscribed - paid) OVER (ORDER BY day) AS unpaid, sum(paid) OVER (ORDER BY day) AS paid
                        FROM (
                            SELECT day, CASE kind WHEN 'subscription' THEN cents ELSE 0 END AS subscribed,
                                CASE kind WHEN 'payment' THEN cents ELSE 0 END AS paid
                                FROM funding_equitymovement WHERE stake_id = NEW.stake_id
                            UNION ALL SELECT NEW.day,
                                CASE NEW.kind WHEN 'subscription' THEN NEW.cents ELSE 0 END,
                                CASE NEW.kind WHEN 'payment' THEN NEW.cents ELSE 0 END
                        ) book
                    ) days;
                    IF lowest < 0 THEN
                        RAISE EXCEPTION 'More would be paid up than subscribed: %', lowest
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        """Show what moves, and in which cooperative."""
        return f"{self.get_kind_display()} – {self.stake}"

    def get_absolute_url(self) -> str:
        """Return where its row stands in the book."""
        return f"{self.stake.get_absolute_url()}#mouvement-{self.pk}"

    @property
    def held_shares(self) -> int:
        """What it adds to the shares held."""
        return HOLDS[MovementKind(self.kind)] * self.shares

    @property
    def held_cents(self) -> int:
        """What it adds to the par value held."""
        return self.held_shares * self.par_cents


@tracked
class PublicShare(models.Model):
    """
    What was said, on a day, of the capital of a cooperative and of what all public authorities hold of it together.

    The authority's own shares are among them. Append-only: the latest written for a day is the one that counts. An empty
    amount is not known.
    """

    stake = models.ForeignKey(EquityStake, on_delete=models.PROTECT, related_name="public_shares")
    day = models.DateField(_("as of"))
    capital_cents = models.BigIntegerField(_("capital of the cooperative"), null=True, blank=True)
    public_cents = models.BigIntegerField(
        _("held by all public authorities together"),
        null=True,
        blank=True,
        help_text=_("The authority's own shares included; left empty when it is not known"),
    )
    source = models.CharField(
        _("source"), max_length=300, help_text=_("Such as the accounts or the list of members, with its date")
    )
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("public share of a cooperative")
        verbose_name_plural = _("public shares of cooperatives")
        ordering = ["stake", "-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""),
                name="public_share_has_a_source",
                violation_error_message=_("Name the source."),
            ),
            models.CheckConstraint(
                condition=Q(capital_cents__isnull=True) | Q(capital_cents__gt=0),
                name="capital_is_above_zero",
                violation_error_message=_("Give a capital above zero, or leave it empty when it is not known."),
            ),
            models.CheckConstraint(
                condition=Q(public_cents__isnull=True) | Q(public_cents__gte=0),
                name="public_share_is_not_negative",
                violation_error_message=_("Give an amount of zero or more."),
            ),
            models.CheckConstraint(
                condition=Q(public_cents__isnull=True)
                | Q(capital_cents__isnull=True)
                | Q(public_cents__lte=F("capital_cents")),
                name="public_share_is_within_the_capital",
                violation_error_message=_("Public authorities do not hold more than the capital."),
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        """Show the cooperative and the day."""
        return f"{self.stake}, {day_in_words(self.day)}"

    def get_absolute_url(self) -> str:
        """Return where it stands on the stake's page."""
        return f"{self.stake.get_absolute_url()}#part-publique"

    @property
    def is_known(self) -> bool:
        """Whether both amounts are known."""
        return self.capital_cents is not None and self.public_cents is not None


@tracked
class StakeRepresentative(models.Model):
    """Who represents the authority in the general meetings of a cooperative, from a day (included) to another (excluded)."""

    stake = models.ForeignKey(EquityStake, on_delete=models.PROTECT, related_name="representatives")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="+", verbose_name=_("act that appoints them"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (excluded)"), null=True, blank=True)

    class Meta:
        verbose_name = _("representative in general meetings")
        verbose_name_plural = _("representatives in general meetings")
        ordering = ["stake", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="stake_representative_ends_after_they_start",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.UniqueConstraint(
                fields=["stake", "person"],
                condition=Q(ends_on__isnull=True),
                name="stake_representative_is_appointed_once",
                violation_error_message=_("This person represents the authority there already."),
            ),
        ]

    def __str__(self) -> str:
        """Show the person and the cooperative."""
        return f"{self.person} – {self.stake}"

    def get_absolute_url(self) -> str:
        """Return where it stands on the stake's page."""
        return f"{self.stake.get_absolute_url()}#representants"


@tracked
class GeneralMeeting(models.Model):
    """A general meeting of a cooperative: its day, who went there for the authority, and how they voted."""

    stake = models.ForeignKey(EquityStake, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(
        pgettext_lazy("of a general meeting", "kind"), max_length=20, choices=MeetingKind, default=MeetingKind.ORDINARY
    )
    day = models.DateField(_("day"))
    agenda = models.TextField(_("agenda"), max_length=4000, blank=True)
    state = models.CharField(
        pgettext_lazy("of a general meeting", "state"),
        max_length=20,
        choices=MeetingState,
        default=MeetingState.CALLED,
    )
    attended = models.CharField(
        _("who attended for the authority"),
        max_length=300,
        blank=True,
        help_text=_("Names and duties, or that nobody did, and to whom a proxy was given"),
    )
    votes = models.TextField(
        _("how the authority voted"), max_length=4000, blank=True, help_text=_("Resolution by resolution")
    )
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("general meeting")
        verbose_name_plural = _("general meetings")
        ordering = ["stake", "-day", "-pk"]
        indexes = [models.Index(fields=["state", "day"], name="general_meeting_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MeetingState.HELD, cancel_reason="") & ~Q(attended="") & ~Q(votes="")
                | Q(state=MeetingState.CANCELLED, attended="", votes="") & ~Q(cancel_reason="")
                | Q(state=MeetingState.CALLED, attended="", votes="", cancel_reason=""),
                name="general_meeting_says_what_became_of_it",
                violation_error_message=_("Say who attended and how the authority voted, or why it was cancelled."),
            ),
            models.UniqueConstraint(
                fields=["stake", "day", "kind"],
                condition=~Q(state=MeetingState.CANCELLED),
                name="general_meeting_is_written_once",
                violation_error_message=_("This meeting is written already."),
            ),
        ]

    def __str__(self) -> str:
        """Show its day and the cooperative."""
        return f"{self.stake}, {day_in_words(self.day)}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("funding:stake_meeting", args=[self.pk])

    @property
    def state_tone(self) -> str:
        """The colour that repeats its state."""
        return {MeetingState.CALLED: "info", MeetingState.HELD: "good"}.get(MeetingState(self.state), "")


@tracked
class StakeValuation(models.Model):
    """What a stake was worth on a day, by which method and source. Append-only: the latest written for a day counts."""

    stake = models.ForeignKey(EquityStake, on_delete=models.PROTECT, related_name="valuations")
    day = models.DateField(_("as of"))
    cents = models.BigIntegerField(_("value"))
    method = models.CharField(pgettext_lazy("of a valuation", "method"), max_length=20, choices=ValuationMethod)
    source = models.CharField(
        _("source"), max_length=300, help_text=_("Such as the accounts of the year, with their date")
    )
    act = models.ForeignKey(
        Act,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("act"),
        help_text=_("Compulsory for a loss of value"),
    )
    note = models.CharField(pgettext_lazy("of a valuation", "how it was computed"), max_length=300, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by"))
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("valuation of a stake")
        verbose_name_plural = _("valuations of stakes")
        ordering = ["stake", "-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cents__gte=0),
                name="valuation_is_not_negative",
                violation_error_message=_("Give an amount of zero or more."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="valuation_has_a_source",
                violation_error_message=_("Name the source."),
            ),
            models.CheckConstraint(
                condition=~Q(method=ValuationMethod.IMPAIRED) | Q(act__isnull=False),
                name="loss_of_value_has_its_act",
                violation_error_message=_("A loss of value is written by an act."),
            ),
            models.CheckConstraint(
                condition=~Q(method=ValuationMethod.OTHER) | ~Q(note=""),
                name="other_method_is_told",
                violation_error_message=_("Say how it was computed."),
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        """Show the cooperative and the day."""
        return f"{self.stake}, {day_in_words(self.day)}"

    def get_absolute_url(self) -> str:
        """Return where it stands on the stake's page."""
        return f"{self.stake.get_absolute_url()}#valeurs"
