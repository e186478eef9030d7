"""Time and memory of one Pix2Pix step at 256×256, batch 1: ours and the tutorial's.

    python benchmarks/pix2pix_step.py

The peer is pix2pix_peer.py. Ours is what the course does: gan_utils' networks and
Pix2Pix.fit(), without random movements, which the tutorial has outside its step.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time

from memory import peak_bytes

SIZE = 256
WARM_UP = 3


def tutorial_steps(target, source, steps: int) -> list[float]:
    """Seconds of each of the tutorial's steps."""
    from pix2pix_peer import TutorialPix2Pix

    peer, seconds = TutorialPix2Pix(0), []
    for _ in range(WARM_UP + steps):
        start = time.perf_counter()
        peer.step(target, source)[0].numpy()
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
    """One process's figures: seconds of each step, and its peak memory in bytes."""
    import keras

    target = keras.random.uniform((1, SIZE, SIZE, 3), -1, 1)
    source = keras.random.uniform((1, SIZE, SIZE, 3), -1, 1)
    run = our_steps if whose == "ours" else tutorial_steps
    seconds = run(target, source, steps)
    return {"seconds": seconds, "peak_bytes": peak_bytes()}


def in_new_process(whose: str, steps: int) -> dict:
    """What ``measure`` returns, from a process of its own."""
    command = [sys.executable, __file__, "--only", whose, "--steps", str(steps)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Runs both in turns and prints the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two steps, once")
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("ours", "tutorial"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only, arguments.steps)))
        return
    if arguments.quick:
        arguments.steps, arguments.rounds = 2, 1
    rounds = [
        {
            whose: in_new_process(whose, arguments.steps)
            for whose in ("ours", "tutorial")
        }
        for _ in range(arguments.rounds)
    ]
    print("## A step of pix2pix at 256×256\n")
    print(
        "The course's networks of the paper's size in `fit()`, beside those of "
        "TensorFlow's pix2pix tutorial in its `tf.function`, batch 1, without random "
        f"movements: medians of {arguments.rounds} rounds in which the two take turns, "
        "each in a new process.\n"
    )
    print("| | seconds a step | images/s | peak memory, GB |")
    print("|---|---:|---:|---:|")
    for whose in rounds[0]:
        step = statistics.median(median_step(one[whose]) for one in rounds)
        peak = statistics.median(one[whose]["peak_bytes"] for one in rounds) / 1e9
        print(f"| {whose} | {step:.2f} | {1 / step:.2f} | {peak:.2f} |")
    times = [median_step(one["ours"]) / median_step(one["tutorial"]) for one in rounds]
    memory = [
        one["ours"]["peak_bytes"] / one["tutorial"]["peak_bytes"] for one in rounds
    ]
    print(
        f"\nOurs takes {statistics.median(times):.2f} of the tutorial's time "
        f"(by round: {', '.join(f'{ratio:.2f}' for ratio in times)}) and "
        f"{statistics.median(memory):.2f} of its memory. It asks the improved "
        "discriminator once more before the generator moves, as the paper does, where "
        "the tutorial uses one pass for both players."
    )


def median_step(one: dict) -> float:
    """Seconds of the middle step of a process."""
    return statistics.median(one["seconds"])


if __name__ == "__main__":
    main()
