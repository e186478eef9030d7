"""The game of a generator against heads on frozen features."""

from collections.abc import Callable

import keras
import tensorflow as tf
from keras import ops

from gan_utils import frozen_features, losses
from gan_utils.training import TwoPlayerGame


class FrozenFeaturesGame(TwoPlayerGame):
    """Hinge losses; D sees pictures only through a frozen projection of random views.

    Args:
        generator: G, whatever it makes its pictures of.
        discriminator: feature maps → logits, see ``projected_discriminator``.
        projection: pictures → feature maps; a function, frozen and saved by no run.
        reported: names of further numbers that ``train_step`` reports.
        seed: of all that is drawn, D's view among it.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        projection: Callable,
        *reported: str,
        seed: int | None = None,
    ):
        super().__init__(generator, discriminator, losses.hinge, *reported)
        self.projection, self.seed = projection, seed
        self.random = keras.random.SeedGenerator(seed)

    def fit(self, x=None, y=None, **options):
        """Keras's own: what D takes are feature maps, with no picture to compare."""
        return keras.Model.fit(self, x, y, **options)

    def see(self, pictures):
        """Feature maps of pictures, changed at random as D sees them."""
        view = frozen_features.diff_augment(pictures, self.random)
        return self.projection(view, training=False)

    def update_discriminator(self, real, fakes):
        """One step of D; ``fakes`` are the feature maps that ``see`` gives of them."""
        reals = self.see(real)
        with tf.GradientTape() as tape:
            up, down = (self.discriminator(x, training=True) for x in (reals, fakes))
            loss = self.game.discriminator(up, down)
        self.descend(self.discriminator, self.discriminator_optimizer, loss, tape)
        share = [ops.mean(ops.cast(x > 0, "float32")) for x in (up, down)]
        return {"d_loss": loss, "d_real": share[0], "d_fake": share[1]}
