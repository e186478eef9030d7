"""The kernel's side of the canvas; test_canvas_browser.py tries it with a mouse."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from gan_utils.widgets.canvas import LabelCanvas, rectangles
from tools import execution

PALETTE = np.array([[0, 0, 170], [255, 0, 0], [0, 255, 0]], "uint8")
NAMES = ["wall", "window", "door"]


def from_browser(canvas: LabelCanvas, **state) -> None:
    """Does what a message from the front end does."""
    canvas.set_state(state)


def text_of(labels: np.ndarray) -> str:
    return base64.b64encode(labels.astype("uint8").tobytes()).decode()


def image_of(png: str) -> np.ndarray:
    with PIL.Image.open(io.BytesIO(base64.b64decode(png))) as image:
        return np.asarray(image.convert("RGB"))


def test_a_drawing_from_the_browser_arrives_as_labels(rng):
    canvas = LabelCanvas(PALETTE, NAMES, image_size=6)
    drawn = rng.integers(0, 3, (6, 6))
    from_browser(canvas, drawing=text_of(drawn))
    np.testing.assert_array_equal(canvas.labels, drawn)
    assert canvas.labels.dtype == "int32"


def test_labels_set_in_code_are_what_the_browser_gets(rng):
    drawn = rng.integers(0, 3, (6, 6))
    canvas = LabelCanvas(PALETTE, NAMES, image_size=6, labels=drawn)
    assert canvas.get_state()["drawing"] == text_of(drawn)
    canvas.labels = np.zeros((6, 6), int)
    assert canvas.get_state()["drawing"] == text_of(np.zeros((6, 6)))
    with pytest.raises(ValueError, match="read-only"):  # it would not be drawn
        canvas.labels[0, 0] = 1


def test_every_stroke_is_told_to_who_wants_to_know(rng):
    canvas, seen = LabelCanvas(PALETTE, NAMES, image_size=4), []
    canvas.on_change(seen.append)
    drawn = rng.integers(0, 3, (4, 4))
    from_browser(canvas, drawing=text_of(drawn))
    np.testing.assert_array_equal(seen, [drawn])


def test_a_request_is_answered_with_the_image_of_the_drawing_that_came_with_it():
    canvas = LabelCanvas(
        PALETTE, NAMES, image_size=4, translate=lambda x: PALETTE[x] / 127.5 - 1
    )
    drawn = rectangles(4, [("door", 0, 1, 2, 3)], NAMES)
    from_browser(canvas, request=1, drawing=text_of(drawn))
    assert canvas.answer["request"] == 1 and canvas.answer["message"] == ""
    np.testing.assert_array_equal(image_of(canvas.answer["picture"]), PALETTE[drawn])


@pytest.mark.parametrize(
    ("translate", "message"),
    [
        (lambda labels: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda labels: labels / 2, r"translate returned shape \(4, 4\)"),
        (lambda labels: np.full((4, 4, 3), np.nan), "not finite"),
    ],
)
def test_what_goes_wrong_in_a_translation_is_said_in_the_widget(translate, message):
    canvas = LabelCanvas(PALETTE, NAMES, image_size=4, translate=translate)
    from_browser(canvas, request=1)
    assert canvas.answer["picture"] == ""
    assert re.search(message, canvas.answer["message"])
    canvas.translate = lambda labels: np.zeros((4, 4, 3))
    from_browser(canvas, request=2)
    assert canvas.answer["message"] == "" and canvas.answer["request"] == 2


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="there are 2 class names"):
        LabelCanvas(PALETTE, NAMES[:2])
    with pytest.raises(ValueError, match="float64"):
        LabelCanvas(PALETTE / 255, NAMES)
    canvas = LabelCanvas(PALETTE, NAMES, image_size=4)
    for labels, message in (
        (np.zeros((4, 5), int), r"give integers of shape \(4, 4\)"),
        (np.zeros((4, 4)), "float64"),
        (np.full((4, 4), 3), "3…3.*use 0…2"),
        (np.full((4, 4), -1), "-1…-1"),
    ):
        with pytest.raises(ValueError, match=message):
            canvas.labels = labels


def test_rectangles_lie_where_they_should_and_later_ones_on_top():
    labels = rectangles(
        5, [("window", 1, 0, 3, 2), (2, 3, 1, 9, 1), (0, -2, -2, 3, 3)], NAMES
    )
    expected = [
        [0, 1, 1, 1, 0],
        [0, 1, 1, 2, 2],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
    ]
    np.testing.assert_array_equal(labels, expected)
    assert (rectangles(3, [], NAMES, background="door") == 2).all()


def test_rectangles_that_cannot_be_drawn_are_named():
    with pytest.raises(ValueError, match="no class 'roof'; the names are wall, win"):
        rectangles(5, [("roof", 0, 0, 1, 1)], NAMES)
    with pytest.raises(ValueError, match="none: give class_names"):
        rectangles(5, [("roof", 0, 0, 1, 1)])
    for left, top, width, height in ((5, 0, 2, 2), (0, -3, 2, 3), (1, 1, -1, 2)):
        with pytest.raises(ValueError, match="Nothing of the rectangle"):
            rectangles(5, [(1, left, top, width, height)])


def test_the_still_picture_shows_the_drawing():
    drawn = rectangles(8, [("door", 0, 0, 8, 4)], NAMES, background="window")
    shown = image_of(LabelCanvas(PALETTE, NAMES, 8, drawn).still_picture())
    green = (shown == PALETTE[2]).all(-1)
    red = (shown == PALETTE[1]).all(-1)
    assert green.sum() > 10_000 and red.sum() > 10_000
    assert np.nonzero(green[:, 150])[0].max() < np.nonzero(red[:, 150])[0].min()


def test_a_run_without_a_front_end_stores_a_still_picture_and_no_widget():
    code = """
import numpy as np
from gan_utils.widgets.canvas import LabelCanvas
LabelCanvas(np.eye(3, dtype="uint8") * 255, ["a", "b", "c"], image_size=8)
"""
    notebook = new_notebook(cells=[new_code_cell(code)])
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        store_widget_state=False,
        resources={"metadata": {"path": str(Path(__file__).parents[2])}},
    )
    client.execute()
    (output,) = notebook.cells[0].outputs
    live = {execution.WIDGET, "image/png", "text/plain"}
    assert live == set(output.data)  # a front end takes what it can show
    assert output.data["text/plain"] == "LabelCanvas(8×8, 3 classes)"
    execution.tidy(notebook)
    assert set(output.data) == {"image/png", "text/plain"}
    assert "widgets" not in notebook.metadata
    assert len(output.data["image/png"]) < 40_000
