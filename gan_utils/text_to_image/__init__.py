"""Text → image: a conditional GAN that is told a sentence, Reed et al. 2016.

A label names one of a few classes; a sentence names a thing that may never have been
drawn. Its words have vectors, and D must be asked two questions that a label does not
raise: is the picture real, and does the text fit?

Reed et al., "Generative Adversarial Text to Image Synthesis", ICML 2016. Mao et al.,
"Mode Seeking GANs", CVPR 2019.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from gan_utils import losses
from gan_utils.data import draws, tiles
from gan_utils.text_to_image.networks import (
    LATENT_DIM,
    SIDE,
    TEXT_DIM,
    reader,
    text_discriminator,
    text_generator,
)
from gan_utils.text_to_image.scores import (
    nearest_tiles,
    read_share,
    retrieval,
    train_reader,
)
from gan_utils.text_to_image.words import (
    caption_vectors,
    captions,
    sentence_vector,
    sentence_vectors,
    unknown_words,
    words_of,
)
from gan_utils.training import FewImagesGAN

__all__ = [
    "LATENT_DIM",
    "SIDE",
    "TEXT_DIM",
    "TextToImage",
    "caption_vectors",
    "captioned_batches",
    "captions",
    "nearest_tiles",
    "read_share",
    "reader",
    "retrieval",
    "sentence_vector",
    "sentence_vectors",
    "text_discriminator",
    "text_generator",
    "train_reader",
    "unknown_words",
    "words_of",
]


class TextToImage(FewImagesGAN):
    """The matching-aware game: D sees right and wrong texts, G wants to fit its text.

    ``fit`` takes batches of (pictures, text vectors), see ``captioned_batches``.

    Args:
        generator: [latents, text vectors] → pictures, see ``text_generator``.
        discriminator: [pictures, text vectors] → logits, see ``text_discriminator``.
        wrong_texts: does D see real pictures with wrong texts?
        apart: weight with which two pictures of one text are pushed apart.
        seed: of latents and movements.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        wrong_texts: bool = True,
        apart: float = 0.1,
        seed: int | None = None,
    ):
        super().__init__(generator, discriminator, losses.non_saturating, seed=seed)
        self.wrong_texts, self.apart = wrong_texts, apart
        self.means["alike"] = keras.metrics.Mean("alike")

    def fit(self, x=None, y=None, **options):
        """Keras's own: a text vector is no label, with which images are compared."""
        return keras.Model.fit(self, x, y, **options)

    def update_discriminator(self, real, text):
        """One step of D: real with its text up; wrong text and fake down, half each."""
        fake = self.generate(text, ops.shape(real)[0])
        wrong = tf.roll(text, 1, axis=0)  # the next picture's; seldom the same
        with tf.GradientTape() as tape:
            right = self.discriminate(real, text)
            made = self.discriminate(fake, text)
            loss = self.game.discriminator(right, made)
            if self.wrong_texts:
                other = self.discriminate(real, wrong)
                loss = ops.mean(ops.softplus(-right)) + 0.5 * (
                    ops.mean(ops.softplus(other)) + ops.mean(ops.softplus(made))
                )
        self.descend(self.discriminator, self.discriminator_optimizer, loss, tape)
        share = [ops.mean(ops.cast(x > 0, "float32")) for x in (right, made)]
        return {"d_loss": loss, "d_real": share[0], "d_fake": share[1]}

    def update_generator(self, count, text):
        """One step of G: pictures that look real and fit, two of one text apart."""
        latents = self.draw_latents(2 * count)
        pairs = ops.concatenate([text, text])
        with tf.GradientTape() as tape:
            both = self.generator([latents, pairs], training=True)
            loss = g_loss = self.game.generator(self.discriminate(both, pairs))
            far = [ops.mean(ops.abs(v[:count] - v[count:])) for v in (both, latents)]
            alike = far[1] / (far[0] + 1e-3)
            loss = g_loss + self.apart * alike
        self.descend(self.generator, self.generator_optimizer, loss, tape)
        return {"g_loss": g_loss, "alike": alike}


def captioned_batches(
    shown: tiles.TileSet, batch_size: int = 64, seed: int = 0, first_step: int = 0
) -> tf.data.Dataset:
    """An endless stream of (pictures, text vectors), all things equally often.

    Every picture gets one of its four captions by chance, English or Portuguese.
    """
    counts = np.bincount(shown.things)[shown.things]
    vectors = tf.constant(caption_vectors())
    pixels, things, colours = map(tf.constant, shown[:3])
    share = 1 / counts / (1 / counts).sum()

    def draw(rng):
        rows = rng.choice(len(counts), draws.ROWS_A_DRAW, p=share)
        said = rng.integers(vectors.shape[2], size=draws.ROWS_A_DRAW)
        return np.stack([rows, said], axis=1)

    def look_up(drawn):
        rows, said = drawn[:, 0], drawn[:, 1]
        of = tf.stack([tf.gather(things, rows), tf.gather(colours, rows), said], axis=1)
        pictures = tf.cast(tf.gather(pixels, rows), "float32") / 127.5 - 1
        return pictures, tf.gather_nd(vectors, of)

    return draws.stream_of_draws(draw, batch_size, seed, first_step).map(look_up)
