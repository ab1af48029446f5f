"""Paste, text file and saved page become articles: once, whole, or not at all."""

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from kb import intake
from kb.fetching import Fetched
from kb.intake import IntakeError, add_article, preview
from kb.models import Article, Source, SourceQuerySet
from kb.text import MOST_BYTES

pytestmark = pytest.mark.django_db
PAGES = Path(__file__).parent / "pages"
TODAY = dt.date(2026, 1, 1)
STORY = (
    "The harbour board of Exampleton voted on Monday to dredge the northern channel, ending an old quarrel.\n\n"
    "The work will cost four million crowns and is to begin in June 2017, the chairwoman told reporters."
)
PASTE = f"Board votes to dredge\n\nPublished May 10, 2016\n\n{STORY}"


def stored_files() -> list[Path]:
    return [path for path in Path(default_storage.location).rglob("*") if path.is_file()]


def nothing_was_stored() -> bool:
    return not Article.objects.exists() and not Source.objects.exists() and not stored_files()


# -- the three ways in


def test_a_paste_becomes_an_article_ready_to_be_read():
    article, created = add_article(PASTE, source="The Exampleton Courier")
    assert created
    assert (article.title, article.published, article.published_how) == (
        "Board votes to dredge",
        dt.date(2016, 5, 10),
        "text",
    )
    assert (article.state, article.source.name) == (Article.State.READY, "The Exampleton Courier")
    assert article.text == PASTE
    assert [cut["reason"] for cut in article.cuts] == ["title", "byline"]
    assert article.text_sha256 == hashlib.sha256(PASTE.encode()).hexdigest()


def test_a_saved_page_becomes_an_article_of_its_publisher():
    article, _created = add_article((PAGES / "harbour.html").read_bytes(), filename="harbour.html")
    assert article.title == "Board votes to dredge the northern channel"
    assert (article.published, article.published_how) == (dt.date(2016, 5, 10), "json-ld")
    assert article.published_at == dt.datetime(2016, 5, 10, 7, 15, tzinfo=dt.UTC)
    assert (article.source.name, article.authors, article.language) == (
        "The Exampleton Courier",
        "Jane Roe",
        "en",
    )
    assert article.url == "https://courier.example/2016/05/10/northern-channel"
    assert article.state == Article.State.READY


def fetched(url: str, page="harbour.html", charset="") -> Fetched:
    return Fetched(url, (PAGES / page).read_bytes(), "text/html", charset)


def test_a_page_from_the_web_becomes_an_article_as_the_saved_page_does():
    article, created = add_article(
        fetched("http://www.courier.example/2016/05/10/northern-channel?utm_source=feed")
    )
    assert created
    assert article.url == "https://courier.example/2016/05/10/northern-channel"  # as the page declares
    assert (article.published, article.source.name) == (dt.date(2016, 5, 10), "The Exampleton Courier")
    assert add_article((PAGES / "harbour.html").read_bytes()) == (article, False)


def test_an_article_is_found_by_its_address_along_the_index():
    article, _created = add_article(PASTE, url="https://courier.example/a")
    add_article(PASTE.replace("Monday", "Tuesday"))
    with CaptureQueriesContext(connection) as asked:
        assert Article.objects.at("https://courier.example/a") == article
        assert Article.objects.at("") is None
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            assert "article_url_once" in str(cursor.fetchall())


def test_a_page_may_not_pass_for_one_of_another_site():
    article, _created = add_article(fetched("https://copycat.example/a?id=7&fbclid=x#top"))
    assert article.url == "https://copycat.example/a?id=7"


def test_a_page_is_read_in_the_charset_its_server_names():
    page = "<article><h1>Договор</h1>" + "<p>Делегации подписали договор о судоходстве в этом городе.</p>" * 9
    given = Fetched("https://courier.example/a", page.encode("koi8-r"), "text/html", "koi8-r")
    assert "Делегации подписали" in add_article(given, published=dt.date(2016, 5, 10))[0].text


