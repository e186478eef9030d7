"""The playground of the site in Chromium, and a reader's hand on it."""

import json
import re
import shutil
import time

import imageio.v3 as imageio
import numpy as np
import pytest

from tests.browser import CHROMIUM, wait_for
from tools.site import ROOT

FOLDER = ROOT / "docs" / "playground"
READY = "document.readyState === 'complete' && !!document.querySelector('#ring')"
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="needs Chromium")
TEXT = (FOLDER.parent / "playground.md").read_text(encoding="utf-8")
HTML = "".join(re.findall(r"```\{raw\} html\n(.*?)```", TEXT, re.DOTALL))


def page_alone(folder):
    """The playground without the site around it, as a file; generators where asked."""
    (folder / "docs").mkdir()
    shutil.copytree(FOLDER, folder / "_static")
    page = folder / "docs" / "page.html"
    head = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width='
    page.write_text(f'{head}device-width">{HTML}', encoding="utf-8")
    return page.as_uri()


def photo_file(folder, light, size=(300, 200)):
    """A photo whose middle is white and whose sides are of a grey."""
    photo = np.full((size[1], size[0], 3), light, "uint8")
    photo[:, size[0] // 3 : -size[0] // 3] = 255
    path = folder / f"photo of {light}.png"
    imageio.imwrite(path, photo)
    return path


class Hand:
    """What a reader does to one part of the page: mouse, finger, keyboard."""

    def __init__(self, browser, part, touches):
        self.browser, self.part, self.touches = browser, part, touches
        self.found = f"document.querySelector('#{part}')"
        browser.get(f"{self.found}.scrollIntoView()")
        browser.wait(f"!!{self.found}.dataset.first || {self.found}.dataset.failed")

    def says(self):
        return self.browser.get(f"{self.found}.querySelector('output').value")

    def picture(self, index=-1):
        canvases = (
            f"[...{self.found}.querySelectorAll(':is(figure, #digits) > canvas')]"
        )
        return self.browser.get(f"{canvases}.at({index}).toDataURL()")

    def waits_for(self, sentence):
        said = f"{self.found}.querySelector('output').value"
        return self.browser.wait(f"{said}.includes({json.dumps(sentence)})")

    def place(self, selector, across, down):
        """Where on the screen a share of the width and height of an element lies."""
        element = f"{self.found}.querySelector({json.dumps(selector)})"
        self.browser.get(f"{element}.scrollIntoView({{block: 'center'}})")
        box = self.browser.get(
            f"(b => [b.left, b.top, b.width, b.height])"
            f"({element}.getBoundingClientRect())"
        )
        return {"x": box[0] + across * box[2], "y": box[1] + down * box[3]}

    def drags(self, selector, *shares):
        """Presses at the first place, moves on to the others and lets go."""
        places = [self.place(selector, *share) for share in shares]
        if self.touches:
            send = "Input.dispatchTouchEvent"
            kinds = ["touchStart", *["touchMove"] * (len(places) - 1)]
            for kind, place in zip(kinds, places, strict=True):
                self.browser.send(send, type=kind, touchPoints=[place])
            self.browser.send(send, type="touchEnd", touchPoints=[])
            return
        send, left = "Input.dispatchMouseEvent", {"button": "left", "clickCount": 1}
        self.browser.send(send, type="mousePressed", buttons=1, **places[0], **left)
        for place in places[1:]:
            self.browser.send(send, type="mouseMoved", buttons=1, **place, **left)
        self.browser.send(send, type="mouseReleased", **places[-1], **left)

    def clicks(self, selector):
        if not self.touches:
            self.drags(selector, (0.5, 0.5))
            return
        element = f"{self.found}.querySelector({json.dumps(selector)})"
        self.browser.get(f"delete {element}.dataset.tapped")
        self.browser.get(
            f"{element}.addEventListener('click',"
            " (event) => { event.target.dataset.tapped = 1; }, { once: true })"
        )

        def tapped():
            """Whether a tap became a click: Chromium loses one now and then."""
            self.drags(selector, (0.5, 0.5))
            time.sleep(1)
            return self.browser.get(f"!!{element}.dataset.tapped")

        wait_for(f"a tap on {selector}", tapped)

    def presses(self, selector, *keys):
        self.browser.get(f"{self.found}.querySelector({json.dumps(selector)}).focus()")
        codes = {"Enter": 13, "End": 35, "ArrowRight": 39, "ArrowDown": 40}
        for key in keys:
            code = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
            self.browser.send("Input.dispatchKeyEvent", type="rawKeyDown", **code)
            self.browser.send("Input.dispatchKeyEvent", type="keyUp", **code)
