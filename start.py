"""Start Divario, or run its checks: the two commands of the README.

    python3 start.py [--port N] [--host H] [--no-browser]
    python3 start.py test [pytest arguments]

The first start makes the environment `.venv` from the hashed lock file and needs a network; later
starts find its stamp, written last, and set nothing up. An unfinished, outdated or broken one is
made anew. Standard library only, and no syntax newer than Python 3.6, so that an old Python can
say what is needed. Exit codes: the app's own; 1 a check failed; 2 no start is possible, said in
one sentence; 3 no browser for the tests; 130 stopped by hand.
"""

import argparse
import base64
import contextlib
import errno
import hashlib
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
import webbrowser
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None


def python_problem(version: tuple) -> str:
    """Say in one sentence that this Python is too old; empty when it is not."""
    found = ".".join(str(part) for part in version[:3])
    problem = f"Divario needs Python 3.11 or newer, and this is Python {found}."
    return "" if tuple(version[:2]) >= (3, 11) else problem


if python_problem(sys.version_info):  # before any annotation that an old Python cannot evaluate
    sys.stderr.write(f"start.py: {python_problem(sys.version_info)}\n")
    sys.exit(2)

BEGAN = time.monotonic()
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
# What is installed: a lock file, and the modules that must be importable afterwards.
APP = ("requirements.txt", "duckdb, streamlit")
TEST = (
    "requirements-dev.txt",
    "duckdb, hypothesis, playwright, pytest, sqlfluff, streamlit, xdist",
)
BROKEN = "its Python or one of its packages does not run"
PLOTLY_PACKAGE, PLOTLY_VERSION = "plotly.js-cartesian-dist-min", "4.1.1"
PLOTLY_SHA512 = (
    "o8GrFeusncwBIxbBynRJpY4pkgVB6caM+JLpwrLYbbsO7dZ8FJ+SVN2Fr+L7kiG/Z6w4P5O0Jus/Qr5EefHVeg=="
)
NO_SPACE = "The disk is full: free about 2 GB, then start again."
NO_RIGHT = "is not open to you: get the right to write there, or copy the project elsewhere."
PIP_PROBLEMS = {
    r"No space left on device|not enough space on the disk|quota exceeded": NO_SPACE,
    r"do not match the hashes": "A downloaded package does not have the hash in the lock file, so"
    " it was not installed: start again, and report it if it happens twice.",
    r"Permission denied|Read-only file system|Access is denied": f"This folder {NO_RIGHT}",
    r"NewConnectionError|Failed to establish|name resolution|Max retries exceeded|ProxyError|"
    r"getaddrinfo failed|unreachable|timed out|ConnectionResetError|SSLError": "The package index"
    " cannot be reached: the first start needs a network.",
    r"from versions: none|No matching distribution": "pip found no package index, or no package for"
    " this system: the first start needs a network, and 64-bit Linux (glibc), macOS or Windows.",
    r"ensurepip is not available|No module named '?(venv|ensurepip|pip)": "This Python cannot make"
    " an environment: install its venv package (Debian and Ubuntu: apt install python3-venv).",
}
BROWSERS = {
    "linux": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "darwin": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "win32": (
        "Chromium/Application/chrome.exe",
        "Google/Chrome/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    ),
}
BROWSER_INSTALLERS = {
    "apt-get": ("update", "install -y chromium"),
    "dnf": ("install -y chromium",),
    "pacman": ("-Sy --noconfirm --needed chromium",),
    "brew": ("install --cask google-chrome",),
}


class Failure(Exception):
    """A start that cannot go on: one sentence for the user, and the exit code."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.code = code


def step(text: str) -> None:
    """Print a line about what is done now, with the seconds since the start."""
    print(f"[{time.monotonic() - BEGAN:5.1f} s] {text}", flush=True)


def child_environment() -> dict[str, str]:
    """Copy the variables for a child, without those that change which Python code it runs.

    pip's own variables stay: they are the machine's way to its package index.
    """
    kept = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8", "PYTHONIOENCODING")
    out = ("PYTHON", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    return {k: v for k, v in os.environ.items() if k in kept or not k.startswith(out)}


def run(command: list[str], seconds: float | None = None, tell: bool = False) -> str:
    """Run a command in the project's folder and return what it printed.

    With `tell`, pip's progress is printed, at most a line in two seconds. The child inherits the
    set-up lock: after a start killed in the middle, the next one waits until its pip ends too.
    Raises subprocess.CalledProcessError (with the output) and subprocess.TimeoutExpired.
    """
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    pipes.update(env=child_environment(), encoding="utf-8", errors="replace", close_fds=False)
    if not tell:
        return subprocess.run(command, cwd=ROOT, check=True, timeout=seconds, **pipes).stdout
    lines, fetched, told = [], 0, time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, **pipes) as child:
        try:
            for line in child.stdout:
                lines.append(line)
                fetched += line.startswith(("Collecting ", "Processing "))
                if line.startswith("Installing collected"):
                    step(f"  {fetched} packages fetched; putting them in place")
                elif line.startswith("Collecting ") and time.monotonic() > told + 2:
                    told = time.monotonic()
                    step(f"  package {fetched}: {line.split()[1]}")
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command, "".join(lines))
    return "".join(lines)


def explain(output: str) -> str:
    """Turn what a failed pip or venv printed into one sentence."""
    for pattern, sentence in PIP_PROBLEMS.items():
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    errors = re.findall(r"^error: *(.+)$", output, re.MULTILINE | re.IGNORECASE)
    last = (errors or output.strip().splitlines() or ["it says nothing more."])[-1]
    return f"The set-up failed: {last.strip()}"


def explain_os_error(error: OSError) -> str:
    """Turn an error of the file system into one sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NO_SPACE
    place = error.filename or ROOT
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place} {NO_RIGHT}"
    return f"{place}: {error.strerror or error}."


