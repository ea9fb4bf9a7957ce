"""Every subject together; the kinds of start (dev, demo, test, production) change only what differs."""

from __future__ import annotations

from config.settings.accounts import *  # noqa: F403
from config.settings.base import *  # noqa: F403
from config.settings.database import *  # noqa: F403
from config.settings.i18n import *  # noqa: F403
from config.settings.logging import *  # noqa: F403
from config.settings.mail import *  # noqa: F403
from config.settings.maps import *  # noqa: F403
from config.settings.security import *  # noqa: F403
from config.settings.sirene import *  # noqa: F403
from config.settings.site import *  # noqa: F403
from config.settings.storage import *  # noqa: F403
