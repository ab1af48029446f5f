"""What happened, and when: events, the evidence that proves them, and the log of what editors decided."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kb.ids import new_id
from kb.models import Article, Entity, Tag
from timeline.dates import EdtfDate
from timeline.engine.event_types import EVENT_TYPES
from timeline.fields import EdtfDateField, derive

CONTEXT = 32  # characters kept before and after a quote, to find it again
LONGEST_ACT = dt.timedelta(hours=1)  # that a transaction may stay open


def new_event_id() -> str:
    return new_id("ev")


class DateBasis(models.TextChoices):
    EXPLICIT = "explicit", _("stated in full")
    RELATIVE = "relative", _("counted from another date")
    INHERITED = "inherited", _("taken from the context")
    PUBLICATION = "publication", _("assumed from the day of publication")
    EDITOR = "editor", _("set by an editor")
    IMPORT = "import", _("imported")


class EventQuerySet(models.QuerySet):
    def published(self):
        """What readers and researchers may see."""
        return self.filter(status=Event.Status.PUBLISHED)

    def awaiting_review(self):
        return self.filter(status=Event.Status.PROPOSED)

    def untouched_proposals_of(self, article: Article):
        """Proposals of this article alone that no editor has changed or flagged: reading it again replaces them."""
        elsewhere = Evidence.objects.filter(event=models.OuterRef("pk")).exclude(article=article)
        return (
            self.awaiting_review()
            .filter(evidence__article=article, touched=False, flagged=False)
            .exclude(models.Exists(elsewhere))
            .exclude(changes__isnull=False)
        )

    def possibly_within(self, first: dt.date, last: dt.date):
        """Events that may have happened between first and last, both included; undated ones never."""
        return self.filter(earliest__lte=last, latest__gte=first)

    def certainly_within(self, first: dt.date, last: dt.date):
        """Events that cannot have happened outside first..last: exact, closed on both sides, wholly inside.

        An open side stands as the calendar's first or last day; a window that itself reaches there is no
        reason to call an open date certain.
        """
        return self.filter(
            qualifier="exact",
            earliest__gte=first,
            latest__lte=last,
            earliest__gt=dt.date.min,
            latest__lt=dt.date.max,
        )

    def whole(self):
        """With all that an event consists of besides its own row, in three queries more."""
        return self.prefetch_related(*whole())

    def chronological(self):
        """The one order: by first day, the wider date first, then by id; undated ones last."""
        return self.order_by("sort_day", F("span_class").desc(), "id")


class Event(models.Model):
    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        PUBLISHED = "published", _("published")
        REJECTED = "rejected", _("rejected")
        MERGED = "merged", _("merged into another")
        RETRACTED = "retracted", _("retracted")

    class Factuality(models.TextChoices):
        ACTUAL = "actual", _("happened")
        PLANNED = "planned", _("planned")
        NEGATED = "negated", _("did not happen")
        REPORTED = "reported", _("reported, not established")

    class Confidence(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    public_id = models.CharField(max_length=13, unique=True, default=new_event_id, editable=False)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences."))

    date = EdtfDateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_(
            "As precise as the source: June 2014, about 2014, before June 2014, or EDTF. Empty: not known."
        ),
    )
    date_basis = models.CharField(
        _("basis of the date"), max_length=12, blank=True, choices=DateBasis.choices
    )
    # Derived from the date by timeline.fields.derive, nowhere else; check_integrity proves it.
    earliest = models.DateField(null=True, editable=False)
    latest = models.DateField(null=True, editable=False)
    sort_day = models.DateField(default=dt.date.max, editable=False)
    span_class = models.SmallIntegerField(default=-1, editable=False)
    precision = models.CharField(max_length=8, default="unknown", editable=False)
    qualifier = models.CharField(max_length=11, blank=True, editable=False)
    kind = models.CharField(max_length=5, blank=True, editable=False)
    date_display = models.CharField(max_length=400, blank=True, editable=False)

    event_type = models.CharField(_("type"), max_length=10, blank=True, choices=EVENT_TYPES)
    place = models.ForeignKey(
        Entity, models.SET_NULL, null=True, blank=True, related_name="events_here", verbose_name=_("place")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="events", verbose_name=_("tags"))
    entities = models.ManyToManyField(Entity, through="Participation", related_name="events")
    factuality = models.CharField(
        _("factuality"), max_length=8, choices=Factuality.choices, default=Factuality.ACTUAL
    )
    confidence = models.CharField(_("confidence"), max_length=6, blank=True, choices=Confidence.choices)
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.PROPOSED)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    flagged = models.BooleanField(
        _("flagged"), default=False, help_text=_("Asks a colleague to have a look.")
    )
    flagged_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
        db_index=False,  # most are null: event_flagged has the few that are not
        verbose_name=_("flagged for"),
        help_text=_("Which colleague is asked. Empty: anybody."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Private: only the desk sees it."))
    correction_note = models.TextField(_("correction"), blank=True, help_text=_("Public."))
    retraction_reason = models.TextField(_("reason of the retraction"), blank=True, help_text=_("Public."))
    touched = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("An editor has changed this proposal; reading again keeps it."),
    )

    # Derived from the evidence by timeline.decisions when an act ends.
    disputed = models.BooleanField(default=False, editable=False)
    source_count = models.PositiveIntegerField(default=0, editable=False)
    independent_source_count = models.PositiveIntegerField(default=0, editable=False)
    search_tokens = models.TextField(blank=True, editable=False)

    version = models.PositiveIntegerField(default=1, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    first_published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(
        null=True, editable=False, help_text=_("The last change that readers could see.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["sort_day", "-span_class", "id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["status", "sort_day", "-span_class", "id"], name="event_in_order"),
            models.Index(fields=["status", "span_class", "sort_day", "id"], name="event_by_span_class"),
            models.Index(fields=["status", "-id"], name="event_by_status"),
            models.Index(  # the review queue, most sources first
                fields=["-independent_source_count", "id"],
                condition=Q(status="proposed"),
                name="event_waiting_by_sources",
            ),
            models.Index(  # all that is counted beside the list, so that no row is read for it
                fields=[
                    *("status", "sort_day", "earliest", "latest", "qualifier"),
                    *("precision", "event_type", "factuality", "place", "disputed"),
                ],
                name="event_counted",
            ),
            # whether anything public happened at a place: for each name of an index, most of which are no event's place
            models.Index(fields=["place", "status"], name="event_by_place"),
            models.Index(fields=["flagged_for"], condition=Q(flagged=True), name="event_flagged"),
            models.Index(
                fields=["status"], condition=Q(disputed=True), name="event_disputed"
            ),  # the front page
            # what has changed since a version; the feed, by the last change
            models.Index(fields=["status", "-changed_at", "-id"], name="event_by_public_change"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest__lte=F("latest")) | Q(earliest=None), name="event_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    date__isnull=True,
                    earliest__isnull=True,
                    latest__isnull=True,
                    span_class=-1,
                    sort_day=dt.date.max,
                    precision="unknown",
                    qualifier="",
                    kind="",
                )
                | (
                    Q(
                        date__isnull=False,
                        earliest__isnull=False,
                        latest__isnull=False,
                        span_class__range=(0, 5),
                    )
                    & ~Q(precision="unknown")
                    & Q(
                        qualifier__in=["exact", "approximate", "uncertain", "both"],
                        kind__in=["point", "span"],
                    )
                ),
                name="event_dated_or_not",
            ),
            models.CheckConstraint(
                condition=Q(sort_day=F("earliest")) | Q(sort_day=F("latest")) | Q(date__isnull=True),
                name="event_sort_day_is_a_bound",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="event_merged_says_into_which",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="event_not_merged_into_itself"),
            models.CheckConstraint(
                condition=~Q(status="retracted") | ~Q(retraction_reason=""),
                name="event_retracted_says_why",
                violation_error_message=_("Say why it is retracted; readers see the reason."),
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(first_published_at__isnull=False, revision__gte=1),
                name="event_published_has_a_revision",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *derive(None)}
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("event", args=[self.public_id])

    def derive(self):
        """Set the columns that follow from the date; bulk paths call it themselves."""
        date = self._meta.get_field("date").to_python(self.date)
        self.date = date
        for name, value in derive(date).items():
            setattr(self, name, value)


class Participation(models.Model):
    class Role(models.TextChoices):
        ACTOR = "actor", _("actor")
        RECIPIENT = "recipient", _("recipient")
        OTHER = "other", _("other")

    event = models.ForeignKey(Event, models.CASCADE, related_name="participations")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="participations", verbose_name=_("who"))
    role = models.CharField(_("role"), max_length=9, choices=Role.choices, default=Role.OTHER)

    class Meta:
        ordering = ["role", "id"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["event", "entity"], name="participant_once_an_event")]

    def __str__(self):
        return f"{self.entity} ({self.get_role_display()})"


def whole() -> tuple:
    """What to prefetch: topics, who took part, evidence with its articles."""
    took_part = models.Prefetch("participations", Participation.objects.select_related("entity"))
    proofs = Evidence.objects.select_related("article__source").defer("article__text")
    return "tags", took_part, models.Prefetch("evidence", proofs)


class EvidenceQuerySet(models.QuerySet):
    def of_articles(self):
        return self.filter(article__isnull=False)

    def orphaned(self):
        """Quotes whose words are no longer found in their article."""
        return self.filter(anchor_state=Evidence.AnchorState.ORPHAN)

    def orphans(self):
        """Those of them that wait for an editor: nobody has said that they are to stay as they are."""
        return self.orphaned().filter(left_orphan=False)


class Evidence(models.Model):
    """The exact words that prove an event (W3C TextQuoteSelector and TextPositionSelector)."""

    class AnchorState(models.TextChoices):
        OK = "ok", _("in its place")
        MOVED = "moved", _("found again elsewhere in the text")
        ORPHAN = "orphan", _("no longer in the text")

    class Rank(models.TextChoices):
        PREFERRED = "preferred", _("preferred")
        NORMAL = "normal", _("normal")
        DEPRECATED = "deprecated", _("deprecated")

    event = models.ForeignKey(Event, models.CASCADE, related_name="evidence")
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("article")
    )
    citation = models.CharField(
        _("citation"),
        max_length=500,
        blank=True,
        help_text=_("For an event written by hand: where it says so."),
    )
    url = models.URLField(_("address"), max_length=1000, blank=True)
    archived_url = models.URLField(_("archived copy"), max_length=1000, blank=True)

    exact = models.TextField(_("quote"), blank=True)
    prefix = models.CharField(max_length=64, blank=True, editable=False)
    suffix = models.CharField(max_length=64, blank=True, editable=False)
    start = models.PositiveIntegerField(null=True, editable=False)
    end = models.PositiveIntegerField(null=True, editable=False)
    text_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    anchor_state = models.CharField(
        _("anchor"), max_length=6, choices=AnchorState.choices, default=AnchorState.OK, editable=False
    )
    left_orphan = models.BooleanField(
        default=False, editable=False, help_text=_("An editor has seen that it is an orphan, and keeps it.")
    )

    trigger = models.CharField(_("trigger"), max_length=100, blank=True, editable=False)
    trigger_start = models.PositiveIntegerField(null=True, editable=False)
    date_text = models.CharField(_("words of the date"), max_length=200, blank=True)
    date_start = models.PositiveIntegerField(null=True, editable=False)
    date = EdtfDateField(_("date it gives"), null=True, blank=True)
    date_basis = models.CharField(_("basis"), max_length=12, blank=True, choices=DateBasis.choices)
    date_anchor = models.CharField(_("read against"), max_length=80, blank=True, editable=False)
    date_rule = models.CharField(_("rule"), max_length=80, blank=True, editable=False)
    date_reading = models.CharField(_("reading"), max_length=300, blank=True, editable=False)
    # The reading again, to be said in any language (timeline.engine.timex.reasons); not in rows older than the field.
    date_reasons = models.JSONField(default=list, blank=True, editable=False)
    alternatives = models.JSONField(_("other readings"), default=list, blank=True, editable=False)

    rank = models.CharField(_("rank"), max_length=10, choices=Rank.choices, default=Rank.NORMAL)
    note = models.CharField(_("note"), max_length=300, blank=True)
    method = models.CharField(_("method"), max_length=80, default="manual", editable=False)
    score = models.FloatField(_("score"), null=True, editable=False)
    score_parts = models.JSONField(default=dict, blank=True, editable=False)
    safe = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["event", "id"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        indexes = [
            models.Index(fields=["article", "trigger_start"], name="evidence_in_article"),
            models.Index(fields=["event", "article", "score"], name="evidence_asked_of_queue"),
            models.Index(fields=["method"], name="evidence_by_method"),  # has this row been imported before?
            models.Index(  # what waits at the desk
                fields=["id"],
                condition=Q(anchor_state="orphan", left_orphan=False),
                name="evidence_orphans",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event"], condition=Q(rank="preferred"), name="evidence_one_preferred_an_event"
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False) | ~Q(citation="") | ~Q(url=""),
                name="evidence_says_where",
                violation_error_message=_("Evidence needs an article, a citation or an address."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__lt=F("end")),
                name="evidence_has_words",
            ),
        ]

    def __str__(self):
        return self.exact[:80] or self.citation or self.url

    @staticmethod
    def place(article: Article, start: int, end: int) -> dict:
        """The fields that say which words of an article are quoted, and where they stand."""
        text = article.text
        return {
            "article": article,
            "exact": text[start:end],
            "prefix": text[max(0, start - CONTEXT) : start],
            "suffix": text[end : end + CONTEXT],
            "start": start,
            "end": end,
            "text_sha256": article.text_sha256,
        }

    def reading_words(self) -> str:
        """Why its words mean its date, in the reader's language; a row without reasons has its sentence only."""
        from timeline.engine.timex import reasons  # with the rules of the engine, which most pages never need

        kept = [reasons.Reason.read(reason) for reason in self.date_reasons]
        return reasons.words(kept, gettext, ngettext) or self.date_reading

    def other_readings(self) -> list[tuple[EdtfDate, str]]:
        """What its words can mean as well, each with its reason in the reader's language."""
        from timeline.engine.timex import reasons

        kept = [reasons.Reason.read(reason) for reason in self.date_reasons]
        others = [EdtfDate.parse(text) for text in self.alternatives]
        return [(d, reasons.words(reasons.of_the_other(kept, d), gettext, ngettext)) for d in others]

    def marked(self) -> tuple[str, str, str]:
        """The quote in three pieces: before the words of the date, those words, after them."""
        at = self._place_of_date()
        if at is None:
            return self.exact, "", ""
        end = at + len(self.date_text)
        return self.exact[:at], self.exact[at:end], self.exact[end:]

    def _place_of_date(self) -> int | None:
        """Where in the quote the words of the date stand: where it is said, else where they stand once."""
        words = self.date_text
        if words and self.start is not None and self.date_start is not None:
            at = self.date_start - self.start
            if at >= 0 and self.exact[at : at + len(words)] == words:
                return at
        return self.exact.index(words) if words and self.exact.count(words) == 1 else None


