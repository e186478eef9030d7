"""Answers to homework 02; answers_01.py describes the form."""

from homework_answers import (
    averages_02,
    distance_02,
    fields_02,
    sizes_02,
    stamps_02,
    training_02,
)

WRONG = {
    "map_sizes": sizes_02.WRONG_MAP_SIZES,
    "receptive_field": fields_02.WRONG_RECEPTIVE_FIELD,
    "transposed_convolution": stamps_02.WRONG_TRANSPOSED_CONVOLUTION,
    "moving_average": averages_02.WRONG_MOVING_AVERAGE,
    "train_step": training_02.WRONG_TRAIN_STEP,
    "frechet_distance": distance_02.WRONG_FRECHET_DISTANCE,
}
RIGHT = {
    "map_sizes": sizes_02.RIGHT_MAP_SIZES,
    "receptive_field": fields_02.RIGHT_RECEPTIVE_FIELD,
    "transposed_convolution": stamps_02.RIGHT_TRANSPOSED_CONVOLUTION,
    "moving_average": averages_02.RIGHT_MOVING_AVERAGE,
    "train_step": training_02.RIGHT_TRAIN_STEP,
    "frechet_distance": distance_02.RIGHT_FRECHET_DISTANCE,
}
