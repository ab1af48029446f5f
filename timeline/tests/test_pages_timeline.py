"""The timeline as a reader gets it, without scripts."""

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from timeline.pages.listing import PER_PAGE
from timeline.tests import factories

pytestmark = pytest.mark.django_db


def get(client, query="", status=200):
    answer = client.get(f"/?{query}" if query else "/")
    assert answer.status_code == status
    return answer.content.decode()


def titles(page: str) -> list[str]:
    found = re.findall(r'class="title"><a href="[^"]+">(.+?)</a>', page)
    return [re.sub(r"</?mark[^>]*>", "", title) for title in found]


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_empty_site_says_so_and_what_will_be_there(client):
    factories.event("A secret", status="proposed")
    page = get(client)
    assert "No event has been published yet" in page
    assert "A secret" not in page


def test_events_stand_in_the_one_order_under_their_years(client):
    for title, date in (
        ("Day", "2014-06-20"),
        ("Unknown", None),
        ("Month", "2014-06"),
        ("Next", "2015"),
        ("Year", "2014"),
    ):
        factories.event(title, date=date)
    page = get(client)
    assert titles(page) == ["Year", "Month", "Day", "Next", "Unknown"]
    assert [int(y) for y in re.findall(r'id="y(\d+)"', page)] == [2014, 2015]
    assert page.index('id="undated"') > page.index('id="y2015"')
    assert "5 events" in plain(page) and "Showing all 5" in page


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_a_reader_never_sees_what_is_not_published(client, status):
    factories.event("Seen", date="2014")
    hidden = factories.event("Hidden", status=status, date="2014", who=["Atlantis"], tags=["Myths"])
    assert "Hidden" not in get(client)
    for path in (
        reverse("entity", args=["atlantis"]),
        reverse("tag", args=["myths"]),
        reverse("article", args=[hidden.evidence.get().article_id]),
    ):
        assert client.get(path).status_code == 404


def test_a_date_is_never_shown_more_precise_than_its_source(client):
    factories.event("The ban ended", date="2014-06")
    page = get(client)
    assert '<time datetime="2014-06">June 2014</time><small>day not stated</small>' in page
    assert not re.search(r"2014-06-\d\d", page)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2014-06-10&to=2014-06-20", {"June", "Inside"}),
        ("from=2014-06-10&to=2014-06-20&certain=1", {"Inside"}),
        ("from=July 2014", {"Later"}),
        ("entity=pakistan", {"June"}),
        ("tag=roads", {"Later"}),
        ("precision=day", {"Inside", "Later"}),
        ("q=inside", {"Inside"}),
        ("disputed=1", set()),
        ("utm_source=letter", {"June", "Inside", "Later"}),
    ],
)
def test_the_list_answers_its_filters(client, query, expected):
    factories.event("June", date="2014-06", who=["Pakistan"])
    factories.event("Inside", date="2014-06-15")
    factories.event("Later", date="2014-08-01", tags=["Roads"])
    assert set(titles(get(client, query))) == expected


def test_both_counts_are_stated_and_lead_to_the_certain_ones(client):
    factories.event("June", date="2014-06")
    factories.event("Inside", date="2014-06-15")
    page = get(client, "from=2014-06-10&to=2014-06-20")
    assert "1 certainly in range, 1 possibly." in plain(page)
    (link,) = re.findall(r'<a href="(\?[^"]+)">Only certain</a>', page)
    assert titles(get(client, link[1:].replace("&amp;", "&"))) == ["Inside"]


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=banana", "from"), ("to=31+June+2014", "to"), ("from=2015&to=2014", "from"), ("q=%22%22", "q")],
)
def test_what_cannot_be_read_is_said_beside_its_field_and_filters_nothing(client, query, field):
    factories.event("Here", date="2010")
    page = get(client, query)
    assert titles(page) == ["Here"]
    assert f'id="error-{field}"' in page
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', page) or re.search(
        rf'name="{field}"[^>]*aria-describedby="error-{field}[^>]*aria-invalid', page
    )
    value = {"from=banana": "banana", "to=31+June+2014": "31 June 2014"}.get(query)
    assert value is None or f'value="{value}"' in page


@pytest.mark.one_database
@pytest.mark.parametrize(
    "query", ["after=tampered", "entity=nobody", "precision=week", "certain=maybe", "order=random"]
)
def test_other_faults_are_said_above_the_fields(client, query):
    factories.event("Here", date="2010")
    page = get(client, query)
    assert titles(page) == ["Here"]
    assert '<p class="error">' in page


