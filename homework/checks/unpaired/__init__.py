"""Checks of homework 08, translation without pairs."""

from homework.checks.expected import Stored
from homework.checks.session import Homework
from homework.checks.unpaired import cycle, measure, pool

check = Homework(
    tasks={
        "cycle_loss": cycle.CYCLE_LOSS,
        "ask_pool": pool.ASK_POOL,
        "change_in_and_out": measure.CHANGE_IN_AND_OUT,
    },
    expected=Stored(__file__),
    written={"same_umbrella": 3},
)
