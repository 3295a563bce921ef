for (const pair of document.querySelectorAll(".pair")) {
  const range = document.createElement("input");
  range.type = "range";
  range.min = 0;
  range.max = 100;
  range.value = 50;
  range.setAttribute("aria-label", "Before and after: " + pair.dataset.name);
  const divider = document.createElement("span");
  divider.className = "divider";
  divider.setAttribute("aria-hidden", "true");
  const show = () => {
    pair.style.setProperty("--at", range.value + "%");
    range.setAttribute("aria-valuetext", range.value + " % before, " + (100 - range.value) + " % after");
  };
  range.addEventListener("input", show);
  pair.append(range, divider);
  pair.classList.add("slider");
  show();
}
