"""Right and wrong answers to homework 04, Pix2Pix."""

from homework.checks.pix2pix import check as asked
from homework.references.known import with_references
from homework.references.pix2pix import loss, overlap, pairs, pictures, unet

check = with_references(
    asked,
    {
        "best_answers": pictures.BEST_ANSWERS,
        "patch": pictures.PATCH,
        "move_pairs": pairs.MOVE_PAIRS,
        "wire": unet.WIRE,
        "masked_loss": loss.MASKED_LOSS,
        "mean_iou": overlap.MEAN_IOU,
    },
)
