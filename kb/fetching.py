"""The only door to the network: one page or feed, from an address that anybody may have written.

Every address on the way, redirects and robots.txt included, is taken apart, resolved once, and checked; the connection
goes to the very address that was checked, so that a name which changes its mind leads nowhere else. The proxies and
passwords that lie about in the environment (HTTP_PROXY, .netrc) are never used. What comes back is capped in size as
sent and as unpacked, and the whole fetch in time: a timer ends the connection, however slowly it drips.
"""

import hashlib
import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin

import certifi
from django.conf import settings
from django.core.cache import cache as kept
from django.utils import timezone
from django.utils.translation import gettext as _
from protego import Protego
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

PAGES = ("text/html", "application/xhtml+xml", "text/plain")
FEEDS = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "text/html",  # what careless servers call their feeds
    "text/plain",
    "application/octet-stream",
)
PORTS = {"http": 80, "https": 443}
LONGEST = 2000  # characters of an address
TO_CONNECT = 10  # seconds, at most, for each of a host's addresses
CHUNK = 65_536
MOST_ROBOTS = 512_000  # bytes of a robots.txt that are looked at (RFC 9309: at least 500 KiB)
ROBOTS_KEPT, FAILED_ROBOTS_KEPT = 24 * 3600, 600  # seconds
ALLOW_ALL, ALLOW_NONE = "", "User-agent: *\nDisallow: /"
CREDENTIALS = re.compile(r"^(\w+:/*)[^/?#]*@")
REDIRECTS = (301, 302, 303, 307, 308)
# All of IPv6 that is given to anybody; what stands for an IPv4 address (::ffff:, 64:ff9b:) lies elsewhere.
GLOBAL_IPV6 = ip_network("2000::/3")
# What Python calls global, or called so in some versions, and is not.
NOT_GLOBAL = [
    ip_network(net)
    for net in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32", "3fff::/20",  # documentation
        "2002::/16",  # 6to4: an IPv4 address within
    )
]  # fmt: skip


class CannotFetch(ValueError):
    """Nothing was fetched; the message names the address and says why in plain words.

    `status` is what the server answered, 0 where it did not; `passing` says whether it may be otherwise next time;
    `retry_after` are the seconds the server asked to be left alone.
    """

    def __init__(self, url: str, why: "_Refused", *, at: str = ""):
        where = shown(url)
        if at and shown(at) != where:
            where = _("%(url)s (which leads to %(at)s)") % {"url": where, "at": shown(at)}
        super().__init__(f"{where}: {why}")
        self.why, self.status, self.passing, self.retry_after = why, why.status, why.passing, why.retry_after


class _Refused(Exception):
    """Why the present hop ends here, in plain words."""

    def __init__(self, reason: str, *, status: int = 0, passing: bool = False, retry_after: int = 0):
        super().__init__(reason)
        self.status, self.passing, self.retry_after = status, passing, retry_after


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: the bytes as a file would have them, and where they were found at last."""

    url: str
    content: bytes = b""
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False  # answered 304: the content is what it was at the last fetch


@dataclass(frozen=True, slots=True)
class _Place:
    """An address taken apart; host without brackets or a final dot, target as it stands in the request."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        return self.origin + self.target


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for, and how much of it is taken."""

    kinds: tuple[str, ...]  # of content; empty: any
    most: int  # bytes
    cut: bool = False  # take the beginning of what is larger, instead of refusing it
    etag: str = ""
    last_modified: str = ""


def fetch(
    url: str,
    *,
    kinds: tuple[str, ...] = PAGES,
    most: int | None = None,
    etag: str = "",
    last_modified: str = "",
) -> Fetched:
    """The page (or feed, by `kinds`) at a web address, redirects followed. Raises CannotFetch, and nothing else.

    With the etag or last_modified of an earlier fetch the answer may be `unchanged`.
    """
    wish = _Wish(kinds, most or settings.MAX_ARTICLE_BYTES, etag=etag, last_modified=last_modified)
    with _Clock(settings.FETCH_SECONDS) as clock:
        return _follow(url, wish, clock, _ask_robots if settings.FETCH_ROBOTS else None)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public network, and to nothing of ours or in between.

    >>> [is_public(ip_address(a)) for a in ("93.184.215.14", "2606:4700::1111")]
    [True, True]
    >>> any(is_public(ip_address(a)) for a in ("127.0.0.1", "10.1.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    ...     "255.255.255.255", "::1", "fe80::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"))
    False
    """
    if address.version == 6 and address not in GLOBAL_IPV6:
        return False
    within = any(address.version == net.version and address in net for net in NOT_GLOBAL)
    return address.is_global and not address.is_multicast and not address.is_reserved and not within


