"""Many articles at once: what is refused before anything is taken in, and what becomes of each that is."""

import gzip
import json
import zipfile

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from kb.models import Article
from timeline import tasks
from timeline.importing import articles
from timeline.models import Event, Heartbeat, Work
from timeline.tests.factories import article

pytestmark = pytest.mark.django_db

BRIDGE = "Harbour opens bridge\n\nPublished 11 February 2016\n\nThe bridge opened on 3 May 2014."
MILL = "<html><head><title>Mill</title></head><body><article><p>The mill closed on 4 June 2013.</p></article></body></html>"
DAM = "The dam burst on 1 July 2012."


@pytest.fixture
def given(tmp_path):
    """Called: files of these names and contents."""

    def make(files):
        paths = []
        for name, content in files.items():
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        return paths

    return make


def zipped(tmp_path, files, name="articles.zip"):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as writing:
        for entry, content in files.items():
            writing.writestr(entry, content)
    return path


def ndjson(*rows) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def problems(*paths) -> list[str]:
    return [str(problem) for problem in articles.Shipment(list(paths)).look_through().problems]


def added(*paths, **options) -> Work:
    call_command("add_articles", *map(str, paths), verbosity=0, **options)
    return Work.objects.get()


def left_out(work) -> list[tuple[str, str]]:
    return [(skip.what, skip.why) for skip in work.skips.all()]


# what is taken in


def test_files_archives_and_tables_come_in_together_and_are_read(given, tmp_path):
    table = "url,title,source,published,authors,language,text\nhttps://e.example/dam,Dam bursts,The Post,2012-07-02,A. Writer,en-GB,{}\n"
    files = given({"bridge.txt": BRIDGE, "list.csv": table.format(DAM)})
    work = added(*files, zipped(tmp_path, {"a/mill.html": MILL}), published="2016-02-11")
    assert (work.state, work.done, work.total) == ("done", 3, 3)
    assert work.result == "3 added, 0 here already, 0 refused; events proposed: 3."
    dam = Article.objects.get(title="Dam bursts")
    assert (dam.url, dam.source.name, str(dam.published), dam.authors, dam.language, dam.text) == (
        "https://e.example/dam", "The Post", "2012-07-02", "A. Writer", "en-GB", DAM,
    )  # fmt: skip
    assert str(Article.objects.get(title="Mill").published) == "2016-02-11"
    assert Event.objects.awaiting_review().count() == 3
    assert not any((tasks.folder("") / "..").glob("works/*"))


def test_a_line_of_json_may_hold_a_page_or_a_list_of_authors(given):
    lines = ndjson(
        {
            "html": MILL,
            "published": "2016-02-11T10:00:00Z",
            "authors": ["A. Writer", "B. Writer"],
            "title": None,
        },
        {"text": DAM, "published": "2012-07-02"},
    )
    added(*given({"list.ndjson": lines + "\n"}))
    mill = Article.objects.get(title="Mill")
    assert (mill.authors, str(mill.published)) == ("A. Writer, B. Writer", "2016-02-11")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_table_as_a_spreadsheet_saves_it(given, encoding):
    [path] = given({"list.csv": f"text;published\r\n{DAM};2012-07-02\r\n".encode(encoding)})
    assert added(path).result.startswith("1 added")


def test_packed_tables(given):
    csv, lines = f"published,text\n2012-07-02,{DAM}\n", ndjson({"text": "The mill closed in June 2013."})
    paths = given({"a.csv.gz": gzip.compress(csv.encode()), "b.ndjson.gz": gzip.compress(lines.encode())})
    assert added(*paths, published="2016-02-11").result.startswith("2 added")


# what is looked through first


def test_every_bad_row_is_named_with_its_field_and_nothing_is_taken_in(given, capsys):
    table = (
        "url,title,published,language,source,text\n"
        f"https://e.example/1,Good,2016-02-11,en,Post,{DAM}\n"
        "no address,Bad,2016-02-31,en,Post,Words.\n"
        "https://e.example/2,No words,2016-02,english!,a|b,\n"
        "https://e.example/3,Ambiguous,10/11/2014,en,Post,Words.\n"
        "https://e.example/4,To come,2999-01-01,en,Post,Words.\n"
    )
    [path] = given({"list.csv": table})
    assert problems(path) == [
        "list.csv, row 3, url: This is not a web address: no address",
        "list.csv, row 3, published: February 2016 has 29 days.",
        "list.csv, row 4, source: The character | separates names in exports; leave it out.",
        "list.csv, row 4, language: This is not the code of a language (BCP 47), as en and ur are: english!",
        "list.csv, row 4, published: “2016-02” is not one day, as 2016-02-11 is.",
        "list.csv, row 4, text: There is no text in it.",
        "list.csv, row 5, published: “10/11/2014” can be 10 November 2014 or 11 October 2014: write the month as a word.",
        "list.csv, row 6, published: The day 1 January 2999 lies in the future.",
    ]
    with pytest.raises(CommandError, match="8 faults. Nothing was taken in."):
        added(path)
    assert "list.csv, row 6, published" in capsys.readouterr().err
    assert not Article.objects.exists() and not Work.objects.exists()


