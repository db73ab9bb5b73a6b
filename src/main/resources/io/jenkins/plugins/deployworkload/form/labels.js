/*
 * Sets accessible names (aria-label) for form controls. Jenkins shows the title of an entry next to its control but does not
 * associate the two. Controls that already have an accessible name are left unchanged.
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

  function childWithClass(element, name) {
    return Array.from(element.children).find((child) => child.classList.contains(name));
  }

  function titleOf(control) {
    // The label of a checkbox follows it.
    const label = control.type === "checkbox" && control.parentElement.querySelector("label");
    if (label) {
      return label.textContent.trim();
    }
    for (let item = control.closest(".jenkins-form-item"); item; item = item.parentElement.closest(".jenkins-form-item")) {
      const heading = childWithClass(item, "jenkins-form-label");
      if (heading) {
        return ownText(heading);
      }
    }
    return "";
  }

  /* Browsers search the whole page for the labels of a control, so look only where Jenkins puts them. */
  function hasLabel(control) {
    const labels = Array.from(control.parentElement.querySelectorAll("label"));
    return Boolean(control.closest("label")) || labels.some((label) => control.id && label.htmlFor === control.id);
  }

  const CONTROLS = ["input", "select", "textarea"].map((tag) => ".deploy-workload-labelled " + tag).join(", ");

  Behaviour.specify(CONTROLS, "deploy-workload-labels", 0, (control) => {
    const hasName = control.hasAttribute("aria-label") || control.hasAttribute("aria-labelledby");
    if (hasName || control.type === "hidden" || hasLabel(control)) {
      return;
    }
    const title = titleOf(control);
    if (title) {
      control.setAttribute("aria-label", title);
    }
  });

  // A behaviour of Jenkins puts its help buttons before all other controls of the page; here they follow the page order.
  Behaviour.specify(".deploy-workload-labelled .jenkins-help-button", "deploy-workload-help", 1000, (button) => {
    button.tabIndex = 0;
  });

  // Screen readers announce the row, for example "Container", together with its fields.
  Behaviour.specify(".deploy-workload-labelled .repeated-chunk", "deploy-workload-rows", 0, (row) => {
    const header = childWithClass(row, "repeated-chunk__header");
    if (header && header.textContent.trim()) {
      row.setAttribute("role", "group");
      row.setAttribute("aria-label", header.textContent.trim());
    }
  });
})();
