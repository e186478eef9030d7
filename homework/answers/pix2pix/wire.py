"""Answers to `wire` of homework 04."""

import keras
import tensorflow as tf
from keras import layers, ops

from homework.answers import Right, Wrong

wrong, right = Wrong(), Right()


def encoder(x, down):
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    return maps


def beside_each(x, maps):
    return ops.concatenate([x, maps.pop()], axis=-1)


def decode(x, maps, up, join=beside_each):
    """From x up; `join(x, maps)` takes what it wants from the maps."""
    for block in up:
        x = join(block(x), maps)
    return x


def joined(join):
    """Wired with another joint, from the bottleneck up."""

    def wiring(x, down, up):
        maps = encoder(x, down)
        return decode(maps.pop(), maps, up, join)

    return wiring


def zipped(maps_of):
    """Wired with other maps, in the order of the blocks."""

    def wiring(x, down, up):
        maps = encoder(x, down)
        return decode(maps[-1], maps_of(x, maps)[::-1], up)

    return wiring


def resized(x, maps):
    return tf.concat([x, tf.image.resize(maps.pop(0), x.shape[1:3])], axis=-1)


wrong("another size", wrong_order=zipped(lambda x, maps: maps))
wrong("another size", from_the_bottleneck_on=zipped(lambda x, maps: maps[::-1]))
wrong("another size|before the bottleneck", one_too_far=zipped(lambda x, m: m[-3::-1]))
wrong("another size", with_the_picture=zipped(lambda x, maps: [x, *maps][-3::-1]))
wrong("wrong map|another size", resized_to_fit=joined(resized))
wrong("added", added=joined(lambda x, maps: layers.Add()([x, maps.pop()])))
wrong("rows", along_the_rows=joined(lambda x, maps: tf.concat([x, maps.pop()], 1)))
wrong(
    "last axis|glue images",
    along_the_batch=joined(lambda x, maps: tf.concat([x, maps.pop()], 0)),
)
wrong(
    "itself|shortcuts",
    joined_with_itself=joined(lambda x, maps: ops.concatenate([x, x], -1)),
)
wrong(
    "last block up has a joint",
    last_joint_missing=joined(lambda x, maps: beside_each(x, maps) if maps[1:] else x),
)
wrong(
    "never called|up.0. gets|last block up",
    decoder_forgotten=lambda x, down, up: encoder(x, down)[-1],
)


@wrong("shortcuts are missing")
def no_shortcuts(x, down, up):
    for block in down + up:
        x = block(x)
    return x


@wrong("comes after each block")
def joined_before_the_block(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for block in up:
        x = block(beside_each(x, maps))
    return x


@wrong("last block up has a joint|up.1. gets")
def first_joint_only(x, down, up):
    maps = encoder(x, down)
    x = ops.concatenate([up[0](maps[-1]), maps[-2]], axis=-1)
    for block in up[1:]:
        x = block(x)
    return x


@wrong("dropped|up.1. gets")
def below_dropped(x, down, up):
    maps = encoder(x, down)
    for block, beside in zip(up, maps[-2::-1], strict=False):
        block(maps[-1])
        x = beside
    return x


@wrong("order|up.0. gets|in turn")
def blocks_of_the_decoder_reversed(x, down, up):
    return popped(x, down, up[::-1])


@wrong("follow each other")
def encoder_always_from_the_picture(x, down, up):
    maps = [block(x) for block in down]
    return decode(maps.pop(), maps, up)


@wrong("up.1. gets")
def decoder_always_from_the_bottleneck(x, down, up):
    maps = encoder(x, down)
    bottleneck = maps.pop()
    for block in up:
        x = beside_each(block(bottleneck), maps)
    return x


@wrong("up.0. gets the bottleneck|another size")
def bottleneck_forgotten(x, down, up):
    maps = encoder(x, down)[:-1]
    return decode(maps[-1], maps, up[: len(maps)])


@right
def inputs_kept(x, down, up):
    maps = []
    for block in down:
        maps.append(x)
        x = block(x)
    for block in up:
        x = ops.concatenate([block(x), maps.pop()], axis=-1)
    return x


@right
def popped(x, down, up):
    maps = encoder(x, down)
    x = maps.pop()
    for block in up:
        x = layers.Concatenate()([block(x), maps.pop()])
    return x


@right
def shortcut_first(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for i, block in enumerate(up):
        x = tf.concat([maps[len(down) - 2 - i], block(x)], axis=-1)
    return x


@right
def by_recursion(x, down, up):
    x = down[0](x)
    if len(down) == 1:
        return x
    below = by_recursion(x, down[1:], up[:-1])
    return ops.concatenate([up[-1](below), x], axis=-1)


@right
def by_size(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for i, block in enumerate(up):
        x = block(x)
        fitting = [m for m in maps if m.shape[1:3] == x.shape[1:3]]
        beside = fitting[0] if len(fitting) == 1 else maps[-2 - i]
        x = keras.layers.concatenate([x, beside])
    return x
