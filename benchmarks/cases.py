"""What is trained: the course's recipes as they are, and the peers beside them.

Only this file knows how a recipe is built.
"""

import dataclasses
import functools
from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf

from benchmarks.peers import KerasConditionalGAN, KerasDCGAN, Peer, TutorialDCGAN
from benchmarks.pix2pix_peer import SIZE, TutorialPix2Pix
from gan_utils import data, pix2pix, training
from gan_utils.train.recipes import RECIPES

N_DIGITS = 10_000  # that a generator is judged by
PAPERS = {"image_size": 256, "base_filters": 64, "batch_size": 1}  # Isola et al. 2017
# Name → recipe, data and options.
CASES = {
    "gan": ("gan", "mnist", {}),
    "dcgan": ("dcgan", "mnist", {}),
    "cgan": ("cgan", "mnist", {}),
    "pix2pix": ("pix2pix", "facades", {}),
    "pix2pix_256": ("pix2pix", "facades", PAPERS),
    "age_cgan": ("age_cgan", "utkface", {}),
    "ipcgan": ("ipcgan", "utkface", {"classifier_steps": 1}),
}
PEERS = {
    "tutorial": TutorialDCGAN,
    "keras_dcgan": KerasDCGAN,
    "keras_cgan": KerasConditionalGAN,
    "tutorial_pix2pix": TutorialPix2Pix,
}
AnySet = data.ImageSet | data.PairedSet


@dataclasses.dataclass
class Case:
    """A recipe with its data, ready to be trained.

    ``arrays`` are images and labels or None, or targets and sources.
    """

    gan: training.TwoPlayerGame
    arrays: tuple[np.ndarray, np.ndarray | None]
    held_out: AnySet
    batch_size: int
    seed: int

    @functools.cached_property
    def stream(self) -> tf.data.Dataset:
        """Endless batches."""
        return training.batches(*self.arrays, self.batch_size, self.seed)

    def fit(
        self, steps: int, callbacks: Sequence[keras.callbacks.Callback] = ()
    ) -> None:
        """Trains for so many steps, at rates that stay as they are."""
        self.gan.fit(
            self.stream,
            steps_per_epoch=steps,
            verbose=0,
            shuffle=False,
            callbacks=list(callbacks),
        )

    def draw(self) -> np.ndarray:
        """The averaged generator's pictures of what contestants are asked to draw."""
        return draw(self.gan.averaged_generator(), self.held_out)


def new_case(name: str, source: str = "real", seed: int = 1) -> Case:
    """One of CASES, untrained; ``source`` is that of gan_utils.data."""
    recipe_name, data_name, chosen = CASES[name]
    recipe = RECIPES[recipe_name]
    options = recipe.options(seed=seed, **chosen)
    train, held_out = recipe.load(data_name, source, options)
    helpers = {
        helper: train_it(train, options) for helper, train_it in recipe.before.items()
    }
    keras.utils.set_random_seed(seed)
    gan = recipe.build(train, options, **helpers)
    return Case(gan, recipe.arrays(train), held_out, options.batch_size, seed)


def optimizers_of(
    gan: training.TwoPlayerGame,
) -> tuple[keras.Optimizer, keras.Optimizer]:
    """Those of G and of D."""
    return gan.generator_optimizer, gan.discriminator_optimizer


def peer_data(name: str, source: str = "real") -> tuple[tuple, AnySet]:
    """The two arrays that a peer learns from, and the held-out set."""
    if PEERS[name] is TutorialPix2Pix:
        train, held_out = data.facades(source, SIZE)
        return (train.targets, train.sources), held_out
    train, held_out = data.mnist(source)
    return (train.images, train.labels), held_out


def draw_as_peer(peer: Peer, held_out: AnySet) -> np.ndarray:
    """A peer's pictures of what contestants are asked to draw."""
    if isinstance(held_out, data.PairedSet):
        return peer.draw(held_out.sources)
    return peer.draw(*digits_to_draw(peer.latent_dim))


def draw(generator: keras.Model, held_out: AnySet) -> np.ndarray:
    """One of our generators' pictures: of the held-out plans, or of 10,000 digits."""
    if isinstance(held_out, data.PairedSet):
        return pix2pix.translate(generator, held_out.sources)
    latents, labels = digits_to_draw(generator.inputs[0].shape[-1])
    conditional = len(generator.inputs) == 2
    return training.sample(generator, latents, labels if conditional else None)


def digits_to_draw(latent_dim: int) -> tuple[np.ndarray, np.ndarray]:
    """The same latents for all, and labels for those who are told them."""
    shape = (N_DIGITS, latent_dim)
    latents = np.random.default_rng(2026).normal(size=shape).astype("float32")
    return latents, np.arange(N_DIGITS) % 10
