"""Messages to structures: proved by their author's own address, relayed without showing any, erased in time; structures block."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.ecosystem.directory import links, permissions, queries
from essaim.ecosystem.directory.models import ContactBlock, ContactMessage
from essaim.ecosystem.directory.states import CONTACT_MOVES
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.services import acting, record, write_fields, write_new
from essaim.foundations.notifications.services import write_to
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require

from .asking import AskedTooFast, refuse_too_fast
from .cards import locked_card, locked_organization

CONTACT_KIND = "directory.contact"
# What a structure gets in a day, and what one address writes in a day, at most.
PER_STRUCTURE_MAX = 20
PER_AUTHOR_MAX = 5
KEPT_UNPROVED = timedelta(days=7)
KEPT_RELAYED = timedelta(days=30)


def digest_of(address: str) -> str:
    """Return what an address is known by once blocked: nobody reads the address in it."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"directory.block:{address.strip().lower()}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def write_message(*, organization: Organization, full_name: str, email: str, message: str, now: datetime) -> None:
    """
    Take a message to a structure; a link goes to the author, and only following it relays the message.

    The answer is the same for an author whom the structure blocked: nothing tells them, and nothing is sent.

    :raises NotAllowed: if the structure is not in the directory, or takes no messages
    :raises AskedTooFast: beyond twenty messages a day to a structure, five by an address, or sixty demands an hour in all
    :raises ValidationError: if a field does not hold
    """
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    require(permissions.can_contact(organization))
    refuse_too_fast(now)
    email, day = email.strip().lower(), now - timedelta(days=1)
    written = ContactMessage.objects.filter(written_at__gte=day)
    if written.filter(organization=organization).count() >= PER_STRUCTURE_MAX:
        raise AskedTooFast
    if written.filter(email=email).count() >= PER_AUTHOR_MAX:
        raise AskedTooFast
    if ContactBlock.objects.filter(organization=organization, author_digest=digest_of(email)).exists():
        return
    resident = SystemActor("resident")
    with acting(resident):
        row = ContactMessage(
            organization=organization,
            full_name=" ".join(full_name.split()),
            email=email,
            message=message.strip(),
            written_at=now,
        )
        write_new(row, "message.written", actor=resident, now=now)
    write_to(
        address=email,
        kind=CONTACT_KIND,
        subject=partial(_proof_subject, organization.name),
        body=partial(_proof_body, organization.name),
        url=links.relay_path(row),
        now=now,
        key=f"directory.message:{row.pk}:proof",
    )


def _proof_subject(name: str) -> str:
    return _("Your message to %(name)s") % {"name": name}


def _proof_body(name: str) -> str:
    return _(
        "Somebody wrote to %(name)s from the directory and gave this address. If it was you, follow the link and send the message: "
        "the structure answers you at this address. If not, do nothing: the message is erased after seven days."
    ) % {"name": name}


@transaction.atomic
def relay_message(*, message: ContactMessage, now: datetime) -> ContactMessage:
    """
    Send a message to the structure, as its author said from their own address; they are answered there.

    :raises IllegalMove: if it was sent before
    :raises NotAllowed: if the structure takes no messages any more
    """
    message = ContactMessage.objects.select_for_update(of=("self",)).select_related("organization").get(pk=message.pk)
    state = CONTACT_MOVES.target("relay", message.state)
    require(permissions.can_contact(message.organization))
    resident = SystemActor("resident")
    with acting(resident):
        write_fields(message, "message.relayed", {"state": state, "relayed_at": now}, actor=resident, now=now)
    write_to(
        address=queries.contact_address(message.organization),
        kind=CONTACT_KIND,
        subject=partial(_relayed_subject, message.full_name),
        body=partial(_relayed_body, message),
        url=links.block_path(message),
        now=now,
        key=f"directory.message:{message.pk}",
    )
    return message


def _relayed_subject(author: str) -> str:
    return _("Message from %(author)s, by your card in the directory") % {"author": author}


def _relayed_body(message: ContactMessage) -> str:
    return _(
        "%(author)s wrote to %(name)s from its card in the directory. Answer at: %(address)s\n\n%(message)s\n\n"
        "Your address was not shown. The link lets you block this author, or take no more messages."
    ) % {
        "author": message.full_name,
        "name": message.organization.name,
        "address": message.email,
        "message": message.message,
    }


@transaction.atomic
def block_author(*, message: ContactMessage, now: datetime) -> ContactMessage:
    """
    Hear an author no more, as whoever reads the mail of the structure said; their address is kept as a digest only.

    :raises IllegalMove: if the message was not relayed, or its author was blocked before
    """
    message = ContactMessage.objects.select_for_update(of=("self",)).select_related("organization").get(pk=message.pk)
    state = CONTACT_MOVES.target("block", message.state)
    structure = SystemActor("structure")
    with acting(structure):
        block = ContactBlock(organization=message.organization, author_digest=digest_of(message.email), blocked_at=now)
        if not ContactBlock.objects.filter(organization=block.organization, author_digest=block.author_digest).exists():
            write_new(block, "author.blocked", actor=structure, now=now)
        return write_fields(message, "message.blocked", {"state": state}, actor=structure, now=now)


@transaction.atomic
def close_messages(*, message: ContactMessage, now: datetime) -> None:
    """Take no more messages at all, as whoever reads the mail of the structure said."""
    structure = SystemActor("structure")
    with acting(structure):
        organization = locked_organization(message.organization_id)
        card = locked_card(organization, actor=structure, now=now)
        write_fields(card, "card.messages_closed", {"takes_messages": False}, actor=structure, now=now)


@transaction.atomic
def erase_messages(*, now: datetime) -> int:
    """Erase messages a month after they were relayed, a week after they were written if they never were; return how many."""
    old = ContactMessage.objects.filter(relayed_at__lte=now - KEPT_RELAYED) | ContactMessage.objects.filter(
        relayed_at__isnull=True, written_at__lte=now - KEPT_UNPROVED
    )
    count = 0
    for row in old.select_for_update(of=("self",)).order_by("pk"):
        record("message.erased", actor=SystemActor("directory erase"), target=row, at=now)
        row.delete()
        count += 1
    return count
