"""Debian's Firefox without a window, by WebDriver BiDi, which it speaks itself: no other program stands between.

Source: W3C, WebDriver BiDi. (Playwright's own way to it asks for commands that Debian's Firefox does not know.)
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

__all__ = ["FirefoxPage", "firefox"]

PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
}
"""What keeps Firefox from asking anybody for anything by itself."""
SECONDS = 90
READY = "WebDriver BiDi listening on "
WAIT = """(condition) => new Promise((done) => {
  const look = () => { const found = condition(); if (found) done(found); else setTimeout(look, 50); };
  look();
})"""


class FirefoxPage:
    """A page of Firefox; `complaints` are the errors that it has told, as far as answers have been read since."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._numbers = itertools.count(1)
        self.complaints: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        tree = self._ask("browsingContext.getTree")
        self._context = tree["contexts"][0]["context"]

    def open(self, address: str) -> None:
        """Go to an address, until it is loaded."""
        self._ask("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, script: str) -> Any:
        """The value of an expression, a plain one; of a promise, what it becomes."""
        answer = self._ask(
            "script.evaluate",
            expression=script,
            target={"context": self._context},
            awaitPromise=True,
            userActivation=False,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return answer["result"].get("value")

    def wait(self, condition: str) -> Any:
        """The value of an expression, once it is true."""
        return self.evaluate(f"({WAIT})(() => ({condition}))")

    def click(self, selector: str) -> None:
        """Click what a CSS selector finds first, as a mouse does."""
        found = self._ask(
            "browsingContext.locateNodes", context=self._context, locator={"type": "css", "value": selector}
        )
        self.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{ block: 'center' }})")
        here = {"type": "element", "element": {"sharedId": found["nodes"][0]["sharedId"]}}
        steps = [{"type": "pointerMove", "x": 0, "y": 0, "origin": here}, {"type": "pointerDown", "button": 0}]
        self._act({"type": "pointer", "id": "mouse", "actions": [*steps, {"type": "pointerUp", "button": 0}]})

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        self._act(
            {"type": "key", "id": "keys", "actions": [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]}
        )

    def _act(self, source: dict[str, Any]) -> None:
        self._ask("input.performActions", context=self._context, actions=[source])

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command; what Firefox tells meanwhile is noted."""
        number = next(self._numbers)
        self._line.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._line.recv(timeout=SECONDS))
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.complaints.append(said["params"]["text"])
            if said.get("id") == number:
                assert said["type"] == "success", f"{method}: {said.get('message')}"
                result: dict[str, Any] = said["result"]
                return result


@contextmanager
def firefox() -> Iterator[FirefoxPage]:
    """A page of Firefox in a profile of its own, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="tunesmith-firefox-") as profile, sound_server(profile) as environment:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines))
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        with running(command, environment) as process:
            try:
                address = told(process, READY)
                with connect(f"{address}/session", max_size=None, open_timeout=SECONDS) as line:
                    yield FirefoxPage(line)
            finally:
                process.terminate()
                process.communicate(timeout=SECONDS)


@contextmanager
def sound_server(folder: str) -> Iterator[dict[str, str]]:
    """A PulseAudio that plays to nobody, for a program with this environment.

    Without a device to play on, Firefox lets no time of sound pass.
    """
    socket = f"{folder}/sound"
    environment = {**os.environ, "HOME": folder, "XDG_RUNTIME_DIR": folder, "PULSE_SERVER": f"unix:{socket}"}
    protocol = f"module-native-protocol-unix socket={socket} auth-anonymous=1"
    command = ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--log-level=info"]
    with running([*command, "-L", "module-null-sink", "-L", protocol], environment) as process:
        try:
            told(process, "Daemon startup complete")
            yield environment
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS)


def running(command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    """A program whose complaints can be read."""
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def told(process: subprocess.Popen[str], words: str) -> str:
    """What follows after these words in what a program says, once it has said them."""
    assert process.stderr is not None
    return next(line.split(words)[1].strip() for line in process.stderr if words in line)
