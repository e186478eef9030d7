"""Answers to homework 04, as answers_01.py describes."""

from homework_answers import iou_04, loss_04, pairs_04, pictures_04, unet_04

WRONG = {
    "best_answers": pictures_04.WRONG_BEST_ANSWERS,
    "receptive_field": pictures_04.WRONG_RECEPTIVE_FIELD,
    "move_pairs": pairs_04.WRONG_MOVE_PAIRS,
    "wire": unet_04.WRONG_WIRE,
    "generator_loss": loss_04.WRONG_GENERATOR_LOSS,
    "mean_iou": iou_04.WRONG_MEAN_IOU,
}
RIGHT = {
    "best_answers": pictures_04.RIGHT_BEST_ANSWERS,
    "receptive_field": pictures_04.RIGHT_RECEPTIVE_FIELD,
    "move_pairs": pairs_04.RIGHT_MOVE_PAIRS,
    "wire": unet_04.RIGHT_WIRE,
    "generator_loss": loss_04.RIGHT_GENERATOR_LOSS,
    "mean_iou": iou_04.RIGHT_MEAN_IOU,
}
