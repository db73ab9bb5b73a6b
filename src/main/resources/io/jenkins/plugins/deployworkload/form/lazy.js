/*
 * Loads parts of the form when they are needed. Jenkins replaces their placeholders by the fields.
 */
(function () {
  "use strict";

  // d:folded: when the button is clicked for the first time.
  Behaviour.specify(".deploy-workload-folded", "deploy-workload-folded", 0, (placeholder) => {
    const body = placeholder.closest(".advancedBody");
    // The button stands before the body, see lib/form/advanced.jelly.
    const button = body && body.parentElement.querySelector(".advanced-button");
    if (button) {
      button.addEventListener("click", () => renderOnDemand(placeholder), { once: true });
    }
  });

  // d:optional: when the box is ticked. A browser that goes back to the page may have ticked it already.
  Behaviour.specify(".deploy-workload-unticked", "deploy-workload-unticked", 0, (placeholder) => {
    const box = placeholder.closest(".optionalBlock-container").querySelector(".optional-block-control");
    if (box.checked) {
      renderOnDemand(placeholder);
    } else {
      box.addEventListener("change", () => renderOnDemand(placeholder), { once: true });
    }
  });

  // d:rows: when a row is added. The prototype keeps its placeholder; lib/form/repeatable takes it out of the page.
  Behaviour.specify(".deploy-workload-new-row", "deploy-workload-new-row", 0, (placeholder) => {
    if (!placeholder.closest(".to-be-removed")) {
      renderOnDemand(placeholder);
    }
  });
})();
