"""Mail: written to a folder in development and in the demo, sent by SMTP in production."""

from __future__ import annotations

from config import env

DEFAULT_FROM_EMAIL = env.text("ESSAIM_MAIL_FROM", "Essaim <essaim@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# In seconds: a page that sends a mail must not wait for a server that does not answer; the mail is tried again.
EMAIL_TIMEOUT = int(env.text("ESSAIM_MAIL_TIMEOUT", "10"))
# Where people reach this installation: links in mails are whole addresses.
ESSAIM_URL = env.text("ESSAIM_URL", "http://localhost:8000").rstrip("/")
