"""The drawn faces: who they are stays, how old they are shows, the file is right."""

import hashlib

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import spearmanr
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge

from data.drawing import draw_faces
from data.drawing.face_people import grow, identity
from gan_utils import data
from gan_utils.files import find

FILE = find.embedded_folder("samples") / "faces.npz"


@pytest.fixture(scope="module")
def parts():
    return data.utkface("sample")


@pytest.fixture(scope="module")
def people():
    return [identity(np.random.default_rng([7, number])) for number in range(400)]


def picture(person, age, chance=0):
    return draw_faces.draw(person, age, np.random.default_rng(chance))


def test_equal_seeds_give_equal_people_and_pictures():
    first, second = (identity(np.random.default_rng(3)) for _ in range(2))
    assert first == second
    assert np.array_equal(picture(first, 40), picture(second, 40))
    other = identity(np.random.default_rng(4))
    assert not np.array_equal(picture(first, 40), picture(other, 40))


@pytest.mark.parametrize("age", [0, 1, 9, 18, 45, 90])
def test_every_age_gives_a_uint8_picture_with_light_and_dark(people, age):
    image = picture(people[age], age)
    assert image.shape == (64, 64, 3) and image.dtype == np.uint8
    assert image.std() > 20


def test_children_have_larger_eyes_in_a_lower_face(people):
    for person in people[:50]:
        child, grown = (grow(person, age) for age in (3, 25))
        for body in (child, grown):
            body["eye_share"] = body["eye_width"] * body["eye_open"] / body["width"]
            body["brow_room"] = body["eye_y"] - body["top"]
            body["low_face"] = body["chin"] - body["eye_y"]
        assert child["eye_share"] > 1.2 * grown["eye_share"]
        assert child["nose_y"] - child["eye_y"] < grown["nose_y"] - grown["eye_y"]
        assert (
            child["brow_room"] / child["low_face"]
            > grown["brow_room"] / grown["low_face"]
        )


@pytest.mark.parametrize(
    "sign", ["grey", "forehead_lines", "crow_feet", "folds", "bags", "sag", "spots"]
)
def test_signs_of_age_only_ever_grow(people, sign):
    for person in people[:8]:
        course = [grow(person, age)[sign] for age in range(19, 91, 3)]
        assert np.all(np.diff(course) >= 0)
        assert course[-1] > course[0] + 0.3


def test_hair_keeps_its_colour_until_it_turns_grey(people):
    """Measured in the pixels where the hair is: above the forehead of an afro."""
    afro = {"hair": "afro", "bald_age": 200.0, "grey_age": 60.0}
    colours = [(30, 25, 25), (124, 86, 54), (214, 180, 118), (184, 98, 46)]
    for person, colour in zip(people, colours, strict=False):
        person = person | afro | {"hair_colour": colour}
        grey = grow(person, 85)["grey_colour"]
        child, young, old = (
            picture(person, age)[2:9, 28:36].mean(axis=(0, 1)) for age in (10, 30, 85)
        )
        assert np.abs(child - young).max() < 12
        assert np.abs(old - grey).max() < 0.5 * np.abs(young - grey).max()


def test_eyes_keep_their_colour(people):
    """The iris of a blue-eyed face stays bluer than that of a brown-eyed one."""
    plain = {"hair": "buzz", "glasses": "none", "lopsided": 0.0}
    for age in (5, 20, 45, 70):
        reds_over_blues = []
        for colour in ((62, 38, 24), (92, 138, 178)):
            person = people[2] | plain | {"eye_colour": colour}
            image = picture(person, age).astype(int)
            reds_over_blues.append((image[..., 0] - image[..., 2])[20:40, 16:48].min())
        assert reds_over_blues[1] < reds_over_blues[0] - 20


