"""The command essaim."""

from __future__ import annotations


def main() -> None:
    """Run a command."""
