import keras
import numpy as np
import pytest
import tensorflow as tf

from gan_utils import losses, models, runs, training
from gan_utils.files import checked


def all_values(gan):
    return [variable.numpy() for variable in runs.variables_of([gan])]


def train(gan, images, path, go_on=False, callbacks=(), steps=12):
    stream = training.batches(images, batch_size=16, seed=3)
    return runs.fit(gan, stream, steps, path, go_on, epochs=6, callbacks=callbacks)


class PullThePlug(keras.callbacks.Callback):
    """Ends training as a crash does: no other callback hears of it."""

    def __init__(self, epoch):
        super().__init__()
        self.epoch = epoch

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == self.epoch:
            raise KeyboardInterrupt


@pytest.fixture
def always_due(monkeypatch):
    monkeypatch.setattr(runs.Run, "due", lambda run: True)


@pytest.mark.parametrize("cut", [1, 4])
def test_a_training_that_was_cut_off_ends_as_if_it_had_not_been(
    cut, tiny_gan, tiny_images, tmp_path, always_due
):
    def new_gan():
        keras.utils.set_random_seed(0)
        return tiny_gan(generator_optimizer=training.adam(ema=0.9))

    whole = new_gan()
    history = train(whole, tiny_images, tmp_path / "whole.npz")
    first = new_gan()
    with pytest.raises(KeyboardInterrupt):
        train(first, tiny_images, tmp_path / "cut.npz", callbacks=[PullThePlug(cut)])
    second = new_gan()
    keras.utils.set_random_seed(99)  # in another process nothing carries over
    resumed = train(second, tiny_images, tmp_path / "cut.npz", go_on=True)
    for ours, theirs in zip(all_values(whole), all_values(second), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert history == resumed
    assert {len(values) for values in resumed.values()} == {6}


def test_a_finished_training_is_loaded_and_not_repeated(
    tiny_gan, tiny_images, tmp_path
):
    first, second = tiny_gan(), tiny_gan()
    history = train(first, tiny_images, tmp_path / "run.npz")
    again = train(second, tiny_images, tmp_path / "run.npz", go_on=True)
    assert again == history
    for ours, theirs in zip(all_values(first), all_values(second), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_without_resume_a_training_starts_afresh(tiny_gan, tiny_images, tmp_path):
    first, second = tiny_gan(), tiny_gan()
    train(first, tiny_images, tmp_path / "run.npz")
    train(second, tiny_images, tmp_path / "run.npz")
    assert int(second.generator_optimizer.iterations) == 12


def test_a_run_with_another_rate_or_length_or_network_is_not_gone_on_with(
    tiny_gan, tiny_images, tmp_path
):
    train(tiny_gan(), tiny_images, tmp_path / "run.npz")
    faster = tiny_gan(generator_optimizer=training.adam(0.1, ema=0.995))
    with pytest.raises(ValueError, match="another learning_rate of optimizer"):
        train(faster, tiny_images, tmp_path / "run.npz", go_on=True)
    with pytest.raises(ValueError, match="another steps"):
        train(tiny_gan(), tiny_images, tmp_path / "run.npz", go_on=True, steps=18)
    wider = training.GAN(
        models.mlp_generator(4, (6, 6, 1), width=9),
        models.mlp_discriminator((6, 6, 1), width=9),
    )
    wider.compile()
    with pytest.raises(ValueError, match="another network"):
        train(wider, tiny_images, tmp_path / "run.npz", go_on=True)


def test_a_network_without_weights_yet_is_refused(tmp_path):
    empty = keras.Sequential([keras.layers.Dense(1)])
    with pytest.raises(ValueError, match="has no weights yet.*call build"):
        runs.Run(tmp_path / "run.npz", empty)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"seed": 4}, "seed of the batches"),
        ({"batch_size": 8}, "batch_size"),
        ({"images": -1}, r"data \(checksums\)"),
        ({"game": losses.hinge}, "game"),
        ({"penalty": losses.r1_penalty}, "penalty"),
    ],
)
def test_a_run_on_other_data_or_with_another_game_is_not_gone_on_with(
    changed, name, tiny_gan, tiny_images, tmp_path
):
    def train(resume=True, seed=3, batch_size=16, images=1, **options):
        stream = training.batches(images * tiny_images, None, batch_size, seed)
        stream, path = stream.map(lambda batch: batch), tmp_path / "run.npz"
        return runs.fit(tiny_gan(**options), stream, 2, path, resume)

    assert train(resume=False) == train()  # the same goes on
    with pytest.raises(ValueError, match=f"of a training with another {name};"):
        train(**changed)


