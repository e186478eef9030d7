// A film that is a GIF, for want of ffmpeg, can be stopped too: its button covers it with a still of what it shows.
document.addEventListener("DOMContentLoaded", () => {
  const isPortuguese = document.documentElement.lang.startsWith("pt");
  const [stop, go] = isPortuguese ? ["Parar", "Continuar"] : ["Pause", "Play"];
  for (const film of document.querySelectorAll("img.film")) {
    const still = document.createElement("canvas");
    still.hidden = true;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "film-button";
    button.textContent = stop;
    const frame = document.createElement("span");
    frame.className = "film-frame";
    film.replaceWith(frame);
    frame.append(film, still, button);
    button.addEventListener("click", () => {
      const stopping = still.hidden;
      if (stopping) {
        still.width = film.naturalWidth;
        still.height = film.naturalHeight;
        still.style.width = `${film.clientWidth}px`;
        still.getContext("2d").drawImage(film, 0, 0);
      }
      still.hidden = !stopping;
      film.hidden = stopping;
      button.textContent = stopping ? go : stop;
    });
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      film.decode().then(() => button.click(), () => {});
    }
  }
});
