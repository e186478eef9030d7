"""Two generators and two critics of rolls, and whole notes with a gradient."""

from collections.abc import Callable

import keras
from keras import layers, ops

from gan_utils.music.notes import N_PITCHES, N_STEPS


def straight_through(logits):
    """Logits (…, pitches) → notes, one 1 among zeros, with the gradient of softmax.

    Forwards the largest logit is the note. Backwards the notes are taken for the
    probabilities, Bengio et al. 2013.
    """
    soft = ops.softmax(logits)
    hard = ops.one_hot(ops.argmax(logits, axis=-1), logits.shape[-1])
    return soft + ops.stop_gradient(hard - soft)


def roll_of(x, discrete: Callable):
    """Features (steps, width) → a roll: at each step a note for each voice."""
    x = layers.Dense(4 * N_PITCHES)(x)
    logits = layers.Reshape((N_STEPS, 4, N_PITCHES))(x)
    notes = layers.Permute((1, 3, 2))(discrete(logits))
    return layers.Rescaling(2.0, -1.0)(notes)


def steps_of(rolls):
    """A roll → for each step a vector of all pitches and voices: 1 where one sounds."""
    notes = layers.Rescaling(0.5, 0.5)(rolls)
    return layers.Reshape((N_STEPS, 4 * N_PITCHES))(notes)


def conv_generator(
    latent_dim: int = 128, width: int = 128, discrete: Callable = straight_through
) -> keras.Model:
    """Latents → rolls by transposed convolutions over the time: 4 steps, doubled to 32.

    The last layer lays for each of its channels a stamp over all pitches and voices,
    the same at every step: a chord is learned once for all places.
    """
    latent = layers.Input((latent_dim,), name="latent")
    x = layers.Dense(4 * width, use_bias=False)(latent)
    x = layers.Reshape((4, width))(x)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    for _ in range(3):
        x = layers.Conv1DTranspose(width, 4, 2, "same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(x))
    return keras.Model(latent, roll_of(x, discrete), name="generator")


def conv_discriminator(width: int = 96) -> keras.Model:
    """Rolls → logits (batch, 8, 1): each judges ten steps or more, as a PatchGAN does.

    Two layers look at every chord by itself, the others at what follows what.
    """
    rolls = layers.Input((N_STEPS, N_PITCHES, 4), name="rolls")
    x = layers.LeakyReLU(0.2)(layers.Dense(width)(steps_of(rolls)))
    x = layers.LeakyReLU(0.2)(layers.Dense(width)(x))
    for _ in range(2):
        x = layers.LeakyReLU(0.2)(layers.Conv1D(width, 4, 2, "same")(x))
    logits = layers.Conv1D(1, 3, padding="same")(x)
    return keras.Model(rolls, logits, name="discriminator")


def lstm_generator(
    noise_a_step: int = 8, width: int = 128, discrete: Callable = straight_through
) -> keras.Model:
    """Latents → rolls, one step after the other, as C-RNN-GAN does, Mogren 2016.

    Every step gets noise of its own, and what the LSTM remembers of those before.
    """
    latent = layers.Input((N_STEPS * noise_a_step,), name="latent")
    x = layers.Reshape((N_STEPS, noise_a_step))(latent)
    for _ in range(2):
        x = layers.LSTM(width, return_sequences=True)(x)
    return keras.Model(latent, roll_of(x, discrete), name="generator")


def lstm_discriminator(width: int = 96) -> keras.Model:
    """Rolls → logits (batch, steps, 1): two LSTMs read the phrase from both ends."""
    rolls = layers.Input((N_STEPS, N_PITCHES, 4), name="rolls")
    x = layers.LeakyReLU(0.2)(layers.Dense(width)(steps_of(rolls)))
    x = layers.Bidirectional(layers.LSTM(width, return_sequences=True))(x)
    return keras.Model(rolls, layers.Dense(1)(x), name="discriminator")
