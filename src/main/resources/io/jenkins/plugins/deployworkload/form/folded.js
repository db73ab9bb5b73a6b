/*
 * Loads the fields of d:folded when their button is clicked for the first time. Jenkins replaces the placeholder by the fields.
 */
(function () {
  "use strict";

  Behaviour.specify(".deploy-workload-folded", "deploy-workload-folded", 0, (placeholder) => {
    const body = placeholder.closest(".advancedBody");
    // The button stands before the body, see lib/form/advanced.jelly.
    const button = body && body.parentElement.querySelector(".advanced-button");
    if (button) {
      button.addEventListener("click", () => renderOnDemand(placeholder), { once: true });
    }
  });
})();
