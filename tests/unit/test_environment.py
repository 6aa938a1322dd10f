"""How the environment is made: what is installed when, by which pips, and stamped last."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from divario.setup import environment
from tests.conftest import LOCK
from tests.unit.test_setup import ROOT, stamped


@pytest.mark.parametrize(
    ("app", "test", "tests", "done"),
    [
        ("", "", False, []),
        ("", "", True, []),
        ("unfinished", "", False, ["rebuild requirements.txt"]),
        ("", "unfinished", False, []),
        ("", "unfinished", True, ["install requirements-dev.txt"]),
        ("", environment.BROKEN, True, ["rebuild requirements-dev.txt"]),
        ("unfinished", "unfinished", True, ["rebuild requirements-dev.txt"]),
    ],
)
def test_what_is_set_up(
    app: str, test: str, tests: bool, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    did: list[str] = []
    reasons = {environment.APP[0]: app, environment.TEST[0]: test}
    monkeypatch.setattr(environment, "repair_reason", lambda lock, modules: reasons[lock])
    monkeypatch.setattr(
        environment, "rebuild", lambda reason, lock, modules: did.append(f"rebuild {lock}")
    )
    monkeypatch.setattr(environment, "install", lambda lock, modules: did.append(f"install {lock}"))
    environment.ensure(tests)
    assert did == done


def test_stamp_is_written_last(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".venv").mkdir()
    monkeypatch.setattr(environment, "pip_install", lambda lock: None)
    monkeypatch.setattr(environment, "probe", lambda modules: "")
    with pytest.raises(environment.Failure, match="installed but do not run"):
        environment.install(*environment.TEST)
    assert list((project / ".venv").iterdir()) == []
    monkeypatch.setattr(environment, "probe", lambda modules: "3.11")
    environment.install(*environment.TEST)
    for name in ("requirements.txt", "requirements-dev.txt"):
        stamp = project / ".venv" / f".stamp-{name}"
        assert stamp.read_text("utf-8") == environment.stamp_text(LOCK, "3.11")


def test_rebuild_removes_what_was_there(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamped(project)
    (project / ".venv" / "leftover").write_text("x")
    done: list[str] = []

    def run(command: list[str]) -> None:
        assert not (project / ".venv" / "leftover").exists()
        (project / ".venv").mkdir(exist_ok=True)
        done.append(command[-1])
        if command[-1] == str(project / ".venv"):
            assert command[0] == sys._base_executable

    monkeypatch.setattr(environment, "run", run)
    monkeypatch.setattr(environment, "fetch_bundle", lambda: None)
    monkeypatch.setattr(environment, "pip_install", done.append)
    monkeypatch.setattr(environment, "probe", lambda modules: "3.11")
    environment.rebuild("why", *environment.APP)
    assert done == [str(project / ".venv"), environment.UNPACK_PIP, "requirements.txt"]
    assert [path.name for path in (project / ".venv").iterdir()] == [".stamp-requirements.txt"]


def test_pip_is_that_of_python_itself(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs once unpacked; where Python carries none in its usual place, Python is asked."""
    base = [sys._base_executable, "-I", "-m", "venv", "--without-pip", str(project / ".venv")]
    environment.run(base)
    environment.place_pip()
    said = environment.run([environment.venv_python(), "-I", "-m", "pip", "--version"])
    assert str(project / ".venv") in said
    ran: list[str] = []

    def run(command: list[str]) -> None:
        ran.append(command[-1])
        if len(ran) == 1:
            raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(environment, "run", run)
    environment.place_pip()
    assert ran == [environment.UNPACK_PIP, "ensurepip"]


def test_a_few_pips_share_the_packages(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each package goes to one of them, with its hashes and nothing else."""
    names = ["a", "b", "c", "d", "e"]
    packages = [f"{name}==1 \\\n    --hash=sha256:{name}" for name in names]
    (project / "requirements.txt").write_text("# a lock\n" + "\n".join(packages), "utf-8")
    (project / ".venv").mkdir()
    shares: list[str] = []

    def run_beside(commands: list[list[str]]) -> None:
        for command in commands:
            assert "--require-hashes" in command
            shares.append(Path(command[-1]).read_text("utf-8"))

    monkeypatch.setattr(environment, "run_beside", run_beside)
    environment.pip_install("requirements.txt")
    assert len(shares) == environment.PIPS
    told = "\n".join(shares)
    assert sorted(told.split("\n")) == sorted("\n".join(packages).split("\n"))
    assert all(share.count("==") == share.count("--hash") > 0 for share in shares)
    assert list((project / ".venv").iterdir()) == []


def test_of_pips_beside_each_other_the_one_that_fails_is_heard(project: Path) -> None:
    """The others end; what the failed one printed is kept, for the sentence made of it."""
    code = "import sys; print('share', sys.argv[1]); sys.exit(sys.argv[1] == '2')"
    commands = [[sys.executable, "-I", "-c", code, name] for name in "123"]
    with pytest.raises(subprocess.CalledProcessError) as failure:
        environment.run_beside(commands)
    assert failure.value.output == "share 2\n"
    environment.run_beside([commands[0], commands[2]])


def test_the_tests_packages_hold_the_apps() -> None:
    """The one lock is installed for both: a package must have the same version in each."""
    app, tests = (
        set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
        for lock, _ in (environment.APP, environment.TEST)
    )
    assert app and app <= tests
