"""Checks of homework 04, Pix2Pix."""

from homework.checks.expected import Stored
from homework.checks.pix2pix import loss, overlap, pairs, pictures, unet
from homework.checks.session import Homework

check = Homework(
    tasks={
        "best_answers": pictures.BEST_ANSWERS,
        "receptive_field": pictures.RECEPTIVE_FIELD,
        "move_pairs": pairs.MOVE_PAIRS,
        "wire": unet.WIRE,
        "generator_loss": loss.GENERATOR_LOSS,
        "mean_iou": overlap.MEAN_IOU,
    },
    expected=Stored(__file__),
    written={"shortcuts": 4},
)
