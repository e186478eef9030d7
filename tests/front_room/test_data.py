"""The sets as the notebooks get them: their form, where they come from, the samples."""

import hashlib

import numpy as np
import pytest
from small_sets import image_arrays, label_error, write_facades, write_faces

from gan_utils import data
from gan_utils.files import facades, find, image_sets
from gan_utils.files import faces as face_files

LOADERS = {
    "mnist": data.mnist,
    "fashion_mnist": data.fashion_mnist,
    "cifar10": data.cifar10,
    "facades": lambda source="auto": data.facades(source, 32),
    "utkface": lambda source="auto": data.utkface(source, 32),
    "chorales": data.chorales,
}
each_loader = pytest.mark.parametrize("name", LOADERS)


def test_images_are_float_nhwc_between_minus_one_and_one(data_folder):
    arrays = image_arrays(20, 5)
    np.savez(data_folder / "mnist.npz", **arrays)
    train, test = data.mnist()
    assert train.images.shape == (20, 28, 28, 1)
    assert train.images.dtype == np.float32
    assert train.labels.dtype == np.int32 and train.labels.shape == (20,)
    pixels = data.to_pixels(train.images)[..., 0]
    np.testing.assert_array_equal(pixels, arrays["x_train"])
    assert (train.found_in, test.name) == ("GAN_DATA", "mnist")
    checksum = hashlib.sha256((data_folder / "mnist.npz").read_bytes()).hexdigest()
    assert train.sha256 == checksum


def test_facades_come_in_numeric_order_photo_as_target_and_map_as_source(data_folder):
    drawn = write_facades(data_folder, train=11, test=1)
    train, test = data.facades()
    assert train.file_names == [f"{number}.jpg" for number in range(1, 12)]
    assert train.targets.shape == train.sources.shape == (11, 256, 256, 3)
    assert train.targets.dtype == train.sources.dtype == np.float32
    numbers = np.median(data.to_pixels(train.targets), axis=(1, 2, 3))
    np.testing.assert_array_equal(numbers, range(1, 12))
    agreement = data.labels_of(train.sources) == np.stack(drawn["train"])
    assert agreement.mean() > 0.99
    assert (train.name, test.found_in) == ("facades", "GAN_DATA")
    content = (data_folder / "facades" / "test" / "1.jpg").read_bytes()
    assert test.sha256 == hashlib.sha256(content).hexdigest()


def test_faces_come_with_their_licence_and_in_two_parts(data_folder, capsys):
    write_faces(data_folder / "UTKFace")
    train, test = data.utkface("auto", 32)
    assert (train.name, train.found_in) == ("UTKFace", "GAN_DATA")
    assert "non-commercial research" in capsys.readouterr().out
    assert len(train.ages) + len(test.ages) == 100 and 4 < len(test.ages) < 20
    assert label_error(train.pixels, train.ages) < 3
    assert label_error(test.pixels, test.ages) < 3
    assert not set(train.file_names) & set(test.file_names)


def test_faces_become_floats_when_they_are_asked_for(data_folder):
    write_faces(data_folder / "UTKFace")
    faces, _ = data.utkface("real", 32)
    faces.pixels[0], faces.pixels[1] = 0, 255
    assert faces.images([0]).min() == faces.images([0]).max() == -1
    assert faces.images(1).shape == (32, 32, 3) and (faces.images(1) == 1).all()
    assert faces.images(slice(0, 5)).dtype == np.float32
    chosen = faces.select(faces.ages > 60)
    np.testing.assert_array_equal(chosen.images(), faces.images(faces.ages > 60))
    assert len(chosen.file_names) == len(chosen.pixels) and chosen.ages.min() == 61


@each_loader
def test_without_network_a_sample_stands_in_and_one_line_says_so(name, offline, capsys):
    train, test = LOADERS[name]()
    lines = capsys.readouterr().out.splitlines()
    (notice,) = [line for line in lines if "Notice" in line]
    assert notice.startswith("Notice: ") and "sample" in notice and "GAN_DATA" in notice
    assert f" {len(train[0]):,} " in notice
    assert train.found_in == test.found_in == "sample"


def test_asking_for_the_sample_prints_no_notice(capsys):
    data.cifar10("sample")
    assert capsys.readouterr().out == ""


@each_loader
def test_real_only_names_every_way_to_provide_the_data(name, offline):
    with pytest.raises(FileNotFoundError) as error:
        LOADERS[name]("real")
    for way in ("GAN_DATA", str(find.cache_folder()), "network", "source='sample'"):
        assert way in str(error.value)


@each_loader
def test_unknown_sources_are_refused_with_the_choices(name):
    with pytest.raises(ValueError, match="auto, real, sample"):
        LOADERS[name]("download")


def test_unknown_names_and_sizes_are_refused_with_the_choices():
    with pytest.raises(ValueError, match=r"mnits.*mnist, fashion_mnist, cifar10"):
        data.load("mnits")
    with pytest.raises(ValueError, match="256, 128, 64, 32"):
        data.facades(image_size=100)