@pytest.mark.parametrize(
    "query", ["q=%00", "from=%00", "entity=%00", "q=" + "x" * 5000, "tag=" + "&tag=".join("abcdefgh" * 9)]
)
def test_hostile_values_answer_with_the_page(client, query):
    factories.event("Here", date="2010")
    get(client, query)


def test_typed_markup_is_shown_not_obeyed(client):
    factories.event("Here", date="2010")
    assert "<script>alert" not in get(client, "from=<script>alert(1)</script>&q=<script>alert(2)</script>")


def test_active_filters_are_chips_that_drop_them(client):
    factories.event("June", date="2014-06", who=["Pakistan"])
    page = get(client, "entity=pakistan&from=2014")
    assert "Filters: 2 active" in page
    chips = dict(re.findall(r'class="chip" href="([^"]+)">([^<]+) <', page))
    assert {label: url for url, label in chips.items()} == {
        "from 2014": "/?entity=pakistan",
        "Pakistan": "/?from=2014",
    }


def test_the_download_is_asked_by_the_page_s_own_query(client):
    factories.event("June", date="2014-06", who=["Pakistan"])
    page = get(client, "from=2014&to=2014&entity=pakistan")
    assert "/export/events.csv?from=2014&amp;to=2014&amp;entity=pakistan" in page


def test_nothing_matches_says_which_filter_to_drop(client):
    factories.event("June", date="2014-06", tags=["Arms trade"])
    page = get(client, "from=2020&tag=arms-trade")
    assert "Nothing matches" in page
    assert '<a href="/?tag=arms-trade">Without <em>from 2020</em> there is 1</a>' in page


def test_pages_lead_on_and_back_and_always_say_what_they_show(client):
    for n in range(PER_PAGE + 7):
        factories.event(f"Event {n:03}", date=f"{1900 + n}", proof=False)
    total, first = PER_PAGE + 7, get(client)
    assert f"Showing 1 to {PER_PAGE} of {total}" in first
    (on,) = re.findall(r'rel="next" href="(\?[^"]+)">Later events', first)
    second = get(client, on[1:])
    assert titles(first) + titles(second) == [f"Event {n:03}" for n in range(total)]
    assert f"Showing {PER_PAGE + 1} to {total} of {total}" in second
    (back,) = re.findall(r'rel="prev" href="(\?[^"]+)">Earlier events', second)
    assert titles(get(client, back[1:])) == titles(first)


@pytest.mark.one_database
@pytest.mark.parametrize("order", ["", "order=newest"])
def test_a_year_leads_to_its_neighbour_on_another_page(client, order):
    for n in range(PER_PAGE + 7):
        factories.event(f"Event {1900 + n}", date=f"{1900 + n}", proof=False)
    listed = titles(get(client, order))
    page = get(client, order)
    last, beyond = listed[-1].split()[1], int(listed[-1].split()[1]) + (-1 if order else 1)
    section = page[page.index(f'id="y{last}"') :]
    (url,) = re.findall(rf'href="(\?[^"]+)"[^>]*>{beyond}</a>', section)
    assert titles(get(client, url[1:].replace("&amp;", "&")))[0] == f"Event {beyond}"


def test_newest_first_reverses_the_dated_and_keeps_the_undated_last(client):
    for title, date in (("Old", "1950"), ("New", "2014"), ("Unknown", None)):
        factories.event(title, date=date)
    assert titles(get(client, "order=newest")) == ["New", "Old", "Unknown"]


def test_the_strip_draws_every_dated_event_and_its_links_list_what_they_state(client):
    for date in ("2012", "2012-03", "2014-06-20", "201X", "2010/..", None):
        factories.event(f"On {date}", date=date)
    page = get(client)
    bars = re.findall(
        r'<a href="/(\?[^"]+)" aria-label="([^"]+): (\d+) events?; its list: (\d+) certainly, (\d+) possibly"',
        page,
    )
    assert sum(int(bar[2]) for bar in bars) == 4
    assert "Not drawn: 1 with an open or longer date, 1 whose date is not known" in plain(page)
    for url, _period, _drawn, certain, possibly in bars:
        listed = get(client, url[1:].replace("&amp;", "&"))
        assert len(titles(listed)) == int(certain) + int(possibly)
        assert f"{certain} certainly in range, {possibly} possibly." in plain(listed)


def test_the_chosen_window_is_tinted_in_the_whole(client):
    for year in (1950, 1990, 2014):
        factories.event(f"In {year}", date=f"{year}")
    page = get(client, "from=1980&to=2000")
    assert 'class="window"' in page and "from 1980 to 2000, out of 1950 to 2014" in plain(page)
    assert titles(page) == ["In 1990"]


