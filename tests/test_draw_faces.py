"""The drawn faces: who they are stays, how old they are shows, the file is right."""

import hashlib
import sys

import numpy as np
import pytest

from gan_utils.files import find

FILE = find.embedded_folder("samples") / "faces.npz"


@pytest.fixture(scope="module")
def draw_faces():
    """The drawing program, which lies beside its parts outside the package."""
    folder = str(find.embedded_folder("samples").parent)
    sys.path.insert(0, folder)
    try:
        import draw_faces
    finally:
        sys.path.remove(folder)
    return draw_faces


@pytest.fixture(scope="module")
def faces(draw_faces):
    return draw_faces.read(FILE)


@pytest.fixture(scope="module")
def people(draw_faces):
    return [draw_faces.identity(np.random.default_rng([7, i])) for i in range(400)]


def picture(draw_faces, person, age, chance=0):
    return draw_faces.draw(person, age, np.random.default_rng(chance))


def test_equal_seeds_give_equal_people_and_pictures(draw_faces):
    first, second = (draw_faces.identity(np.random.default_rng(3)) for _ in range(2))
    assert first == second
    assert np.array_equal(
        picture(draw_faces, first, 40), picture(draw_faces, second, 40)
    )
    other = draw_faces.identity(np.random.default_rng(4))
    assert not np.array_equal(
        picture(draw_faces, first, 40), picture(draw_faces, other, 40)
    )


def test_chance_moves_the_picture_but_not_the_person(draw_faces, people):
    before = dict(people[0])
    one, two = (picture(draw_faces, people[0], 40, chance) for chance in (1, 2))
    assert not np.array_equal(one, two)
    assert people[0] == before


@pytest.mark.parametrize("age", [0, 1, 9, 18, 45, 90])
def test_every_age_gives_a_uint8_picture_with_light_and_dark(draw_faces, people, age):
    image = picture(draw_faces, people[age], age)
    assert image.shape == (64, 64, 3) and image.dtype == np.uint8
    assert image.std() > 20


def test_size_changes_the_pixels_and_not_the_face(draw_faces, people):
    large = draw_faces.draw(people[0], 40, np.random.default_rng(0), size=128)
    small = large.reshape(64, 2, 64, 2, 3).mean(axis=(1, 3))
    assert large.shape == (128, 128, 3)
    assert np.abs(small - picture(draw_faces, people[0], 40)).mean() < 3


def test_children_have_larger_eyes_in_a_lower_face(draw_faces, people):
    for person in people[:50]:
        child, grown = (draw_faces.grow(person, age) for age in (3, 25))
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


def test_childhood_is_the_same_for_late_and_early_agers(draw_faces, people):
    person = people[0]
    one, two = (
        draw_faces.grow(person | {"late": late, "grey_age": grey}, 16)
        for late, grey in ((-4, 46), (4, 66))
    )
    assert all(np.array_equal(one[name], two[name]) for name in one)


@pytest.mark.parametrize(
    "sign", ["grey", "forehead_lines", "crow_feet", "folds", "bags", "sag", "spots"]
)
def test_signs_of_age_only_ever_grow(draw_faces, people, sign):
    for person in people[:8]:
        course = [draw_faces.grow(person, age)[sign] for age in range(19, 91, 3)]
        assert np.all(np.diff(course) >= 0)
        assert course[-1] > course[0] + 0.3


def test_lips_get_thinner_and_hairlines_go_up(draw_faces, people):
    for person in people[:50]:
        young, old = (draw_faces.grow(person, age) for age in (25, 75))
        assert old["lip"] < young["lip"]
        assert old["hairline"] < young["hairline"]  # y runs down


def test_hair_keeps_its_colour_until_it_turns_grey(draw_faces, people):
    """Measured in the pixels where the hair is: above the forehead of an afro."""
    afro = {"hair": "afro", "bald_age": 200.0, "grey_age": 60.0}
    colours = [(30, 25, 25), (124, 86, 54), (214, 180, 118), (184, 98, 46)]
    for person, colour in zip(people, colours, strict=False):
        person = person | afro | {"hair_colour": colour}
        grey = draw_faces.grow(person, 85)["grey_colour"]
        child, young, old = (
            picture(draw_faces, person, age)[2:9, 28:36].mean(axis=(0, 1))
            for age in (10, 30, 85)
        )
        assert np.abs(child - young).max() < 12
        assert np.abs(old - grey).max() < 0.5 * np.abs(young - grey).max()


