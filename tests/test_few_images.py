import numpy as np

from gan_utils import models
from gan_utils.training import FewImagesGAN, adam, batches

rng = np.random.default_rng(0)
N_CLASSES, LATENT_DIM = 3, 5


def few_images_gan():
    gan = FewImagesGAN(
        models.conditional_generator(N_CLASSES, 32, 3, LATENT_DIM, 4),
        models.conditional_discriminator(N_CLASSES, 32, 3, 4),
        seed=0,
    )
    gan.compile(adam(1e-3), adam(1e-3))
    return gan


def test_both_players_of_the_gan_for_few_images_learn():
    gan = few_images_gan()
    before = [gan.generator.get_weights(), gan.discriminator.get_weights()]
    pixels = rng.integers(0, 256, (20, 32, 32, 3), dtype="uint8")
    stream = batches(pixels, np.arange(20) % N_CLASSES, 10)
    gan.fit(stream, steps_per_epoch=2, verbose=0)
    for old, network in zip(before, (gan.generator, gan.discriminator), strict=True):
        for a, b in zip(old, network.get_weights(), strict=True):
            assert (a != b).any()


def test_the_discriminator_sees_moved_pictures_with_their_own_labels():
    gan = few_images_gan()
    images = rng.normal(size=(6, 32, 32, 3)).astype("float32")
    labels = np.array([0, 1, 2, 2, 1, 0])
    seen = []
    gan.discriminator = lambda inputs, training: seen.append(inputs)
    gan.judge(images, labels)
    moved, told = (np.asarray(x) for x in seen[0])
    assert told.tolist() == labels.tolist()
    assert (np.abs(moved - images).max(axis=(1, 2, 3)) > 0).any()
    # Moving and mirroring change places only: the pixels of the middle are all there.
    assert np.isin(moved, images).all()