def test_every_bad_line_of_json_is_named(given):
    lines = "\n".join(
        [
            json.dumps({"text": DAM}),
            "{not json",
            '["a", "list"]',
            json.dumps({"text": DAM, "headline": "Other"}),
            json.dumps({"text": DAM, "title": 5}),
            json.dumps({"text": DAM, "html": MILL}),
        ]
    )
    told = problems(*given({"list.jsonl": lines}))
    assert [one.partition(":")[0] for one in told] == [
        *("list.jsonl, line 2", "list.jsonl, line 3", "list.jsonl, line 4", "list.jsonl, line 5"),
        "list.jsonl, line 6, html",
    ]
    assert "“headline” is none of the columns that are read: url, title," in told[2]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "headline,text\nx,y\n", "“headline” is none of the columns that are read"),
        ("a.csv", "title,text\nx\n", "Row 2 has 1 cells, the header 2"),
        ("a.csv", 'title,text\n"x,y\n', "Row 2 cannot be read"),
        ("a.csv", b"title,text\nx,\xff\xfe\n", "the text is not UTF-8"),
        ("a.csv", "", "The file is empty."),
        ("a.csv", "title,text\n", "There is no article in it."),
        ("a.ndjson", "", "There is no article in it."),
        ("a.csv.gz", gzip.compress(b"title,text\nx,y\n" * 9, mtime=0)[:-9], "it has not come down whole"),
        ("a.zip", "no archive", "This is no zip archive"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_place(given, name, content, words):
    [told] = problems(*given({name: content}))
    assert words in told and (told.startswith(name) or "no article" in told)


def test_an_archive_made_to_do_harm_stops_everything(given, tmp_path):
    good, bad = given({"bridge.txt": BRIDGE})[0], zipped(tmp_path, {"../up.txt": DAM})
    assert problems(good, bad) == ["articles.zip: “../up.txt”: Its name leads out of the archive."]


def test_more_articles_than_are_taken_in_at_once(given, settings):
    settings.MOST_ARTICLES_AT_ONCE = 1
    [path] = given({"list.ndjson": ndjson({"text": DAM}, {"text": "Another."})})
    assert problems(path) == ["These are 2 articles; at most 1 are taken in at once."]


def test_a_packed_table_that_unpacks_without_end_is_not_read(given, settings):
    settings.MAX_IMPORT_BYTES = 1000
    [told] = problems(*given({"a.csv.gz": gzip.compress(b"title,text\n" + b"x,y\n" * 10_000)}))
    assert "unpacks to more than" in told


# what is left out, and why


def test_what_is_here_already_or_cannot_be_read_is_said_and_the_rest_goes_on(given, tmp_path):
    article(DAM, title="The dam", url="https://e.example/dam", state="read")
    table = ndjson(
        {"text": DAM, "published": "2012-07-02"},
        {"text": "Another text.", "url": "https://e.example/dam"},
        {"text": "The mill closed on 4 June 2013.", "published": "2013-06-05"},
        {"text": "The mill closed on 4 June 2013.", "published": "2013-06-05"},
        {"text": "No day is said of this one."},
    )
    archive = zipped(tmp_path, {"logo.png": b"\x89PNG", "hidden.txt": b"%PDF-1.4"})
    work = added(*given({"list.ndjson": table}), archive)
    assert (work.state, work.result) == ("done", "2 added, 2 here already, 3 refused; events proposed: 1.")
    told = left_out(work)
    assert [what for what, _why in told] == [
        *("list.ndjson, line 1", "list.ndjson, line 2", "list.ndjson, line 4", "list.ndjson, line 5"),
        *("articles.zip: logo.png", "articles.zip: hidden.txt"),
    ]
    assert [words in why for words, (_what, why) in zip(
        ["here already: “The dam”", "has this address already", "here already", "Kept as a draft",
         "neither a text file nor a web page", "This is a PDF"], told, strict=True)] == [True] * 6  # fmt: skip


def test_an_interrupted_work_goes_on_by_its_number_and_adds_nothing_twice(given, monkeypatch):
    lines = ndjson(
        *({"text": f"The mill closed on {n} June 2013.", "published": "2013-06-29"} for n in (1, 2, 3))
    )
    [path] = given({"list.ndjson": lines})
    read = articles.proposing.propose_events

    def stopped_at_two(article):
        if Article.objects.count() == 2:
            raise KeyboardInterrupt
        return read(article)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(articles.proposing, "propose_events", stopped_at_two)
        added(path)
    work = Work.objects.get()
    assert (work.state, work.done, Article.objects.count()) == ("interrupted", 1, 2)
    call_command("add_articles", resume=work.pk, verbosity=0)
    work.refresh_from_db()
    assert (work.state, work.done, Article.objects.count(), Event.objects.count()) == ("done", 3, 3, 3)
    with pytest.raises(CommandError, match="is done: there is nothing to go on with"):
        call_command("add_articles", resume=work.pk, verbosity=0)


def test_a_dry_run_only_looks(given, capsys):
    call_command("add_articles", *map(str, given({"bridge.txt": BRIDGE})), dry_run=True)
    assert "1 articles; nothing is wrong" in capsys.readouterr().out
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "Name files, or a work"),
        ({"published": "2016"}, "--published: “2016” is not one day"),
        ({"user": "nobody"}, "There is no user nobody"),
        ({"resume": 99}, "There is no such work 99"),
    ],
)
def test_the_command_says_what_it_cannot_do(given, arguments, words):
    files = [] if not arguments or "resume" in arguments else given({"bridge.txt": BRIDGE})
    with pytest.raises(CommandError, match=words):
        call_command("add_articles", *map(str, files), verbosity=0, **arguments)
    assert not Article.objects.exists() and not Work.objects.exists()


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="gone.csv: No such file or directory. Nothing was taken in."):
        call_command("add_articles", str(tmp_path / "gone.csv"), verbosity=0)


