"""Who may change what."""

from __future__ import annotations

from django.utils.translation import gettext as _

from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

SYSTEM = "system:"


def can_change_reference(actor: Actor) -> Decision:
    """
    Tell whether somebody may load reference data or change the authority served: a command only.

    No page does it: whoever runs commands on the server answers for its data.
    """
    if actor.audit_id.startswith(SYSTEM):
        return ALLOW
    return deny(_("Reference data is loaded by a command on the server, not by a person on a page."))
