"""Answers to `ask_pool` of homework 08."""

import numpy as np

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def swap(kept, new, place):
    pool = list(kept)
    old, pool[place] = pool[place], new
    return old, pool


def correct(kept, new, size, coin, place):
    if len(kept) < size:
        return new, kept + [new]
    return swap(kept, new, place) if coin else (new, kept)


@wrong("there is room|coin does not count")
def coin_first(kept, new, size, coin, place):
    if coin and kept:
        return swap(kept, new, place)
    return correct(kept, new, size, False, place)


@wrong("coin is read|wrong way")
def coin_reversed(kept, new, size, coin, place):
    return correct(kept, new, size, not coin, place)


@wrong("take its place")
def shown_but_not_replaced(kept, new, size, coin, place):
    if len(kept) < size:
        return new, [*kept, new]
    return (kept[place], kept) if coin else (new, kept)


@wrong("stays as it is")
def always_swapped(kept, new, size, coin, place):
    if len(kept) < size:
        return new, [*kept, new]
    old, pool = swap(kept, new, place)
    return (old, pool) if coin else (new, pool)


@wrong("does not go to the end")
def popped_and_appended(kept, new, size, coin, place):
    if len(kept) < size:
        return new, [*kept, new]
    if not coin:
        return new, kept
    pool = list(kept)
    return pool.pop(place), [*pool, new]


@wrong("does not grow|stays as it is")
def grows(kept, new, size, coin, place):
    old = kept[place] if coin and len(kept) == size else new
    return old, [*kept, new]


@wrong("not always the first")
def first_in_first_out(kept, new, size, coin, place):
    return correct(kept, new, size, coin, 0)


@wrong("always shown")
def new_always_shown(kept, new, size, coin, place):
    return new, correct(kept, new, size, coin, place)[1]


@wrong("room|two things|kept")
def never_filled(kept, new, size, coin, place):
    return swap(kept, new, place) if coin and kept else (new, kept)


@wrong("two things")
def only_the_picture(kept, new, size, coin, place):
    return correct(kept, new, size, coin, place)[0]


@wrong("at `place`|place")
def beside_the_place(kept, new, size, coin, place):
    return correct(kept, new, size, coin, (place + 1) % max(len(kept), 1))


@wrong("swap|at `place`|new one in its place|does not grow")
def taken_out(kept, new, size, coin, place):
    if len(kept) < size or not coin:
        return correct(kept, new, size, coin, place)
    return kept[place], [*kept[:place], *kept[place + 1 :]]


right(as_above=correct)


@right
def in_place(kept, new, size, coin, place):
    if len(kept) < size:
        kept.append(new)
        return new, kept
    if not coin:
        return new, kept
    shown = np.copy(kept[place])
    kept[place] = new
    return shown, kept


@right
def with_arrays(kept, new, size, coin, place):
    if len(kept) < size:
        return new, np.stack([*kept, new])
    pool = np.stack(kept)
    if coin:
        shown = pool[place].copy()
        pool[place] = new
        return shown, pool
    return new, pool


@right
def in_one_expression(kept, new, size, coin, place):
    full = len(kept) >= size
    shown = kept[place] if full and coin else new
    pool = [new if full and coin and i == place else x for i, x in enumerate(kept)]
    return shown, pool if full else [*pool, new]
