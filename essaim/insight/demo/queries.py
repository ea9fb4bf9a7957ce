"""Reads of the room: what is loaded, the accounts to try, who has an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from essaim.foundations.accounts.models import RoleGrant, User

from . import material
from .models import LoadedPart


def loaded_parts() -> Mapping[str, str]:
    """Return the digest of each part as it was loaded, by its name; empty where the demonstration is not loaded."""
    return dict(LoadedPart.objects.order_by("pk").values_list("name", "digest"))


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody invented, whose account anybody may open: roles in words, and what to try in one sentence."""

    key: str
    person: User
    roles: tuple[str, ...]
    hint: str


def demo_accounts(*, today: date, language: str) -> tuple[DemoAccount, ...]:
    """
    Return the accounts to try, in the order of fiction/people; those that were closed since are left out.

    :param language: "fr" or "en"
    """
    people = material.read("fiction/people")
    entries = [entry for entry in (people["administrator"], *people["person"]) if "try" in entry]
    held = RoleGrant.objects.held_on(today).order_by("pk")
    found = User.objects.filter(email__in=[material.address_of(entry["key"]) for entry in entries], is_active=True)
    by_address = {
        person.email: person
        for person in found.prefetch_related(Prefetch("role_grants", queryset=held, to_attr="held"))
    }
    accounts = []
    for entry in entries:
        person = by_address.get(material.address_of(entry["key"]))
        if person is not None:
            roles = tuple(dict.fromkeys(str(grant.get_kind_display()) for grant in person.held))
            accounts.append(DemoAccount(entry["key"], person, roles, entry["try"].get(language, entry["try"]["en"])))
    return tuple(accounts)


def demo_account(key: str, *, today: date, language: str) -> DemoAccount | None:
    """Return one account to try by its key; None for anybody else, so that no other account opens this way."""
    return next((found for found in demo_accounts(today=today, language=language) if found.key == key), None)


def names_of(addresses: Iterable[str]) -> Mapping[str, str]:
    """Return the name of each person who has one of these addresses, by it."""
    return dict(User.objects.filter(email__in=set(addresses)).order_by("pk").values_list("email", "full_name"))
