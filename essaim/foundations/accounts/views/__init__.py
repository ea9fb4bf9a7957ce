"""Pages of the room: one's own account, people, invitations, leaving."""

from __future__ import annotations
