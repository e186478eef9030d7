"""python -m gan_utils.train: the course's recipes from a shell."""

import sys

from gan_utils.train.trainer import main

sys.exit(main())
