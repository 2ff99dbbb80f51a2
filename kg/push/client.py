"""Requests to a triple store: tried again where that can help, with credentials that stand nowhere but in their header."""

from __future__ import annotations

import base64
import contextlib
import http.client
import netrc
import os
import random
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Final

from kg.errors import PushError

_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_ANSWER: Final = 50_000_000
_LONGEST_WAIT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is tried, how long the first wait is (each one doubles), and how long an answer may take."""

    tries: int = 6
    first: float = 0.5
    seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks; the password is left out of every representation."""

    user: str
    _password: str

    def __repr__(self) -> str:
        """Return the user alone."""
        return f"Credentials({self.user!r})"

    @property
    def password(self) -> str:
        """Return the password, for the header of a request."""
        return self._password


def credentials(endpoint: str, user: str = "") -> Credentials | None:
    """Return the credentials for `endpoint` from KG_PUSH_USER and KG_PUSH_PASSWORD, else from the netrc file, else None.

    Raises PushError where they stand in the address (other users of the machine would see them), where a user is named whose
    password is nowhere, or where the netrc file cannot be read.
    """
    place = urllib.parse.urlsplit(endpoint)
    if place.scheme not in ("http", "https") or not place.hostname:
        raise PushError("the address of a store starts with http:// or https:// and names a host")
    if place.username is not None or place.password is not None:
        raise PushError("credentials do not belong in the address; put them into KG_PUSH_USER and KG_PUSH_PASSWORD, or into ~/.netrc")
    name = user or os.environ.get("KG_PUSH_USER", "")
    password = os.environ.get("KG_PUSH_PASSWORD")
    if name and password is not None:
        return Credentials(name, password)
    found = _netrc(place.hostname)
    if found is not None and name in ("", found.user):
        return found
    if name:
        raise PushError(f"no password for {name}; put it into KG_PUSH_PASSWORD, or into ~/.netrc for {place.hostname}")
    return None


def _netrc(host: str) -> Credentials | None:
    try:
        found = netrc.netrc(os.environ.get("NETRC")).authenticators(host)
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        # The parser's message may quote the line, and with it the password.
        raise PushError(f"the netrc file cannot be read ({type(error).__name__}); mend it or set KG_PUSH_PASSWORD") from None
    return Credentials(found[0], found[2] or "") if found else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a store answered."""

    status: int
    headers: Message
    body: bytes


class Client:
    """Sends requests to one store. Redirections are not followed: they would carry data and credentials elsewhere."""

    def __init__(self, who: Credentials | None, patience: Patience = Patience()) -> None:
        """Ask as `who`; wait and try again as `patience` says."""
        self.patience = patience
        self._opener = urllib.request.OpenerDirector()
        manager = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        self._who, self._manager = who, manager
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDigestAuthHandler(manager),
            urllib.request.HTTPBasicAuthHandler(manager),
        ):
            self._opener.add_handler(handler)

    def send(self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a request, whatever its status below 500; tries again where the store is busy or unreachable.

        Every request made here may be made twice. Raises PushError where no try is left.
        """
        reason = ""
        for attempt in range(self.patience.tries):
            wait = 0.0
            try:
                answer = self._once(method, url, body, dict(headers or {}))
                if answer.status not in _AGAIN:
                    return answer
                reason, wait = f"it answered {answer.status} ({excerpt(answer)})", _retry_after(answer)
            except (OSError, http.client.HTTPException) as error:
                reason = one_line(getattr(error, "reason", None) or error) or type(error).__name__
            if attempt + 1 < self.patience.tries:
                # Some chance in the wait: pushes that were turned away together do not come back together.
                back_off = self.patience.first * 2**attempt * (1 + random.random() / 4)
                time.sleep(min(max(wait, back_off), _LONGEST_WAIT))
        raise PushError(f"{shown(url)}: gave up after {self.patience.tries} tries: {reason}; push again to go on from here")

    def _once(self, method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        if self._who is not None:
            self._manager.add_password(None, url, self._who.user, self._who.password)
        request = urllib.request.Request(url, body, headers, method=method)
        try:
            with self._opener.open(request, timeout=self.patience.seconds) as response:
                return Answer(response.status, response.headers, response.read(_ANSWER))
        except urllib.error.HTTPError as error:
            content = b""
            with contextlib.suppress(OSError, http.client.HTTPException), error:
                content = error.read(10_000)
            return Answer(error.code, error.headers, self._without_secrets(content))

    def _without_secrets(self, content: bytes) -> bytes:
        """Return what a store says of a request without the credentials it may repeat, since some of it is shown."""
        if self._who is None or not self._who.password:
            return content
        pair = f"{self._who.user}:{self._who.password}".encode()
        for secret in (base64.b64encode(pair), self._who.password.encode()):
            content = content.replace(secret, b"***")
        return content


def shown(url: str) -> str:
    """Return an address for a message."""
    return urllib.parse.unquote(url)


def one_line(text: object) -> str:
    """Return a text on one line."""
    return " ".join(str(text).split())


def excerpt(answer: Answer) -> str:
    """Return the beginning of what a store said."""
    return one_line(answer.body.decode("utf-8", "replace"))[:200] or http.client.responses.get(answer.status, "no reason")


def plain_text_to_others(url: str) -> bool:
    """Return whether a password sent to `url` could be read on its way."""
    place = urllib.parse.urlsplit(url)
    return place.scheme == "http" and place.hostname not in _LOOPBACK


def _retry_after(answer: Answer) -> float:
    text = answer.headers.get("Retry-After", "") or ""
    return float(text) if text.isdigit() else 0.0