def test_pictures_of_one_person_are_nearer_than_those_of_others(people):
    """Light and pose held fixed, eight years change less than another person does."""
    young, later = (
        np.stack([picture(p, age) for p in people[:10]]).astype(float)
        for age in (30, 38)
    )
    distance = np.abs(young[:, None] - later[None]).mean(axis=(2, 3, 4))
    assert np.array_equal(distance.argmin(axis=1), np.arange(10))


def test_people_differ_in_sex_skin_hair_and_eyes(people):
    assert 0.4 < np.mean([p["gender"] for p in people]) < 0.6
    share = np.histogram([p["melanin"] for p in people], 5, (0, 1))[0] / len(people)
    assert share.min() > 0.1
    assert len({p["hair"] for p in people}) >= 12
    assert len({p["hair_colour"] for p in people}) == 8
    assert len({p["eye_colour"] for p in people}) == 6


def test_women_and_children_have_no_beards(people):
    assert {p["beard"] for p in people if p["gender"] == 1} == {"none"}
    assert grow(people[0], 17)["beard"] == 0


def test_file_is_small_and_holds_the_same_number_of_faces_of_every_age(parts):
    assert FILE.stat().st_size <= 8e6
    assert [len(part.pixels) for part in parts] == [3600, 600]
    for part, n_people in zip(parts, (300, 50), strict=True):
        assert len(np.unique(part.identities)) == n_people
        group = np.digitize(part.ages, [19, 30, 40, 50, 60])
        assert np.array_equal(np.bincount(group), [2 * n_people] * 6)
        assert part.ages.min() >= 1 and part.ages.max() <= 85


def test_no_two_pictures_in_the_file_are_alike_and_no_person_is_in_both_parts(parts):
    train, test = parts
    assert not set(train.identities) & set(test.identities)
    pictures = [*train.pixels, *test.pixels]
    seen = {hashlib.sha256(image.tobytes()).digest() for image in pictures}
    assert len(seen) == 4200


def test_file_holds_what_the_program_draws_today(parts):
    """In means of 4×4 pixels, so that another version of the JPEG library may pass."""
    train, _ = parts
    for index in range(0, 3600, 347):
        image, person, age = draw_faces.sample(*divmod(index, 12))
        assert train.ages[index] == age
        assert train.identities[index] == index // 12
        assert train.genders[index] == person["gender"]
        assert train.ethnicities[index] == min(int(person["melanin"] * 5), 4)
        error = train.pixels[index].astype(float) - image
        blocks = error.reshape(16, 4, 16, 4, 3).mean(axis=(1, 3))
        assert np.abs(blocks).max() < 5  # JPEG loses 3, a wider nose moves 6 and more


def test_writing_twice_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_faces, "N_TRAIN", 2)
    monkeypatch.setattr(draw_faces, "N_TEST", 1)
    monkeypatch.setattr(draw_faces, "BANDS", [(1, 9), (60, 71)])
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    draw_faces.write(one)
    draw_faces.write(two)
    assert one.read_bytes() == two.read_bytes()
    with np.load(one) as file:
        assert file["test"].tolist() == [False] * 4 + [True] * 2


def test_age_and_identity_can_be_read_off_unseen_people(parts):
    """Linear models on principal components: far better than chance."""
    components = PCA(100, svd_solver="covariance_eigh")
    train, test = (
        part.pixels.reshape(-1, 16, 4, 16, 4, 3).mean((2, 4), "float32") / 255
        for part in parts
    )
    train_codes = components.fit_transform(train.reshape(len(train), -1))
    codes = components.transform(test.reshape(len(test), -1))
    ages, people = parts[1].ages.astype(float), parts[1].identities
    guess = Ridge(3.0).fit(train_codes, parts[0].ages).predict(codes)
    distance = cdist(codes, codes)
    distance[cdist(ages[:, None], ages[:, None]) < 10] = np.inf
    assert spearmanr(guess, ages)[0] > 0.75
    nearest = people[distance.argmin(axis=1)]
    assert np.mean(nearest == people) > 0.3  # chance: 0.02
