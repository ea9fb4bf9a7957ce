"""What the room writes to people, and the rule that reminds who speaks for a structure to confirm its card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.notifications import kinds
from essaim.foundations.notifications.kinds import Kind
from essaim.foundations.notifications.rules import Due, ReminderRule, register

from . import queries
from .services.additions import ADDITION_KIND
from .services.asking import SUGGESTION_KIND
from .services.claims import CLAIM_KIND, CONFIRMATION_KIND
from .services.contact import CONTACT_KIND


def _due(now: datetime) -> Iterable[Due]:
    """List who speaks for which structure of the directory, with the day its card is to be confirmed."""
    for found in queries.cards_to_confirm(today=timezone.localdate(now)):
        yield Due(
            recipient=found.grant.person,
            subject_key=f"card:{found.listing.organization_pk}:{found.due_on.isoformat()}",
            starts_on=found.due_on,
            subject=partial(_subject, found.listing.name),
            body=partial(_body, found.listing.name, found.listing.completeness),
            url=found.listing.get_absolute_url(),
            stops_when=gettext_lazy(
                "It stops when the card is confirmed or written, or when you speak for it no more."
            ),
        )


def _subject(name: str) -> str:
    return _("Is the card of %(name)s still right?") % {"name": name}


def _body(name: str, percent: int) -> str:
    return _(
        "The card of %(name)s is to be confirmed once a year. It is complete to %(percent)s %%. One button confirms it; writing it "
        "does too."
    ) % {"name": name, "percent": percent}


def register_kinds() -> None:
    """Register what is written to people; called when the room starts."""
    kinds.register(
        Kind(SUGGESTION_KIND, gettext_lazy("Answer to a proposed correction"), gettext_lazy("Sent once, to who asked."))
    )
    kinds.register(
        Kind(ADDITION_KIND, gettext_lazy("Answer to a structure proposed"), gettext_lazy("Sent once, to who asked."))
    )
    kinds.register(
        Kind(
            CONTACT_KIND,
            gettext_lazy("Message relayed to a structure"),
            gettext_lazy(
                "A link to its author first, then the message to the structure; neither sees an address before."
            ),
        )
    )
    kinds.register(
        Kind(
            CLAIM_KIND,
            gettext_lazy("Demand to speak for a structure"),
            gettext_lazy("To the address of the structure, then the answer to who asked."),
        )
    )
    kinds.register(
        Kind(
            CONFIRMATION_KIND,
            gettext_lazy("Yearly confirmation, to the address of a structure"),
            gettext_lazy("At most three mails, thirty days apart; one button stops them."),
        )
    )
    register(
        ReminderRule(
            key="directory.confirmation",
            label=gettext_lazy("Card of the directory to confirm"),
            description=gettext_lazy(
                "Who speaks for a structure is reminded to confirm its card, a year after it was last confirmed."
            ),
            due=_due,
            every=30,
            maximum=queries.ASKED_MAX,
        )
    )
