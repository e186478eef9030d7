"""Super-resolution: four times the width, Ledig et al. 2017 (SRGAN).

Many sharp pictures shrink to one and the same small one. A network that is paid for
small differences answers with their mean, which is blurred; a network that plays
against a discriminator picks one of them, which is sharp and may be wrong. Here are
both, what lies between them, and measures for either side.

Ledig et al., "Photo-Realistic Single Image Super-Resolution Using a Generative
Adversarial Network", CVPR 2017. Wang et al., "ESRGAN", ECCV workshops 2018.
"""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from skimage.metrics import structural_similarity

from gan_utils import runs
from gan_utils.frozen_features.game import FrozenFeaturesGame
from gan_utils.models import small_normal
from gan_utils.training import adam, batches

FACTOR = 4  # how many times wider the large picture is
LUMINANCE = (65.481, 128.553, 24.966)  # of red, green, blue in 0…1; 16 to 235


def shrink(images, factor: int = FACTOR):
    """Large pictures → small ones, in [−1, 1] and in the 256 steps of a file.

    Bicubic with antialiasing, the standard of the field: each small pixel is a weighted
    mean of all large ones that it stands for.
    """
    size = images.shape[1] // factor, images.shape[2] // factor
    small = ops.image.resize(images, size, interpolation="bicubic", antialias=True)
    return ops.round(127.5 * ops.clip(small, -1, 1) + 127.5) / 127.5 - 1


def enlarge(images, factor: int = FACTOR):
    """Small pictures → large ones by bicubic interpolation, the floor."""
    size = images.shape[1] * factor, images.shape[2] * factor
    return ops.clip(ops.image.resize(images, size, interpolation="bicubic"), -1, 1)


