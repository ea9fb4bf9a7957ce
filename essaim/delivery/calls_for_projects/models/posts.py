"""Which post of the structure a line of posts of an application became."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.delivery.employment.models import Post
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked

from .carrying import of_application


@tracked
class AcceptedPost(models.Model):
    """
    A post that an application proposed and that is now a post of its structure: a new one, or one that was known already.

    line, place: which line of the table of posts, and which of the people it tells, both from 1. A proposal is accepted once, and a
    post answers one proposal of an application: nothing is counted twice (rule J7 of the project's handbook).
    """

    application = of_application("accepted_posts")
    line = models.PositiveSmallIntegerField(pgettext_lazy("of a table", "line"))
    place = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "place"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("post"))
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("accepted by"))
    accepted_at = models.DateTimeField(pgettext_lazy("a post", "accepted"))

    class Meta:
        verbose_name = _("accepted post")
        verbose_name_plural = _("accepted posts")
        ordering = ["application", "line", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "line", "place"],
                name="proposed_post_is_accepted_once",
                violation_error_message=_("This post is accepted already."),
            ),
            models.UniqueConstraint(
                fields=["application", "post"],
                name="post_answers_one_proposal_of_an_application",
                violation_error_message=_("This post answers another line of the application already."),
            ),
        ]

    def __str__(self) -> str:
        """Show the application and the line."""
        return f"{self.application} – {self.line}.{self.place}"
