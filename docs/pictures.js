// A phone shows a wide figure smaller than it is: a tap opens it alone, to be enlarged.
document.addEventListener("DOMContentLoaded", () => {
  const open = document.documentElement.lang.startsWith("pt") ? "Abrir: " : "Open: ";
  for (const picture of document.querySelectorAll("article img:not(.film)")) {
    if (picture.closest("a, .play, .sliders, .cell_output div[style*=max-width]")) continue;
    picture.decode().then(() => {
      if (picture.naturalWidth <= 1.2 * picture.clientWidth) return;
      const link = document.createElement("a");
      link.href = picture.src;
      link.title = open + picture.alt;
      picture.replaceWith(link);
      link.append(picture);
    }, () => {}); // A picture that does not load stays as it is, with its text.
  }
});
