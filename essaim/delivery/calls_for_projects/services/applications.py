"""Applications as those who carry them know them: started, written, filed, withdrawn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions, queries
from essaim.delivery.calls_for_projects.models import (
    Application,
    ApplicationCommune,
    Call,
    Commitment,
    Edition,
    FieldWriting,
)
from essaim.delivery.calls_for_projects.schema import (
    AID_TYPE,
    BLOCKS,
    BUDGET_EXPENSES,
    Problem,
    block_titles,
    fields_of,
    problems_of,
    total_cents,
)
from essaim.delivery.calls_for_projects.states import APPLICATION_MOVES
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.identifiers import is_commune_code
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.versions import refuse_other_fields

from .asking import stop_asking
from .calls import locked_call
from .forms import form_in_use
from .telling import tell_carriers

# What those who carry an application write of it, beside its answers and communes.
APPLICATION_FIELDS = frozenset(
    {
        "organization",
        "applicant_name",
        "title",
        "summary",
        "aid_type",
        "requested_cents",
        "non_financial",
        "non_financial_note",
        "facts",
        "signatory_name",
        "signatory_quality",
        "signatory_email",
    }
)
# One legal category stands for each kind of structure, as in the eligibility test: the evaluator only reads its family.
CATEGORY_OF_KIND = {
    OrganizationKind.ASSOCIATION: "9220",
    OrganizationKind.COOPERATIVE: "5460",
    OrganizationKind.MUTUAL: "8210",
    OrganizationKind.FOUNDATION: "9300",
    OrganizationKind.ESS_COMPANY: "5710",
    OrganizationKind.COMPANY: "5710",
}
FACTS_KEPT = ("legal_category", "created_on", "esus", "siae_kind", "personal_services", "in_difficulty")


class CallIsClosed(Exception):
    """No edition of the call is in force: nothing is written nor filed."""


class NotFileable(Exception):
    """An application lacks what must be there to file it: problems says what, in the order of the form."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep what is missing."""
        super().__init__("; ".join(f"{problem.title}: {problem.why}" for problem in problems))
        self.problems = tuple(problems)


def locked_application(application: Application) -> Application:
    """Lock the row of an application, and return it as it is now."""
    found = Application.objects.select_for_update(of=("self",)).select_related("edition__call", "form")
    row = found.get(pk=application.pk)
    row.call = row.edition.call
    return row


@transaction.atomic
def start_draft(
    *, call: Call, actor: User, now: datetime, facts: Mapping[str, object] | None = None, **values: object
) -> Application:
    """
    Start an application, with what the eligibility test was told.

    :param facts: by the names of facts, as JSON holds them
    :param values: among APPLICATION_FIELDS
    :raises NotAllowed: if the actor has no account
    :raises CallIsClosed: if no edition of the call is in force today
    """
    call = locked_call(call)
    require(permissions.can_apply(actor))
    refuse_other_fields(values, APPLICATION_FIELDS)
    edition = queries.edition_on(call, timezone.localdate(now))
    if edition is None:
        raise CallIsClosed
    told: dict[str, Any] = dict(facts or {})
    number = int(call.applications.aggregate(last=Max("number"))["last"] or 0) + 1
    application = Application(
        call=call,
        edition=edition,
        form=form_in_use(edition, now=now),
        number=number,
        reference=f"{call.slug}-{number}",
        author=actor,
        started_at=now,
        saved_at=now,
        aid_type=str(told.get("aid_type") or ""),
        requested_cents=told.get("requested_cents") or None,
        budget_cents=told.get("budget_cents") or None,
        facts={name: told[name] for name in FACTS_KEPT if told.get(name) not in (None, "")},
    )
    for name, value in values.items():
        setattr(application, name, value)
    name_in_search(application)
    write_new(application, "application.started", actor=actor, now=now)
    commune = str(told.get("activity_commune") or "")
    if commune:
        _write_communes(application, [commune], now)
    return application


def name_in_search(application: Application) -> None:
    """Keep what a search finds in step with what is written."""
    application.search_key = fold(
        " ".join((application.reference, application.title, application.applicant_name, application.carrier))
    )


def _write_communes(application: Application, codes: Sequence[str], now: datetime) -> None:
    """Keep the communes of a project, the main one first, and the territory of that one."""
    kept = list(dict.fromkeys(codes))
    if wrong := [code for code in kept if not is_commune_code(code)]:
        raise ValidationError({"communes": _("This is no INSEE code: %(code)s.") % {"code": wrong[0]}})
    names = queries.names_of_communes(kept)
    application.communes.exclude(code__in=kept).delete()
    for position, code in enumerate(kept):
        ApplicationCommune.objects.update_or_create(
            application=application, code=code, defaults={"name": names.get(code, ""), "position": position}
        )
    territory = queries.territory_of(kept[0], on=timezone.localdate(now)) if kept else None
    if application.territory_id != (territory.pk if territory else None):
        application.territory = territory
        application.save(update_fields=["territory"])


