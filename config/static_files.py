"""Static files made ready to be served: collected, named by their content and compressed only when one has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

STAMP = "collected"
# Pages of a package that we do not serve, and maps for debuggers: three quarters of the time it takes to compress.
UNUSED = ["ninja", "*.map"]


def collect_if_changed() -> bool:
    """
    Collect the static files unless those that were collected last are still the same; tell whether it was needed.

    Collecting compresses everything anew, which takes longer than starting the site. What did not change in place, size
    or moment of its last change is the same.
    """
    stamp = Path(settings.STATIC_ROOT) / STAMP
    wanted = _digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(wanted, encoding="ascii")
    return True


def _digest() -> str:
    found = [str(settings.STORAGES["staticfiles"]["BACKEND"])]
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            state = file.stat()
            found.append(f"{path} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()
