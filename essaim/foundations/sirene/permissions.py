"""Who may load the register, put snapshots in and out of service, and change the perimeter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

if TYPE_CHECKING:
    from essaim.foundations.primitives.actors import Actor

SYSTEM = "system:"


def can_load(actor: Actor) -> Decision:
    """Tell whether somebody may load files of the register: a command on the server, which has the files."""
    if actor.audit_id.startswith(SYSTEM):
        return ALLOW
    return deny(_("The register is loaded by a command on the server, not by a person on a page."))
