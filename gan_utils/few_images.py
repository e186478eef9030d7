"""Games for few images, Zhao et al. 2020: D sees every image moved at random."""

from gan_utils import training
from gan_utils.pix2pix import jitter


class FewImagesGAN(training.ConditionalGAN):
    """A conditional GAN for few images: what D sees is moved and mirrored at random.

    Real and fake alike, and differentiably, Zhao et al. 2020: D cannot learn the
    images by heart so soon, and G does not learn to draw moved ones.
    """

    def judge(self, images, labels):
        """D's logits for a batch, moved by up to a sixteenth of its size."""
        # jitter moves pairs; the second of ours has no channels.
        images, _ = jitter(images, images[..., :0], self.latent_seed, 1 / 16)
        return self.discriminator([images, labels], training=True)
