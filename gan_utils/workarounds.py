"""All that touches private parts of Keras and TensorFlow, and what each part buys.

Each names the issue upstream and the test that fails without it. The figures are of two
CPU cores with Keras 3.15 and TensorFlow 2.21; ``python -m benchmarks.private_parts``
measures them anew.
"""

import keras
import tensorflow as tf
from keras import ops

from gan_utils.files import arrays


class FusedAdam(keras.optimizers.Adam):
    """Keras's Adam, but TensorFlow moves each weight in one operation.

    Keras makes a dozen small ones of it, which take longer than the sums that they do
    (github.com/keras-team/keras/issues/19307, closed). The numbers are the same up to
    rounding.

    Buys: 8 % of the processor time of the DCGAN's step, 24 % of that of the small GAN
    of notebook 01. Test: test_our_adam_moves_each_weight_in_one_operation.
    """

    def update_step(self, gradient, variable, learning_rate):
        """Kingma and Ba 2015: algorithm 1, with both corrections in the rate."""
        if isinstance(gradient, tf.IndexedSlices):  # of an Embedding: not of all rows
            return super().update_step(gradient, variable, learning_rate)
        number = self._get_variable_index(variable)
        step = ops.cast(self.iterations + 1, variable.dtype)
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[number].value.handle,
            v=self._velocities[number].value.handle,
            beta1_power=self.beta_1**step,
            beta2_power=self.beta_2**step,
            lr=ops.cast(learning_rate, variable.dtype),
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=ops.cast(gradient, variable.dtype),
        )


def forget_graphs(optimizer: keras.Optimizer) -> None:
    """Lets the memory of a finished training be freed.

    Before each step Keras adds up the gradients of all devices, even of one. TensorFlow
    notes the derivative of that sum in a list that it never clears, and with it the
    whole graph (github.com/tensorflow/tensorflow/issues/97697, mended after 2.21). One
    device needs no sum.

    Buys: 4.6 MB with every further training of a tiny GAN, of which 0.0 stay. Test:
    test_running_a_training_cell_again_and_again_does_not_fill_the_memory.
    """
    if tf.distribute.get_strategy().num_replicas_in_sync == 1:
        optimizer._all_reduce_sum_gradients = list


def do_not_try_out(model: keras.Model) -> None:
    """Keeps ``fit`` from trying a model out before the first step.

    It tries it on a mean over all machines, which fails for batches of two parts
    (github.com/keras-team/keras/issues/20585, open).

    Buys: training on several machines. Test: test_two_workers_end_with_equal_weights.
    """
    model._maybe_symbolic_build = lambda *_, **__: None


def made_of(stream: tf.data.Dataset) -> arrays.Batched | None:
    """What ``training.batches`` made a stream of, whatever was done to it since.

    ``skip``, ``take`` and ``map`` make a new Dataset, and what it was made from only a
    private method tells.

    Buys: a training is not gone on with on other data. Test:
    test_a_run_on_other_data_or_with_another_game_is_not_gone_on_with.
    """
    if hasattr(stream, "made_of"):
        return stream.made_of
    before = stream._inputs() if isinstance(stream, tf.data.Dataset) else []
    return next(filter(None, map(made_of, before)), None)
