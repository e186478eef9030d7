"""Two sets of pictures without pairs, and emoji whose pairs are known."""

import numpy as np
import PIL.Image
import pytest

from gan_utils import data


def save(path, pixels):
    path.parent.mkdir(parents=True, exist_ok=True)
    PIL.Image.fromarray(np.asarray(pixels, "uint8")).save(path)


def horses(folder, counts=None):
    """A miniature of horse2zebra: picture i of a part is grey of 10 + i everywhere."""
    counts = counts or {"trainA": 12, "trainB": 5, "testA": 2, "testB": 3}
    for part, count in counts.items():
        for i in range(count):
            pixels = np.full((128, 128, 3), 10 + i)
            save(folder / "horse2zebra" / part / f"{i}.png", pixels)


def masks(folder, names):
    """Mask i covers the top i rows."""
    covered = np.arange(128)[:, None] < np.arange(len(names))[:, None, None]
    bits = np.packbits(np.broadcast_to(covered, (len(names), 128, 128)), axis=-1)
    np.savez(
        folder / "horse2zebra/masks.npz",
        trainA=bits,
        trainA_names=names,
        trainB=bits[:4],
        trainB_names=[f"{i}.jpg" for i in range(1, 5)],  # of picture 0 none
    )


def test_horses_without_masks_are_split_as_they_were_published(data_folder, capsys):
    horses(data_folder)
    train, test = data.horses_and_zebras(32)
    assert train.source_pixels.shape == (12, 32, 32, 3)
    assert train.target_pixels.shape == (5, 32, 32, 3)
    assert (len(test.source_pixels), len(test.target_pixels)) == (2, 3)
    assert train.source_masks.shape == test.source_masks.shape == (0, 32, 32)
    assert (train.name, train.found_in) == ("horse2zebra", "GAN_DATA")
    assert train.sources().dtype == np.float32
    np.testing.assert_allclose(train.sources(3), 13 / 127.5 - 1)
    assert "do not publish" in capsys.readouterr().out


def test_each_tenth_horse_with_a_mask_is_held_out_and_masks_go_by_name(data_folder):
    horses(data_folder)
    names = [f"{i}.jpg" for i in reversed(range(12))]  # another order, another ending
    masks(data_folder, names)
    train, test = data.horses_and_zebras(64)
    assert len(train.source_pixels) == len(train.source_masks) == 11
    assert test.source_pixels[:, 0, 0, 0].tolist() == [19, 10, 11]
    # Picture 9 is the third of these names; its mask covers two rows of 128.
    assert test.source_masks.shape == (1, 64, 64)
    assert test.source_masks.sum() == 64
    assert train.source_masks[0].sum() == 64 * 6  # of picture 0: 11 rows, every second
    assert train.target_masks.shape == (5, 64, 64) and not len(test.target_masks)
    assert [m.sum() for m in train.target_masks] == [0, 0, 64, 64, 128]


def test_a_file_with_masks_of_the_horses_alone_is_enough(data_folder):
    horses(data_folder)
    masks(data_folder, [f"{i}.jpg" for i in range(12)])
    path = data_folder / "horse2zebra/masks.npz"
    with np.load(path) as file:
        kept = {name: file[name] for name in file.files if "trainB" not in name}
    np.savez(path, **kept)
    train, _ = data.horses_and_zebras(32)
    assert len(train.source_masks) == 11 and not len(train.target_masks)


def test_masks_of_other_pictures_are_refused(data_folder):
    horses(data_folder)
    masks(data_folder, [f"{i}.jpg" for i in range(11)])
    with pytest.raises(ValueError, match=r"no mask of 11\.png; remove the file"):
        data.horses_and_zebras(32)


def test_missing_horses_and_missing_parts_say_what_to_do(data_folder):
    with pytest.raises(FileNotFoundError, match=r"unpack .*zip into the folder"):
        data.horses_and_zebras()
    horses(data_folder, {"trainA": 2, "trainB": 2, "testA": 1})
    with pytest.raises(FileNotFoundError, match="testB holds no pictures; put some"):
        data.horses_and_zebras(32)


def test_two_folders_are_cut_square_and_each_tenth_picture_is_held_out(tmp_path):
    for i in range(10):
        wide = np.zeros((8, 16, 3))
        wide[:, 4:12] = 100 + i  # only the middle is kept
        save(tmp_path / "dogs" / f"{i}.png", wide)
    save(tmp_path / "cats/a.png", np.full((4, 4), 7))  # grey becomes colour
    train, test = data.two_folders(tmp_path / "dogs", tmp_path / "cats", 8)
    assert (train.source_pixels[:, ..., 0].min((1, 2)) == np.arange(100, 109)).all()
    assert (test.source_pixels == 109).all() and test.source_pixels.shape[0] == 1
    assert (train.target_pixels == 7).all() and len(test.target_pixels) == 0
    assert (train.name, train.found_in) == ("dogs to cats", "folder")


def test_all_damaged_pictures_are_listed_in_one_error(tmp_path):
    for name in ("a", "b", "c"):
        save(tmp_path / "dogs" / f"{name}.png", np.zeros((4, 4, 3)))
    for name in ("a", "c"):
        (tmp_path / "dogs" / f"{name}.png").write_bytes(b"no picture")
    with pytest.raises(ValueError) as error:
        data.two_folders(tmp_path / "dogs", tmp_path / "dogs")
    lines = str(error.value).splitlines()
    assert "cannot be used until" in lines[0]
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        "dogs/a.png",
        "dogs/c.png",
    ]


def test_emoji_come_in_pairs_of_which_no_thing_is_in_both_parts():
    train, test = data.emoji()
    assert len(train.sources) + len(test.sources) == 1683
    assert train.sources.shape[1:] == train.targets.shape[1:] == (32, 32, 3)
    assert not set(train.file_names) & set(test.file_names)
    # The same thing in two styles is nearer than two things: mostly white outlines.
    same = np.abs(test.sources - test.targets).mean()
    other = np.abs(test.sources - np.roll(test.targets, 1, axis=0)).mean()
    assert same < 0.8 * other


def test_emoji_that_look_alike_do_not_lie_side_by_side():
    names = data.emoji()[0].file_names
    firsts = [name.split("-")[0] for name in names]
    neighbours = np.mean([x == y for x, y in zip(firsts, firsts[1:], strict=False)])
    assert neighbours < 0.05  # sorted by name it is 0.39
