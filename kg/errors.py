"""The one family of errors a user can meet: each message is one line that says what, where and what to do."""

from __future__ import annotations


class KgError(Exception):
    """Base of every error this program raises on purpose; the command line prints its message and exits with `exit_code`."""

    exit_code = 2


class ReadError(KgError):
    """A file that cannot be read as a report."""


class LexiconError(KgError):
    """A lexicon or decision file whose rows cannot be used."""


class BuildError(KgError):
    """A build directory that cannot be written, or that holds no build."""


class QueryError(KgError):
    """A query that is unknown, malformed, lacks a parameter or runs over its limits."""


class PushError(KgError):
    """A triple store that cannot be reached, refuses what it is sent or holds something else afterwards."""


class NotFoundError(KgError):
    """Something asked for by name that the graph does not hold: the answer is "no"."""

    exit_code = 1


class ValidationError(KgError):
    """A graph or a shape that cannot be validated (not: a graph that does not conform)."""


class SettingError(KgError):
    """A setting or option with a value that cannot be used."""
