"""Sessions, their agenda, and who is there: attendance, proxies, withdrawals."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.action_plan.models import Act, Action
from essaim.steering.committees.states import HELD, PointKind, PointState, SessionState

from .bodies import Body, Mandate, Seat


# The code that proves that somebody is in the room is of no use afterwards; approved minutes are kept by themselves.
@tracked(exclude=["attendance_code", "circulated_content"])
class Session(models.Model):
    """
    A sitting of a body on a day.

    One known from a document only says so in source: what the document does not say is not made up.
    follow_up: what had become of earlier decisions when it opened. circulated_content: the minutes as last circulated.
    second_of: the session that missed its quorum, convened again here on the same agenda.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("body"))
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    remote_url = models.URLField(_("address of the video meeting"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=SessionState, default=SessionState.PLANNED)
    second_of = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="second",
        verbose_name=_("second convocation of"),
    )
    first_planned = models.CharField(
        _("first planned for"),
        max_length=100,
        blank=True,
        help_text=_("In the words of the document, when it was held on another day"),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    convened_at = models.DateTimeField(_("convened"), null=True, blank=True)
    short_notice_reason = models.CharField(_("reason of the short notice"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    circulated_at = models.DateTimeField(_("minutes circulated"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason of the cancellation"), max_length=300, blank=True)
    follow_up = models.JSONField(default=list, blank=True, editable=False)
    circulated_content = models.TextField(blank=True, editable=False)
    attendance_code = models.CharField(max_length=6, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("of a body", "session")
        verbose_name_plural = pgettext_lazy("of bodies", "sessions")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[SessionState.PLANNED, SessionState.CANCELLED])
                | Q(convened_at__isnull=False)
                | ~Q(source=""),
                name="session_is_convened_before_it_sits",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HELD) | Q(closed_at__isnull=False) | ~Q(source=""),
                name="session_held_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=SessionState.CANCELLED) | ~Q(cancel_reason=""),
                name="cancelled_session_says_why",
                violation_error_message=_("Say why the session is cancelled."),
            ),
            models.CheckConstraint(
                condition=Q(second_of__isnull=True) | ~Q(second_of=F("pk")), name="session_is_not_second_of_itself"
            ),
            models.UniqueConstraint(
                fields=["body", "day"],
                condition=~Q(state=SessionState.CANCELLED),
                name="body_sits_once_a_day",
                violation_error_message=_("This body has a session that day already."),
            ),
        ]

    def __str__(self) -> str:
        """Show the body and the day."""
        return f"{self.body}, {day_in_words(self.day)}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("committees:session", args=[self.pk])

    def get_minutes_url(self) -> str:
        """Return the address of its minutes."""
        return reverse("committees:minutes", args=[self.pk])

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.state in HELD

    @property
    def is_known_from_document_only(self) -> bool:
        """Whether it was written from a document, and not held here."""
        return bool(self.source) and self.closed_at is None and self.is_held


@tracked
class AgendaPoint(models.Model):
    """
    Something a session deals with: written by the office, or proposed by a member, who is told why it is refused.

    seat: the one whose member proposed it; none for the office's own. discussion: what was said, for the minutes.
    proposed_through: the mandate of a member without an account, whose personal link it came by; proposed_by is then empty.
    carried_from: the point of the session that missed its quorum, whose files are this one's too.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="points")
    position = models.PositiveSmallIntegerField(_("position"), null=True, blank=True)
    kind = models.CharField(
        pgettext_lazy("of a point", "kind"), max_length=20, choices=PointKind, default=PointKind.INFORMATION
    )
    title = models.CharField(_("title"), max_length=300)
    details = models.TextField(pgettext_lazy("of a point", "details"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=PointState, default=PointState.PROPOSED)
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_through = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mandate")
    )
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed for")
    )
    answer = models.TextField(pgettext_lazy("to a proposal", "answer"), blank=True)
    approves = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_in",
        verbose_name=_("minutes to approve"),
    )
    request = models.ForeignKey(
        "committees.OpinionRequest",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
        verbose_name=_("request for an opinion"),
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("action")
    )
    act = models.ForeignKey(
        Act, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("act")
    )
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("carried over from")
    )
    discussion = models.TextField(_("what was said"), blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of an agenda", "point")
        verbose_name_plural = pgettext_lazy("of agendas", "points")
        ordering = ["session", F("position").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PointKind.MINUTES, approves__isnull=False)
                | (~Q(kind=PointKind.MINUTES) & Q(approves__isnull=True)),
                name="point_on_minutes_says_which_ones",
                violation_error_message=_("Say which minutes are to be approved."),
            ),
            models.CheckConstraint(
                condition=Q(state=PointState.ACCEPTED, position__isnull=False)
                | (~Q(state=PointState.ACCEPTED) & Q(position__isnull=True)),
                name="point_has_a_place_once_accepted",
            ),
            models.UniqueConstraint(
                fields=["session", "position"],
                name="one_point_at_each_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(state=PointState.REFUSED) | ~Q(answer=""),
                name="refused_point_says_why",
                violation_error_message=_("Say why the point is refused: the member reads it."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=False, proposed_through__isnull=True)
                | Q(proposed_by__isnull=True, proposed_through__isnull=False),
                name="point_is_proposed_by_one",
            ),
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the point on the page of its session."""
        return f"{self.session.get_absolute_url()}#point-{self.pk}"


@tracked
class Attendance(models.Model):
    """A seat taken by its titular or substitute, from a moment to another; still there while left_at is empty."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(_("arrived"))
    left_at = models.DateTimeField(pgettext_lazy("of a session", "left"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("of a member", "attendance")
        verbose_name_plural = pgettext_lazy("of members", "attendances")
        ordering = ["session", "arrived_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "seat"],
                condition=Q(left_at__isnull=True),
                name="seat_is_taken_by_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")), name="one_leaves_after_one_arrived"
            ),
        ]

    def __str__(self) -> str:
        """Show the seat."""
        return str(self.seat)


@tracked
class Proxy(models.Model):
    """A seat that lets another vote for it in one session; ended when its member arrives, or takes it back."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="proxies")
    giver = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by"))
    holder = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", verbose_name=_("given to"))
    given_at = models.DateTimeField(pgettext_lazy("of a proxy", "given"))
    ended_at = models.DateTimeField(pgettext_lazy("of a proxy", "ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("proxy")
        verbose_name_plural = _("proxies")
        ordering = ["session", "given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "giver"],
                condition=Q(ended_at__isnull=True),
                name="seat_gives_one_proxy_a_session",
            ),
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="proxy_is_given_to_somebody_else"),
        ]

    def __str__(self) -> str:
        """Show both seats."""
        return f"{self.giver} → {self.holder}"


@tracked
class Withdrawal(models.Model):
    """A seat that keeps out of a point because its member has an interest in it."""

    point = models.ForeignKey(AgendaPoint, on_delete=models.PROTECT, related_name="withdrawals")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("interest declared"), max_length=300)
    declared_at = models.DateTimeField(pgettext_lazy("of an interest", "declared"))

    class Meta:
        verbose_name = _("withdrawal for interest")
        verbose_name_plural = _("withdrawals for interest")
        ordering = ["point", "declared_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "seat"],
                name="seat_withdraws_once_from_a_point",
                violation_error_message=_("This member has withdrawn from this point already."),
            )
        ]

    def __str__(self) -> str:
        """Show the seat."""
        return str(self.seat)
