"""Image-to-image translation with paired data: Pix2Pix, Isola et al. 2017."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from gan_utils import losses, runs
from gan_utils.data import FACADE_CLASSES
from gan_utils.files import half_weights
from gan_utils.models import convolve, small_normal
from gan_utils.training import TwoPlayerGame, batches, jitter, sample

# The judges that are shipped, by what they learnt from.
JUDGES = {
    "drawn": "facade_judge/judge.npz",
    "photos": "research_only/facades/judge.npz",
}


def encode(
    x, filters: int, normalise: bool = True, kernel_size=4, strides=2, padding="same"
):
    """Convolution, instance norm, LeakyReLU: half the height and width.

    Instance norm treats every image by itself. At batch size 1 it is what the paper's
    batch norm does, and it has no running averages that testing could disturb.
    """
    options = {"use_bias": False, "kernel_initializer": small_normal()}
    x = layers.Conv2D(filters, kernel_size, strides, padding, **options)(x)
    if normalise:
        x = layers.GroupNormalization(groups=-1, epsilon=1e-5)(x)
    return layers.LeakyReLU(0.2)(x)


def decode(x, filters: int, dropout: float = 0.0):
    """Transposed convolution, instance norm, dropout, ReLU: twice height and width."""
    x = layers.Conv2DTranspose(
        filters, 4, 2, "same", use_bias=False, kernel_initializer=small_normal()
    )(x)
    x = layers.GroupNormalization(groups=-1, epsilon=1e-5)(x)
    if dropout:
        x = layers.Dropout(dropout)(x)
    return layers.ReLU()(x)


def unet(x, base_filters: int, skips: bool = True):
    """Encoder down to 1×1 and decoder up to half the size, Ronneberger et al. 2015.

    With ``skips`` each decoder block also sees the encoder's map of its own size.
    """
    depth = int(np.log2(x.shape[1]))
    if x.shape[1] != 2**depth or depth < 3:
        raise ValueError(
            f"Images of {x.shape[1]} pixels cannot be halved down to 1; resize them to "
            "a power of two of at least 8, for instance 64."
        )
    filters = [base_filters * min(2**i, 8) for i in range(depth)]
    maps = []
    for i, count in enumerate(filters):
        # Instance norm would turn the 1×1 map of the bottleneck into zeros.
        x = encode(x, count, normalise=0 < i < depth - 1)
        maps.append(x)
    for i, count in enumerate(reversed(filters[:-1])):
        x = decode(x, count, dropout=0.5 if i < 3 else 0.0)
        if skips:
            x = layers.Concatenate()([x, maps[depth - 2 - i]])
    return x


def unet_generator(
    image_size: int = 256,
    base_filters: int = 64,
    source_channels: int = 3,
    target_channels: int = 3,
    skips: bool = True,
) -> keras.Model:
    """Pix2Pix's generator, Isola et al. 2017: source images → target images.

    ``skips=False`` makes the encoder–decoder that the paper compares with. There is no
    latent: the only noise is dropout, which acts when called with training=True.
    """
    source = layers.Input((image_size, image_size, source_channels), name="source")
    x = unet(source, base_filters, skips)
    options = {"activation": "tanh", "kernel_initializer": small_normal()}
    last = layers.Conv2DTranspose(target_channels, 4, 2, "same", **options)
    return keras.Model(source, last(x), name="generator")


def segmenter(n_classes: int, image_size: int = 128) -> keras.Model:
    """Names each pixel: images → logits (batch, h, w, n_classes).

    Batch norm, unlike the instance norm of the generator, compares a picture with those
    that it was trained on: the judge shall notice what is unlike a photo.
    """
    x = images = layers.Input((image_size, image_size, 3), name="images")
    maps = []
    for filters in (32, 64, 128, 128):
        x = convolve(convolve(x, filters, strides=2), filters)
        maps.append(x)
    x = layers.Dropout(0.3)(x)
    for finer in reversed(maps[:-1]):
        x = layers.UpSampling2D(2, interpolation="bilinear")(x)
        x = layers.Concatenate()([x, finer])
        x = convolve(x, finer.shape[-1])
    logits = layers.Conv2DTranspose(n_classes, 4, strides=2, padding="same")
    return keras.Model(images, logits(x), name="segmenter")


def facade_judge(pictures: str = "drawn", image_size: int = 128) -> keras.Model:
    """The judge that is shipped: names the part of a house that each pixel shows.

    Args:
        pictures: what it learnt from, "drawn" house fronts or "photos".
        image_size: height and width, a multiple of 16; it learnt from 128 pixels.

    Raises:
        OSError: the weights are missing.
        ValueError: they are damaged.
    """
    return half_weights.load(
        segmenter(len(FACADE_CLASSES), image_size), JUDGES[pictures]
    )


def patchgan_discriminator(
    image_size: int = 256,
    base_filters: int = 64,
    source_channels: int = 3,
    target_channels: int = 3,
    strided_layers: int = 3,
) -> keras.Model:
    """PatchGAN, Isola et al. 2017: [targets, sources] → a map of logits.

    Each logit speaks for one patch. Its side is 70 pixels with three strided layers, 34
    with two, 16 with one; with none all kernels are 1×1 and it is a single pixel.
    """
    target = layers.Input((image_size, image_size, target_channels), name="target")
    source = layers.Input((image_size, image_size, source_channels), name="source")
    x = layers.Concatenate()([target, source])
    kernel_size, strides = (4, 2) if strided_layers else (1, 1)
    depth = max(strided_layers, 1)
    for i in range(depth):
        x = encode(x, base_filters * 2**i, i > 0, kernel_size, strides)
    # With stride 1 and, as in the paper, one pixel of padding for 4×4.
    border = layers.ZeroPadding2D(1 if strided_layers else 0)
    x = encode(border(x), base_filters * 2**depth, True, kernel_size, 1, "valid")
    last = layers.Conv2D(1, kernel_size, kernel_initializer=small_normal())
    return keras.Model([target, source], last(border(x)), name="discriminator")


def receptive_field(network: keras.Model) -> int:
    """Side of the square of input pixels that one output of a chain of layers sees.

    1 + Σ (k_i − 1) · s_1 ⋯ s_{i−1} over its convolutions, k kernel size, s stride.
    """
    size, jump = 1, 1
    for layer in network.layers:
        if isinstance(layer, layers.Conv2D):
            size += (layer.kernel_size[0] - 1) * jump
            jump *= layer.strides[0]
    return size


class Pix2Pix(TwoPlayerGame):
    """Translation of images into images, learnt from pairs, Isola et al. 2017.

    ``fit`` takes batches of (targets, sources). G minimises its adversarial loss plus
    ``l1_weight`` times the mean absolute difference to the target (equation 4); D's
    loss is halved as there (section 3.3), though Adam's steps hardly depend on it.

    Args:
        generator: sources → images like the targets; dropout is its only noise.
        discriminator: [targets, sources] → logits, one or a map of them.
        game: the adversarial losses, one of the games in gan_utils.losses.
        l1_weight: 0 leaves the adversarial loss alone.
        adversarial_weight: 0 leaves the L1 loss alone, and D untrained.
        augment: moves and mirrors each pair at random.
        seed: seed of these movements.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        game: losses.Game = losses.non_saturating,
        l1_weight: float = 100.0,
        adversarial_weight: float = 1.0,
        augment: bool = True,
        seed: int | None = None,
    ):
        super().__init__(generator, discriminator, game, "l1")
        self.l1_weight, self.adversarial_weight = l1_weight, adversarial_weight
        self.augment, self.seed = augment, seed
        self.jitter_seed = keras.random.SeedGenerator(seed)

    def update_discriminator(self, target, source, fake):
        """One step of D: real pairs up, translated ones down."""
        count = ops.shape(target)[0]
        pairs = [ops.concatenate([target, fake]), ops.concatenate([source, source])]
        with tf.GradientTape() as tape:
            # Without batch norm real and fake may share a batch: it is faster.
            logits = self.discriminator(pairs, training=True)
            real_logits, fake_logits = logits[:count], logits[count:]
            loss = 0.5 * self.game.discriminator(real_logits, fake_logits)
        self.descend(self.discriminator, self.discriminator_optimizer, loss, tape)
        return {
            "d_loss": loss,
            "d_real": ops.mean(ops.cast(real_logits > 0, "float32")),
            "d_fake": ops.mean(ops.cast(fake_logits > 0, "float32")),
        }

    def train_step(self, batch):
        """One step of each player on the same translation of the batch."""
        target, source = batch
        if self.augment:
            target, source = jitter(target, source, self.jitter_seed)
        logs = {}
        with tf.GradientTape() as tape:
            fake = self.generator(source, training=True)
            logs["l1"] = ops.mean(ops.abs(target - fake))
            loss = self.l1_weight * logs["l1"]
            if self.adversarial_weight:
                with tape.stop_recording():  # D's step is no part of G's gradient
                    logs |= self.update_discriminator(target, source, fake)
                logits = self.discriminator([fake, source], training=True)
                logs["g_loss"] = self.game.generator(logits)
                loss += self.adversarial_weight * logs["g_loss"]
        self.descend(self.generator, self.generator_optimizer, loss, tape)
        return self.running_means(logs)


