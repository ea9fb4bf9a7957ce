"""Base tiles under maps: none by default, so that a page asks nothing of anybody; a place of yours may serve some."""

from __future__ import annotations

from urllib.parse import urlsplit

from config import env
from config.settings.security import CONTENT_SECURITY_POLICY

# Raster tiles such as https://tiles.example.org/{z}/{x}/{y}.png, and whom to credit for them.
MAP_TILES = env.text("ESSAIM_MAP_TILES", "")
MAP_TILES_CREDIT = env.text("ESSAIM_MAP_TILES_CREDIT", "")

if MAP_TILES:
    _place = urlsplit(MAP_TILES)
    for _directive in ("connect-src", "img-src"):
        CONTENT_SECURITY_POLICY["DIRECTIVES"][_directive].append(f"{_place.scheme}://{_place.netloc}")
