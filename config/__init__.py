"""Settings, root urls and start-up: the only place that knows every room."""

from __future__ import annotations
