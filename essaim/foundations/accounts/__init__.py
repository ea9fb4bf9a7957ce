"""People who sign in, their dated roles, and what a role lets them do."""

from __future__ import annotations
