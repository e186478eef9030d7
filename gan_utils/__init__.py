"""What the notebooks of the GAN course show and call; importing it loads nothing."""

from gan_utils.files import environment

__version__ = "0.1.0"
environment.settle()
