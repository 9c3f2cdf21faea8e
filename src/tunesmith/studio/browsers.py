"""What pages of other sites may not make a visitor's browser do here.

A name that leads to this address without being one of the studio's own (DNS rebinding) is refused, so is a request that
changes something for a page of another origin, and a body that does not say that it is JSON, or a file where files are
sent, since a foreign form could send it.
Sources: the Fetch Metadata specification, section 2.3 (`Sec-Fetch-Site`); RFC 6454, section 7 (`Origin`).
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from tunesmith.studio.problems import problem_response
from tunesmith.studio.security import READING

__all__ = ["ForeignPages", "host_name"]

OWN_SITE = ("same-origin", "none")  # "none": typed by the visitor, or by a program
JSON = "application/json"
FILE = "application/octet-stream"  # which no form can send either

Refusal = tuple[int, str]


class ForeignPages:
    """ASGI middleware that answers 421 to unknown hosts, 403 to other origins that write, 415 to bodies of other kinds.

    Starlette's own for hosts does not accept IPv6 addresses, and answers in plain text.
    """

    def __init__(self, app: ASGIApp, trusted: Collection[str], files: Collection[str] = ()) -> None:
        """`trusted`: the names of the studio; `files`: the paths whose bodies are files as they are, not JSON."""
        self.app = app
        self.trusted = trusted
        self.files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        refusal = self._refusal(Headers(scope=scope), scope) if scope["type"] == "http" else None
        if refusal:
            await problem_response(*refusal, headers={"Connection": "close"})(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, headers: Headers, scope: Scope) -> Refusal | None:
        if not self._trusts(host_name(headers.get("host", ""))):
            return 421, "the studio does not go by this name; TRUSTED_HOSTS says by which it does"
        if scope["method"] in (*READING, "OPTIONS"):
            return None
        if not same_origin(headers):
            return 403, "a page of another origin may change nothing here"
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["path"] in self.files:
            wanted, what = FILE, "the file as it is"
        else:
            wanted, what = JSON, "JSON"
        if has_body(headers) and kind != wanted:
            return 415, f"a body must be {what} and say so: Content-Type: {wanted}"
        return None

    def _trusts(self, host: str) -> bool:
        """Whether this is one of the trusted names, `*` for any, or below a `*.name`."""
        return any(
            name in ("*", host) or (name.startswith("*.") and host.endswith(name[1:]) and host != name[1:])
            for name in self.trusted
        )


def host_name(authority: str) -> str:
    """The name or address in a `Host` header, without its port, in lower case; "" where there is none."""
    name, bracket, _ = authority.strip().lower().partition("]")
    return name + bracket if bracket else name.partition(":")[0]


def same_origin(headers: Headers) -> bool:
    """Whether no other origin's page is behind a request, as the browser says; programs say nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN_SITE
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def has_body(headers: Headers) -> bool:
    """Whether anything follows the headers."""
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
