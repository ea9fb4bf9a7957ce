"""Messages to people by mail and on the page, sent after commit, each with a rule that stops it."""

from __future__ import annotations
