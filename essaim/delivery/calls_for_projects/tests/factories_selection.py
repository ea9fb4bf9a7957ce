"""A selection session as it is at each step of its life."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from essaim.delivery.calls_for_projects.models import Application, SelectionFile, SelectionSession
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.services import selection as services
from essaim.delivery.calls_for_projects.states import RuleKind
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.steering.action_plan.models import Act
from essaim.steering.action_plan.tests.factories import ActFactory
from essaim.steering.committees.models import Mandate, Session
from essaim.steering.committees.states import SessionState
from essaim.steering.committees.tests.factories import (
    BodyRulesFactory,
    SessionFactory,
    college_of,
    present,
)

from .factories import ApplicationFactory, CriterionFactory, FormVersionFactory, RuleFactory

DAY = date(2026, 3, 24)
NOW = datetime(2026, 3, 24, 10, tzinfo=UTC)
BEFORE = datetime(2026, 3, 2, 10, tzinfo=UTC)


@dataclass
class Stage:
    """An officer, a body of three members of a day, ready applications of one call, and their selection."""

    officer: User
    session: Session
    members: list[Mandate]
    applications: list[Application]
    act: Act
    selection: SelectionSession | None = None
    files: list[SelectionFile] = field(default_factory=list)

    def prepare(self) -> SelectionSession:
        """Take the files in."""
        call = self.applications[0].call
        self.selection = services.prepare_selection(call=call, session=self.session, actor=self.officer, now=BEFORE)
        return self.again()

    def again(self) -> SelectionSession:
        """Read the selection and its files as they are now."""
        assert self.selection is not None
        self.selection = queries.selection_rows().get(pk=self.selection.pk)
        self.session = self.selection.session
        self.files = list(queries.file_rows(self.selection))
        return self.selection

    def allow(self, cents: int, **values: object) -> None:
        """Give an allowance for 2026."""
        assert self.selection is not None
        services.add_allowance(
            selection=self.selection,
            actor=self.officer,
            now=BEFORE,
            **{"year": 2026, "amount_cents": cents, "act": self.act, **values},
        )

    def open(self, *, with_members: int | None = None) -> SelectionSession:
        """Open the session of the body, with its members there."""
        Session.objects.filter(pk=self.session.pk).update(
            state=SessionState.OPEN, convened_at=BEFORE, opened_at=NOW, attendance_code="123456"
        )
        self.session.refresh_from_db()
        present(self.session, *self.members[:with_members])
        return self.again()


def stage_of(count: int = 2, *, ceiling_cents: int | None = 1_000_000, quorum: str = "half", **values: object) -> Stage:
    """
    Set everything but the selection itself.

    :param values: of the applications
    """
    officer = person_with(RoleKind.OFFICER)
    session = SessionFactory(body=BodyRulesFactory(quorum=quorum).body, day=DAY)
    members = college_of(session, 3)
    form = FormVersionFactory()
    CriterionFactory(edition=form.edition, code="C1", weight=2)
    CriterionFactory(edition=form.edition, code="C2", weight=1)
    if ceiling_cents is not None:
        RuleFactory(edition=form.edition, code="M1", kind=RuleKind.CEILING, parameters={"cents": ceiling_cents})
    share = values.pop("share_permille", None)
    if share is not None:
        RuleFactory(edition=form.edition, code="M2", kind=RuleKind.BUDGET_SHARE, parameters={"permille": share})
    applications = [
        ApplicationFactory(
            form=form, is_ready=True, organization=OrganizationFactory(), **{"in_commune": "59350", **values}
        )
        for _number in range(count)
    ]
    return Stage(officer, session, members, applications, ActFactory())
