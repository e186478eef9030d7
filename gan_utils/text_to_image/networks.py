"""The players of the text game, and the judge that reads a picture."""

import keras
from keras import layers

from gan_utils.data.tiles import COLOURS, THINGS
from gan_utils.models import small_normal

TEXT_DIM, LATENT_DIM, SIDE = 128, 64, 32


def text_generator(base_filters: int = 32) -> keras.Model:
    """[latents (batch, 64), text vectors (batch, 128)] → pictures (batch, 32, 32, 3).

    A dense layer makes 64 numbers of the text (Reed et al. 2016, section 4.1). Joined
    with the latent they are the input of a DCGAN.
    """
    latents = keras.Input((LATENT_DIM,), name="latents")
    text = keras.Input((TEXT_DIM,), name="text")
    meaning = layers.LeakyReLU(0.2)(layers.Dense(LATENT_DIM)(text))
    x = layers.Concatenate()([latents, meaning])
    x = layers.Dense(4 * 4 * 4 * base_filters, use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.Reshape((4, 4, 4 * base_filters))(x)
    options = {"strides": 2, "padding": "same", "use_bias": False}
    for times in (4, 2, 1):
        options["kernel_initializer"] = small_normal()
        x = layers.Conv2DTranspose(times * base_filters, 4, **options)(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    pictures = layers.Conv2D(3, 3, padding="same", activation="tanh")(x)
    return keras.Model([latents, text], pictures, name="generator")


def text_discriminator(base_filters: int = 32) -> keras.Model:
    """[pictures, text vectors] → logits (batch, 1): is it real, does the text fit?

    w·φ(x) + (V t)·φ(x), the projection of Miyato and Koyama 2018: one vote on the
    picture alone, one on how well its features agree with the text.
    """
    pictures = keras.Input((SIDE, SIDE, 3), name="pictures")
    text = keras.Input((TEXT_DIM,), name="text")
    x, options = pictures, {"strides": 2, "padding": "same"}
    for times in (1, 2, 4):
        options |= {"use_bias": times == 1, "kernel_initializer": small_normal()}
        x = layers.Conv2D(times * base_filters, 4, **options)(x)
        x = layers.BatchNormalization()(x) if times > 1 else x
        x = layers.LeakyReLU(0.2)(x)
    features = layers.Dense(256)(layers.Flatten()(x))
    features = layers.LeakyReLU(0.2)(features)
    looks_real = layers.Dense(1, kernel_initializer=small_normal())(features)
    fits = layers.Dot(axes=1)([features, layers.Dense(256, use_bias=False)(text)])
    fits = layers.Rescaling(1 / 16)(fits)  # √256: a sum of as many products
    logits = layers.Add()([looks_real, fits])
    return keras.Model([pictures, text], logits, name="discriminator")


def reader(base_filters: int = 24) -> keras.Model:
    """The judge: pictures → [logits of the thing, logits of the colour].

    It learns from true tiles alone and takes no part in a game.
    """
    pictures = keras.Input((SIDE, SIDE, 3), name="pictures")
    x = pictures
    for times in (1, 2, 4):
        x = layers.Conv2D(times * base_filters, 3, padding="same", use_bias=False)(x)
        x = layers.MaxPooling2D()(layers.ReLU()(layers.BatchNormalization()(x)))
    x = layers.Dropout(0.3)(layers.GlobalAveragePooling2D()(x))
    answers = [layers.Dense(n, name=name)(x) for name, n in _ANSWERS.items()]
    return keras.Model(pictures, answers, name="reader")


_ANSWERS = {"thing": len(THINGS), "colour": len(COLOURS)}
