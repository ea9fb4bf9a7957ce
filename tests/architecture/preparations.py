"""What must exist before some pages can be opened: made for the person who opens, and taken back with the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from django.core import signing
from django.urls import reverse

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.tests.factories import (
    ApplicationFactory,
    ConfirmationFactory,
    CoWriterFactory,
    EditionFactory,
    PartnerOpinionFactory,
)
from essaim.delivery.calls_for_projects.views.opening import LINK_SALT
from essaim.ecosystem.events.tests.factories import AgendaImportFactory, EventFactory
from essaim.ecosystem.organizations.tests.factories import SheetImportFactory
from essaim.foundations.accounts.models import User
from essaim.foundations.documents.tests.factories import VersionFactory
from essaim.foundations.notifications.tests.factories import NotificationFactory
from essaim.foundations.sirene.tests.factories import (
    PerimeterActivityFactory,
    PerimeterEditionFactory,
    SnapshotFactory,
)
from essaim.foundations.ui.access import Access
from essaim.steering.action_plan.models import Action, ActionGathering, Plan, PlanImport
from essaim.steering.action_plan.tests.factories import (
    ActionFactory,
    BulkChangeFactory,
    CalendarFeedFactory,
    PlanFactory,
)
from essaim.steering.committees.links import token_of
from essaim.steering.committees.models import Session
from essaim.steering.committees.states import VoteMode
from essaim.steering.committees.tests.factories import (
    AgendaPointFactory,
    AttendanceFactory,
    BodyRulesFactory,
    MandateFactory,
    ProxyFactory,
    SessionFactory,
    VoteFactory,
)
from essaim.steering.consultations.links import invitation_token
from essaim.steering.consultations.models import AmendmentInvitation, DiscussedText, GroupSession, TextVersion
from essaim.steering.consultations.tests.factories import (
    ConsultationFactory,
    ContributionSheetFactory,
    WorkingGroupFactory,
)

Preparation = Callable[[User | None], Mapping[str, object]]


def _own_message(person: User | None) -> Mapping[str, object]:
    recipient = {"recipient": person} if person else {}
    return {"pk": NotificationFactory(**recipient).pk}


def _document(*, is_withdrawn: bool = False) -> int:
    action = Action.objects.filter(plan__in=Plan.objects.public()).order_by("-plan__starts_on", "number").first()
    version = VersionFactory(
        document__subject_kind="action_plan.action",
        document__subject_id=str(action.pk),
        document__is_public=not is_withdrawn,
        document__withdrawn=is_withdrawn,
    )
    return int(version.document_id)


def _public_document(person: User | None) -> Mapping[str, object]:
    return {"pk": _document()}


def _public_version(person: User | None) -> Mapping[str, object]:
    return {"pk": _document(), "number": 1}


def _withdrawn_document(person: User | None) -> Mapping[str, object]:
    return {"pk": _document(is_withdrawn=True)}


def _bulk_change(person: User | None) -> Mapping[str, object]:
    return {"pk": BulkChangeFactory(plan=Plan.objects.public().order_by("-starts_on").first()).pk}


def _foreign_plan(person: User | None) -> Mapping[str, object]:
    plan = PlanFactory(origin_siren="244400404", origin_name="Nantes Métropole")
    PlanImport.objects.create(
        plan=plan,
        format="essaim-plan/1",
        original_slug="2024-2029",
        exported_on=date(2026, 3, 1),
        file_digest="0" * 64,
        imported_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    )
    return {"slug": plan.slug}


def _feed(person: User | None) -> Mapping[str, object]:
    CalendarFeedFactory(token="secret")
    return {"token": "secret"}


def _sheet(person: User | None) -> Mapping[str, object]:
    return {"pk": SheetImportFactory().pk}


def _contribution_sheet(person: User | None) -> Mapping[str, object]:
    row = ContributionSheetFactory()
    return {"slug": row.consultation.slug, "pk": row.pk}


def _agenda(person: User | None) -> Mapping[str, object]:
    return {"pk": AgendaImportFactory().pk}


def _open_session(person: User | None) -> Session:
    """A session open today where the person sits, and is there."""
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    mandate = MandateFactory(seat__college__body=session.body, **({"person": person} if person else {}))
    AttendanceFactory(session=session, mandate=mandate)
    return session


def _open_vote(person: User | None) -> Mapping[str, object]:
    return {"pk": VoteFactory(point__session=_open_session(person), mode=VoteMode.WRITTEN).pk}


def _vote_by_link(person: User | None) -> Mapping[str, object]:
    """A vote open today for a member without an account."""
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    mandate = MandateFactory(seat__college__body=session.body, person=None, email="membre@example.org")
    vote = VoteFactory(point__session=session, mode=VoteMode.WRITTEN)
    return {"token": token_of(mandate, session), "pk": vote.pk}


def _proxy_by_link(person: User | None) -> Mapping[str, object]:
    """A proxy that a member without an account gave."""
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    mandate = MandateFactory(seat__college__body=session.body, person=None, email="membre@example.org")
    return {"token": token_of(mandate, session), "pk": ProxyFactory(session=session, giver=mandate.seat).pk}


def _point_by_link(person: User | None) -> Mapping[str, object]:
    """A point that a member without an account proposed."""
    session = SessionFactory(body=BodyRulesFactory().body, opened=True)
    mandate = MandateFactory(seat__college__body=session.body, person=None, email="membre@example.org")
    point = AgendaPointFactory(session=session, proposed_by=None, proposed_through=mandate)
    return {"token": token_of(mandate, session), "pk": point.pk}


def _tied_gathering(person: User | None) -> Mapping[str, object]:
    return {"pk": ActionGathering.objects.create(action=ActionFactory(), event=EventFactory()).pk}


def _group_session(person: User | None) -> Mapping[str, object]:
    group = WorkingGroupFactory()
    session = GroupSession.objects.create(group=group, event=EventFactory())
    return {"slug": group.consultation.slug, "number": group.number, "pk": session.pk}


def _invitation(person: User | None) -> Mapping[str, object]:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    text = DiscussedText.objects.create(consultation=ConsultationFactory(), number=1, title="Projet")
    TextVersion.objects.create(text=text, number=1, body="Article 1.", written_at=moment)
    invitation = AmendmentInvitation.objects.create(text=text, author_label="Habitants", invited_at=moment)
    return {"slug": text.consultation.slug, "number": text.number, "pk": invitation.pk}


def _invitation_link(person: User | None) -> Mapping[str, object]:
    return {"token": invitation_token(AmendmentInvitation.objects.get(pk=_invitation(person)["pk"]))}


def _own_proxy(person: User | None) -> Mapping[str, object]:
    session = _open_session(person)
    giver = session.attendances.get().seat
    proxy = ProxyFactory(session=session, giver=giver)
    return {"proxy_id": proxy.pk}


def _own_draft(person: User | None) -> Application:
    return ApplicationFactory(**({"author": person} if person else {}))


def _own_application(person: User | None) -> Mapping[str, object]:
    return {"reference": _own_draft(person).reference}


def _own_step(person: User | None) -> Mapping[str, object]:
    return {"reference": _own_draft(person).reference, "step": "projet"}


def _own_cowriter(person: User | None) -> Mapping[str, object]:
    draft = _own_draft(person)
    return {"reference": draft.reference, "pk": CoWriterFactory(application=draft).pk}


def _cowriter_link(person: User | None) -> Mapping[str, object]:
    CoWriterFactory(token="jeton")
    return {"token": "jeton"}


def _confirmation_link(person: User | None) -> Mapping[str, object]:
    ConfirmationFactory(token="jeton")
    return {"token": "jeton"}


def _partner_link(person: User | None) -> Mapping[str, object]:
    PartnerOpinionFactory(token="jeton")
    return {"token": "jeton"}


def _account_link(person: User | None) -> Mapping[str, object]:
    call = EditionFactory(in_force=True).call
    return {"token": signing.dumps([call.slug, "nouvelle@example.org", {}], salt=LINK_SALT, compress=True)}


def _snapshot_in(state: str) -> Preparation:
    """Make a snapshot of the business register in a state."""
    traits = {"ready": {}, "held": {"held": True}, "aside": {"aside": True}}[state]
    return lambda person: {"pk": SnapshotFactory(**traits).pk}


def _draft_perimeter(person: User | None) -> Mapping[str, object]:
    return {"number": PerimeterActivityFactory(edition__draft=True).edition.number}


def _excluded_activity(person: User | None) -> Mapping[str, object]:
    row = PerimeterActivityFactory(edition__draft=True)
    return {"number": row.edition.number, "pk": row.pk}


def _edition(person: User | None) -> Mapping[str, object]:
    return {"number": PerimeterEditionFactory().number}


# From the full url name to what makes its arguments; these come before what the access table says.
PREPARATIONS: dict[str, Preparation] = {
    "sirene:snapshot": _snapshot_in("ready"),
    "sirene:accept": _snapshot_in("held"),
    "sirene:set_aside": _snapshot_in("ready"),
    "sirene:take_back": _snapshot_in("aside"),
    "sirene:perimeter": _edition,
    "sirene:include_activity": _excluded_activity,
    **{f"sirene:{name}": _draft_perimeter for name in ("place_category", "exclude_activity", "put_in_force")},
    "notifications:notification": _own_message,
    "notifications:read": _own_message,
    **{f"documents:{name}": _public_document for name in ("document", "file", "change", "replace", "withdraw")},
    "documents:version_file": _public_version,
    "documents:restore": _withdrawn_document,
    **{f"action_plan:{name}": _bulk_change for name in ("bulk_change", "bulk_apply", "bulk_undo")},
    **{f"events:{name}": _agenda for name in ("agenda_import", "agenda_apply", "agenda_undo")},
    **{f"organizations:{name}": _sheet for name in ("sheet", "sheet_apply", "sheet_undo")},
    **{f"action_plan:{name}": _foreign_plan for name in ("foreign_withdraw", "foreign_restore")},
    "action_plan:personal_feed": _feed,
    **{f"committees:{name}": _open_vote for name in ("ballot", "vote_close", "vote_abandon")},
    "committees:proxy_end": _own_proxy,
    **{f"consultations:{name}": _contribution_sheet for name in ("sheet", "sheet_undo")},
    "consultations:group_session_remove": _group_session,
    "consultations:invitation_end": _invitation,
    "consultations:amend_by_link": _invitation_link,
    "action_plan:gathering_untie": _tied_gathering,
    "committees:seat_ballot": _vote_by_link,
    "committees:seat_proxy_end": _proxy_by_link,
    "committees:seat_point_withdraw": _point_by_link,
    "calls_for_projects:application_write": _own_step,
    "calls_for_projects:cowriters": _own_application,
    "calls_for_projects:cowriter_end": _own_cowriter,
    "calls_for_projects:cowriter_join": _cowriter_link,
    "calls_for_projects:confirmation_by_link": _confirmation_link,
    "calls_for_projects:partner_opinion": _partner_link,
    "calls_for_projects:account_open": _account_link,
}


def address_of(name: str, access: Access, person: User | None = None) -> str:
    """Return an address that exists for a full url name, having made what it needs."""
    if name.startswith("/"):
        return name
    if name in PREPARATIONS:
        return reverse(name, kwargs=dict(PREPARATIONS[name](person)))
    return reverse(name, kwargs=dict(access.sample() if access.sample else access.arguments))
