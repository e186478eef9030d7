"""A web site on this machine, and everything that can go wrong with an answer."""

import http.server
import itertools
import socket
import struct
import threading
import time


class Site(http.server.ThreadingHTTPServer):
    """Serves ``files``; each request takes the next of ``faults``, if there is one."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self, files):
        super().__init__(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server_port}/"
        self.files, self.faults, self.asked = files, iter(()), []
        self.over = threading.Event()

    def always(self, fault):
        self.faults = itertools.repeat(fault)

    def at_first(self, fault):
        self.faults = iter([fault])

    def handle_error(self, request, client_address):
        """A client that hangs up or is killed is what these tests are about."""


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):  # noqa: N802
        name = self.path.split("/")[-1]
        self.server.asked.append(name)
        next(self.server.faults, send)(self, self.server.files[name])

    def log_message(self, *arguments):
        pass


def send(answer, content, length=None, kind="application/octet-stream"):
    answer.send_response(200)
    answer.send_header("Content-Type", kind)
    answer.send_header("Content-Length", len(content) if length is None else length)
    answer.end_headers()
    answer.wfile.write(content)


def not_found(answer, content):
    answer.send_error(404)


def server_error(answer, content):
    answer.send_error(500)


def no_answer(answer, content):
    """Hangs up on the question."""


def silent(answer, content):
    answer.server.over.wait(60)


def cut_half_way(answer, content):
    send(answer, content[: len(content) // 2], len(content))


def half_then_silent(answer, content):
    cut_half_way(answer, content)
    silent(answer, content)


def reset_half_way(answer, content):
    cut_half_way(answer, content)
    at_once = struct.pack("ii", 1, 0)
    answer.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    answer.connection.close()


def trickle(answer, content):
    send(answer, b"", len(content))
    for position in range(100):
        answer.wfile.write(content[position : position + 1])
        time.sleep(0.02)


def without_length(answer, content):
    answer.send_response(200)
    answer.end_headers()
    answer.wfile.write(content)


def in_chunks(answer, content):
    answer.send_response(200)
    answer.send_header("Transfer-Encoding", "chunked")
    answer.end_headers()
    for start in range(0, len(content), 1000):
        chunk = content[start : start + 1000]
        answer.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
    answer.wfile.write(b"0\r\n\r\n")


def cut_between_chunks(answer, content):
    answer.send_response(200)
    answer.send_header("Transfer-Encoding", "chunked")
    answer.end_headers()
    half = len(content) // 2
    answer.wfile.write(b"%x\r\n%b\r\n" % (half, content[:half]))


def other_content(answer, content):
    send(answer, content[::-1])


def half_as_if_whole(answer, content):
    send(answer, content[: len(content) // 2])


def web_page(answer, content):
    page = b"<!doctype html><title>Welcome to our free Wi-Fi</title>"
    send(answer, page, kind="text/html; charset=utf-8")


def far_too_much(answer, content):
    send(answer, b"", 10**12)
    for _ in range(100):
        answer.wfile.write(bytes(1 << 16))
