"""Writes invented posts through the services of employment: planned, declared, verified, found later, written twice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.services.posts import accept_known_post
from essaim.delivery.employment import services
from essaim.delivery.employment.models import Post
from essaim.ecosystem.organizations.queries import organization_of
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material

from .stage import Stage

INVENTED = "Poste inventé pour la démonstration"
PLAN = "2022-2026"
Entry = Mapping[str, Any]


def write_invented(stage: Stage) -> None:
    """Write the posts of fiction/employment, each with what became of it."""
    for entry in material.read("fiction/employment")["post"]:
        actor = stage.person(entry["by"])
        with acting(actor):
            post = _create(stage, entry, actor)
            _follow(stage, post, entry, actor)


def write_accepted(stage: Stage) -> None:
    """Say which posts of a structure were proposed by its granted application; what is left of it waits for an answer."""
    for entry in material.read("fiction/employment")["proposal"]:
        actor = stage.person(entry["by"])
        with acting(actor):
            accept_known_post(
                application=Application.objects.get(title=entry["title"]),
                line=entry["line"],
                place=entry["place"],
                post=Post.objects.get(label=entry["label"], organization__key=entry["organization"]),
                actor=actor,
                now=stage.moment(entry["accepted"]),
            )


def _create(stage: Stage, entry: Entry, actor: User) -> Post:
    values: dict[str, Any] = {"contract": entry["contract"], "effect": entry["effect"]}
    if "baseline" in entry:
        values |= {"baseline_on": stage.day(entry["baseline"]), "baseline_headcount": entry["headcount"]}
    if "through" in entry:
        values |= {"channel": entry["channel"], "through": organization_of(entry["through"])}
    return services.create_post(
        organization=organization_of(entry["organization"]),
        actor=actor,
        now=stage.moment(entry["written"]),
        label=entry["label"],
        is_insertion=entry.get("insertion", False),
        full_time_share=Decimal(entry["share"]),
        commune_code=entry["commune"],
        starts_on=stage.day(entry["start"]),
        action=stage.action(PLAN, entry["action"]) if "action" in entry else None,
        source=INVENTED,
        **values,
    )


def _follow(stage: Stage, post: Post, entry: Entry, actor: User) -> None:
    if "act" in entry:
        now = stage.moment(entry["written"])
        services.attach_aid(post=post, actor=actor, now=now, kind="act", key=entry["act"], channel="direct")
    for name, verb, evidence in (
        ("declared", services.declare_post, "evidence"),
        ("verified", services.verify_post, "proof"),
    ):
        if name in entry:
            day = stage.day(entry[name])
            verb(post=post, actor=actor, now=stage.moment(entry[name]), day=day, evidence=entry[evidence])
    for found in entry.get("follow_up", ()):
        services.follow_up_post(
            post=post,
            actor=actor,
            now=stage.moment(found["day"]),
            months=found["months"],
            is_present=found["present"],
            evidence="Entretien avec la structure (fiction)",
            last_on=stage.day(found["last"]) if "last" in found else None,
        )
    if "withdrawn" in entry:
        services.withdraw_post(post=post, actor=actor, now=stage.now, reason=entry["withdrawn"])
    if "same_as" in entry:
        kept = Post.objects.select_related("organization").get(organization=post.organization, label=entry["same_as"])
        reason = "Le même poste, annoncé par la structure et par le réseau (fiction)"
        services.merge_posts(kept=kept, duplicate=post, actor=actor, now=stage.now, reason=reason)
