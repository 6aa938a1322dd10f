"""The starter: the Python it asks for, its command line, and its error sentences."""

import ast
import errno
import runpy
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import start
from divario.setup import environment

ROOT = Path(start.__file__).resolve().parent


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Hold a real port open."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """Put back the handler that the starter sets."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def old_pythons() -> list[str]:
    """List the Pythons older than 3.11 that really run on this machine."""
    on_path = (shutil.which(f"python3.{minor}") for minor in range(6, 11))
    of_pyenv = Path.home().glob(".pyenv/versions/3.*/bin/python3.?")
    found = {str(Path(python).resolve()) for python in (*on_path, *of_pyenv) if python}
    runs = {p: subprocess.run([p, "-V"], capture_output=True, check=False) for p in sorted(found)}
    return [python for python, done in runs.items() if done.returncode == 0]


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ((3, 8, 18), "Divario needs Python 3.11 or newer, and this is Python 3.8.18."),
        (
            (3, 10, 13, "final", 0),
            "Divario needs Python 3.11 or newer, and this is Python 3.10.13.",
        ),
        ((3, 11, 0), ""),
        ((3, 13, 0), ""),
        ((4, 0, 0), ""),
    ],
)
def test_wrong_python_is_named(version: tuple, sentence: str) -> None:
    assert start.python_problem(version) == sentence


def test_file_parses_on_old_pythons() -> None:
    source = (ROOT / "start.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert "from __future__ import annotations" not in source  # a syntax error before 3.7


def test_wrong_python_stops_at_import(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(ROOT / "start.py"), run_name="__main__")
    assert stop.value.code == 2
    assert capsys.readouterr().err == (
        "start.py: Divario needs Python 3.11 or newer, and this is Python 3.8.18.\n"
    )


def test_real_old_pythons_say_the_sentence() -> None:
    """Each old Python on the machine is tried; without any, the test above stands in."""
    for name in old_pythons():
        command = [name, str(ROOT / "start.py")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith("start.py: Divario needs Python 3.11 or newer, and this is")
        assert done.stderr.count("\n") == 1


def test_no_package_is_needed_to_begin() -> None:
    """-S hides the installed packages, -I the folder of the script."""
    command = [sys.executable, "-I", "-S", str(ROOT / "start.py"), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("text", ["0", "65536", "-1", "x", "", "80.0", "1e3", "٣"])
def test_invalid_port(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main([f"--port={text}"]) == 2
    said = capsys.readouterr().err
    assert f"argument --port: {text!r} is no port; give a number from 1 to 65535" in said
    assert said.count("\n") == 1


def test_valid_ports() -> None:
    assert [start.port_number(text) for text in ("1", "8501", "65535")] == [1, 8501, 65535]


def test_unknown_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--prot", "1"]) == 2
    said = "unrecognized arguments: --prot 1 (python3 start.py --help tells the arguments)."
    assert capsys.readouterr().err == f"start.py: {said}\n"


def test_taken_port(taken_port: int, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--port", str(taken_port)]) == 2
    assert capsys.readouterr().err == (
        f"start.py: Port {taken_port} is in use: choose another one with --port.\n"
    )
    assert not (project / ".venv").exists()


def test_free_port_is_accepted(taken_port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        free = other.getsockname()[1]
    start.check_address("127.0.0.1", free)


def test_port_that_needs_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(
        environment.Failure, match=r"^Port 80 is not open to you: .* with --port\.$"
    ):
        start.check_address("127.0.0.1", 80)


@pytest.mark.parametrize("host", ["203.0.113.9", "127.0.0.1:80", "a" * 70])
def test_host_that_cannot_be_bound(host: str) -> None:
    with pytest.raises(environment.Failure) as failure:
        start.check_address(host, 8501)
    assert str(failure.value) == (
        f"{host!r} is no address of this machine: choose one with --host, as 127.0.0.1."
    )


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("0.0.0.0", "http://127.0.0.1:8501"),
        ("::", "http://[::1]:8501"),
        ("::1", "http://[::1]:8501"),
        ("localhost", "http://localhost:8501"),
    ],
)
def test_address_for_the_browser(host: str, address: str) -> None:
    assert start.address_of(host, 8501) == address


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: [Errno 28] No space left on device: '/x'", "The disk is full"),
        ("[WinError 112] There is not enough space on the disk", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE FILE", "does not have the hash"),
        ("ERROR: [Errno 13] Permission denied: '/x'", "This folder is not open to you"),
        ("Retrying after NewConnectionError: x\nfrom versions: none", "needs a network"),
        ("Temporary failure in name resolution", "The package index cannot be reached"),
        ("ProxyError('Cannot connect to proxy.')", "The package index cannot be reached"),
        ("ERROR: No matching distribution found for x (from versions: none)", "this system"),
        ("python: No module named ensurepip", "install its venv package"),
        ("noise\nERROR: something new\nmore", "The set-up failed: something new"),
        ("only noise", "The set-up failed: only noise"),
        ("", "The set-up failed: it says nothing more."),
    ],
)
def test_failed_set_up_in_one_sentence(output: str, words: str) -> None:
    sentence = environment.explain(output)
    assert words in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "full", "/x"), environment.NO_SPACE),
        (OSError(errno.EDQUOT, "quota", "/x"), environment.NO_SPACE),
        (PermissionError(errno.EACCES, "no", "/x"), f"/x {environment.NO_RIGHT}"),
        (OSError(errno.EROFS, "read-only", "/x"), f"/x {environment.NO_RIGHT}"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/x"), "/x: No such file."),
    ],
)
def test_file_system_error_in_one_sentence(
    error: OSError,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(tests: bool) -> None:
        raise error

    monkeypatch.setattr(environment, "ensure", fail)
    assert start.main(["test"]) == 2
    assert capsys.readouterr().err == f"start.py: {sentence}\n"


def test_failed_pip_is_explained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(tests: bool) -> None:
        environment.run(
            [sys.executable, "-c", "print('Errno 28: No space left on device'); exit(1)"]
        )

    monkeypatch.setattr(environment, "ensure", fail)
    assert start.main(["test"]) == 2
    assert capsys.readouterr().err == f"start.py: {environment.NO_SPACE}\n"


def test_stopped_by_hand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(tests: bool) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "ensure", stop)
    assert start.main(["test"]) == 130
    assert capsys.readouterr().err == "start.py: Stopped; the next start goes on from here.\n"
