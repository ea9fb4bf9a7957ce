"""Writes the consultation of 2015 as its sources tell it, and invented ones in every state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from essaim.ecosystem.events.queries import event_of
from essaim.ecosystem.organizations.queries import organization_of
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material
from essaim.steering.action_plan.models import Action, Axis, Plan, PlanItem
from essaim.steering.action_plan.states import Certainty
from essaim.steering.consultations import services
from essaim.steering.consultations.models import Consultation, Contribution, Question

from .stage import Stage

Entry = Mapping[str, Any]
EXERCISE = "exercice"


def write_2015(stage: Stage) -> None:
    """Write policy/consultation-2015: calendar, themes, groups, every gain and new issue, what the plan kept of them."""
    entry = material.read("policy/consultation-2015")
    actor, now = stage.administrator, stage.entered_at
    with acting(actor):
        consultation = services.create_consultation(
            actor=actor,
            now=now,
            plan=stage.plan(entry["plan"]),
            source=stage.source(entry["source"]),
            **{name: entry[name] for name in ("slug", "title", "summary", "question")},
        )
        _write_calendar(stage, consultation, entry)
        themes = {
            theme["code"]: services.add_theme(
                consultation=consultation,
                actor=actor,
                now=now,
                number=number,
                source=stage.source(entry["source"]),
                **theme,
            )
            for number, theme in enumerate(entry["theme"], start=1)
        }
        for number, group in enumerate(entry["group"], start=1):
            services.add_group(
                consultation=consultation,
                actor=actor,
                now=now,
                number=number,
                title=group["title"],
                mandate="décliner les actions prioritaires à partir des enjeux identifiés",
                note="« composés d'acteurs du territoire, de techniciens de la MEL et des villes » : leurs membres et "
                "leurs rendus ne sont pas connus.",
                source=stage.source(entry["source"]),
                themes=[themes[code] for code in group["themes"]],
            )
        for issue in entry["issue"]:
            _write_issue_of_2015(stage, consultation, issue, themes[issue["theme"]], entry)
        services.open_consultation(consultation=consultation, actor=actor, opened_on=entry["opened"], now=now)
        services.close_consultation(
            consultation=consultation,
            actor=actor,
            closed_on=entry["closed"],
            summary=entry["closing_summary"],
            now=now,
        )
        services.publish_answers(
            consultation=consultation, actor=actor, answered_on=entry["answered"], now=now, lists_missing=True
        )


def _write_calendar(stage: Stage, consultation: Consultation, entry: Entry) -> None:
    actor, now = stage.administrator, stage.entered_at
    for number, phase in enumerate(entry["phase"], start=1):
        written = services.add_phase(
            consultation=consultation,
            actor=actor,
            now=now,
            number=number,
            title=phase["title"],
            kind=phase["kind"],
            starts_on=phase.get("starts_on"),
            ends_on=phase.get("ends_on"),
            audiences="\n".join(phase.get("audiences", ())),
            planned=phase["planned"],
            source=stage.source(entry["source"]),
            outcome=phase.get("outcome", ""),
            outcome_source=stage.source(phase["outcome_source"]) if "outcome_source" in phase else None,
        )
        for slug in phase.get("events", ()):
            services.add_meeting(phase=written, event=event_of(slug), actor=actor, now=now)
    for statement in entry["statement"]:
        source = stage.source(statement["source"])
        services.add_statement(consultation=consultation, actor=actor, now=now, **{**statement, "source": source})
    for declared in entry["declared"]:
        source = stage.source(declared["source"])
        services.declare_participation(
            consultation=consultation, actor=actor, now=now, **{**declared, "source": source}
        )


def _write_issue_of_2015(stage: Stage, consultation: Consultation, entry: Entry, theme: Any, whole: Entry) -> None:
    actor, now = stage.administrator, stage.entered_at
    issue = services.add_issue(
        consultation=consultation,
        actor=actor,
        now=now,
        code=entry["code"],
        kind=entry["kind"],
        theme=theme,
        wording=entry["wording"],
        place=entry["place"],
        note=entry.get("note", ""),
        source=stage.source(whole["source"]),
    )
    if answer := entry.get("answer"):
        services.answer(
            subject=issue,
            actor=actor,
            verdict=answer["verdict"],
            reason=answer["reason"],
            targets=[_part(stage, reference) for reference in answer["targets"]],
            source=stage.source(answer["source"]),
            certainty=Certainty.TO_CONFIRM,
            now=now,
        )


def _part(stage: Stage, reference: str) -> Plan | Axis | Action | PlanItem:
    """Find what a reference names: a part of a plan as the stage reads it, or "2015-2020 plan" for the whole."""
    slug, _space, rest = reference.partition(" ")
    return stage.plan(slug) if rest == "plan" else stage.part_of_plan(reference)


def write_invented(stage: Stage) -> None:
    """Write the consultations of fiction/consultation, each as far as it went."""
    for entry in material.read("fiction/consultation")["consultation"]:
        actor = stage.person(entry["by"])
        with acting(actor):
            _Invented(stage, entry, actor).write()


class _Invented:
    """One invented consultation, written step by step at the days it tells."""

    def __init__(self, stage: Stage, entry: Entry, actor: User) -> None:
        """Keep what every step needs."""
        self.stage, self.entry, self.actor = stage, entry, actor
        self.now = stage.moment(entry["prepared"])

    def write(self) -> None:
        """Prepare, open, fill, sort, answer and close it."""
        names = ("slug", "title", "summary", "question", "moderation_rules")
        self.consultation = services.create_consultation(
            actor=self.actor, now=self.now, **{name: self.entry[name] for name in names if name in self.entry}
        )
        for number, phase in enumerate(self.entry["phase"], start=1):
            self._add_phase(number, phase)
        self.themes = {
            theme["code"]: services.add_theme(
                consultation=self.consultation, actor=self.actor, now=self.now, number=number, **theme
            )
            for number, theme in enumerate(self.entry.get("theme", ()), start=1)
        }
        if "opened" not in self.entry:
            return
        self.consultation = services.open_consultation(
            consultation=self.consultation,
            actor=self.actor,
            opened_on=self.stage.day(self.entry["opened"]),
            now=self.stage.moment(self.entry["opened"]),
        )
        for contribution in self.entry["contribution"]:
            self._say(contribution)
        self.groups = [self._add_group(number, group) for number, group in enumerate(self.entry.get("group", ()), 1)]
        self.issues = {issue["code"]: self._add_issue(issue) for issue in self.entry["issue"]}
        for answer in self.entry.get("answered_contribution", ()):
            services.answer(
                subject=self.consultation.contributions.get(number=answer["number"]),
                actor=self.actor,
                verdict=answer["verdict"],
                reason=answer["reason"],
                now=self.stage.moment(-2),
            )
        for proposal in self.entry.get("proposal", ()):
            self._propose(proposal)
        for text in self.entry.get("text", ()):
            self._discuss(text)
        for questionnaire in self.entry.get("questionnaire", ()):
            self._ask(questionnaire)
        if "closed" in self.entry:
            services.close_consultation(
                consultation=self.consultation,
                actor=self.actor,
                closed_on=self.stage.day(self.entry["closed"]),
                summary=self.entry["closing_summary"],
                now=self.stage.moment(self.entry["closed"]),
            )

    def _add_phase(self, number: int, entry: Entry) -> None:
        services.add_phase(
            consultation=self.consultation,
            actor=self.actor,
            now=self.now,
            number=number,
            title=entry["title"],
            kind=entry["kind"],
            starts_on=self.stage.day(entry["starts"]),
            ends_on=self.stage.day(entry["ends"]),
            takes_contributions=entry.get("takes_contributions", False),
            audiences="\n".join(entry.get("audiences", ())),
            opening_rules=entry.get("opening_rules", ""),
        )

    def _say(self, entry: Entry) -> None:
        moment = self._moment_of_writing(entry["day"])
        theme = self.themes.get(entry.get("theme", ""))
        if entry["channel"] != "online":
            organization = organization_of(entry["organization"]) if "organization" in entry else None
            services.enter_contribution(
                consultation=self.consultation,
                actor=self.actor,
                now=moment,
                received_at=moment,
                text=entry["text"],
                theme=theme,
                organization=organization,
                channel=entry["channel"],
                origin=entry["origin"],
            )
            return
        contribution = services.receive_contribution(
            consultation=self.consultation,
            now=moment,
            text=entry["text"],
            theme=theme,
            author_name=entry.get("author", ""),
            shows_name=entry.get("shows_name", False),
            organization_name=entry.get("organization_name", ""),
        )
        self._moderate(contribution, entry)

    def _moment_of_writing(self, day: int) -> datetime:
        return timezone.make_aware(datetime.combine(self.stage.day(day), time(14)))

    def _moderate(self, contribution: Contribution, entry: Entry) -> None:
        stage = self.stage
        if "hidden" not in entry:
            if not entry.get("waiting"):
                services.publish_contribution(
                    contribution=contribution, actor=self.actor, now=stage.moment(entry["day"] + 1)
                )
            return
        hidden = entry["hidden"]
        services.hide_contribution(
            contribution=contribution,
            actor=stage.person(hidden["by"]),
            cause=hidden["cause"],
            reason=hidden["reason"],
            now=stage.moment(hidden["day"]),
        )
        if appeal := entry.get("appeal"):
            services.appeal_moderation(
                contribution=contribution, appeal=appeal["text"], now=stage.moment(appeal["day"])
            )
        for key, end in (("restored", services.restore_contribution), ("upheld", services.uphold_hiding)):
            if ended := entry.get(key):
                end(
                    contribution=contribution,
                    actor=stage.person(ended["by"]),
                    reason=ended["reason"],
                    now=stage.moment(ended["day"]),
                )

    def _add_group(self, number: int, entry: Entry) -> Any:
        actor, stage = self.stage.person(entry["by"]), self.stage
        now = stage.moment(entry["day"])
        group = services.add_group(
            consultation=self.consultation,
            actor=actor,
            now=now,
            number=number,
            title=entry["title"],
            mandate=entry["mandate"],
            themes=[self.themes[code] for code in entry["themes"]],
        )
        for member in entry["member"]:
            services.join_group(
                group=group,
                actor=actor,
                now=now,
                starts_on=self._day(member["since"]),
                ends_on=self._day(member["until"]) if "until" in member else None,
                organization=organization_of(member["organization"]) if "organization" in member else None,
                label=member.get("label", ""),
                role=member["role"],
            )
        for output in entry["output"]:
            services.hand_over(
                group=group, actor=actor, given_on=self._day(output["day"]), text=output["text"], now=now
            )
        return group

    def _day(self, offset: int) -> date:
        return self.stage.day(offset)

    def _add_issue(self, entry: Entry) -> Any:
        now = self.stage.moment(-4)
        issue = services.add_issue(
            consultation=self.consultation,
            actor=self.actor,
            now=now,
            code=entry["code"],
            kind=entry["kind"],
            theme=self.themes[entry["theme"]],
            wording=entry["wording"],
        )
        services.group_contributions(issue=issue, numbers=entry["groups"], actor=self.actor, now=now)
        if answer := entry.get("answer"):
            services.answer(
                subject=issue,
                actor=self.actor,
                verdict=answer["verdict"],
                reason=answer["reason"],
                targets=[_part(self.stage, reference) for reference in answer.get("targets", ())],
                now=self.stage.moment(-2),
            )
        return issue

    def _propose(self, entry: Entry) -> None:
        now = self.stage.moment(-3)
        proposal = services.write_proposal(
            consultation=self.consultation,
            actor=self.actor,
            now=now,
            issues=[self.issues[code] for code in entry["issues"]],
            title=entry["title"],
            text=entry.get("text", ""),
            group=self.groups[entry["group"] - 1] if "group" in entry else None,
        )
        if kept := entry.get("kept"):
            axis = self.stage.part_of_plan(kept)
            if isinstance(axis, Axis):
                services.retain_proposal(
                    proposal=proposal, axis=axis, source=self.stage.source(EXERCISE), actor=self.actor, now=now
                )
        if aside := entry.get("aside"):
            services.set_proposal_aside(proposal=proposal, reason=aside, actor=self.actor, now=now)

    def _discuss(self, entry: Entry) -> None:
        stage = self.stage
        text = services.put_to_discussion(
            consultation=self.consultation,
            actor=self.actor,
            title=entry["title"],
            body=entry["body"],
            now=stage.moment(entry["day"]),
        )
        ends = {
            "adopt": services.adopt_amendment,
            "refuse": services.refuse_amendment,
            "withdraw": services.withdraw_amendment,
        }
        for proposed in entry["amendment"]:
            amendment = services.propose_amendment(
                text=text,
                actor=self.actor,
                passage=proposed["passage"],
                replacement=proposed["replacement"],
                grounds=proposed["grounds"],
                organization=organization_of(proposed["organization"]) if "organization" in proposed else None,
                author_label=proposed.get("author", ""),
                now=stage.moment(proposed["day"]),
            )
            for key, end in ends.items():
                if reason := proposed.get(key):
                    end(amendment=amendment, actor=self.actor, reason=reason, now=stage.moment(proposed["day"] + 3))

    def _ask(self, entry: Entry) -> None:
        now = self.stage.moment(-12)
        questionnaire = services.write_questionnaire(
            consultation=self.consultation,
            actor=self.actor,
            now=now,
            title=entry["title"],
            introduction=entry.get("introduction", ""),
            is_anonymous=entry["is_anonymous"],
        )
        questions: list[Question] = []
        for question in entry["questions"]:
            questions.append(
                services.add_question(
                    questionnaire=questionnaire,
                    actor=self.actor,
                    now=now,
                    wording=question["wording"],
                    kind=question["kind"],
                    choices=question.get("choices", ""),
                    is_required=question.get("is_required", False),
                    depends_on=questions[question["after"] - 1] if "after" in question else None,
                    depends_on_choice=question.get("when", ""),
                )
            )
        if entry["until"] == "draft":
            return
        questionnaire = services.open_questionnaire(questionnaire=questionnaire, actor=self.actor, now=now)
        for values in entry["replies"]:
            answers = {number: [value] for number, value in enumerate(values, start=1) if value}
            services.reply_to_questionnaire(questionnaire=questionnaire, answers=answers, now=self.stage.moment(-10))
        if entry["until"] == "closed":
            services.close_questionnaire(questionnaire=questionnaire, actor=self.actor, now=self.stage.moment(-5))
