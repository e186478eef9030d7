"""Time and memory of one Pix2Pix step at 256×256, batch 1: ours and the tutorial's.

    python benchmarks/pix2pix_step.py

The peer is written from the published description of TensorFlow's pix2pix tutorial:
batch norm everywhere but in the first layers, both players updated from one forward
pass, D called for real and fake separately, a plain tf.function. Ours is what the
course does: gan_utils' networks and Pix2Pix.fit(), without random movements, which
the tutorial has outside its step. The two take turns, each time in a new process.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

SIZE = 256
WARM_UP = 3


def tutorial_networks():
    """The tutorial's generator (54.41 M weights) and discriminator (2.77 M)."""
    import keras
    from keras import layers

    def start():
        return keras.initializers.RandomNormal(0.0, 0.02)

    def down(x, filters, norm=True):
        convolution = layers.Conv2D(
            filters, 4, 2, "same", kernel_initializer=start(), use_bias=False
        )
        x = convolution(x)
        if norm:
            x = layers.BatchNormalization()(x)
        return layers.LeakyReLU()(x)

    def up(x, filters, dropout):
        convolution = layers.Conv2DTranspose(
            filters, 4, 2, "same", kernel_initializer=start(), use_bias=False
        )
        x = layers.BatchNormalization()(convolution(x))
        if dropout:
            x = layers.Dropout(0.5)(x)
        return layers.ReLU()(x)

    x = source = layers.Input((SIZE, SIZE, 3))
    maps = []
    for i, filters in enumerate((64, 128, 256, 512, 512, 512, 512, 512)):
        x = down(x, filters, norm=i > 0)
        maps.append(x)
    for i, filters in enumerate((512, 512, 512, 512, 256, 128, 64)):
        x = layers.Concatenate()([up(x, filters, dropout=i < 3), maps[6 - i]])
    last = layers.Conv2DTranspose(
        3, 4, 2, "same", kernel_initializer=start(), activation="tanh"
    )
    generator = keras.Model(source, last(x))

    source, target = layers.Input((SIZE, SIZE, 3)), layers.Input((SIZE, SIZE, 3))
    x = layers.Concatenate()([source, target])
    for filters in (64, 128, 256):
        x = down(x, filters, norm=filters > 64)
    x = layers.Conv2D(512, 4, kernel_initializer=start(), use_bias=False)(
        layers.ZeroPadding2D()(x)
    )
    x = layers.LeakyReLU()(layers.BatchNormalization()(x))
    x = layers.Conv2D(1, 4, kernel_initializer=start())(layers.ZeroPadding2D()(x))
    return generator, keras.Model([source, target], x)


def tutorial_steps(target, source, steps: int) -> list[float]:
    """Seconds of each of the tutorial's steps."""
    import keras
    import tensorflow as tf

    generator, discriminator = tutorial_networks()
    cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    optimizers = [keras.optimizers.Adam(2e-4, beta_1=0.5) for _ in range(2)]
    optimizers[0].build(generator.trainable_variables)
    optimizers[1].build(discriminator.trainable_variables)

    @tf.function
    def step(source, target):
        with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
            fake = generator(source, training=True)
            real_logits = discriminator([source, target], training=True)
            fake_logits = discriminator([source, fake], training=True)
            ones, zeros = tf.ones_like(fake_logits), tf.zeros_like(fake_logits)
            l1 = tf.reduce_mean(tf.abs(target - fake))
            g_loss = cross_entropy(ones, fake_logits) + 100 * l1
            d_loss = cross_entropy(ones, real_logits) + cross_entropy(
                zeros, fake_logits
            )
        for tape, loss, network, optimizer in (
            (g_tape, g_loss, generator, optimizers[0]),
            (d_tape, d_loss, discriminator, optimizers[1]),
        ):
            gradients = tape.gradient(loss, network.trainable_variables)
            optimizer.apply_gradients(
                zip(gradients, network.trainable_variables, strict=True)
            )
        return g_loss

    seconds = []
    for _ in range(WARM_UP + steps):
        start = time.perf_counter()
        step(source, target).numpy()
        seconds.append(time.perf_counter() - start)
    return seconds[WARM_UP:]


def our_steps(target, source, steps: int) -> list[float]:
    """Seconds of each step of Pix2Pix.fit()."""
    import keras
    import tensorflow as tf

    from gan_utils import models, pix2pix, training

    class Clock(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            self.times = [time.perf_counter()]

        def on_train_batch_end(self, batch, logs=None):
            self.times.append(time.perf_counter())

    gan = pix2pix.Pix2Pix(
        models.unet_generator(), models.patchgan_discriminator(), augment=False
    )
    gan.compile(training.adam(2e-4), training.adam(2e-4))
    clock = Clock()
    pairs = tf.data.Dataset.from_tensors((target, source)).repeat()
    gan.fit(
        pairs,
        steps_per_epoch=WARM_UP + steps,
        verbose=0,
        shuffle=False,
        callbacks=[clock],
    )
    times = clock.times[WARM_UP:]
    return [after - before for before, after in zip(times, times[1:], strict=False)]


def measure(whose: str, steps: int) -> dict:
    """One process's figures: seconds of each step, and its peak memory in MB."""
    import keras

    target = keras.random.uniform((1, SIZE, SIZE, 3), -1, 1)
    source = keras.random.uniform((1, SIZE, SIZE, 3), -1, 1)
    run = our_steps if whose == "ours" else tutorial_steps
    seconds = run(target, source, steps)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mb": peak}


def main() -> None:
    """Runs both in turns and prints one Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("ours", "tutorial"))
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only, arguments.steps)))
        return
    results = {"ours": [], "tutorial": []}
    for _ in range(arguments.rounds):
        for whose, found in results.items():
            command = [sys.executable, __file__, "--only", whose]
            command += ["--steps", str(arguments.steps)]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
            found.append(json.loads(done.stdout.splitlines()[-1]))
    print("| 256×256, batch 1 | seconds a step, median | peak memory, GB |")
    print("|---|---|---|")
    medians = {}
    for whose, found in results.items():
        medians[whose] = statistics.median(t for one in found for t in one["seconds"])
        peak = statistics.median(one["peak_mb"] for one in found) / 1000
        print(f"| {whose} | {medians[whose]:.2f} | {peak:.2f} |")
    ratios = [
        statistics.median(ours["seconds"]) / statistics.median(peer["seconds"])
        for ours, peer in zip(*results.values(), strict=True)
    ]
    print(f"\nours / tutorial, a round each: {', '.join(f'{r:.2f}' for r in ratios)}")


if __name__ == "__main__":
    main()
