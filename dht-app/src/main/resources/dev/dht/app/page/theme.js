/** Light, dark, or as the system has it; remembered by the browser. */

const KEY = "dht-theme";

function remembered() {
  try {
    return localStorage.getItem(KEY) ?? "system";
  } catch {
    return "system";
  }
}

function apply(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
}

apply(remembered());
for (const choice of document.querySelectorAll("input[name=theme]")) {
  choice.checked = choice.value === remembered();
  choice.addEventListener("change", () => {
    apply(choice.value);
    try {
      localStorage.setItem(KEY, choice.value);
    } catch {
      // not remembered, then
    }
  });
}
