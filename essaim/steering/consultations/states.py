"""States and kinds of what a consultation holds, and the moves between them, as data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable


class ConsultationState(TextChoices):
    """Life of a consultation."""

    DRAFT = "draft", pgettext_lazy("state of a consultation", "Draft")
    OPEN = "open", pgettext_lazy("state of a consultation", "Open")
    CLOSED = "closed", pgettext_lazy("state of a consultation", "Closed, answers in preparation")
    ANSWERED = "answered", pgettext_lazy("state of a consultation", "Answers published")


CONSULTATION_MOVES = TransitionTable(
    Move("open", (ConsultationState.DRAFT,), ConsultationState.OPEN),
    Move("close", (ConsultationState.OPEN,), ConsultationState.CLOSED),
    Move("reopen", (ConsultationState.CLOSED,), ConsultationState.OPEN),
    Move("publish_answers", (ConsultationState.CLOSED,), ConsultationState.ANSWERED),
)


class PhaseKind(TextChoices):
    """What happens in a phase."""

    COMMITTEE = "committee", pgettext_lazy("phase", "Committee")
    MEETINGS = "meetings", pgettext_lazy("phase", "Meetings")
    CONTRIBUTIONS = "contributions", pgettext_lazy("phase", "Contributions")
    RESTITUTION = "restitution", pgettext_lazy("phase", "Restitution")
    WORKING_GROUPS = "working_groups", pgettext_lazy("phase", "Working groups")
    COUNCIL = "council", pgettext_lazy("phase", "Elected assembly")
    CONFERENCE = "conference", pgettext_lazy("phase", "Assises or forum")
    OTHER = "other", pgettext_lazy("phase", "Other step")


class Channel(TextChoices):
    """How a contribution came; all weigh the same."""

    ONLINE = "online", pgettext_lazy("channel", "Online")
    PAPER = "paper", pgettext_lazy("channel", "On paper")
    TABLE = "table", pgettext_lazy("channel", "At a table of a meeting")
    MEETING = "meeting", pgettext_lazy("channel", "Said in a meeting")
    LETTER = "letter", pgettext_lazy("channel", "Letter or message")


class ModerationState(TextChoices):
    """Whether a contribution is shown; what is hidden keeps its place."""

    RECEIVED = "received", pgettext_lazy("moderation", "Waiting to be read")
    PUBLISHED = "published", pgettext_lazy("moderation", "Published")
    HIDDEN = "hidden", pgettext_lazy("moderation", "Hidden")
    APPEALED = "appealed", pgettext_lazy("moderation", "Hidden, second reading asked")
    UPHELD = "upheld", pgettext_lazy("moderation", "Hidden after a second reading")


MODERATION_MOVES = TransitionTable(
    Move("publish", (ModerationState.RECEIVED,), ModerationState.PUBLISHED),
    Move("hide", (ModerationState.RECEIVED, ModerationState.PUBLISHED), ModerationState.HIDDEN),
    Move("appeal", (ModerationState.HIDDEN,), ModerationState.APPEALED),
    Move("restore", (ModerationState.HIDDEN, ModerationState.APPEALED), ModerationState.PUBLISHED),
    Move("uphold", (ModerationState.APPEALED,), ModerationState.UPHELD),
)

HIDDEN_STATES = (ModerationState.HIDDEN, ModerationState.APPEALED, ModerationState.UPHELD)
# What not everybody reads: few beside the others, and found by an index where the others would all be looked up.
UNREADABLE_STATES = (ModerationState.RECEIVED, *HIDDEN_STATES)
# What waits for somebody of the team.
TO_READ = (ModerationState.RECEIVED, ModerationState.APPEALED)


class ContributionSheetState(TextChoices):
    """Life of a sheet of contributions: there is none before it is written."""

    APPLIED = "applied", pgettext_lazy("sheet of contributions", "Written")
    UNDONE = "undone", pgettext_lazy("sheet of contributions", "Taken back")


CONTRIBUTION_SHEET_MOVES = TransitionTable(
    Move("undo", (ContributionSheetState.APPLIED,), ContributionSheetState.UNDONE),
)


class HidingCause(TextChoices):
    """Why a contribution is hidden, by the rules that are published."""

    INSULT = "insult", _("Insult, threat or discrimination")
    PERSONAL_DATA = "personal_data", _("Personal data of somebody else")
    ADVERTISING = "advertising", _("Advertising")
    REPEATED = "repeated", _("The same text sent several times")
    UNREADABLE = "unreadable", _("Empty or unreadable")
    UNLAWFUL = "unlawful", _("Against the law for another reason")


class ContributionMail(TextChoices):
    """What an author who left an address is still to be told; one thing at a time, the latest."""

    RECEIPT = "receipt", pgettext_lazy("mail to an author", "It has arrived")
    MODERATED = "moderated", pgettext_lazy("mail to an author", "It is hidden or shown again")
    ANSWERED = "answered", pgettext_lazy("mail to an author", "It has its answer")


class IssueKind(TextChoices):
    """What consultations bring out: what exists and should grow, what is new."""

    EXISTING = "existing", _("Gain to develop")
    NEW = "new", _("New issue")


class Verdict(TextChoices):
    """How a contribution or an issue ends."""

    ACCEPTED = "accepted", pgettext_lazy("answer to a contribution", "Accepted")
    PARTLY = "partly", pgettext_lazy("answer to a contribution", "Accepted in part")
    REFUSED = "refused", pgettext_lazy("answer to a contribution", "Refused")
    OUT_OF_SCOPE = "out_of_scope", pgettext_lazy("answer to a contribution", "Out of scope")


VERDICT_LOOK = {
    Verdict.ACCEPTED: "good",
    Verdict.PARTLY: "info",
    Verdict.REFUSED: "bad",
    Verdict.OUT_OF_SCOPE: "",
}


class GroupRole(TextChoices):
    """What somebody is in a working group."""

    LEAD = "lead", pgettext_lazy("working group", "Lead")
    MEMBER = "member", pgettext_lazy("working group", "Member")


class ProposalState(TextChoices):
    """Life of a proposal."""

    STUDIED = "studied", pgettext_lazy("state of a proposal", "Under study")
    RETAINED = "retained", pgettext_lazy("state of a proposal", "Kept: it becomes an action")
    SET_ASIDE = "set_aside", pgettext_lazy("state of a proposal", "Set aside")


PROPOSAL_MOVES = TransitionTable(
    Move("retain", (ProposalState.STUDIED,), ProposalState.RETAINED),
    Move("set_aside", (ProposalState.STUDIED,), ProposalState.SET_ASIDE),
    Move("study_again", (ProposalState.SET_ASIDE,), ProposalState.STUDIED),
)


class AmendmentState(TextChoices):
    """Life of an amendment."""

    PROPOSED = "proposed", pgettext_lazy("state of an amendment", "Proposed")
    ADOPTED = "adopted", pgettext_lazy("state of an amendment", "Adopted")
    REFUSED = "refused", pgettext_lazy("state of an amendment", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an amendment", "Withdrawn")


AMENDMENT_MOVES = TransitionTable(
    Move("adopt", (AmendmentState.PROPOSED,), AmendmentState.ADOPTED),
    Move("refuse", (AmendmentState.PROPOSED,), AmendmentState.REFUSED),
    Move("withdraw", (AmendmentState.PROPOSED,), AmendmentState.WITHDRAWN),
)


class QuestionKind(TextChoices):
    """How a question is answered."""

    ONE = "one", pgettext_lazy("kind of question", "One choice")
    SEVERAL = "several", pgettext_lazy("kind of question", "Several choices")
    TEXT = "text", pgettext_lazy("kind of question", "Free answer")


class QuestionnaireState(TextChoices):
    """Life of a questionnaire."""

    DRAFT = "draft", pgettext_lazy("state of a questionnaire", "Draft")
    OPEN = "open", pgettext_lazy("state of a questionnaire", "Open")
    CLOSED = "closed", pgettext_lazy("state of a questionnaire", "Closed")


QUESTIONNAIRE_MOVES = TransitionTable(
    Move("open", (QuestionnaireState.DRAFT,), QuestionnaireState.OPEN),
    Move("close", (QuestionnaireState.OPEN,), QuestionnaireState.CLOSED),
)
