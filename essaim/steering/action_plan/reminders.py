"""Whom the policy reminds of what, and until when: the rules of the room, run every night by notifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.permissions import STAFF
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.documents.queries import documents_leaving
from essaim.foundations.documents.states import DocumentState
from essaim.foundations.notifications.rules import Due, ReminderRule, register
from essaim.foundations.ui.dates import day_in_words

from .models import Action, Feedback, Milestone, Note, PersonInAction, Plan, StatusOverride, Task
from .states import ActionState, FeedbackState, PersonRole, PlanState, TaskState

# In days: how long before its day something is recalled, and how long without news is too long.
MILESTONE_AHEAD = 14
TASK_AHEAD = 3
ANSWER_AHEAD = 5
OVERRIDE_AHEAD = 7
DOCUMENT_AHEAD = 14
SILENCE = 90
# How far the list of reminders to come looks for ends of retention.
DOCUMENTS_SEEN_AHEAD = 365

# Plans of the authority itself that are neither drafts nor closed, and what belongs to their actions.
LIVING = {"plan__state__in": (PlanState.ADOPTED, PlanState.IN_FORCE), "plan__origin_siren": ""}
IN_LIVING = {f"action__{name}": value for name, value in LIVING.items()}


def _say(words: object, **values: object) -> object:
    """Make a lazy text, so that it is filled in the language of who reads it, days included."""

    def said() -> str:
        shown = {name: day_in_words(value) if isinstance(value, date) else value for name, value in values.items()}
        return str(words) % shown

    return lazy(said, str)()


def _named(action: Action) -> str:
    """Name an action in a line: its number and the start of its title, which may be long."""
    return f"{action.number} – {Truncator(action.title.rstrip('.')).chars(80)}"


@dataclass(frozen=True, slots=True)
class _Team:
    """Who is there on a day: officers in order, everybody who may steer any action, pilots and deputies by action."""

    officers: Sequence[User]
    staff: frozenset[int]
    pilots: Mapping[int, User]
    steering: Mapping[int, frozenset[int]]

    def page_of(self, action: Action, person: User) -> str:
        """Return the page where a person sees an action's work: the steering page if they may open it."""
        if person.pk in self.staff or person.pk in self.steering.get(action.pk, frozenset()):
            return reverse("action_plan:steering", args=[action.plan.slug, action.number])
        return action.get_absolute_url()


def _team(today: date, *, is_needed: bool = True) -> _Team:
    """Read who is there; nothing is read when no row needs it."""
    if not is_needed:
        return _Team((), frozenset(), {}, {})
    grants = RoleGrant.objects.held_on(today).filter(kind__in=STAFF, person__is_active=True).select_related("person")
    officers: dict[int, User] = {}
    staff = set()
    for grant in grants.order_by("person_id"):
        staff.add(grant.person_id)
        if grant.kind == RoleKind.OFFICER:
            officers[grant.person_id] = grant.person
    pilots = {}
    steering: dict[int, set[int]] = defaultdict(set)
    parts = PersonInAction.objects.filter(
        role__in=[PersonRole.PILOT, PersonRole.DEPUTY], ends_on__isnull=True, person__is_active=True
    )
    for part in parts.select_related("person").order_by("pk"):
        steering[part.action_id].add(part.person_id)
        if part.role == PersonRole.PILOT:
            pilots[part.action_id] = part.person
    return _Team(
        tuple(officers.values()), frozenset(staff), pilots, {key: frozenset(found) for key, found in steering.items()}
    )


def _milestones() -> QuerySet[Milestone]:
    """Return the steps still to be done of the open actions of living plans."""
    rows = Milestone.objects.filter(done_on__isnull=True, action__state=ActionState.OPEN, **IN_LIVING)
    return rows.select_related("action__plan").order_by("due_on", "pk")


MILESTONE_STOPS = _("It stops when the milestone is done or moved, or when its action or its plan ends.")


