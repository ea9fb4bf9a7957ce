"""What only the authority can say of its site: who publishes it, who hosts it, under which licence its data are reused."""

from __future__ import annotations

from config import env

# Left empty, the legal notice says that the authority still has to fill them in.
ESSAIM_PUBLISHER = env.text("ESSAIM_PUBLISHER", "")
ESSAIM_PUBLICATION_DIRECTOR = env.text("ESSAIM_PUBLICATION_DIRECTOR", "")
ESSAIM_HOSTING_PROVIDER = env.text("ESSAIM_HOSTING_PROVIDER", "")
ESSAIM_DATA_PROTECTION_OFFICER = env.text("ESSAIM_DATA_PROTECTION_OFFICER", "")
# An address that starts with https: or mailto:, for security.txt; left empty, the page that takes questions.
ESSAIM_SECURITY_CONTACT = env.text("ESSAIM_SECURITY_CONTACT", "")
ESSAIM_DATA_LICENCE = env.text("ESSAIM_DATA_LICENCE", "Licence Ouverte 2.0 (Etalab)")
ESSAIM_DATA_LICENCE_URL = env.text(
    "ESSAIM_DATA_LICENCE_URL", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
)
