"""One training on several devices or machines, with TensorFlow's own tf.distribute.

Every device holds a copy of both networks and takes its part of each batch; the
gradients are averaged over all devices before a step, so that the copies stay equal.
The result is that of one device with the whole batch, up to rounding.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import keras
import tensorflow as tf

from gan_utils import runs, training, workarounds

# What TensorFlow raises in the other workers when one has ended.
LOST_WORKER = (
    tf.errors.UnavailableError,
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
)


def choose_strategy(name: str) -> tf.distribute.Strategy:
    """The devices that share the work; ask for them before TensorFlow does anything.

    Args:
        name: "none": the device that TensorFlow takes by itself. "mirrored": every GPU
            of this machine; without a GPU, as many parts of the CPU as GAN_CPU_DEVICES
            says, which is slower than one and good for trying. "multi_worker": the
            machines in TF_CONFIG or, where that is not set, those of the SLURM job.

    Raises:
        ValueError: there are no such devices or machines.
    """
    if name == "none":
        return tf.distribute.get_strategy()
    _split_cpu(int(os.environ.get("GAN_CPU_DEVICES", 1)))
    if name == "mirrored":
        gpus = tf.config.list_logical_devices("GPU")
        devices = gpus or tf.config.list_logical_devices("CPU")
        return tf.distribute.MirroredStrategy([device.name for device in devices])
    if "TF_CONFIG" in os.environ:
        resolver = tf.distribute.cluster_resolver.TFConfigClusterResolver()
    elif "SLURM_PROCID" in os.environ:
        resolver = _slurm_machines()
    else:
        raise ValueError(
            "--strategy multi_worker needs to know the machines; set TF_CONFIG on each "
            "or start the command with srun, as docs/many_machines.md shows."
        )
    return tf.distribute.MultiWorkerMirroredStrategy(resolver)


def _split_cpu(count: int) -> None:
    """Makes TensorFlow see the CPU as so many devices."""
    if count > 1:
        parts = [tf.config.LogicalDeviceConfiguration() for _ in range(count)]
        cpu = tf.config.list_physical_devices("CPU")[0]
        tf.config.set_logical_device_configuration(cpu, parts)


def _slurm_machines() -> tf.distribute.cluster_resolver.ClusterResolver:
    """The machines of a SLURM job with one task on each.

    Raises:
        ValueError: there are several tasks on a machine, or TensorFlow orders the
            machines differently from SLURM.
    """
    # With these numbers the resolver needs no nvidia-smi and hides no GPU: the task
    # takes what SLURM lets it see.
    resolver = tf.distribute.cluster_resolver.SlurmClusterResolver(
        gpus_per_node=1, gpus_per_task=1, tasks_per_node=1, auto_set_gpu=False
    )
    machines = resolver.cluster_spec().job_tasks("worker")
    own = machines[resolver.task_id].split(":")[0]
    # The resolver sorts names as text, node10 before node9; SLURM counts as people do.
    if own != os.environ.get("SLURMD_NODENAME", own):
        raise ValueError(
            f"TensorFlow takes this machine for {own}, SLURM calls it "
            f"{os.environ['SLURMD_NODENAME']}; ask for machines whose names have "
            "numbers of equal length, or set TF_CONFIG by hand."
        )
    return resolver


def _is_chief(strategy: tf.distribute.Strategy) -> bool:
    """True in the one process that writes the results."""
    resolver = strategy.cluster_resolver
    if resolver is None or resolver.task_type in (None, "chief"):
        return True
    no_other = "chief" not in resolver.cluster_spec().jobs
    return no_other and resolver.task_type == "worker" and resolver.task_id == 0


def folder_of_this_process(out: Path, strategy: tf.distribute.Strategy) -> Path:
    """Where to write: the chief into ``out``, every other process where none looks.

    All do the same, so that no process waits for one that has taken another path.
    """
    if _is_chief(strategy):
        return out
    own = Path(tempfile.mkdtemp(prefix="worker-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    for path in out.glob("[!p]*.npz"):  # what was learnt before, not half-written parts
        shutil.copy(path, own)
    return own


def wait_for_all(strategy: tf.distribute.Strategy) -> None:
    """Returns when every process is here: one that left early would stop the others."""
    if isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy):
        strategy.reduce(tf.distribute.ReduceOp.SUM, tf.zeros(1), axis=None)


def prepare(gan: training.TwoPlayerGame, strategy: tf.distribute.Strategy) -> None:
    """Makes a GAN that was built inside ``strategy.scope()`` learn as on one device.

    Call it once, when the weights to start from are in place.
    """
    if isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy):
        _copy_from_chief(gan, strategy)
        step = gan.train_step
        # fit() averages over machines along the first axis, which numbers lack.
        gan.train_step = lambda batch: {k: v[None] for k, v in step(batch).items()}
        workarounds.do_not_try_out(gan)
    if strategy.num_replicas_in_sync == 1:
        return
    for network in (gan.generator, gan.discriminator):
        for layer in _every_layer(network):
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.synchronized = True  # statistics of the whole batch
    for optimizer in (gan.generator_optimizer, gan.discriminator_optimizer):
        _average_gradients(optimizer, strategy.num_replicas_in_sync)
    gan.jit_compile = False  # XLA compiles for one device
    _separate_seeds(gan, strategy)


def compute_in(network: keras.Model, policy: str) -> None:
    """Lets all layers but the last compute as a Keras dtype policy says.

    "mixed_bfloat16" keeps the weights, and what comes out, in float32. bfloat16 has
    the range of float32 and a quarter of its digits, so that losses need no scaling
    (Kalamkar et al. 2019). It is faster on GPUs from Ampere on, on TPUs, and on CPUs
    with AMX; Colab's free T4 does not multiply it directly. Call this before the
    network is trained or compiled by ``fit``.
    """
    for layer in _every_layer(network)[:-1]:
        layer.dtype_policy = policy


def _every_layer(network: keras.Model) -> list[keras.layers.Layer]:
    """The layers of a network, and those of networks inside it in their place."""
    found = []
    for layer in network.layers:
        found += _every_layer(layer) if isinstance(layer, keras.Model) else [layer]
    return found


def _average_gradients(optimizer: keras.Optimizer, n_devices: int) -> None:
    """Makes ``apply`` average over the devices, where Keras adds up.

    A loss here is the mean over the device's own part of the batch.
    """
    apply = optimizer.apply

    def apply_mean(gradients, variables):
        apply([tf.math.scalar_mul(1 / n_devices, g) for g in gradients], variables)

    optimizer.apply = apply_mean


def _copy_from_chief(
    gan: training.TwoPlayerGame, strategy: tf.distribute.Strategy
) -> None:
    """Gives every process the chief's weights, seeds and optimizers.

    So only the chief has to see the checkpoint of a run that goes on.
    """

    @tf.function
    def copy():
        replica = tf.distribute.get_replica_context()
        for variable in runs.variables_of([gan]):
            value = tf.convert_to_tensor(variable)
            if replica.replica_id_in_sync_group > 0:
                value = tf.zeros_like(value)
            variable.assign(replica.all_reduce(tf.distribute.ReduceOp.SUM, value))

    strategy.run(copy)


def _separate_seeds(
    gan: training.TwoPlayerGame, strategy: tf.distribute.Strategy
) -> None:
    """Gives each device its own dropout masks and other accidents, but for latents.

    Of the latents every device draws the whole batch's and keeps its part.
    """
    of_latents = gan.latent_seed.state if isinstance(gan, training.GAN) else None
    states = [s for s in gan.seed_states() if s is not of_latents]

    @tf.function
    def part():
        number = tf.distribute.get_replica_context().replica_id_in_sync_group
        for seed_state in states:
            shift = tf.cast(tf.stack([number, 0]), seed_state.dtype)
            seed_state.assign(seed_state.value + shift)

    strategy.run(part)


def share_batches(
    stream: tf.data.Dataset, batch_size: int, strategy: tf.distribute.Strategy
) -> tf.data.Dataset | tf.distribute.DistributedDataset:
    """What each device takes of each batch: the first rows, the next rows, and so on.

    Raises:
        ValueError: the batch cannot be divided equally.
    """
    n_devices = strategy.num_replicas_in_sync
    if n_devices == 1:
        return stream
    if batch_size % n_devices:
        raise ValueError(
            f"batch_size={batch_size} cannot be divided equally among {n_devices} "
            f"devices; choose a multiple of {n_devices}."
        )

    def of_one_process(context):
        own = n_devices // context.num_input_pipelines
        first = own * context.input_pipeline_id

        def divide(rows):
            shape = (n_devices, batch_size // n_devices, *rows.shape[1:])
            return tf.reshape(rows, shape)[first : first + own]

        divided = stream.map(
            lambda *batch: tf.nest.map_structure(
                divide, batch if len(batch) > 1 else batch[0]
            )
        )
        return divided.unbatch().prefetch(own)

    return strategy.distribute_datasets_from_function(of_one_process)
