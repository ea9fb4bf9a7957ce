"""Who may open each page of the room: everybody."""

from __future__ import annotations

from essaim.foundations.ui.access import PUBLIC, Access

ACCESS: dict[str, Access] = {
    f"website:{name}": Access(PUBLIC)
    for name in (
        "home",
        "understand",
        "search",
        "data",
        "help",
        "status_rule",
        "changes",
        "changes_feed",
        "legal_notice",
        "accessibility",
        "personal_data",
        "site_map",
        "sitemap_xml",
        "robots",
        "security_txt",
    )
}
