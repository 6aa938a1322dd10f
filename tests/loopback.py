"""Sites that a test serves itself: one loopback server that answers by host name, TLS too."""

from __future__ import annotations

import asyncio
import datetime
import ssl
import tempfile
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Raw = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Answer:
    """One answer: status, headers and body; `raw` writes the whole answer itself."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    raw: Raw | None = None


def redirect(target: str, status: int = 301) -> Answer:
    """A redirect to another address."""
    return Answer(status=status, headers=(("Location", target),))


# Answers by host, then by path; the path "*" answers for every other path, else it is 404.
Sites = dict[str, dict[str, Answer]]


@dataclass
class Loopback:
    """A running server; `asked` lists host, path and User-Agent of each request in order."""

    sites: Sites
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    answering: dict[str, list[asyncio.StreamReader]] = field(default_factory=dict)
    most_at_once: dict[str, int] = field(default_factory=dict)
    ports: dict[int, int] = field(default_factory=dict)
    _servers: list[asyncio.Server] = field(default_factory=list)

    def __enter__(self) -> Loopback:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        while not ready.wait(0.1):  # however loaded the machine is
            assert self._thread.is_alive(), "the loopback server did not start"
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        self._thread.join(120)
        assert not self._thread.is_alive(), "the loopback server did not stop"
        self._loop.close()

    async def _end(self) -> None:
        """Stop answering: the sites whose answers have no end are cut off."""
        for server in self._servers:
            server.close()
        # A connection taken just before begins its answer only now: look until none is left.
        while running := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        self._loop.stop()

    def hosts_file(self, path: Path, closed: tuple[str, ...] = ()) -> Path:
        """Write the hosts of all sites; names in `closed` lead to a port where nothing listens."""
        lines = [
            f"{name}:{port} 127.0.0.1:{1 if name in closed else self.ports[port]}"
            for name in [*self.sites, *closed]
            for port in (80, 443)
        ]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    def paths(self, host: str) -> list[str]:
        """Paths that were asked of a host, in order."""
        return [path for name, path, _agent in list(self.asked) if name == host]

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        _load_certificate(context)
        for port, secure in ((80, None), (443, context)):
            server = self._loop.run_until_complete(
                asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=secure)
            )
            self._servers.append(server)
            self.ports[port] = server.sockets[0].getsockname()[1]
        self._loop.call_soon(ready.set)
        self._loop.run_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
            path, host = head[0].split(" ")[1], headers["Host"]
            self.asked.append((host, path, headers.get("User-Agent", "")))
            self._count(host, reader)
            try:
                await self._write(writer, host, path)
            finally:
                self.answering[host].remove(reader)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, as it should from some sites, or the test is over
        finally:
            writer.close()

    def _count(self, host: str, reader: asyncio.StreamReader) -> None:
        """Note how many wait for an answer of a host at this moment.

        Who has gone away waits no more, though an answer without end may not have noticed yet.
        """
        here = self.answering.setdefault(host, [])
        here.append(reader)
        waiting = sum(not one.at_eof() and one.exception() is None for one in here)
        self.most_at_once[host] = max(self.most_at_once.get(host, 0), waiting)

    async def _write(self, writer: asyncio.StreamWriter, host: str, path: str) -> None:
        pages = self.sites.get(host, {})
        answer = pages.get(path) or pages.get("*") or Answer(b"not found", 404)
        if answer.raw:
            await answer.raw(writer)
        else:
            lines = [f"HTTP/1.1 {answer.status} Said", "Connection: close"]
            lines += [f"{name}: {value}" for name, value in answer.headers]
            lines.append(f"Content-Length: {len(answer.body)}")
            writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + answer.body)
        await writer.drain()


def _load_certificate(context: ssl.SSLContext) -> None:
    """Give a server a certificate that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        file.write(certificate.public_bytes(serialization.Encoding.PEM))
        file.flush()
        context.load_cert_chain(file.name)
