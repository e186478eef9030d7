// Files that lie beside the page as scripts: a page that was opened as a file may load
// nothing else. tools/playground.py writes them.
"use strict";

const Files = (() => {
  // The folder of this script, where the others lie, too.
  const folder = document.currentScript.src.replace(/[^/]*$/, "");

  function script(name) {
    return new Promise((resolve, reject) => {
      const made = document.createElement("script");
      made.src = `${folder}${name}.script.js`;
      made.onload = resolve;
      made.onerror = () => reject(new Error(Words.say("missing")));
      document.head.append(made);
    });
  }

  // The bytes of a file. They come as text (base64) of a compressed file (gzip).
  async function bytes(name) {
    await script(name);
    const packed = await fetch(`data:;base64,${window.playgroundFiles[name]}`);
    delete window.playgroundFiles[name]; // the text is not needed any more
    const whole = packed.body.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(whole).arrayBuffer());
  }

  // An address for such bytes, which lasts as long as the page.
  async function address(name, type) {
    return URL.createObjectURL(new Blob([await bytes(name)], { type }));
  }

  return { bytes, address };
})();
