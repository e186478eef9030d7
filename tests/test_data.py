import gzip
import hashlib
import tarfile
from pathlib import Path

import numpy as np
import pytest

from gan_utils import data
from gan_utils.files import checked, download, find


def write_set(path, n=20, shape=(28, 28), labels=None):
    """A made-up npz in the layout of the real sets."""
    rng = np.random.default_rng(0)
    arrays = {}
    for part in ("train", "test"):
        arrays[f"x_{part}"] = rng.integers(0, 256, (n, *shape), "uint8")
        arrays[f"y_{part}"] = np.arange(labels or n, dtype="uint8")[:, None] % 10
    np.savez(path, **arrays)
    return arrays


def test_images_are_float_nhwc_between_minus_one_and_one(
    offline, monkeypatch, tmp_path
):
    arrays = write_set(tmp_path / "mnist.npz")
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    train, test = data.mnist()
    assert train.images.shape == (20, 28, 28, 1)
    assert train.images.dtype == np.float32
    assert train.labels.dtype == np.int32 and train.labels.shape == (20,)
    np.testing.assert_array_equal(
        data.to_pixels(train.images)[..., 0], arrays["x_train"]
    )
    assert (train.source, test.name) == ("GAN_DATA", "mnist")
    checksum = hashlib.sha256((tmp_path / "mnist.npz").read_bytes()).hexdigest()
    assert train.sha256 == checksum


def test_the_folder_comes_before_the_cache_and_the_cache_before_the_network(
    offline, monkeypatch, tmp_path
):
    (tmp_path / "cache").mkdir()
    write_set(tmp_path / "cache" / "mnist.npz")
    assert data.mnist()[0].source == "cache"
    write_set(tmp_path / "mnist.npz")
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    assert data.mnist()[0].source == "GAN_DATA"


def test_without_network_the_sample_is_used_and_a_notice_says_so(offline, capsys):
    train, test = data.mnist()
    notice = capsys.readouterr().out
    assert notice.startswith("Notice: ") and "embedded sample" in notice
    assert "GAN_DATA" in notice and "1500" in notice
    assert train.source == "sample"


@pytest.mark.parametrize("name", data.IMAGE_SETS)
def test_samples_have_the_form_of_the_real_sets(name):
    train, test = data.load(name, "sample")
    for part in (train, test):
        assert (
            data.to_unit_range(np.zeros((1, *data.IMAGE_SHAPES[name]), "uint8")).shape[
                1:
            ]
            == (part.images.shape[1:])
        )
        assert part.images.dtype == np.float32
        assert part.images.min() >= -1 and part.images.max() <= 1
        assert sorted(set(part.labels)) == list(range(len(part.class_names)))


def test_asking_for_the_sample_prints_no_notice(capsys):
    data.cifar10("sample")
    assert capsys.readouterr().out == ""


def test_drawn_shapes_are_what_make_samples_draws_today(tmp_path, monkeypatch):
    import importlib.util

    path = find.embedded_folder("samples").parent / "make_samples.py"
    spec = importlib.util.spec_from_file_location("make_samples", path)
    make_samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_samples)
    rng = np.random.default_rng(2026)
    labels = rng.permutation(np.arange(make_samples.N_TRAIN) % 10)
    first = [make_samples.draw(make_samples.CLASSES[i], rng) for i in labels[:20]]
    train, _ = data.cifar10("sample")
    np.testing.assert_array_equal(train.labels, labels)
    difference = np.abs(np.stack(first).astype(int) - data.to_pixels(train.images[:20]))
    assert difference.mean() < 0.5  # another Pillow may round a pixel differently


def test_real_only_names_every_way_to_provide_the_data(offline):
    with pytest.raises(FileNotFoundError) as error:
        data.mnist("real")
    for way in ("GAN_DATA", "mnist.npz", "cache", "network", "sample"):
        assert way in str(error.value)


def test_unknown_names_are_refused_with_the_choices():
    with pytest.raises(ValueError, match="mnits.*mnist, fashion_mnist, cifar10"):
        data.load("mnits")
    with pytest.raises(ValueError, match="auto, real, sample"):
        data.mnist("download")


def test_a_data_folder_that_does_not_exist_is_an_error(offline, monkeypatch, tmp_path):
    monkeypatch.setenv("GAN_DATA", str(tmp_path / "usb"))
    with pytest.raises(FileNotFoundError, match="usb is not a folder"):
        data.mnist()


