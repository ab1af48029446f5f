import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import translation

from timeline.cursors import NEWEST, ON, Cursor
from timeline.engine.event_types import EVENT_TYPES
from timeline.models import Event
from timeline.query import BadQuery, EventQuery
from timeline.tests.factories import article, entity, event, evidence, source, tag
from timeline.tests.keeping import kept
from timeline.tests.oracle import asked

pytestmark = pytest.mark.django_db


def titles(query_string="", **params):
    query = EventQuery.strict(QueryDict(query_string) if query_string else asked(params))
    return list(query.events().values_list("title", flat=True))


def lenient(query_string):
    return EventQuery.from_params(QueryDict(query_string))


@pytest.fixture
@kept
def embargo():
    """Dates of many kinds around the year 2014."""
    for title, date in [
        ("day", "2014-06-20"),
        ("month", "2014-06"),
        ("about", "2014-06~"),
        ("winter", "2014-24"),
        ("decade", "201X"),
        ("span", "2013-11/2014-02"),
        ("since", "2014-03/.."),
        ("before", "[..2014-05]"),
        ("unknown", None),
    ]:
        event(title, date=date)


# who may be seen


@pytest.mark.parametrize("status", ["proposed", "rejected", "retracted"])
def test_nothing_but_published_events_is_ever_found(status):
    event("Seen", who=["Pakistan"], tags=["Gas"])
    fields = {"retraction_reason": "Made up."} if status == "retracted" else {}
    event("Hidden", status=status, who=["Pakistan"], tags=["Gas"], **fields)
    for query in [
        "",
        "q=hidden",
        "entity=pakistan",
        "tag=gas",
        "from=2014&to=2014",
        "order=newest",
        "certain=1",
    ]:
        assert "Hidden" not in titles(query)


@pytest.mark.parametrize("param", ["entity", "place", "tag", "source"])
def test_a_name_that_only_hidden_events_bear_is_as_unknown_as_one_that_does_not_exist(param):
    hidden = event("Hidden", status="proposed", who=["Karachi"], tags=["Karachi"], place=entity("Karachi"))
    evidence(hidden, article("Hush.", source=source("Karachi")), exact="Hush.")
    with pytest.raises(BadQuery, match="nothing called “karachi”") as refused:
        titles(f"{param}=karachi")
    assert refused.value.param == param
    assert lenient(f"{param}=karachi").errors[param] == "There is nothing called “karachi” here."


def test_a_merged_slug_asks_for_what_it_has_become_and_never_names_what_is_hidden():
    russia = entity("Russia")
    entity("Soviet Russia", state="merged", merged_into=russia)
    with pytest.raises(BadQuery, match="“soviet-russia”"):
        titles("entity=soviet-russia")
    event("Visit", who=[russia])
    assert titles("entity=soviet-russia") == ["Visit"]
    assert lenient("entity=soviet-russia&entity=russia").urlencode() == "entity=russia"


# when


@pytest.mark.parametrize(
    ("window", "possible", "certain"),
    [
        ("from=2014-06&to=2014-06", ["decade", "since", "month", "about", "day"], ["month", "day"]),
        ("from=20 June 2014&to=20/06/2014", ["decade", "since", "month", "about", "day"], ["day"]),
        ("from=2014-12", ["decade", "since", "winter"], ["winter"]),
        ("to=2013", ["decade", "span", "before"], []),
        ("from=2010&to=2019", None, ["decade", "span", "month", "day", "winter"]),
        ("from=2014-02-28&to=2014-02-28", ["decade", "span", "before"], []),
        ("from=2014-03-01&to=2014-03-01", ["decade", "since", "before"], []),
        ("from=1990&to=1999", ["before"], []),
        ("from=2025&to=2025", ["since"], []),
    ],
)
def test_possible_meets_the_window_and_certain_lies_inside_it(embargo, window, possible, certain):
    everything = ["decade", "span", "since", "before", "month", "about", "day", "winter"]
    assert titles(window) == (everything if possible is None else possible)
    assert titles(window + "&certain=1") == certain


def test_without_a_window_all_are_certain_and_unknown_dates_come_last(embargo):
    assert titles("certain=1") == titles()
    assert titles()[-1] == "unknown"
    query = lenient("")
    assert query.possible_count() == query.certain_count() == query.count() == 9


def test_newest_first_is_the_exact_reverse_of_the_dated_and_the_undated_stay_last(embargo):
    event("unknown too", date=None)
    oldest, newest = titles("order=oldest"), titles("order=newest")
    assert newest == oldest[:-2][::-1] + ["unknown too", "unknown"]


def test_a_window_counts_the_same_in_both_counts_whatever_is_listed(embargo):
    for query in [lenient("from=2014-06&to=2014-06"), lenient("from=2014-06&to=2014-06&certain=1")]:
        assert (query.possible_count(), query.certain_count()) == (5, 2)