def resolve(host: str, port: int) -> list[IPv4Address | IPv6Address]:
    """All addresses of a host, in the order the system would try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(entry[4][0]) for entry in found))


def connect(address: IPv4Address | IPv6Address, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((str(address), port), timeout=seconds)


@cache
def trusted() -> ssl.SSLContext:
    """Whom to believe who a server is."""
    return ssl.create_default_context(cafile=certifi.where())


def shown(url: str) -> str:
    """An address as a message may show it: short, without passwords, what cannot be seen spelled out."""
    url = CREDENTIALS.sub(r"\1", url)
    words = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in url)
    return words if len(words) <= 200 else words[:199] + "…"


class _Clock:
    """The time one fetch may take in all: when it is over, the open connection ends, whatever it is at."""

    def __init__(self, seconds: float):
        self.seconds, self.ends, self.over = seconds, time.monotonic() + seconds, False
        self._open: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self):
        self._timer.start()
        return self

    def __exit__(self, *failure):
        self._timer.cancel()
        self._forget()

    @property
    def left(self) -> float:
        return max(0.01, self.ends - time.monotonic())

    def watch(self, connection: socket.socket) -> socket.socket:
        """A second handle on the connection: TLS takes the first one over."""
        self._forget()
        self._open = connection.dup()
        self.check()
        return connection

    def check(self) -> None:
        if self.over or time.monotonic() >= self.ends:
            raise _Refused(_("it took longer than %s seconds") % f"{self.seconds:g}", passing=True)

    def wait_for(self, work: Callable, *arguments):
        """The result of something that cannot be interrupted, as asking for a name cannot."""
        future = Future()

        def run():
            try:
                future.set_result(work(*arguments))
            except (OSError, UnicodeError) as error:
                future.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return future.result(timeout=self.left)

    def _end(self) -> None:
        self.over = True
        if (connection := self._open) is not None:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # it has just ended by itself
                pass

    def _forget(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


class _Connection(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name it was asked by."""

    def __init__(self, place: _Place, addresses: list, clock: _Clock):
        super().__init__(place.host, place.port)
        self._place, self._addresses, self._clock = place, addresses, clock

    def connect(self):
        plain = self._clock.watch(self._connected())
        plain.settimeout(self._clock.left + 1)  # the clock is to end it, and says so
        secure = self._place.scheme == "https"
        self.sock = trusted().wrap_socket(plain, server_hostname=self._place.host) if secure else plain

    def _connected(self) -> socket.socket:
        for address in self._addresses[:-1]:
            try:
                return self._to(address)
            except OSError:
                self._clock.check()
        return self._to(self._addresses[-1])

    def _to(self, address) -> socket.socket:
        return connect(address, self._place.port, min(TO_CONNECT, self._clock.left))


def _follow(url: str, wish: _Wish, clock: _Clock, may: Callable | None) -> Fetched:
    """From hop to hop; `may` is asked before each, and refuses by raising."""
    asked = at = url
    try:
        for _hop in range(settings.FETCH_REDIRECTS + 1):
            place = _taken_apart(at)
            if may:
                may(place, clock)
            answer = _get(place, wish, clock)
            if isinstance(answer, Fetched):
                return answer
            at = answer
        raise _Refused(_("it is redirected more than %d times") % settings.FETCH_REDIRECTS)
    except _Refused as why:
        raise CannotFetch(asked, why, at=at) from why.__cause__


