"""What the room keeps of people: which posts they follow. Who holds a post is never named."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts import personal_data
from essaim.foundations.accounts.models import User

from .models import Post


def export(person: User) -> object:
    """Return the posts somebody follows."""
    rows = Post.objects.filter(followed_by=person).order_by("pk")
    return [{"post": row.pk, "label": row.label, "status": row.status} for row in rows]


def register_personal_data() -> None:
    """Register it; called when the room starts."""
    personal_data.register(
        personal_data.PersonalData(
            kind="posts_followed",
            label=_("Posts you follow"),
            purpose=_("To know who looks again at a post that public support created, consolidated or maintained."),
            retention=_("As long as the post is followed; it is given to somebody else when you leave."),
            export=export,
        )
    )
