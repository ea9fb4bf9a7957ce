"""Writing to a structure: its author proves their address, the structure answers or blocks, nothing is shown, all is erased."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.directory import links, services
from essaim.ecosystem.directory.forms import ContactForm
from essaim.ecosystem.directory.models import Card, ContactBlock, ContactMessage
from essaim.ecosystem.directory.services.contact import KEPT_RELAYED, KEPT_UNPROVED, PER_AUTHOR_MAX, PER_STRUCTURE_MAX
from essaim.ecosystem.directory.states import CONTACT_MOVES, ContactState
from essaim.ecosystem.organizations.tests.factories import RepresentationFactory
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.notifications.models import Letter
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import CardFactory, listed

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ADDRESS, AUTHOR = "contact@jardin.example.org", "lectrice@example.org"
EXPECTED = {("relay", "written"): "relayed", ("block", "relayed"): "blocked"}


@pytest.mark.parametrize(("move", "state"), list(itertools.product(("relay", "block"), ContactState.values)))
def test_moves_are_those_and_no_other(move: str, state: str) -> None:
    if target := EXPECTED.get((move, state)):
        assert CONTACT_MOVES.target(move, state) == target
    else:
        with pytest.raises(IllegalMove):
            CONTACT_MOVES.target(move, state)


@pytest.fixture
def card() -> Card:
    found = CardFactory(known_address=ADDRESS, known_address_source="Son site")
    services.refresh_listings([found.organization_id], today=timezone.localdate())
    return found


def _write(card: Card, email: str = AUTHOR) -> ContactMessage | None:
    services.write_message(
        organization=card.organization, full_name="Une Lectrice", email=email, message="Bonjour", now=NOW
    )
    return ContactMessage.objects.order_by("-pk").first()


def test_nothing_leaves_before_the_author_follows_their_link(card: Card) -> None:
    message = _write(card)
    assert message is not None
    assert [letter.email for letter in Letter.objects.all()] == [AUTHOR]

    services.relay_message(message=message, now=NOW)

    letter = Letter.objects.exclude(email=AUTHOR).get()
    assert letter.email == ADDRESS
    assert "Bonjour" in letter.body
    assert AUTHOR in letter.body
    assert ADDRESS not in letter.body
    with pytest.raises(IllegalMove):
        services.relay_message(message=message, now=NOW)
    # The trail keeps neither name, address nor text.
    told = " ".join(f"{row.target_label} {row.details} {row.reason}" for row in Entry.objects.all())
    assert AUTHOR not in told
    assert "Lectrice" not in told


def test_who_speaks_for_it_gets_the_messages_of_a_structure_without_known_address() -> None:
    held = RepresentationFactory(organization__name="Jardin")
    services.refresh_listings([held.organization_id], today=timezone.localdate())
    services.write_message(
        organization=held.organization, full_name="Une Lectrice", email=AUTHOR, message="Bonjour", now=NOW
    )

    services.relay_message(message=ContactMessage.objects.get(), now=NOW)

    assert Letter.objects.filter(email=held.person.email).exists()


def test_a_structure_without_address_or_that_takes_none_is_not_written_to(card: Card) -> None:
    other = listed(name="Sans adresse")
    with pytest.raises(NotAllowed):
        services.write_message(
            organization=type(card.organization).objects.get(pk=other.organization_pk),
            full_name="Une Lectrice",
            email=AUTHOR,
            message="Bonjour",
            now=NOW,
        )
    message = _write(card)
    assert message is not None

    services.close_messages(message=message, now=NOW)

    with pytest.raises(NotAllowed):
        _write(card)


def test_a_blocked_author_is_told_nothing_and_nothing_is_sent(card: Card) -> None:
    message = _write(card)
    assert message is not None
    services.relay_message(message=message, now=NOW)
    services.block_author(message=message, now=NOW)
    assert AUTHOR not in ContactBlock.objects.get().author_digest
    sent = Letter.objects.count()

    _write(card, "Lectrice@example.org ")

    assert ContactMessage.objects.count() == 1
    assert Letter.objects.count() == sent


def test_floods_are_kept_out(card: Card) -> None:
    for _turn in range(PER_AUTHOR_MAX):
        _write(card)
    with pytest.raises(services.AskedTooFast):
        _write(card)
    for number in range(PER_STRUCTURE_MAX - PER_AUTHOR_MAX):
        _write(card, f"autre{number}@example.org")
    with pytest.raises(services.AskedTooFast):
        _write(card, "encore@example.org")


def test_messages_are_erased_in_time(card: Card) -> None:
    relayed, waiting = _write(card), _write(card)
    assert relayed is not None
    assert waiting is not None
    relayed = ContactMessage.objects.order_by("pk")[0]
    services.relay_message(message=relayed, now=NOW)

    assert services.erase_messages(now=NOW + KEPT_UNPROVED - timedelta(hours=1)) == 0
    assert services.erase_messages(now=NOW + KEPT_UNPROVED) == 1
    assert services.erase_messages(now=NOW + KEPT_RELAYED - timedelta(hours=1)) == 0
    assert services.erase_messages(now=NOW + KEPT_RELAYED) == 1


def test_pages_show_no_address_and_links_have_a_button(client: Client, card: Card) -> None:
    url = reverse("directory:contact", args=[card.organization.key])
    page = client.get(reverse("directory:card", args=[card.organization.key])).content.decode()
    assert url in page
    assert ADDRESS not in page + client.get(url).content.decode()
    form = ContactForm(now=timezone.now() - timedelta(seconds=30))
    fields = {"opened": str(form.fields["opened"].initial), "full_name": "Une Lectrice", "message": "Bonjour"}
    assert client.post(url, fields | {"email": "no"}).status_code == 422
    assert client.post(url, fields | {"email": AUTHOR, "website": "robot"}).status_code == 422

    assert client.post(url, fields | {"email": AUTHOR}).status_code == 302

    message = ContactMessage.objects.get()
    relay = links.relay_path(message)
    assert "Bonjour" in client.get(relay).content.decode()
    message.refresh_from_db()
    assert message.state == ContactState.WRITTEN
    client.post(relay)
    client.post(relay)
    block = links.block_path(message)
    assert client.get(block).status_code == 200
    client.post(block, {"move": "block"})
    client.post(block, {"move": "close"})
    message.refresh_from_db()
    assert message.state == ContactState.BLOCKED
    assert not Card.objects.get().takes_messages
    assert client.get(url).status_code == 302
    # The link of one does not serve as the link of the other.
    assert client.get(relay.replace("messages", "bloquer")).status_code == 404
