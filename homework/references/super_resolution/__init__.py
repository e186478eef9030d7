"""Right and wrong answers to homework 10, super-resolution."""

from homework.checks.super_resolution import check as asked
from homework.references.known import with_references
from homework.references.super_resolution import answers, measures

check = with_references(
    asked,
    {
        "psnr": measures.PSNR,
        "pixel_shuffle": measures.PIXEL_SHUFFLE,
        "best_pictures": answers.BEST_PICTURES,
        "self_ensemble": answers.SELF_ENSEMBLE,
    },
)