@transaction.atomic
def save_draft(
    *,
    application: Application,
    actor: User,
    now: datetime,
    answers: Mapping[str, object] | None = None,
    communes: Sequence[str] | None = None,
    **values: object,
) -> Application:
    """
    Write part of an application; what is left out stays as it was.

    :param answers: by the code of the question or of the repeated lines; None as a value takes an answer back
    :param communes: INSEE codes, the main one first
    :param values: among APPLICATION_FIELDS
    :raises NotAllowed: if the actor does not carry it, or it is not written any more
    :raises ValidationError: if a value does not hold
    """
    application = locked_application(application)
    require(permissions.can_write_application(actor, application))
    refuse_other_fields(values, APPLICATION_FIELDS)
    application = _keep_up(application, actor, now)
    changed = dict(values)
    if answers is not None:
        changed["answers"] = _answers(application, answers)
        if BUDGET_EXPENSES in answers:
            changed["budget_cents"] = total_cents(answers, BUDGET_EXPENSES) or None
    for name, value in changed.items():
        setattr(application, name, value)
    name_in_search(application)
    written = sorted([*values, *(answers or ()), *(["communes"] if communes is not None else [])])
    _trace(application, written, actor, now)
    names = {**changed, "saved_at": now, "search_key": application.search_key}
    write_fields(application, "application.saved", names, actor=actor, now=now, details={"fields": ", ".join(written)})
    if communes is not None:
        _write_communes(application, communes, now)
    return application


def _keep_up(application: Application, actor: User, now: datetime) -> Application:
    """Move a draft on to the edition in force and to the latest version of its form."""
    if not application.is_draft:
        return application
    edition = queries.edition_on(application.call, timezone.localdate(now)) or application.edition
    if form_in_use(edition, now=now).pk == application.form_id:
        return application
    return move_to_edition(application, edition, actor=actor, now=now)


def _trace(application: Application, fields: Sequence[str], actor: User, now: datetime) -> None:
    """Keep who wrote each field last."""
    FieldWriting.objects.bulk_create(
        [FieldWriting(application=application, field=name, person=actor, at=now) for name in fields],
        update_conflicts=True,
        unique_fields=["application", "field", "person"],
        update_fields=["at"],
    )


def _answers(application: Application, given: Mapping[str, object]) -> dict[str, object]:
    """Put new answers among those that are there, each with the words it was asked with and the version of the form."""
    wordings = {field.code: field.title for field in fields_of(application.form.schema)}
    wordings |= {code: str(title) for code, title in block_titles().items()}
    if unknown := sorted(set(given) - set(wordings)):
        raise ValidationError({"answers": _("The form has no such question: %(code)s.") % {"code": unknown[0]}})
    kept = dict(application.answers)
    for code, value in given.items():
        if value in (None, "", []):
            kept.pop(code, None)
        elif kept.get(code, {}).get("value") != value:
            kept[code] = {"value": value, "wording": wordings[code], "version": application.form.number}
    return kept


def problems_before_filing(application: Application, *, today: date) -> list[Problem]:
    """List what keeps an application from being filed, in the order of the form."""
    found = []
    for code, title, is_there in (
        ("applicant_name", _("Structure"), bool(application.carrier)),
        ("title", _("Title of the project"), bool(application.title)),
        ("communes", _("Communes where it takes place"), application.communes.exists()),
        (
            "requested_cents",
            _("What you ask for"),
            bool(application.requested_cents or application.non_financial),
        ),
    ):
        if not is_there:
            found.append(Problem(code, title, _("This question has no answer yet.")))
    document = application.values()
    if application.aid_type:
        document[AID_TYPE] = application.aid_type
    found += problems_of(application.form.schema, document)
    if application.requested_cents and not any(problem.code in BLOCKS for problem in found):
        expenses = total_cents(document, BUDGET_EXPENSES)
        if not expenses:
            why = _("An amount is asked for: give the provisional budget of the project.")
            found.append(Problem(BUDGET_EXPENSES, block_titles()[BUDGET_EXPENSES], why))
    return [*found, *_formal_problems(application, today)]


def _formal_problems(application: Application, today: date) -> Iterator[Problem]:
    """List what is missing besides answers: pieces, the republican commitment, the confirmation."""
    for row in queries.pieces_wanted(application, person=None, today=today):
        if not row.is_settled(today):
            why = _("This document is too old: give a more recent one.") if row.given else ""
            why = why or _("Give the document, or say why it is not there yet.")
            yield Problem(f"piece:{row.required.code}", row.required.title, why)
    if queries.needs_commitment(application) and not Commitment.objects.filter(application=application).exists():
        yield Problem("commitment", _("Republican commitment"), _("Associations and foundations sign it."))
    confirmation = queries.confirmation_of(application)
    title = _("Confirmation of the legal representative")
    if confirmation is None:
        yield Problem("confirmation", title, _("It is confirmed by the legal representative before it is filed."))
    elif confirmation.confirmed_at is None:
        yield Problem("confirmation", title, _("It was asked for, and is awaited."))
    elif confirmation.digest != digest_of(application):
        yield Problem("confirmation", title, _("The application has changed since: it is confirmed again."))


