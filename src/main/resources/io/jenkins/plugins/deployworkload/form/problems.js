/*
 * Shows all validation problems of the form while it is edited, including problems across fields. Jenkins validates the form
 * with the rules of the model; this script contains no rules of its own.
 */
(function () {
  "use strict";

  // Validate only after a pause in typing.
  const DEBOUNCE_MILLISECONDS = 700;

  /* The JSON that Jenkins would submit for this form. buildFormTree expects a <form>, so the element is made to look like one. */
  function submittedJson(form) {
    const json = { name: "json", value: "{}" };
    form.elements = Array.from(form.querySelectorAll("input, select, textarea")).concat([json]);
    buildFormTree(form);
    delete form.elements;
    return json.value;
  }

  /* Controls and groups with this name directly in the group, in page order. Only the selected block of a drop-down counts. */
  function named(form, group, name) {
    return Array.from(form.querySelectorAll("[name]")).filter(
      (element) => shortenName(element.getAttribute("name")) === name && findFormParent(element, form) === group,
    );
  }

  /* The group and the drop-downs in it. A path may skip the drop-down and name a field of the selected block directly. */
  function groups(form, group) {
    const dropDowns = Array.from(form.querySelectorAll(".dropdownList-container [name]")).filter(
      (element) =>
        Array.from(element.children).some((child) => child.classList.contains("dropdownList-start")) &&
        findFormParent(element, form) === group,
    );
    return [group].concat(dropDowns);
  }

  /* The element at a path such as containers[1].resources, or the deepest element on the way; null if there is none. */
  function elementAt(form, path) {
    let element = form;
    path.split(".").forEach((segment) => {
      const match = /^([^[]*)(?:\[(\d+)])?$/.exec(segment);
      if (match) {
        const candidates = groups(form, element).map((group) => named(form, group, match[1]));
        const found = candidates.find((elements) => elements.length) || [];
        element = found[match[2] ? Number(match[2]) : 0] || element;
      }
    });
    return element === form ? null : element;
  }

  /* The element itself or the first visible control in it. */
  function firstControl(element) {
    const all = [element].concat(Array.from(element.querySelectorAll("input, select, textarea, button")));
    return all.find(
      (control) => typeof control.value === "string" && control.type !== "hidden" && control.getClientRects().length > 0,
    );
  }

  function listItem(form, problem) {
    const item = document.createElement("li");
    const element = elementAt(form, problem.path);
    const target = element && firstControl(element);
    if (problem.path) {
      const path = document.createElement(target ? "button" : "code");
      path.textContent = problem.path;
      if (target) {
        path.type = "button";
        path.className = "deploy-workload-problem-path";
        path.addEventListener("click", () => target.focus());
      }
      item.appendChild(path);
      item.appendChild(document.createTextNode(" "));
    }
    item.appendChild(document.createTextNode(problem.message));
    return item;
  }

  function show(area, form, problems) {
    area.replaceChildren();
    if (problems.length === 0) {
      return;
    }
    const title = document.createElement("p");
    title.textContent = area.dataset.title;
    const list = document.createElement("ul");
    problems.forEach((problem) => list.appendChild(listItem(form, problem)));
    // Screen readers announce the title and the list together if they are inserted at once.
    const content = document.createElement("div");
    content.append(title, list);
    area.appendChild(content);
  }

  function validate(area, form) {
    const request = (area.problemsRequest = (area.problemsRequest || 0) + 1);
    fetch(area.dataset.url, {
      method: "post",
      headers: crumb.wrap({}),
      body: new URLSearchParams({ form: submittedJson(form) }),
    })
      .then((response) => (response.ok ? response.json() : {}))
      // If the request fails, show no problems. Jenkins validates the form again when it is saved.
      .catch(() => ({}))
      .then((json) => {
        if (area.problemsRequest === request) {
          show(area, form, json.data || []);
        }
      });
  }

  /*
   * Jenkins validates a field when it loses the focus. An error that disappears at that moment moves the page under the
   * pointer, so the field is validated while it still has the focus.
   */
  function revalidate(field) {
    if (typeof field.onchange === "function") {
      field.onchange();
    }
  }

  Behaviour.specify(".deploy-workload-problems", "deploy-workload-problems", 0, (area) => {
    const form = area.closest(".deploy-workload-form");
    if (!form || area.problemsReady) {
      return;
    }
    area.problemsReady = true;
    let timer;
    const validateLater = (event) => {
      if (area.contains(event.target)) {
        return;
      }
      const edited = event.type === "input" ? event.target : null;
      clearTimeout(timer);
      timer = setTimeout(() => {
        validate(area, form);
        if (edited) {
          revalidate(edited);
        }
      }, DEBOUNCE_MILLISECONDS);
    };
    form.addEventListener("input", validateLater);
    form.addEventListener("change", validateLater);
    // Adding or deleting a row fires no input or change event.
    form.addEventListener("click", (event) => {
      if (event.target.closest(".repeatable-add, .repeatable-delete, .hetero-list-add")) {
        validateLater(event);
      }
    });
  });
})();
