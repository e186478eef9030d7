"""Checks of homework 11, text to image."""

from homework.checks.expected import Stored
from homework.checks.session import Homework
from homework.checks.text_to_image import captions, scores

check = Homework(
    tasks={
        "caption_vector": captions.CAPTION_VECTOR,
        "matching_loss": scores.MATCHING_LOSS,
        "mismatched": captions.MISMATCHED,
        "search": scores.SEARCH,
    },
    expected=Stored(__file__),
    written={},
)