def _milestones_coming(now: datetime) -> Iterator[Due]:
    today = timezone.localdate(now)
    milestones = list(_milestones().filter(due_on__gte=today))
    team = _team(today, is_needed=bool(milestones))
    for milestone in milestones:
        pilot = team.pilots.get(milestone.action_id)
        if pilot is not None:
            values = {"title": milestone.title, "day": milestone.due_on, "action": _named(milestone.action)}
            yield Due(
                pilot,
                # The day is part of the key: a milestone that is moved is reminded of anew.
                f"milestone:{milestone.pk}:{milestone.due_on}",
                milestone.due_on - timedelta(days=MILESTONE_AHEAD),
                _say(_("Milestone due on %(day)s: %(title)s"), **values),
                _say(_("“%(title)s” is due on %(day)s. Action %(action)s"), **values),
                team.page_of(milestone.action, pilot),
                MILESTONE_STOPS,
            )


def _milestones_late(now: datetime) -> Iterator[Due]:
    today = timezone.localdate(now)
    milestones = list(_milestones().filter(due_on__lt=today))
    team = _team(today, is_needed=bool(milestones))
    for milestone in milestones:
        pilot = team.pilots.get(milestone.action_id)
        if pilot is not None:
            values = {"title": milestone.title, "day": milestone.due_on, "action": _named(milestone.action)}
            yield Due(
                pilot,
                f"milestone:{milestone.pk}:{milestone.due_on}",
                milestone.due_on + timedelta(days=1),
                _say(_("Late milestone: %(title)s"), **values),
                _say(_("“%(title)s” was due on %(day)s and is not said to be done. Action %(action)s"), **values),
                team.page_of(milestone.action, pilot),
                MILESTONE_STOPS,
            )


def _tasks() -> QuerySet[Task]:
    """Return the tasks to do that have somebody, of the actions not ended of living plans."""
    rows = Task.objects.filter(
        state=TaskState.TO_DO,
        assignee__is_active=True,
        action__state__in=[ActionState.PROPOSED, ActionState.OPEN],
        **IN_LIVING,
    )
    return rows.select_related("action__plan", "assignee").order_by("due_on", "pk")


TASK_STOPS = _("It stops when the task is finished, cancelled or given to somebody else, or when its action ends.")


def _tasks_coming(now: datetime) -> Iterator[Due]:
    today = timezone.localdate(now)
    tasks = list(_tasks().filter(due_on__gte=today))
    team = _team(today, is_needed=bool(tasks))
    for task in tasks:
        assert task.assignee is not None
        values = {"title": task.title, "day": task.due_on, "action": _named(task.action)}
        yield Due(
            task.assignee,
            f"task:{task.pk}:{task.due_on}",
            task.due_on - timedelta(days=TASK_AHEAD),
            _say(_("Task due on %(day)s: %(title)s"), **values),
            _say(_("Your task “%(title)s” is due on %(day)s. Action %(action)s"), **values),
            team.page_of(task.action, task.assignee),
            TASK_STOPS,
        )


def _tasks_late(now: datetime) -> Iterator[Due]:
    today = timezone.localdate(now)
    tasks = list(_tasks().filter(due_on__lt=today))
    team = _team(today, is_needed=bool(tasks))
    for task in tasks:
        assert task.assignee is not None
        values = {"title": task.title, "day": task.due_on, "action": _named(task.action)}
        yield Due(
            task.assignee,
            f"task:{task.pk}:{task.due_on}",
            task.due_on + timedelta(days=1),
            _say(_("Late task: %(title)s"), **values),
            _say(_("Your task “%(title)s” was due on %(day)s. Action %(action)s"), **values),
            team.page_of(task.action, task.assignee),
            TASK_STOPS,
        )


def _answers_due(now: datetime) -> Iterator[Due]:
    waiting = Feedback.objects.filter(state__in=[FeedbackState.RECEIVED, FeedbackState.ASSIGNED])
    questions = list(waiting.select_related("assignee").order_by("answer_due_on", "pk"))
    officers = _team(timezone.localdate(now), is_needed=bool(questions)).officers
    for feedback in questions:
        has_somebody = feedback.assignee is not None and feedback.assignee.is_active
        recipients: Iterable[User] = [feedback.assignee] if has_somebody else officers  # type: ignore[list-item]
        values = {"number": feedback.tracking_number, "day": feedback.answer_due_on}
        for recipient in recipients:
            yield Due(
                recipient,
                f"feedback:{feedback.pk}",
                feedback.answer_due_on - timedelta(days=ANSWER_AHEAD),
                _say(_("Question %(number)s: answer promised by %(day)s"), **values),
                _say(
                    _("A resident was promised an answer by %(day)s. The question is yours.")
                    if has_somebody
                    else _(
                        "A resident was promised an answer by %(day)s. Nobody of the team has taken the question yet."
                    ),
                    **values,
                ),
                reverse("action_plan:feedback", args=[feedback.tracking_number]),
                _("It stops when the question is answered, set aside or taken by somebody else."),
            )


