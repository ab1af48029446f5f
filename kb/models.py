"""What we know, and who said it."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kb.addresses import host
from kb.ids import new_entity_id

no_bar = RegexValidator(r"^[^|]*$", _("The character | separates names in exports; leave it out."))
iso3_code = RegexValidator(r"^[A-Z]{3}$", _("Three capital letters (ISO 3166-1 alpha-3), e.g. PAK."))
wikidata_id = RegexValidator(r"^Q[1-9]\d*$", _("A Wikidata id is Q and a number, e.g. Q843."))


def free_slug(model, words: str, *, limit: int = 80) -> str:
    """A slug made of the words that no row of the model has; a number is added where one is taken."""
    stem = slugify(words)[:limit].strip("-") or "unnamed"
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


class SourceQuerySet(models.QuerySet):
    def named(self, name: str):
        """The source of that name, whatever the case; made if there is none."""
        name = " ".join(name.split())
        source = self.filter(name__iexact=name).first()
        return source or self.get_or_create(name=name, defaults={"slug": free_slug(self.model, name)})[0]

    def at(self, url: str):
        """The source whose homepage is on the host of an address, or on the nearest host above it; None if there is none."""
        here = host(url)
        above = [here.split(".", n)[-1] for n in range(here.count("."))]
        if not above:
            return None
        likely = self.filter(homepage__icontains=above[-1]).order_by("-pk")
        at_home = {host(source.homepage): source for source in likely}
        return next((at_home[name] for name in above if name in at_home), None)


class Source(models.Model):
    """A publisher."""

    name = models.CharField(_("name"), max_length=200, unique=True, validators=[no_bar])
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    homepage = models.URLField(_("homepage"), blank=True)
    country = models.CharField(_("country"), max_length=3, blank=True, validators=[iso3_code])
    language = models.CharField(
        _("language"), max_length=35, default="en", help_text=_("BCP 47, e.g. en or ur.")
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return self.name


class ArticleQuerySet(models.QuerySet):
    def readable(self):
        """Those whose text may be read for events: the publication date is settled, nothing is withdrawn."""
        return self.filter(state__in=[Article.State.READY, Article.State.READ, Article.State.FAILED])

    def unread(self):
        return self.filter(state=Article.State.READY)

    def at(self, url: str):
        """The article of that address, None if there is none. Along the index, which leaves out those without any."""
        return self.exclude(url="").filter(url=url).first()


class Article(models.Model):
    """One text of one publisher. Cuts are masks over it; it changes only by timeline.correcting, which takes the quotes
    along."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft: its publication date is asked for")
        READY = "ready", _("ready to be read")
        READ = "read", _("read")
        FAILED = "failed", _("could not be read")
        WITHDRAWN = "withdrawn", _("withdrawn")

    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("source")
    )
    title = models.CharField(_("title"), max_length=500)
    url = models.URLField(_("address"), max_length=1000, blank=True, help_text=_("The canonical address."))
    authors = models.CharField(_("authors"), max_length=500, blank=True, help_text=_("Separated by commas."))
    dateline = models.CharField(_("dateline"), max_length=200, blank=True)
    published = models.DateField(_("published"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_how = models.CharField(_("date found in"), max_length=20, blank=True)
    published_doubtful = models.BooleanField(_("date doubtful"), default=False)
    published_alternatives = models.JSONField(_("other dates the page gives"), default=list, blank=True)
    retrieved_at = models.DateTimeField(_("retrieved at"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=35, default="en")
    text = models.TextField(_("text"))
    text_sha256 = models.CharField(_("digest of the text"), max_length=64, unique=True, editable=False)
    original = models.FileField(_("captured original"), blank=True, upload_to="originals")
    cuts = models.JSONField(
        _("cuts"),
        default=list,
        blank=True,
        help_text=_("Masks over the text: start, end and reason of each."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    failure = models.CharField(_("why it could not be read"), max_length=500, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("duplicate of"),
    )
    syndication_group = models.CharField(
        _("syndication group"),
        max_length=40,
        blank=True,
        db_index=True,
        help_text=_("Copies of one agency text share a group and count as one source."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published", "-id"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["-published", "-id"], name="article_by_day"),
            models.Index(fields=["state", "-id"], name="article_by_state"),
            models.Index(
                fields=["state"], condition=Q(published_doubtful=True), name="article_doubtful"
            ),  # the desk's front page
            models.Index(fields=["updated_at"], name="article_by_update"),  # the version of a download
        ]
        constraints = [
            models.UniqueConstraint(fields=["url"], condition=~Q(url=""), name="article_url_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn", "failed"]) | Q(published__isnull=False),
                name="article_ready_has_a_day",
                violation_error_message=_("An article cannot be read before its publication date is known."),
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="article_not_its_own_duplicate"),
        ]

    def __str__(self):
        return self.title


class EntityQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(state=Entity.State.CONFIRMED)

    def suggested(self):
        return self.filter(state=Entity.State.SUGGESTED)

    def living(self):
        """Confirmed or suggested: everything that has not been merged into another."""
        return self.exclude(state=Entity.State.MERGED)


class Entity(models.Model):
    """A person, organisation, place or thing that events have to do with. Countries are places."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")
        PLACE = "place", _("place")
        THING = "thing", _("thing")

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        CONFIRMED = "confirmed", _("confirmed")
        MERGED = "merged", _("merged into another")

    class GeoPrecision(models.TextChoices):
        EXACT = "exact", _("exact")
        LOCALITY = "locality", _("town or village")
        ADMIN = "admin", _("district or province")
        COUNTRY = "country", _("country")

    public_id = models.CharField(max_length=13, unique=True, default=new_entity_id, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200, validators=[no_bar])
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    description = models.TextField(_("description"), blank=True)
    wikidata = models.CharField(_("Wikidata id"), max_length=20, blank=True, validators=[wikidata_id])
    iso3 = models.CharField(_("country code"), max_length=3, blank=True, validators=[iso3_code])
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    geo_precision = models.CharField(
        _("precision of the point"), max_length=10, blank=True, choices=GeoPrecision.choices
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SUGGESTED)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EntityQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("person, organisation, place or thing")
        verbose_name_plural = _("people, organisations and places")
        indexes = [
            models.Index(fields=["state", "name"], name="entity_by_state"),
            models.Index(fields=["name", "id"], name="entity_by_name"),
            models.Index(fields=["updated_at"], name="entity_by_update"),  # the version of a download
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="entity_merged_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="entity_point_on_the_globe",
                violation_error_message=_(
                    "Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."
                ),
            ),
        ]

    def __str__(self):
        return self.name


class Alias(models.Model):
    """Another name an entity goes by in texts; a demonym ("Russian") names the people of a place."""

    class Kind(models.TextChoices):
        NAME = "name", _("name")
        DEMONYM = "demonym", _("demonym")

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="aliases", verbose_name=_("entity"))
    name = models.CharField(_("alias"), max_length=200, db_index=True, validators=[no_bar])
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.NAME)

    class Meta:
        ordering = ["name"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [models.UniqueConstraint(fields=["entity", "name"], name="alias_once_an_entity")]

    def __str__(self):
        return self.name


class Mention(models.Model):
    """Where an article names an entity: code points of the article's text."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="mentions")
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="mentions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["article", "start"]
        constraints = [
            models.UniqueConstraint(fields=["article", "start"], name="mention_once_a_place"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="mention_has_words"),
        ]

    def __str__(self):
        return f"{self.entity} {self.start}-{self.end}"


class Tag(models.Model):
    """A topic editors give to events."""

    name = models.CharField(_("name"), max_length=100, unique=True, validators=[no_bar])
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self):
        return self.name


class FeedQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)

    def due(self, now):
        """Those whose time has come, the longest waiting first."""
        return self.active().filter(due_at__lte=now).order_by("due_at", "id")

    def failing(self):
        """Those whose last reading failed."""
        return self.active().filter(failures__gt=0)


class Feed(models.Model):
    """A newspaper's RSS or Atom feed, read again and again for new articles."""

    url = models.URLField(_("address"), max_length=1000, unique=True)
    title = models.CharField(
        _("title"), max_length=300, blank=True, help_text=_("Left empty, it is the feed's own.")
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feeds",
        verbose_name=_("source"),
        help_text=_("Left empty, each article says itself who published it."),
    )
    interval = models.PositiveIntegerField(
        _("minutes between readings"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(43_200)],
    )
    active = models.BooleanField(_("active"), default=True)
    due_at = models.DateTimeField(_("next reading"), auto_now_add=True, editable=False)
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    tried_at = models.DateTimeField(_("last tried"), null=True, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    last_error = models.CharField(_("what went wrong"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        indexes = [models.Index(fields=["active", "due_at"], name="feed_by_due")]

    def __str__(self):
        return self.title or self.url

    @property
    def pause(self) -> timedelta:
        """How long it is left alone after a reading: twice as long after each failure, at most a day or its interval."""
        interval = timedelta(minutes=self.interval)
        return min(interval * 2 ** min(self.failures, 10), max(interval, timedelta(days=1)))

    def forget(self) -> None:
        """Unsaved: it is as if it had never been read; what became of its entries stays."""
        self.etag = self.last_modified = self.last_error = ""
        self.failures, self.read_at, self.tried_at, self.due_at = 0, None, None, timezone.now()


class FeedItem(models.Model):
    """One entry of a feed and what became of it, so that it is taken in once and an editor can see why not."""

    class Outcome(models.TextChoices):
        ADDED = "added", _("taken in")
        KNOWN = "known", _("here already")
        REFUSED = "refused", _("refused")
        WAITING = "waiting", _("to be tried again")

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="items", verbose_name=_("feed"))
    key = models.CharField(
        max_length=64, editable=False, help_text=_("The digest of the entry's id, or of its address.")
    )
    url = models.URLField(_("address"), max_length=1000, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="feed_items", verbose_name=_("article")
    )
    tried_at = models.DateTimeField(_("tried"))

    class Meta:
        ordering = ["-tried_at", "-id"]
        verbose_name = _("entry of a feed")
        verbose_name_plural = _("entries of feeds")
        indexes = [models.Index(fields=["feed", "-tried_at", "-id"], name="feed_item_by_time")]
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="feed_item_once_a_feed")]

    def __str__(self):
        return self.title or self.url