def _taken_apart(url: str) -> _Place:
    if any(ord(c) <= 32 or ord(c) == 127 or c == "\\" for c in url):
        raise _Refused(_("it holds a blank, a backslash or a control character, which no web address has"))
    if len(url) > LONGEST:
        raise _Refused(_("it is longer than %d characters") % LONGEST)
    scheme, colon, _rest = url.partition(":")
    if not colon or scheme.lower() not in PORTS:
        raise _Refused(_("only addresses that begin with http:// or https:// are fetched"))
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise _Refused(_("this is not a web address")) from error
    if CREDENTIALS.match(url):
        raise _Refused(_("it holds a user name or a password; those are never sent"))
    host = (parts.host or "").strip("[]").rstrip(".")
    if not host:
        raise _Refused(_("it names no host"))
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    if port not in settings.FETCH_PORTS:
        allowed = ", ".join(map(str, settings.FETCH_PORTS))
        raise _Refused(_("port %(port)d is not one that pages are fetched from (%(allowed)s)")
                       % {"port": port, "allowed": allowed})  # fmt: skip
    return _Place(parts.scheme, host, port, parts.request_uri)


def _addresses(place: _Place, clock: _Clock) -> list:
    """Where the host is, all of it public. One name with an inner address among its outer ones is refused whole."""
    try:
        found = clock.wait_for(resolve, place.host, place.port)
    except TimeoutError:
        clock.over = True
        clock.check()
    except (OSError, UnicodeError) as error:
        raise _Refused(_("there is no host of the name %s") % place.host, passing=True) from error
    inner = [address for address in found if not is_public(address)]
    if inner or not found:
        raise _Refused(
            _("%(host)s leads into a private or reserved network (%(address)s), where nothing is fetched")
            % {"host": place.host, "address": ", ".join(map(str, inner[:1]))}
        )
    return found


def _get(place: _Place, wish: _Wish, clock: _Clock) -> Fetched | str:
    """What the place answers: the content, or the address it sends us on to."""
    with closing(_Connection(place, _addresses(place, clock), clock)) as connection:
        try:
            connection.request("GET", place.target, headers=_headers(place, wish))
            with connection.getresponse() as answer:
                found = _taken(place, answer, wish)
        except (OSError, http.client.HTTPException, zlib.error) as error:
            clock.check()
            raise _Refused(_why(error), passing=True) from error
    clock.check()  # a connection that was ended looks like one that came to its end
    return found