def venv_python() -> str:
    """Name the environment's Python, whether or not it is there."""
    return str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def stamp_text(lock: bytes, version: str) -> str:
    """Name a finished set-up by the lock's hash, the Python's version and plotly.js's."""
    return f"{hashlib.sha256(lock).hexdigest()} python{version} plotly.js{PLOTLY_VERSION}\n"


def probe(modules: str) -> str:
    """Import the modules in the environment and return its Python's version; empty if it fails."""
    # A package that lost its __init__.py still imports, but has no file.
    whole = "".join(f"assert {module}.__file__; " for module in modules.split(", "))
    code = f"import sys, {modules}; {whole}print('%d.%d' % sys.version_info[:2])"
    try:
        return run([venv_python(), "-I", "-c", code]).split()[-1]
    except (subprocess.SubprocessError, OSError, IndexError):
        return ""


def repair_reason(lock_name: str, modules: str) -> str:
    """Say why the environment does not fit this lock file; empty when it does."""
    stamp = VENV / f".stamp-{lock_name}"
    if not os.path.lexists(VENV):
        return "this is the first start here"
    if not stamp.is_file():
        return "the last set-up did not finish"
    version = probe(modules)
    if not version:
        return BROKEN
    fits = stamp.read_text("utf-8") == stamp_text((ROOT / lock_name).read_bytes(), version)
    return "" if fits else "the packages, or the Python it was made for, have changed"


def install(lock_name: str, modules: str) -> None:
    """Install a lock file's packages and stamp the environment; with the app's, the bundle.

    The lock is complete, so pip resolves nothing; ready-made packages only, so it compiles nothing.
    """
    step(f"Installing the packages of {lock_name}")
    options = "--require-hashes --no-deps --only-binary :all: --no-user --progress-bar off"
    quiet = "--no-input --disable-pip-version-check --no-warn-script-location"
    pip = [venv_python(), "-I", "-m", "pip", "install", *options.split(), *quiet.split()]
    run([*pip, "-r", lock_name], tell=True)
    if lock_name == APP[0]:
        fetch_bundle()
    version = probe(modules)
    if not version:
        raise Failure(f"The packages of {lock_name} are installed but do not run on this system.")
    stamp = stamp_text((ROOT / lock_name).read_bytes(), version)
    (VENV / f".stamp-{lock_name}").write_text(stamp, "utf-8")
    step("The environment is ready")


