"""Where a data set lies: on this machine, in the network, or a sample in its place."""

from gan_utils.files.download import Published
from gan_utils.files.find import Found, find
from gan_utils.language import say

SOURCES = ("auto", "real", "sample")


def find_or_sample(published: Published, source: str) -> Found:
    """Where the data lie; no path where the sample stands in, as one line then says."""
    if source not in SOURCES:
        known = ", ".join(SOURCES)
        raise ValueError(
            say("source={one} must be one of {known}.", one=repr(source), known=known)
        )
    found = Found(None, "sample") if source == "sample" else find(published)
    if found.path is None and source == "real":
        uses = say("source='sample' uses the sample.")
        raise FileNotFoundError(f"{found.problem} {uses}")
    if found.problem:
        text = say(
            "Notice: {problem} The sample stands in: {sample}.",
            problem=found.problem,
            sample=say(published.sample),
        )
        print(text)
    return found if found.path else found._replace(found_in="sample")
