"""Right and wrong answers to homework 04, task 4."""

from collections.abc import Callable

from keras import ops

from homework.references.known import Known


def wire(x, down, up):
    """The last map of a U-Net with these blocks."""
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    for block, beside in zip(up, maps[-2::-1], strict=True):
        x = ops.concatenate([block(x), beside], axis=-1)
    return x


def wired(join: Callable, maps_from: Callable = lambda maps: maps[-2::-1]) -> Callable:
    """A mistake: another way to join, or other maps."""

    def wiring(x, down, up):
        maps = []
        for block in down:
            x = block(x)
            maps.append(x)
        for block, beside in zip(up, maps_from(maps), strict=False):
            x = join(block, x, beside)
        return x

    return wiring


def joined(*maps, axis=-1):
    """The maps, glued together."""
    return ops.concatenate(maps, axis=axis)


WIRE = Known(
    reference=wire,
    mistakes={
        "the shortcuts are missing: nothing of the encoder's maps reaches the result "
        "but through the bottleneck.": wired(lambda block, x, beside: block(x)),
        "the maps are added; a U-Net glues them on as further channels "
        "(concatenate).": wired(lambda block, x, beside: block(x) + beside),
        "the maps are averaged; a U-Net glues them on as further channels "
        "(concatenate).": wired(lambda block, x, beside: (block(x) + beside) / 2),
        "what comes from below is dropped: join block(x) *with* the map.": wired(
            lambda block, x, beside: (block(x), beside)[1]
        ),
        "wrong axis: the channels are the last axis, and you glue rows together.": (
            wired(lambda block, x, beside: joined(block(x), beside, axis=1))
        ),
        "wrong axis: the channels are the last axis, and you glue columns together.": (
            wired(lambda block, x, beside: joined(block(x), beside, axis=2))
        ),
        "wrong axis: the channels are the last axis, and you glue images together.": (
            wired(lambda block, x, beside: joined(block(x), beside, axis=0))
        ),
        "the new map is joined with itself; take the encoder's map.": wired(
            lambda block, x, beside: joined(*[block(x)] * 2)
        ),
        "the map is joined twice.": wired(
            lambda block, x, beside: joined(block(x), beside, beside)
        ),
    },
)
