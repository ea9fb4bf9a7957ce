"""The records follow the national register: compared every month, answered by an officer, field by field, taken back at need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions, queries
from essaim.ecosystem.organizations.comparing import Difference, same_record
from essaim.ecosystem.organizations.confirmations import confirmed_days
from essaim.ecosystem.organizations.models import (
    EssStatus,
    Establishment,
    Organization,
    RegisterComparison,
    RegisterDecision,
    RegisterFinding,
)
from essaim.ecosystem.organizations.states import (
    DECISION_MOVES,
    FINDING_MOVES,
    Answer,
    FindingKind,
    FindingState,
    FoundField,
    OrganizationKind,
    StatusCause,
    StatusKind,
    StatusState,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene.models import Snapshot

from .announcing import announce
from .duplicates import forget_pairs
from .establishments import add_establishment, close_establishment, update_establishment
from .imports import NothingToDo, NothingUndone, RecordsChangedSince, UndoExpired
from .records import AlreadyRegistered, register_organization, update_organization, wait_for_others
from .statuses import add_status, end_status

# Which answers fit what was found.
ANSWERS = {
    FindingKind.ENTRY: (Answer.ACCEPT, Answer.SET_ASIDE),
    FindingKind.CONFLICT: (Answer.ACCEPT, Answer.SET_ASIDE),
    FindingKind.COMPLETION: (Answer.ACCEPT, Answer.SET_ASIDE),
    FindingKind.EXIT: (Answer.CEASED, Answer.NOT_ESS, Answer.SET_ASIDE),
}
# Statuses that rest on the register, and end when it says them no more.
FROM_REGISTER = (StatusKind.STATUTORY, StatusKind.DECLARED, StatusKind.LISTED)


class WrongAnswer(Exception):
    """This answer does not fit what was found: a structure ceases or is no longer ESS, a value is accepted."""


@transaction.atomic
def compare_with_register(*, actor: Actor, now: datetime) -> RegisterComparison:
    """
    Compare the records in use with the newest snapshot that serves, and keep what differs for an officer to answer.

    Nothing is written in a record. What was set aside is not proposed again while the register says the same; what is no longer so
    is forgotten unless somebody answered it.

    :raises NothingToCompare: if no snapshot serves, or the authority is not set
    """
    wait_for_others()
    found = queries.compared_with_register(today=timezone.localdate(now))
    basis, differences = found.basis, _not_refused(found.compared.differences)
    days = confirmed_days({row.organization for row in differences if row.organization})
    accepted = _accepted_values()
    waiting = {(row.kind, row.siren, row.field): row for row in RegisterFinding.objects.select_for_update().waiting()}
    new, changed = [], []
    for difference in differences:
        row = waiting.pop(difference.key, None)
        values = _values_of(difference, basis.vintage, days, accepted)
        if row is None:
            new.append(RegisterFinding(kind=difference.kind, siren=difference.siren, field=difference.field, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    RegisterFinding.objects.filter(pk__in=[row.pk for row in waiting.values()]).delete()
    RegisterFinding.objects.bulk_create(new, batch_size=2000)
    if changed:
        RegisterFinding.objects.bulk_update(changed, list(_FOLLOWING), batch_size=2000)
    return _keep_comparison(basis.snapshot, found.compared.unnamed, actor=actor, now=now)


_FOLLOWING = (
    "organization_id",
    "name",
    "commune_code",
    "before",
    "proposed",
    "facts",
    "legal_category",
    "is_employer",
    "confirmed_on",
    "is_from_register",
    "vintage",
)


def _values_of(
    difference: Difference, vintage: date, days: Mapping[int, date], accepted: Mapping[tuple[str, str], str]
) -> dict[str, Any]:
    before, proposed = difference.before[:300], difference.proposed[:300]
    return {
        "organization_id": difference.organization,
        "name": difference.name[:300],
        "commune_code": difference.commune_code,
        "before": before,
        "proposed": proposed,
        "facts": dict(difference.facts),
        "legal_category": str(difference.facts.get("legal_category", "")),
        "is_employer": bool(difference.facts.get("is_employer", False)),
        "confirmed_on": days.get(difference.organization or 0),
        "is_from_register": bool(before) and accepted.get((difference.siren, difference.field.value)) == before,
        "vintage": vintage,
    }


def _accepted_values() -> dict[tuple[str, str], str]:
    """Return the last value of each field that an officer took from the register, by SIREN and field."""
    rows = RegisterFinding.objects.filter(state=FindingState.ACCEPTED).order_by("decision__decided_at", "pk")
    found = {}
    for row in rows.defer("written"):
        if row.kind == FindingKind.ENTRY:
            for field in ("name", "acronym", "rna", "legal_category", "activity_code", "commune_code", "address"):
                found[row.siren, field] = str(row.facts.get(field, ""))
            found[row.siren, FoundField.SEAT.value] = str(row.facts.get("siret", ""))
        else:
            found[row.siren, row.field] = row.proposed
    return found


def _not_refused(differences: Sequence[Difference]) -> list[Difference]:
    """Leave out what was set aside while the register says the same; a number refused to a record makes its unit an entry."""
    aside = {
        (row.kind, row.siren, row.field, row.proposed)
        for row in RegisterFinding.objects.filter(state=FindingState.SET_ASIDE).only(
            "kind", "siren", "field", "proposed"
        )
    }
    kept = []
    for difference in differences:
        if (*difference.key, difference.proposed[:300]) not in aside:
            kept.append(difference)
        elif difference.field == FoundField.SIREN:
            entry = same_record(difference)
            if (*entry.key, entry.proposed[:300]) not in aside:
                kept.append(entry)
    return kept


def _keep_comparison(snapshot_id: int, unnamed: int, *, actor: Actor, now: datetime) -> RegisterComparison:
    counts = queries.waiting_counts()
    values: dict[str, Any] = {
        "entries": counts[FindingKind.ENTRY],
        "exits": counts[FindingKind.EXIT],
        "conflicts": counts[FindingKind.CONFLICT],
        "completions": counts[FindingKind.COMPLETION],
        "unnamed": unnamed,
        "compared_at": now,
    }
    row = RegisterComparison.objects.select_for_update(of=("self",)).filter(snapshot=snapshot_id).first()
    if row is None:
        row = RegisterComparison(snapshot=Snapshot.objects.get(pk=snapshot_id), **values)
        return write_new(row, "register.compared", actor=actor, now=now)
    return write_fields(row, "register.compared", values, actor=actor, now=now)


@transaction.atomic
def answer_findings(
    *, answers: Mapping[int, str], actor: User, now: datetime, reason: str = ""
) -> list[RegisterDecision]:
    """
    Write what the register says of what is accepted, and keep the rest from being proposed again: all of it, or nothing.

    One decision is kept for each kind of answer; the record keeps the source and its month in its history.

    :param answers: key of a difference to an Answer
    :param reason: needed for what is set aside
    :raises NotAllowed: if the actor is not of the team
    :raises RecordsChangedSince: if one was answered meanwhile, or what its record says is no longer what was shown
    :raises WrongAnswer: if an answer does not fit
    :raises NothingToDo: if nothing is answered
    :raises AlreadyRegistered: if another record has this number
    :raises ValidationError: if a value does not hold, or what is set aside has no reason
    """
    wait_for_others()
    require(permissions.can_write_organizations(actor))
    if not answers:
        raise NothingToDo
    rows = list(
        RegisterFinding.objects.select_for_update(of=("self",))
        .select_related("organization")
        .filter(pk__in=answers)
        .order_by("pk")
    )
    if len(rows) != len(answers) or any("accept" not in FINDING_MOVES.names_from(row.state) for row in rows):
        raise RecordsChangedSince
    if any(answers[row.pk] not in ANSWERS[FindingKind(row.kind)] for row in rows):
        raise WrongAnswer
    decisions = []
    for answer in Answer:
        if chosen := [row for row in rows if answers[row.pk] == answer]:
            decisions.append(_decide(chosen, answer, actor=actor, now=now, reason=reason))
    return decisions


def _decide(
    rows: list[RegisterFinding], answer: Answer, *, actor: User, now: datetime, reason: str
) -> RegisterDecision:
    decision = RegisterDecision(answer=answer, author=actor, decided_at=now, reason=reason.strip(), count=len(rows))
    details = {"differences": [f"{row.siren} {row.field}" for row in rows][:100]}
    write_new(decision, "register.answered", actor=actor, now=now, reason=reason.strip(), details=details)
    move = "set_aside" if answer == Answer.SET_ASIDE else "accept"
    sources = _sources(rows)
    for row in rows:
        row.state = FINDING_MOVES.target(move, row.state)
        row.decision = decision
        if move == "accept":
            if row.organization is not None and row.kind != FindingKind.EXIT and queries.value_now(row) != row.before:
                raise RecordsChangedSince
            try:
                with transaction.atomic():
                    row.written = _Writer(row, actor, now, sources[row.vintage]).write(answer)
            except ValidationError as error:
                raise ValidationError(
                    _("%(name)s, %(field)s: %(problem)s")
                    % {"name": row.name, "field": row.get_field_display(), "problem": " ".join(error.messages)}
                ) from error
    RegisterFinding.objects.bulk_update(rows, ["state", "decision", "written"], batch_size=500)
    return decision


def _sources(rows: Sequence[RegisterFinding]) -> dict[date, str]:
    """Say for each month where its values were read."""
    found = {}
    for vintage in {row.vintage for row in rows}:
        snapshot = Snapshot.objects.filter(vintage=vintage).order_by("-pk").first()
        found[vintage] = queries.source_words(vintage, is_generated=bool(snapshot and snapshot.is_generated))
    return found


class _Writer:
    """Writes one difference by the services of the room, and lists what it wrote, so that it can be put back."""

    def __init__(self, row: RegisterFinding, actor: User, now: datetime, source: str) -> None:
        self.row, self.actor, self.now, self.source = row, actor, now, source
        self.today = timezone.localdate(now)

    def write(self, answer: Answer) -> list[dict[str, Any]]:
        """Write it; each step is {"thing", "pk", "before", "after"}, the last one first put back."""
        row = self.row
        if row.kind == FindingKind.ENTRY:
            return self._register()
        organization = row.organization
        assert organization is not None
        if row.kind == FindingKind.EXIT:
            return self._ceased(organization) if answer == Answer.CEASED else self._no_longer_ess(organization)
        if row.field == FoundField.SEAT:
            return self._seat(organization)
        if row.field == FoundField.ADDRESS:
            seat = queries.open_seat(organization)
            assert seat is not None
            return [self._update_place(seat, {"address": row.proposed, "source": self.source})]
        values: dict[str, Any] = {row.field: row.proposed}
        if not organization.source:
            values["source"] = self.source
        return [self._update(organization, values)]

    def _update(self, organization: Organization, values: dict[str, Any]) -> dict[str, Any]:
        # What follows from a legal category, such as a kind that was not known, is put back with it.
        watched = {*values, *({"kind"} if "legal_category" in values else ())}
        before = {name: _text(getattr(organization, name)) for name in watched}
        written = update_organization(
            organization=organization, actor=self.actor, now=self.now, reason=self.source, **values
        )
        after = {name: _text(getattr(written, name)) for name in watched}
        return {"thing": "organization", "pk": written.pk, "before": before, "after": after}

    def _update_place(self, place: Establishment, values: dict[str, Any]) -> dict[str, Any]:
        before = {name: _text(getattr(place, name)) for name in values}
        written = update_establishment(
            establishment=place, actor=self.actor, now=self.now, reason=self.source, **values
        )
        after = {name: _text(getattr(written, name)) for name in values}
        return {"thing": "establishment", "pk": written.pk, "before": before, "after": after}

    def _add_place(self, organization: Organization) -> dict[str, Any]:
        facts = self.row.facts
        place = add_establishment(
            organization=organization,
            actor=self.actor,
            now=self.now,
            siret=facts["siret"],
            is_seat=facts["is_seat"],
            address=facts["address"],
            commune_code=facts["commune_code"],
            is_partial=facts["is_partial"],
            source=self.source,
        )
        return {"thing": "establishment", "pk": place.pk, "before": None, "after": {"siret": place.siret}}

    def _seat(self, organization: Organization) -> list[dict[str, Any]]:
        """Write the number of the seat where it is the same place, else close it and open the one of the register."""
        facts, seat = self.row.facts, queries.open_seat(organization)
        if seat is not None and not seat.siret and seat.commune_code == facts["commune_code"]:
            values = {"siret": facts["siret"], "source": self.source}
            if not seat.address and facts["address"]:
                values["address"] = facts["address"]
            return [self._update_place(seat, values)]
        known = Establishment.objects.filter(organization=organization, siret=facts["siret"]).first()
        steps = [self._close(seat)] if seat is not None else []
        if known is not None:
            return [*steps, self._update_place(known, {"is_seat": True, "ends_on": None})]
        return [*steps, self._add_place(organization)]

    def _close(self, place: Establishment) -> dict[str, Any]:
        if place.starts_on is not None and place.starts_on >= self.today:
            return self._update_place(place, {"is_seat": False})
        written = close_establishment(
            establishment=place, ends_on=self.today, actor=self.actor, now=self.now, reason=self.source
        )
        after = {"ends_on": _text(written.ends_on)}
        return {"thing": "establishment", "pk": place.pk, "before": {"ends_on": None}, "after": after}

    def _register(self) -> list[dict[str, Any]]:
        row, facts = self.row, self.row.facts
        organization = register_organization(
            actor=self.actor,
            now=self.now,
            name=row.name[:200],
            acronym=str(facts["acronym"])[:40],
            siren=row.siren,
            rna=facts["rna"] if queries.record_with(rna=facts["rna"]) is None else "",
            legal_category=facts["legal_category"],
            activity_code=facts["activity_code"],
            commune_code=facts["commune_code"],
            source=self.source,
        )
        if facts["siret"]:
            self._add_place(organization)
        for kind, cause in _statuses_told(facts):
            add_status(
                organization=organization,
                actor=self.actor,
                now=self.now,
                kind=kind,
                cause=cause,
                source=self.source,
                read_on=row.vintage,
                # The register tells no day, and a declaration is checked by nobody: a person confirms it.
                is_to_confirm=True,
            )
        after = {
            name: _text(getattr(organization, name)) for name in ("name", "siren", "commune_code", "legal_category")
        }
        return [{"thing": "organization", "pk": organization.pk, "before": None, "after": after}]

    def _ceased(self, organization: Organization) -> list[dict[str, Any]]:
        return [self._update(organization, {"ceased_on": self.row.vintage})]

    def _no_longer_ess(self, organization: Organization) -> list[dict[str, Any]]:
        """End what rested on the register; a commercial company of the ESS is then another company."""
        steps = []
        held = EssStatus.objects.in_force(self.today).filter(organization=organization, kind__in=FROM_REGISTER)
        for status in held.exclude(cause=StatusCause.STATUTES).order_by("pk"):
            if status.starts_on is not None and status.starts_on >= self.today:
                continue
            before = _text(status.ends_on)
            end_status(status=status, ends_on=self.today, actor=self.actor, now=self.now, reason=self.source)
            steps.append(
                {
                    "thing": "status",
                    "pk": status.pk,
                    "before": {"ends_on": before},
                    "after": {"ends_on": _text(self.today)},
                }
            )
        if organization.kind in queries.ESS_KINDS:
            kind = OrganizationKind.COMPANY if organization.kind == OrganizationKind.ESS_COMPANY else "unknown"
            steps.append(self._update(organization, {"kind": kind}))
        return steps


def _statuses_told(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List the statuses that the marks of the register suggest, beside what the legal category says by itself."""
    told: list[tuple[str, str]] = []
    if facts["is_flagged"] and str(facts["legal_category"]) in {"5710", "5499", "5599", "5699", "5306", "5308", "5202"}:
        told.append((StatusKind.DECLARED, StatusCause.REGISTER_FLAG))
    for name, kind, cause in (
        ("is_listed", StatusKind.LISTED, StatusCause.PUBLIC_LIST),
        ("is_esus", StatusKind.ESUS, StatusCause.PUBLIC_LIST),
        ("is_mission", StatusKind.MISSION, StatusCause.REGISTER_FLAG),
    ):
        if facts[name]:
            told.append((kind, cause))
    for word in facts["siae_kinds"]:
        if (kind_of := f"siae_{str(word).lower()}") in StatusKind.values:
            told.append((kind_of, StatusCause.PUBLIC_LIST))
    return told


