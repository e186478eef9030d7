"""The canvas in JupyterLab in a headless Chromium, drawn on with mouse and finger.

The browser has no network, so the test also shows that the canvas needs none.
"""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tools.execution import KERNELSPEC

pytest.importorskip("websocket", reason="install websocket-client to run this test")
from browser import CHROMIUM, Browser, chromium, jupyterlab, wait_for  # noqa: E402

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium or Chrome on the PATH"),
]

DRAW = """
import numpy as np
from gan_utils.widgets.canvas import LabelCanvas

palette = np.array([[0, 0, 170], [255, 0, 0], [0, 255, 0]], "uint8")

def negative(labels):
    if (labels == 2).any():
        raise ValueError("no doors, please")
    return 1 - palette[labels] / 127.5

canvas = LabelCanvas(palette, ["wall", "window", "door"], 32, translate=negative)
canvas
"""
REPORT = """
for label in (1, 2):
    rows, columns = np.nonzero(canvas.labels == label)
    if rows.size:
        print(label, columns.min(), rows.min(), columns.max(), rows.max(), rows.size)
"""
# Where the page keeps what the test looks at.
PAGE = """
window.panel = () => jupyterapp.shell.currentWidget;
window.button = (text) => [...document.querySelectorAll(".label-canvas button")]
    .find((b) => b.textContent === text);
window.run = (index) => {
  panel().content.activeCellIndex = index;
  return jupyterapp.commands.execute("notebook:run-cell");
};
window.printed = (index) => panel().content.widgets[index].model.outputs.toJSON()
    .map((output) => output.text || output.evalue || "").join("");
window.pixel = (x, y) => {
  const image = document.querySelector(".label-canvas img");
  if (!image.complete || !image.naturalWidth) return null;
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [image.naturalWidth, image.naturalHeight];
  copy.getContext("2d").drawImage(image, 0, 0);
  return [...copy.getContext("2d").getImageData(x, y, 1, 1).data].slice(0, 3);
};
window.said = () => document.querySelector(".label-canvas [role=status]").textContent;
true
"""


class CanvasPage(Browser):
    """The notebook with the canvas."""

    def points(self, cells, size=32):
        """Where the middles of these cells of the canvas are on the screen."""
        left, top, width = self.corner(".label-canvas canvas")
        return [
            (left + (x + 0.5) * width / size, top + (y + 0.5) * width / size)
            for x, y in cells
        ]

    def drag(self, *cells):
        points = self.points(cells)
        kinds = ["mousePressed", *["mouseMoved"] * (len(cells) - 1), "mouseReleased"]
        for kind, (x, y) in zip(kinds, [*points, points[-1]], strict=True):
            self.send(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left",
                buttons=1, clickCount=1,
            )  # fmt: skip

    def swipe(self, *cells):
        kinds = ["touchStart", *["touchMove"] * (len(cells) - 1)]
        for kind, (x, y) in zip(kinds, self.points(cells), strict=True):
            touch = [{"x": x, "y": y}]
            self.send("Input.dispatchTouchEvent", type=kind, touchPoints=touch)
        self.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def click(self, text):
        """Clicks the canvas's button of that name, with the mouse."""
        self.get(f"button({text!r}).setAttribute('data-test', {text!r})")
        left, top, _ = self.corner(f"[data-test={text}]")
        for kind in ("mousePressed", "mouseReleased"):
            self.send(
                "Input.dispatchMouseEvent", type=kind, x=left + 9, y=top + 9,
                button="left", clickCount=1,
            )  # fmt: skip

    def expect(self, *lines):
        """Runs the cell that reports the kernel's labels until it says this.

        A new drawing and the cell may travel to the kernel on separate ways.
        """

        def reported():
            self.get("run(1)")
            return self.get("printed(1)").splitlines() == list(lines)

        try:
            wait_for(lines, reported)
        except TimeoutError as error:
            found = self.get("printed(1)").splitlines()
            raise AssertionError(f"Python has {found}, not {list(lines)}.") from error


@pytest.fixture
def browser(tmp_path):
    cells = [new_code_cell(DRAW), new_code_cell(REPORT)]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})
    nbformat.write(notebook, tmp_path / "canvas.ipynb")
    with (
        jupyterlab(tmp_path) as address,
        chromium(tmp_path, f"{address}/lab/tree/canvas.ipynb") as page,
    ):
        browser = CanvasPage(page)
        try:
            browser.wait("window.jupyterapp !== undefined")
            browser.wait(PAGE)
            browser.wait("panel()?.sessionContext?.session?.kernel?.status === 'idle'")
            yield browser
        finally:
            browser.screenshot(tmp_path / "canvas.png")


def test_what_is_drawn_with_the_mouse_reaches_python_and_its_image_comes_back(browser):
    browser.get("run(0)")
    browser.wait("document.querySelector('.label-canvas canvas') !== null")
    assert browser.get("document.querySelector('.label-canvas img').offsetWidth") == 0

    # A rectangle, backwards; the picture is the negative of the drawing's colours.
    browser.click("window")
    browser.drag((20, 15), (3, 2), (4, 5))
    browser.expect("1 4 5 20 15 187")
    browser.click("Generate")
    browser.wait("pixel(10, 10) !== null")
    assert browser.get("pixel(10, 10)") == [0, 255, 255]
    assert browser.get("pixel(25, 25)") == [255, 255, 85]

    # A translation that fails says so and leaves the picture alone.
    browser.click("door")
    browser.click("Brush")
    browser.swipe((24, 20), (30, 20))
    browser.expect("1 4 5 20 15 187", "2 24 20 30 20 7")
    browser.click("Generate")
    browser.wait("said() === 'ValueError: no doors, please'")
    assert browser.get("pixel(10, 10)") == [0, 255, 255]

    # Undo, and everything in one class.
    browser.click("Undo")
    browser.expect("1 4 5 20 15 187")
    browser.click("Clear")
    browser.expect("2 0 0 31 31 1024")
    browser.click("Undo")

    # Labels set in Python are drawn, and can be taken back like a stroke.
    changed = "panel().content.widgets[1].model.sharedModel.setSource"
    browser.get(f"{changed}('canvas.labels = np.eye(32, dtype=int)')")
    browser.get("run(1)")
    browser.wait("!button('Undo').disabled")
    browser.get(f"{changed}({json.dumps(REPORT)})")
    browser.expect("1 0 0 31 31 32")
    browser.click("Undo")
    browser.expect("1 4 5 20 15 187")
    browser.click("Generate")
    browser.wait("said() === ''")