def _headers(place: _Place, wish: _Wish) -> dict[str, str]:
    headers = {
        "Host": place.origin.partition("://")[2],
        "User-Agent": settings.FETCH_USER_AGENT.encode("ascii", "replace"),  # SITE_URL may be in any script
        "Accept": ", ".join([*wish.kinds, "*/*;q=0.1"]),
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if wish.etag:
        headers["If-None-Match"] = wish.etag
    if wish.last_modified:
        headers["If-Modified-Since"] = wish.last_modified
    return headers


def _taken(place: _Place, answer: http.client.HTTPResponse, wish: _Wish) -> Fetched | str:
    headers, status = answer.headers, answer.status
    told = Fetched(
        url=place.url,
        content_type=headers.get_content_type() if headers["Content-Type"] else "",
        charset=headers.get_content_charset() or "",
        etag=headers.get("ETag", ""),
        last_modified=headers.get("Last-Modified", ""),
    )
    if status in REDIRECTS and headers["Location"]:
        return _sent_on(place.url, _utf8(headers["Location"]))
    if status == 304 and (wish.etag or wish.last_modified):
        return replace(told, unchanged=True)
    if status != 200:
        later = status == 429 or status >= 500
        rest = _retry_after(headers.get("Retry-After", ""))
        raise _Refused(_answered(status), status=status, passing=later, retry_after=rest)
    if wish.kinds and told.content_type and told.content_type not in wish.kinds:
        raise _Refused(
            _("it is of the type %s, not a page of text") % shown(told.content_type[:80]), status=status
        )
    return replace(told, content=_body(answer, wish))


def _body(answer: http.client.HTTPResponse, wish: _Wish) -> bytes:
    """The content unpacked; refused as soon as it is more than is taken, as sent or as unpacked."""
    packing = answer.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise _Refused(_("it is packed in a way that was not asked for (%s)") % shown(packing[:40]))
    if not wish.cut and answer.length is not None and answer.length > wish.most:
        raise _Refused(_too_large(wish.most))
    zipper = _Gzip() if packing.endswith("gzip") else None
    parts, sent, size = [], 0, 0
    while chunk := answer.read1(
        CHUNK
    ):  # read() believes a chunk that says it has -1 bytes, and reads for ever
        sent += len(chunk)
        part = zipper.unpack(chunk, wish.most + 1 - size) if zipper else chunk
        size += len(part)
        parts.append(part)
        if max(sent, size) > wish.most:
            if wish.cut:
                return b"".join(parts)[: wish.most]
            raise _Refused(_too_large(wish.most))
    if answer.length or (zipper and not zipper.whole):
        raise _Refused(_("the connection ended before all of it had come"), passing=True)
    return b"".join(parts)


class _Gzip:
    """Unpacks gzip as it comes, never more than is asked for, one member after the other (RFC 1952)."""

    def __init__(self):
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._begun = False

    @property
    def whole(self) -> bool:
        return self._member.eof or not self._begun

    def unpack(self, data: bytes, most: int) -> bytes:
        out = b""
        while data and len(out) < most:
            if self._member.eof:
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            self._begun = True
            out += self._member.decompress(data, most - len(out))
            data = self._member.unused_data
        return out


def _ask_robots(place: _Place, clock: _Clock) -> None:
    """Refuse what the site asks programs to leave alone (RFC 9309)."""
    key = "robots-" + hashlib.sha256(place.origin.encode()).hexdigest()
    rules = kept.get(key)
    if rules is None:
        rules, seconds = _robots_of(place, clock)
        kept.set(key, rules, seconds)
    if rules != ALLOW_ALL and not Protego.parse(rules).can_fetch(place.url, settings.FETCH_USER_AGENT):
        raise _Refused(_("the site's robots.txt asks programs to leave this page alone"))


def _robots_of(place: _Place, clock: _Clock) -> tuple[str, int]:
    """A site's robots.txt, and for how many seconds that holds. None there: everything is allowed; unreadable: nothing."""
    try:
        found = _follow(f"{place.origin}/robots.txt", _Wish((), MOST_ROBOTS, cut=True), clock, None)
    except CannotFetch as why:
        clock.check()
        if not why.status:  # the page itself could not be reached either
            raise why.why from why
        if not why.passing:
            return ALLOW_ALL, ROBOTS_KEPT
        return ALLOW_NONE, FAILED_ROBOTS_KEPT
    return found.content.decode("utf-8-sig", "replace"), ROBOTS_KEPT


def _sent_on(here: str, location: str) -> str:
    try:
        return urljoin(here, location)
    except ValueError as error:
        raise _Refused(_("it is redirected to what is no web address")) from error


def _utf8(header: str) -> str:
    """A header's text where a server has written UTF-8 into it; http.client reads each byte as a letter."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _retry_after(header: str) -> int:
    """Seconds, from either form the header has (RFC 9110); 0 where it says nothing that can be read."""
    if header.strip().isdecimal():
        return min(int(header), 10_000_000) if len(header) < 20 else 0
    try:
        then = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return 0
    then = then.replace(tzinfo=UTC) if then.tzinfo is None else then
    return max(0, int((then - timezone.now()).total_seconds()))


def _answered(status: int) -> str:
    if status in (404, 410):
        return _("the site answers that there is no such page (%d)") % status
    if status in (401, 402, 403, 451):
        return _("the site does not let us read this page (%d)") % status
    if status == 429:
        return _("the site asks us to come back later (429)")
    if status >= 500:
        return _("the site has trouble of its own (%d)") % status
    known = [s.phrase for s in HTTPStatus if s == status]
    return _("the site answers %s instead of the page") % " ".join([str(status), *known])


def _too_large(most: int) -> str:
    return _("it is larger than %s MB") % f"{most / 1_000_000:g}"


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("the site cannot prove that it is what it says (%s)") % error.verify_message.rstrip(".")
    if isinstance(error, ssl.SSLError):
        return _("no secure connection to the site can be made")
    if isinstance(error, TimeoutError):
        return _("the site does not answer")
    if isinstance(error, (http.client.HTTPException, zlib.error)):
        return _("what the site answers cannot be understood")
    return _("the site cannot be reached")
