"""The door to the network: good pages come whole, and no address leads anywhere it should not."""

import gzip
import ssl
import subprocess
import time
import zlib
from ipaddress import ip_address

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import fetching
from kb.fetching import FEEDS, CannotFetch, fetch
from kb.tests.web import OUTSIDE
from kb.text import decode

PAGE = "<!doctype html><title>Board votes</title><p>The board voted to dredge the northern channel.</p>"


@pytest.fixture(autouse=True)
def _every_port(settings, web):
    """The port of our own server too, so that only the address stands in the way."""
    settings.FETCH_PORTS = [80, 443, web.port]
    settings.FETCH_ROBOTS = False


def refusal(url: str, **how) -> str:
    with pytest.raises(CannotFetch) as refused:
        fetch(url, **how)
    return str(refused.value)


# -- good pages


def test_a_page_comes_with_its_address_type_and_charset(web):
    web.page("/a?b=%C3%A9", PAGE, ETag='"7"', Last_Modified="Tue, 10 May 2016 07:15:00 GMT")
    found = fetch("HTTP://News.Example:80/a?b=é#top")
    assert found.content.decode() == PAGE
    assert (found.url, found.content_type, found.charset) == (
        "http://news.example/a?b=%C3%A9",
        "text/html",
        "utf-8",
    )
    assert (found.etag, found.last_modified) == ('"7"', "Tue, 10 May 2016 07:15:00 GMT")


def test_the_server_is_told_the_name_and_who_asks_and_nothing_else_about_us(web, settings):
    settings.FETCH_USER_AGENT = "Dateline (+https://timeline.example)"
    web.page("/", PAGE)
    fetch("http://news.example")
    told = dict(web.asked[0].headers)
    assert set(told) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert (told["Host"], told["User-Agent"]) == ("news.example", "Dateline (+https://timeline.example)")


def test_a_site_named_in_another_script_can_fetch(web, settings):
    settings.FETCH_USER_AGENT = "Dateline (+https://хроника.example)"
    web.page("/", PAGE)
    assert fetch("http://news.example").content


def test_the_charset_of_the_header_reads_a_page_that_does_not_say(web):
    web.page(
        "/", "<p>Наблюдатели прибыли в город.</p>".encode("koi8-r"), content_type="text/html; charset=KOI8-R"
    )
    found = fetch("http://news.example/")
    assert "Наблюдатели прибыли" in decode(found.content, found.charset)


@pytest.mark.parametrize("members", [1, 3])
def test_a_packed_page_is_unpacked(web, members):
    packed = b"".join(gzip.compress(PAGE.encode()) for _ in range(members))
    web.page("/", packed, Content_Encoding="gzip")
    assert fetch("http://news.example/").content == PAGE.encode() * members


def test_redirects_are_followed_to_other_hosts_and_relative_addresses(web):
    web.redirect("/old", "//other.example/newer")
    web.redirect("/newer", "n%C3%A9west?x", 308)
    web.page("/n%C3%A9west?x", PAGE)
    assert fetch("http://news.example/old").url == "http://other.example/n%C3%A9west?x"


def test_what_has_not_changed_is_not_sent_again(web):
    def answer(request):
        request.send_response(304 if request.headers["If-None-Match"] == '"7"' else 200)
        request.send_header("Content-Length", "0")
        request.end_headers()

    web.pages["/feed"] = answer
    assert fetch("http://news.example/feed", kinds=FEEDS, etag='"7"').unchanged
    assert not fetch("http://news.example/feed", kinds=FEEDS, etag='"8"').unchanged


def test_a_host_that_does_not_answer_at_one_address_is_tried_at_the_next(web, monkeypatch):
    first = ip_address("93.184.215.13")
    web.names["news.example"] = [first, OUTSIDE]
    web.page("/", PAGE)

    def connect(address, port, seconds):
        if address == first:
            raise ConnectionRefusedError
        return web.connect(address, port, seconds)

    monkeypatch.setattr(fetching, "connect", connect)
    assert fetch("http://news.example/").content


