"""Right and wrong answers to homework 11, text to image."""

from homework.checks.text_to_image import check as asked
from homework.references.known import with_references
from homework.references.text_to_image import captions, scores

check = with_references(
    asked,
    {
        "caption_vector": captions.CAPTION_VECTOR,
        "matching_loss": scores.MATCHING_LOSS,
        "mismatched": captions.MISMATCHED,
        "search": scores.SEARCH,
    },
)
