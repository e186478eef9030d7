"""Answers to `verdicts` of homework 03."""

from homework.answers import Right, Wrong
from homework.answers.shared import given

wrong, right = Wrong(), Right()

wrong.update(
    {
        given("AAAAA"): "number of steps",
        given("BAEBD"): "number of steps",
        given("EAEBD"): "number of steps",
        given("CBEBD"): "one by one",
        given("CDEBD"): "one by one",
        given("CEEBD"): "one by one",
        given("CAABD"): "same training",
        given("CABBD"): "same training",
        given("CAEAD"): "200 labels",
        given("CAECD"): "200 labels",
        given("CAEBA"): "same digit",
        given("CAEBB"): "same digit",
        given("CAEB"): "five",
        given("leak"): "five",
        given(None): "return|five",
    }
)

right.extend(
    [
        given("CAEBD"),
        given(["C", "A", "E", "B", "D"]),
        given("c, a, e, b, d"),
        given({1: "C", 2: "A", 3: "E", 4: "B", 5: "D"}),
    ]
)
