/*
 * Jenkins hides a form while it loads, with the rule body:has(.jenkins-form-skeleton) .jenkins-form-item. A browser searches
 * the whole page for each of the form items that the rule concerns, again and again while the page loads and after each
 * change. A form with ten containers has thousands of items, so a class of the page replaces the rule.
 */
(function () {
  "use strict";

  const RULE = "body:has(.jenkins-form-skeleton)";
  const LOADING = "deploy-workload-loading";

  function deleteRule(sheet) {
    const index = Array.from(sheet.cssRules).findIndex((rule) => rule.selectorText === RULE);
    if (index >= 0) {
      sheet.deleteRule(index);
    }
  }

  function links() {
    return Array.from(document.querySelectorAll("link[href*='/lib/layout/skeleton/']"));
  }

  function show() {
    document.body.classList.remove(LOADING);
    // Jenkins moves parts of the page, and a style sheet that is moved loads again, with the rule.
    links().forEach((link) => link.remove());
  }

  links()
    .map((link) => link.sheet)
    .filter((sheet) => sheet)
    .forEach(deleteRule);
  if (document.readyState === "loading" && document.querySelector(".jenkins-form-skeleton")) {
    document.body.classList.add(LOADING);
    // Before the behaviours that ask the browser for sizes.
    Behaviour.specify(".deploy-workload-form", "deploy-workload-skeleton", -1000, show);
    document.addEventListener("DOMContentLoaded", show);
  }
})();
