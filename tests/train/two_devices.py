"""Trains every kind of GAN on one device and on two, and writes down how it went.

    python tests/train/two_devices.py FOLDER KIND ...

Double precision, so that the two can be compared to the last digits. It runs in a
process of its own, because TensorFlow divides the CPU only before it does anything.
"""

import os
import sys
from pathlib import Path

os.environ["GAN_CPU_DEVICES"] = "2"

import keras
import numpy as np
import tensorflow as tf

from gan_utils import ageing, models, runs, training
from gan_utils.ageing import IPCGAN, face_features
from gan_utils.pix2pix import Pix2Pix, patchgan_discriminator, unet_generator
from gan_utils.train import devices

STEPS, BATCH = 20, 8


def sgd_and_sgd():
    """Unlike Adam, sensitive to the size of the gradients."""
    return keras.optimizers.SGD(0.05), keras.optimizers.SGD(0.05)


def adam_and_adam():
    """Those of the recipes, with averaged weights."""
    return training.adam(1e-3, ema=0.9), training.adam(1e-3)


def gan(dropout=0.0):
    generator = models.mlp_generator(4, (6, 6, 1), width=8)
    discriminator = models.mlp_discriminator((6, 6, 1), width=8, dropout=dropout)
    return training.GAN(generator, discriminator, seed=0)


def gan_with_dropout():
    return gan(dropout=0.5)


def dcgan():
    generator = models.dcgan_generator(latent_dim=4, base_filters=4)
    return training.GAN(generator, models.dcgan_discriminator(base_filters=4), seed=0)


def cgan():
    generator = models.conditional_generator(3, latent_dim=4, base_filters=4)
    discriminator = models.conditional_discriminator(3, base_filters=4)
    return training.ConditionalGAN(generator, discriminator, seed=0)


def pix2pix():
    """Without what each device draws for itself: dropout and movements."""
    generator = unet_generator(16, 2)
    for layer in generator.layers:
        if isinstance(layer, keras.layers.Dropout):
            layer.rate = 0.0
    discriminator = patchgan_discriminator(16, 2, strided_layers=1)
    return Pix2Pix(generator, discriminator, augment=False)


def ipcgan():
    """With a generator of one layer: the real one takes long to prepare."""
    photos, groups = keras.Input((16, 16, 3)), keras.Input((), dtype="int32")
    both = keras.layers.Concatenate()([photos, ageing.group_map(groups, 5, size=16)])
    last = keras.layers.Conv2D(3, 3, padding="same", activation="tanh")
    generator = keras.Model([photos, groups], last(both))
    discriminator = ageing.ageing_discriminator(5, 16, 2)
    classifier = keras.models.clone_model(CLASSIFIER)
    features = face_features(classifier)
    return IPCGAN(generator, discriminator, classifier, features, seed=0)


# What to train, with which optimizers, on images of which size and depth.
KINDS = {
    "gan": (gan, sgd_and_sgd, 6, 1),
    "dcgan": (dcgan, adam_and_adam, 28, 1),
    "cgan": (cgan, sgd_and_sgd, 28, 1),
    "pix2pix": (pix2pix, adam_and_adam, 16, 3),
    "gan_with_dropout": (gan_with_dropout, sgd_and_sgd, 6, 1),
    "ipcgan": (ipcgan, adam_and_adam, 16, 3),
}
# These draw random numbers of each device's own.
NOT_COMPARED = ("gan_with_dropout", "ipcgan")


def noise(gan, size, channels):
    """Data that suit the kind of GAN: images and labels, sources or nothing."""
    rng = np.random.default_rng(0)
    images = rng.uniform(-1, 1, (40, size, size, channels))
    images = images.astype(keras.config.floatx())
    if isinstance(gan, Pix2Pix):
        return images, -images
    conditional = isinstance(gan, training.ConditionalGAN | IPCGAN)
    return images, rng.integers(0, 3, 40, "int32") if conditional else None


def train(make, optimizers, size, channels, strategy):
    """Trains; returns the losses of every step, all state, and that of device 2."""
    keras.utils.set_random_seed(0)
    with strategy.scope():
        gan = make()
        gan.compile(*optimizers())
    devices.prepare(gan, strategy)
    stream = training.batches(*noise(gan, size, channels), batch_size=BATCH)
    history = gan.fit(
        devices.share_batches(stream, BATCH, strategy),
        steps_per_epoch=1,
        epochs=STEPS,
        verbose=0,
        shuffle=False,
    ).history
    seeds = {id(seed_state) for seed_state in gan.seed_states()}
    found = {f"history_{name}": values for name, values in history.items()}
    for i, variable in enumerate(runs.variables_of([gan])):
        copies = strategy.experimental_local_results(variable.value)
        kind = "seed" if id(variable) in seeds else "state"
        found[f"{kind}_{i}"] = copies[0].numpy()
        found[f"last_device_{kind}_{i}"] = copies[-1].numpy()
    for i, weight in enumerate(gan.averaged_generator().get_weights()):
        found[f"averaged_{i}"] = weight
    return found


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    one, two = tf.distribute.get_strategy(), devices.choose_strategy("mirrored")
    for kind in sys.argv[2:]:
        compared = kind not in NOT_COMPARED
        precision = "float64" if compared else "float32"
        keras.config.set_floatx(precision)
        keras.config.set_dtype_policy(precision)
        CLASSIFIER = ageing.age_classifier(5, 16, 2)
        np.savez(folder / f"{kind}_2.npz", **train(*KINDS[kind], two))
        if compared:
            np.savez(folder / f"{kind}_1.npz", **train(*KINDS[kind], one))