# -- where nothing is fetched from

INSIDE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://%31%32%37.0.0.1/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://0.0.0.0/",
    "http://0/",
    "http://[::]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[fd00:ec2::254]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://192.0.0.8/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[ff02::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::1]/",
    "http://[2001:0:7f00:1::1]/",
    "http://[2001:db8::1]/",
    "http://intranet.example/",
    "http://half-inside.example/",
    "https://intranet.example/",
]


@pytest.fixture
def inside(web):
    """Names that lead inside, and a server that would be glad of a visit."""
    web.names |= {
        "localhost": ["127.0.0.1", "::1"],
        "intranet.example": ["10.20.30.40"],
        "half-inside.example": [OUTSIDE, "127.0.0.1"],
    }
    web.page("/", "secret")
    web.page("/latest/meta-data/", "secret")
    return web


@pytest.mark.parametrize("url", INSIDE)
def test_no_address_leads_inside(inside, url):
    said = refusal(url.replace(".1/", f".1:{inside.port}/") if "[" not in url else url)
    assert "private or reserved network" in said
    assert (inside.asked, inside.connected) == ([], [])


@pytest.mark.parametrize("url", INSIDE[::4])
def test_no_redirect_leads_inside(inside, url):
    inside.redirect("/hop", "http://other.example/again")
    inside.redirect("/again", url)
    said = refusal("http://news.example/hop")
    assert said.startswith("http://news.example/hop (which leads to ")
    assert "private or reserved network" in said
    assert [address for address, _port in inside.connected] == [OUTSIDE, OUTSIDE]


def test_the_address_that_was_checked_is_the_one_that_is_visited(web, monkeypatch):
    """A name that answers with an outer address first, and an inner one ever after, gains nothing by it."""
    web.page("/", PAGE)
    answers, asked = iter([[OUTSIDE]]), []

    def changing(host, port):
        asked.append(host)
        return next(answers, [ip_address("127.0.0.1")])

    monkeypatch.setattr(fetching, "resolve", changing)
    assert fetch("http://rebinding.example/").content == PAGE.encode()
    assert asked == ["rebinding.example"]
    assert web.connected == [(OUTSIDE, 80)]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "http:// or https://"),
        ("gopher://news.example/_x", "http:// or https://"),
        ("ftp://news.example/a", "http:// or https://"),
        ("data:text/html,hello", "http:// or https://"),
        ("javascript:alert(1)", "http:// or https://"),
        ("//news.example/", "http:// or https://"),
        ("news.example", "http:// or https://"),
        ("", "http:// or https://"),
        ("http://user:secret@news.example/", "user name or a password"),
        ("http://user@news.example/", "user name or a password"),
        ("http://@news.example/", "user name or a password"),
        ("http://news.example@127.0.0.1/", "user name or a password"),
        ("http://news.example/\r\nX-Injected: 1", "control character"),
        ("http://news.example/a b", "control character"),
        ("http://news.example\t.evil.example/", "control character"),
        ("http://news.example\\@127.0.0.1/", "control character"),
        ("http://news.example/\x00", "control character"),
        ("http://news.example:22/", "port 22"),
        ("http://news.example:0/", "port 0"),
        ("https://news.example:8443/", "port 8443"),
        ("http://news.example:99999/", "not a web address"),
        ("http://news.example:80:80/", "not a web address"),
        ("http://[::1/", "not a web address"),
        ("http:///path", "names no host"),
        ("http:news.example", "names no host"),
        ("http://no-such-host.example/", "no host of the name"),
        ("http://①②⑦.0.0.1/", "not a web address"),
        ("http://" + "a" * 70 + ".example/", "no"),
        ("http://news.example/" + "a" * 2000, "longer than 2000"),
    ],
)
def test_what_is_no_plain_web_address_is_refused_in_words(web, url, why):
    web.page("/", PAGE)
    said = refusal(url)
    assert why in said
    assert "secret" not in said
    assert said.isprintable()
    assert (web.asked, web.connected) == ([], [])


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "ftp://other.example/",
        "http://u:p@other.example/",
        "http://other.example:25/",
        "http://[",
    ],
)
def test_redirects_are_held_to_the_same_rules(web, to):
    web.redirect("/", to)
    refusal("http://news.example/")
    assert web.paths == ["/"]


