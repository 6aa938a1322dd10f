"""A page that fails says so in the reader's language, and shows nothing of the error."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import streamlit as st

from divario.i18n import LANGUAGES, t
from divario.ui import failure, state

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_sees_a_sentence_and_not_the_error(
    monkeypatch: pytest.MonkeyPatch, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(st, "html", shown.append)
    monkeypatch.setattr(state, "language", lambda: language)
    assert failure.show(ValueError("secret path /x")) is True
    assert t("frame.failed", language) in shown[0]
    assert "secret" not in shown[0]
    assert "secret path" in caplog.text


def test_streamlit_itself_never_shows_an_error_in_full() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["client"]["showErrorDetails"] == "none"
    assert config["browser"]["gatherUsageStats"] is False
