"""Gatherings, who speaks there, who registers, who came, and what sources declare of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.ecosystem.events.states import (
    SEATED,
    AttendanceWay,
    CancellationCause,
    EventKind,
    EventState,
    MailKind,
    RegistrationState,
)
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.audit_trail.tracking import tracked
from essaim.foundations.primitives.identifiers import COMMUNE_CODE_PATTERN
from essaim.foundations.ui.dates import day_in_words

SLUG_LENGTH_MAX = 80
# How long names and addresses of registrants are kept after the gathering, unless the team says otherwise.
KEEP_DAYS_DEFAULT = 90
OFFER_HOURS_DEFAULT = 48


class EventQuerySet(models.QuerySet["Event"]):
    """Vocabulary on gatherings."""

    def public(self) -> EventQuerySet:
        """Keep what everybody may read: all that was announced, cancelled ones included."""
        return self.filter(published_at__isnull=False)

    def whole(self) -> EventQuerySet:
        """Keep those that are not held within another one."""
        return self.filter(parent__isnull=True)

    def upcoming(self, today: date) -> EventQuerySet:
        """Keep those whose last day is today or later, the next first."""
        rows = self.filter(Q(last_on__gte=today) | Q(last_on__isnull=True, starts_on__gte=today))
        return rows.order_by("starts_on", F("starts_time").asc(nulls_first=True), "position", "pk")

    def past(self, today: date) -> EventQuerySet:
        """Keep those whose last day is before today, the latest first."""
        rows = self.filter(Q(last_on__lt=today) | Q(last_on__isnull=True, starts_on__lt=today))
        return rows.order_by("-starts_on", F("starts_time").desc(nulls_last=True), "position", "pk")


@tracked
class Event(models.Model):
    """
    A gathering of the policy; assises and forums hold their round tables, lectures and workshops as parts.

    The hour may be unknown, and so may the day: sources sometimes give a period only, quoted in date_words.
    """

    slug = models.SlugField(
        _("short name"),
        max_length=SLUG_LENGTH_MAX,
        unique=True,
        help_text=_("Used in the address, such as assises-2015"),
    )
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(pgettext_lazy("of a gathering", "kind"), max_length=30, choices=EventKind)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("held within"),
        help_text=_("The assises or forum of which this is a round table, a lecture or a workshop"),
    )
    track = models.CharField(
        _("track"), max_length=100, blank=True, help_text=_("What joins parts that follow one another, such as a theme")
    )
    position = models.PositiveSmallIntegerField(_("order in the programme"), default=0)
    summary = models.TextField(_("presentation"), blank=True)
    starts_on = models.DateField(_("day"))
    last_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("If it lasts several days; included in the gathering")
    )
    starts_time = models.TimeField(
        _("hour it starts"), null=True, blank=True, help_text=_("Leave empty if the hour is not known")
    )
    ends_time = models.TimeField(_("hour it ends"), null=True, blank=True)
    is_day_known = models.BooleanField(
        _("the day is known"),
        default=True,
        help_text=_("Untick if it took place on a day not known between the two days above"),
    )
    date_words = models.CharField(
        _("date as the source has it"), max_length=200, blank=True, help_text=_("Quoted, when the source is not exact")
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True, help_text=_("Name and address"))
    commune_code = models.CharField(_("commune"), max_length=5, blank=True)
    capacity = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave empty if they are not counted"),
    )
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to take an offered seat"),
        default=OFFER_HOURS_DEFAULT,
        validators=[MinValueValidator(1), MaxValueValidator(14 * 24)],
    )
    keep_days = models.PositiveSmallIntegerField(
        _("days that registrants' names and addresses are kept"),
        default=KEEP_DAYS_DEFAULT,
        validators=[MaxValueValidator(366)],
        help_text=_("Counted from the day after the gathering; they are erased the night after"),
    )
    state = models.CharField(
        pgettext_lazy("of a gathering", "state"), max_length=20, choices=EventState, default=EventState.DRAFT
    )
    published_at = models.DateTimeField(pgettext_lazy("moment", "announced"), null=True, blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("moment", "closed"), null=True, blank=True)
    ratings_asked_at = models.DateTimeField(_("appreciations asked"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason of the cancellation"), max_length=300, blank=True)
    report = models.TextField(
        pgettext_lazy("of a gathering", "report"),
        blank=True,
        help_text=_("What was said; public once the gathering is closed"),
    )
    outcome = models.TextField(
        _("decisions and follow-up"), blank=True, help_text=_("What was decided, and who does what next")
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("The document this was read in, with its date")
    )
    source_note = models.TextField(
        _("what sources leave open"), blank=True, help_text=_("What they do not say, or say in two ways")
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ["starts_on", "starts_time", "position", "pk"]
        indexes = [models.Index(fields=["state", "starts_on"], name="event_by_state_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="event_has_a_title",
                violation_error_message=_("A gathering has a title."),
            ),
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gt=F("starts_on")),
                name="event_last_day_is_after_its_first",
                violation_error_message=_("The last day comes after the first; leave it empty for a single day."),
            ),
            models.CheckConstraint(
                condition=Q(ends_time__isnull=True)
                | Q(starts_time__isnull=False, last_on__isnull=False)
                | Q(starts_time__isnull=False, ends_time__gt=F("starts_time")),
                name="event_ends_after_it_starts",
                violation_error_message=_("It ends after it starts, and an end needs a start."),
            ),
            models.CheckConstraint(
                condition=Q(is_day_known=True) | Q(last_on__isnull=False, starts_time__isnull=True),
                name="event_of_unknown_day_has_a_period_and_no_hour",
                violation_error_message=_("If the day is not known, give the two days between which it took place."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="event_capacity_is_positive",
                violation_error_message=_("There is at least one seat; leave it empty if seats are not counted."),
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True, registration_closes_at__isnull=True)
                | Q(
                    registration_opens_at__isnull=False,
                    registration_closes_at__isnull=False,
                    registration_closes_at__gt=F("registration_opens_at"),
                ),
                name="event_registration_opens_then_closes",
                violation_error_message=_("Registration has an opening and, later, a closing; or neither."),
            ),
            models.CheckConstraint(
                condition=Q(commune_code="") | Q(commune_code__regex=f"^{COMMUNE_CODE_PATTERN}$"),
                name="event_commune_is_of_insee_form",
                violation_error_message=_("An INSEE code has five characters, such as 59350 or 2A004."),
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.DRAFT, published_at__isnull=True)
                | Q(state__in=[EventState.PUBLISHED, EventState.HELD, EventState.CLOSED], published_at__isnull=False)
                | Q(state=EventState.CANCELLED),
                name="announced_event_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.CLOSED, closed_at__isnull=False)
                | (~Q(state=EventState.CLOSED) & Q(closed_at__isnull=True)),
                name="closed_event_has_its_moment_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.CANCELLED) ^ Q(cancel_reason=""),
                name="cancelled_event_has_a_reason_and_no_other",
                violation_error_message=_("Say why: those who registered will read it."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="event_is_not_part_of_itself",
                violation_error_message=_("A gathering is held within another one."),
            ),
        ]

    def __str__(self) -> str:
        """Show its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("events:event", args=[self.slug])

    def clean(self) -> None:
        """
        Keep parts to one level, within the days of the whole.

        :raises ValidationError: if the whole is itself a part, this one has parts, or the days are outside
        """
        if self.parent is None:
            return
        if self.parent.parent_id is not None or (self.pk is not None and self.parts.exists()):
            raise ValidationError({"parent": gettext("A part of a gathering has no parts of its own.")})
        if self.starts_on is None:
            return
        if self.starts_on < self.parent.starts_on or self.end_day > self.parent.end_day:
            raise ValidationError({"starts_on": gettext("A part is held during the days of its gathering.")})

    @property
    def end_day(self) -> date:
        """The last day, the first when there is only one."""
        return self.last_on or self.starts_on

    @property
    def starts_at(self) -> datetime | None:
        """The moment it starts, in local time; None while the hour is not known."""
        if self.starts_time is None:
            return None
        return timezone.make_aware(datetime.combine(self.starts_on, self.starts_time))

    @property
    def ends_at(self) -> datetime | None:
        """The moment it ends, in local time; None while the hour is not known."""
        if self.ends_time is None:
            return None
        return timezone.make_aware(datetime.combine(self.end_day, self.ends_time))

    @property
    def when(self) -> str:
        """Its days and hours in words, as exactly as they are known."""
        first, last = day_in_words(self.starts_on, "l j F Y"), day_in_words(self.end_day, "l j F Y")
        start, end = (time_format(hour) if hour else "" for hour in (self.starts_time, self.ends_time))
        named = {"first": first, "last": last, "start": start, "end": end}
        if not self.is_day_known:
            return gettext("between %(first)s and %(last)s, on a day not known") % named
        days = first if self.last_on is None else gettext("from %(first)s to %(last)s") % named
        if not start:
            return days
        hours = pgettext("hours", "from %(start)s to %(end)s") if end else pgettext("hours", "at %(start)s")
        return f"{days}, {hours % named}"

    @property
    def begins_at(self) -> datetime:
        """The moment from which it can be under way: its start, or the first minute of its first day."""
        return self.starts_at or timezone.make_aware(datetime.combine(self.starts_on, time.min))

    @property
    def erase_on(self) -> date:
        """The day from which names and addresses of registrants are no longer kept."""
        return self.end_day + timedelta(days=self.keep_days + 1)

    @property
    def takes_registrations(self) -> bool:
        """Whether people register for it here, today or not."""
        return self.registration_opens_at is not None

    @property
    def is_announced(self) -> bool:
        """Whether everybody reads it."""
        return self.published_at is not None

    @property
    def state_tone(self) -> str:
        """The colour that repeats its state."""
        return {EventState.PUBLISHED: "info", EventState.HELD: "warn", EventState.CLOSED: "good"}.get(
            EventState(self.state), "bad" if self.state == EventState.CANCELLED else ""
        )