@keras.saving.register_keras_serializable("gan_utils")
class PixelShuffle(layers.Layer):
    """(batch, h, w, 4 c) → (batch, 2 h, 2 w, c): four channels become four pixels.

    Shi et al. 2016. The convolution before it works at the small size, where it costs a
    quarter, and no pixel is written twice, as by a transposed convolution.
    """

    def call(self, x):
        """Lays channels 4 i … 4 i + 3 into a square of 2×2 pixels of channel i."""
        batch, height, width, channels = ops.shape(x)
        x = ops.reshape(x, (batch, height, width, channels // 4, 2, 2))
        x = ops.transpose(x, (0, 1, 4, 2, 5, 3))
        return ops.reshape(x, (batch, 2 * height, 2 * width, channels // 4))

    def compute_output_shape(self, shape):
        """Twice the height and width, a quarter of the channels."""
        batch, height, width, channels = shape
        height, width = (side and 2 * side for side in (height, width))
        return batch, height, width, channels // 4


def enlarger(
    base_filters: int = 32, n_blocks: int = 8, name: str = "enlarger"
) -> keras.Model:
    """Small pictures of any size → large ones: bicubic interpolation plus detail.

    Residual blocks without batch norm (Lim et al. 2017) at the small size, two pixel
    shuffles. 32 filters and eight blocks are 0.25 million weights.
    """
    small = keras.Input((None, None, 3), name="small")
    first = x = convolution(base_filters, 5)(small)
    for _ in range(n_blocks):
        change = layers.ReLU()(convolution(base_filters)(x))
        x = layers.Add()([x, convolution(base_filters, weights=small_normal())(change)])
    x = layers.Add()([first, x])
    for _ in range(2):
        x = layers.LeakyReLU(0.2)(PixelShuffle()(convolution(4 * base_filters)(x)))
    detail = convolution(3, 5, "zeros")(x)  # none at first
    plain = layers.UpSampling2D(FACTOR, interpolation="bicubic")(small)
    return keras.Model(small, ops.clip(plain + detail, -1, 1), name=name)


def convolution(filters: int, kernel_size: int = 3, weights="he_normal"):
    """A convolution that keeps the size."""
    options = {"padding": "same", "kernel_initializer": weights}
    return layers.Conv2D(filters, kernel_size, **options)


def train_on_pixels(
    pixels: np.ndarray,
    steps: int,
    base_filters: int = 32,
    batch_size: int = 8,
    seed: int = 0,
    **run,
) -> keras.Model:
    """An enlarger that learns from the mean absolute difference alone.

    Args:
        pixels: large pictures, uint8 (n, h, w, 3).
        steps: of Adam, whose rate falls from 2e-3 to 0 along half a cosine.
        base_filters: of the network.
        batch_size: pictures a step.
        seed: of the order.
        run: path and resume of runs.fit.
    """
    network = enlarger(base_filters)
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    network.compile(adam(rate, beta_1=0.9), "mean_absolute_error")
    pairs = batches(pixels, None, batch_size, seed).map(lambda x: (shrink(x), x))
    runs.fit(network, pairs, steps, epochs=1, **run)
    return network


class SuperResolution(FrozenFeaturesGame):
    """SRGAN with a discriminator and a perceptual loss on frozen features.

    ``fit`` takes batches of large pictures and shrinks them itself. G minimises

        pixel_weight · L1 + feature_weight · L_features + adversarial_weight · L_GAN.

    Args:
        generator: small pictures → large ones, see ``enlarger``.
        discriminator: the heads, see ``frozen_features.projected_discriminator``.
        projection: pictures → what D sees; a function, frozen and saved by no run.
        features: pictures → the feature maps that are compared, likewise.
        pixel_weight: of the mean absolute difference to the large picture.
        feature_weight: of ``feature_loss``.
        adversarial_weight: 0 leaves D untrained.
        seed: of mirroring and of D's view.
    """

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        projection: Callable,
        features: Callable,
        pixel_weight: float = 1.0,
        feature_weight: float = 1.0,
        adversarial_weight: float = 0.1,
        seed: int | None = None,
    ):
        reported = "l1", "features"
        super().__init__(generator, discriminator, projection, *reported, seed=seed)
        self.features = features
        self.pixel_weight, self.feature_weight = pixel_weight, feature_weight
        self.adversarial_weight = adversarial_weight

    def train_step(self, large):
        """One step of G and, unless its weight is 0, of D on the same pictures."""
        coin = keras.random.uniform((ops.shape(large)[0], 1, 1, 1), seed=self.random)
        large = ops.where(coin < 0.5, large, large[:, :, ::-1])
        logs, small = {}, shrink(large)
        with tf.GradientTape() as tape:
            fake = self.generator(small, training=True)
            logs["l1"] = ops.mean(ops.abs(large - fake))
            loss = self.pixel_weight * logs["l1"]
            if self.feature_weight:
                # Unmoved, the maps would not mind a pattern with their period of 4.
                shift = keras.random.randint((2,), 0, 8, seed=self.random)
                both = (tf.roll(x, shift, axis=(1, 2)) for x in (fake, large))
                logs["features"] = feature_loss(*map(self.features, both))
                loss += self.feature_weight * logs["features"]
            if self.adversarial_weight:
                maps = self.see(fake)
                with tape.stop_recording():  # D's step is no part of G's gradient
                    logs |= self.update_discriminator(large, maps)
                opinion = self.discriminator(maps, training=True)
                logs["g_loss"] = self.game.generator(opinion)
                loss += self.adversarial_weight * logs["g_loss"]
        self.descend(self.generator, self.generator_optimizer, loss, tape)
        return self.running_means(logs)


def feature_loss(found, true):
    """Perceptual loss: share of the features that differ, a mean over the maps.

    |φ(x) − φ(y)| as a share of |φ(y)|, so that all maps count alike (Johnson et al.
    2016 take squares of VGG's).
    """
    shares = [
        ops.mean(ops.abs(x - y)) / ops.mean(ops.abs(y))
        for x, y in zip(found, true, strict=True)
    ]
    return sum(shares) / len(shares)


def between(
    first: keras.Model, second: keras.Model, share: float, into: keras.Model
) -> keras.Model:
    """Network interpolation, section 3.4 of ESRGAN: (1 − share) first + share second.

    Both must have begun from the same weights, or their mean is no such network.
    """
    both = zip(first.get_weights(), second.get_weights(), strict=True)
    into.set_weights([(1 - share) * a + share * b for a, b in both])
    return into


def luminance(images: np.ndarray, border: int = FACTOR) -> np.ndarray:
    """Pictures (…, h, w, 3) in [−1, 1] → Y of YCbCr, 16 to 235, without the border.

    What all tables of the field are made of: colours do not count, nor do the outermost
    pixels, which lack neighbours.
    """
    y = np.tensordot((np.asarray(images) + 1) / 2, LUMINANCE, 1) + 16
    return y[..., border:-border, border:-border]


def psnr(images: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Peak signal-to-noise ratio in dB, (n,): 10 log₁₀ 255² / mean squared error of Y.

    3 dB less is twice the squared error; equal pictures have infinity.
    """
    error = luminance(images) - luminance(truth)
    with np.errstate(divide="ignore"):
        return 10 * np.log10(255**2 / (error**2).mean(axis=(-2, -1)))


def ssim(images: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Structural similarity of Y, (n,), 1 for equal pictures; Wang et al. 2004."""
    options = {"gaussian_weights": True, "use_sample_covariance": False, "sigma": 1.5}
    pairs = zip(luminance(images), luminance(truth), strict=True)
    return np.array(
        [structural_similarity(x, y, data_range=255, **options) for x, y in pairs]
    )


def details(images, levels: int = 2) -> list:
    """What a slight blur takes away, at full size, half size, … (Laplacian pyramid)."""
    weights = np.array([1, 4, 6, 4, 1]) / 16
    kernel = (weights[:, None] * weights)[:, :, None, None] * np.eye(3)
    found = []
    for _ in range(levels):
        wide = ops.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)), "reflect")
        blurred = ops.conv(wide, kernel.astype("float32"))
        found.append(images - blurred)
        images = blurred[:, ::2, ::2]
    return found


def responses(detail, n_filters: int = 16, seed: int = 0) -> np.ndarray:
    """What filters by chance make of every patch of 7×7 pixels: (n, patches, filters).

    Each is a projection of the patch, 147 numbers, on a direction of length 1.
    """
    filters = np.random.default_rng(seed).normal(size=(7, 7, 3, n_filters))
    filters /= np.sqrt((filters**2).sum(axis=(0, 1, 2)))
    found = np.asarray(ops.conv(detail, filters.astype("float32")))
    return found.reshape(len(found), -1, n_filters)


def patch_distance(images, truth, n_filters: int = 16) -> np.ndarray:
    """How differently the fine patches of pictures are distributed, (n,); 0 for equal.

    Sliced Wasserstein distance, as Karras et al. 2018 measure GANs: the responses of
    each filter are sorted, so that their places do not count, and compared. The unit is
    their standard deviation in the true picture.
    """
    images, truth = (ops.convert_to_tensor(x, "float32") for x in (images, truth))
    distances = []
    for found, true in zip(details(images), details(truth), strict=True):
        found, true = (np.sort(responses(x, n_filters), 1) for x in (found, true))
        apart = np.abs(found - true).mean(axis=1)
        distances.append((apart / (true.std(axis=1) + 1e-4)).mean(axis=1))
    return np.mean(distances, axis=0)