class DecisionQuerySet(models.QuerySet):
    def standing(self):
        """Acts that are in force, as Decision.stands says it of one; of a longer to and fro, the first three."""
        done_again = Q(undone_by__undone_by__isnull=False, undone_by__undone_by__undone_by=None)
        return self.filter(Q(undone_by=None) | done_again)


class Decision(models.Model):
    """One act of an editor (or of an importer), over any number of rows; the log only ever grows."""

    verb = models.CharField(_("act"), max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    took_ms = models.PositiveIntegerField(_("milliseconds taken"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    public_note = models.CharField(_("public note"), max_length=500, blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )

    objects = DecisionQuerySet.as_manager()
    rows = {}  # of one that has just been made: (model, pk) -> each row it wrote as that stands, None where it is gone

    class Meta:
        ordering = ["-id"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["user", "-id"], name="decision_by_user")]

    def __str__(self):
        return f"{self.verb} #{self.pk}"

    @property
    def stands(self) -> bool:
        """Whether it is in force: nothing has undone it that is in force itself."""
        undone_by = getattr(self, "undone_by", None)
        return undone_by is None or not undone_by.stands

    def records(self) -> list["Change"]:
        """What the act was about, a change each: events it gave another status, else events, else what has a page."""
        changes = list(self.changes.all())
        events = {change.event_id: change for change in changes if change.event_id}
        decided = [change for change in changes if change.of_status() or change.of_merger()]
        others = [change for change in changes if change.model in ("kb.entity", "kb.article")]
        return decided or list(events.values()) or others or changes


class Change(models.Model):
    """One row that a decision touched: what it was before (null: it was not there) and after (null: gone)."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="changes")
    model = models.CharField(max_length=40)
    row = models.BigIntegerField()
    event = models.ForeignKey(Event, models.SET_NULL, null=True, related_name="changes")
    entity = models.ForeignKey(  # of its own row, and of the names it goes by; kept where it is gone
        Entity, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    revision = models.PositiveIntegerField(null=True, help_text=_("The event's revision after the act."))

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["model", "row", "-id"], name="change_of_row"),
            models.Index(  # history of a name; of most changes there is none, which would make any index of all look useless
                fields=["entity", "-decision"], condition=Q(entity__isnull=False), name="change_of_entity"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="change_changes_something"
            )
        ]

    def __str__(self):
        return f"{self.model} {self.row}"

    @property
    def name(self) -> str:
        state = self.after or self.before
        return self.event.title if self.event else state.get("title") or state.get("name") or str(self)

    def of_status(self) -> bool:
        """Whether it gave an event another status, or made it."""
        if self.model != "timeline.event":
            return False
        before, after = self.before or {}, self.after or {}
        return before.get("status") != after.get("status")

    def of_merger(self) -> bool:
        """Whether it made an entity a part of another, or took them apart."""
        if self.model != "kb.entity" or not self.before or not self.after:
            return False
        return self.before["merged_into_id"] != self.after["merged_into_id"]


class Lease(models.Model):
    """A proposal stands before an editor until then, and is not shown to others."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="lease")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self):
        return f"{self.event} before {self.user}"


class DeskSettings(models.Model):
    """How one editor wants the desk; who has no row has never changed anything."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="desk_settings"
    )
    keys = models.BooleanField(_("single keys decide in the review queue"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("settings of the desk")

    def __str__(self):
        return str(self.user)


class Presence(models.Model):
    """An editor has a record open, as far as is known until then. It keeps nobody out."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    model = models.CharField(max_length=40)
    row = models.BigIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "row", "user"], name="present_once_a_record")]

    def __str__(self):
        return f"{self.user} at {self.model} {self.row}"