def rebuild(reason: str) -> None:
    """Remove what there is of the environment and make it anew for the app."""
    step(f"Making the environment .venv: {reason} (a minute or two, 700 MB, with a network)")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        for stamp in VENV.glob(".stamp-*"):  # first, so that a removal cut short is seen as one
            stamp.unlink()
        shutil.rmtree(VENV)
    # Not sys.executable: this start may itself run in the environment that was just removed.
    base = getattr(sys, "_base_executable", sys.executable)
    run([base, "-I", "-m", "venv", "--without-pip", str(VENV)])
    run([venv_python(), "-I", "-m", "ensurepip"])  # by itself, as venv would hide its errors
    install(*APP)


def ensure(tests: bool) -> None:
    """Bring the environment to what the lock files say; one start at a time, the others wait."""
    with only_one():
        reason = repair_reason(*APP)
        if reason:
            rebuild(reason)
        reason = repair_reason(*TEST) if tests else ""
        if reason == BROKEN:
            rebuild(reason)
        if reason:
            install(*TEST)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the set-up lock, on this file: the system frees it when its last holder ends."""
    with Path(__file__).open("rb") as handle:
        if fcntl:
            os.set_inheritable(handle.fileno(), True)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                step("Waiting for another start that is setting up here")
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def fetch_bundle() -> None:
    """Take the small plotly.js bundle with npm; without it the app uses the package's full one."""
    try:
        npm = shutil.which("npm")
        if not npm:
            raise Failure("npm is not installed")
        code = "import plotly.offline as o; print(o.get_plotlyjs_version())"
        if run([venv_python(), "-I", "-c", code]).strip() != PLOTLY_VERSION:
            raise Failure("the plotly package carries another version")
        with tempfile.TemporaryDirectory(dir=VENV) as folder:
            pack = [npm, "pack", f"{PLOTLY_PACKAGE}@{PLOTLY_VERSION}", "--fetch-retries=1"]
            run([*pack, "--pack-destination", folder], seconds=60)
            archive = next(Path(folder).glob("*.tgz")).read_bytes()
        place_bundle(archive, VENV / "share" / "divario" / "plotly.min.js")
        step("Took the small plotly.js bundle with npm")
    except (Failure, OSError, tarfile.TarError) as error:
        step(f"Using the full plotly.js bundle of the plotly package ({error})")
    except (subprocess.SubprocessError, LookupError, StopIteration):
        step(
            "Using the full plotly.js bundle of the plotly package (npm did not get the small one)"
        )


def place_bundle(archive: bytes, target: Path) -> None:
    """Check npm's archive against the pinned hash, and put its one file in place in one move."""
    if base64.b64encode(hashlib.sha512(archive).digest()).decode() != PLOTLY_SHA512:
        raise Failure("npm's file does not have the hash in start.py")
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        content = files.extractfile("package/plotly-cartesian.min.js").read()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(target)


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
        raise Failure(no_host) from error
    except OSError as error:
        raise Failure(sentences.get(error.errno, no_host)) from error


