"""A web of our own for tests: one real server in a thread, reached under invented names.

What checks addresses is the site's own code, untouched: names resolve to addresses of the public network, and only the
last step, the connection to them, is led to the server. A connection to this machine itself is made in earnest and
finds the server too, so that a request which should have been refused is seen in `asked`; none goes anywhere else.
"""

import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

OUTSIDE = ip_address("93.184.215.14")


class Web:
    """`pages` maps paths to what answers them; `names` hosts to their addresses; `asked` is what was requested."""

    def __init__(self):
        self.pages: dict[str, Callable] = {}
        self.names = {"news.example": [OUTSIDE], "other.example": [OUTSIDE]}
        self.connected: list = []
        self.asked: list[BaseHTTPRequestHandler] = []
        self.server = ThreadingHTTPServer(("0.0.0.0", 0), handler_for(self))
        self.server.daemon_threads = True
        self.port = self.server.server_port

    def page(
        self, path: str, body="", *, status: int = 200, content_type="text/html; charset=utf-8", **headers
    ):
        """Answer a path with a page; headers are named as Python names them: retry_after=10."""
        data = body if isinstance(body, bytes) else body.encode()

        def answer(request):
            request.send_response(status)
            if content_type:
                request.send_header("Content-Type", content_type)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), str(value))
            if "content_length" not in {name.lower() for name in headers}:
                request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.wfile.write(data)

        self.pages[path] = answer

    def redirect(self, path: str, to: str, status: int = 302):
        self.page(path, status=status, Location=to)

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    def resolve(self, host: str, port: int) -> list:
        if host in self.names:
            return [ip_address(address) for address in self.names[host]]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [ip_address(entry[4][0].partition("%")[0]) for entry in found]

    def connect(self, address, port: int, seconds: float) -> socket.socket:
        self.connected.append((address, port))
        if address == OUTSIDE:
            address, port = "127.0.0.1", self.port
        elif not (address.is_loopback or address.is_unspecified):
            raise ConnectionRefusedError
        return socket.create_connection((str(address), port), timeout=seconds)

    def run(self):
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def handler_for(web: Web):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            web.asked.append(self)
            answer = web.pages.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                try:
                    answer(self)
                except OSError:  # the other side has gone, as it should where too much is sent
                    pass

        def log_message(self, *words):
            pass

    return Handler