class PublicChangeQuerySet(models.QuerySet):
    def since(self, moment: dt.datetime):
        """From that moment on, itself included."""
        return self.filter(at__gte=moment)

    def removals(self):
        return self.filter(kind__in=PublicChange.REMOVALS)


class PublicChange(models.Model):
    """One change that the public could see, told to those who keep a copy of the data.

    timeline.decisions writes it in the act that made the change. It names events by their public ids, so that it
    outlasts one whose record is gone; only events that have been published are ever in it.
    """

    class Kind(models.TextChoices):
        CREATED = "created", _("became public, or is so again")
        UPDATED = "updated", _("changed")
        MERGED = "merged", _("merged into another")
        RETRACTED = "retracted", _("retracted")
        DELETED = "deleted", _("no longer public")

    REMOVALS = (Kind.MERGED, Kind.RETRACTED, Kind.DELETED)

    public_id = models.CharField(max_length=13)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    at = models.DateTimeField(db_index=True)
    revision = models.PositiveIntegerField()
    merged_into = models.CharField(max_length=13, blank=True)

    objects = PublicChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        indexes = [
            models.Index(  # the feed of what has gone
                fields=["-at", "-id"],
                condition=Q(kind__in=["merged", "retracted", "deleted"]),
                name="public_change_removals",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["public_id", "revision"], name="public_change_once_a_revision"),
            models.CheckConstraint(
                condition=Q(kind="merged") ^ Q(merged_into=""), name="public_change_merged_says_into_which"
            ),
        ]

    def __str__(self):
        return f"{self.public_id} {self.kind}"

    @classmethod
    def of(cls, event: Event, *, was_published: bool) -> "PublicChange":
        """What has just happened to an event, as its present status tells."""
        if event.status == Event.Status.PUBLISHED:
            kind = cls.Kind.UPDATED if was_published else cls.Kind.CREATED
        else:
            kind = OF_STATUS.get(event.status, cls.Kind.DELETED)
        return cls(
            public_id=event.public_id,
            kind=kind,
            at=event.changed_at,
            revision=event.revision,
            merged_into=event.merged_into.public_id if event.merged_into else "",
        )


