"""The checks: the linters and the tests, and the browser that the tests need."""

import os
import shutil
import subprocess
import sys

from divario.setup import environment

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
        raise environment.Failure(f"CHROMIUM names {candidates[0]}, which is no program here.", 3)
    if not found and install_browser():
        found = next(filter(None, map(shutil.which, candidates)), "")
    if not found:
        advice = "install Chromium or Google Chrome, or name its program in the variable CHROMIUM."
        raise environment.Failure(f"The tests need a browser: {advice}", 3)
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
            environment.run(["sudo", "-n", "true"])
        for arguments in BROWSER_INSTALLERS[tool]:
            environment.step(f"Getting a browser for the tests: {tool} {arguments}")
            environment.run([*prefix, tool, *arguments.split()])
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def run_checks(arguments: list[str]) -> int:
    """Run the linters and the tests, all of them, and return 0 when none failed."""
    variables = {**environment.child_environment(), "DIVARIO_CHROMIUM": find_browser()}
    failed = []
    for check in ("ruff check .", "ruff format --check .", "sqlfluff lint -p 0 queries", "pytest"):
        environment.step(check)
        # The tests import from the project's folder; the linters must not. sqlfluff's processes,
        # one for each core, leave a semaphore to the system, of which Python would warn.
        rest = [*check.split()[1:], *(arguments if check == "pytest" else [])]
        isolated = [] if check == "pytest" else ["-I", "-W", "ignore::UserWarning"]
        command = [environment.venv_python(), *isolated, "-m", check.split()[0], *rest]
        if subprocess.call(command, cwd=environment.ROOT, env=variables):
            failed.append(check)
    environment.step(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0
