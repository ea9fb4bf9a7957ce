"""States of an edition and the moves between them, as data; words for what rules and parts of an edition are made of."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable

from . import rules


class EditionState(TextChoices):
    """Life of an edition: written, then in force, then closed; what was in force is never written again."""

    DRAFT = "draft", pgettext_lazy("state of an edition", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("state of an edition", "In force")
    CLOSED = "closed", pgettext_lazy("state of an edition", "Closed")


EDITION_MOVES = TransitionTable(
    Move("start", (EditionState.DRAFT,), EditionState.IN_FORCE),
    Move("close", (EditionState.IN_FORCE,), EditionState.CLOSED),
)
# States in which an edition rules, or ruled, on its days; what was filed then keeps its rules.
RULING = (EditionState.IN_FORCE, EditionState.CLOSED)


class Certainty(TextChoices):
    """How sure something is."""

    KNOWN = rules.Certainty.KNOWN.value, pgettext_lazy("certainty", "Known")
    TO_CONFIRM = rules.Certainty.TO_CONFIRM.value, pgettext_lazy("certainty", "To confirm")
    UNKNOWN = rules.Certainty.UNKNOWN.value, pgettext_lazy("certainty", "Unknown")


class AidType(TextChoices):
    """What is asked for."""

    OPERATING = rules.AidType.OPERATING.value, pgettext_lazy("type of aid", "Operating")
    START_UP = rules.AidType.START_UP.value, pgettext_lazy("type of aid", "Start-up")
    DEVELOPMENT = rules.AidType.DEVELOPMENT.value, pgettext_lazy("type of aid", "Development")
    COOPERATION = rules.AidType.COOPERATION.value, pgettext_lazy("type of aid", "Cooperation")


class EsusStatus(TextChoices):
    """
    Where a structure stands with the accreditation of social utility.

    Source: labour code, article L. 3332-17-1.
    """

    HELD = rules.Esus.HELD.value, pgettext_lazy("ESUS accreditation", "Held")
    PENDING = rules.Esus.PENDING.value, pgettext_lazy("ESUS accreditation", "Applied for")
    NONE = rules.Esus.NONE.value, pgettext_lazy("ESUS accreditation", "Neither held nor applied for")


class SiaeKind(TextChoices):
    """Kinds of structures of insertion and of the adapted sector."""

    ACI = rules.SiaeKind.ACI.value, _("ACI (insertion workshop)")
    EI = rules.SiaeKind.EI.value, _("EI (insertion company)")
    AI = rules.SiaeKind.AI.value, _("AI (intermediary association)")
    ETTI = rules.SiaeKind.ETTI.value, _("ETTI (temporary work for insertion)")
    EITI = rules.SiaeKind.EITI.value, _("EITI (insertion through self-employment)")
    GEIQ = rules.SiaeKind.GEIQ.value, _("GEIQ (group of employers)")
    EA = rules.SiaeKind.EA.value, _("EA (adapted company)")
    EATT = rules.SiaeKind.EATT.value, _("EATT (adapted temporary work)")
    ESAT = rules.SiaeKind.ESAT.value, _("ESAT (support through work)")


class Verdict(TextChoices):
    """Whether a call is for somebody."""

    ELIGIBLE = rules.Verdict.ELIGIBLE.value, pgettext_lazy("verdict", "Eligible")
    NOT_ELIGIBLE = rules.Verdict.NOT_ELIGIBLE.value, pgettext_lazy("verdict", "Not eligible")
    TO_DISCUSS = rules.Verdict.TO_DISCUSS.value, pgettext_lazy("verdict", "To discuss")


VERDICT_TONES = {Verdict.ELIGIBLE: "good", Verdict.NOT_ELIGIBLE: "bad", Verdict.TO_DISCUSS: "warn"}


class RuleKind(TextChoices):
    """The kinds of rules the evaluator knows; a test compares them with its own."""

    AID_TYPES = "aid_types", pgettext_lazy("kind of rule", "Types of aid")
    FILING_WINDOW = "filing_window", pgettext_lazy("kind of rule", "Days to file")
    LEGAL_EXISTENCE = "legal_existence", pgettext_lazy("kind of rule", "Legal existence")
    LEGAL_FORMS = "legal_forms", pgettext_lazy("kind of rule", "Legal forms")
    ESUS_OF_COMPANIES = "esus_of_companies", pgettext_lazy("kind of rule", "ESUS of companies")
    ESUS_BEFORE_BALANCE = "esus_before_balance", pgettext_lazy("kind of rule", "ESUS before the balance")
    AGE = "age", pgettext_lazy("kind of rule", "Age of the structure")
    TERRITORY = "territory", pgettext_lazy("kind of rule", "Territory")
    SIAE = "siae", pgettext_lazy("kind of rule", "Insertion structures")
    PERSONAL_SERVICES = "personal_services", pgettext_lazy("kind of rule", "Services to individuals")
    DIFFICULTY = "difficulty", pgettext_lazy("kind of rule", "Difficulty")
    NON_FINANCIAL = "non_financial", pgettext_lazy("kind of rule", "Non-financial help")
    NO_CASH = "no_cash", pgettext_lazy("kind of rule", "No money")
    CEILING = "ceiling", pgettext_lazy("kind of rule", "Ceiling")
    BUDGET_SHARE = "budget_share", pgettext_lazy("kind of rule", "Share of the budget")
    APPRAISED = "appraised", pgettext_lazy("kind of rule", "Judged by the committee")


class Topic(TextChoices):
    """What an edition may say besides its rules; what it does not say is unknown, and shown as such."""

    AID_FORM = "aid_form", pgettext_lazy("parameter of an edition", "Form of the aid")
    DOCUMENTS = "documents", pgettext_lazy("parameter of an edition", "Supporting documents")
    SCORING = "scoring", pgettext_lazy("parameter of an edition", "Scoring grid, weights and passing mark")
    HEARING = "hearing", pgettext_lazy("parameter of an edition", "Hearing of applicants")
    INSTALMENTS = "instalments", pgettext_lazy("parameter of an edition", "Advance and balance")
    APPRAISAL_DELAY = "appraisal_delay", pgettext_lazy("parameter of an edition", "Deadline of the appraisal")
    DUTIES = "duties", pgettext_lazy("parameter of an edition", "Communication and reporting")
    AGE_COUNT = "age_count", pgettext_lazy("parameter of an edition", "Day from which age is counted")
    ELIGIBLE_COSTS = "eligible_costs", pgettext_lazy("parameter of an edition", "Eligible costs")
    NUMBER_OF_AIDS = "number_of_aids", pgettext_lazy("parameter of an edition", "Number of aids, and delay between two")
    CUMULATION = "cumulation", pgettext_lazy("parameter of an edition", "Start-up then development")
    SELF_FINANCING = "self_financing", pgettext_lazy("parameter of an edition", "Self-financing")
    COMMUNE_OPINION = "commune_opinion", pgettext_lazy("parameter of an edition", "Opinion of the commune")
    APPEAL = "appeal", pgettext_lazy("parameter of an edition", "Appeal")
    COMMITTEE = "committee", pgettext_lazy("parameter of an edition", "Committee and its calendar")
    ROUNDING = "rounding", pgettext_lazy("parameter of an edition", "Rounding of amounts")
    SELECTION = "selection", pgettext_lazy("parameter of an edition", "Steps of the selection")
    SUPPORT = "support", pgettext_lazy("parameter of an edition", "Help that goes with it")


class AnswerKind(TextChoices):
    """What a question of an edition takes for an answer."""

    LINE = "line", pgettext_lazy("answer to a question", "One line")
    TEXT = "text", pgettext_lazy("answer to a question", "Text")
    CHOICE = "choice", pgettext_lazy("answer to a question", "One choice")
    CHOICES = "choices", pgettext_lazy("answer to a question", "Several choices")
    NUMBER = "number", pgettext_lazy("answer to a question", "Number")
    AMOUNT = "amount", pgettext_lazy("answer to a question", "Amount")
    DAY = "day", pgettext_lazy("answer to a question", "Day")
    YES_NO = "yes_no", pgettext_lazy("answer to a question", "Yes or no")


CHOICE_KINDS = (AnswerKind.CHOICE, AnswerKind.CHOICES)


class PaymentCondition(TextChoices):
    """What must be there before an instalment is paid."""

    SIGNATURE = "signature", pgettext_lazy("before a payment", "Agreement signed")
    DOCUMENT = "document", pgettext_lazy("before a payment", "Document received")
    REPORT = "report", pgettext_lazy("before a payment", "Report received")
    DATE = "date", pgettext_lazy("before a payment", "Day reached")
    REALISATION = "realisation", pgettext_lazy("before a payment", "Rate of realisation reached")
    ESUS_HELD = "esus_held", pgettext_lazy("before a payment", "ESUS accreditation held")


class ApplicationState(TextChoices):
    """
    Life of an application: written, filed, looked at, appraised, then before the selection body.

    From `ready` on, moves are carried out by the services of the selection.
    """

    DRAFT = "draft", pgettext_lazy("state of an application", "Draft")
    FILED = "filed", pgettext_lazy("state of an application", "Filed")
    INCOMPLETE = "incomplete", pgettext_lazy("state of an application", "Incomplete")
    COMPLETE = "complete", pgettext_lazy("state of an application", "Complete")
    INADMISSIBLE = "inadmissible", pgettext_lazy("state of an application", "Inadmissible")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an application", "Withdrawn")
    READY = "ready", pgettext_lazy("state of an application", "Ready for the committee")
    PRESENTED = "presented", pgettext_lazy("state of an application", "Presented")
    GRANTED = "granted", pgettext_lazy("state of an application", "Granted")
    REFUSED = "refused", pgettext_lazy("state of an application", "Refused")
    DEFERRED = "deferred", pgettext_lazy("state of an application", "Deferred")


APPLICATION_MOVES = TransitionTable(
    Move("file", (ApplicationState.DRAFT,), ApplicationState.FILED),
    Move("ask_for_missing", (ApplicationState.FILED,), ApplicationState.INCOMPLETE),
    Move("give_missing", (ApplicationState.INCOMPLETE,), ApplicationState.FILED),
    Move("declare_complete", (ApplicationState.FILED,), ApplicationState.COMPLETE),
    Move(
        "declare_inadmissible",
        (ApplicationState.FILED, ApplicationState.INCOMPLETE, ApplicationState.COMPLETE),
        ApplicationState.INADMISSIBLE,
    ),
    Move(
        "withdraw",
        (
            ApplicationState.DRAFT,
            ApplicationState.FILED,
            ApplicationState.INCOMPLETE,
            ApplicationState.COMPLETE,
            ApplicationState.READY,
            ApplicationState.PRESENTED,
            ApplicationState.DEFERRED,
        ),
        ApplicationState.WITHDRAWN,
    ),
    Move("mark_ready", (ApplicationState.COMPLETE,), ApplicationState.READY),
    Move("take_back", (ApplicationState.READY, ApplicationState.DEFERRED), ApplicationState.COMPLETE),
    Move("present", (ApplicationState.READY, ApplicationState.DEFERRED), ApplicationState.PRESENTED),
    Move("grant", (ApplicationState.PRESENTED,), ApplicationState.GRANTED),
    Move("refuse", (ApplicationState.PRESENTED,), ApplicationState.REFUSED),
    Move("defer", (ApplicationState.PRESENTED,), ApplicationState.DEFERRED),
)
# Those who applied write in these states only: in the second, what was asked for.
WRITABLE = (ApplicationState.DRAFT, ApplicationState.INCOMPLETE)
# What the team looks at: not yet before the selection body.
ON_THE_DESK = (ApplicationState.FILED, ApplicationState.INCOMPLETE, ApplicationState.COMPLETE)
# Found complete, and not ended since by who applied.
FOUND_COMPLETE = (
    ApplicationState.COMPLETE,
    ApplicationState.READY,
    ApplicationState.PRESENTED,
    ApplicationState.GRANTED,
    ApplicationState.REFUSED,
    ApplicationState.DEFERRED,
)
ENDED = (
    ApplicationState.INADMISSIBLE,
    ApplicationState.WITHDRAWN,
    ApplicationState.GRANTED,
    ApplicationState.REFUSED,
)
APPLICATION_TONES = {
    ApplicationState.DRAFT: "",
    ApplicationState.FILED: "info",
    ApplicationState.INCOMPLETE: "warn",
    ApplicationState.COMPLETE: "info",
    ApplicationState.INADMISSIBLE: "bad",
    ApplicationState.WITHDRAWN: "",
    ApplicationState.READY: "good",
    ApplicationState.PRESENTED: "info",
    ApplicationState.GRANTED: "good",
    ApplicationState.REFUSED: "bad",
    ApplicationState.DEFERRED: "warn",
}


class NonFinancialRequest(TextChoices):
    """
    Help other than money that an application asks for.

    Source: rulebook 2015-2020 as summed up by les-aides.fr; whether it is still examined since 2021 is to be confirmed.
    """

    ACCOMPANIMENT = "accompaniment", pgettext_lazy("help other than money", "Accompaniment")
    PREMISES = "premises", pgettext_lazy("help other than money", "Premises")
    PARTNERSHIPS = "partnerships", pgettext_lazy("help other than money", "Partnerships")
    COMMUNICATION = "communication", pgettext_lazy("help other than money", "Communication")
    PUBLIC_PURCHASING = "public_purchasing", pgettext_lazy("help other than money", "Access to public purchasing")


class OpinionState(TextChoices):
    """Life of an opinion that is asked of a commune or a partner."""

    ASKED = "asked", pgettext_lazy("opinion on an application", "Asked")
    GIVEN = "given", pgettext_lazy("opinion on an application", "Received")
    SILENT = "silent", pgettext_lazy("opinion on an application", "Silence")
    WITHDRAWN = "withdrawn", pgettext_lazy("opinion on an application", "No longer asked")


OPINION_MOVES = TransitionTable(
    Move("give", (OpinionState.ASKED, OpinionState.SILENT, OpinionState.GIVEN), OpinionState.GIVEN),
    Move("fall_silent", (OpinionState.ASKED,), OpinionState.SILENT),
    Move("withdraw", (OpinionState.ASKED, OpinionState.SILENT), OpinionState.WITHDRAWN),
)
OPINION_TONES = {
    OpinionState.ASKED: "info",
    OpinionState.GIVEN: "good",
    OpinionState.SILENT: "warn",
    OpinionState.WITHDRAWN: "",
}


class OpinionSense(TextChoices):
    """What an opinion says."""

    FAVOURABLE = "favourable", pgettext_lazy("opinion on an application", "Favourable")
    RESERVED = "reserved", pgettext_lazy("opinion on an application", "Favourable with reservations")
    UNFAVOURABLE = "unfavourable", pgettext_lazy("opinion on an application", "Unfavourable")


SENSE_TONES = {OpinionSense.FAVOURABLE: "good", OpinionSense.RESERVED: "warn", OpinionSense.UNFAVOURABLE: "bad"}
# While an application is in one of these, opinions are asked and given; once it is decided, they are frozen.
OPINIONS_OPEN = (
    ApplicationState.FILED,
    ApplicationState.INCOMPLETE,
    ApplicationState.COMPLETE,
    ApplicationState.READY,
    ApplicationState.PRESENTED,
    ApplicationState.DEFERRED,
)


class CerExemption(TextChoices):
    """
    Grounds on which the republican commitment is deemed met.

    Source: bodies approved by the State and those recognised of public utility, as summed up by the guides of associations
    (decree 2021-1947).
    """

    STATE_APPROVED = "state_approved", _("Association approved by the State")
    PUBLIC_UTILITY = "public_utility", _("Recognised of public utility")


class CheckedKind(TextChoices):
    """What is marked one by one when an application is looked at."""

    FIELD = "field", pgettext_lazy("of an application", "Answer")
    PIECE = "piece", pgettext_lazy("of an application", "Piece")


class SelectionState(TextChoices):
    """Life of a selection session: files taken and scored, decisions frozen, letters sent; or cancelled."""

    PREPARED = "prepared", pgettext_lazy("state of a selection session", "Under way")
    FROZEN = "frozen", pgettext_lazy("state of a selection session", "Decided")
    NOTIFIED = "notified", pgettext_lazy("state of a selection session", "Letters sent")
    CANCELLED = "cancelled", pgettext_lazy("state of a selection session", "Cancelled")


SELECTION_MOVES = TransitionTable(
    Move("freeze", (SelectionState.PREPARED,), SelectionState.FROZEN),
    # Again: what was written and sent stays as it is.
    Move("notify", (SelectionState.FROZEN, SelectionState.NOTIFIED), SelectionState.NOTIFIED),
    Move("cancel", (SelectionState.PREPARED,), SelectionState.CANCELLED),
)
# Decided for good.
DECIDED = (SelectionState.FROZEN, SelectionState.NOTIFIED)
SELECTION_TONES = {
    SelectionState.PREPARED: "info",
    SelectionState.FROZEN: "warn",
    SelectionState.NOTIFIED: "good",
    SelectionState.CANCELLED: "",
}


class FileOutcome(TextChoices):
    """What a selection session decides on a file; withdrawn is what who applied did before it could."""

    GRANTED = "granted", pgettext_lazy("decision on an application", "Granted")
    REFUSED = "refused", pgettext_lazy("decision on an application", "Refused")
    DEFERRED = "deferred", pgettext_lazy("decision on an application", "Deferred")
    WITHDRAWN = "withdrawn", pgettext_lazy("decision on an application", "Withdrawn by who applied")


OUTCOME_TONES = {
    FileOutcome.GRANTED: "good",
    FileOutcome.REFUSED: "bad",
    FileOutcome.DEFERRED: "warn",
    FileOutcome.WITHDRAWN: "",
}
# What each decision does to the application.
MOVE_OF_OUTCOME = {FileOutcome.GRANTED: "grant", FileOutcome.REFUSED: "refuse", FileOutcome.DEFERRED: "defer"}


class GrantNature(TextChoices):
    """What is granted. The editions of the MEL name a subsidy and help other than money."""

    SUBSIDY = "subsidy", pgettext_lazy("what is granted", "Subsidy")
    IN_KIND = "in_kind", pgettext_lazy("what is granted", "Help other than money")


class InterestKind(TextChoices):
    """What ties a member to who applies: it bars the file to them."""

    SEAT = "seat", pgettext_lazy("interest of a member", "Sits for the structure that applies")
    SPEAKS = "speaks", pgettext_lazy("interest of a member", "Speaks for the structure that applies")
    EMPLOYMENT = "employment", pgettext_lazy("interest of a member", "Is or was employed there")
    BOARD = "board", pgettext_lazy("interest of a member", "Sits on its board")
    SHARES = "shares", pgettext_lazy("interest of a member", "Holds shares of it")
    APPLICANT = "applicant", pgettext_lazy("interest of a member", "Wrote the application")
    OTHER = "other", pgettext_lazy("interest of a member", "Other interest, declared")


# What members declare beforehand, or the team for them; the rest is found in the records.
DECLARED_TIES = (InterestKind.EMPLOYMENT, InterestKind.BOARD, InterestKind.SHARES, InterestKind.OTHER)


class FunnelStage(TextChoices):
    """How far an application came. Source: public report of the MEL: asked, presented to the committee, supported."""

    ASKED = "asked", pgettext_lazy("step of the funnel", "Asked")
    PRESENTED = "presented", pgettext_lazy("step of the funnel", "Presented to the body")
    SUPPORTED = "supported", pgettext_lazy("step of the funnel", "Supported")


class FunnelAxis(TextChoices):
    """What the funnel is told by; its words stand in addresses."""

    WHOLE = "ensemble", _("All together")
    YEAR = "annee", _("By year of filing")
    TERRITORY = "territoire", _("By territory")
    FAMILY = "famille", _("By legal family")