OF_STATUS = {
    Event.Status.MERGED: PublicChange.Kind.MERGED,
    Event.Status.RETRACTED: PublicChange.Kind.RETRACTED,
}


class TokenQuerySet(models.QuerySet):
    def of(self, secret: str):
        """The token that this is, if it still holds; None otherwise."""
        expired = Q(expires_on__lt=timezone.localdate())
        return self.filter(digest=digest_of(secret)).exclude(expired).select_related("user").first()


class Token(models.Model):
    """Lets a program of an editor's write by the API, in the editor's name and with the editor's permissions.

    What the program sends is shown once, when the token is made; only its digest is kept.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("in whose name")
    )
    name = models.CharField(_("what it is for"), max_length=100)
    beginning = models.CharField(_("begins with"), max_length=10, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("After that day it opens nothing. Empty: no such day."),
    )
    last_used_on = models.DateField(_("last used"), null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self):
        return f"{self.beginning}… {self.name}"

    def issue(self) -> str:
        """Give it its secret, which is returned and kept nowhere, and save it."""
        secret = f"dl_{secrets.token_urlsafe(32)}"
        self.beginning, self.digest = secret[:10], digest_of(secret)
        self.save()
        return secret

    def used(self) -> None:
        """Note the day; one write a day at most."""
        if self.last_used_on != timezone.localdate():
            self.last_used_on = timezone.localdate()
            self.save(update_fields=["last_used_on"])


def digest_of(secret: str) -> str:
    """A plain digest does: the secret is 256 random bits, which nobody can try one by one."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class ImportRun(models.Model):
    """One import of one file: how far it has come, so that it can go on, and that it has been done."""

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    rows_done = models.PositiveBigIntegerField(
        default=0, help_text=_("The last row of the file that is done.")
    )
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    decisions = models.ManyToManyField(Decision, related_name="imports")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self):
        return f"{self.file_name}, {self.started_at:%Y-%m-%d %H:%M}"


