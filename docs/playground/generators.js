// The generators of the course in the browser: onnxruntime-web computes what Keras does.
"use strict";

const Generators = (() => {
  const once = {}; // what is loaded already, or on its way

  function runtime() {
    return once.runtime ??= (async () => {
      const script = document.createElement("script");
      script.src = await Files.address("ort.wasm.min.js", "text/javascript");
      await new Promise((resolve, reject) => {
        script.onload = resolve;
        script.onerror = () => reject(new Error(Words.say("refused")));
        document.head.append(script);
      });
      ort.env.wasm.numThreads = 1; // more needs headers that a plain server does not send
      ort.env.wasm.wasmPaths = {
        mjs: await Files.address("ort-wasm-simd-threaded.mjs", "text/javascript"),
        wasm: await Files.address("ort-wasm-simd-threaded.wasm", "application/wasm"),
      };
    })();
  }

  function open(name) {
    return once[name] ??= (async () => {
      await runtime();
      return ort.InferenceSession.create(await Files.bytes(`${name}.onnx`));
    })();
  }

  // The pictures that a generator makes, numbers from −1 to 1 one after the other.
  // `inputs`: [type, values, shape] each, in the order of the Keras model.
  async function run(name, ...inputs) {
    const session = await open(name);
    const feeds = Object.fromEntries(session.inputNames.map(
      (input, i) => [input, new ort.Tensor(...inputs[i])],
    ));
    return (await session.run(feeds))[session.outputNames[0]].data;
  }

  // Puts one picture onto a canvas of its size; `first` is the place of its first number.
  function paint(canvas, values, channels, first = 0) {
    const pen = canvas.getContext("2d");
    const picture = pen.createImageData(canvas.width, canvas.height);
    for (let i = 0; i < canvas.width * canvas.height; i++) {
      for (let c = 0; c < 3; c++) {
        const value = values[first + i * channels + Math.min(c, channels - 1)];
        picture.data[4 * i + c] = Math.round(127.5 * (value + 1));
      }
      picture.data[4 * i + 3] = 255;
    }
    pen.putImageData(picture, 0, 0);
  }

  // A slider asks faster than a network answers: of what comes while it works, only the
  // newest is done.
  function newest(work) {
    let waiting = false, works = false;
    return async () => {
      waiting = true;
      if (works) return;
      works = true;
      while (waiting) {
        waiting = false;
        await work();
        await new Promise((resolve) => setTimeout(resolve)); // the page answers in between
      }
      works = false;
    };
  }

  // Starts a part when it comes into view: who does not scroll there loads nothing.
  // `show` makes its picture and returns the sentence below it.
  function part(box, show) {
    const said = box.querySelector("output");
    let start;
    const update = newest(async () => {
      try {
        const begun = performance.now();
        said.value = await show();
        box.dataset.milliseconds = performance.now() - begun; // for docs/results.md
        box.dataset.first ??= performance.now() - start;
      } catch (error) {
        box.dataset.failed = error.message;
        said.value = `${error.message} ${location.protocol === "file:" ? Words.say("served") : ""}`;
      }
    });
    new IntersectionObserver((seen, observer) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      start = performance.now();
      said.value = Words.say("loading");
      update();
    }, { rootMargin: "200px" }).observe(box);
    return () => { if (start !== undefined) update(); };
  }

  // Radio buttons, each with a small canvas; returns these.
  function choice(group, name, labels, size) {
    return labels.map((label, i) => {
      const row = document.createElement("label"), small = document.createElement("canvas");
      const button = document.createElement("input");
      Object.assign(button, { type: "radio", name, value: i, checked: i === 0 });
      Object.assign(small, { width: size, height: size });
      small.setAttribute("aria-hidden", "true");
      row.append(button, small, label);
      group.append(row);
      return small;
    });
  }

  return { run, paint, part, choice };
})();