@transaction.atomic
def undo_decision(*, decision: RegisterDecision, actor: User, now: datetime, reason: str = "") -> RegisterDecision:
    """
    Put back what a decision wrote, and let what it answered wait again; what was changed since is left, and keeps the reason why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was undone before
    :raises UndoExpired: after thirty days
    :raises NothingUndone: if nothing can be put back any more
    """
    wait_for_others()
    require(permissions.can_write_organizations(actor))
    decision = RegisterDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    state = DECISION_MOVES.target("undo", decision.state)
    if now >= decision.undoable_until:
        raise UndoExpired
    rows = list(decision.findings.select_for_update(of=("self",)).select_related("organization").order_by("-pk"))
    kept = []
    for row in rows:
        obstacle = _put_back(row, actor=actor, now=now, reason=reason)
        if obstacle:
            row.kept_because = obstacle
            kept.append(row)
            continue
        # What waits of this already is the newer one.
        if RegisterFinding.objects.waiting().filter(kind=row.kind, siren=row.siren, field=row.field).exists():
            row.delete()
            continue
        row.state, row.decision, row.written = FINDING_MOVES.target("put_back", row.state), None, []
        row.save(update_fields=["state", "decision", "written"])
    if rows and len(kept) == len(rows):
        raise NothingUndone
    for row in kept:
        row.save(update_fields=["kept_because"])
    values = {"state": state, "undone_at": now}
    return write_fields(
        decision, "register.undone", values, actor=actor, now=now, reason=reason, details={"kept": len(kept)}
    )