def _overrides_ending(now: datetime) -> Iterator[Due]:
    today = timezone.localdate(now)
    in_force = StatusOverride.objects.filter(
        starts_on__lte=today,
        ends_on__gt=today,
        action__state=ActionState.OPEN,
        **IN_LIVING,
    )
    latest: dict[int, StatusOverride] = {}
    for override in in_force.select_related("action__plan", "author").order_by("starts_on", "pk"):
        latest[override.action_id] = override
    team = _team(today, is_needed=bool(latest))
    for override in latest.values():
        recipient = override.author if override.author.is_active else team.pilots.get(override.action_id)
        if recipient is not None:
            values = {
                "action": _named(override.action),
                "day": override.ends_on,
                "status": override.get_status_display(),
            }
            yield Due(
                recipient,
                f"override:{override.pk}",
                override.ends_on - timedelta(days=OVERRIDE_AHEAD),
                _say(_("Status put by hand until %(day)s: %(action)s"), **values),
                _say(
                    _("“%(status)s” was put by hand on action %(action)s; from %(day)s the rule decides again."),
                    **values,
                ),
                team.page_of(override.action, recipient),
                _("It stops on that day, or when another status is put or the action ends."),
            )


def _last_news(actions: QuerySet[Action]) -> dict[int, date]:
    """Return the day of the latest news of each action: opening, milestone done, task ended, note, status by hand."""
    news = {
        pk: opened_on or starts_on
        for pk, opened_on, starts_on in actions.values_list("pk", "opened_on", "plan__starts_on")
    }

    def add(rows: QuerySet[Milestone] | QuerySet[Task] | QuerySet[Note] | QuerySet[StatusOverride], field: str) -> None:
        found = rows.filter(action__in=news).values_list("action_id").annotate(latest=Max(field)).order_by("action_id")
        for action_id, latest in found:
            if latest is not None:
                day = timezone.localdate(latest) if isinstance(latest, datetime) else latest
                news[action_id] = max(news[action_id], day)

    add(Milestone.objects.all(), "done_on")
    add(Task.objects.all(), "ended_at")
    add(Note.objects.all(), "written_at")
    add(StatusOverride.objects.all(), "starts_on")
    return news


def _silent_actions(now: datetime) -> Iterator[Due]:
    today = timezone.localdate(now)
    team = _team(today)
    actions = Action.objects.filter(state=ActionState.OPEN, **LIVING)
    news = _last_news(actions)
    for action in actions.select_related("plan").order_by("pk"):
        pilot = team.pilots.get(action.pk)
        if pilot is not None:
            values = {"action": _named(action), "day": news[action.pk], "count": SILENCE}
            yield Due(
                pilot,
                f"action:{action.pk}:{news[action.pk]}",
                news[action.pk] + timedelta(days=SILENCE),
                _say(_("No news for %(count)s days: action %(action)s"), **values),
                _say(
                    _("The last news of action %(action)s is of %(day)s. A note, a milestone or a task is enough."),
                    **values,
                ),
                team.page_of(action, pilot),
                _("It stops with the next note, milestone done, task ended or status put, or when the action ends."),
            )


def _silent_plans(now: datetime) -> Iterator[Due]:
    plans = list(Plan.objects.filter(state=PlanState.IN_FORCE, origin_siren="").order_by("pk"))
    officers = _team(timezone.localdate(now), is_needed=bool(plans)).officers
    actions = Action.objects.filter(plan__in=plans)
    news = _last_news(actions)
    plan_of = dict(actions.values_list("pk", "plan_id"))
    for plan in plans:
        latest = max([plan.starts_on, *(day for key, day in news.items() if plan_of[key] == plan.pk)])
        values = {"plan": plan.name, "day": latest, "count": SILENCE}
        for officer in officers:
            yield Due(
                officer,
                f"plan:{plan.pk}:{latest}",
                latest + timedelta(days=SILENCE),
                _say(_("No news for %(count)s days: %(plan)s"), **values),
                _say(_("Nothing was written on any action of “%(plan)s” since %(day)s."), **values),
                plan.get_absolute_url(),
                _("It stops with the next news of any of its actions, or when the plan is closed."),
            )