@tracked
class Speaker(models.Model):
    """Somebody announced in the programme, in public: who they are, for whom they speak, about what."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="speakers")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("in what quality"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    subject = models.CharField(_("about what"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["event", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="speaker_has_a_name",
                violation_error_message=_("Name the person who speaks."),
            ),
        ]

    def __str__(self) -> str:
        """Show the name: those who speak are announced in public."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the gathering."""
        return self.event.get_absolute_url()


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Vocabulary on registrations."""

    def active(self) -> RegistrationQuerySet:
        """Keep those that did not end."""
        return self.exclude(state=RegistrationState.CANCELLED)

    def seated(self) -> RegistrationQuerySet:
        """Keep those that take a seat: registered, or offered one."""
        return self.filter(state__in=SEATED)

    def in_line(self) -> RegistrationQuerySet:
        """Keep those who wait and confirmed, in the order they arrived."""
        rows = self.filter(state=RegistrationState.WAITING, confirmed_at__isnull=False)
        return rows.order_by("received_at", "pk")

    def expired(self, now: datetime) -> RegistrationQuerySet:
        """Keep those not confirmed in time, and offers not taken in time."""
        return self.active().filter(expires_at__lte=now)


@tracked(exclude=["name", "email", "organization_name", "code"])
class Registration(models.Model):
    """
    A person who registered, without an account; their address confirmed by a link that was mailed.

    Name and address are read by the team only, kept out of every history, and erased when they have served.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    organization_name = models.CharField(_("structure, as written"), max_length=200, blank=True)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    code = models.CharField(_("check-in code"), max_length=12)
    state = models.CharField(pgettext_lazy("of a registration", "state"), max_length=20, choices=RegistrationState)
    cause = models.CharField(_("why it ended"), max_length=20, choices=CancellationCause, blank=True)
    received_at = models.DateTimeField(pgettext_lazy("registration", "received"))
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    expires_at = models.DateTimeField(_("to be answered before"), null=True, blank=True)
    ended_at = models.DateTimeField(pgettext_lazy("registration", "ended"), null=True, blank=True)
    mail_due = models.CharField(_("mail to send"), max_length=20, choices=MailKind, blank=True)
    mailed_at = models.DateTimeField(_("last mail sent"), null=True, blank=True)
    reminded_at = models.DateTimeField(pgettext_lazy("registration", "reminded"), null=True, blank=True)
    erased_at = models.DateTimeField(_("name and address erased"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["event", "received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~Q(state=RegistrationState.CANCELLED) & ~Q(email=""),
                name="one_registration_per_address_and_event",
                violation_error_message=_("This address is registered already."),
            ),
            models.UniqueConstraint(fields=["event", "code"], name="one_registration_per_code_and_event"),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.CANCELLED, ended_at__isnull=False) & ~Q(cause="")
                | ~Q(state=RegistrationState.CANCELLED) & Q(ended_at__isnull=True, cause=""),
                name="ended_registration_has_its_moment_and_cause",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.OFFERED) | Q(expires_at__isnull=False, confirmed_at__isnull=False),
                name="offered_seat_has_a_delay_and_a_confirmed_address",
            ),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.CANCELLED)
                | Q(confirmed_at__isnull=False)
                | Q(expires_at__isnull=False),
                name="unconfirmed_registration_has_a_delay",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) & ~Q(name="") & ~Q(email="")
                | Q(erased_at__isnull=False, name="", email="", organization_name="", mail_due=""),
                name="registrant_is_named_until_erased",
                violation_error_message=_("Write your name and your e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        """Show its number, never the person: the trail is told from here."""
        return gettext("Registration no. %(number)s") % {"number": self.pk or "–"}

    def get_absolute_url(self) -> str:
        """Return the address of the list it is in."""
        return reverse("events:registration_list", args=[self.event.slug])

    @property
    def is_confirmed(self) -> bool:
        """Whether the person followed the link that was mailed."""
        return self.confirmed_at is not None


@tracked
class Attendance(models.Model):
    """People who came, counted and never named: one by their code, or several of a structure entered by the team."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendances")
    way = models.CharField(_("how counted"), max_length=20, choices=AttendanceWay)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("legal person", "structure"),
    )
    organization_name = models.CharField(_("structure, as written"), max_length=200, blank=True)
    people_count = models.PositiveIntegerField(_("people"), default=1, validators=[MinValueValidator(1)])
    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    recorded_at = models.DateTimeField(pgettext_lazy("presence", "recorded"))
    key = models.UUIDField(
        _("key"),
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_("Given by the telephone at the door, so that what is sent twice is counted once"),
    )

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["event", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(way=AttendanceWay.BY_CODE, registration__isnull=False, people_count=1)
                | Q(way=AttendanceWay.ENTERED, registration__isnull=True, people_count__gte=1),
                name="presence_by_code_is_of_one_registrant",
                violation_error_message=_("Count at least one person."),
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=True) | Q(organization_name=""),
                name="presence_names_one_structure",
                violation_error_message=_("Choose a structure known here, or write another one: not both."),
            ),
        ]

    def __str__(self) -> str:
        """Show how many, never whom."""
        return gettext("Presence no. %(number)s") % {"number": self.pk or "–"}

    def get_absolute_url(self) -> str:
        """Return the address of what was counted."""
        return reverse("events:attendance", args=[self.event.slug])


