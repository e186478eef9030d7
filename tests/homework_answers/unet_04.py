"""Answers to task 4 of homework 04; answers_01.py describes the form."""

import keras
import tensorflow as tf
from keras import layers, ops


def encoder(x, down):
    maps = []
    for block in down:
        x = block(x)
        maps.append(x)
    return maps


def no_shortcuts(x, down, up):
    for block in down + up:
        x = block(x)
    return x


def wrong_order(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for block, beside in zip(up, maps, strict=False):
        x = ops.concatenate([block(x), beside], axis=-1)
    return x


def from_the_bottleneck_on(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for i, block in enumerate(up):
        x = layers.Concatenate()([block(x), maps[-1 - i]])
    return x


def one_too_far(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for i, block in enumerate(up):
        x = layers.Concatenate()([block(x), maps[-3 - i]])
    return x


def with_the_picture(x, down, up):
    maps = [x, *encoder(x, down)]
    x = maps[-1]
    for i, block in enumerate(up):
        x = ops.concatenate([block(x), maps[len(up) - 1 - i]], axis=-1)
    return x


def added(x, down, up):
    maps = encoder(x, down)
    x = maps.pop()
    for block in up:
        x = layers.Add()([block(x), maps.pop()])
    return x


def along_the_rows(x, down, up):
    maps = encoder(x, down)
    x = maps.pop()
    for block in up:
        x = tf.concat([block(x), maps.pop()], axis=1)
    return x


def along_the_batch(x, down, up):
    maps = encoder(x, down)
    x = maps.pop()
    for block in up:
        x = tf.concat([block(x), maps.pop()], axis=0)
    return x


def joined_before_the_block(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for block, beside in zip(up, reversed(maps), strict=False):
        x = block(ops.concatenate([x, beside], axis=-1))
    return x


def last_joint_missing(x, down, up):
    maps = encoder(x, down)
    x = maps.pop()
    for i, block in enumerate(up):
        x = block(x)
        if i < len(up) - 1:
            x = ops.concatenate([x, maps.pop()], axis=-1)
    return x


def first_joint_only(x, down, up):
    maps = encoder(x, down)
    x = ops.concatenate([up[0](maps[-1]), maps[-2]], axis=-1)
    for block in up[1:]:
        x = block(x)
    return x


def below_dropped(x, down, up):
    maps = encoder(x, down)
    for block, beside in zip(up, maps[-2::-1], strict=False):
        block(maps[-1])
        x = beside
    return x


def joined_with_itself(x, down, up):
    for block in down:
        x = block(x)
    for block in up:
        x = block(x)
        x = ops.concatenate([x, x], axis=-1)
    return x


def blocks_of_the_decoder_reversed(x, down, up):
    maps = encoder(x, down)
    x = maps.pop()
    for block in reversed(up):
        x = ops.concatenate([block(x), maps.pop()], axis=-1)
    return x


def encoder_always_from_the_picture(x, down, up):
    maps = [block(x) for block in down]
    x = maps.pop()
    for block in up:
        x = ops.concatenate([block(x), maps.pop()], axis=-1)
    return x


def decoder_always_from_the_bottleneck(x, down, up):
    maps = encoder(x, down)
    bottleneck = maps.pop()
    for block in up:
        x = ops.concatenate([block(bottleneck), maps.pop()], axis=-1)
    return x


def bottleneck_forgotten(x, down, up):
    maps = encoder(x, down)[:-1]
    x = maps[-1]
    for block, beside in zip(up, maps[::-1], strict=False):
        x = ops.concatenate([block(x), beside], axis=-1)
    return x


def decoder_forgotten(x, down, up):
    return encoder(x, down)[-1]


def resized_to_fit(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for block, beside in zip(up, maps, strict=False):
        x = block(x)
        beside = tf.image.resize(beside, x.shape[1:3])
        x = tf.concat([x, beside], axis=-1)
    return x


WRONG_WIRE = {
    no_shortcuts: "shortcuts are missing",
    wrong_order: "another size",
    from_the_bottleneck_on: "another size",
    one_too_far: "another size|before the bottleneck",
    with_the_picture: "another size",
    added: "added",
    along_the_rows: "rows",
    along_the_batch: "last axis|glue images",
    joined_before_the_block: "comes after each block",
    last_joint_missing: "last block up has a joint",
    first_joint_only: "last block up has a joint|up.1. gets",
    below_dropped: "dropped|up.1. gets",
    joined_with_itself: "itself|shortcuts",
    blocks_of_the_decoder_reversed: "order|up.0. gets|in turn",
    encoder_always_from_the_picture: "follow each other",
    decoder_always_from_the_bottleneck: "up.1. gets",
    bottleneck_forgotten: "up.0. gets the bottleneck|another size",
    decoder_forgotten: "never called|up.0. gets|last block up",
    resized_to_fit: "wrong map|another size",
}


def inputs_kept(x, down, up):
    maps = []
    for block in down:
        maps.append(x)
        x = block(x)
    for block in up:
        x = ops.concatenate([block(x), maps.pop()], axis=-1)
    return x


def popped(x, down, up):
    maps = encoder(x, down)
    x = maps.pop()
    for block in up:
        x = layers.Concatenate()([block(x), maps.pop()])
    return x


def shortcut_first(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for i, block in enumerate(up):
        x = tf.concat([maps[len(down) - 2 - i], block(x)], axis=-1)
    return x


def by_recursion(x, down, up):
    x = down[0](x)
    if len(down) == 1:
        return x
    below = by_recursion(x, down[1:], up[:-1])
    return ops.concatenate([up[-1](below), x], axis=-1)


def by_size(x, down, up):
    maps = encoder(x, down)
    x = maps[-1]
    for i, block in enumerate(up):
        x = block(x)
        fitting = [m for m in maps if m.shape[1:3] == x.shape[1:3]]
        beside = fitting[0] if len(fitting) == 1 else maps[-2 - i]
        x = keras.layers.concatenate([x, beside])
    return x


RIGHT_WIRE = [inputs_kept, popped, shortcut_first, by_recursion, by_size]