def test_a_proxy_of_the_environment_is_not_used(web, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.page("/", PAGE)
    assert fetch("http://news.example/").content == PAGE.encode()


# -- what is too much


def without_end(request, *chunks: bytes, pause: float = 0, **headers):
    """Send the first chunks, then the last for as long as the other side listens; at most for a while."""
    request.send_response(200)
    for name, value in {"Content_Type": "text/html", **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    ends = time.monotonic() + 20
    for chunk in chunks[:-1]:
        request.wfile.write(chunk)
    while time.monotonic() < ends:
        request.wfile.write(chunks[-1])
        time.sleep(pause)


def test_redirects_come_to_an_end(web, settings):
    web.redirect("/", "/")
    assert "redirected more than 5 times" in refusal("http://news.example/")
    assert web.paths == ["/"] * 6


def test_a_body_without_end_is_cut_off(web):
    web.pages["/"] = lambda request: without_end(request, b"<p>more and more</p>" * 1000)
    assert "larger than 0.1 MB" in refusal("http://news.example/", most=100_000)


def test_chunks_without_end_are_cut_off(web):
    web.pages["/"] = lambda request: without_end(
        request, b"1000\r\n" + b"a" * 0x1000 + b"\r\n", Transfer_Encoding="chunked"
    )
    assert "larger than 0.1 MB" in refusal("http://news.example/", most=100_000)


def test_a_chunk_of_less_than_nothing_is_cut_off(web):
    """Its size is -1: read as it says, it would be all there ever comes."""
    web.pages["/"] = lambda request: without_end(
        request, b"-1\r\n", b"a" * 0x1000, Transfer_Encoding="chunked"
    )
    assert "larger than 0.1 MB" in refusal("http://news.example/", most=100_000)


def test_a_size_that_is_announced_is_believed(web):
    web.page("/", b"x", Content_Length="100001")
    assert "larger than 0.1 MB" in refusal("http://news.example/", most=100_000)


def test_a_gzip_bomb_is_not_unpacked(web):
    bomb = gzip.compress(b"\0" * 20_000_000)
    assert len(bomb) < 100_000
    web.page("/", bomb, Content_Encoding="gzip")
    assert "larger than 0.1 MB" in refusal("http://news.example/", most=100_000)


def test_many_small_bombs_in_a_row_are_one(web):
    web.page("/", gzip.compress(b"\0" * 90_000) * 10, Content_Encoding="gzip")
    assert "larger than 0.1 MB" in refusal("http://news.example/", most=100_000)


@pytest.mark.parametrize("packing", ["br", "zstd", "deflate", "gzip, gzip"])
def test_other_ways_of_packing_are_refused(web, packing):
    web.page("/", zlib.compress(PAGE.encode()), Content_Encoding=packing)
    assert "packed in a way" in refusal("http://news.example/")


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: time.sleep(5),
        lambda request: without_end(request, b"a", pause=0.02),
        lambda request: without_end(request, b"1\r\na\r\n", pause=0.02, Transfer_Encoding="chunked"),
        lambda request: [request.wfile.write(b"HTTP/1.1 200 OK\r\n")]
        + [(request.wfile.write(b"X"), time.sleep(0.02)) for _ in range(200)],
        lambda request: [(request.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n"), time.sleep(0.02)) for _ in range(200)],
    ],
    ids=["silence", "a dripping body", "dripping chunks", "dripping headers", "for ever about to begin"],
)  # fmt: skip
def test_what_takes_too_long_is_ended(web, settings, answer):
    settings.FETCH_SECONDS = 0.4
    web.pages["/"] = answer
    assert "it took longer than 0.4 seconds" in refusal("http://news.example/")


def test_a_name_that_is_slow_to_resolve_is_not_waited_for(web, settings, monkeypatch):
    settings.FETCH_SECONDS = 0.2
    monkeypatch.setattr(fetching, "resolve", lambda host, port: time.sleep(2))
    assert "it took longer than 0.2 seconds" in refusal("http://news.example/")


# -- what cannot be used


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "video/mp4", "application/octet-stream"])
def test_what_is_not_text_is_refused_before_it_is_read(web, kind):
    web.pages["/"] = lambda request: without_end(request, b"a", Content_Type=kind)
    assert f"of the type {kind}" in refusal("http://news.example/")


