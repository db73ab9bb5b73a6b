/*
 * Shows all validation problems of the form while it is edited, including problems across fields. Jenkins validates the form
 * with the rules of the model; this script contains no rules of its own.
 */
(function () {
  "use strict";

  // Validate only after a pause in typing.
  const DEBOUNCE_MILLISECONDS = 300;

  const CONTROLS = "input, select, textarea";

  /* The JSON that Jenkins would submit for this form. buildFormTree expects a <form>, so the element is made to look like one. */
  function submittedJson(form) {
    const json = { name: "json", value: "{}" };
    form.elements = Array.from(form.querySelectorAll(CONTROLS)).concat([json]);
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

  function isVisible(element) {
    return element.getClientRects().length > 0;
  }

  /* The element itself or the first control in it, a visible one if possible. */
  function firstControl(element) {
    const all = [element]
      .concat(Array.from(element.querySelectorAll(CONTROLS + ", button")))
      .filter((control) => typeof control.value === "string" && control.type !== "hidden");
    return all.find(isVisible) || all[0];
  }

  /* Opens the sections that hide the control, and moves the focus to it. */
  function reveal(control) {
    for (let element = control.parentElement; element; element = element.parentElement) {
      if (element.tagName === "DETAILS") {
        element.open = true;
      } else if (element.classList.contains("advancedBody") && !isVisible(element)) {
        element.parentElement.querySelector(".advanced-button").click();
      }
    }
    control.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
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
        path.addEventListener("click", () => reveal(target));
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

  /* The answer to a check is a list of problems, or an object with problems and a preview. */
  function showAnswer(area, form, answer) {
    const problems = answer.problems || answer;
    show(area, form, Array.isArray(problems) ? problems : []);
    form.dispatchEvent(new CustomEvent("deploy-workload-checked", { detail: answer }));
  }

  function url(area, form) {
    const preview = form.querySelector(".deploy-workload-preview.deploy-workload-open");
    return (preview || area).dataset.url;
  }

  function parameters(form) {
    return new URLSearchParams({ form: submittedJson(form) });
  }

  function validate(area, form) {
    const request = (area.problemsRequest = (area.problemsRequest || 0) + 1);
    fetch(url(area, form), { method: "post", headers: crumb.wrap({}), body: parameters(form) })
      .then((response) => (response.ok ? response.json() : {}))
      // If the request fails, show no problems. Jenkins validates the form again when it is saved.
      .catch(() => ({}))
      .then((json) => {
        if (area.problemsRequest === request) {
          showAnswer(area, form, json.data || []);
        }
      });
  }

  // How long a submission waits for the check. Jenkins validates the form again when it is saved.
  const CHECK_MILLISECONDS = 10000;

  /* The problems of a step; none if Jenkins does not answer in time. */
  function requestProblems(area, form) {
    let timer;
    const timeout = new Promise((resolve) => {
      timer = setTimeout(() => resolve([]), CHECK_MILLISECONDS);
    });
    const answer = Promise.resolve()
      .then(() => fetch(area.dataset.url, { method: "post", headers: crumb.wrap({}), body: parameters(form) }))
      .then((response) => (response.ok ? response.json() : {}))
      .then((json) => json.data || [])
      .catch(() => []);
    return Promise.race([answer, timeout]).then((problems) => {
      clearTimeout(timer);
      return problems;
    });
  }

  /*
   * Whether the step can be saved. A problem with the access rules does not prevent it, because an administrator may change
   * the rules later.
   */
  function maySave(area, form, problems) {
    show(area, form, problems);
    const first = problems.find((problem) => problem.invalid);
    if (first) {
      const element = elementAt(form, first.path);
      reveal((element && firstControl(element)) || area);
    }
    return !first;
  }

  // The forms of the page that are checked before they are sent, and those that are sent because their check has succeeded.
  const checking = new Set();
  const checked = new Set();

  function checkAndSend(page, areas, submitter) {
    checking.add(page);
    const forms = areas.map((area) => area.closest(".deploy-workload-form"));
    Promise.all(areas.map((area, i) => requestProblems(area, forms[i])))
      .finally(() => checking.delete(page))
      // The page may have several steps. The first one with a problem gets the focus.
      .then((problems) => areas.every((area, i) => maySave(area, forms[i], problems[i])))
      .then((valid) => {
        if (valid) {
          checked.add(page);
          page.requestSubmit(submitter);
          // Another listener may have stopped the event, or a field may be invalid for the browser.
          checked.delete(page);
        }
      });
  }

  // Later listeners, such as the one of Jenkins, do not get an event that is stopped. Apply fires no such event.
  function onSubmit(event) {
    const page = event.target;
    const areas = Array.from(page.querySelectorAll(".deploy-workload-problems")).filter((area) => area.problemsReady);
    if (areas.length === 0 || checked.delete(page)) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!checking.has(page)) {
      checkAndSend(page, areas, event.submitter);
    }
  }

  // Jenkins loads this script again when a step is added to the page.
  if (!document.deployWorkloadChecksSubmissions) {
    document.deployWorkloadChecksSubmissions = true;
    document.addEventListener("submit", onSubmit, true);
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

  /* A browser drops a number that it cannot read, such as "1e", without a word. */
  Behaviour.specify(".deploy-workload-form input[type=number]", "deploy-workload-numbers", 0, (field) => {
    field.addEventListener("keypress", (event) => {
      if (/^e$/i.test(event.key)) {
        event.preventDefault();
      }
    });
  });

  Behaviour.specify(".deploy-workload-problems", "deploy-workload-problems", 0, (area) => {
    const form = area.closest(".deploy-workload-form");
    if (!form || area.problemsReady) {
      return;
    }
    area.problemsReady = true;
    let timer;
    const validateLater = (event) => {
      if (area.contains(event.target) || event.target.closest(".deploy-workload-fill, .deploy-workload-preview")) {
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
    if (area.dataset.stored === "true") {
      // The other behaviours must run first, because they group the controls.
      setTimeout(() => validate(area, form));
    }
    form.addEventListener("deploy-workload-check", () => validate(area, form));
    form.submittedJson = () => submittedJson(form);
    form.addEventListener("input", validateLater);
    form.addEventListener("change", validateLater);
    // Adding or deleting a row fires no input or change event.
    form.addEventListener("click", (event) => {
      if (event.target.closest(".repeatable-add, .repeatable-delete, .hetero-list-add")) {
        validateLater(event);
      }
    });
  });

  /*
   * Jenkins checks each field of a new page with one request each, and marks required fields that nobody has touched. The
   * check of the whole form replaces these requests. Elements of lists keep theirs, because they can show a warning.
   */
  const checkLater = FormChecker.delayedCheck;
  FormChecker.delayedCheck = function (url, method, target) {
    if (!target || !target.closest(".deploy-workload-form") || target.closest(".deploy-workload-texts")) {
      checkLater.call(FormChecker, url, method, target);
    }
  };
})();
