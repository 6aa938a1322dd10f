"""The environment `.venv`: made from the hashed lock file, stamped last, made anew when broken.

Standard library only: this runs before any package is installed.
"""

import base64
import concurrent.futures
import contextlib
import errno
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from divario.setup import progress
from divario.setup.progress import step

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
# What is installed: a lock file, and the modules that must be importable afterwards.
APP = ("requirements.txt", "duckdb, streamlit")
TEST = (
    "requirements-dev.txt",
    "duckdb, hypothesis, playwright, pytest, sqlfluff, streamlit, xdist",
)
PIP_OPTIONS = (
    "--require-hashes --no-deps --only-binary :all: --no-compile --no-user --progress-bar off"
    " --no-input --disable-pip-version-check --no-warn-script-location"
)
# A pinned package of a lock file, with the lines that belong to it.
PINNED, PIPS = r"^\S+==.*(?:\n +.*)*", 3
UNPACK_PIP = """
import ensurepip, pathlib, sysconfig, zipfile
(wheel,) = pathlib.Path(ensurepip.__file__).with_name("_bundled").glob("pip-*.whl")
zipfile.ZipFile(wheel).extractall(sysconfig.get_path("purelib"))
import pip
"""
PIPES = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
PIPES.update(encoding="utf-8", errors="replace", close_fds=False)
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


class Failure(Exception):
    """A start that cannot go on: one sentence for the user, and the exit code."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.code = code


def child_environment() -> dict[str, str]:
    """Copy the variables for a child, without those that change which Python code it runs.

    pip's own variables stay: they are the machine's way to its package index. That bytecode is not
    kept goes too: each process of ours would compile every package anew.
    """
    kept = ("PYTHONUNBUFFERED", "PYTHONUTF8", "PYTHONIOENCODING")
    out = ("PYTHON", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    return {k: v for k, v in os.environ.items() if k in kept or not k.startswith(out)}


def run(command: list[str], seconds: float | None = None) -> str:
    """Run a command in the project's folder and return what it printed.

    The child inherits the set-up lock: after a start killed in the middle, the next one waits until
    its pip ends too. Raises subprocess.CalledProcessError (with the output) and
    subprocess.TimeoutExpired.
    """
    variables = child_environment()
    return subprocess.run(
        command, cwd=ROOT, env=variables, check=True, timeout=seconds, **PIPES
    ).stdout


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


def pip_install(lock_name: str) -> None:
    """Put a lock file's packages into the environment, by a few pips at once: one uses one core.

    The lock is complete, so pip resolves nothing; ready-made packages only, so it compiles nothing.
    Not even to bytecode, which is half of an installation: Python does that for what is imported.
    """
    packages = re.findall(PINNED, (ROOT / lock_name).read_text("utf-8"), re.MULTILINE)
    command = [venv_python(), "-I", "-m", "pip", "install", *PIP_OPTIONS.split(), "-r"]
    with tempfile.TemporaryDirectory(dir=VENV) as folder:
        shares = [Path(folder) / f"{at}.txt" for at in range(min(PIPS, len(packages)))]
        for at, share in enumerate(shares):
            share.write_text("\n".join(packages[at::PIPS]), "utf-8")
        run_beside([[*command, str(share)] for share in shares])


def run_beside(commands: list[list[str]]) -> None:
    """Run pips beside each other, telling their progress; raises as `run`, once all have ended."""
    told, children = progress.Progress(), []
    with concurrent.futures.ThreadPoolExecutor(len(commands)) as pool:
        try:
            for command in commands:
                variables = child_environment()
                children.append(subprocess.Popen(command, cwd=ROOT, env=variables, **PIPES))
            said = list(pool.map(told.follow, children))
        except BaseException:
            for child in children:
                child.kill()
            raise
    for child, output in zip(children, said, strict=True):
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, child.args, output)


def install(lock_name: str, modules: str) -> None:
    """Install a lock file's packages and stamp the environment."""
    step(f"Installing the packages of {lock_name}")
    pip_install(lock_name)
    finish(lock_name, modules)


def finish(lock_name: str, modules: str) -> None:
    """Stamp the environment once its packages run; the tests' lock holds the app's packages too."""
    version = probe(modules)
    if not version:
        raise Failure(f"The packages of {lock_name} are installed but do not run on this system.")
    for name in dict.fromkeys((APP[0], lock_name)):
        stamp = stamp_text((ROOT / name).read_bytes(), version)
        (VENV / f".stamp-{name}").write_text(stamp, "utf-8")
    step("The environment is ready")


def place_pip() -> None:
    """Unpack the pip that Python carries, which is all that there is to its installation.

    Python's own way lets it install itself and compiles it whole: six seconds in which all else
    waits. It remains for where the file is elsewhere; by itself, as venv would hide its errors.
    """
    try:
        run([venv_python(), "-I", "-c", UNPACK_PIP])
    except subprocess.SubprocessError:
        run([venv_python(), "-I", "-m", "ensurepip"])


def rebuild(reason: str, lock_name: str, modules: str) -> None:
    """Remove what there is of the environment and make it anew from a lock file."""
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
    with concurrent.futures.ThreadPoolExecutor() as pool:
        bundle = pool.submit(fetch_bundle)  # it needs none of the packages
        place_pip()
        step(f"Installing the packages of {lock_name}")
        pip_install(lock_name)
        bundle.result()
    finish(lock_name, modules)


def ensure(tests: bool) -> None:
    """Bring the environment to what the lock files say; one start at a time, the others wait."""
    with only_one():
        reason = repair_reason(*APP)
        lacking = repair_reason(*TEST) if tests and not reason else ""
        if reason or lacking == BROKEN:
            rebuild(reason or lacking, *(TEST if tests else APP))
        elif lacking:
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
        raise Failure("npm's file does not have the hash in environment.py")
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        content = files.extractfile("package/plotly-cartesian.min.js").read()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(target)
