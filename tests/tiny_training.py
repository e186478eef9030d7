"""gan_utils.train with networks so small that starting takes longer than training.

Double precision and no dropout, so that one device and several can be compared to the
last digits. Each process also leaves all it has learnt in the folder LEARNT. With
KILL="1:15 0:25" worker 1 is killed after step 15 and worker 0 after step 25, once each.
"""

import json
import os
import signal
import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers

from gan_utils import runs, training
from gan_utils.train import devices, recipes, run

keras.config.set_floatx("float64")
run.STEPS_PER_EPOCH = 10
runs.Clock.due = lambda clock: True  # a checkpoint every ten steps
INDEX = json.loads(os.environ.get("TF_CONFIG", "{}")).get("task", {}).get("index", 0)
LEARNT = Path(os.environ["LEARNT"])


def tiny_recipe(digits, arguments):
    """A conditional GAN of 8 hidden units, with batch norm."""
    latent, labels = keras.Input((4,)), keras.Input((), dtype="int32")
    x = layers.Concatenate()([latent, layers.Embedding(10, 4)(labels)])
    x = layers.BatchNormalization(momentum=0.9)(layers.Dense(8)(x))
    x = layers.Dense(28 * 28, activation="tanh")(layers.ReLU()(x))
    generator = keras.Model([latent, labels], layers.Reshape((28, 28, 1))(x))
    images = keras.Input((28, 28, 1))
    x = layers.Concatenate()(
        [layers.Flatten()(images), layers.Embedding(10, 4)(labels)]
    )
    x = layers.LeakyReLU(0.2)(layers.Dense(8)(x))
    discriminator = keras.Model([images, labels], layers.Dense(1)(x))
    gan = training.ConditionalGAN(generator, discriminator, seed=arguments.seed)
    return recipes.compiled(gan, arguments, rates=(1e-3, 1e-3))


def leave_what_was_learnt(gan, *rest):
    """Writes the results, and beside them the state of this process."""
    write_results(gan, *rest)
    state = {str(i): v.numpy() for i, v in enumerate(devices.state(gan))}
    np.savez(LEARNT / f"worker_{INDEX}.npz", **state)


def be_killed(progress, batch, logs=None):
    """Ends this process as a crash of the machine would, if its time has come."""
    now = f"{INDEX}:{progress.model.steps_done}"
    mark = LEARNT / f"killed_{INDEX}"
    if now in os.environ.get("KILL", "").split() and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


write_results = run.write_results
run.write_results = leave_what_was_learnt
run.Progress.on_train_batch_end = be_killed
recipes.RECIPES["cgan"] = tiny_recipe

if __name__ == "__main__":
    sys.exit(run.main())
