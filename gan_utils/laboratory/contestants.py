"""Who competes: each a change to one common setting, built by ``contestant``."""

from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np

from gan_utils import losses, models
from gan_utils.laboratory import flow_matching, games, networks
from gan_utils.laboratory.vae import VAE
from gan_utils.training import GAN, adam, sample

RATE = 1e-3
LATENT_DIM, BATCH_SIZE = 32, 32  # of digits
POINT_LATENT_DIM, POINT_BATCH_SIZE = 2, 256  # of the grid
STEPS_OF_FLOW = 16  # calls of the network for one set of samples


class Setting(NamedTuple):
    """The common setting; a contestant changes a part of it."""

    game: losses.Game = losses.non_saturating
    penalty: Callable | None = None
    normalise: str | None = None  # in D
    rates: tuple[float, float] = (RATE, RATE)  # of G and D
    beta_1: float = 0.5
    ema: float | None = 0.995
    kind: type = GAN


CRITIC = Setting(
    losses.wasserstein, games.towards_one(10), beta_1=0.0, kind=games.CriticGAN
)
PAIRS = Setting(
    games.relativistic, games.r1_r2(0.05), beta_1=0.0, kind=games.RelativisticGAN
)
SETTINGS = {
    "minimax": Setting(losses.minimax),
    "non-saturating": Setting(),
    "no average of G": Setting(ema=None),
    "least squares": Setting(losses.least_squares),
    "hinge": Setting(losses.hinge),
    "R1": Setting(penalty=games.r1(10)),
    "spectral norm": Setting(normalise="spectral"),
    "batch norm in D": Setting(normalise="batch"),
    "DCGAN's rates": Setting(normalise="batch", rates=(2e-4, 2e-4)),
    "high rates": Setting(normalise="batch", rates=(6e-3, 2e-3)),
    "WGAN-GP": CRITIC,
    "WGAN-GP, its rates": CRITIC._replace(rates=(1e-4, 1e-4)),
    "R3GAN's game": PAIRS,
    "R3GAN's game, its rates": PAIRS._replace(rates=(2e-4, 2e-4)),
}
OTHERS = ("VAE", "flow matching")
NAMES = (*SETTINGS, *OTHERS)


class Contestant(NamedTuple):
    """A model to be fitted, what it eats a step, and how to draw from it."""

    model: keras.Model
    batch_size: int
    draw: Callable  # a number of samples → samples


def contestant(name: str, points: bool, seed: int = 0) -> Contestant:
    """One of NAMES with fresh weights, for points of the grid or for digits."""
    keras.utils.set_random_seed(seed)
    if name == "flow matching":
        return _flow(points, seed)
    generator = new_generator(points)
    if name == "VAE":
        return _vae(generator, points, seed)
    return new_gan(SETTINGS[name], generator, points, seed)


def new_gan(setting: Setting, generator, points: bool, seed: int = 0) -> Contestant:
    """A GAN with a setting; the generator comes from outside."""
    if points:
        discriminator = networks.point_network(2, 1, setting.normalise)
    else:
        discriminator = networks.image_discriminator(setting.normalise)
    gan = setting.kind(
        generator, discriminator, setting.game, setting.penalty, seed=seed
    )
    optimizers = [adam(rate, setting.beta_1) for rate in setting.rates]
    optimizers[0] = adam(setting.rates[0], setting.beta_1, setting.ema)
    gan.compile(*optimizers)
    size = POINT_BATCH_SIZE if points else BATCH_SIZE
    size *= getattr(setting.kind, "critic_steps", 1)

    def draw(count):
        return sample(gan.averaged_generator(), _latents(count, (gan.latent_dim,)))

    return Contestant(gan, size, draw)


def new_generator(points: bool) -> keras.Model:
    """The generator that all GANs, and the VAE as its decoder, share."""
    if points:
        return networks.point_network(POINT_LATENT_DIM, 2)
    return models.dcgan_generator(28, 1, LATENT_DIM, base_filters=8)


def _latents(count: int, shape: tuple) -> np.ndarray:
    """The same latents for everyone."""
    return np.random.default_rng(7).standard_normal((count, *shape), "float32")


def _vae(decoder: keras.Model, points: bool, seed: int) -> Contestant:
    latent_dim = decoder.inputs[0].shape[-1]
    if points:
        encoder = networks.point_network(2, 2 * latent_dim)
    else:
        encoder = networks.image_encoder(latent_dim)
    model = VAE(encoder, decoder, spread=0.1 if points else 0.5, seed=seed)
    model.compile(keras.optimizers.Adam(RATE))

    def draw(count):
        return sample(decoder, _latents(count, (latent_dim,)))

    return Contestant(model, POINT_BATCH_SIZE if points else BATCH_SIZE, draw)


def _flow(points: bool, seed: int) -> Contestant:
    network = networks.point_velocity() if points else networks.image_velocity()
    model = flow_matching.FlowMatching(network, seed)
    model.compile(keras.optimizers.Adam(RATE))
    shape = (2,) if points else (28, 28, 1)

    def draw(count):
        return flow_matching.follow(network, _latents(count, shape), STEPS_OF_FLOW)

    return Contestant(model, POINT_BATCH_SIZE if points else BATCH_SIZE, draw)