@tracked
class DeclaredParticipation(models.Model):
    """What a source says of who came: shown beside what is counted here, never added to it."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="declared")
    number = models.PositiveIntegerField(_("number"))
    is_approximate = models.BooleanField(_("approximate"), default=False)
    unit = models.CharField(_("of what"), max_length=100, help_text=_("As the source says: participants, partners…"))
    quote = models.CharField(_("words of the source"), max_length=300)
    source = models.CharField(_("source"), max_length=300)
    caveat = models.TextField(_("caution"), blank=True)

    class Meta:
        verbose_name = _("declared participation")
        verbose_name_plural = _("declared participations")
        ordering = ["event", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(quote="") & ~Q(unit=""),
                name="declared_participation_has_its_source",
                violation_error_message=_("A declared figure has its unit, its source and the words of the source."),
            ),
        ]

    def __str__(self) -> str:
        """Show the figure with its unit."""
        return f"{self.number} {self.unit}"

    def get_absolute_url(self) -> str:
        """Return the address of the gathering."""
        return self.event.get_absolute_url()


@tracked
class Proceedings(models.Model):
    """
    The proceedings of a gathering, as they were assembled from the reports of its parts.

    sections: one mapping a part in the order of the programme, with slug, title, kind, track, speakers and report; what
    is written there stays when a report is corrected later, until the proceedings are assembled again.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="proceedings")
    sections = models.JSONField(_("sections"))
    assembled_at = models.DateTimeField(_("assembled"))

    class Meta:
        verbose_name = _("proceedings")
        verbose_name_plural = pgettext_lazy("several gatherings", "proceedings")
        ordering = ["event"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sections=[]),
                name="proceedings_have_a_section",
                violation_error_message=_("There is no report to assemble yet."),
            ),
        ]

    def __str__(self) -> str:
        """Show of what."""
        return gettext("Proceedings: %(title)s") % {"title": self.event.title}

    def get_absolute_url(self) -> str:
        """Return the address where they are read."""
        return reverse("events:proceedings", args=[self.event.slug])
