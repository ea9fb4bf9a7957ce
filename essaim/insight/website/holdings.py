"""What each room keeps about people: the page on personal data, as data."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Holding:
    """Some personal data a room keeps: what, what for, on which ground, how long, who sees it."""

    room: str
    what: str | Promise
    purpose: str | Promise
    ground: str | Promise
    kept: str | Promise
    seen_by: str | Promise


PUBLIC_TASK = _("Task in the public interest (GDPR, art. 6, 1, e)")

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "action_plan",
        _("Text of a question or remark"),
        _("Answer residents, in public, under a tracking number"),
        PUBLIC_TASK,
        _("As long as the plan it is about is published"),
        _("Everybody who has the number; everybody once it is answered"),
    ),
    Holding(
        "action_plan",
        _("E-mail address left with a question (optional)"),
        _("Tell the sender that the answer is there"),
        _("Consent, by leaving it"),
        _("Erased at the moment of the answer; never shown, never in the history"),
        _("Nobody: only the sending of the answer uses it"),
    ),
    Holding(
        "action_plan",
        _("Name and job title of pilots, deputies and elected referents"),
        _("Say in public who answers for each action"),
        PUBLIC_TASK,
        _("As long as the plan is published: who answered for an action is part of its history"),
        _("Everybody"),
    ),
    Holding(
        "accounts",
        _("Name, e-mail address, job title, roles with their dates"),
        _("Sign in, and be allowed what one's role allows"),
        PUBLIC_TASK,
        _("As long as a role is held; then the account is closed, and its name stays in the history of what it did"),
        _("The person, and the administrators"),
    ),
    Holding(
        "accounts",
        _("Password (as a digest), second factors, sessions"),
        _("Be sure that it is you"),
        PUBLIC_TASK,
        _("Until they are changed or the account is closed; a session lasts twelve hours at most"),
        _("Nobody"),
    ),
    Holding(
        "audit_trail",
        _("Who did what, when, why"),
        _("Show the history of public decisions and prove that nothing was altered"),
        PUBLIC_TASK,
        _(
            "Not erased: the history is sealed. It holds names and roles, never addresses nor texts of residents' messages"
        ),
        _("The public reads roles; the team reads names"),
    ),
    Holding(
        "notifications",
        _("Messages sent to people who have an account"),
        _("Remind of what is due"),
        PUBLIC_TASK,
        _("As long as the account is open"),
        _("The person they are for"),
    ),
    Holding(
        "documents",
        _("Name of the person who added a file"),
        _("Know where a file comes from"),
        PUBLIC_TASK,
        _("As long as the file, which carries its own date of retention"),
        _("Those who may read the file"),
    ),
)