def _put_back(row: RegisterFinding, *, actor: User, now: datetime, reason: str) -> str:
    """Put back what one difference wrote, or say why it is left."""
    try:
        with transaction.atomic():
            for step in reversed(row.written):
                if obstacle := _put_step_back(step, actor=actor, now=now, reason=reason):
                    raise _Left(obstacle)
    except _Left as left:
        return str(left)
    except ProtectedError:
        return _("Other pages name it.")
    except AlreadyRegistered as known:
        return _("Its former number is now that of “%s”.") % known.organization.name
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


class _Left(Exception):
    """Why something is left as it is."""


def _put_step_back(step: Mapping[str, Any], *, actor: User, now: datetime, reason: str) -> str:
    thing: Any = {"organization": Organization, "establishment": Establishment, "status": EssStatus}[step["thing"]]
    row = thing.objects.select_for_update(of=("self",)).filter(pk=step["pk"]).first()
    if row is None:
        return _("It is no longer there.")
    if isinstance(row, Organization) and row.merged_into_id is not None:
        return _("It was merged into another since.")
    if any(_text(getattr(row, name)) != value for name, value in step["after"].items()):
        return _("It was changed again since.")
    if step["before"] is None:
        return _remove(row, actor=actor, now=now, reason=reason)
    values: dict[str, Any] = {name: _value(name, value) for name, value in step["before"].items()}
    if isinstance(row, Organization):
        update_organization(organization=row, actor=actor, now=now, reason=reason, **values)
    elif isinstance(row, Establishment):
        update_establishment(establishment=row, actor=actor, now=now, reason=reason, **values)
    else:
        announce(row.organization_id)
        write_fields(row, "status.restored", values, actor=actor, now=now, reason=reason)
    return ""