class Snapshot(models.Model):
    """A frozen version of all public data: files that never change, made by timeline.exports.freezing."""

    version = models.CharField(max_length=40, unique=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, help_text=_("The last public change it shows."))
    events = models.PositiveIntegerField()
    state = models.CharField(
        max_length=80, help_text=_("Digest that tells this state of the data from others.")
    )
    files = models.JSONField(help_text=_("Of each file its name, size in bytes and sha256."))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")

    def __str__(self):
        return self.version

    def get_absolute_url(self):
        return reverse("snapshot", args=[self.version])


class ErrorReportQuerySet(models.QuerySet):
    def waiting(self):
        """Those no editor has settled."""
        return self.filter(settled_at=None)

    def about(self, event: Event):
        """Reports on the event, and on records that have become part of it."""
        return self.filter(Q(event=event) | Q(event__merged_into=event))


class ErrorReport(models.Model):
    """What a reader says is wrong with an event. Private: only the desk sees it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="error_reports", verbose_name=_("event"))
    revision = models.PositiveIntegerField(_("revision the reader saw"), null=True)
    text = models.TextField(_("what is wrong"))
    contact = models.CharField(_("whom to answer"), max_length=200, blank=True)
    at = models.DateTimeField(_("sent"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("report of an error")
        verbose_name_plural = _("reports of errors")
        indexes = [
            models.Index(fields=["event"], condition=Q(settled_at=None), name="error_report_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False) | Q(settled_by=None),
                name="error_report_settled_when",
            ),
        ]

    def __str__(self):
        return " ".join(self.text.split())[:80]


class CitedQuery(models.Model):
    """A query as somebody cited it: of which version of the data, and how many events it listed then."""

    code = models.CharField(max_length=10, unique=True, help_text=_("Stands in its permanent address."))
    query = models.TextField(blank=True, help_text=_("The query string in its one spelling."))
    version = models.CharField(max_length=40)
    changed_at = models.DateTimeField(null=True, help_text=_("The last public change that version shows."))
    events = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("cited query")
        verbose_name_plural = _("cited queries")

    def __str__(self):
        return f"{self.code}: {self.query}"

    def get_absolute_url(self):
        return reverse("cited", args=[self.code])


class WorkQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(state__in=Work.UNFINISHED)

    def seen_by(self, user):
        """One's own; whoever may see everybody's sees them all."""
        return self if user.has_perm("timeline.view_work") else self.filter(user=user)


class Work(models.Model):
    """One long piece of work for somebody, how far it has come, and what became of it (timeline.tasks)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a worker")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        INTERRUPTED = "interrupted", _("interrupted: it can go on")
        FAILED = "failed", _("stopped by a fault of the program")

    STOPPED = (State.INTERRUPTED, State.FAILED)  # it goes on when somebody says so
    UNFINISHED = (State.WAITING, State.RUNNING, *STOPPED)

    kind = models.CharField(_("kind"), max_length=40)
    name = models.CharField(_("about"), max_length=200, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    language = models.CharField(max_length=10, help_text=_("Of what it says; the one of who started it."))
    arguments = models.JSONField(default=dict)
    folder = models.CharField(max_length=40, blank=True, help_text=_("Where its files wait."))
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(_("of"))
    done = models.PositiveIntegerField(_("done"), default=0)
    counts = models.JSONField(default=dict)
    result = models.CharField(_("result"), max_length=500, blank=True)
    result_url = models.CharField(max_length=5000, blank=True)
    failure = models.CharField(_("fault"), max_length=500, blank=True)
    cancel_asked = models.BooleanField(default=False)
    runner = models.CharField(
        max_length=40, blank=True, help_text=_("Who does it now; a run that is no longer this one stops.")
    )
    made_at = models.DateTimeField(_("started"), auto_now_add=True)
    beat_at = models.DateTimeField(null=True, help_text=_("The last sign of life."))
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("long work")
        verbose_name_plural = _("long works")
        indexes = [
            models.Index(fields=["user", "-id"], name="work_by_user"),
            models.Index(fields=["beat_at"], condition=Q(state="running"), name="work_under_way"),
        ]

    def __str__(self):
        return self.name or self.kind

    def get_absolute_url(self):
        """Its page at the desk."""
        return reverse("admin:timeline_work_progress", args=[self.pk])


class Skip(models.Model):
    """What a long work left out, and why."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="skips")
    what = models.CharField(max_length=300)
    why = models.TextField()
    url = models.CharField(max_length=1000, blank=True, help_text=_("Where to look at it."))

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.what}: {self.why}"


class Heartbeat(models.Model):
    """A worker lives: it says so every few seconds."""

    worker = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self):
        return self.worker


class ScoreWeights(models.Model):
    """What each reason of a score is worth, as learned from decisions (timeline.refitting); the newest row is in force."""

    weights = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    decisions = models.PositiveIntegerField()
    brier = models.FloatField()  # of scores for articles that were left out of the learning

    class Meta:
        verbose_name = _("learned score")
        verbose_name_plural = _("learned scores")

    def __str__(self):
        return f"learned from {self.decisions} decisions, Brier score {self.brier:.3f}"
