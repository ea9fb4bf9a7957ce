"""Files: private storage, checks, access and retention."""

from __future__ import annotations
