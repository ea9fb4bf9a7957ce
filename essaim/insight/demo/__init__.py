"""The demonstration: the real policy of the Métropole Européenne de Lille, with invented people and progress."""

from __future__ import annotations
