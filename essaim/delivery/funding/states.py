"""Lives of grants and agreements, as tables of moves; the kinds of things that money is made of."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable

from .equity_rules import MEETING_MOVES as MEETING_MOVES
from .equity_rules import STAKE_MOVES as STAKE_MOVES


class Nature(TextChoices):
    """
    What is given; what is given in kind is valued in euros by its act.

    Source: law 2000-321 of 12 April 2000, article 9-1; SCDL "subventions" 2.1.1, field nature.
    """

    CASH = "cash", pgettext_lazy("nature of a grant", "In cash")
    IN_KIND = "in_kind", pgettext_lazy("nature of a grant", "In kind")
    BOTH = "both", pgettext_lazy("nature of a grant", "In cash and in kind")


class Regime(TextChoices):
    """
    Under which rules on State aid a grant is given.

    Source: regulations (EU) 2023/2831 (de minimis) and 2023/2832 (services of general economic interest).
    """

    NONE = "none", _("Not State aid, or another regime")
    DE_MINIMIS = "de_minimis", _("De minimis")
    SIEG = "sieg", _("De minimis, service of general economic interest")


class Instrument(TextChoices):
    """What binds the authority: an agreement, or the act alone, which is possible below a threshold."""

    AGREEMENT = "agreement", pgettext_lazy("what binds", "An agreement")
    ACT_ALONE = "act_alone", pgettext_lazy("what binds", "The act alone")


class GrantState(TextChoices):
    """Life of a grant."""

    DRAFT = "draft", pgettext_lazy("state of a grant", "In preparation")
    GRANTED = "granted", pgettext_lazy("state of a grant", "Granted")
    CLOSED = "closed", pgettext_lazy("state of a grant", "Settled")
    STOPPED = "stopped", pgettext_lazy("state of a grant", "Stopped")
    ABANDONED = "abandoned", pgettext_lazy("state of a grant", "Given up")


GRANT_MOVES = TransitionTable(
    Move("grant", (GrantState.DRAFT,), GrantState.GRANTED),
    Move("abandon", (GrantState.DRAFT,), GrantState.ABANDONED),
    Move("close", (GrantState.GRANTED,), GrantState.CLOSED),
    Move("stop", (GrantState.GRANTED,), GrantState.STOPPED),
)
# What was given, whatever became of it: everybody may read it.
GIVEN = (GrantState.GRANTED, GrantState.CLOSED, GrantState.STOPPED)
# Nothing more is paid: what was not paid is free again.
ENDED = (GrantState.CLOSED, GrantState.STOPPED)


class AgreementState(TextChoices):
    """Life of an agreement, or of an amendment to one."""

    DRAFT = "draft", pgettext_lazy("state of an agreement", "Being written")
    SENT = "sent", pgettext_lazy("state of an agreement", "To be signed")
    SIGNED = "signed", pgettext_lazy("state of an agreement", "Signed")
    ABANDONED = "abandoned", pgettext_lazy("state of an agreement", "Given up")


AGREEMENT_MOVES = TransitionTable(
    Move("send", (AgreementState.DRAFT,), AgreementState.SENT),
    Move("take_back", (AgreementState.SENT,), AgreementState.DRAFT),
    Move("sign", (AgreementState.SENT,), AgreementState.SIGNED),
    Move("abandon", (AgreementState.DRAFT, AgreementState.SENT), AgreementState.ABANDONED),
)
OPEN_AGREEMENTS = (AgreementState.DRAFT, AgreementState.SENT)


class InstalmentKind(TextChoices):
    """What an instalment is in the life of a grant."""

    WHOLE = "whole", pgettext_lazy("instalment", "Payment in one go")
    ADVANCE = "advance", pgettext_lazy("instalment", "Advance")
    INTERIM = "interim", pgettext_lazy("instalment", "Interim payment")
    BALANCE = "balance", pgettext_lazy("instalment", "Balance")


class ConditionKind(TextChoices):
    """What must be before an instalment is paid."""

    SIGNED = "signed", pgettext_lazy("condition", "The agreement is signed")
    DAY = "day", pgettext_lazy("condition", "A day has come")
    DOCUMENT = "document", pgettext_lazy("condition", "A document was received")
    RATE = "rate", pgettext_lazy("condition", "A share of the budget is spent")
    ESUS = "esus", pgettext_lazy("condition", "The ESUS accreditation is held")


# Seen from the rows themselves; somebody must say of the others that they are met, and on what evidence.
SEEN_ALONE = (ConditionKind.SIGNED, ConditionKind.DAY)


class DutyKind(TextChoices):
    """What somebody signs for the authority: whoever says that the service is done never orders that very payment."""

    CERTIFY = "certify", pgettext_lazy("delegation", "Says that the service is done")
    ORDER = "order", pgettext_lazy("delegation", "Orders payments")


class LimitCode(TextChoices):
    """Ceilings and thresholds that grants are looked at against."""

    DE_MINIMIS = "de_minimis", _("Ceiling of de minimis aid")
    SIEG = "sieg", _("Ceiling of de minimis aid to services of general economic interest")
    AGREEMENT = "agreement", _("Threshold above which an agreement is compulsory")


# The regimes that have a ceiling, and which.
CEILING_OF = {Regime.DE_MINIMIS: LimitCode.DE_MINIMIS, Regime.SIEG: LimitCode.SIEG}


class AidOrigin(TextChoices):
    """Where an aid of another body was read."""

    DECLARED = "declared", pgettext_lazy("origin of an aid", "Declared by the structure")
    OPEN_DATA = "open_data", pgettext_lazy("origin of an aid", "Open data")
    REGISTER = "register", pgettext_lazy("origin of an aid", "State-aid register")


class ReportState(TextChoices):
    """Life of a financial report that a beneficiary owes."""

    EXPECTED = "expected", pgettext_lazy("state of a report", "Expected")
    RECEIVED = "received", pgettext_lazy("state of a report", "Received")
    ACCEPTED = "accepted", pgettext_lazy("state of a report", "Accepted")


REPORT_MOVES = TransitionTable(
    Move("receive", (ReportState.EXPECTED,), ReportState.RECEIVED),
    Move("send_back", (ReportState.RECEIVED,), ReportState.EXPECTED),
    Move("accept", (ReportState.RECEIVED,), ReportState.ACCEPTED),
)


class RepaymentGround(TextChoices):
    """Why a beneficiary gives money back."""

    REPORT = "report", pgettext_lazy("ground of a repayment", "Less was spent than foreseen")
    BREACH = "breach", pgettext_lazy("ground of a repayment", "Breach of the republican commitment")
    OTHER = "other", pgettext_lazy("ground of a repayment", "Another ground, in words")


class FileState(TextChoices):
    """Life of a file that is seen first, then brought in, and may be taken back."""

    PREPARED = "prepared", pgettext_lazy("finance file", "To be confirmed")
    APPLIED = "applied", pgettext_lazy("finance file", "Brought in")
    UNDONE = "undone", pgettext_lazy("finance file", "Taken back")


FILE_MOVES = TransitionTable(
    Move("apply", (FileState.PREPARED,), FileState.APPLIED),
    Move("undo", (FileState.APPLIED,), FileState.UNDONE),
)


class AidRowFate(TextChoices):
    """What becomes of a row of a file of open data."""

    NEW = "new", pgettext_lazy("row of open data", "kept")
    THERE = "there", pgettext_lazy("row of open data", "there already")
    DECLARED = "declared", pgettext_lazy("row of open data", "known otherwise")
    OWN = "own", pgettext_lazy("row of open data", "our own grant")
    STRANGER = "stranger", pgettext_lazy("row of open data", "no record of this structure")
    REFUSED = "refused", pgettext_lazy("row of open data", "refused")


class FlawCode(TextChoices):
    """Why a row of a file of open data is refused, with what to do about it."""

    MISSING = "missing", _("It is empty: write it.")
    GIVER = "giver", _("The file does not say who gave it: say it in the form.")
    NO_IDENTITY = "no_identity", _("Neither a SIRET nor an RNA number: a name alone may be that of another structure.")
    SIRET = "siret", _("It is no SIRET, nor a SIREN: a figure is wrong or missing.")
    ROUNDED = (
        "rounded",
        _("A spreadsheet rounded this number: set its column to text, and take it again from the source."),
    )
    RNA = "rna", _("It is no RNA number: W and nine figures.")
    TWO_STRUCTURES = "two_structures", _("The SIRET and the RNA number lead to two structures: one of them is wrong.")
    AMOUNT = "amount", _("It is no amount: such as 12500.50.")
    TWO_MEANINGS = "two_meanings", _("It may be thousands or decimals: write 12500 or 12.50.")
    NOT_POSITIVE = "not_positive", _("An aid is above zero: a withdrawal is noted on the structure’s own page.")
    SHARE = "share", _("It is no share: a number between 0.01 and 1.")
    DAY = "day", _("It is no day: such as 2026-03-01.")
    YES_OR_NO = "yes_or_no", _("It must be “oui” or “non”: what it counts for depends on it.")


class NoteCode(TextChoices):
    """What was read of a file of open data in another way than it is written there."""

    WRITTEN_OTHERWISE = "written_otherwise", _("read, although written otherwise")
    ZERO_LOST = "zero_lost", _("the first zero was put back")
    SIREN_ALONE = "siren_alone", _("a SIREN alone: the establishment is not known")
    RNA_THERE = "rna_there", _("an RNA number stands in the column of the SIRET")
    LEFT_ASIDE = "left_aside", _("wrong, and left aside: the other number tells the structure")
    MONTH_ALONE = "month_alone", _("only the month is known: counted from its last day")
    YEAR_ALONE = "year_alone", _("only the year is known: counted from its last day")
    PART_OF_AMOUNT = "part_of_amount", _("only this share of the amount is counted")
    NO_REGIME = "no_regime", _("not said: kept, and counted against no ceiling")
