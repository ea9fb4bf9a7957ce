"""The documents of a session as one PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from essaim.foundations.primitives.decisions import require
from essaim.foundations.territory import queries as territory
from essaim.steering.committees import permissions
from essaim.steering.committees.models import Session
from essaim.steering.committees.pack import pack_pdf
from essaim.steering.committees.pack.contents import pack_contents

from .finding import session_of


def session_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the convocation, agenda, points and their files as one accessible PDF, to the members and the team."""
    found = session_of(pk)
    require(permissions.can_read_work(request.user, found))
    return pack_answer(request, found)


def pack_answer(request: HttpRequest, found: Session) -> HttpResponse:
    """Build the pack of a session and give it."""
    authority = territory.authority(today=timezone.localdate())
    contents, files = pack_contents(
        found, author=authority.name if authority else found.body.name, absolute=request.build_absolute_uri
    )
    response = HttpResponse(pack_pdf(contents, files), content_type="application/pdf")
    name = f"dossier-{found.body.slug}-{found.day.isoformat()}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