def test_the_publisher_is_known_by_the_host_of_the_address():
    courier = Source.objects.create(
        name="Courier", slug="courier", homepage="https://www.courier.example/news"
    )
    Source.objects.create(name="Other", slug="other", homepage="https://notcourier.example")
    assert preview(fetched("https://m.courier.example/a")).publisher == "Courier"
    assert add_article(fetched("https://m.courier.example/a"))[0].source == courier
    assert Source.objects.at("https://example/") is None


def test_what_is_known_already_is_told_before_anything_is_stored():
    article, _created = add_article(fetched("https://courier.example/a"))
    assert preview(fetched("https://copycat.example/")).existing == article
    other = preview(Fetched(article.url, PASTE.encode(), "text/plain"))
    assert (other.existing, other.namesake) == (None, article)


def test_an_upload_is_taken_like_a_file():
    article, _created = add_article(SimpleUploadedFile("vote.txt", PASTE.encode()))
    assert article.title == "Board votes to dredge"


def test_the_dateline_is_kept_as_it_stands():
    article, _created = add_article((PAGES / "whole_page.txt").read_bytes())
    assert article.dateline == "EXAMPLETON, May 9 (Courier)"


# -- once


def test_the_same_text_twice_is_one_article():
    first, _created = add_article(PASTE)
    second, created = add_article(PASTE.replace("\n", "\r\n").encode())
    assert (second, created) == (first, False)
    assert Article.objects.count() == 1


def test_an_address_that_has_an_article_takes_no_second_text():
    add_article(PASTE, url="https://courier.example/vote")
    with pytest.raises(IntakeError, match="has this address already") as refused:
        add_article(PASTE + "\n\nA line was added.", url="https://courier.example/vote")
    assert refused.value.field == "url"
    assert Article.objects.count() == 1


def somebody_is_quicker(monkeypatch, **what):
    """Another article is stored between the look and the deed."""
    deed = intake._store

    def after_the_other(*given):
        Article.objects.create(title="The other one", text="Quicker.", text_sha256="0" * 64, **what)
        return deed(*given)

    monkeypatch.setattr(intake, "_store", after_the_other)


def test_an_address_taken_at_this_moment_is_refused_by_name(monkeypatch):
    somebody_is_quicker(monkeypatch, url="https://courier.example/vote")
    with pytest.raises(IntakeError, match="The other one. has this address already") as refused:
        add_article(PASTE, url="https://courier.example/vote")
    assert refused.value.field == "url"
    assert Article.objects.count() == 1 and not stored_files()


def test_a_publisher_made_at_this_moment_is_the_publisher(monkeypatch):
    monkeypatch.setattr(SourceQuerySet, "first", lambda self: None)
    made = Source.objects.create(name="The Courier", slug="the-courier")
    assert Source.objects.named("The Courier") == made


def test_a_collision_of_publishers_is_said_and_nothing_is_kept(monkeypatch):
    Source.objects.create(name="The Courier", slug="the-courier")
    monkeypatch.setattr("kb.models.free_slug", lambda *args: "the-courier")
    with pytest.raises(IntakeError, match="at this moment. Try it again") as refused:
        add_article(PASTE, source="The Courier!")
    assert refused.value.field == "source"
    assert not Article.objects.exists() and not stored_files()


def test_a_source_is_found_by_its_name_whatever_the_case():
    add_article(PASTE, source="The Courier")
    add_article(PASTE + "\n\nAnother line.", source="the  courier")
    assert Source.objects.count() == 1


# -- the day of publication


def test_an_article_that_does_not_say_when_it_was_published_is_a_draft():
    article, _created = add_article(STORY)
    assert (article.published, article.state, article.published_doubtful) == (
        None,
        Article.State.DRAFT,
        False,
    )


def test_an_article_whose_day_is_doubtful_is_a_draft_that_shows_the_rivals():
    article, _created = add_article((PAGES / "disagreeing.html").read_bytes())
    assert article.state == Article.State.DRAFT
    assert (article.published, article.published_alternatives) == (dt.date(2012, 9, 3), ["2009-03-14"])


def test_the_day_an_editor_gives_stands_and_the_page_s_is_kept_beside_it():
    article, _created = add_article(PASTE, published=dt.date(2016, 5, 11))
    assert (article.published, article.published_how) == (dt.date(2016, 5, 11), "editor")
    assert (article.published_doubtful, article.published_alternatives) == (False, ["2016-05-10"])
    assert article.state == Article.State.READY


