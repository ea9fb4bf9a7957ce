"""What every test shares: templates that hide nothing, reads that write nothing, no network, no lucky order."""

from __future__ import annotations

import random
import re
import socket
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template import engines
from django.template.base import FilterExpression
from django.template.defaulttags import ForNode
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests.demonstration import demonstration, forget  # noqa: F401

# No test asserts a time: neither do the property tests, whose machine may be busy.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

READING = frozenset({"GET", "HEAD", "OPTIONS"})
WAY_BACK = "/compte/fournisseur/"
WRITE = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)
# Folders whose tests share something dear to start.
TOGETHER = ("tests/journeys/", "essaim/insight/demo/")
# Filters that are there for a value that may be missing.
TOLERANT_FILTERS = frozenset({"default", "default_if_none", "yesno"})


class UnknownVariable(AssertionError):
    """A template of the house shows a variable that nobody gave it."""


class ReadThatWrites(AssertionError):
    """A page that is only opened wrote in a table of the house."""


class OutsideCall(AssertionError):
    """A test called the outside."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser first, once the order was shuffled, since it takes longest: every page, then the stories, which write."""
    items.sort(key=_turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """
    Keep together, on one processor, what shares something dear to start: the browser and its site, the loaded demonstration.

    Two browsers at once take twice as long each, so there is one; the other processor runs what remains, and both do once the
    browser has ended. The groups of pytest-xdist 3.8 are not read by pytest 9.2: folders make ours.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Shared(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)

    return Shared(config, log)


def _turn(item: pytest.Item) -> int:
    """Tell in which turn a test comes: the look at every page, the stories of the browser, the rest."""
    if item.get_closest_marker("browser") is None:
        return 2
    return 0 if "test_accessibility" in item.nodeid else 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Take back the demonstration that the processes of this run shared, once they have all ended."""
    if not hasattr(session.config, "workerinput"):
        forget()


class _Missing(str):
    """Stands for a variable that is not there: Django asks it to name the variable, and it refuses."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s" or super().__contains__(str(key))

    def __mod__(self, name: object) -> str:
        raise UnknownVariable(str(name))


@pytest.fixture(scope="session", autouse=True)
def _no_unknown_variable() -> Iterator[None]:
    """Fail where a template of ours uses an unknown variable, but in conditions and before a default."""
    resolve = FilterExpression.resolve

    def strict(self: FilterExpression, context: Any, ignore_failures: bool = False) -> Any:  # noqa: FBT001, FBT002
        if ignore_failures and isinstance(sys._getframe(1).f_locals.get("self"), ForNode):
            # Django takes an unknown list for an empty one.
            ignore_failures = False
        if any(function.__name__ in TOLERANT_FILTERS for function, _arguments in self.filters):
            ignore_failures = True
        try:
            return resolve(self, context, ignore_failures)
        except UnknownVariable as unknown:
            template = getattr(context.render_context, "template", None)
            origin = str(template.origin) if template is not None else ""
            if "/site-packages/" in origin:
                return resolve(self, context, ignore_failures=True) or ""
            raise UnknownVariable(f"{{{{ {self.token} }}}} in {origin}: {unknown} is unknown") from None

    patch = pytest.MonkeyPatch()
    patch.setattr(FilterExpression, "resolve", strict)
    patch.setattr(engines["django"].engine, "string_if_invalid", _Missing("%s"))
    yield
    patch.undo()


def _house_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models() if model.__module__.startswith("essaim."))


@pytest.fixture(scope="session", autouse=True)
def _reads_do_not_write() -> Iterator[None]:
    """Fail where opening a page inserts, updates or deletes a row of ours (sessions may be written)."""
    answer = BaseHandler.get_response
    tables = _house_tables()

    def refuse(
        request: HttpRequest,
        execute: Callable[..., Any],
        sql: str,
        params: object,
        many: object,
        context: dict[str, Any],
    ) -> Any:
        found = WRITE.match(str(sql))
        # What support reads through somebody else's eyes is itself an operation, written in the trail; and a provider
        # of identities sends people back with a link, which signs them in.
        is_excused = hasattr(request, "seen_by") or request.path.startswith(WAY_BACK)
        if found and found[1] in tables and not is_excused:
            raise ReadThatWrites(str(sql)[:300])
        return execute(sql, params, many, context)

    def strict(self: BaseHandler, request: HttpRequest) -> Any:
        if request.method not in READING:
            return answer(self, request)
        with connection.execute_wrapper(partial(refuse, request)):
            return answer(self, request)

    patch = pytest.MonkeyPatch()
    patch.setattr(BaseHandler, "get_response", strict)
    yield
    patch.undo()


def _is_here(address: object) -> bool:
    host = str(address[0]) if isinstance(address, tuple) else ""
    return not isinstance(address, tuple) or host in {"localhost", "::1", ""} or host.startswith("127.")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Fail where a test leaves this machine; Unix sockets and the loopback are at home."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def strict(self: socket.socket, address: Any) -> None:
        if not _is_here(address):
            raise OutsideCall(str(address))
        connect(self, address)

    def strict_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not _is_here((name or "",)):
            raise OutsideCall(str(name))
        return look_up(host, *arguments, **options)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", strict)
    patch.setattr(socket, "getaddrinfo", strict_look_up)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _no_lucky_order() -> Iterator[None]:
    """Shuffle what a query without an order returns: PostgreSQL promises none."""
    fetch = QuerySet._fetch_all

    def shuffled(self: QuerySet[Any]) -> None:
        is_fresh = self._result_cache is None
        fetch(self)
        if is_fresh and not self.ordered and isinstance(self._result_cache, list):
            random.shuffle(self._result_cache)

    patch = pytest.MonkeyPatch()
    patch.setattr(QuerySet, "_fetch_all", shuffled)
    yield
    patch.undo()


@pytest.fixture
def assert_swap_equals_reload() -> Callable[[Client, str], None]:
    """Give the check that a list answers htmx with exactly what the reloaded page shows at its place."""

    def check(client: Client, url: str) -> None:
        page = client.get(url)
        fragment = client.get(url, headers={"HX-Request": "true"})
        assert page.status_code == fragment.status_code == 200, url
        swapped = fragment.content.decode().strip()
        assert swapped.startswith('<div id="list"'), swapped[:200]
        assert "<html" not in swapped
        assert swapped in page.content.decode(), f"{url}: the fragment is not what the page shows"

    return check


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Begin each test in the language of the settings: a page leaves the one of its reader behind."""
    translation.deactivate()
    yield
    translation.deactivate()
