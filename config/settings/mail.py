"""Mail: written to a folder in development and in the demo, sent by SMTP in production."""

from __future__ import annotations

from config import env

DEFAULT_FROM_EMAIL = env.text("ESSAIM_MAIL_FROM", "Essaim <essaim@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