def address_of(host: str, port: int) -> str:
    """Write the address at which a browser on this machine finds the app."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def start_app(host: str, port: int, browser: bool) -> int:
    """Run the app until it ends, passing signals on, and return its exit code."""
    check_address(host, port)
    options = ["--server.port", str(port), "--server.address", host, "--server.headless", "true"]
    child = subprocess.Popen(
        [venv_python(), "-m", "streamlit", "run", "app.py", *options],
        cwd=ROOT,
        env=child_environment(),
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
            step(f"Divario is at {address} (Ctrl-C stops it)")
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


def browser_candidates(platform: str, environ: dict[str, str]) -> list[str]:
    """List the programs that may be the tests' browser, the first choice first."""
    if environ.get("CHROMIUM"):
        return [environ["CHROMIUM"]]
    if platform == "win32":
        bases = [environ.get(n) for n in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        return [f"{base}/{path}" for path in BROWSERS["win32"] for base in bases if base]
    return [*BROWSERS["linux"], *(BROWSERS["darwin"] if platform == "darwin" else ())]


def find_browser() -> str:
    """Find the tests' browser, installing one where that takes no password."""
    candidates = browser_candidates(sys.platform, dict(os.environ))
    found = next(filter(None, map(shutil.which, candidates)), "")
    if not found and os.environ.get("CHROMIUM"):
        raise Failure(f"CHROMIUM names {candidates[0]}, which is no program here.", 3)
    if not found and install_browser():
        found = next(filter(None, map(shutil.which, candidates)), "")
    if not found:
        advice = "install Chromium or Google Chrome, or name its program in the variable CHROMIUM."
        raise Failure(f"The tests need a browser: {advice}", 3)
    return found


def install_browser() -> bool:
    """Install a browser with the system's package manager; False when it cannot be done."""
    tool = next(filter(shutil.which, BROWSER_INSTALLERS), "")
    if not tool or os.name == "nt":
        return False
    try:
        prefix = ["env", "DEBIAN_FRONTEND=noninteractive"]
        if tool != "brew" and os.geteuid() != 0:
            prefix = ["sudo", "-n", *prefix]
            run(["sudo", "-n", "true"])
        for arguments in BROWSER_INSTALLERS[tool]:
            step(f"Getting a browser for the tests: {tool} {arguments}")
            run([*prefix, tool, *arguments.split()])
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def run_checks(arguments: list[str]) -> int:
    """Run the linters and the tests, all of them, and return 0 when none failed."""
    environment = {**child_environment(), "DIVARIO_CHROMIUM": find_browser()}
    failed = []
    for check in ("ruff check .", "ruff format --check .", "sqlfluff lint queries", "pytest"):
        step(check)
        # The tests import from the project's folder; the linters must not.
        rest = [*check.split()[1:], *(arguments if check == "pytest" else [])]
        isolated = [] if check == "pytest" else ["-I"]
        command = [venv_python(), *isolated, "-m", check.split()[0], *rest]
        if subprocess.call(command, cwd=ROOT, env=environment):
            failed.append(check)
    step(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0


class Parser(argparse.ArgumentParser):
    """A parser that says in one sentence what is wrong with the arguments."""

    def error(self, message: str) -> None:
        """Raise Failure instead of printing the usage."""
        raise Failure(f"{message} (python3 start.py --help tells the arguments).")


def command(arguments: list[str]) -> int:
    """Run one of the two commands and return its exit code."""
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=port_number, default=8501, help="8501 unless given")
    parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1 unless given")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    if arguments[:1] == ["test"]:
        ensure(tests=True)
        return run_checks(arguments[1:])
    chosen = parser.parse_args(arguments)
    check_address(chosen.host, chosen.port)
    ensure(tests=False)
    return start_app(chosen.host, chosen.port, not chosen.no_browser)


def main(arguments: list[str]) -> int:
    """Run a command, saying in one sentence on standard error what kept it from starting."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return command(arguments)
    except Failure as failure:
        sentence, code = str(failure), failure.code
    except subprocess.CalledProcessError as error:
        sentence, code = explain(error.output), 2
    except OSError as error:
        sentence, code = explain_os_error(error), 2
    except KeyboardInterrupt:
        sentence, code = "Stopped; the next start goes on from here.", 130
    sys.stderr.write(f"start.py: {sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
