"""Right and wrong answers to homework 08, translation without pairs."""

from homework.checks.unpaired import check as asked
from homework.references.known import with_references
from homework.references.unpaired import cycle, measure, pool

check = with_references(
    asked,
    {
        "cycle_loss": cycle.CYCLE_LOSS,
        "ask_pool": pool.ASK_POOL,
        "change_in_and_out": measure.CHANGE_IN_AND_OUT,
    },
)