@pytest.mark.parametrize(
    ("status", "why"),
    [(403, "does not let us"), (404, "no such page"), (429, "come back later"), (500, "trouble"), (204, "204 No Content")],
)  # fmt: skip
def test_other_answers_are_told_in_words(web, status, why):
    web.page("/", status=status, Retry_After="120")
    with pytest.raises(CannotFetch, match=why) as refused:
        fetch("http://news.example/")
    assert (refused.value.status, refused.value.retry_after) == (status, 120)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "cannot be understood"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<p>half", "before all of it had come"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "cannot be understood"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip", "cannot be understood"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE.encode(), mtime=0)[:40],
            "before all of it",
        ),
        (b"HTTP/1.1 200 OK\r\n" + b"X-More: 1\r\n" * 200 + b"\r\n", "cannot be understood"),
        (b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n", "cannot be understood"),
    ],
)
def test_a_broken_answer_is_never_half_taken(web, sent, why):
    web.pages["/"] = lambda request: request.wfile.write(sent)
    assert why in refusal("http://news.example/")


def test_a_site_that_is_not_there_is_said_to_be(web):
    web.stop()
    assert "cannot be reached" in refusal("http://news.example/")


URL_BITS = ["http://", "https://", "/", "//", "@", "[", "]", "::1", "127.0.0.1", "news.example", "%00", "%0d%0a", "\\", "?", "#",
            "xn--a", "é", "。", "1", "0x7f", "..", ".", "a" * 64, "\u202e", "\ud800", "%zz", "fe80::1%25lo", ":80", ":99999",
            " ", "\t", "\x00", "İ", "data:", "<"]  # fmt: skip
ANSWER_BITS = [b"HTTP/1.1 200 OK", b"HTTP/1.1 302 Found", b"HTTP/1.1 503 x", b"HTTP/9", b"\r\n", b"\n", b"Content-Type: ;;;",
               b"Content-Type: text/html; charset*=utf-8''%ff", b"Content-Length: -1", b"Content-Length: " + b"9" * 30,
               b"Content-Length: x", b"Transfer-Encoding: chunked", b"5\r\nhello\r\n0\r\n\r\n", b"-5\r\nhello", b"f" * 17,
               b"\x00\xff\xfe", b"Location: http://[", b"Location: \xe9\x00", b"Location: //", b"Retry-After: " + b"9" * 30,
               b"Retry-After: Tue, 99 Xxx 2020", b"Retry-After: Tue, 10 May " + b"9" * 30 + b" 23:15:00 GMT", b"Retry-After: Mon, 01 Jan 0001 00:00:00 GMT", b"Retry-After: \xb2",
               b"Content-Encoding: gzip", b"\x1f\x8b\x08\x00\x00", b"ETag: a\r\n b", b"HTTP/1.1 100 Continue\r\n\r\n"]  # fmt: skip


