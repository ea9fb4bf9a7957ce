"""How a page of the sign-in library that has nothing to show answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

View = Callable[..., HttpResponse]


def or_back_to(url_name: str, view: View) -> View:
    """
    Lead to another page where the library would answer 403 or 404: no such key, no code left, no provider.

    A key or a code is always looked up among those of the person signed in, so that this tells nothing of others.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Http404, PermissionDenied):
            return redirect(url_name)

    return answer
