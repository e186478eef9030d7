"""Right and wrong answers to homework 04, Pix2Pix."""

from homework.checks.pix2pix import check as asked
from homework.references.known import with_references
from homework.references.pix2pix import loss, overlap, pairs, pictures, unet

check = with_references(
    asked,
    {
        "best_answers": pictures.BEST_ANSWERS,
        "receptive_field": pictures.RECEPTIVE_FIELD,
        "move_pairs": pairs.MOVE_PAIRS,
        "wire": unet.WIRE,
        "generator_loss": loss.GENERATOR_LOSS,
        "mean_iou": overlap.MEAN_IOU,
    },
)
