"""The business register: where snapshots stand, and how much of the machine one reading may take."""

from __future__ import annotations

from config.env import flag, text, var_folder

ESSAIM_SIRENE_FOLDER = text("ESSAIM_SIRENE_FOLDER", str(var_folder() / "sirene"))
# Of one process; a monthly load of the national files holds within it.
ESSAIM_SIRENE_MEMORY = text("ESSAIM_SIRENE_MEMORY", "1200MB")
ESSAIM_SIRENE_THREADS = int(text("ESSAIM_SIRENE_THREADS", "2"))
# Whether a month gives way where it differs from one already published by one or two employers: small territories then lose their
# newest numbers, often for months.
ESSAIM_SIRENE_MONTHS_TOGETHER = flag("ESSAIM_SIRENE_MONTHS_TOGETHER")
