"""gan_utils.train with networks so small that starting takes longer than training.

Double precision and no dropout, so that one device and several can be compared to the
last digits. Each process also leaves all it has learnt in the folder LEARNT. With
KILL="1:15 0:25" worker 1 is killed after step 15 and worker 0 after step 25, once each.
"""

import json
import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

import keras
from keras import layers

from gan_utils import runs, training
from gan_utils.train import recipes, trainer

keras.config.set_floatx("float64")
trainer.STEPS_PER_EPOCH = 10
runs.Run.due = lambda run: True  # saved every ten steps
INDEX = json.loads(os.environ.get("TF_CONFIG", "{}")).get("task", {}).get("index", 0)
LEARNT = Path(os.environ["LEARNT"])


def make(digits, options):
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
    return training.ConditionalGAN(generator, discriminator, seed=options.seed)


def leave_what_was_learnt(run, logs=None):
    """Saves the end of the training, also for the test."""
    save_the_end(run)
    shutil.copy(run.path, LEARNT / f"worker_{INDEX}.npz")


def be_killed(run, batch, logs=None):
    """Ends this process as a crash of the machine would, if its time has come."""
    now = f"{INDEX}:{run.model.steps_done}"
    mark = LEARNT / f"killed_{INDEX}"
    if now in os.environ.get("KILL", "").split() and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


save_the_end = runs.Run.on_train_end
runs.Run.on_train_end = leave_what_was_learnt
runs.Run.on_train_batch_end = be_killed
recipes.RECIPES["cgan"] = replace(
    recipes.RECIPES["cgan"], make=make, rates=(1e-3, 1e-3)
)

if __name__ == "__main__":
    sys.exit(trainer.main())
