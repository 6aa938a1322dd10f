"""Start Divario, or run its checks: the two commands of the README.

    python3 start.py [--port N] [--host H] [--no-browser]
    python3 start.py test [pytest arguments]

The first start makes the environment `.venv` from the hashed lock file and needs a network; later
starts find its stamp, written last, and set nothing up. An unfinished, outdated or broken one is
made anew (`divario/setup/`). Standard library only, and here no syntax newer than Python 3.6, so
that an old Python can say what is needed. Exit codes: the app's own; 1 a check failed; 2 no start
is possible, said in one sentence; 3 no browser for the tests; 130 stopped by hand.
"""

import sys


def python_problem(version: tuple) -> str:
    """Say in one sentence that this Python is too old; empty when it is not."""
    found = ".".join(str(part) for part in version[:3])
    problem = f"Divario needs Python 3.11 or newer, and this is Python {found}."
    return "" if tuple(version[:2]) >= (3, 11) else problem


if python_problem(sys.version_info):  # before anything that an old Python cannot read
    sys.stderr.write(f"start.py: {python_problem(sys.version_info)}\n")
    sys.exit(2)

import argparse
import errno
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
import webbrowser
from pathlib import Path

FOLDER = str(Path(__file__).resolve().parent)
if FOLDER not in sys.path:  # under python3 -I or -P
    sys.path.insert(0, FOLDER)

from divario.setup import checks, environment


def port_number(text: str) -> int:
    """Read the value of --port."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 2**16:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 1 to 65535")
    return int(text)


def check_address(host: str, port: int) -> None:
    """Raise Failure where the app could not listen at this address."""
    sentences = {
        errno.EADDRINUSE: f"Port {port} is in use: choose another one with --port.",
        errno.EACCES: f"Port {port} is not open to you: choose one above 1023 with --port.",
    }
    no_host = f"{host!r} is no address of this machine: choose one with --host, as 127.0.0.1."
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            if os.name != "nt":  # as servers do: a port just left is free
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except UnicodeError as error:
        raise environment.Failure(no_host) from error
    except OSError as error:
        raise environment.Failure(sentences.get(error.errno, no_host)) from error


def address_of(host: str, port: int) -> str:
    """Write the address at which a browser on this machine finds the app."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def start_app(host: str, port: int, browser: bool) -> int:
    """Run the app until it ends, passing signals on, and return its exit code."""
    check_address(host, port)
    options = ["--server.port", str(port), "--server.address", host, "--server.headless", "true"]
    child = subprocess.Popen(
        [environment.venv_python(), "-m", "streamlit", "run", "app.py", *options],
        cwd=environment.ROOT,
        env=environment.child_environment(),
        start_new_session=os.name != "nt",  # else the terminal's Ctrl-C would reach it twice
    )
    received = []

    def forward(number: int, _frame: object) -> None:
        received.append(number)
        if os.name != "nt":  # there the console itself tells the app
            child.send_signal(number if len(received) == 1 else signal.SIGKILL)

    try:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), forward)
        address = address_of(host, port)
        if answers(child, address + "/_stcore/health") and not received:
            environment.step(f"Divario is at {address} (Ctrl-C stops it)")
            screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
            if browser and (screen or sys.platform in ("darwin", "win32")):
                webbrowser.open(address)
        code = child.wait()
        return code if code >= 0 else 128 - code
    finally:
        if child.poll() is None:
            child.kill()


def answers(child: subprocess.Popen, address: str) -> bool:
    """Wait until the app answers; False when it has ended instead."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while child.poll() is None:
        try:
            with opener.open(address, timeout=5):
                return True
        except OSError:
            time.sleep(0.1)
    return False


class Parser(argparse.ArgumentParser):
    """A parser that says in one sentence what is wrong with the arguments."""

    def error(self, message: str) -> None:
        """Raise Failure instead of printing the usage."""
        raise environment.Failure(f"{message} (python3 start.py --help tells the arguments).")


def command(arguments: list[str]) -> int:
    """Run one of the two commands and return its exit code."""
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=port_number, default=8501, help="8501 unless given")
    parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1 unless given")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    if arguments[:1] == ["test"]:
        environment.ensure(tests=True)
        return checks.run_checks(arguments[1:])
    chosen = parser.parse_args(arguments)
    check_address(chosen.host, chosen.port)
    environment.ensure(tests=False)
    return start_app(chosen.host, chosen.port, not chosen.no_browser)


def main(arguments: list[str]) -> int:
    """Run a command, saying in one sentence on standard error what kept it from starting."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return command(arguments)
    except environment.Failure as failure:
        sentence, code = str(failure), failure.code
    except subprocess.CalledProcessError as error:
        sentence, code = environment.explain(error.output), 2
    except OSError as error:
        sentence, code = environment.explain_os_error(error), 2
    except KeyboardInterrupt:
        sentence, code = "Stopped; the next start goes on from here.", 130
    sys.stderr.write(f"start.py: {sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
