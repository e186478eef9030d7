"""Checks of homework 10, super-resolution."""

from homework.checks.expected import Stored
from homework.checks.session import Homework
from homework.checks.super_resolution import answers, measures

check = Homework(
    tasks={
        "psnr": measures.PSNR,
        "pixel_shuffle": measures.PIXEL_SHUFFLE,
        "best_pictures": answers.BEST_PICTURES,
        "self_ensemble": answers.SELF_ENSEMBLE,
    },
    expected=Stored(__file__),
    written={},
)