def _documents_leaving(now: datetime) -> Iterator[Due]:
    today = timezone.localdate(now)
    leaving = documents_leaving(until=today + timedelta(days=DOCUMENTS_SEEN_AHEAD))
    documents = [document for document in leaving if document.subject_kind.startswith("action_plan.")]
    officers = _team(today, is_needed=bool(documents)).officers
    for document in documents:
        is_withdrawn = document.state == DocumentState.WITHDRAWN
        day = document.erase_on if is_withdrawn else document.keep_until
        first_day = timezone.localdate(document.withdrawn_at) if is_withdrawn else None
        assert day is not None
        values = {"title": document.title, "day": day}
        depositor = document.deposited_by
        for recipient in [depositor] if depositor is not None and depositor.is_active else officers:
            yield Due(
                recipient,
                f"document:{document.pk}:{document.state}:{day}",
                first_day or day - timedelta(days=DOCUMENT_AHEAD),
                _say(
                    _("Withdrawn document, erased from %(day)s: %(title)s")
                    if is_withdrawn
                    else _("Document kept until %(day)s: %(title)s"),
                    **values,
                ),
                _say(
                    _("The files of “%(title)s” are erased from %(day)s. Until then its page restores it.")
                    if is_withdrawn
                    else _(
                        "“%(title)s” leaves the pages on %(day)s, and its files 30 days later. Give it a later day to keep it."
                    ),
                    **values,
                ),
                document.get_absolute_url(),
                _("It stops when the document gets a later day, is restored, or when its files are erased."),
            )


RULES = (
    ReminderRule(
        "action_plan.milestone_coming",
        _("Milestone coming"),
        _("Tells the pilot of a milestone to be done, 14 days before its day, then 7 days before."),
        _milestones_coming,
        every=7,
        maximum=2,
    ),
    ReminderRule(
        "action_plan.milestone_late",
        _("Late milestone"),
        _("Tells the pilot of a milestone not done, from the day after its day."),
        _milestones_late,
        every=7,
        maximum=8,
    ),
    ReminderRule(
        "action_plan.task_coming",
        _("Task coming"),
        _("Tells whoever has a task, 3 days before its day."),
        _tasks_coming,
        every=7,
        maximum=1,
    ),
    ReminderRule(
        "action_plan.task_late",
        _("Late task"),
        _("Tells whoever has a task not finished, from the day after its day."),
        _tasks_late,
        every=7,
        maximum=8,
    ),
    ReminderRule(
        "action_plan.answer_due",
        _("Answer promised to a resident"),
        _("Tells whoever has a question, or each officer while nobody has it, from 5 days before the promised day."),
        _answers_due,
        every=3,
        maximum=8,
    ),
    ReminderRule(
        "action_plan.override_ending",
        _("End of a status put by hand"),
        _("Tells whoever put a status by hand, 7 days before it ends; the pilot if their account is closed."),
        _overrides_ending,
        every=7,
        maximum=1,
    ),
    ReminderRule(
        "action_plan.action_silent",
        _("Action without news"),
        _("Tells the pilot of an open action of which nothing was written for 90 days."),
        _silent_actions,
        every=30,
        maximum=3,
    ),
    ReminderRule(
        "action_plan.plan_silent",
        _("Plan without news"),
        _("Tells each officer of a plan in force of which nothing was written for 90 days."),
        _silent_plans,
        every=30,
        maximum=3,
    ),
    ReminderRule(
        "action_plan.document_leaving",
        _("End of a document"),
        _("Tells whoever deposited a document, 14 days before its retention ends and again once it is withdrawn."),
        _documents_leaving,
        every=14,
        maximum=1,
    ),
)


def register_rules() -> None:
    """Register every rule of the room; called when it starts."""
    for rule in RULES:
        register(rule)
