"""Who may open each URL of the room: everybody, in the demonstration; nobody elsewhere, where there is no such page."""

from __future__ import annotations

from essaim.foundations.ui.access import PUBLIC, Access

DEMO_ONLY = "404 outside the demonstration."

ACCESS: dict[str, Access] = {
    "demo:account_list": Access(PUBLIC, note=DEMO_ONLY),
    "demo:mail_list": Access(PUBLIC, note=DEMO_ONLY),
    "demo:sign_in": Access(PUBLIC, methods=("POST",), note=f"{DEMO_ONLY} Opens the accounts of invented people only."),
    "demo:sign_in_panel": Access(PUBLIC, {"place": 0}, note=DEMO_ONLY),
}
