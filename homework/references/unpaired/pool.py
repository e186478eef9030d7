"""Right and wrong answers to homework 08, task 2."""

from homework.references.known import Known


def with_new(kept, new, place):
    """The pool with the new picture at a place."""
    return [*kept[:place], new, *kept[place + 1 :]]


def ask_pool(kept, new, size, coin, place):
    """What D is shown, and the pool afterwards."""
    if len(kept) < size:
        return new, [*kept, new]
    if coin:
        return kept[place], with_new(kept, new, place)
    return new, kept


def coin_while_filling(kept, new, size, coin, place):
    """A mistake: an old picture is shown while there is room."""
    if len(kept) < size:
        return (kept[place] if coin and kept else new), [*kept, new]
    return ask_pool(kept, new, size, coin, place)


def never_replaced(kept, new, size, coin, place):
    """A mistake: the old picture stays where it was."""
    shown, pool = ask_pool(kept, new, size, coin, place)
    return shown, pool if len(kept) < size else kept


def always_replaced(kept, new, size, coin, place):
    """A mistake: the new picture is kept whatever the coin says."""
    shown, pool = ask_pool(kept, new, size, coin, place)
    return shown, pool if len(kept) < size else with_new(kept, new, place)


def moved_up(kept, new, size, coin, place):
    """A mistake: the new picture goes to the end."""
    if len(kept) < size or not coin:
        return ask_pool(kept, new, size, coin, place)
    return kept[place], [*kept[:place], *kept[place + 1 :], new]


def growing(kept, new, size, coin, place):
    """A mistake: the pool has no end."""
    shown, _ = ask_pool(kept, new, size, coin, place)
    return shown, [*kept, new]


def oldest(kept, new, size, coin, place):
    """A mistake: always the first one."""
    return ask_pool(kept, new, size, coin, 0)


ASK_POOL = Known(
    reference=ask_pool,
    mistakes={
        "while there is room the coin does not count: show the new picture.": (
            coin_while_filling
        ),
        "the old picture is shown; the new one must take its place.": never_replaced,
        "where the coin says the new one, the pool stays as it is.": always_replaced,
        "the new picture takes the *place* of the old; it does not go to the end.": (
            moved_up
        ),
        "a full pool does not grow.": growing,
        "take the picture at `place`, not always the first.": oldest,
        "the coin is read the wrong way round: True shows an old picture.": (
            lambda kept, new, size, coin, place: ask_pool(
                kept, new, size, not coin, place
            )
        ),
        "the new picture is always shown: half of the time it should be an old one.": (
            lambda kept, new, size, coin, place: (
                new,
                ask_pool(kept, new, size, coin, place)[1],
            )
        ),
    },
)
