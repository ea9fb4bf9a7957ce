"""The machine-readable twin of posts: whatever is asked, the answer is as described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from essaim.delivery.employment.states import Channel, PostStatus

from .factories import PostFactory

pytestmark = pytest.mark.django_db
CONFORMITY = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def described() -> Iterator[Any]:
    """Read the description through the application itself, in the transaction of the test, which no request may close."""
    PostFactory(status=PostStatus.VERIFIED)
    PostFactory(status=PostStatus.DECLARED, channel=Channel.INDIRECT)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("path", ["/api/v1/posts", "/api/v1/posts/totals"])
def test_whatever_is_asked_the_answer_is_as_described(path: str, described: Any) -> None:
    strategy = st.one_of(
        described[path]["GET"].as_strategy(generation_mode=mode)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )

    @settings(max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CONFORMITY)

    check()