@given(st.lists(st.sampled_from(URL_BITS), min_size=1, max_size=7).map("".join))
@hypothesis.settings(max_examples=300, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_an_address_is_refused_in_words_or_fetched_from_outside(web, address):
    try:
        fetch(address)
    except CannotFetch as why:
        assert str(why).isprintable()
    assert not [address for address, _port in web.connected if not fetching.is_public(address)]


@given(st.lists(st.sampled_from(ANSWER_BITS), max_size=7), st.sampled_from(ANSWER_BITS[:3]))
@hypothesis.settings(max_examples=150, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_whatever_a_server_answers_is_taken_or_refused_in_words(web, bits, first):
    web.pages["/"] = lambda request: request.wfile.write(b"\r\n".join([first, *bits, b"", b"<p>"]))
    try:
        assert isinstance(fetch("http://news.example/", etag="1").content, bytes)
    except CannotFetch as why:
        assert str(why).isprintable()


# -- over TLS


@pytest.fixture
def certified(web, tmp_path, monkeypatch):
    """The server speaks TLS, and is believed to be news.example."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    speaking = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    speaking.load_cert_chain(certificate, key)
    named = []
    speaking.sni_callback = lambda connection, name, context: named.append(name)
    web.server.socket = speaking.wrap_socket(web.server.socket, server_side=True)
    believing = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(fetching, "trusted", lambda: believing)
    return named


def test_a_secure_site_is_asked_by_its_name_and_proves_it(web, certified):
    web.page("/", PAGE)
    assert fetch("https://news.example/").url == "https://news.example/"
    assert certified == ["news.example"]
    assert web.connected == [(OUTSIDE, 443)]


def test_a_site_that_proves_another_name_is_refused(web, certified):
    web.page("/", PAGE)
    assert "cannot prove that it is what it says" in refusal("https://other.example/")
    assert web.asked == []


def test_nobody_is_believed_without_a_certificate_of_a_known_authority(web, certified, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(fetching, "resolve", web.resolve)
    monkeypatch.setattr(fetching, "connect", web.connect)
    assert "cannot prove that it is what it says" in refusal("https://news.example/")


def test_a_site_without_tls_is_not_spoken_to_securely(web):
    assert "no secure connection" in refusal("https://news.example/")


# -- what sites ask of programs


ROBOTS = "User-agent: *\nDisallow: /private/\n\nUser-agent: dateline\nDisallow: /no-dateline/\nDisallow: /*?print\n"


def test_robots_txt_is_asked_once_and_respected(web, settings):
    settings.FETCH_ROBOTS = True
    web.page("/robots.txt", ROBOTS, content_type="text/plain")
    for path in ("/private/a", "/no-dateline/a", "/a?print"):
        web.page(path, PAGE)
    assert fetch("http://news.example/private/a").content  # our own rules stand in place of everybody's
    for path in ("/no-dateline/a", "/a?print"):
        assert "robots.txt asks programs" in refusal(f"http://news.example{path}")
    assert web.paths == ["/robots.txt", "/private/a"]


def test_robots_txt_of_each_host_on_the_way_is_respected(web, settings):
    settings.FETCH_ROBOTS = True
    web.page("/robots.txt", ROBOTS, content_type="text/plain")
    web.redirect("/", "http://other.example/no-dateline/")
    assert "robots.txt asks programs" in refusal("http://news.example/")
    assert web.paths == ["/robots.txt", "/", "/robots.txt"]


def test_a_site_without_robots_txt_allows_everything_one_with_a_broken_one_nothing(web, settings):
    settings.FETCH_ROBOTS = True
    web.page("/", PAGE)
    assert fetch("http://news.example/").content
    web.page("/robots.txt", status=503)
    assert "robots.txt" in refusal("http://other.example/")


def test_robots_txt_leads_nowhere_inside(inside, settings):
    settings.FETCH_ROBOTS = True
    inside.redirect("/robots.txt", f"http://127.0.0.1:{inside.port}/")
    assert "private or reserved network" in refusal("http://news.example/")
    assert inside.paths == ["/robots.txt"]


def test_only_the_beginning_of_an_endless_robots_txt_is_read(web, settings):
    settings.FETCH_ROBOTS = True
    web.page("/", PAGE)
    web.pages["/robots.txt"] = lambda request: without_end(request, ROBOTS.encode(), b"# and so on\n" * 1000)
    assert fetch("http://news.example/").content