def test_eyes_keep_their_colour(draw_faces, people):
    """The iris of a blue-eyed face stays bluer than that of a brown-eyed one."""
    plain = {"hair": "buzz", "glasses": "none", "lopsided": 0.0}
    for age in (5, 20, 45, 70):
        reds_over_blues = []
        for colour in ((62, 38, 24), (92, 138, 178)):
            person = people[2] | plain | {"eye_colour": colour}
            image = picture(draw_faces, person, age).astype(int)
            reds_over_blues.append((image[..., 0] - image[..., 2])[20:40, 16:48].min())
        assert reds_over_blues[1] < reds_over_blues[0] - 20


def test_pictures_of_one_person_are_nearer_than_those_of_others(draw_faces, people):
    """Light and pose held fixed, eight years change less than another person does."""
    young, later = (
        np.stack([picture(draw_faces, p, age) for p in people[:10]]).astype(float)
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


def test_women_and_children_have_no_beards(draw_faces, people):
    assert {p["beard"] for p in people if p["gender"] == 1} == {"none"}
    assert draw_faces.grow(people[0], 17)["beard"] == 0


def test_file_is_small_and_holds_at_least_3000_faces_of_300_people(faces):
    assert FILE.stat().st_size <= 8e6
    assert faces["images"].shape == (4200, 64, 64, 3)
    assert faces["images"].dtype == np.uint8
    assert np.array_equal(np.unique(faces["identities"]), np.arange(350))
    assert {len(faces[name]) for name in faces} == {4200}


def test_no_two_pictures_in_the_file_are_alike(faces):
    seen = {hashlib.sha256(image.tobytes()).digest() for image in faces["images"]}
    assert len(seen) == 4200


def test_no_person_is_in_both_parts_of_the_file(faces):
    train = set(faces["identities"][~faces["test"]])
    test = set(faces["identities"][faces["test"]])
    assert len(train) == 300 and len(test) == 50 and not train & test


def test_every_age_group_has_the_same_number_of_pictures(faces):
    group = np.digitize(faces["ages"], [19, 30, 40, 50, 60])
    assert np.array_equal(np.bincount(group), [700] * 6)
    assert faces["ages"].min() >= 1 and faces["ages"].max() <= 85


def test_file_holds_what_the_program_draws_today(draw_faces, faces):
    """In means of 4×4 pixels, so that another version of the JPEG library may pass."""
    for index in range(0, 4200, 347):
        number, turn = divmod(index, 12)
        image, person, age = draw_faces.sample(number, turn)
        assert faces["ages"][index] == age
        assert faces["identities"][index] == number
        assert faces["genders"][index] == person["gender"]
        assert faces["skins"][index] == min(int(person["melanin"] * 5), 4)
        error = faces["images"][index].astype(float) - image
        blocks = error.reshape(16, 4, 16, 4, 3).mean(axis=(1, 3))
        assert np.abs(blocks).max() < 5  # JPEG loses 3, a wider nose moves 6 and more


def test_writing_twice_gives_the_same_bytes(draw_faces, tmp_path, monkeypatch):
    monkeypatch.setattr(draw_faces, "N_TRAIN", 2)
    monkeypatch.setattr(draw_faces, "N_TEST", 1)
    monkeypatch.setattr(draw_faces, "BANDS", [(1, 9), (60, 71)])
    for name in ("one.npz", "two.npz"):
        draw_faces.write(tmp_path / name)
    one, two = (tmp_path / name for name in ("one.npz", "two.npz"))
    assert one.read_bytes() == two.read_bytes()
    again = draw_faces.read(one)
    assert again["images"].shape == (6, 64, 64, 3)
    assert again["test"].tolist() == [False] * 4 + [True] * 2


def test_age_and_identity_can_be_read_off_unseen_people(faces):
    """Linear models on principal components: far better than chance."""
    from scipy.spatial.distance import cdist
    from scipy.stats import spearmanr
    from sklearn.decomposition import PCA
    from sklearn.linear_model import Ridge

    blocks = faces["images"].reshape(4200, 16, 4, 16, 4, 3)
    pixels = blocks.mean(axis=(2, 4), dtype="float32").reshape(4200, -1) / 255
    test, ages = faces["test"], faces["ages"].astype(float)
    components = PCA(100, svd_solver="covariance_eigh")
    train_codes = components.fit_transform(pixels[~test])
    codes = components.transform(pixels[test])
    guess = Ridge(3.0).fit(train_codes, ages[~test]).predict(codes)
    distance = cdist(codes, codes)
    distance[cdist(ages[test, None], ages[test, None]) < 10] = np.inf
    people = faces["identities"][test]
    nearest = people[distance.argmin(axis=1)]
    assert spearmanr(guess, ages[test])[0] > 0.75
    assert np.mean(nearest == people) > 0.3  # chance: 0.02