@pytest.mark.parametrize("name", image_sets.IMAGE_SETS)
def test_samples_have_the_form_of_the_real_sets(name):
    for part in data.load(name, "sample"):
        height, width, *colours = data.IMAGE_SHAPES[name]
        assert part.images.shape[1:] == (height, width, *(colours or [1]))
        assert part.images.dtype == np.float32
        assert part.images.min() >= -1 and part.images.max() <= 1
        assert sorted(set(part.labels)) == list(range(len(part.class_names)))


def test_drawn_shapes_are_what_make_samples_draws_today():
    from data import make_samples

    rng = np.random.default_rng(2026)
    labels = rng.permutation(np.arange(make_samples.N_TRAIN) % 10)
    first = [make_samples.draw(make_samples.CLASSES[i], rng) for i in labels[:20]]
    train, _ = data.cifar10("sample")
    np.testing.assert_array_equal(train.labels, labels)
    difference = np.abs(np.stack(first).astype(int) - data.to_pixels(train.images[:20]))
    assert difference.mean() < 0.5  # another Pillow may round a pixel differently


@pytest.mark.parametrize("image_size", facades.SIZES)
def test_the_samples_maps_hold_pure_colours_at_every_size(image_size, monkeypatch):
    tiles = facades._tiles
    monkeypatch.setattr(facades, "_tiles", lambda sheet: tiles(sheet)[395:405])
    monkeypatch.setattr(facades, "N_DRAWN_TRAIN", 5)
    for part in data.facades("sample", image_size):
        assert part.targets.shape == (5, image_size, image_size, 3)
        again = data.colours_of(data.labels_of(part.sources))
        np.testing.assert_array_equal(again, part.sources)


def test_drawn_faces_know_their_people():
    train, test = data.utkface("sample")
    assert train.pixels.shape[1:] == (64, 64, 3) and train.pixels.dtype == np.uint8
    assert len(train.ages) + len(test.ages) >= 3000
    assert not set(train.identities) & set(test.identities)
    people, pictures = np.unique(train.identities, return_counts=True)
    assert len(people) + len(set(test.identities)) >= 300 and pictures.min() >= 5
    for faces in (train, test):
        assert set(data.age_cgan_group(faces.ages)) == set(range(6))
        assert faces.ethnicities.max() < len(faces.ethnicity_names)
        assert len(set(faces.file_names)) == len(faces.ages)
    assert data.utkface("sample", 32)[1].pixels.shape[1:] == (32, 32, 3)


def test_composed_pieces_are_what_compose_writes_today(tmp_path):
    from data import compose

    rng = np.random.default_rng(2026)
    first = [compose.piece(rng) for _ in range(3)]
    train, test = data.chorales("sample")
    assert (len(train.pieces), len(test.pieces)) == (compose.N_TRAIN, compose.N_TEST)
    np.testing.assert_array_equal(first, train.pieces[:3])


def test_colours_and_labels_are_inverse():
    labels = np.arange(12).reshape(1, 3, 4)
    colours = data.colours_of(labels)
    assert colours.dtype == np.float32 and np.abs(colours).max() <= 1
    np.testing.assert_array_equal(data.labels_of(colours), labels)


def test_age_groups_of_both_papers():
    ages = [0, 10, 11, 18, 19, 20, 21, 29, 30, 31, 39, 40, 41, 49, 50, 51, 59, 60, 116]
    six = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5]
    five = [-1, -1, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4]
    assert data.age_cgan_group(np.array(ages)).tolist() == six
    assert data.ipcgan_group(np.array(ages)).tolist() == five
    assert len(data.AGE_CGAN_GROUPS) == 6 and len(data.IPCGAN_GROUPS) == 5


@pytest.mark.real_data
def test_real_mnist_has_its_seventy_thousand_digits():
    train, test = data.mnist("real")
    assert (len(train.images), len(test.images)) == (60000, 10000)
    assert np.bincount(train.labels).tolist() == [
        5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]  # fmt: skip


@pytest.mark.real_data
def test_the_real_facades_use_all_twelve_classes():
    train, test = data.facades("real", 64)
    assert len(train.targets) == 400 and len(test.targets) > 0
    shares = np.bincount(data.labels_of(train.sources).ravel()) / (400 * 64 * 64)
    assert len(shares) == 12 and shares.min() > 0.005
    assert shares.argmax() == data.FACADE_CLASSES.index("facade")


@pytest.mark.real_data
def test_the_real_chorales_are_382_in_four_voices():
    train, test = data.chorales("real")
    assert (len(train.pieces), len(test.pieces)) == (305, 77)
    for piece in train.pieces + test.pieces:
        assert piece.shape[1] == 4 and piece.dtype == np.int16
        assert piece.min() >= -1 and piece.max() <= 81


@pytest.mark.real_data
@pytest.mark.slow
def test_the_real_faces_are_decoded_once_and_look_like_pictures(monkeypatch):
    data.utkface("real")
    monkeypatch.setattr(face_files, "_decode_folder", None)  # the cache answers now
    train, test = data.utkface("real")
    assert len(train.ages) + len(test.ages) > 20_000 and len(train.left_out) < 10
    # Faces look alike more than noise does: neighbouring pixels agree.
    assert np.abs(np.diff(train.images(slice(0, 200)), axis=2)).mean() < 0.12