def test_a_day_in_the_future_is_refused():
    with pytest.raises(IntakeError, match="3 April 2036 lies in the future") as refused:
        add_article(PASTE, published=dt.date(2036, 4, 3), today=TODAY)
    assert refused.value.field == "published"
    assert nothing_was_stored()


def test_a_page_dated_in_the_future_is_a_draft():
    article, _created = add_article(PASTE.replace("2016", "2036"), today=TODAY)
    assert (article.published, article.state) == (None, Article.State.DRAFT)
    assert article.published_alternatives == ["2036-05-10"]


# -- what is refused


@pytest.mark.one_database
@pytest.mark.parametrize(
    "content, words, field",
    [
        (b"", "empty", "file"),
        (b"  \n", "empty", "file"),
        ("", "no text", "text"),
        ("\x00\x00", "no text", "text"),
        (b"%PDF-1.7", "PDF", "file"),
        (bytes(range(256)) * 40, "binary", "file"),
        (b"<html><body><nav>Home</nav></body></html>", "No article", "file"),
        ("Home\nNews\nSport\nContact us", "only menus", "text"),
    ],
)
def test_what_holds_no_article_is_refused_with_the_reason(content, words, field):
    with pytest.raises(IntakeError, match=words) as refused:
        add_article(content, source="The Courier")
    assert refused.value.field == field
    assert nothing_was_stored()


def test_twenty_megabytes_are_refused_before_they_are_read():
    with pytest.raises(IntakeError, match="20.0 MB; an article may have at most 10 MB"):
        add_article(b"word " * 4_000_000)
    with pytest.raises(IntakeError, match="20.0 MB"):
        add_article("word " * 4_000_000)
    assert nothing_was_stored()