def test_a_truncated_npz_is_an_error_that_says_what_to_do(
    offline, monkeypatch, tmp_path
):
    write_set(tmp_path / "mnist.npz")
    whole = (tmp_path / "mnist.npz").read_bytes()
    (tmp_path / "mnist.npz").write_bytes(whole[: len(whole) // 2])
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    with pytest.raises(ValueError, match="damaged.*copy or download it again"):
        data.mnist()


def test_a_truncated_npz_in_the_cache_is_not_used(offline, tmp_path, capsys):
    (tmp_path / "cache").mkdir()
    path = tmp_path / "cache" / "mnist.npz"
    write_set(path)
    path.write_bytes(path.read_bytes()[:5000])
    assert data.mnist()[0].source == "sample"


def test_a_pickle_inside_an_npz_is_not_loaded(offline, monkeypatch, tmp_path):
    arrays = write_set(tmp_path / "mnist.npz")
    arrays["y_train"] = np.array([{"a": 1}] * 20, dtype=object)
    np.savez(tmp_path / "mnist.npz", **arrays)
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    with pytest.raises(ValueError, match="damaged .*allow_pickle"):
        data.mnist()


@pytest.mark.parametrize(("shape", "labels"), [((32, 32, 3), None), ((28, 28), 19)])
def test_a_file_with_other_content_is_refused(
    shape, labels, offline, monkeypatch, tmp_path
):
    write_set(tmp_path / "mnist.npz", shape=shape, labels=labels)
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    with pytest.raises(ValueError, match="not the mnist data"):
        data.mnist()


def test_a_file_with_a_wrong_checksum_is_refused(offline, monkeypatch, tmp_path):
    path = tmp_path / "mnist.npz"
    write_set(path)
    listed = tmp_path / "SHA256SUMS"
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    listed.write_text(f"{checked.sha256_of(path)}  mnist.npz\n")
    assert data.mnist()[0].source == "GAN_DATA"
    listed.write_text(f"{'0' * 64}  mnist.npz\n")
    with pytest.raises(ValueError, match="checksum listed in SHA256SUMS"):
        data.mnist()


def serve(monkeypatch, files):
    """Lets downloads.fetch read from a dictionary instead of the network."""

    def fetch(url, folder, checksum=""):
        path = Path(folder) / url.split("/")[-1]
        path.write_bytes(files[path.name])
        return path

    monkeypatch.setattr(download, "fetch", fetch)


def test_cifar10_is_unpacked_from_its_binary_records(monkeypatch, tmp_path):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (12, 32, 32, 3), "uint8")
    labels = rng.integers(0, 10, 12, "uint8")
    records = np.concatenate(
        [labels[:, None], pixels.transpose(0, 3, 1, 2).reshape(12, -1)], axis=1
    )
    folder = tmp_path / "cifar-10-batches-bin"
    folder.mkdir()
    for i in range(5):
        records[2 * i : 2 * i + 2].tofile(folder / f"data_batch_{i + 1}.bin")
    records[10:].tofile(folder / "test_batch.bin")
    archive = tmp_path / "a.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(folder, "cifar-10-batches-bin")
    serve(monkeypatch, {"cifar-10-binary.tar.gz": archive.read_bytes()})
    path = tmp_path / "datasets" / "cifar10.npz"
    download.download_cifar10(path)
    train, test = data.read_npz(path, "cifar10", "download")
    np.testing.assert_array_equal(data.to_pixels(train.images), pixels[:10])
    np.testing.assert_array_equal(test.labels, labels[10:])
    assert [file.name for file in path.parent.iterdir()] == ["cifar10.npz"]


def test_fashion_mnist_is_unpacked_from_its_idx_files(monkeypatch, tmp_path):
    images = np.arange(2 * 784, dtype="int64").reshape(2, 28, 28).astype("uint8")
    files = {}
    for part in ("train", "t10k"):
        files[f"{part}-images-idx3-ubyte.gz"] = gzip.compress(
            bytes(16) + images.tobytes()
        )
        files[f"{part}-labels-idx1-ubyte.gz"] = gzip.compress(bytes(8) + bytes([3, 7]))
    serve(monkeypatch, files)
    download.download_fashion_mnist(tmp_path / "fashion_mnist.npz")
    train, _ = data.read_npz(tmp_path / "fashion_mnist.npz", "fashion_mnist", "x")
    np.testing.assert_array_equal(data.to_pixels(train.images)[..., 0], images)
    assert list(train.labels) == [3, 7]


def test_a_download_that_breaks_off_leaves_nothing_behind(monkeypatch, tmp_path):
    def broken(url, folder, checksum=""):
        (Path(folder) / "half").write_bytes(b"half a file")
        raise OSError("connection reset")

    monkeypatch.setattr(download, "fetch", broken)
    with pytest.raises(OSError, match="connection reset"):
        download.download_mnist(tmp_path / "datasets" / "mnist.npz")
    assert list((tmp_path / "datasets").iterdir()) == []


@pytest.mark.real_data
def test_real_mnist_has_its_seventy_thousand_digits():
    train, test = data.mnist("real")
    assert (len(train.images), len(test.images)) == (60000, 10000)
    assert np.bincount(train.labels).tolist() == [
        5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]  # fmt: skip
