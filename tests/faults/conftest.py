"""The web site on this machine that the tests of downloads use."""

import threading

import download_copies
import download_site
import pytest


@pytest.fixture
def site(monkeypatch, tmp_path):
    """The running site, and gan_utils pointed at it with an empty cache."""
    for name in ("GAN_DATA", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    site = download_site.Site(dict(download_copies.published_files()))
    threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True).start()
    download_copies.apply(download_copies.settings_for(site), monkeypatch.setattr)
    yield site
    site.over.set()
    site.shutdown()
    site.server_close()
