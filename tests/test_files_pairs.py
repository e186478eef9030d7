import hashlib
import io
import tarfile
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from gan_utils import data
from gan_utils.files import download, facades


def boxes(rng, size=256):
    """A label map of rectangles, in steps of 8 pixels."""
    labels = np.ones((size, size), int)
    for label in range(12):
        y, x = rng.integers(0, size // 8 - 4, 2) * 8
        labels[y : y + 32, x : x + 24] = label
    return labels


def write_facades(folder, **counts):
    """Made-up pairs in the published layout; returns the classes by part."""
    rng = np.random.default_rng(0)
    drawn = {}
    for part, count in counts.items():
        (folder / "facades" / part).mkdir(parents=True)
        drawn[part] = [boxes(rng) for _ in range(count)]
        for number, labels in enumerate(drawn[part], start=1):
            photo = np.full((256, 256, 3), number, "uint8")
            both = np.concatenate([photo, data.FACADE_PALETTE[labels]], 1)
            file = folder / "facades" / part / f"{number}.jpg"
            PIL.Image.fromarray(both).save(file, quality=95)
    return drawn


def save(path, pixels, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    PIL.Image.fromarray(np.asarray(pixels, "uint8")).save(path, **options)


def test_facades_come_in_numeric_order_photo_as_target_and_map_as_source(
    offline, monkeypatch, tmp_path
):
    drawn = write_facades(tmp_path, train=11, test=1)
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    train, test = data.facades()
    assert train.file_names == [f"{number}.jpg" for number in range(1, 12)]
    assert train.targets.shape == train.sources.shape == (11, 256, 256, 3)
    assert train.targets.dtype == train.sources.dtype == np.float32
    numbers = np.median(data.to_pixels(train.targets), axis=(1, 2, 3))
    np.testing.assert_array_equal(numbers, range(1, 12))
    agreement = data.labels_of(train.sources) == np.stack(drawn["train"])
    assert agreement.mean() > 0.99
    assert (train.name, test.found_in) == ("facades", "GAN_DATA")
    content = (tmp_path / "facades" / "test" / "1.jpg").read_bytes()
    assert test.sha256 == hashlib.sha256(content).hexdigest()


def test_jpeg_mixtures_at_edges_do_not_become_other_classes(rng):
    labels = np.full((64, 64), data.FACADE_CLASSES.index("facade"))
    labels[20:40] = data.FACADE_CLASSES.index("molding")
    file = io.BytesIO()
    PIL.Image.fromarray(data.FACADE_PALETTE[labels]).resize(
        (61, 61), PIL.Image.Resampling.BICUBIC
    ).save(file, "jpeg", quality=90)
    pixels = np.asarray(PIL.Image.open(file))
    nearest = facades.squared_distances(pixels).argmin(0)
    assert len(np.unique(nearest)) > 2
    assert set(np.unique(facades.clean_labels(pixels))) == set(np.unique(labels))


@pytest.mark.parametrize("image_size", [128, 64, 32])
def test_small_maps_hold_the_most_frequent_class_and_small_photos_the_mean(
    image_size, offline, monkeypatch, tmp_path
):
    write_facades(tmp_path, train=1, test=1)
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    large, small = (data.facades("real", n)[0] for n in (256, image_size))
    cell = 256 // image_size
    labels = data.labels_of(large.sources)[0]
    one_hot = np.eye(12)[labels].reshape(image_size, cell, image_size, cell, 12)
    counts = one_hot.sum((1, 3))
    chosen = data.labels_of(small.sources)[0]
    of_chosen = np.take_along_axis(counts, chosen[..., None], -1)[..., 0]
    np.testing.assert_array_equal(of_chosen, counts.max(-1))
    assert (counts.max(-1) < cell**2).any()
    means = large.targets.reshape(1, image_size, cell, image_size, cell, 3).mean((2, 4))
    np.testing.assert_allclose(small.targets, means, atol=0.51 / 127.5)


def test_colours_and_labels_are_inverse_at_every_size():
    labels = np.arange(12).reshape(1, 3, 4)
    colours = data.colours_of(labels)
    assert colours.dtype == np.float32 and np.abs(colours).max() <= 1
    np.testing.assert_array_equal(data.labels_of(colours), labels)


@pytest.mark.parametrize("image_size", [256, 128, 64, 32])
def test_the_samples_maps_hold_pure_colours_at_every_size(image_size, monkeypatch):
    tiles = facades.tiles
    monkeypatch.setattr(data, "tiles", lambda sheet: tiles(sheet)[395:405])
    monkeypatch.setattr(data, "N_DRAWN_TRAIN", 5)
    for part in data.facades("sample", image_size):
        assert part.targets.shape == (5, image_size, image_size, 3)
        again = data.colours_of(data.labels_of(part.sources))
        np.testing.assert_array_equal(again, part.sources)


def test_val_stands_in_for_a_missing_test_split_and_test_wins(
    offline, monkeypatch, tmp_path
):
    write_facades(tmp_path, train=1, val=3)
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    assert len(data.facades()[1].targets) == 3
    write_facades(tmp_path, test=2)
    assert len(data.facades()[1].targets) == 2


@pytest.mark.parametrize(
    ("counts", "message"),
    [({"test": 1}, "no training pairs"), ({"train": 1}, "neither test nor val")],
)
def test_a_folder_without_training_or_held_out_pairs_is_an_error(
    counts, message, offline, monkeypatch, tmp_path
):
    write_facades(tmp_path, **counts)
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=message):
        data.facades()


def test_damaged_facades_are_listed_in_one_error(offline, monkeypatch, tmp_path):
    write_facades(tmp_path, train=4, test=1)
    folder = tmp_path / "facades" / "train"
    whole = (folder / "2.jpg").read_bytes()
    (folder / "2.jpg").write_bytes(whole[: len(whole) // 2])
    save(folder / "3.jpg", np.zeros((256, 256, 3)))
    monkeypatch.setenv("GAN_DATA", str(tmp_path))
    with pytest.raises(ValueError, match="2.jpg.*\n.*3.jpg: is 256×256, not 512×256"):
        data.facades()


def test_the_folder_comes_before_the_cache_and_the_cache_before_the_network(
    offline, monkeypatch, tmp_path
):
    write_facades(tmp_path / "cache", train=1, test=1)
    assert data.facades()[0].found_in == "cache"
    write_facades(tmp_path / "usb", train=1, test=1)
    monkeypatch.setenv("GAN_DATA", str(tmp_path / "usb"))
    assert data.facades()[0].found_in == "GAN_DATA"


def test_without_network_the_drawn_sample_is_used_and_a_notice_says_so(offline, capsys):
    train, test = data.facades(image_size=32)
    notice = capsys.readouterr().out
    assert notice.startswith("Notice: ") and notice.count("\n") == 1
    assert "GAN_DATA" in notice and f"{len(train.targets)} training" in notice
    assert train.found_in == "sample" and len(train.targets) >= 300
    assert len(test.targets) >= 40
    data.facades("sample", 32)
    assert capsys.readouterr().out == ""


def test_real_only_names_every_way_to_provide_the_facades(offline):
    with pytest.raises(FileNotFoundError) as error:
        data.facades("real")
    for way in ("GAN_DATA", "train", "cache", "network", "sample"):
        assert way in str(error.value)


def test_unknown_sources_and_sizes_are_refused_with_the_choices():
    with pytest.raises(ValueError, match="auto, real, sample"):
        data.facades("download")
    with pytest.raises(ValueError, match="256, 128, 64, 32"):
        data.facades(image_size=100)


def pack(folder, extra=None):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        tar.add(folder / "facades", "facades")
        if extra is not None:
            tar.addfile(extra, io.BytesIO())
    return file.getvalue()


def serve(monkeypatch, content):
    def fetch(url, folder, **checksum):
        path = Path(folder) / "facades.tar.gz"
        path.write_bytes(content)
        return path

    monkeypatch.setattr(download, "fetch", fetch)
    monkeypatch.setattr(download, "FACADES_BYTES", len(content))


def test_a_download_is_unpacked_checked_and_then_named(monkeypatch, tmp_path):
    counts = {"train": 2, "val": 1, "test": 1}
    write_facades(tmp_path / "a", **counts)
    monkeypatch.setattr(download, "FACADES_PAIRS", counts)
    serve(monkeypatch, pack(tmp_path / "a"))
    path = tmp_path / "datasets" / "facades"
    download.download_facades(path)
    train, test = data.read_facades(path, "download", 64)
    assert (len(train.targets), len(test.targets)) == (2, 1)
    assert [file.name for file in path.parent.iterdir()] == ["facades"]


def link(name):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return member


@pytest.mark.parametrize(
    "extra",
    [
        tarfile.TarInfo("facades/../../escaped.jpg"),
        tarfile.TarInfo("/tmp/escaped.jpg"),
        tarfile.TarInfo("escaped.jpg"),
        link("facades/train/9.jpg"),
    ],
    ids=["parent", "absolute", "beside", "link"],
)
def test_unsafe_archives_are_refused_and_leave_nothing(extra, monkeypatch, tmp_path):
    counts = {"train": 1, "val": 1, "test": 1}
    write_facades(tmp_path / "a", **counts)
    monkeypatch.setattr(download, "FACADES_PAIRS", counts)
    serve(monkeypatch, pack(tmp_path / "a", extra))
    with pytest.raises(ValueError, match="not safe"):
        download.download_facades(tmp_path / "datasets" / "facades")
    assert list((tmp_path / "datasets").iterdir()) == []


def test_archives_of_another_length_or_with_pictures_missing_are_refused(
    monkeypatch, tmp_path
):
    write_facades(tmp_path / "a", train=1, val=1, test=1)
    serve(monkeypatch, pack(tmp_path / "a"))
    with pytest.raises(ValueError, match="train does not hold 400 pictures"):
        download.download_facades(tmp_path / "datasets" / "facades")
    monkeypatch.setattr(download, "FACADES_BYTES", 30)
    with pytest.raises(ValueError, match="instead of 30"):
        download.download_facades(tmp_path / "datasets" / "facades")
    assert list((tmp_path / "datasets").iterdir()) == []


def test_side_by_side_files_are_cut_and_the_target_can_be_on_either_side(tmp_path):
    for number in (10, 9):
        save(
            tmp_path / f"{number}.png", np.kron([[[number], [200]]], np.ones((4, 4, 3)))
        )
    (tmp_path / "notes.txt").write_text("no picture")
    pairs = data.paired_folder(tmp_path, image_size=None)
    assert pairs.file_names == ["9.png", "10.png"]
    assert (pairs.found_in, pairs.targets.shape) == ("folder", (2, 4, 4, 3))
    np.testing.assert_array_equal(data.to_pixels(pairs.targets)[:, 0, 0, 0], [9, 10])
    assert (data.to_pixels(pairs.sources) == 200).all()
    turned = data.paired_folder(tmp_path, image_size=8, target_side="right")
    assert turned.targets.shape == (2, 8, 8, 3)
    assert (data.to_pixels(turned.targets) == 200).all()


def test_two_folders_are_matched_by_name_whatever_the_extension(tmp_path):
    for name, value in (("a", 10), ("b", 20)):
        save(tmp_path / "photo" / f"{name}.png", np.full((4, 4, 3), value))
        save(tmp_path / "sketch" / f"{name}.bmp", np.full((4, 4, 3), value + 1))
    pairs = data.paired_folder(
        tmp_path, "two_folders", None, target_folder="photo", source_folder="sketch"
    )
    assert data.to_pixels(pairs.targets)[:, 0, 0, 0].tolist() == [10, 20]
    assert data.to_pixels(pairs.sources)[:, 0, 0, 0].tolist() == [11, 21]


def test_everything_wrong_with_two_folders_is_listed_in_one_error(tmp_path):
    targets, sources = tmp_path / "targets", tmp_path / "sources"
    for name in ("a", "b", "c", "d", "e", "small"):
        save(targets / f"{name}.png", np.zeros((6, 6, 3)))
        save(sources / f"{name}.png", np.zeros((6, 6, 3)))
    (sources / "a.png").unlink()
    save(sources / "lonely.png", np.zeros((6, 6, 3)))
    (targets / "b.png").write_bytes(b"not a picture")
    save(sources / "c.png", np.zeros((6, 8, 3)))
    for folder in (targets, sources):
        save(folder / "small.png", np.zeros((3, 5, 3)))
    save(targets / "d.jpg", np.zeros((6, 6, 3)))
    with pytest.raises(ValueError) as error:
        data.paired_folder(tmp_path, "two_folders")
    lines = str(error.value).splitlines()[1:]
    for problem in (
        "targets/a.png: no partner in sources",
        "sources/lonely.png: no partner in targets",
        "targets/b.png and sources/b.png: not a picture",
        "targets/c.png and sources/c.png: differs in size",
        "small.png: 5×3, where most are 6×6",
        "same name as d",
    ):
        assert sum(problem in line for line in lines) == 1, problem
    assert len(lines) == 6


def test_odd_widths_and_mixed_sizes_of_side_by_side_files_are_listed(tmp_path):
    for name, shape in (("a", (4, 8)), ("b", (4, 8)), ("c", (4, 7)), ("d", (4, 12))):
        save(tmp_path / f"{name}.png", np.zeros((*shape, 3)))
    with pytest.raises(ValueError) as error:
        data.paired_folder(tmp_path)
    assert "c.png: has an odd width of 7" in str(error.value)
    assert "d.png: 6×4, where most are 4×4" in str(error.value)


def test_grey_palette_transparent_deep_and_turned_pictures_become_rgb(tmp_path):
    red = np.full((4, 8, 3), (255, 0, 0), "uint8")
    grey = PIL.Image.fromarray(np.full((4, 8), 100, "uint8"))
    grey.save(tmp_path / "1.png")
    PIL.Image.fromarray(np.full((4, 8), 100 * 256, "uint16")).save(tmp_path / "2.png")
    PIL.Image.fromarray(red).quantize(4).save(tmp_path / "3.png")
    clear = np.concatenate([red, np.zeros((4, 8, 1), "uint8")], 2)
    PIL.Image.fromarray(clear).save(tmp_path / "4.png")
    turned = PIL.Image.fromarray(np.full((8, 4), 100, "uint8"))
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    turned.save(tmp_path / "5.jpg", exif=exif)
    pairs = data.paired_folder(tmp_path, image_size=None)
    colours = data.to_pixels(pairs.sources)[:, 0, 0].tolist()
    grey, white = [100] * 3, [255] * 3
    assert colours == [grey, grey, [255, 0, 0], white, grey]


def test_empty_and_missing_folders_and_unknown_layouts_are_errors(tmp_path):
    with pytest.raises(FileNotFoundError, match="holds no pairs"):
        data.paired_folder(tmp_path)
    with pytest.raises(FileNotFoundError, match="not a folder"):
        data.paired_folder(tmp_path / "x")
    with pytest.raises(FileNotFoundError, match="targets is not a folder"):
        data.paired_folder(tmp_path, "two_folders")
    with pytest.raises(ValueError, match="side_by_side, two_folders"):
        data.paired_folder(tmp_path, "above")
    with pytest.raises(ValueError, match="left or right"):
        data.paired_folder(tmp_path, target_side="top")


@pytest.mark.real_data
def test_the_real_facades_use_all_twelve_classes():
    train, test = data.facades("real", 64)
    assert len(train.targets) == 400 and len(test.targets) > 0
    shares = np.bincount(data.labels_of(train.sources).ravel()) / (400 * 64 * 64)
    assert len(shares) == 12 and shares.min() > 0.005
    assert shares.argmax() == data.FACADE_CLASSES.index("facade")
