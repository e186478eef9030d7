"""The playground's zebras: a reader's own photo, which never leaves the page."""

import numpy as np
import pytest

from tests.playground_page import needs_chromium, photo_file


@pytest.mark.slow
@needs_chromium
def test_a_photo_of_ones_own_becomes_a_zebra(hand, tmp_path):
    zebras = hand("zebras")
    assert zebras.says() == "Made of the drawn horse."
    drawn, zebra = zebras.picture(0), zebras.picture(1)
    document = zebras.browser.send("DOM.getDocument")["root"]["nodeId"]
    chooser = zebras.browser.send(
        "DOM.querySelector", nodeId=document, selector="#zebras [name=file]"
    )
    path = photo_file(tmp_path, 90)
    zebras.browser.send("DOM.setFileInputFiles", files=[str(path)], **chooser)
    zebras.waits_for("Made of photo of 90.png.")
    assert zebras.picture(1) != zebra
    # The middle square, 200 of 300 pixels: its first and its last fourth are grey.
    row = f"{zebras.found}.querySelector('canvas').getContext('2d')"
    row += ".getImageData(0, 64, 128, 1).data.filter((_, i) => i % 4 === 1)"
    grey = np.array(zebras.browser.get(f"[...{row}]"))
    assert (grey[4:28] == 90).all() and (grey[36:92] == 255).all()
    zebras.presses("[name=across]", "End")  # the right end: white, then grey
    zebras.browser.wait(f"{row}[8] === 255 && {row}[119] === 90")
    zebras.clicks("[name=drawn]")
    zebras.waits_for("Made of the drawn horse.")
    assert (zebras.picture(0), zebras.picture(1)) == (drawn, zebra)


@pytest.mark.slow
@needs_chromium
def test_a_photo_is_dropped_and_another_file_is_refused(hand):
    zebras = hand("zebras")
    zebra = zebras.picture()
    drop = """(async (content, name) => {
        const given = new DataTransfer();
        given.items.add(new File([content], name));
        const options = {dataTransfer: given, bubbles: true, cancelable: true};
        return document.querySelector("#zebras").dispatchEvent(
            new DragEvent("drop", options));
    })"""
    blank = "await new Promise((r) => document.createElement('canvas').toBlob(r))"
    left = zebras.browser.get(f"(async () => {drop}({blank}, 'dropped.png'))()")
    assert left is False  # the browser must not leave the page for the photo
    zebras.waits_for("Made of dropped.png.")
    dropped = zebras.picture()
    assert dropped != zebra
    zebras.browser.get(f"{drop}('a text', 'letter.txt')")
    zebras.waits_for("cannot read letter.txt as a picture; take a JPEG or a PNG")
    assert zebras.picture() == dropped
