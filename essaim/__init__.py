"""Essaim: the policy for the social and solidarity economy, from what people ask for to what was done."""

from __future__ import annotations
