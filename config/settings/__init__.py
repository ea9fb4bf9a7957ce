"""Settings, one module per subject; the environment is read in config.env only."""

from __future__ import annotations
