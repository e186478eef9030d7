"""What the notebooks of the GAN course show and call; importing it loads nothing."""

__version__ = "0.1.0"
