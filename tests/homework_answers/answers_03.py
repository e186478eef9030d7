"""Answers to homework 03; answers_01.py describes the form."""

from homework_answers import measures_03, networks_03, pairs_03, penalty_03

WRONG = {
    "projection_logit": networks_03.WRONG_PROJECTION_LOGIT,
    "load_pairs": pairs_03.WRONG_LOAD_PAIRS,
    "accuracy_by_class": measures_03.WRONG_ACCURACY_BY_CLASS,
    "between": networks_03.WRONG_BETWEEN,
    "r1_penalty": penalty_03.WRONG_R1_PENALTY,
    "verdicts": measures_03.WRONG_VERDICTS,
}
RIGHT = {
    "projection_logit": networks_03.RIGHT_PROJECTION_LOGIT,
    "load_pairs": pairs_03.RIGHT_LOAD_PAIRS,
    "accuracy_by_class": measures_03.RIGHT_ACCURACY_BY_CLASS,
    "between": networks_03.RIGHT_BETWEEN,
    "r1_penalty": penalty_03.RIGHT_R1_PENALTY,
    "verdicts": measures_03.RIGHT_VERDICTS,
}
