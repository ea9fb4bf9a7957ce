"""What people do to posts, by use case."""

from __future__ import annotations

from .following import follow_up_post, give_post
from .posts import (
    EDITABLE,
    attach_aid,
    contest_post,
    create_post,
    declare_post,
    detach_aid,
    merge_posts,
    update_post,
    verify_post,
    withdraw_post,
)

__all__ = [
    "EDITABLE",
    "attach_aid",
    "contest_post",
    "create_post",
    "declare_post",
    "detach_aid",
    "follow_up_post",
    "give_post",
    "merge_posts",
    "update_post",
    "verify_post",
    "withdraw_post",
]
