"""The DCGAN of TensorFlow's tutorial once more, in PyTorch.

Needs numpy and torch alone. ``step_time`` runs it in a process of its own: the two
libraries do not always bear each other in one.

Networks, starting weights, losses, batch and rates are ``peers.TutorialDCGAN``'s. Only
the border of the strided convolutions falls on the other side, as is PyTorch's habit.
"""

from collections.abc import Iterator

import numpy as np
import torch


class TorchDCGAN:
    """TensorFlow's tutorial in PyTorch, with the training methods of ``peers.Peer``."""

    batch_size, learning_rate, latent_dim = 256, 1e-4, 100

    def __init__(self, seed: int):
        torch.manual_seed(seed)
        self.players = self.new_generator(), self.new_discriminator()
        self.generator, self.discriminator = self.players
        self.optimizers = []
        for player in self.players:
            player.apply(start_as_keras_does)
            # Some ten per cent faster on a CPU than PyTorch's default.
            player.to(memory_format=torch.channels_last)
            # 1e-7 is what Keras adds to the root.
            rate, weights = self.learning_rate, player.parameters()
            self.optimizers.append(torch.optim.Adam(weights, rate, eps=1e-7))

    def new_generator(self):
        """Latents (batch, 100) → images (batch, 1, 28, 28) in [−1, 1]."""
        nn = torch.nn

        def double(before, after, stride):
            return [
                nn.ConvTranspose2d(before, after, 5, stride, 2, stride - 1, bias=False),
                nn.BatchNorm2d(after, eps=1e-3, momentum=0.01),
                nn.LeakyReLU(0.3),
            ]

        return nn.Sequential(
            nn.Linear(self.latent_dim, 7 * 7 * 256, bias=False),
            nn.BatchNorm1d(7 * 7 * 256, eps=1e-3, momentum=0.01),
            nn.LeakyReLU(0.3),
            nn.Unflatten(1, (256, 7, 7)),
            *double(256, 128, stride=1),
            *double(128, 64, stride=2),
            nn.ConvTranspose2d(64, 1, 5, 2, 2, 1, bias=False),
            nn.Tanh(),
        )

    def new_discriminator(self):
        """Images → logits (batch, 1)."""
        nn = torch.nn
        return nn.Sequential(
            nn.Conv2d(1, 64, 5, 2, 2),
            nn.LeakyReLU(0.3),
            nn.Dropout(0.3),
            nn.Conv2d(64, 128, 5, 2, 2),
            nn.LeakyReLU(0.3),
            nn.Dropout(0.3),
            nn.Flatten(),
            nn.Linear(7 * 7 * 128, 1),
        )

    def batches(self, images: np.ndarray, labels: np.ndarray) -> Iterator[tuple]:
        """Endless batches of (images as tensors, labels), each pass in a new order."""
        images = torch.from_numpy(images.transpose(0, 3, 1, 2).copy())
        labels = torch.from_numpy(np.asarray(labels))
        while True:
            for rows in torch.randperm(len(images)).split(self.batch_size):
                yield images[rows], labels[rows]

    def step(self, images, labels):
        """Both players learn from one forward pass; no label is looked at."""
        loss = torch.nn.functional.binary_cross_entropy_with_logits
        fakes = self.generator(torch.randn(len(images), self.latent_dim))
        real, fake = self.discriminator(images), self.discriminator(fakes)
        g_loss = loss(fake, torch.ones_like(fake))
        d_loss = loss(real, torch.ones_like(real)) + loss(fake, torch.zeros_like(fake))
        losses = zip((g_loss, d_loss), self.players, strict=True)
        # Both gradients before any weight moves.
        gradients = [
            torch.autograd.grad(loss, list(player.parameters()), retain_graph=True)
            for loss, player in losses
        ]
        for player, own, optimizer in zip(
            self.players, gradients, self.optimizers, strict=True
        ):
            for weight, gradient in zip(player.parameters(), own, strict=True):
                weight.grad = gradient
            optimizer.step()
        return d_loss.detach(), g_loss.detach()


def start_as_keras_does(layer) -> None:
    """Glorot's uniform weights and no bias, instead of PyTorch's own start."""
    if isinstance(layer, torch.nn.Linear | torch.nn.Conv2d | torch.nn.ConvTranspose2d):
        torch.nn.init.xavier_uniform_(layer.weight)
        if layer.bias is not None:
            torch.nn.init.zeros_(layer.bias)
