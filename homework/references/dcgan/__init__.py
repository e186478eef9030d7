"""Right and wrong answers to homework 02, the DCGAN."""

from homework.checks.dcgan import check as asked
from homework.references.dcgan import distance, sizes, stamps, training
from homework.references.known import with_references

check = with_references(
    asked,
    {
        "map_sizes": sizes.MAP_SIZES,
        "receptive_field": sizes.RECEPTIVE_FIELD,
        "transposed_convolution": stamps.TRANSPOSED_CONVOLUTION,
        "moving_average": training.MOVING_AVERAGE,
        "train_step": training.TRAIN_STEP,
        "frechet_distance": distance.FRECHET_DISTANCE,
    },
)
