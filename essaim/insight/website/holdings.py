"""What is kept about residents, and shown of the people who act; what is kept of accounts, each room registers itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Holding:
    """Some personal data kept without an account being asked for: what, what for, on which ground, how long, who sees it."""

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
        _("Everybody reads job titles and the names of elected people; those who sign in read the names of agents"),
    ),
    Holding(
        "directory",
        _("E-mail address of a structure, read in a public source"),
        _("Send the structure a link of its own, to confirm its card or say who speaks for it"),
        PUBLIC_TASK,
        _("As long as the structure is in the directory, or until it asks that it be forgotten; in no history"),
        _("The team; never shown to the public"),
    ),
    Holding(
        "directory",
        _("E-mail address left with a proposed correction (optional)"),
        _("Tell whoever proposed it what was taken"),
        _("Consent, by leaving it"),
        _("Erased at the moment of the answer; never shown, never in the history"),
        _("Nobody: only the sending of the answer uses it"),
    ),
    Holding(
        "directory",
        _("Name, e-mail address and quality of somebody who asks to speak for a structure"),
        _("Decide whether they speak for it, and answer them"),
        PUBLIC_TASK,
        _("Name and address erased a month after the answer; never in the history"),
        _("The team; whoever reads the mail of the structure sees the name and the quality"),
    ),
    Holding(
        "events",
        _("Name, e-mail address and structure of somebody who registers for a gathering"),
        _("Keep a seat, send the confirmation and what changes, welcome people at the door"),
        _("Consent, by registering"),
        _("Erased when the registration is withdrawn, else some weeks after the gathering, as each form says"),
        _("The team; the number of people and their structures stay, without names"),
    ),
    Holding(
        "consultations",
        _("Text of a contribution, and the name of its author (optional)"),
        _("Hear what partners and residents say, and answer each"),
        PUBLIC_TASK,
        _("The text: as long as the consultation is published. The name: never in the history"),
        _("The text: everybody, once it was read. The name: the team, and everybody if its author ticked the box"),
    ),
    Holding(
        "consultations",
        _("E-mail address left with a contribution (optional)"),
        _("Tell its author that it came, whether it was hidden and why, and what the answer is"),
        _("Consent, by leaving it"),
        _("Erased with the answer, on request from the page that follows it, and after two years in any case"),
        _("Nobody: only the sending of these mails uses it"),
    ),
    Holding(
        "consultations",
        _("Answers to a questionnaire"),
        _("Know what people think; results of an anonymous one are told from five answers only"),
        PUBLIC_TASK,
        _("The answers and the day, without name, address nor moment"),
        _("The team and the public read results, never who answered"),
    ),
    Holding(
        "events",
        _("What somebody who came to a gathering thought of it, without a name: two answers, a free comment, the day"),
        _("Make the next gathering better"),
        PUBLIC_TASK,
        _("Comments are erased with the names of those who registered; answers stay, as numbers"),
        _("The team reads comments; everybody reads averages, from five answers on"),
    ),
    Holding(
        "committees",
        _("Name and e-mail address of somebody who sits on a body without an account"),
        _("Convene them, and let them vote by a personal link"),
        PUBLIC_TASK,
        _("The address is erased a year after the mandate; the name stays with the composition of the body"),
        _("The team; names are read by the members of the body too"),
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
)
