"""A headless Firefox for tests, driven through WebDriver BiDi.

It needs no driver of its own: Firefox speaks the protocol, over the WebSocket client
that JupyterLab brings along. It can reach nothing but this machine.
"""

import itertools
import json
import re
import shutil
from contextlib import contextmanager

import websocket

from tests.browser import PATIENCE, running, wait_for

FIREFOX = next(filter(None, map(shutil.which, ("firefox", "firefox-esr"))), None)
_SETTINGS = {
    "network.proxy.type": 1,  # nobody listens at this proxy
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
}
_KEYS = {"End": "\ue010"}


class Firefox:
    """One page, and in ``errors`` what its console called an error."""

    def __init__(self, address):
        self.errors, self.numbers = [], itertools.count(1)
        self.socket = websocket.create_connection(
            f"{address}/session", timeout=PATIENCE, suppress_origin=True
        )
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])
        tree = self.send("browsingContext.getTree")
        self.page = {"context": tree["contexts"][0]["context"]}

    def send(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("method") == "log.entryAdded":
                entry = message["params"]
                self.errors += [entry["text"]] if entry["level"] == "error" else []
            if message.get("id") == number:
                assert message["type"] == "success", f"{method}: {message}"
                return message["result"]

    def open(self, address):
        self.send("browsingContext.navigate", url=address, wait="complete", **self.page)
        self.send("browsingContext.activate", **self.page)  # or it hears no keys

    def get(self, expression):
        """The value of a JavaScript expression, a promise's when it is kept."""
        said = self.send(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(JSON.stringify)",
            target=self.page,
            awaitPromise=True,
        )
        assert said["type"] == "success", f"{expression}: {said['exceptionDetails']}"
        return json.loads(said["result"].get("value", "null"))

    def wait(self, expression):
        return wait_for(expression, lambda: self.get(expression))

    def find(self, selector):
        locator = {"type": "css", "value": selector}
        found = self.send("browsingContext.locateNodes", locator=locator, **self.page)
        return {"sharedId": found["nodes"][0]["sharedId"]}

    def act(self, kind, *moves):
        actions = [{"type": kind, "id": kind, "actions": moves}]
        self.send("input.performActions", actions=actions, **self.page)

    def click(self, selector):
        # By mouse: a button hears no key in a window that nobody sees.
        self.get(f"document.querySelector({json.dumps(selector)}).scrollIntoView()")
        origin = {"type": "element", "element": self.find(selector)}
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": origin}
        press = [{"type": f"pointer{way}", "button": 0} for way in ("Down", "Up")]
        self.act("pointer", move, *press)

    def press(self, selector, key):
        """Gives an element the focus, and presses a key."""
        self.get(f"document.querySelector({json.dumps(selector)}).focus()")
        self.act(
            "key", *({"type": f"key{x}", "value": _KEYS[key]} for x in ("Down", "Up"))
        )

    def choose_file(self, selector, path):
        """What the window for choosing a file would do."""
        element, files = self.find(selector), [str(path)]
        self.send("input.setFiles", element=element, files=files, **self.page)


@contextmanager
def firefox(folder):
    """A headless Firefox with a profile of its own."""
    profile, log = folder / "firefox", folder / "firefox.log"
    profile.mkdir()
    lines = [f"user_pref({json.dumps([*x])[1:-1]});" for x in _SETTINGS.items()]
    (profile / "user.js").write_text("\n".join(lines), "ascii")
    command = [FIREFOX, "--headless", "--no-remote", "--profile", str(profile)]
    with running([*command, "--remote-debugging-port", "0", "about:blank"], log) as run:

        def listens():
            text = log.read_text(errors="replace")
            assert run.poll() is None, text
            return re.search(r"BiDi listening on (ws://\S+)", text)

        yield Firefox(wait_for("Firefox", listens)[1])