def _remove(row: Organization | Establishment, *, actor: User, now: datetime, reason: str) -> str:
    """Remove what accepting wrote, if nothing else hangs on it."""
    if isinstance(row, Establishment):
        record("establishment.removed", actor=actor, target=row, at=now, reason=reason)
        announce(row.organization_id)
        row.delete()
        return ""
    if obstacle := queries.removal_obstacle(row):
        return obstacle
    record("organization.removed", actor=actor, target=row, at=now, reason=reason)
    forget_pairs(row, actor=actor, now=now, reason=reason)
    told = (StatusCause.LEGAL_CATEGORY, StatusCause.REGISTER_FLAG, StatusCause.PUBLIC_LIST)
    row.statuses.filter(cause__in=told, state=StatusState.HELD).delete()
    siret = RegisterFinding.objects.filter(siren=row.siren, kind=FindingKind.ENTRY).values_list("facts__siret")
    row.establishments.filter(siret__in=[found for (found,) in siret]).delete()
    announce(row.pk)
    row.delete()
    return ""


def forget_findings(organization: Organization) -> None:
    """Forget what waits of a record that leaves those in use; the next comparison says what is to be said."""
    RegisterFinding.objects.waiting().filter(organization=organization).delete()


def _text(value: object) -> str | bool | None:
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, bool) else _or_none(value)


def _or_none(value: object) -> str | None:
    return None if value is None else str(value)


def _value(name: str, value: object) -> object:
    return parse_date(str(value)) if name.endswith("_on") and value else value
