// A photo of one's own, cut to a square, and what the generator of zebras makes of it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("#zebras");
  if (!box) return; // another page of the site
  const SIDE = 128;
  const [photo, zebra] = box.querySelectorAll("figure canvas");
  const find = (name) => box.querySelector(`[name=${name}]`);
  const pen = photo.getContext("2d", { willReadFrequently: true });
  let source = drawnHorse(), name = Words.say("horse"); // a canvas, or the reader's photo

  // The square of the photo that the sliders choose: left, top and side.
  function square() {
    const side = Math.min(source.width, source.height) / Number(find("zoom").value);
    const across = Number(find("across").value), down = Number(find("down").value);
    return [across * (source.width - side), down * (source.height - side), side];
  }

  // Shrunk by halves: a browser that shrinks a photo in one go may skip its pixels.
  function draw() {
    const [left, top, cut] = square();
    let side = SIDE, canvas = blank(side);
    while (2 * side <= Math.min(cut, 2048)) side *= 2;
    if (side > SIDE) canvas = blank(side);
    canvas.getContext("2d").drawImage(source, left, top, cut, cut, 0, 0, side, side);
    for (; side > SIDE; side /= 2) {
      const half = blank(side / 2);
      half.getContext("2d").drawImage(canvas, 0, 0, side / 2, side / 2);
      canvas = half;
    }
    pen.drawImage(canvas, 0, 0);
  }

  const update = Generators.part(box, async () => {
    draw();
    const { data } = pen.getImageData(0, 0, SIDE, SIDE);
    const values = new Float32Array(SIDE * SIDE * 3);
    for (let i = 0; i < SIDE * SIDE; i++) {
      for (let c = 0; c < 3; c++) values[3 * i + c] = data[4 * i + c] / 127.5 - 1;
    }
    const made = await Generators.run("zebras", ["float32", values, [1, SIDE, SIDE, 3]]);
    Generators.paint(zebra, made, 3);
    return Words.say("made", { name });
  });

  function show(picture, called) {
    [source, name] = [picture, called];
    [find("zoom").value, find("across").value, find("down").value] = [1, 0.5, 0.5];
    draw();
    update();
  }

  // The file is read here, in the page: it goes nowhere.
  async function open(file) {
    if (!file) return;
    try {
      const bitmap = await createImageBitmap(file), canvas = blank(bitmap.width, bitmap.height);
      canvas.getContext("2d").drawImage(bitmap, 0, 0); // on white, where it lets light through
      show(canvas, file.name);
    } catch {
      box.querySelector("output").value =
        Words.say("unread", { name: file.name });
    }
  }

  find("file").addEventListener("change", (event) => open(event.target.files[0]));
  box.addEventListener("dragover", (event) => {
    event.preventDefault(); // or the browser would leave the page for the photo
    box.classList.add("dropping");
  });
  box.addEventListener("dragleave", () => box.classList.remove("dropping"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("dropping");
    open(event.dataTransfer.files[0]);
  });
  for (const way of ["zoom", "across", "down"]) find(way).addEventListener("input", () => { draw(); update(); });
  find("drawn").addEventListener("click", () => {
    find("file").value = "";
    show(drawnHorse(), Words.say("horse"));
  });
  draw();

  function blank(width, height = width) {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    const white = canvas.getContext("2d");
    white.fillStyle = "white";
    white.fillRect(0, 0, width, height);
    white.imageSmoothingQuality = "high";
    return canvas;
  }
});
