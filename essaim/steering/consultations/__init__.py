"""Asking partners and residents, collecting what they say, sorting it, answering back."""

from __future__ import annotations
