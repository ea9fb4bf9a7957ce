"""Takes the pictures of the documentation on the loaded demonstration: script/pictures."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from config.env import ROOT

PICTURES = {"plan": ("/plans/2022-2026/", 1280, 900), "telephone": ("/plans/2022-2026/", 375, 812)}


def main() -> int:
    """Serve the demonstration, open each page in French and write its picture."""
    # Imported once the environment is set: they read the settings.
    from tests.journeys.conftest import CHROMIUM_FLAGS
    from tests.journeys.site import chromium, free_port

    folder, port = Path(tempfile.mkdtemp(prefix="essaim-pictures-")), free_port()
    folder.chmod(0o755)
    command = [str(Path(sys.executable).parent / "essaim"), "demo", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "ESSAIM_VAR": str(folder)})
    target = ROOT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            for name, (path, width, height) in PICTURES.items():
                page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
                page.goto(f"http://127.0.0.1:{port}{path}")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=target / f"{name}.png")
                print(target / f"{name}.png")
            browser.close()
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """
    Wait until the demonstration answers.

    :raises RuntimeError: if its server ended
    """
    while True:
        if server.poll() is not None:
            message = f"The demonstration ended with {server.returncode}."
            raise RuntimeError(message)
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
