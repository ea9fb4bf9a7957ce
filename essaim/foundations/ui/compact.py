"""JSON as the API writes it: no spaces, letters as they are."""

from __future__ import annotations

from json.encoder import encode_basestring as quoted

from django.core.serializers.json import DjangoJSONEncoder

__all__ = ["COMPACT", "quoted"]

COMPACT = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":"))
