"""Contributions: received without account, entered from paper, read, hidden with a reason, sorted into themes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.primitives.actors import Actor, SystemActor
from essaim.foundations.primitives.codes import spoken_code
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.versions import refuse_other_fields
from essaim.steering.action_plan.models import Action, Axis
from essaim.steering.consultations import permissions, queries
from essaim.steering.consultations.models import Consultation, Contribution, TextVersion, Theme
from essaim.steering.consultations.states import MODERATION_MOVES, Channel, ContributionMail, ModerationState

from .cycle import locked
from .mailing import mail_after_commit
from .texts import PassageNotFound, plain_lines

PER_HOUR_MAX = 120
WRITTEN = frozenset(
    {"text", "theme", "author_name", "shows_name", "organization", "organization_name", "channel", "origin"}
)


class TooManyContributions(Exception):
    """More contributions arrive in an hour than people write: none is lost, the sender is asked to come back later."""


class ThemeOfAnotherConsultation(Exception):
    """A contribution is sorted into the themes of its own consultation."""


class PartOfAnotherPlan(Exception):
    """A contribution is about an axis or an action of the plan that its consultation prepares."""


About = TextVersion | Axis | Action


def new_tracking_number() -> str:
    """Draw the number by which an author follows a contribution."""
    return "CTR-" + spoken_code(10)


def next_number(consultation: Consultation) -> int:
    """Return the number of the next contribution of a locked consultation: one that none ever had."""
    return queries.last_number(consultation) + 1


@transaction.atomic
def receive_contribution(
    *,
    consultation: Consultation,
    text: str,
    now: datetime,
    theme: Theme | None = None,
    author_name: str = "",
    shows_name: bool = False,
    organization_name: str = "",
    email: str = "",
    about: About | None = None,
    passage: str = "",
) -> Contribution:
    """
    Receive what anybody writes online; it is read by somebody of the team before everybody reads it.

    :param about: the version of a text, the axis or the action it is about; passage quotes the text word for word
    :param email: where the author is told, after commit, that it came, and later of its answer
    :raises NotAllowed: if the consultation takes no contribution on that day
    :raises TooManyContributions: beyond a hundred and twenty an hour over the whole site
    :raises ThemeOfAnotherConsultation: if the theme is not one of its own
    :raises PartOfAnotherPlan: if it is about a part of another plan than the one the consultation prepares
    :raises PassageNotFound: if the passage is not in the text
    """
    consultation = locked(consultation)
    require(permissions.can_contribute(consultation, today=timezone.localdate(now)))
    recent = Contribution.objects.filter(channel=Channel.ONLINE, received_at__gt=now - timedelta(hours=1))
    if recent.count() >= PER_HOUR_MAX:
        raise TooManyContributions
    resident = SystemActor("resident")
    with acting(resident):
        contribution = _write(
            consultation,
            actor=resident,
            now=now,
            received_at=now,
            text=text,
            theme=theme,
            author_name=author_name,
            shows_name=shows_name,
            organization_name=organization_name,
            channel=Channel.ONLINE,
            about=about,
            passage=passage,
            email=email,
            mail_due=ContributionMail.RECEIPT if email else "",
        )
    mail_after_commit([contribution])
    return contribution


@transaction.atomic
def enter_contribution(
    *, consultation: Consultation, actor: User, now: datetime, received_at: datetime, **values: object
) -> Contribution:
    """
    Enter what was said on paper, at a table or in a meeting, with where it was gathered; it weighs the same.

    Published at once, since somebody of the team has read it.

    :param values: text, theme, author_name, shows_name, organization, organization_name, channel, origin, about, passage
    :raises NotAllowed: if the actor is not of the team, or the consultation is a draft or answered
    :raises ThemeOfAnotherConsultation: if the theme is not one of its own
    :raises ValidationError: if it does not say where it was gathered
    """
    consultation = locked(consultation)
    require(permissions.can_enter_contributions(actor, consultation))
    refuse_other_fields(values, WRITTEN | {"about", "passage"})
    return _write(
        consultation,
        actor=actor,
        now=now,
        received_at=received_at,
        state=ModerationState.PUBLISHED,
        moderated_at=now,
        **values,
    )


def _write(consultation: Consultation, *, actor: Actor, now: datetime, **values: object) -> Contribution:
    theme, text = values.get("theme"), str(values["text"]).strip()
    values |= _about(consultation, values.pop("about", None), str(values.pop("passage", "")))
    if isinstance(theme, Theme) and theme.consultation_id != consultation.pk:
        raise ThemeOfAnotherConsultation
    contribution = Contribution(
        consultation=consultation,
        number=next_number(consultation),
        tracking_number=new_tracking_number(),
        **{**values, "text": text, "search_key": fold(text)},
    )
    return write_new(contribution, "contribution.received", actor=actor, now=now)


def _about(consultation: Consultation, about: object, passage: str) -> dict[str, object]:
    """Return the fields that say what a contribution is about, or refuse what it cannot be about."""
    if isinstance(about, TextVersion):
        passage = plain_lines(passage)
        if about.text.consultation_id != consultation.pk or not passage or passage not in about.body:
            raise PassageNotFound
        return {"text_version": about, "passage": passage}
    if isinstance(about, Axis | Action):
        if about.plan_id != consultation.plan_id:
            raise PartOfAnotherPlan
        return {"axis" if isinstance(about, Axis) else "action": about}
    return {}


def _locked_contribution(contribution: Contribution) -> Contribution:
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("consultation")
    return rows.get(pk=contribution.pk)


@transaction.atomic
def publish_contribution(*, contribution: Contribution, actor: User, now: datetime) -> Contribution:
    """
    Show a contribution to everybody, once somebody has read it.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was read before
    """
    contribution = _locked_contribution(contribution)
    require(permissions.can_write_consultations(actor))
    values = {"state": MODERATION_MOVES.target("publish", contribution.state), "moderated_at": now}
    return write_fields(contribution, "contribution.published", values, actor=actor, now=now)


@transaction.atomic
def hide_contribution(
    *, contribution: Contribution, actor: User, cause: str, reason: str, now: datetime
) -> Contribution:
    """
    Hide a text that breaks a published rule: its place stays, with the cause; its author reads the reason and may appeal.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is hidden already
    :raises ValidationError: if no cause or reason is given
    """
    contribution = _locked_contribution(contribution)
    require(permissions.can_write_consultations(actor))
    values = {
        "state": MODERATION_MOVES.target("hide", contribution.state),
        "hiding_cause": cause,
        "hidden_by": actor,
        "moderation_reason": reason.strip(),
        "moderated_at": contribution.moderated_at or now,
    }
    return _tell(write_fields(contribution, "contribution.hidden", values, actor=actor, now=now, reason=reason))


def _tell(contribution: Contribution) -> Contribution:
    """Make it due to an author who left an address to be told what was decided, with the reason."""
    if contribution.email:
        contribution.mail_due = ContributionMail.MODERATED
        contribution.save(update_fields=["mail_due"])
        mail_after_commit([contribution])
    return contribution


@transaction.atomic
def appeal_moderation(*, contribution: Contribution, appeal: str, now: datetime) -> Contribution:
    """
    Ask for a second reading: whoever has the tracking number is the author.

    :raises IllegalMove: if it is not hidden, or a second reading was asked before
    :raises ValidationError: if the author says nothing
    """
    contribution = _locked_contribution(contribution)
    author = SystemActor("resident")
    values = {
        "state": MODERATION_MOVES.target("appeal", contribution.state),
        "appeal": appeal.strip(),
        "appealed_at": now,
    }
    with acting(author):
        return write_fields(contribution, "contribution.appealed", values, actor=author, now=now)


@transaction.atomic
def restore_contribution(*, contribution: Contribution, actor: User, reason: str, now: datetime) -> Contribution:
    """
    Show again a text that was hidden, by mistake or after a second reading.

    :raises NotAllowed: if the actor is not of the team, or hid the text of which a second reading is asked
    :raises IllegalMove: if it is not hidden, or the second reading was given
    """
    contribution = _locked_contribution(contribution)
    require(permissions.can_read_again(actor, contribution))
    values = {"state": MODERATION_MOVES.target("restore", contribution.state), "moderation_reason": reason.strip()}
    return _tell(write_fields(contribution, "contribution.restored", values, actor=actor, now=now, reason=reason))


@transaction.atomic
def uphold_hiding(*, contribution: Contribution, actor: User, reason: str, now: datetime) -> Contribution:
    """
    Keep a text hidden after a second reading, saying why.

    :raises NotAllowed: if the actor is not of the team, or hid the text
    :raises IllegalMove: if no second reading was asked
    :raises ValidationError: if no reason is given
    """
    contribution = _locked_contribution(contribution)
    require(permissions.can_read_again(actor, contribution))
    values = {"state": MODERATION_MOVES.target("uphold", contribution.state), "moderation_reason": reason.strip()}
    return _tell(write_fields(contribution, "contribution.upheld", values, actor=actor, now=now, reason=reason))


@transaction.atomic
def move_contributions(*, kept: Organization, duplicate: Organization, actor: User, now: datetime, reason: str) -> int:
    """Give the contributions of a record that is merged to the one that is kept; return their number."""
    require(permissions.can_write_consultations(actor))
    rows = Contribution.objects.select_for_update(of=("self",)).filter(organization=duplicate).order_by("pk")
    found = list(rows)
    for row in found:
        write_fields(row, "contribution.moved", {"organization": kept}, actor=actor, now=now, reason=reason)
    return len(found)
