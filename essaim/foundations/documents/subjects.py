"""What documents are attached to: upper rooms register their kinds of things, with who may read and write them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.primitives.decisions import Decision, deny

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User
    from essaim.foundations.primitives.actors import Actor

    Person = User | AnonymousUser


def _nobody(person: Person) -> Collection[str]:
    return ()


def _by_account_only(actor: Actor, object_id: str) -> Decision:
    return deny(_("Sign in to attach a document."))


def _no_name(object_ids: Collection[str]) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Subject:
    """
    One kind of thing that has documents. Objects are named by their id as text; a missing object is refused.

    kind: room and model, "action_plan.action".
    can_read: may this person read the thing itself, and so its public documents?
    can_write: may this person attach documents to it, change and withdraw them?
    url: the page of the thing.
    private_ids: things whose private documents this person reads, as one query; None means all of this kind.
        One rule for the list and for each document, so that a count never says more than a page.
    names: how things are called in a list, by id, in one query; those it leaves out are shown by their id.
    can_write_as: may somebody without an account, whom the room knows by a link of their own, attach documents to it?
    writable_ids: among some things, those this person may attach documents to, by the rule of can_write, however many
        they are in as many queries; None where no page shows several at once, and each is then asked by itself.
    leads_back: whether attaching a document leads back to the thing, which is one of many on a page that shows them all,
        rather than to the document's own page.
    """

    kind: str
    label: object
    can_read: Callable[[Person, str], Decision]
    can_write: Callable[[Person, str], Decision]
    url: Callable[[str], str]
    private_ids: Callable[[Person], Collection[str] | None] = _nobody
    names: Callable[[Collection[str]], Mapping[str, str]] = _no_name
    can_write_as: Callable[[Actor, str], Decision] = _by_account_only
    writable_ids: Callable[[Person, Collection[str]], Collection[str]] | None = None
    leads_back: bool = False


class UnknownSubject(LookupError):
    """No room registered this kind of thing."""


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Register a kind of thing; called in AppConfig.ready()."""
    _subjects[subject.kind] = subject


def subject_of(kind: str) -> Subject:
    """
    Return what a room registered under a kind.

    :raises UnknownSubject: if no room did
    """
    try:
        return _subjects[kind]
    except KeyError:
        raise UnknownSubject(kind) from None


def all_subjects() -> tuple[Subject, ...]:
    """Return every kind of thing, in the order of their registration."""
    return tuple(_subjects.values())
