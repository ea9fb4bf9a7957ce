"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.ui.access import PUBLIC, SIGNED_IN, Access
from essaim.steering.action_plan.models import Action, Plan
from essaim.steering.committees import links
from essaim.steering.committees.queries import members_to_write_to

from .models import (
    Allowance,
    Application,
    Call,
    CommuneOpinion,
    DecisionLetter,
    Edition,
    EditionAction,
    ExampleFile,
    RequiredPiece,
    SelectionFile,
    SelectionSession,
)
from .queries.applications import own_applications
from .queries.posts import proposed_posts, still_proposed
from .states import ApplicationState, EditionState, SelectionState

Sample = Mapping[str, object]
NONE = "none"


def _call() -> Sample:
    found = Call.objects.filter(editions__state=EditionState.IN_FORCE).order_by("pk").first()
    return {"slug": found.slug if found else NONE}


def _edition_of(row: Edition | None) -> dict[str, object]:
    return {"slug": row.call.slug, "code": row.code} if row else {"slug": NONE, "code": NONE}


def _first(**condition: object) -> Edition | None:
    return Edition.objects.filter(**condition).select_related("call").order_by("pk").first()


def _in_force() -> Sample:
    return _edition_of(_first(state=EditionState.IN_FORCE))


def _draft() -> Sample:
    return _edition_of(_first(state=EditionState.DRAFT))


def _of_draft(model: Any) -> dict[str, object]:
    rows = model.objects.filter(edition__state=EditionState.DRAFT).select_related("edition__call")
    found = rows.order_by("pk").first()
    return {**_edition_of(found.edition), "pk": found.pk} if found else {"slug": NONE, "code": NONE, "pk": 0}


def _example() -> Sample:
    return _of_draft(ExampleFile)


def _new_piece() -> Sample:
    return {**_draft(), "part": "pieces"}


def _piece() -> Sample:
    return {**_of_draft(RequiredPiece), "part": "pieces"}


def _link() -> Sample:
    found = EditionAction.objects.select_related("edition__call").order_by("pk").first()
    return {**_edition_of(found.edition), "pk": found.pk} if found else {"slug": NONE, "code": NONE, "pk": 0}


def _action() -> Sample:
    found = Action.objects.filter(plan__in=Plan.objects.public()).order_by("-plan__starts_on", "number").first()
    return {"pk": found.pk if found else 0}


def _machine_call() -> Sample:
    return {"call": _call()["slug"]}


def _file_in(state: str) -> dict[str, object]:
    """Find an application of nobody whom the demonstration signs in."""
    found = Application.objects.filter(state=state, organization=None).order_by("pk").first()
    return {"reference": found.reference if found else NONE}


