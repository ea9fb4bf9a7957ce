"""Envelopes, grants, agreements and their payments: what the authority gives, to whom, on what terms, and what is paid of it."""

from __future__ import annotations
