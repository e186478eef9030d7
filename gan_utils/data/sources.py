"""Where a data set lies: on this machine, in the network, or a sample in its place."""

from gan_utils.files.download import Published
from gan_utils.files.find import Found, find

SOURCES = ("auto", "real", "sample")


def find_or_sample(published: Published, source: str) -> Found:
    """Where the data lie; no path where the sample stands in, as one line then says."""
    if source not in SOURCES:
        raise ValueError(f"source={source!r} must be one of {', '.join(SOURCES)}.")
    found = Found(None, "sample") if source == "sample" else find(published)
    if found.path is None and source == "real":
        raise FileNotFoundError(f"{found.problem} source='sample' uses the sample.")
    if found.problem:
        print(f"Notice: {found.problem} The sample stands in: {published.sample}.")
    return found if found.path else found._replace(found_in="sample")
