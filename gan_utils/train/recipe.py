"""What a recipe is: data, networks, learning rates and film of one GAN.

What ``python -m gan_utils.train dcgan --data mnist --seed 2`` trains is

    options = RECIPES["dcgan"].options(seed=2)
    train, held_out = RECIPES["dcgan"].load("mnist", "auto", options)
    gan = RECIPES["dcgan"].build(train, options)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import keras
import numpy as np
import tensorflow as tf

from gan_utils import data, plotting, training
from gan_utils.train.choices import Options


@dataclass(frozen=True)
class Recipe:
    """How one GAN of the course is trained.

    ``data`` below is an ImageSet, a PairedSet or a FaceSet, as the recipe needs it.
    """

    name: str
    make: Callable  # (training data, options, **helpers) → the GAN, not compiled
    rates: tuple[float, float]  # Adam's learning rates of G and D
    arrays: Callable  # data → what fit sees: images and labels, sources or None
    inputs: Callable  # (GAN, held-out data, seed) → what the film shows, likewise
    label_names: Callable  # data → what run.json says of the labels
    options: type[Options] = Options
    data_sets: tuple[str, ...] = ("mnist", "fashion_mnist", "cifar10")
    takes_folders: bool = False  # of one's own pictures, instead of a data set
    # (data set, "auto", "real" or "sample", options) → training and held-out data
    load: Callable = lambda name, source, options: data.load(name, source)
    # (training data, options, first step) → the endless batches; else those of arrays
    stream: Callable | None = None
    beta_1: float = 0.5  # of Adam
    ema: float | None = 0.995  # momentum of the average of G's weights
    # Do the rates fall to 0? The average of cgan gains from it, that of dcgan does not
    # (benchmarks/sweep.py).
    falling: bool = True
    # (generator, inputs, held-out data) → images of samples.png
    samples: Callable = lambda generator, inputs, _: training.sample(generator, *inputs)
    # (inputs, labels, history) → the callback that takes the frames of the film
    film: Callable = plotting.Film
    # Helper networks that are trained first, by name: (training data, options, path
    # and resume of runs.fit) → network
    before: Mapping[str, Callable] = field(default_factory=dict)
    # Those trained last: (GAN, training data, options, path, resume) → network, loss
    after: Mapping[str, Callable] = field(default_factory=dict)

    def build(
        self,
        train: data.ImageSet | data.PairedSet | data.FaceSet,
        options: Options,
        xla: bool = False,
        **helpers: keras.Model,
    ) -> training.TwoPlayerGame:
        """The GAN for data of the size of ``train``, compiled; XLA if asked for.

        ``helpers`` are the networks that ``before`` trains, by name.
        """
        gan = self.make(train, options, **helpers)
        g_rate, d_rate = self.rates
        gan.compile(
            training.adam(g_rate, self.beta_1, self.ema),
            training.adam(d_rate, self.beta_1),
            jit_compile=xla,
        )
        return gan

    def batches(
        self,
        train: data.ImageSet | data.PairedSet | data.FaceSet,
        options: Options,
        first_step: int,
    ) -> tf.data.Dataset:
        """What ``fit`` sees from that step on."""
        if self.stream:
            return self.stream(train, options, first_step)
        size, seed = options.batch_size, options.seed
        return training.batches(*self.arrays(train), size, seed, first_step)


def fixed_latents(gan, seed, n_labels=None):
    """A hundred latents, or ten with each label."""
    size = 10 if n_labels else 100, gan.latent_dim
    latents = np.random.default_rng(seed).normal(size=size).astype("float32")
    return with_every_label(latents, n_labels) if n_labels else (latents, None)


def with_every_label(inputs, n_labels):
    """All inputs with label 0, then all with label 1, and so on."""
    labels = np.repeat(np.arange(n_labels), len(inputs))
    return np.concatenate([inputs] * n_labels), labels
