"""The national business register: monthly files in, checked dated snapshots of its ESS, typed DuckDB reads."""

from __future__ import annotations
