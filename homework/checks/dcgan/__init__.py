"""Checks of homework 02, the DCGAN."""

from homework.checks.dcgan import distance, sizes, stamps, training
from homework.checks.expected import Stored
from homework.checks.session import Homework

check = Homework(
    tasks={
        "map_sizes": sizes.MAP_SIZES,
        "receptive_field": sizes.RECEPTIVE_FIELD,
        "transposed_convolution": stamps.TRANSPOSED_CONVOLUTION,
        "moving_average": training.MOVING_AVERAGE,
        "train_step": training.TRAIN_STEP,
        "frechet_distance": distance.FRECHET_DISTANCE,
    },
    expected=Stored(__file__),
    written={"checkerboard": 4},
)