def test_choices_state_how_many_they_leave(client):
    factories.event("One", date="2014-06", who=["Pakistan", "Russia"], tags=["Roads"])
    factories.event("Two", date="2014", who=["Pakistan"])
    page = plain(get(client))
    assert "Pakistan 2 Russia 1" in page and "the month 1 the year 1" in page
    assert titles(get(client, "entity=pakistan&entity=russia")) == ["One"]


def test_a_quote_is_folded_with_the_words_of_its_date_marked(client):
    factories.event("The bridge opened", date="2014-06")
    assert "<mark>June 2014</mark>" in get(client)


def test_badges_say_what_a_reader_must_know(client):
    factories.event("To come", date="2030", factuality="planned")
    factories.event("Put right", date="2014", correction_note="The year was wrong.")
    page = get(client)
    assert '<span class="badge">Planned</span>' in page and '<span class="badge">Corrected</span>' in page


@pytest.mark.one_database  # queries are counted
def test_the_number_of_queries_is_the_same_for_fifteen_events_and_fifty(client, remembering):
    remembering()

    def queries(query):
        with CaptureQueriesContext(connection) as seen:
            page = get(client, query)
        return len(seen), len(titles(page))

    counts = []
    for total in (15, 50):
        for n in range(total - len(counts) * 15):
            factories.event(
                f"Event {total} {n}", date=f"2014-{n % 12 + 1:02}", who=[f"Name {n}"], tags=[f"Topic {n % 7}"]
            )
        counts.append((queries(""), queries("from=2014&to=2014")))
    assert counts[0][0][1] == 15 and counts[1][0][1] == 50
    assert counts[0][0][0] == counts[1][0][0] <= 25
    assert counts[0][1][0] == counts[1][1][0] <= 28


@pytest.mark.one_database
def test_no_page_holds_inline_script_or_style_or_an_address_of_elsewhere(client):
    event = factories.event("June", date="2014-06", who=["Pakistan"], tags=["Roads"])
    article = event.evidence.get().article
    for path in ("/", f"/events/{event.public_id}/", "/articles/", f"/articles/{article.pk}/", "/entities/",
                 "/entities/pakistan/", "/tags/roads/", f"/sources/{article.source.slug}/", "/data/", "/nothing/"):  # fmt: skip
        page = client.get(path).content.decode()
        assert not re.search(r"\sstyle=|<style|\son\w+=|<!--", page), path
        assert not re.search(r'<script(?![^>]*(?:\ssrc=|\stype="application/ld\+json"))', page), path
        assert not re.search(r'(?:src|<link[^>]*href)="https?://(?!testserver)', page), path


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "means"),
    [("Pakistan", "pakistan"), ("  islamic  republic ", "pakistan"), ("Estrava", "estrava"), ("Étain-Sur", "etain-sur")],
)  # fmt: skip
def test_a_name_is_taken_as_people_type_it_and_becomes_its_slug(client, typed, means):
    who = [factories.entity(aliases=["Islamic Republic"]), "Éstrava", "Étain sur"]
    factories.event("Theirs", date="2014", who=who)
    factories.event("Another's", date="2014", who=["Russia"])
    page = get(client, urlencode({"entity": typed}))
    assert titles(page) == ["Theirs"]
    assert f'name="entity" value="{means}" checked' in page


def test_a_name_of_nobody_or_of_several_is_said_beside_its_field_with_who_may_be_meant(client):
    factories.event("There", date="2014", who=[factories.entity("Georgia")])
    factories.event("His", date="2015", who=[factories.entity("Georgia", "person")])
    page = get(client, "entity=Georgia&from=2015")
    assert titles(page) == ["His"]  # the name filters nothing, the rest does
    field = page[page.index('id="id-entity-1"') :]
    assert field.startswith('id="id-entity-1" name="entity" value="Georgia"')
    assert 'aria-describedby="error-entity-1"' in field and "“Georgia” is the name of several" in field
    offered = re.findall(r'<a href="\?([^"]+)">Georgia</a><span class="soft">(\w+)</span>', field)
    assert sorted(offered) == [("from=2015&amp;entity=georgia", "place"), ("from=2015&amp;entity=georgia-2", "person")]  # fmt: skip
    page = get(client, "entity=geor&entity=georgia")
    assert titles(page) == ["There"]  # what is understood still holds
    assert "There is nothing called “geor” here." in page
    assert "?entity=georgia&amp;entity=georgia-2" in page


