"""Names in a text and the entities they name."""

import pytest

from kb.linking import Linker, Name, entity_named, link_article
from kb.models import Alias, Article, Entity, Mention

RUSSIA, PAKISTAN, US, BANK, LEE, OTHER_LEE, SUKHOI = range(1, 8)
LINKER = Linker(
    [
        Name("Russia", RUSSIA, kind="place"),
        Name("Russian Federation", RUSSIA, kind="place"),
        Name("Russian", RUSSIA, rank=1, kind="place", demonym=True),
        Name("Pakistan", PAKISTAN, kind="place"),
        Name("US", US, kind="place"),
        Name("U.S.", US, kind="place"),
        Name("State Bank of Pakistan", BANK, kind="organisation"),
        Name("Anna Lee", LEE, kind="person"),
        Name("Su-35", SUKHOI, kind="thing"),
        Name("gas pipeline", 8, kind="thing"),
    ]
)


def named(text, linker=LINKER, spans=None):
    return [(text[f.start : f.end], f.entity_id) for f in linker.links(text, spans)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Pakistan and Russia met.", [("Pakistan", PAKISTAN), ("Russia", RUSSIA)]),
        ("A Russian delegation came.", [("Russian", RUSSIA)]),  # a demonym
        ("The Russians left.", [("Russians", RUSSIA)]),
        ("The Russian Federation signed.", [("Russian Federation", RUSSIA)]),  # the longest name
        ("The State Bank of Pakistan said.", [("State Bank of Pakistan", BANK)]),
        ("The State Bank\r\nof  Pakistan said.", [("State Bank\r\nof  Pakistan", BANK)]),  # over a line's end
        ("Pakistan’s army", [("Pakistan", PAKISTAN)]),
        ("Prussia and Russias", []),  # whole words only
        ("They told us so.", []),  # capitals matter
        ("The US and the U.S. agreed.", [("US", US), ("U.S.", US)]),
        ("RUSSIA SIGNS", [("RUSSIA", RUSSIA)]),  # a name in a line of capitals
        ("Pakistan-Russia ties", [("Pakistan", PAKISTAN), ("Russia", RUSSIA)]),
        ("Su‑35 jets, not Su-35S", [("Su‑35", SUKHOI)]),  # a dash is a dash
        ("Gas pipeline talks; the gas pipeline", [("Gas pipeline", 8), ("gas pipeline", 8)]),
        ("", []),
        ("🙂 Russia \ud800 عربي Pakistan", [("Russia", RUSSIA), ("Pakistan", PAKISTAN)]),
    ],
)
def test_names_are_found_as_whole_words_the_longest_first(text, expected):
    assert named(text) == expected


def test_a_surname_is_the_person_whose_full_name_stands_in_the_text():
    assert named("Anna Lee spoke. Lee left.") == [("Anna Lee", LEE), ("Lee", LEE)]
    assert named("Lee left.") == []


def test_a_surname_of_two_people_names_neither():
    both = Linker([Name("Anna Lee", LEE, kind="person"), Name("Bruce Lee", OTHER_LEE, kind="person")])
    assert named("Anna Lee met Bruce Lee. Lee left.", both) == [("Anna Lee", LEE), ("Bruce Lee", OTHER_LEE)]


def test_a_name_of_two_entities_names_neither_but_an_editors_alias_wins_over_a_guess():
    equal = Linker([Name("Georgia", 1), Name("Georgia", 2)])
    assert named("Georgia voted.", equal) == []
    ranked = Linker([Name("Georgia", 1, rank=2), Name("Georgia", 2)])
    assert named("Georgia voted.", ranked) == [("Georgia", 2)]


def test_only_names_inside_the_given_stretches_are_linked():
    assert named("Russia met Pakistan.", spans=[(7, 20)]) == [("Pakistan", PAKISTAN)]


def test_without_names_nothing_is_linked():
    assert Linker([]).links("Russia") == []


def entity(name, kind="place", state="confirmed", **more):
    return Entity.objects.create(
        name=name, kind=kind, slug=name.lower().replace(" ", "-"), state=state, **more
    )


@pytest.mark.django_db
def test_an_article_is_linked_with_its_cut_parts_left_out_and_again_without_doubles():
    russia = entity("Russia")
    Alias.objects.create(entity=russia, name="Russian", kind=Alias.Kind.DEMONYM)
    text = "Russia signed. A Russian team came.\n\nRead: Russia wins"
    article = Article.objects.create(
        title="t", text=text, text_sha256="0", cuts=[{"start": 37, "end": len(text), "reason": "read also"}]
    )
    link_article(article)
    link_article(article)
    assert [(m.start, m.end, m.entity) for m in Mention.objects.all()] == [(0, 6, russia), (17, 24, russia)]


@pytest.mark.django_db
def test_the_name_of_a_merged_entity_leads_to_the_one_it_was_merged_into():
    russia = entity("Russia")
    entity("Muscovy", state="merged", merged_into=russia)
    assert [f.entity_id for f in Linker.from_db().links("Muscovy fell.")] == [russia.id]


@pytest.mark.django_db
def test_an_unknown_name_is_suggested_once_with_its_kind():
    first = entity_named("Anna  Lee", "person")
    assert (first.name, first.kind, first.state) == ("Anna Lee", "person", "suggested")
    assert entity_named("Anna Lee", "person") == first
    assert Entity.objects.count() == 1


@pytest.mark.django_db
def test_a_known_name_or_one_that_holds_it_is_the_known_entity():
    russia = entity("Russia")
    Alias.objects.create(entity=russia, name="Russian", kind=Alias.Kind.DEMONYM)
    assert entity_named("Russia", "place") == russia
    assert entity_named("Russian Army", "organisation") == russia


@pytest.mark.django_db
def test_a_name_of_unknown_kind_is_not_suggested():
    assert entity_named("Baltics", "") is None
    assert entity_named("1234", "thing") is None


@pytest.mark.django_db
def test_all_names_are_read_with_a_fixed_number_of_queries(django_assert_num_queries):
    for number in range(5):
        entity(f"Place {number}")
    with django_assert_num_queries(5):
        Linker.from_db()
