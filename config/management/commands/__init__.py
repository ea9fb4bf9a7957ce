"""Commands of the whole house."""

from __future__ import annotations
