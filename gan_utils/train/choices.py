"""What can be chosen in each recipe, and which choices do not go together."""

from dataclasses import dataclass, fields
from typing import Literal


@dataclass(frozen=True)
class Options:
    """What can be chosen in every recipe."""

    batch_size: int = 64
    seed: int = 1

    def problem(self, data: str) -> str | None:
        """What does not go together, and how to mend it.

        Args:
            data: the name of the data set, or a folder.
        """
        return None

    def _chosen(self, names: tuple[str, ...]) -> list[str]:
        """Which of these options are not at their defaults, as they are written."""
        return [
            "--" + field.name.replace("_", "-")
            for field in fields(self)
            if field.name in names and getattr(self, field.name) != field.default
        ]


@dataclass(frozen=True)
class Pix2PixOptions(Options):
    """Those of Pix2Pix, with what its paper compares it with."""

    batch_size: int = 4
    image_size: int = 128
    base_filters: int = 16
    loss: Literal["l1", "gan", "both"] = "both"
    patch: Literal[1, 16, 34, 70] = 16
    skips: bool = True
    augment: bool = True
    layout: Literal["side_by_side", "two_folders"] = "side_by_side"
    target_side: Literal["left", "right"] = "left"
    target_folder: str = "targets"
    source_folder: str = "sources"

    def problem(self, data: str) -> str | None:
        """Options of a folder do not act on the facades, nor D's without a D."""
        of_folders = self._chosen(FOLDER_OPTIONS)
        if data == "facades" and of_folders:
            return (
                f"{of_folders[0]} says how a folder is read: leave it out for facades"
            )
        side_by_side = self.layout == "side_by_side"
        unused = FOLDER_OPTIONS[2:] if side_by_side else FOLDER_OPTIONS[1:2]
        if unused := self._chosen(unused):
            return f"{unused[0]} does not act with --layout {self.layout}: leave it out"
        if self.loss == "l1" and self._chosen(("patch",)):
            return "--patch is D's, and --loss l1 plays without D: leave one out"
        if self.image_size < 8 or self.image_size & (self.image_size - 1):
            return f"--image-size {self.image_size} is no power of two from 8 on"
        return None


FOLDER_OPTIONS = ("layout", "target_side", "target_folder", "source_folder")


@dataclass(frozen=True)
class AgeCGANOptions(Options):
    """Those of Age-cGAN."""

    batch_size: int = 16
    image_size: int = 64
    base_filters: int = 32
    encoder_steps: int = 1500

    def problem(self, data: str) -> str | None:
        """The generator doubles its 4×4 map."""
        if self.image_size not in (8, 16, 32, 64, 128):
            return f"--image-size {self.image_size} must be one of 8, 16, 32, 64, 128"
        return None


@dataclass(frozen=True)
class IPCGANOptions(Options):
    """Those of IPCGAN."""

    batch_size: int = 16
    image_size: int = 64
    base_filters: int = 16
    classifier_steps: int = 1000
    without: tuple[Literal["adversarial", "features", "age"], ...] = ()

    def problem(self, data: str) -> str | None:
        """What is halved twice has to be doubled back."""
        if self.image_size < 8 or self.image_size % 4:
            return f"--image-size {self.image_size} is no multiple of 4 from 8 on"
        return None


@dataclass(frozen=True)
class PhotoAgeingOptions(Options):
    """Those of the photo-ageing game."""

    batch_size: int = 16
    image_size: int = 128
    base_filters: int = 32
    critic_steps: int = 1600
    start: str | None = None

    def problem(self, data: str) -> str | None:
        """The frozen features halve five times; half of a batch swaps its ages."""
        if self.image_size < 32 or self.image_size % 32:
            return f"--image-size {self.image_size} is no multiple of 32"
        if self.batch_size < 4:
            return (
                f"--batch-size {self.batch_size}: half of the faces are aged, and the "
                "targets are each other's ages: take at least 4"
            )
        return None


@dataclass(frozen=True)
class PairedAgeingOptions(Options):
    """Those of ageing from pairs."""

    batch_size: int = 8
    image_size: int = 64
    base_filters: int = 32

    def problem(self, data: str) -> str | None:
        """The U-Net halves four times, the discriminator needs room."""
        if self.image_size < 32 or self.image_size % 16:
            return f"--image-size {self.image_size} is no multiple of 16 from 32 on"
        return None


@dataclass(frozen=True)
class CycleGANOptions(Options):
    """Those of CycleGAN, of small pictures."""

    batch_size: int = 8
    base_filters: int = 16


@dataclass(frozen=True)
class OneWayOptions(Options):
    """Those of translation one way."""

    batch_size: int = 6
    image_size: int = 128
    crop: int | None = None
    zoom: float = 1.0
    masked: bool = False
    base_filters: int = 32
    difference: bool = True
    contrast_weight: float = 0.5
    identity_weight: float = 1.0

    def problem(self, data: str) -> str | None:
        """The frozen features halve five times."""
        if self.image_size < 32 or self.image_size % 32:
            return f"--image-size {self.image_size} is no multiple of 32"
        if self.crop and (self.crop % 32 or self.crop > self.image_size):
            return f"--crop {self.crop} is no multiple of 32 up to --image-size"
        if self.zoom < 1 or (self.zoom > 1 and not self.crop):
            return f"--zoom {self.zoom} enlarges what --crop cuts: from 1 on, with it"
        if self.masked and not self.crop:
            return "--masked goes with --crop: cut around the animals"
        return None


@dataclass(frozen=True)
class SuperResolutionOptions(Options):
    """Those of super-resolution."""

    batch_size: int = 8
    image_size: int = 128
    base_filters: int = 32
    pixel_steps: int = 1000
    adversarial_weight: float = 0.05

    def problem(self, data: str) -> str | None:
        """The frozen features halve five times."""
        if self.image_size < 32 or self.image_size % 32:
            return f"--image-size {self.image_size} is no multiple of 32"
        return None


@dataclass(frozen=True)
class MusicOptions(Options):
    """Those of the games for chorales."""

    batch_size: int = 32
    network: Literal["conv", "lstm"] = "conv"
    width: int = 128


@dataclass(frozen=True)
class TextOptions(Options):
    """Those of text to image."""

    batch_size: int = 32
    base_filters: int = 32
    wrong_texts: bool = True
    apart: float = 0.1
