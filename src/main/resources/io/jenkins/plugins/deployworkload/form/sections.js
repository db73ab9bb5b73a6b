/*
 * Shows beside the title of a folded section what the section contains.
 */
(function () {
  "use strict";

  function valueOf(control) {
    const option = control.selectedOptions && control.selectedOptions[0];
    return (option ? option.textContent : control.value || "").trim();
  }

  function text(section, part) {
    const found = Array.from(section.querySelectorAll(part.dataset.of));
    if (!part.dataset.many) {
      return found.length ? valueOf(found[0]) : "";
    }
    return found.length === 1 ? part.dataset.single : found.length ? part.dataset.many.replace("N", found.length) : "";
  }

  function summarize(section) {
    const parts = Array.from(section.querySelectorAll(".deploy-workload-summary-part"))
      .filter((part) => part.closest(".deploy-workload-section") === section)
      .map((part) => text(section, part))
      .filter((part) => part);
    section.querySelector(".deploy-workload-summary").textContent = parts.join(", ");
  }

  Behaviour.specify(".deploy-workload-section", "deploy-workload-section", 0, (section) => {
    if (section.sectionReady) {
      return;
    }
    section.sectionReady = true;
    section.addEventListener("toggle", () => summarize(section));
  });
})();
