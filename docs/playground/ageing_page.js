// A drawn face at the age that the slider asks for.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("#ageing");
  if (!box) return; // another page of the site
  const SIDE = 64, OLDEST = 85; // years; 0 … 85 become numbers from −1 to 1
  const AGES = [29, 22, 22, 29, 22, 29, 31, 28]; // of the eight drawn people
  const [photo, aged] = box.querySelectorAll("figure canvas");
  const age = box.querySelector("[name=age]"), group = box.querySelector("fieldset");
  const labels = AGES.map((years) => Words.say("drawn", { years }));
  const small = Generators.choice(group, "face", labels, SIDE);
  let faces; // their pixels, once they are loaded

  async function load() {
    const sheet = await createImageBitmap(new Blob([await Files.bytes("faces.png")]));
    return small.map((canvas, i) => {
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      pen.drawImage(sheet, -SIDE * i, 0);
      return pen.getImageData(0, 0, SIDE, SIDE);
    });
  }

  const update = Generators.part(box, async () => {
    faces ??= await load();
    const who = Number(box.querySelector("[name=face]:checked").value);
    const target = Number(age.value), pixels = faces[who].data;
    const years = [AGES[who], target].map((x) => 2 * x / OLDEST - 1);
    const source = new Float32Array(SIDE * SIDE * 5); // red, green, blue and two ages
    for (let i = 0; i < SIDE * SIDE; i++) {
      for (let c = 0; c < 3; c++) source[5 * i + c] = pixels[4 * i + c] / 127.5 - 1;
      source.set(years, 5 * i + 3);
    }
    const values = await Generators.run("ageing",
      ["float32", source, [1, SIDE, SIDE, 5]]);
    photo.getContext("2d").putImageData(faces[who], 0, 0);
    Generators.paint(aged, values, 3);
    return Words.say("aged", { before: AGES[who], after: target });
  });

  age.addEventListener("input", update);
  group.addEventListener("change", update);
});
