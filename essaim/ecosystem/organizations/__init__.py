"""The one record of a structure, by SIREN, RNA or none yet, and who speaks for it."""

from __future__ import annotations
