"""Set-up: what is found broken and made again, the bundle of plotly.js, the checks' browser."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

import start
from divario.setup import checks, environment

ROOT = Path(start.__file__).resolve().parent


def stamped(project: Path, version: str = "3.11", name: str = "requirements.txt") -> None:
    """Make an environment that only has its stamp."""
    (project / ".venv").mkdir(exist_ok=True)
    text = environment.stamp_text((project / name).read_bytes(), version)
    (project / ".venv" / f".stamp-{name}").write_text(text, "utf-8")


def test_stamp_text() -> None:
    assert environment.stamp_text(b"", "3.11") == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        f" python3.11 plotly.js{environment.PLOTLY_VERSION}\n"
    )
    assert environment.stamp_text(b"x", "3.11") != environment.stamp_text(b"y", "3.11")


def test_reasons_to_set_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "probe", lambda modules: "3.11")
    assert environment.repair_reason(*environment.APP) == "this is the first start here"
    (project / ".venv").mkdir()
    assert environment.repair_reason(*environment.APP) == "the last set-up did not finish"
    stamped(project)
    assert environment.repair_reason(*environment.APP) == ""
    assert environment.repair_reason(*environment.TEST) == "the last set-up did not finish"
    changed = "the packages, or the Python it was made for, have changed"
    monkeypatch.setattr(environment, "probe", lambda modules: "3.12")
    assert environment.repair_reason(*environment.APP) == changed
    monkeypatch.setattr(environment, "probe", lambda modules: "3.11")
    (project / "requirements.txt").write_bytes(b"duckdb==2.0.1\n")
    assert environment.repair_reason(*environment.APP) == changed


@pytest.mark.skipif(os.name == "nt", reason="the Python of an environment is a link elsewhere")
def test_python_that_does_not_run_is_broken(project: Path) -> None:
    stamped(project)
    assert environment.repair_reason(*environment.APP) == environment.BROKEN  # missing
    (project / ".venv" / "bin").mkdir()
    python = project / ".venv" / "bin" / "python"
    python.symlink_to(project / "gone")
    assert environment.repair_reason(*environment.APP) == environment.BROKEN  # moved away
    python.unlink()
    python.symlink_to(sys.executable)
    version = "{}.{}".format(*sys.version_info[:2])
    stamped(project, version)
    assert environment.repair_reason("requirements.txt", "json") == ""
    assert (
        environment.repair_reason("requirements.txt", "json, no_such_module") == environment.BROKEN
    )


def test_hollow_package_is_broken(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without __init__.py imports, as a namespace; it must not pass for the package."""
    (project / "hollow").mkdir()
    monkeypatch.setattr(environment, "venv_python", lambda: sys.executable)
    real = environment.run

    def with_folder(command: list[str]) -> str:
        code = f"import sys; sys.path.append({str(project)!r}); {command[-1]}"
        return real([*command[:-1], code])

    monkeypatch.setattr(environment, "run", with_folder)
    assert environment.probe("hollow") == ""
    (project / "hollow" / "__init__.py").write_text("")
    assert environment.probe("hollow") == "{}.{}".format(*sys.version_info[:2])


def test_bundle_must_have_its_hash(tmp_path: Path) -> None:
    target = tmp_path / "share" / "plotly.min.js"
    with pytest.raises(environment.Failure, match="does not have the hash"):
        environment.place_bundle(b"something else", target)
    assert not target.parent.exists()


def test_start_goes_on_without_npm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    environment.fetch_bundle()
    assert "Using the full plotly.js bundle of the plotly package (npm is not installed)" in (
        capsys.readouterr().out
    )


