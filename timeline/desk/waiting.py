"""What needs people: for the front page, each kind with how many there are, and the list of exactly those."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from kb.models import Article, Entity, Feed
from timeline import telling
from timeline.desk.paginating import MOST_COUNTED
from timeline.models import Change, Decision, ErrorReport, Event, Evidence, Work

ARTICLES = 5  # named beneath the proposals
LOOKED_AT = 500  # proposals, for the articles that come first in the queue
LATEST = 8  # decisions of one's own


@dataclass(frozen=True)
class Pile:
    """Records that wait for somebody: which, what is said of n of them, and where they are listed."""

    rows: Callable[[AbstractBaseUser], QuerySet]
    words: Callable[[int], str]
    where: Callable[[AbstractBaseUser], str]
    needs: str = ""  # permission; none: everybody sees their own

    def counted(self, user) -> int:
        """To MOST_COUNTED and no further."""
        return self.rows(user).order_by()[:MOST_COUNTED].count()


def listed(name: str, **asked) -> str:
    """The address of a list, filtered."""
    return reverse(f"admin:{name}_changelist") + (f"?{urlencode(asked)}" if asked else "")


def queue(user) -> str:
    """Who may not decide sees the list."""
    decides = user.has_perm("timeline.change_event")
    return reverse("admin:timeline_event_review") if decides else listed("timeline_event")


FLAGGED = {"status__exact": "all", "flagged__exact": 1}
NOT_WITHDRAWN = [state for state in Article.State.values if state != Article.State.WITHDRAWN]


def flagged() -> QuerySet:
    return Event.objects.filter(flagged=True).exclude(status=Event.Status.MERGED)


def proposals(user) -> QuerySet:
    return Event.objects.awaiting_review()


PILES = (
    Pile(
        proposals,
        lambda n: ngettext("proposal waits for a decision", "proposals wait for a decision", n),
        queue,
        needs="timeline.view_event",
    ),
    Pile(
        lambda user: flagged().filter(flagged_for=user),
        lambda n: ngettext("event is flagged for you", "events are flagged for you", n),
        lambda user: listed("timeline_event", **FLAGGED, flagged_for__id__exact=user.pk),
        needs="timeline.change_event",
    ),
    Pile(
        lambda user: flagged().filter(flagged_for=None),
        lambda n: ngettext("event is flagged for anybody", "events are flagged for anybody", n),
        lambda user: listed("timeline_event", **FLAGGED, flagged_for__isnull=True),
        needs="timeline.change_event",
    ),
    Pile(
        lambda user: ErrorReport.objects.waiting(),
        lambda n: ngettext("report of an error by a reader", "reports of errors by readers", n),
        lambda user: listed("timeline_errorreport"),
        needs="timeline.change_event",
    ),
    Pile(
        lambda user: Event.objects.published().filter(disputed=True),
        lambda n: ngettext(
            "published event whose sources differ on the date",
            "published events whose sources differ on the date",
            n,
        ),
        lambda user: listed("timeline_event", status__exact="published", disputed__exact=1),
        needs="timeline.change_event",
    ),
    Pile(
        lambda user: Evidence.objects.orphans(),
        lambda n: ngettext("quote is no longer in its article", "quotes are no longer in their articles", n),
        lambda user: reverse("admin:kb_article_orphans"),
        needs="kb.change_article",
    ),
    Pile(
        lambda user: Article.objects.filter(state=Article.State.DRAFT),
        lambda n: ngettext(
            "article waits for its publication date", "articles wait for their publication date", n
        ),
        lambda user: listed("kb_article", state__exact="draft"),
        needs="kb.change_article",
    ),
    Pile(
        lambda user: Article.objects.filter(published_doubtful=True, state__in=NOT_WITHDRAWN),
        lambda n: ngettext(
            "article has a doubtful publication date", "articles have a doubtful publication date", n
        ),
        lambda user: listed("kb_article", published_doubtful__exact=1, state__in=",".join(NOT_WITHDRAWN)),
        needs="kb.change_article",
    ),
    Pile(
        lambda user: Article.objects.filter(state=Article.State.FAILED),
        lambda n: ngettext("article could not be read", "articles could not be read", n),
        lambda user: listed("kb_article", state__exact="failed"),
        needs="kb.change_article",
    ),
    Pile(
        lambda user: Entity.objects.suggested(),
        lambda n: ngettext("name is suggested", "names are suggested", n),
        lambda user: listed("kb_entity", state__exact="suggested"),
        needs="kb.change_entity",
    ),
    Pile(
        lambda user: Feed.objects.failing(),
        lambda n: ngettext("feed fails", "feeds fail", n),
        lambda user: listed("kb_feed", active__exact=1, failures__gt=0),
        needs="kb.change_feed",
    ),
    Pile(
        lambda user: Work.objects.unfinished().seen_by(user),
        lambda n: ngettext("long work is not finished", "long works are not finished", n),
        lambda user: listed("timeline_work", state__in=",".join(Work.UNFINISHED)),
    ),
)


@dataclass(frozen=True)
class Waits:
    """One kind of what waits, as the front page shows it to somebody."""

    count: int
    words: str
    address: str
    articles: list[dict]

    @property
    def more(self) -> bool:
        return self.count == MOST_COUNTED


def waits(user) -> Iterator[Waits]:
    """What waits for this user to do something, in the order of the page."""
    for pile in PILES:
        count = pile.counted(user) if not pile.needs or user.has_perm(pile.needs) else 0
        if count:
            articles = by_articles() if pile.rows is proposals else []
            yield Waits(count, pile.words(count), pile.where(user), articles)


def by_articles() -> list[dict]:
    """The articles that come first in the queue, with how many of the first LOOKED_AT proposals are theirs."""
    first = Event.objects.awaiting_review().order_by("id").values("id")[:LOOKED_AT]
    proofs = Evidence.objects.filter(event__in=first, article__isnull=False)
    counted = proofs.values("article", "article__title").annotate(
        n=Count("event", distinct=True), at=Min("event")
    )
    return list(counted.order_by("at")[:ARTICLES])


def latest(user) -> list[Decision]:
    """One's last decisions, each with the first row it touched, as `first`, and what it was, as `said`."""
    decisions = list(Decision.objects.filter(user=user)[:LATEST])
    touched = Change.objects.filter(decision__in=decisions).order_by().values("decision")
    firsts = dict(touched.annotate(first=Min("pk")).values_list("decision", "first"))
    changes = Change.objects.select_related("event").in_bulk(firsts.values())
    for decision in decisions:
        decision.said = telling.said(decision.verb)
        decision.first = changes.get(firsts.get(decision.pk))
    return decisions
