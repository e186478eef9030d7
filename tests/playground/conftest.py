"""The playground opened in Chromium, once a module; a fresh page for each test."""

import pytest

from tests.browser import Browser, chromium
from tests.playground_page import READY, Hand, page_alone
from tools import playground
from tools.site import ROOT


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("playground")
    address = page_alone(folder)
    if not playground.write(ROOT, folder / "_static"):
        pytest.skip("needs npm, and once the network")
    with chromium(folder, address) as devtools:
        browser = Browser(devtools)
        browser.wait(READY)
        yield browser, address


@pytest.fixture(params=[1400, 390])
def hand(request, opened):
    """Opens a part on a fresh page, at the width of a screen and of a phone."""
    browser, address = opened
    is_phone = request.param == 390
    browser.send(
        "Emulation.setDeviceMetricsOverride",
        width=request.param,
        height=900,
        deviceScaleFactor=1,
        mobile=is_phone,
    )
    browser.send("Emulation.setTouchEmulationEnabled", enabled=is_phone)
    browser.send("Page.navigate", url=address)
    browser.wait(READY)
    assert browser.get("document.documentElement.scrollWidth") <= request.param
    return lambda part: Hand(browser, part, is_phone)