@pytest.mark.parametrize(
    "error",
    [
        subprocess.CalledProcessError(1, "npm", "E404"),
        subprocess.TimeoutExpired("npm", 60),
        OSError(errno.ENOSPC, "full"),
    ],
)
def test_start_goes_on_when_npm_fails(
    error: Exception,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (project / ".venv").mkdir()

    def npm_fails(command: list[str], seconds: float) -> str:
        raise error

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(environment, "run", npm_fails)
    environment.fetch_bundle()
    assert "Using the full plotly.js bundle of the plotly package (" in capsys.readouterr().out


def test_small_bundle_has_the_version_of_the_plotly_package() -> None:
    assert get_plotlyjs_version() == environment.PLOTLY_VERSION


def test_children_do_not_see_the_users_python(monkeypatch: pytest.MonkeyPatch) -> None:
    changing = {"PYTHONPATH", "PYTHONHOME", "PYTHONOPTIMIZE", "VIRTUAL_ENV"}
    changing.add("PYTHONDONTWRITEBYTECODE")  # each process would compile all packages anew
    for name in changing:
        monkeypatch.setenv(name, "x")
    for name in ("PIP_INDEX_URL", "PYTHONUTF8", "PATH"):
        monkeypatch.setenv(name, "y")
    seen = environment.child_environment()
    assert not changing & set(seen)
    assert [seen[name] for name in ("PIP_INDEX_URL", "PYTHONUTF8", "PATH")] == ["y", "y", "y"]


def test_browser_search_order() -> None:
    linux = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    assert checks.browser_candidates("linux", {}) == linux
    assert checks.browser_candidates("linux", {"CHROMIUM": "/opt/c"}) == ["/opt/c"]
    assert checks.browser_candidates("darwin", {}) == [
        *linux,
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ]
    windows = {"PROGRAMFILES": "C:/P", "LOCALAPPDATA": "C:/L"}
    assert checks.browser_candidates("win32", windows) == [
        "C:/P/Chromium/Application/chrome.exe",
        "C:/L/Chromium/Application/chrome.exe",
        "C:/P/Google/Chrome/Application/chrome.exe",
        "C:/L/Google/Chrome/Application/chrome.exe",
        "C:/P/Microsoft/Edge/Application/msedge.exe",
        "C:/L/Microsoft/Edge/Application/msedge.exe",
    ]


def test_first_browser_found_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    here = {"google-chrome": "/b/google-chrome", "chromium-browser": "/b/chromium-browser"}
    monkeypatch.setattr(shutil, "which", here.get)
    assert checks.find_browser() == "/b/chromium-browser"


def test_no_browser_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(environment.Failure) as failure:
        checks.find_browser()
    assert failure.value.code == 3
    assert str(failure.value) == (
        "The tests need a browser: install Chromium or Google Chrome, or name its program in the"
        " variable CHROMIUM."
    )


def test_named_browser_that_is_none_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(
        environment.Failure, match=r"^CHROMIUM names /no/such/browser, which"
    ) as failure:
        checks.find_browser()
    assert failure.value.code == 3


def test_all_checks_run_and_failures_are_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands: list[list[str]] = []

    def call(command: list[str], cwd: Path, env: dict[str, str]) -> int:
        assert (cwd, env["DIVARIO_CHROMIUM"]) == (project, "/b/chromium")
        commands.append(command[1:])
        return int("ruff" in command)

    monkeypatch.setattr(checks, "find_browser", lambda: "/b/chromium")
    monkeypatch.setattr(subprocess, "call", call)
    assert checks.run_checks(["tests/unit", "-k", "x"]) == 1
    linter = ["-I", "-W", "ignore::UserWarning", "-m"]
    assert commands == [
        [*linter, "ruff", "check", "."],
        [*linter, "ruff", "format", "--check", "."],
        [*linter, "sqlfluff", "lint", "-p", "0", "queries"],
        ["-m", "pytest", "tests/unit", "-k", "x"],
    ]
    assert "Failed: ruff check ., ruff format --check .\n" in capsys.readouterr().out


def test_locks_name_no_index_and_no_machine() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "index" not in text
        pinned = [line for line in text.splitlines() if line and line[0] not in " #"]
        assert all("==" in line for line in pinned)
        assert text.count("--hash=sha256:") >= len(pinned)