@transaction.atomic
def take_record(
    *, application: Application, actor: User, now: datetime, organization: Organization | None
) -> Application:
    """
    Tie a draft to the record of its structure, and take from it, and from its last application, what is not written yet.

    :param organization: None unties it: the structure is then written by hand
    :raises NotAllowed: if the actor does not carry it, or it is not written any more
    """
    application = locked_application(application)
    require(permissions.can_write_application(actor, application))
    values: dict[str, object] = {"organization": organization, "saved_at": now}
    if organization is not None:
        values["applicant_name"] = organization.name
        values |= _known_of(application, organization, actor, now)
    for name, value in values.items():
        setattr(application, name, value)
    name_in_search(application)
    values["search_key"] = application.search_key
    _trace(application, sorted(set(values) - {"saved_at", "search_key"}), actor, now)
    return write_fields(
        application, "application.saved", values, actor=actor, now=now, details={"fields": "organization"}
    )


def _known_of(application: Application, organization: Organization, actor: User, now: datetime) -> dict[str, object]:
    """Return what is known of a structure and not written in an application."""
    facts = dict(application.facts)
    if category := CATEGORY_OF_KIND.get(OrganizationKind(organization.kind)):
        facts.setdefault("legal_category", category)
    found: dict[str, object] = {}
    last = queries.last_application_of(organization, person=actor, today=timezone.localdate(now))
    if last is not None and last.pk != application.pk:
        for name in FACTS_KEPT:
            if name in last.facts:
                facts.setdefault(name, last.facts[name])
        for name in ("signatory_name", "signatory_quality", "signatory_email"):
            if not getattr(application, name) and getattr(last, name):
                found[name] = getattr(last, name)
    return {**found, "facts": facts}


def digest_of(application: Application) -> str:
    """Return the SHA-256 of all that was filed: kept in the trail, and written on the receipt."""
    told = {
        name: getattr(application, name)
        for name in ("applicant_name", "title", "summary", "aid_type", "requested_cents", "budget_cents")
    } | {
        "reference": application.reference,
        "non_financial": application.non_financial,
        "non_financial_note": application.non_financial_note,
        "communes": list(application.communes.values_list("code", flat=True)),
        "facts": application.facts,
        "answers": application.answers,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def file_application(*, application: Application, actor: User, now: datetime) -> Application:
    """
    File an application: the edition in force today judges it for its whole life.

    :raises NotAllowed: if the actor does not carry it
    :raises IllegalMove: if it is no draft
    :raises CallIsClosed: if no edition of the call is in force today
    :raises NotFileable: naming all that is missing
    """
    application = locked_application(application)
    require(permissions.can_write_application(actor, application))
    state = APPLICATION_MOVES.target("file", application.state)
    if queries.edition_on(application.call, timezone.localdate(now)) is None:
        raise CallIsClosed
    application = _keep_up(application, actor, now)
    if problems := problems_before_filing(application, today=timezone.localdate(now)):
        raise NotFileable(problems)
    values = {"state": state, "filed_at": now, "saved_at": now}
    digest = digest_of(application)
    application = write_fields(
        application, "application.filed", values, actor=actor, now=now, details={"sha256": digest}
    )
    told = {"reference": application.reference, "title": application.title, "digest": digest}
    tell_carriers(
        application,
        subject=lambda: _("Your application is filed: %(reference)s") % told,
        body=lambda: (
            _(
                "The application “%(title)s” is filed under the reference %(reference)s. It is now looked at: if something is "
                "missing, one list of it is sent to you. Its page says where it stands and what comes next.\n\n"
                "Digest of what you filed (SHA-256): %(digest)s"
            )
            % told
        ),
        now=now,
        key="filed",
    )
    return application


def move_to_edition(application: Application, edition: Edition, *, actor: Actor, now: datetime) -> Application:
    """Move a draft on to the edition in force, and to its form; every answer stays, with the words it was asked with."""
    form = form_in_use(edition, now=now)
    return write_fields(
        application,
        "application.moved_to_edition",
        {"edition": edition, "form": form},
        actor=actor,
        now=now,
        details={"edition": edition.code},
    )


@transaction.atomic
def withdraw_application(*, application: Application, actor: User, now: datetime, reason: str = "") -> Application:
    """
    Withdraw an application; a draft too, which is then no longer written.

    :raises NotAllowed: if the actor neither carries it nor is of the team
    :raises IllegalMove: if it is decided or withdrawn already
    """
    application = locked_application(application)
    require(permissions.can_withdraw_application(actor, application))
    state = APPLICATION_MOVES.target("withdraw", application.state)
    values = {"state": state, "ended_at": now, "end_reason": reason.strip()}
    application = write_fields(application, "application.withdrawn", values, actor=actor, now=now, reason=reason)
    stop_asking(application, actor=actor, now=now)
    return application
