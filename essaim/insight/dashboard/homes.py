"""Which home each role opens on, and the tabs of a person who holds several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.models import HeldRole
from essaim.foundations.accounts.states import RoleKind


@dataclass(frozen=True, slots=True)
class Home:
    """A cockpit a person may open: its tab and its address."""

    label: str
    url: str


OFFICE = pgettext_lazy("home of a role", "Steering")

# In the order in which a person of several roles finds them; a commune referent has one home per commune.
HOMES: Mapping[RoleKind, tuple[str, str | Promise]] = {
    RoleKind.OFFICER: ("dashboard:officer", OFFICE),
    RoleKind.ADMINISTRATOR: ("dashboard:officer", OFFICE),
    RoleKind.ELECTED_OFFICIAL: ("dashboard:elected", pgettext_lazy("home of a role", "Elected official")),
    RoleKind.COMMUNE_REFERENT: ("dashboard:commune", pgettext_lazy("home of a role", "Commune")),
    RoleKind.BODY_MEMBER: ("dashboard:body", pgettext_lazy("home of a role", "Committee")),
    RoleKind.ORGANIZATION_MEMBER: ("dashboard:organization", pgettext_lazy("home of a role", "Organization")),
    RoleKind.EVALUATOR: ("dashboard:evaluator", pgettext_lazy("home of a role", "Evaluation")),
    RoleKind.SUPPORT: ("dashboard:support", pgettext_lazy("home of a role", "Support")),
}


def homes_of(roles: Sequence[HeldRole], *, commune_names: Mapping[str, str]) -> tuple[Home, ...]:
    """
    List the homes of the roles a person holds, each once, in the order of HOMES.

    :param commune_names: by INSEE code, for the tabs of communes; a code that is not there is shown as it is
    """
    found: dict[str, Home] = {}
    for kind, (url_name, label) in HOMES.items():
        for role in roles:
            if role.kind != kind:
                continue
            if kind == RoleKind.COMMUNE_REFERENT:
                url = reverse(url_name, args=[role.scope_code])
                found.setdefault(url, Home(commune_names.get(role.scope_code, role.scope_code), url))
            else:
                url = reverse(url_name)
                found.setdefault(url, Home(str(label), url))
    return tuple(found.values())
