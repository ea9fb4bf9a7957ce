"""What every floor stands on, and which knows nothing of the policy."""

from __future__ import annotations
