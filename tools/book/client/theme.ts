/** Sets the theme before the page is painted, so that a dark page never flashes white. */
const chosen = localStorage.getItem("theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset["theme"] = chosen;