def test_the_form_shows_every_filter_again_as_it_was_set(client):
    event = factories.event(
        "The bridge opened", date="2014-06", who=["Pakistan"], tags=["Roads"], event_type="AGREE",
        place=factories.entity("Tashkent"),
    )  # fmt: skip
    source = event.evidence.get().article.source.slug
    page = get(
        client,
        f"q=bridge&from=2014&to=2014&certain=1&entity=pakistan&tag=roads&place=tashkent&source={source}"
        "&type=AGREE&precision=month&factuality=actual&order=newest&zoom=year",
    )
    assert titles(page) == ["The bridge opened"]
    form = page[page.index('<form method="get" action="/" aria-label="Filters"') :]
    form = form[: form.index("</form>")]
    for name, value in (("entity", "pakistan"), ("tag", "roads"), ("place", "tashkent"), ("source", source),
                        ("type", "AGREE"), ("precision", "month"), ("factuality", "actual"), ("certain", "1")):  # fmt: skip
        assert f'name="{name}" value="{value}" checked' in form, name
    for name, value in (("q", "bridge"), ("from", "2014"), ("to", "2014")):
        assert f'name="{name}" value="{value}"' in form, name
    assert '<option value="newest" selected>' in form
    assert '<input type="hidden" name="zoom" value="year">' in form


def test_periods_stand_in_the_order_of_time_and_list_what_they_state(client):
    for date in ("1931", "1950-03", "1958", "195X", "2014-06-20", "2010/..", None):
        factories.event(f"On {date}", date=date)

    def periods(page):
        (block,) = re.findall(r'<ul class="times".*?</ul>', page, re.S)
        return re.findall(r'<a href="\?([^"]*)"[^>]*>([^<]+)</a><span class="soft num">(\d+)<', block)

    decades = periods(get(client))
    assert [(words, n) for _url, words, n in decades] == [
        ("the 1930s", "1"), ("the 1950s", "3"), ("the 2010s", "2"),
    ]  # fmt: skip
    for url, _words, number in decades:
        assert len(titles(get(client, url.replace("&amp;", "&")))) == int(number)
    assert (
        periods(get(client, "axis=1930/1935")) == decades
    )  # the strip would show other days than those chosen
    within = get(client, "from=195X&to=195X&certain=1")
    years = periods(within)
    assert [(words, n) for _url, words, n in years] == [("1950", "1"), ("1958", "1")]
    for url, _words, number in years:
        assert len(titles(get(client, url.replace("&amp;", "&")))) == int(number)
    chosen = get(client, "from=1958&to=1958")
    assert [words for _url, words, _n in periods(chosen)] == [
        "1950",
        "1958",
    ]  # its own choice does not narrow it
    assert re.search(r'href="\?" aria-current="true">1958<', chosen)


def test_what_was_searched_for_is_marked_in_titles_summaries_and_quotes(client):
    proof = factories.article("In June 2014 the <new> harbour bridge opened.")
    event = factories.event("A bridge of steel", date="2014-06", proof=False, summary="The Harbour is deep.")
    factories.evidence(event, proof, exact=proof.text, date_text="June 2014", date_start=3, rank="preferred")
    page = get(client, 'q=harbour bri* "june 2014" -boat')
    assert '">A <mark class="hit">bridge</mark> of steel</a>' in page
    assert '<p><bdi>The <mark class="hit">Harbour</mark> is deep.</bdi></p>' in page
    quote = 'In <mark>June 2014</mark> the &lt;new&gt; <mark class="hit">harbour</mark> <mark class="hit">bridge</mark>'
    assert quote in page
    folded = '<details class="quote">'
    assert folded in page
    assert folded not in get(client, "q=opened")  # where the quote alone says why it was found, it is open
    assert 'class="hit"' not in get(client, "q=-boat")


def test_a_gap_between_two_pages_is_said_and_none_that_a_longer_event_covers(client):
    factories.event("The long war", date="1900/1960", proof=False)
    for n in range(PER_PAGE - 1):
        factories.event(f"Event {n:03}", date=f"1901-01-{n % 28 + 1:02}", proof=False)
    factories.event("First of the next page", date="1950", proof=False)
    factories.event("Second", date="1970", proof=False)
    second = get(client, re.search(r'rel="next" href="\?([^"]+)"', get(client))[1])
    assert titles(second) == ["First of the next page", "Second"]
    assert plain(second).count("without a record") == 1  # from 1961 to 1969: the war lasted until then
    assert "9 years without a record" in plain(second)
    newest = get(client, "order=newest")
    assert titles(newest)[:2] == ["Second", "First of the next page"]
    assert plain(newest).count("without a record") == 1 and "9 years without a record" in plain(newest)


def test_the_printed_list_says_its_address(client):
    factories.event("Opened", date="2014-06", proof=False)
    assert "Address: http://testserver/?from=2014" in plain(get(client, "from=2014"))