def translate(
    generator: keras.Model, sources: np.ndarray, batch_size: int = 20
) -> np.ndarray:
    """Translations of sources (n, h, w, c) with dropout on, as in the paper's test.

    Dropout is the only noise of Pix2Pix, so two calls differ a little. No weight and,
    for want of running averages, no statistic moves.
    """
    return sample(generator, sources, batch_size=batch_size, training=True)


def split_colours(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Colour images → luminance (…, 1) and chroma (…, 2), the YCbCr of JPEG.

    The luminance is the grey picture. Chroma, in [−1, 1], is how far blue and red
    differ from it: (0, 0) is grey.
    """
    luminance = np.tensordot(images, [0.299, 0.587, 0.114], 1)[..., None]
    chroma = (images[..., [2, 0]] - luminance) / [1.772, 1.402]
    return luminance.astype("float32"), chroma.astype("float32")


def join_colours(luminance: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """What ``split_colours`` took apart, in [−1, 1]."""
    blue, red = np.moveaxis(luminance + chroma * [1.772, 1.402], -1, 0)
    green = (luminance[..., 0] - 0.299 * red - 0.114 * blue) / 0.587
    return np.clip(np.stack([red, green, blue], axis=-1), -1, 1).astype("float32")


def train_segmenter(
    photos: np.ndarray, labels: np.ndarray, n_classes: int, steps: int, seed=0, **run
) -> keras.Model:
    """A network that learns, from real photos, to name each pixel.

    Args:
        photos: (n, h, w, 3) in [−1, 1].
        labels: integers (n, h, w) below n_classes.
        n_classes: how many kinds of pixel there are.
        steps: training steps of eight moved pairs.
        seed: of the order of the photos and of their movements.
        run: path and resume of runs.fit.
    """
    network = segmenter(n_classes, photos.shape[1])
    network.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(2e-3, steps)),
        keras.losses.CategoricalCrossentropy(from_logits=True),
    )
    one_hot = np.eye(n_classes, dtype="float32")[labels]
    movements = keras.random.SeedGenerator(seed)
    stream = batches(photos, one_hot, batch_size=8, seed=seed)
    moved = stream.map(lambda photo, label: jitter(photo, label, movements))
    runs.fit(network, moved, steps, epochs=1, **run)
    return network