def carried_by_no_role(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Keep the applications that nobody who holds a role carries: those who carry one read it, whatever their role."""
    today = timezone.localdate()
    holders = User.objects.filter(pk__in=RoleGrant.objects.held_on(today).values("person")).order_by("pk")
    for person in holders:
        rows = rows.exclude(own_applications(person, today=today))
    return rows


def _filed() -> Sample:
    return _file_in(ApplicationState.FILED)


def _file_to_complete() -> Sample:
    return {**_filed(), "move": "completer"}


def _opinion() -> Sample:
    found = CommuneOpinion.objects.filter(commune_code="59512").order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _structure() -> Sample:
    found = Organization.objects.current().order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _link_of() -> Sample:
    return {"token": NONE}


def _account_link() -> Sample:
    return {"token": NONE}


BOTH = ("GET", "POST")
TEAM = "officer|administrator"
DRAFT_ONLY = "Leads back when the edition is no draft."

READING: dict[str, Access] = {
    "calls_for_projects:call_list": Access(PUBLIC, note="Calls without a public edition are shown to the team."),
    "calls_for_projects:edition_list": Access(PUBLIC, note="Drafts are shown to the team."),
    "calls_for_projects:call": Access(PUBLIC, sample=_call),
    "calls_for_projects:eligibility": Access(PUBLIC, sample=_call, methods=BOTH, note="Nothing is kept."),
    "calls_for_projects:call_history": Access(PUBLIC, sample=_call),
    "calls_for_projects:edition": Access(PUBLIC, sample=_in_force, note="A draft is shown to the team."),
    "calls_for_projects:rule_list": Access(PUBLIC, sample=_in_force, note="Those of a draft are shown to the team."),
    "calls_for_projects:edition_history": Access(PUBLIC, sample=_in_force),
    "calls_for_projects:action_panel": Access(PUBLIC, sample=_action),
}

WRITING: dict[str, Access] = {
    "calls_for_projects:call_create": Access(TEAM, methods=BOTH),
    "calls_for_projects:call_edit": Access(TEAM, sample=_call, methods=BOTH),
    "calls_for_projects:edition_create": Access(TEAM, sample=_call, methods=BOTH),
    "calls_for_projects:edition_edit": Access(TEAM, sample=_draft, methods=BOTH, note=DRAFT_ONLY),
    "calls_for_projects:edition_draft_from": Access(TEAM, sample=_in_force, methods=BOTH),
    "calls_for_projects:edition_start": Access(TEAM, sample=_draft, methods=BOTH, note=DRAFT_ONLY),
    "calls_for_projects:edition_close": Access(
        TEAM, sample=_in_force, methods=BOTH, note="Leads back when it is over."
    ),
    "calls_for_projects:form_publish": Access(TEAM, sample=_in_force, methods=BOTH),
    "calls_for_projects:action_link": Access(TEAM, sample=_in_force, methods=BOTH),
    "calls_for_projects:action_unlink": Access(TEAM, sample=_link, methods=BOTH),
    "calls_for_projects:bench": Access(TEAM, sample=_draft),
    "calls_for_projects:bench_files": Access(TEAM, sample=_draft),
    "calls_for_projects:example_add": Access(TEAM, sample=_draft, methods=BOTH, note=DRAFT_ONLY),
    "calls_for_projects:example_edit": Access(TEAM, sample=_example, methods=BOTH, note=DRAFT_ONLY),
    "calls_for_projects:example_remove": Access(TEAM, sample=_example, methods=BOTH, note=DRAFT_ONLY),
    "calls_for_projects:part_add": Access(TEAM, sample=_new_piece, methods=BOTH, note=DRAFT_ONLY),
    "calls_for_projects:part_edit": Access(TEAM, sample=_piece, methods=BOTH, note=DRAFT_ONLY),
    "calls_for_projects:part_remove": Access(TEAM, sample=_piece, methods=BOTH, note=DRAFT_ONLY),
}

MACHINES: dict[str, Access] = {
    "api-1:calls": Access(PUBLIC),
    "api-1:call": Access(PUBLIC, sample=_call),
    "api-1:edition": Access(PUBLIC, sample=_in_force),
    "api-1:supported_projects": Access(PUBLIC, note="Decided, and those who carry them told."),
    "api-1:applications": Access("officer|administrator|evaluator", note="Signed in, as on the pages."),
    "api-1:application_funnel": Access("officer|administrator|evaluator", note="Signed in, as on the pages."),
    "api-1:eligibility": Access(PUBLIC, sample=_machine_call, methods=("POST",), note="Nothing is kept."),
}

POST = ("POST",)
READERS = f"{TEAM}|evaluator"
BY_LINK = "By the link that was sent."
CARRIERS = "Those who carry the application alone."
NOTHING_ELSE = "Shows what the reader may read, and nothing else."
CARRIED = "And those who carry the application."

FILES: dict[str, Access] = {
    "calls_for_projects:application_start": Access(
        PUBLIC, sample=_call, methods=BOTH, note="Who has no account is sent a link that opens one."
    ),
    "calls_for_projects:account_open": Access(PUBLIC, sample=_account_link, methods=BOTH, note=BY_LINK),
    "calls_for_projects:confirmation_by_link": Access(PUBLIC, sample=_link_of, methods=BOTH, note=BY_LINK),
    "calls_for_projects:partner_opinion": Access(PUBLIC, sample=_link_of, methods=BOTH, note=BY_LINK),
    "calls_for_projects:cowriter_join": Access(SIGNED_IN, sample=_link_of, methods=BOTH, note=BY_LINK),
    "calls_for_projects:own_list": Access(SIGNED_IN),
    "calls_for_projects:application_write": Access(SIGNED_IN, methods=BOTH, note=CARRIERS),
    "calls_for_projects:cowriters": Access(SIGNED_IN, methods=BOTH, note=CARRIERS),
    "calls_for_projects:cowriter_end": Access(SIGNED_IN, methods=POST, note=CARRIERS),
    "calls_for_projects:application_list": Access(READERS),
    "calls_for_projects:application": Access(READERS, sample=_filed, note=CARRIED),
    "calls_for_projects:application_history": Access(READERS, sample=_filed, note=CARRIED),
    "calls_for_projects:application_move": Access(TEAM, sample=_file_to_complete, methods=BOTH),
    "calls_for_projects:application_check": Access(TEAM, sample=_filed, methods=BOTH),
    "calls_for_projects:missing_send": Access(
        TEAM, sample=_filed, methods=BOTH, note="Leads back when nothing is marked."
    ),
    "calls_for_projects:structure_name": Access(TEAM, sample=_filed, methods=BOTH),
    "calls_for_projects:application_assign": Access(TEAM, sample=_filed, methods=BOTH),
    "calls_for_projects:communes_ask": Access(TEAM, sample=_filed, methods=BOTH),
    "calls_for_projects:partner_ask": Access(TEAM, sample=_filed, methods=BOTH),
    "calls_for_projects:note_write": Access(TEAM, sample=_filed, methods=BOTH),
    "calls_for_projects:opinion_list": Access(
        f"{READERS}|commune_referent", note="Referents read those of their commune."
    ),
    "calls_for_projects:commune_opinion": Access(
        f"{TEAM}|commune_referent", sample=_opinion, methods=BOTH, note="The referent of that commune."
    ),
    "calls_for_projects:organization_panel": Access(PUBLIC, sample=_structure, note=NOTHING_ELSE),
    "calls_for_projects:action_applications_panel": Access(PUBLIC, sample=_action, note=NOTHING_ELSE),
}


def _selection() -> Sample:
    found = SelectionSession.objects.filter(state=SelectionState.PREPARED).order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _presented() -> Sample:
    """Find a file that nobody keeps out of."""
    rows = SelectionFile.objects.filter(selection__state=SelectionState.PREPARED, interests__isnull=True)
    found = rows.order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _allowance() -> Sample:
    found = Allowance.objects.filter(selection__state=SelectionState.PREPARED).order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _decision_letter() -> Sample:
    letters = DecisionLetter.objects.filter(file__application__in=carried_by_no_role(Application.objects.all()))
    found = letters.select_related("file__application").order_by("-file").first()
    return (
        {"reference": found.file.application.reference, "pk": found.file_id} if found else {"reference": "-", "pk": 0}
    )


def _filed_id() -> Sample:
    found = Application.objects.filter(**_filed()).first()
    return {"pk": found.pk if found else 0}


def _seat_link(**found: object) -> Sample:
    """Find the link of a member without an account in the session of a selection to come."""
    rows = SelectionSession.objects.filter(state=SelectionState.PREPARED).select_related("session__body").order_by("pk")
    for selection in rows:
        for mandate in members_to_write_to(selection.session):
            return {"token": links.token_of(mandate, selection.session), **found}
    return {"token": "none", **found}


def _seat_file() -> Sample:
    return _seat_link(**_presented())


def _proposed() -> Sample:
    """Find a granted application with a record that proposes posts."""
    rows = Application.objects.filter(state=ApplicationState.GRANTED, organization__isnull=False).order_by("pk")
    found = next((row for row in rows if still_proposed(proposed_posts(row))), None)
    return {"reference": found.reference if found else NONE}


def _proposed_post() -> Sample:
    return {**_proposed(), "line": 1, "place": 1}


LINK = "Who holds the personal link of a member without an account, mailed to them."
SEATED = "elected_official|organization_member|body_member"
MEMBERS = "Those who sit on the body that day, but for files in which they have an interest."
LATE = "Leads back when its time has passed."

SELECTION: dict[str, Access] = {
    "calls_for_projects:supported_list": Access(PUBLIC, note="Decided, and those who carry them told."),
    "calls_for_projects:funnel": Access(READERS),
    "calls_for_projects:funnel_rows": Access(READERS),
    "calls_for_projects:selection_list": Access(
        f"{READERS}|{SEATED}|commune_referent", note="Members see those of their bodies."
    ),
    **{
        f"calls_for_projects:{name}": Access(f"{READERS}|{SEATED}", sample=_selection, note=MEMBERS)
        for name in ("selection", "selection_history")
    },
    **{
        f"calls_for_projects:{name}": Access(f"{READERS}|{SEATED}", sample=_presented, note=MEMBERS)
        for name in ("selection_file", "selection_sheet")
    },
    "calls_for_projects:seat_selection": Access(PUBLIC, sample=_seat_link, note=LINK),
    "calls_for_projects:seat_panel": Access(PUBLIC, sample=_seat_link, note=LINK),
    **{
        f"calls_for_projects:{name}": Access(
            PUBLIC, sample=_seat_file, methods=methods, note=f"{LINK} {MEMBERS} {LATE}"
        )
        for name, methods in (
            ("seat_file", ("GET",)),
            ("seat_sheet", ("GET",)),
            ("seat_score", BOTH),
            ("seat_interest", BOTH),
        )
    },
    "calls_for_projects:file_score": Access(SEATED, sample=_presented, methods=BOTH, note=f"{MEMBERS} {LATE}"),
    "calls_for_projects:interest_declare": Access(
        f"{TEAM}|{SEATED}", sample=_presented, methods=BOTH, note=f"{MEMBERS} {LATE}"
    ),
    "calls_for_projects:proposed_posts": Access(TEAM, sample=_proposed),
    "calls_for_projects:post_accept": Access(TEAM, sample=_proposed_post, methods=BOTH, note=LATE),
    "calls_for_projects:selection_create": Access(TEAM, methods=BOTH),
    **{
        f"calls_for_projects:{name}": Access(TEAM, sample=_selection, methods=BOTH, note=LATE)
        for name in (
            "selection_take",
            "selection_interests",
            "tie_declare",
            "allowance_add",
            "selection_freeze",
            "selection_notify",
            "selection_cancel",
        )
    },
    "calls_for_projects:allowance_edit": Access(TEAM, sample=_allowance, methods=BOTH, note=LATE),
    "calls_for_projects:file_decide": Access(TEAM, sample=_presented, methods=BOTH, note=LATE),
    "calls_for_projects:decision_letter": Access(READERS, sample=_decision_letter, note=CARRIED),
    "calls_for_projects:application_selection_panel": Access(READERS, sample=_filed_id, note=CARRIED),
}

ACCESS: dict[str, Access] = {**READING, **WRITING, **FILES, **SELECTION, **MACHINES}
