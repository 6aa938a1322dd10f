"""What can go wrong, as errors that say what was wrong and what to do."""

from __future__ import annotations


class DivarioError(Exception):
    """Base of every error that Divario raises on purpose."""


class DataRefused(DivarioError):
    """A data file cannot be trusted; nothing of it is loaded.

    Attributes name the file (relative to the data folder), the rule that it breaks and the first
    offending row or value.
    """

    def __init__(self, file: str, rule: str, row: str = "") -> None:
        self.file, self.rule, self.row = file, rule, row
        where = f" (first: {row})" if row else ""
        super().__init__(
            f"Data refused: {file}: {rule}{where}. "
            "Restore the file from the repository, or correct it and seal it again with "
            "'python -m divario seal'."
        )


class SourceRefused(DivarioError):
    """A publisher's file cannot be trusted or read; nothing of it is kept.

    Attributes name the file, what is wrong with it, and what to do.
    """

    def __init__(self, file: str, problem: str, remedy: str) -> None:
        self.file, self.problem, self.remedy = file, problem, remedy
        super().__init__(f"{file}: {problem}; {remedy}. Nothing was changed.")


class PublisherUnreachable(DivarioError):
    """The publisher's server did not give what was asked, after every polite attempt."""

    def __init__(self, what: str, problem: str) -> None:
        self.what, self.problem = what, problem
        super().__init__(
            f"{what}: {problem}. Nothing was changed; what has been downloaded is kept, "
            "so start the same command again later."
        )


class UnknownRelease(DivarioError):
    """No release of that id is kept here."""

    def __init__(self, release: str, kept: list[str]) -> None:
        self.release, self.kept = release, sorted(kept)
        listed = f"kept are {', '.join(self.kept)}" if kept else "only the shipped data are here"
        super().__init__(
            f"No release {release[:40]!r} is kept here: {listed} "
            "('python -m divario release list' says more)."
        )


class AmbiguousRelease(UnknownRelease):
    """Several kept releases begin with the same digits."""

    def __init__(self, release: str, kept: list[str]) -> None:
        super().__init__(release, kept)
        self.args = (
            f"{release!r} begins the names of {len(kept)} releases: {', '.join(self.kept)}. "
            "Give more of its digits.",
        )


class ReleaseBusy(DivarioError):
    """Another process is publishing at this moment."""

    def __init__(self) -> None:
        super().__init__(
            "Another command is publishing a release at this moment: wait until it has ended, "
            "then start this one again. Nothing was changed."
        )


class UnknownQuery(DivarioError):
    """No query has that name."""

    def __init__(self, name: str, nearest: str | None) -> None:
        self.name, self.hint = name, nearest
        super().__init__(
            f"Unknown query {name!r}" + (f"; did you mean {nearest!r}?" if nearest else ".")
        )


class WrongParameter(DivarioError):
    """A parameter is missing, unknown or not a valid value.

    `parameter` is its name, `value` what was given, `hint` the nearest valid value or an example.
    """

    def __init__(self, parameter: str, value: object, problem: str, hint: str) -> None:
        self.parameter, self.value, self.problem, self.hint = parameter, value, problem, hint
        super().__init__(f"Parameter {parameter!r}: {problem}; {hint}")


class MissingText(DivarioError):
    """A text key has no text: never replaced silently by another language."""


class ChartWithoutOrigin(DivarioError):
    """A chart has no origin, no known kind or no alternative text, and may not be shown."""
