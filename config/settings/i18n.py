"""Languages, time zone and formats: the demo opens in French."""

from __future__ import annotations

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "essaim_language"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
