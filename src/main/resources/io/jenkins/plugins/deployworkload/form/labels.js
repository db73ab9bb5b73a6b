/*
 * Names the controls for those who hear the page: Jenkins writes an entry's title beside its control, and leaves it at
 * that. What names itself keeps its name.
 */
(function () {
  "use strict";

  function ownText(element) {
    return Array.from(element.childNodes)
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent.trim())
      .join(" ")
      .trim();
  }

  function child(element, name) {
    return Array.from(element.children).find((each) => each.classList.contains(name));
  }

  function title(control) {
    // A tick's title follows it.
    const label = control.type === "checkbox" && control.parentElement.querySelector("label");
    if (label) {
      return label.textContent.trim();
    }
    for (let item = control.closest(".jenkins-form-item"); item; item = item.parentElement.closest(".jenkins-form-item")) {
      const heading = child(item, "jenkins-form-label");
      if (heading) {
        return ownText(heading);
      }
    }
    return "";
  }

  const CONTROLS = ["input", "select", "textarea"].map((control) => ".deploy-workload-labelled " + control).join(", ");

  Behaviour.specify(CONTROLS, "deploy-workload-labels", 0, (control) => {
    const named = control.hasAttribute("aria-label") || control.hasAttribute("aria-labelledby");
    if (named || control.type === "hidden" || (control.labels && control.labels.length)) {
      return;
    }
    const text = title(control);
    if (text) {
      control.setAttribute("aria-label", text);
    }
  });

  // Which container, which port: what belongs together is announced together.
  Behaviour.specify(".deploy-workload-labelled .repeated-chunk", "deploy-workload-rows", 0, (row) => {
    const header = child(row, "repeated-chunk__header");
    if (header && header.textContent.trim()) {
      row.setAttribute("role", "group");
      row.setAttribute("aria-label", header.textContent.trim());
    }
  });
})();
