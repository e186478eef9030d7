"""JupyterLab and a headless Chromium for tests, and a page to work on.

The browser is driven through its own DevTools protocol, over the WebSocket client that
JupyterLab brings along. It can reach nothing but this machine.
"""

import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from base64 import b64decode
from contextlib import contextmanager
from pathlib import Path

import websocket

ROOT = Path(__file__).parent.parent
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
PATIENCE = 120  # seconds for any one step, on a busy machine


def wait_for(what, condition):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.1)
    raise TimeoutError(f"Waited {PATIENCE} s for {what}.")


@contextmanager
def running(command, log, **options):
    """A program with all its children, ended at the end whatever happens."""
    # A test run that is told to end must end what it started: as after Ctrl+C.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, start_new_session=True, **options
        )
    try:
        yield process
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sign)
                process.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue  # gone already; or deaf, then the second signal ends it
        signal.signal(signal.SIGTERM, before)


class Browser:
    """One page, through the DevTools protocol."""

    def __init__(self, address):
        self.socket = websocket.create_connection(
            address, timeout=PATIENCE, suppress_origin=True
        )
        self.numbers = itertools.count(1)

    def send(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                assert "error" not in message, f"{method}: {message['error']}"
                return message["result"]

    def get(self, expression):
        """The value of a JavaScript expression, a promise's when it is kept."""
        result = self.send(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        failed = result.get("exceptionDetails", {}).get("exception", {})
        assert not failed, f"{expression}: {failed.get('description')}"
        return result["result"].get("value")

    def wait(self, expression):
        return wait_for(expression, lambda: self.get(expression))

    def corner(self, selector):
        """Left, top and width of an element, once it is in view and at rest."""
        return self.wait(f"""(async () => {{
            const found = document.querySelector({json.dumps(selector)});
            const place = () => {{
                const box = found.getBoundingClientRect();
                return [box.left, box.top, box.width];
            }};
            found.scrollIntoView({{block: "center"}});
            const before = place();
            await new Promise((resolve) => setTimeout(resolve, 100));
            const [left, top, width] = place();
            const seen = document.elementFromPoint(left + 9, top + 9);
            const still = String([left, top, width]) === String(before);
            return still && found.contains(seen) && [left, top, width];
        }})()""")

    def screenshot(self, path):
        path.write_bytes(b64decode(self.send("Page.captureScreenshot")["data"]))


@contextmanager
def jupyterlab(folder):
    """A JupyterLab server of its own, with no token and no settings; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    quiet = folder / "settings/@jupyterlab/apputils-extension"
    quiet.mkdir(parents=True)
    (quiet / "notification.jupyterlab-settings").write_text(
        '{"checkForUpdates": false, "doNotDisturbMode": true, "fetchNews": "false"}'
    )
    paths = {name: str(folder / path) for name, path in own.items()}
    environment = os.environ | paths | {"PYTHONPATH": str(ROOT)}
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=", "--ServerApp.password="),
        *("--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={folder}"),
    ]
    address = f"http://127.0.0.1:{port}"
    log = folder / "lab.log"
    with running(command, log, env=environment, cwd=folder) as server:

        def answers():
            assert server.poll() is None, log.read_text()
            try:
                return urllib.request.urlopen(f"{address}/api").status == 200
            except OSError:
                return False  # not yet

        wait_for("JupyterLab", answers)
        yield address


@contextmanager
def chromium(folder, address):
    """A headless browser with that page; where to reach the page's DevTools."""
    command = [
        *(CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu"),
        *("--remote-debugging-port=0", f"--user-data-dir={folder / 'profile'}"),
        *("--window-size=1300,1000", "--no-first-run", "--disable-dev-shm-usage"),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        address,
    ]
    log, told = folder / "chromium.log", folder / "profile/DevToolsActivePort"
    with running(command, log) as process:

        def page():
            assert process.poll() is None, log.read_text()
            if not told.exists():
                return None
            port = told.read_text().split()[0]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
                found = [x for x in json.load(answer) if x["type"] == "page"]
            return found and found[0]["webSocketDebuggerUrl"]

        yield wait_for("Chromium", page)