def test_looks_at_some_epochs_only_come_back(
    tiny_gan, tiny_images, tmp_path, always_due
):
    def look(epoch, logs):
        if epoch % 2:
            logs["distance"] = float(epoch)

    looking = keras.callbacks.LambdaCallback(on_epoch_end=look)
    with pytest.raises(KeyboardInterrupt):
        callbacks = [looking, PullThePlug(5)]
        train(tiny_gan(), tiny_images, tmp_path / "run.npz", callbacks=callbacks)
    history = train(
        tiny_gan(), tiny_images, tmp_path / "run.npz", go_on=True, callbacks=[looking]
    )
    assert history["distance"] == [1, 3, 5]
    assert len(history["d_loss"]) == 6


def test_a_new_start_by_mistake_does_not_destroy_what_was_kept(
    tiny_gan, tiny_images, tmp_path, always_due
):
    path, previous = tmp_path / "run.npz", tmp_path / "previous-run.npz"
    with pytest.raises(KeyboardInterrupt):
        train(tiny_gan(), tiny_images, path, callbacks=[PullThePlug(4)])
    kept = path.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        train(tiny_gan(), tiny_images, path, callbacks=[PullThePlug(1)])
    assert previous.read_bytes() == kept
    train(tiny_gan(), tiny_images, path)
    assert not previous.exists()


def test_pictures_in_the_logs_come_back_with_the_history(
    tiny_gan, tiny_images, tmp_path
):
    def look(epoch, logs):
        logs["picture"] = np.full((2, 2), epoch, "uint8")

    looking = [keras.callbacks.LambdaCallback(on_epoch_end=look)]
    train(tiny_gan(), tiny_images, tmp_path / "run.npz", callbacks=looking)
    history = train(tiny_gan(), tiny_images, tmp_path / "run.npz", go_on=True)
    assert [picture[0, 0] for picture in history["picture"]] == [0, 1, 2, 3, 4, 5]
    assert history["picture"][0].dtype == np.uint8


def test_a_loop_of_ones_own_goes_on_with_its_random_numbers(tmp_path):
    def loop(path, stop, go_on=False):
        weight = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1)])
        optimizer = keras.optimizers.Adam(0.1)
        optimizer.build(weight.trainable_variables)
        noise = tf.random.Generator.from_seed(1)
        run = runs.Run(path, weight, optimizer, noise, resume=go_on, every_seconds=0)
        while run.epoch < stop:
            inputs = noise.normal((4, 3))
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(weight(inputs) ** 2)
            weights = weight.trainable_variables
            optimizer.apply(tape.gradient(loss, weights), weights)
            run.add(loss=float(loss))
        return run.history["loss"]

    keras.utils.set_random_seed(0)
    whole = loop(tmp_path / "whole.npz", 6)
    keras.utils.set_random_seed(0)
    loop(tmp_path / "cut.npz", 3)
    assert loop(tmp_path / "cut.npz", 6, go_on=True) == whole


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file", b"<html>"])
def test_a_damaged_file_says_what_to_do(content, tiny_gan, tmp_path):
    (tmp_path / "run.npz").write_bytes(content)
    with pytest.raises(ValueError, match="delete it and start afresh"):
        runs.Run(tmp_path / "run.npz", tiny_gan(), resume=True)


def test_a_file_is_whole_or_not_there(tmp_path):
    def half(part):
        part.write_bytes(b"half")
        raise OSError("the disk is full")

    checked.write_whole(tmp_path / "file", lambda part: part.write_bytes(b"whole"))
    with pytest.raises(OSError, match="full"):
        checked.write_whole(tmp_path / "file", half)
    assert (tmp_path / "file").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_saving_takes_at_most_a_fiftieth_of_the_time(monkeypatch, tmp_path):
    now, saving = [0.0], [0.0]

    def slow_disk(path, write):
        now[0] += 0.7
        saving[0] += 0.7

    monkeypatch.setattr(runs.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(runs, "write_whole", slow_disk)
    run = runs.Run(tmp_path / "run.npz", keras.random.SeedGenerator(0), every_seconds=1)
    for _ in range(10_000):
        now[0] += 0.1
        run.add()
    assert 0 < saving[0] <= 0.02 * (now[0] - saving[0]) + 0.7
