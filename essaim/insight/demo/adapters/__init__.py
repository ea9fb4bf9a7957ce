"""Outside the database: the folder where the demonstration keeps its mails."""

from __future__ import annotations
