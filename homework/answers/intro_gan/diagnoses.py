"""Answers to `diagnoses` of homework 01."""

from homework.answers import Right, Wrong
from homework.answers.shared import given

wrong, right = Wrong(), Right()


wrong.update(
    {
        given("EDAC"): "shows a collapse",
        given("BDEC"): "shows a collapse",
        given(["B", "E", "A", "C"]): "shows a collapse",
        given("CDAB"): "Who wins",
        given("ADAC"): "a loss near 0",
        given("BDAA"): "a loss near 0",
        given("BDAB"): "D has learnt something",
        given("DBAC"): "nothing leaps",
        given("BAAC"): "leap up and down",
        given("BCAC"): "neither player wins for long",
        given("BDBC"): "near log 4",
        given("BDDC"): "nothing leaps",
        given("CADB"): "Who wins",
        given("BDA"): "four|one letter",
        given(None): "return",
        given("healthy"): "four|one letter",
    }
)

right.extend(
    [
        given("BDAC"),
        given(["b", "d", "a", "c"]),
        given("B, D, A, C"),
        given({"run 1": "B", "run 2": "D", "run 3": "A", "run 4": "C"}),
    ]
)