# what


@pytest.fixture
@kept
def archive():
    pact = event("Pact", who=["Russia", "Pakistan"], tags=["Arms trade", "Diplomacy"], event_type="AGREE")
    evidence(pact, article("Pact, they said.", source=source("Quay Courier")), exact="Pact, they said.")
    evidence(pact, article("Again: pact.", source=source("Quay Courier")), exact="Again: pact.")
    event(
        "Visit",
        date="2015",
        who=["Russia"],
        tags=["Diplomacy"],
        place=entity("Islamabad"),
        event_type="CONSULT",
    )
    event("Plan", date=None, who=["India"], factuality="planned")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("entity=russia", ["Pact", "Visit"]),
        ("entity=russia&entity=pakistan", ["Pact"]),
        ("entity=islamabad", ["Visit"]),  # an event has to do with its place as well
        ("place=islamabad", ["Visit"]),
        ("tag=diplomacy", ["Pact", "Visit"]),
        ("tag=diplomacy&tag=arms-trade", ["Pact"]),
        ("source=quay-courier", ["Pact"]),  # once, although two articles of it prove it
        ("source=quay-courier&source=the-harbour-post", ["Pact", "Visit", "Plan"]),
        ("type=AGREE&type=CONSULT", ["Pact", "Visit"]),
        ("precision=year&precision=unknown", ["Visit", "Plan"]),
        ("factuality=planned", ["Plan"]),
        ("factuality=planned&factuality=actual", ["Pact", "Visit", "Plan"]),
        ("entity=russia&type=CONSULT&q=visit", ["Visit"]),
        ("entity=russia&factuality=planned", []),
        ("disputed=1", []),
        ("q=&from=&entity=&certain=", ["Pact", "Visit", "Plan"]),  # an empty field of a form asks for nothing
        ("q=-pact", ["Visit", "Plan"]),
    ],
)
def test_all_of_the_people_and_topics_and_any_of_the_rest(archive, query, found):
    assert titles(query) == found


def test_disputed_are_those_whose_sources_cannot_all_be_right():
    rival = event("Rival")
    evidence(rival, article("It was July."), exact="It was July.", date="2014-07")
    event("Agreed")
    assert titles("disputed=1") == ["Rival"]


# what is wrong with it

BAD = [
    ("from", "banana"),
    ("from", "31 June 2014"),
    ("from", "before 2014"),
    ("to", "since 2014"),
    ("to", "\x00"),
    ("from", "9" * 10_000),
    ("certain", "yes"),
    ("disputed", "2"),
    ("order", "random"),
    ("type", "PARTY"),
    ("precision", "hour"),
    ("factuality", "maybe"),
    ("entity", "no-such"),
    ("entity", "a b'\"--"),
    ("entity", "\ud800"),
    ("place", "\x00"),
    ("tag", "🚀"),
    ("source", "x" * 400),
    ("q", "🚀"),
    ("q", "w " * 5000),
    ("entity", [f"e{n}" for n in range(30)]),
    ("from", ["2012", "2013"]),
    ("q", ["arms", "jets"]),
]


@pytest.mark.parametrize(("param", "value"), BAD)
def test_a_malformed_value_is_a_message_on_pages_and_a_refusal_at_machine_doors(archive, param, value):
    query = EventQuery.from_params(asked({param: value, "utm_source": "letter"}))
    assert list(query.errors) == [param]
    assert query.errors[param] and query.errors[param].encode("utf-8")
    assert query.count() == 3 and query.urlencode() == "" and query.chips() == []
    with pytest.raises(BadQuery) as refused:
        EventQuery.strict(asked({param: value}))
    assert refused.value.param == param and str(refused.value) == query.errors[param]


def test_messages_say_why_in_plain_words():
    assert lenient("from=31 June 2014").errors["from"] == "June has 30 days."
    assert lenient("from=before 2014").errors["from"] == "“before 2014” has no first day to begin with."
    assert lenient("certain=yes").errors["certain"] == "Write 1, or leave it out."


def test_a_window_that_ends_before_it_begins_names_both_ends(archive):
    query = lenient("from=2016&to=Nov 2012")
    assert set(query.errors) == {"from", "to"}
    assert query.errors["to"] == "“November 2012” ends before “2016” begins."
    assert not query.windowed and query.count() == 3


def test_pages_ignore_what_is_not_declared_and_machine_doors_refuse_it(archive):
    assert not lenient("utm_source=x").errors
    with pytest.raises(BadQuery, match="no such parameter") as refused:
        EventQuery.strict(QueryDict("utm_source=x"))
    assert refused.value.param == "utm_source"


