"""Takes the pictures of the documentation on the loaded demonstration: script/pictures."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from config.embedded_postgres import ensure_running
from config.env import ROOT

PICTURES = {"plan": ("/plans/2022-2026/", 1280, 900), "telephone": ("/plans/2022-2026/", 375, 812)}


def main() -> int:
    """Serve the demonstration, open each page in French and write its picture."""
    folder = Path(tempfile.mkdtemp(prefix="essaim-pictures-"))
    folder.chmod(0o755)
    lease = ensure_running(folder / "postgres", is_durable=False)
    os.environ |= {
        "DATABASE_URL": lease.url,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "ESSAIM_VAR": str(folder),
    }
    # Imported once the environment is set: they read the settings.
    import django

    django.setup()
    from tests.journeys.conftest import CHROMIUM_FLAGS
    from tests.journeys.site import chromium, serve_demo

    target = ROOT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    for site in serve_demo(folder):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            for name, (path, width, height) in PICTURES.items():
                page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
                page.goto(site.url + path)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=target / f"{name}.png")
                print(target / f"{name}.png")
            browser.close()
    lease.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