def test_an_upload_too_large_is_refused_unread():
    upload = SimpleUploadedFile("large.txt", PASTE.encode())
    upload.size = 20_000_000
    with pytest.raises(IntakeError, match="20.0 MB"):
        add_article(upload)
    assert upload.tell() == 0


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"url": "not an address"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"title": "x" * 501}, "title"),
        ({"source": "A|B"}, "source"),
        ({"source": "x" * 201}, "source"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name(wrong, field):
    with pytest.raises(IntakeError) as refused:
        add_article(PASTE, **wrong)
    assert refused.value.field == field
    assert nothing_was_stored()


def test_a_file_in_another_encoding_is_read():
    article, _created = add_article(PASTE.replace("chairwoman", "président “élu”").encode("cp1252"))
    assert "président “élu”" in article.text


def test_a_file_in_utf8_but_for_a_byte_is_refused_with_its_line():
    data = PASTE.replace("chairwoman", "president “élu”").encode() + b"\n\nCaf\xe9 du port."
    with pytest.raises(IntakeError, match="line 9 holds a byte that is not, after “Caf”"):
        add_article(data, filename="vote.txt")
    assert nothing_was_stored()


def test_the_site_and_the_commands_agree_what_an_article_may_have():
    assert "MAX_ARTICLE_BYTES" not in os.environ, "this test is of the default"
    assert settings.MAX_ARTICLE_BYTES == MOST_BYTES


def test_emoji_right_to_left_text_and_lone_surrogates_are_stored():
    article, _created = add_article(f"{PASTE}\n\nقال المجلس 🙂 \ud800 في عام 2017.")
    article.refresh_from_db()
    assert article.text.endswith("قال المجلس 🙂 \ufffd في عام 2017.")


@pytest.mark.one_database
def test_ten_thousand_short_lines_are_taken():
    article, _created = add_article("\n".join(f"Boat {n}" for n in range(10_000)))
    assert article.state == Article.State.DRAFT


def test_a_text_without_a_title_is_called_by_its_opening_words():
    article, _created = add_article(STORY)
    assert (
        article.title
        == "The harbour board of Exampleton voted on Monday to dredge the northern channel, ending an old quarrel. The work will…"
    )


# -- the captured original


def test_the_original_is_kept_under_its_own_digest():
    data = PASTE.replace("\n", "\r\n").encode("utf-16")
    article, _created = add_article(data)
    digest = hashlib.sha256(data).hexdigest()
    assert article.original.name == f"originals/{digest[:2]}/{digest}.txt"
    assert article.original.read() == data


def test_a_page_is_told_by_its_content_and_kept_as_one():
    article, _created = add_article((PAGES / "harbour.html").read_bytes(), filename="saved")
    assert article.original.name.endswith(".html")


def test_an_original_leaves_nothing_behind_where_the_article_cannot_be_stored(monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(intake.Article, "save", fail)
    monkeypatch.setattr(intake.Article.objects, "get_or_create", lambda **kwargs: (Article(), True))
    with pytest.raises(DatabaseError):
        add_article(PASTE)
    assert nothing_was_stored()


# -- looking first


def test_a_preview_stores_nothing_and_tells_what_would_be():
    found = preview(PASTE)
    assert (found.title, found.published, found.asks_for_a_day) == (
        "Board votes to dredge",
        dt.date(2016, 5, 10),
        False,
    )
    assert found.visible == STORY
    assert found.existing is None
    assert nothing_was_stored()


def test_a_preview_knows_the_article_that_is_here_already():
    article, _created = add_article(PASTE)
    assert preview(PASTE.encode()).existing == article


def test_a_preview_asks_for_a_day_that_is_missing():
    assert preview(STORY).asks_for_a_day
    assert not preview(STORY, published=dt.date(2016, 5, 10)).asks_for_a_day


# -- the command


@pytest.fixture
def files(tmp_path):
    (tmp_path / "vote.txt").write_text(PASTE)
    (tmp_path / "undated.txt").write_text(STORY)
    (tmp_path / "empty.txt").touch()
    return tmp_path


def test_the_command_takes_files_in(files, capsys):
    call_command("add_article", files / "vote.txt", PAGES / "harbour.html", source="The Courier")
    assert Article.objects.filter(source__name="The Courier").count() == 2
    assert "2 taken in, 0 here already, 0 refused." in capsys.readouterr().out


def test_the_command_goes_on_after_a_refusal_and_says_which_and_why(files, capsys):
    with pytest.raises(CommandError, match="2 refused; the others are done"):
        call_command("add_article", files / "empty.txt", files / "missing.txt", files / "vote.txt")
    said = capsys.readouterr().err
    assert "empty.txt: refused: The file is empty." in said
    assert "missing.txt: refused: No such file" in said
    assert Article.objects.count() == 1


def test_the_command_run_again_skips_what_is_here(files, capsys):
    call_command("add_article", files / "vote.txt")
    call_command("add_article", files / "vote.txt", files / "undated.txt")
    said = capsys.readouterr()
    assert "vote.txt: skipped: this text is here already, as article" in said.err
    assert "1 taken in, 1 here already" in said.out
    assert Article.objects.count() == 2


def test_the_command_says_which_articles_lack_their_day(files, capsys):
    call_command("add_article", files / "undated.txt")
    assert "undated.txt: draft:" in capsys.readouterr().err


def test_the_command_takes_the_day_as_people_write_it(files):
    call_command("add_article", files / "undated.txt", published="10 May 2016")
    assert Article.objects.get().published == dt.date(2016, 5, 10)


@pytest.mark.parametrize("day", ["banana", "31 June 2014", "June 2014", "about 2014-06-03"])
def test_the_command_refuses_a_day_that_is_none(files, day):
    with pytest.raises(CommandError, match="--published"):
        call_command("add_article", files / "undated.txt", published=day)
    assert nothing_was_stored()


def test_the_command_gives_one_title_to_one_file(files):
    with pytest.raises(CommandError, match="--title is for one file"):
        call_command("add_article", files / "vote.txt", files / "undated.txt", title="A title")
    call_command("add_article", files / "vote.txt", title="A title")
    assert Article.objects.get().title == "A title"


def test_the_room_does_not_know_the_timeline():
    for path in Path(intake.__file__).parent.rglob("*.py"):
        if "tests" not in path.parts:
            words = path.read_text()
            assert "import timeline" not in words and "from timeline" not in words, path
