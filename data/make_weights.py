"""Trains the digit classifier whose features and verdicts the metrics use.

    GAN_DATA=folder/with/mnist python -m data.make_weights

It writes data/weights/digit_classifier.weights.h5 and its model card.
"""

import time
from pathlib import Path

import keras

from gan_utils import course, data, metrics

EPOCHS = 12
BATCH_SIZE = 128
SEED = 7
FOLDER = Path(__file__).parent / "weights"

CARD = """# Model card: digit_classifier.weights.h5

- What: weights of `gan_utils.metrics.image_classifier()`, {parameters:,} parameters;
  images (batch, 28, 28, 1) in [−1, 1] → logits (batch, 10). Its layer `features`
  (64 numbers) is the feature space of the course's Fréchet and kernel distances.
- Data: the 60,000 training images of MNIST, moved by up to 2 pixels, turned by up to
  10° and scaled by up to 10 % at random. SHA-256 of mnist.npz:
  `{sha256}`.
- Training: {steps:,} steps of {batch_size} ({epochs} epochs), Adam with a cosine
  schedule from 1e-3, seed {seed}; {seconds:.0f} s on {device}
  ({versions}).
- **Test accuracy: {accuracy:.4f}** on MNIST's 10,000 test images.
- Made by: `GAN_DATA=folder/with/mnist python -m data.make_weights`.
- Use: scoring generated digits. It is no judge of anything else: shown a picture that
  is no digit it still names one.
- Licence: MIT, as the course's code; MNIST: CC BY-SA 3.0.
"""


def augmentation() -> keras.Sequential:
    """Small random moves, so that the verdict does not hang on a digit's place."""
    options = {"fill_mode": "constant", "fill_value": -1.0}
    return keras.Sequential(
        [
            keras.layers.RandomTranslation(2 / 28, 2 / 28, seed=SEED, **options),
            keras.layers.RandomRotation(10 / 360, seed=SEED, **options),
            keras.layers.RandomZoom(0.1, seed=SEED, **options),
        ]
    )


def main() -> None:
    """Trains, measures on the test set, and saves weights and card."""
    course.setup(SEED)
    train, test = data.mnist("real")
    classifier = metrics.image_classifier()
    steps = EPOCHS * len(train.images) // BATCH_SIZE
    moved = keras.Sequential([augmentation(), classifier])
    for model in (classifier, moved):
        model.compile(
            keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(1e-3, steps)),
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
    start = time.perf_counter()
    moved.fit(train.images, train.labels, BATCH_SIZE, EPOCHS, verbose=2)
    seconds = time.perf_counter() - start
    _, accuracy = classifier.evaluate(test.images, test.labels, verbose=0)
    print(f"test accuracy {accuracy:.4f}")
    # A model that was never compiled has no optimizer to save: a third of the size.
    final = metrics.image_classifier()
    final.set_weights(classifier.get_weights())
    final.save_weights(FOLDER / "digit_classifier.weights.h5")
    card = CARD.format(
        parameters=final.count_params(),
        sha256=train.sha256,
        steps=steps,
        batch_size=BATCH_SIZE,
        epochs=EPOCHS,
        seed=SEED,
        seconds=seconds,
        device=course.device(),
        versions=", ".join(f"{k} {v}" for k, v in course.versions().items()),
        accuracy=accuracy,
    )
    (FOLDER / "digit_classifier.md").write_text(card)


if __name__ == "__main__":
    main()