def test_a_door_passes_over_the_groups_of_other_doors(archive):
    assert EventQuery.strict(QueryDict("zoom=banana&after=x&lane=y&columns=z&profile=w")).count() == 3
    with pytest.raises(BadQuery, match="none of: core, full"):
        EventQuery.strict(QueryDict("columns=z"), groups=("filter", "format"))
    with pytest.raises(BadQuery, match="none of"):
        EventQuery.strict(QueryDict("zoom=banana"), groups=("filter", "view"))


# how it is written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("to=2016&from=Nov 2012", "from=2012-11&to=2016"),
        ("tag=gas&tag=arms-trade", "tag=arms-trade&tag=gas"),
        ("tag=gas&tag=gas", "tag=gas"),
        ("q=  su-35   jets ", "q=su-35+jets"),
        ("utm_source=x&certain=1", "certain=1"),
        ("certain=0", ""),
        ("from=about 2014", "from=2014~"),
        (
            "lane=tag:gas&lane=tag:Arms trade",
            "lane=tag%3Agas&lane=tag%3Aarms-trade",
        ),  # lanes stand as they were chosen
    ],
)
def test_one_question_has_one_spelling(typed, written):
    event("Both", tags=["Gas", "Arms trade"])
    assert lenient(typed).urlencode() == written


@pytest.mark.parametrize(
    ("asked", "param", "said"),
    [
        ("lane=gas", "lane", "“gas” is no lane"),
        ("lane=source:the-post", "lane", "is no lane; write entity:, tag: or type:"),
        ("lane=tag:nobody", "lane", "There is nothing called “nobody” here"),
        ("lane=type:SING", "lane", "“SING” is none of"),
        ("&".join(f"lane=type:{code}" for code, _words in EVENT_TYPES[:9]), "lane", "At most 8 lanes"),
        ("axis=since 2014", "axis", "has no first or no last day"),
        ("axis=banana", "axis", "banana"),
    ],
)
def test_a_lane_or_an_axis_that_cannot_be_drawn_is_said_to_be_so(archive, asked, param, said):
    query = lenient(asked)
    assert said in query.errors[param] and not query.lanes and query.axis is None
    with pytest.raises(BadQuery) as refused:
        EventQuery.strict(QueryDict(asked), groups=("filter", "view"))
    assert refused.value.param == param


def test_links_change_one_thing_and_go_back_to_the_first_page(archive):
    query = lenient(
        f"from=2012&tag=diplomacy&tag=arms-trade&after={Cursor.at(Event.objects.first(), 'oldest', ON)}"
    )
    assert query.urlencode(order="newest") == "from=2012&tag=arms-trade&tag=diplomacy&order=newest"
    assert query.urlencode(from_=None, tag=["gas"]) == "tag=gas"
    assert query.without("tag", "diplomacy") == "from=2012&tag=arms-trade"
    assert query.without("tag") == "from=2012"


def test_chips_say_each_filter_and_lead_to_the_list_without_it(archive):
    query = lenient(
        "from=2012&to=2016&entity=russia&entity=pakistan&tag=arms-trade&q=pact&type=AGREE&order=newest"
    )
    chips = [(chip.label, chip.without) for chip in query.chips()]
    rest = "q=pact&from=2012&to=2016&entity=pakistan&entity=russia&type=AGREE&order=newest"
    assert [label for label, _without in chips] == [
        *("“pact”", "from 2012", "to 2016", "Russia", "Pakistan", "Arms trade", "type: agree"),
    ]
    assert chips[5][1] == rest


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", ""),
        ("order=newest", ""),
        (
            "from=2012&to=2016&entity=pakistan&tag=arms-trade",
            "Events from 2012 to 2016 with Pakistan, tagged Arms trade",
        ),
        ("from=2014&to=2014", "Events in 2014"),
        ("from=2014-06-20&to=2014-06-20", "Events on 20 June 2014"),
        ("from=between 1965 and 1970&to=between 1965 and 1970", "Events between 1965 and 1970"),
        ("from=Q2 1971&to=Q2 1971", "Events in the second quarter of 1971"),
        ("from=about 2014&to=about 2014", "Events about 2014"),
        ("from=after 2020", "Events from 1 January 2021 on"),
        ("to=before 1950", "Events to 31 December 1949"),
        ("from=June 2014&certain=1", "Events certainly from June 2014 on"),
        ("to=2016", "Events to the end of 2016"),
        ("entity=russia&entity=pakistan", "Events with Russia and Pakistan"),
        ("place=islamabad", "Events in Islamabad"),
        ("disputed=1&q=su-35", "Disputed events, matching su-35"),
        ("type=AGREE&type=CONSULT", "Events, of type agree or consult"),
        ("source=quay-courier", "Events, reported by Quay Courier"),
        ("factuality=planned&precision=year", "Events, marked “planned”, date known to: year"),
    ],
)
def test_a_query_can_be_said_in_a_sentence(archive, query, words):
    assert lenient(query).words() == words