# at the desk

ADD_MANY = "/admin/kb/article/add-many/"


def send(desk, *files, **fields):
    uploads = [SimpleUploadedFile(name, c if isinstance(c, bytes) else c.encode()) for name, c in files]
    return desk.post(ADD_MANY, {"files": uploads, **fields}, follow=True)


def test_the_page_for_one_article_leads_to_the_page_for_many(desk):
    assert ADD_MANY in desk.get(reverse("admin:kb_article_add")).content.decode()
    assert desk.get(ADD_MANY).status_code == 200


def test_several_files_are_added_and_the_page_tells(desk, editor):
    shown = send(desk, ("bridge.txt", BRIDGE), ("mill.html", MILL), published="2016-02-11", source="The Post")
    assert "2 added, 0 here already, 0 refused" in shown.content.decode()
    assert Work.objects.get().name == "bridge.txt and 1 more"
    assert {a.source.name for a in Article.objects.all()} == {"The Post"}
    listed = desk.get(Work.objects.get().result_url).content.decode()
    assert "Mill" in listed and "Harbour opens bridge" in listed
    assert LogEntry.objects.filter(user=editor, action_flag=ADDITION).count() == 2


def test_what_is_wrong_is_shown_and_nothing_kept(desk):
    shown = send(desk, ("list.csv", "title,published,text\nx,31 June 2014,Words.\n"))
    assert "list.csv, row 2, published: June has 30 days." in shown.content.decode()
    assert not Work.objects.exists() and not list((tasks.folder("")).glob("*"))


def test_with_a_worker_the_page_of_the_work_is_shown_at_once(desk, monkeypatch):
    Heartbeat.objects.create(worker="one", at=timezone.now())
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    assert "Waits for a worker" in send(desk, ("bridge.txt", BRIDGE)).content.decode()
    call_command("run_worker", batch=True)
    assert Work.objects.get().state == "done" and Article.objects.count() == 1


def test_without_a_worker_too_many_are_refused_and_nothing_kept(desk, settings):
    settings.WORK_IN_REQUEST = 1
    shown = send(desk, ("list.ndjson", ndjson({"text": DAM}, {"text": "Another."})))
    assert "at most 1 items are done at once; here are 2" in shown.content.decode()
    assert not Article.objects.exists() and not list((tasks.folder("")).glob("*"))


def test_more_than_is_taken_at_once_is_refused_before_it_is_read(desk, settings):
    settings.MAX_ARTICLES_BYTES = 1_000_000
    shown = send(desk, ("bridge.txt", BRIDGE + " " * 1_200_000))
    assert shown.status_code == 413
    assert "larger than 1 MB. Add them by `manage.py add_articles`" in shown.content.decode()


def test_more_files_than_a_form_takes(desk, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    shown = send(desk, *((f"{n}.txt", BRIDGE) for n in range(3)))
    assert (
        shown.status_code == 413
        and "more than 2 files. Put them into a zip archive." in shown.content.decode()
    )


def test_no_files_no_publisher_of_two_and_no_day_to_come(desk):
    shown = send(desk, source="a|b", published="2999-01-01", language="?").content.decode()
    for words in (
        "This field is required",
        "separates names",
        "lies in the future",
        "not the code of a language",
    ):
        assert words in shown
