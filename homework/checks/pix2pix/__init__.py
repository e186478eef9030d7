"""Checks of homework 04, Pix2Pix."""

from homework.checks.expected import Stored
from homework.checks.pix2pix import loss, overlap, pairs, pictures, unet
from homework.checks.session import Homework

check = Homework(
    tasks={
        "best_answers": pictures.BEST_ANSWERS,
        "patch": pictures.PATCH,
        "move_pairs": pairs.MOVE_PAIRS,
        "wire": unet.WIRE,
        "masked_loss": loss.MASKED_LOSS,
        "mean_iou": overlap.MEAN_IOU,
    },
    expected=Stored(__file__),
    written={"shortcuts": 4},
)