def test_the_words_a_reader_typed_are_never_taken_for_words_of_ours(archive):
    with translation.override("ru"):
        assert lenient("q=January %25s").chips()[0].label == "«January %s»"


# page by page


def test_a_page_knows_where_it_stands_and_links_to_its_neighbours():
    for number in range(1, 8):
        event(f"Event {number}", date=f"2014-06-{number:02d}", proof=False)
    first = lenient("").page(3)
    second = lenient(first.next).page(3)
    third = lenient(second.next).page(3)
    pages = [[e.title[-1] for e in page.events] for page in (first, second, third)]
    assert pages == [["1", "2", "3"], ["4", "5", "6"], ["7"]]
    assert [page.shown_from for page in (first, second, third)] == [1, 4, 7]
    assert first.previous is None and third.next is None
    back = lenient(third.previous).page(3)
    assert [e.title[-1] for e in back.events] == ["4", "5", "6"] and back.shown_from == 4
    assert [e.title[-1] for e in lenient(back.previous).page(3).events] == ["1", "2", "3"]


def test_paging_goes_on_where_it_was_when_events_come_and_go():
    for number in range(1, 7):
        event(f"Event {number}", date=f"2014-06-{number:02d}", proof=False)
    after = lenient("").page(3).next
    Event.objects.filter(title__in=["Event 3", "Event 1"]).update(status="rejected")
    event("Event 0", date="2014-05", proof=False)
    page = lenient(after).page(3)
    assert [e.title for e in page.events] == ["Event 4", "Event 5", "Event 6"] and page.shown_from == 3


def test_a_page_past_the_end_is_the_last_page():
    for number in range(1, 5):
        event(f"Event {number}", date=f"2014-06-{number:02d}", proof=False)
    after = lenient("").page(3).next
    Event.objects.filter(title="Event 4").update(status="rejected")
    page = lenient(after).page(3)
    assert [e.title for e in page.events] == ["Event 1", "Event 2", "Event 3"] and page.next is None


def test_an_empty_list_has_one_empty_page():
    assert lenient("").page(50).events == [] and lenient("").page(50).shown_from == 0


def test_the_filter_stays_in_the_links_of_a_page(archive):
    page = lenient("order=newest&tag=diplomacy").page(1)
    assert page.next.startswith("tag=diplomacy&order=newest&after=")


@pytest.mark.parametrize("garbage", ["x", "🚀", "x:y", "WyJvbGRlc3QiXQ:1abc:sig", "a" * 400, "a" * 1000])
def test_a_cursor_that_was_tampered_with_is_said_and_left_out(archive, garbage):
    query = EventQuery.from_params(asked({"after": garbage}))
    assert list(query.errors) == ["after"] and query.page(2).shown_from == 1
    with pytest.raises(BadQuery) as refused:
        EventQuery.strict(asked({"after": garbage}), groups=("filter", "view"))
    assert refused.value.param == "after"


def test_a_cursor_belongs_to_the_order_it_was_made_for(archive):
    cursor = lenient("").page(1).next
    assert "after" in lenient(cursor + "&order=newest").errors


def test_a_place_between_events_can_be_named_too():
    event("Old", date="2013", proof=False)
    event("New", date="2015", proof=False)
    before_2014 = Cursor(NEWEST, ON, dt.date(2014, 1, 1), 5, 0)
    page = lenient(f"order=newest&after={before_2014}").page(5)
    assert [e.title for e in page.events] == ["Old"] and page.shown_from == 2


def test_a_page_takes_a_fixed_number_of_queries(archive, remembering, django_assert_max_num_queries):
    remembering()
    lenient("").page(1)  # the columns are made once for all
    for order in ("oldest", "newest"):
        query = lenient(f"order={order}")
        with django_assert_max_num_queries(4):  # three for the state of the data
            query.page(50)
        later = lenient(query.page(1).next)
        with django_assert_max_num_queries(4):
            later.page(1)


# when nothing is found


def test_an_empty_list_says_which_filter_to_drop(archive):
    query = lenient("from=2014&to=2014&tag=arms-trade&type=CONSULT")
    assert query.count() == 0
    assert [(chip.label, count) for chip, count in query.drop_suggestions()] == [("type: consult", 1)]
    chip, _count = query.drop_suggestions()[0]
    assert lenient(chip.without).count() == 1
    assert tag("Arms trade").slug in chip.without


def test_where_no_filter_alone_is_in_the_way_an_empty_list_says_which_to_drop_together(archive):
    query = lenient("q=zebra&from=1700&to=1701&tag=arms-trade&order=newest")
    ((chip, count),) = query.drop_suggestions()
    assert (chip.label, chip.without) == ("“zebra”, to 1701", "from=1700&tag=arms-trade&order=newest")
    assert lenient(chip.without).count() == count > 0
    assert lenient("q=zebra").drop_suggestions()[0][1] > count
