"""The shared module of the GAN course: what its notebooks show and call.

Import what you need, for instance ``from gan_utils import data, models``; importing
the package alone loads nothing.
"""

__version__ = "0.1.0"
