"""Applications a person may read; where a project takes place; the verdict of the edition on what was filed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from essaim.delivery.calls_for_projects import rules
from essaim.delivery.calls_for_projects.facts import facts_from
from essaim.delivery.calls_for_projects.models import Application, Call, CoWriter, FormVersion
from essaim.delivery.calls_for_projects.models.applications import ApplicationQuerySet
from essaim.delivery.calls_for_projects.models.editions import Edition
from essaim.delivery.calls_for_projects.schema import build_schema
from essaim.ecosystem.organizations.queries import organizations_of
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.texts import fold
from essaim.foundations.territory.models import Zone, ZoneMember
from essaim.foundations.territory.queries import authority_epci, commune_names, territoire_zoning
from essaim.foundations.ui.compiled import CompiledQuery

from .editions import edition_on
from .eligibility import Found, place_of, rules_of

Person = User | AnonymousUser


def reads_every_file(person: Person) -> bool:
    """Tell whether somebody reads every application that was filed: the team, and evaluators."""
    return is_staff_member(person) or has_role(person, RoleKind.EVALUATOR)


def applications_visible_to(person: Person, *, today: date) -> ApplicationQuerySet:
    """
    Return the applications a person may read: their own, those of structures they speak for, and, to the team, all filed.

    A draft is read by those who write it alone.
    """
    rows = Application.objects.with_names()
    if not person.is_authenticated:
        return rows.none()
    own = own_applications(person, today=today)
    return rows.filter(own | Q(filed_at__isnull=False)) if reads_every_file(person) else rows.filter(own)


def own_applications(person: User, *, today: date) -> Q:
    """Return what keeps the applications that a person writes, or that a structure they speak for filed."""
    spoken_for = [row.pk for row in organizations_of(person, today=today)]
    shared = CoWriter.objects.filter(person=person, joined_at__isnull=False, ended_at=None).values("application")
    return Q(author=person) | Q(organization__in=spoken_for) | Q(pk__in=shared)


def applications_for_team() -> ApplicationQuerySet:
    """Return every application that was filed, with what lists always name, without the texts that they never show."""
    rows = Application.objects.filed().select_related("call", "organization", "officer")
    return rows.defer("answers", "facts", "summary", "non_financial_note", "end_reason", "search_key")


def application_rows() -> ApplicationQuerySet:
    """Return every application that was filed with what the columns of its list show, and nothing else of what it names."""
    shown = (
        "reference",
        "title",
        "applicant_name",
        "state",
        "aid_type",
        "requested_cents",
        "non_financial",
        "organization__name",
    )
    moments = ("filed_at", "ready_at", "ended_at")
    keys = ("edition", "territory")
    rows = Application.objects.filed().select_related("call", "organization", "officer")
    return rows.only(*shown, *moments, *keys, "call__name", "officer__full_name")


def with_words(rows: ApplicationQuerySet, text: str) -> ApplicationQuerySet:
    """Keep the applications that hold every word, without accents."""
    for word in fold(text).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def form_of(edition: Edition) -> FormVersion | None:
    """Return the latest version of the form of an edition, if one was published."""
    return FormVersion.objects.filter(edition=edition).select_related("edition__call").order_by("-number").first()


def territory_of(code: str, *, on: date) -> Zone | None:
    """Return the territory of a commune on a day."""
    epci = authority_epci()
    zoning = territoire_zoning(epci, today=on) if epci else None
    if zoning is None:
        return None
    rows = ZoneMember.objects.filter(Q(commune__code=code) | Q(commune__former__code=code), zone__zoning=zoning)
    member = rows.select_related("zone").first()
    return member.zone if member else None


def names_of_communes(codes: Collection[str]) -> Mapping[str, str]:
    """Return the names of communes by their codes."""
    return commune_names(list(codes))


def fact_values_of(application: Application, *, on: date) -> dict[str, object]:
    """Return what the rules read of an application, by the names of facts, as JSON holds them."""
    first = application.communes.first()
    values: dict[str, object] = {**application.facts, "as_of": on.isoformat()}
    values |= {
        name: value
        for name, value in (
            ("aid_type", application.aid_type),
            ("budget_cents", application.budget_cents),
            ("requested_cents", application.requested_cents),
            ("activity_commune", first.code if first else ""),
        )
        if value not in (None, "")
    }
    values["non_financial"] = bool(application.non_financial)
    return values


def verdict_on(application: Application, *, today: date) -> tuple[Found, rules.Judgement]:
    """Judge an application by its edition: on the day it was filed, or today while it is a draft."""
    found = rules_of(application.edition)
    values = fact_values_of(application, on=application.filed_on or today)
    return found, rules.judge(found.data, facts_from(values, place_of))


@dataclass(frozen=True, slots=True)
class ApplicationChoices:
    """What the filters of the list of applications offer: what some application names."""

    calls: list[tuple[str, str]]
    editions: list[tuple[str, str]]
    territories: list[tuple[str, str]]
    officers: list[tuple[str, str]]


def _named(field: str) -> Exists:
    """Keep what at least one application that was filed names: the first one found tells."""
    return Exists(Application.objects.filed().filter(**{field: OuterRef("pk")}))


_CALLS = CompiledQuery(lambda: Call.objects.filter(_named("call")).order_by("name", "slug").values_list("slug", "name"))
_EDITIONS = CompiledQuery(
    lambda: (
        Edition.objects.filter(_named("edition")).order_by("-starts_on", "pk").values_list("pk", "call__name", "title")
    )
)
_TERRITORIES = CompiledQuery(
    lambda: Zone.objects.filter(_named("territory")).order_by("code", "pk").values_list("code", "name")
)
_OFFICERS = CompiledQuery(
    lambda: User.objects.filter(_named("officer")).order_by("full_name", "pk").values_list("pk", "full_name")
)


def choices_of_applications() -> ApplicationChoices:
    """Return what the filters of the list offer, in four queries that each look for one application a choice."""
    return ApplicationChoices(
        calls=[(slug, name) for slug, name in _CALLS.rows()],
        editions=[(str(pk), f"{call} – {title}") for pk, call, title in _EDITIONS.rows()],
        territories=list(dict(_TERRITORIES.rows()).items()),
        officers=[(str(pk), name) for pk, name in _OFFICERS.rows()],
    )


def form_to_write(application: Application, *, today: date) -> tuple[Edition, FormVersion]:
    """Return the edition and the form in which an application is written today: the newest ones while it is a draft."""
    if application.is_draft:
        edition = edition_on(application.call, today) or application.edition
        if found := form_of(edition):
            return edition, found
    return application.edition, application.form


def applications_of(person: User, *, today: date) -> ApplicationQuerySet:
    """Return the applications that somebody carries: their own, those they write together, those of their structures."""
    return Application.objects.with_names().filter(own_applications(person, today=today))


def schema_now(edition: Edition) -> dict[str, Any]:
    """Return the schema that the questions of an edition make as they are written now, published or not."""
    return build_schema(edition.questions.order_by("position", "pk"))


def has_questions_to_publish(edition: Edition) -> bool:
    """Tell whether questions of an edition were changed since its form was published."""
    form = form_of(edition)
    return form is not None and form.schema != schema_now(edition)


def found_applications(words: Sequence[str], *, person: Person, today: date) -> ApplicationQuerySet:
    """Return the applications that hold every word, among those a person may read, the latest first."""
    rows = applications_visible_to(person, today=today)
    for word in words:
        rows = rows.filter(search_key__contains=fold(word))
    return rows.order_by("-saved_at", "-pk")
